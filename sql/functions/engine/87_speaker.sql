-- What a speaker may do with the receipt in hand, and the whole answer to it.

-- The first of the problems that the speaker may rate now; NULL when none waits for it.
CREATE FUNCTION engine.part_to_rate(o core.opinion) RETURNS integer LANGUAGE sql VOLATILE AS $$
  SELECT min(p.place) FROM engine.parts(($1).id) p
   WHERE (engine.offered(engine.subject('issue', (p.issue).id), 'rate', NULL, ARRAY['person'], ($1).id)).id IS NOT NULL
$$;

-- The speaker's own actions from where the matter stands: what engine.apply would accept.
CREATE FUNCTION engine.speaker_actions(o core.opinion) RETURNS text[] LANGUAGE sql VOLATILE AS $$
  SELECT coalesce(array_agg(a.action), '{}') FROM (
    SELECT DISTINCT t.layer, t.action FROM rules.transition t WHERE t.active AND t.role = 'person' AND t.from_state IS NOT NULL) a
   WHERE CASE a.layer WHEN 'issue' THEN engine.part_to_rate($1) IS NOT NULL
              ELSE (engine.offered(engine.subject('opinion', ($1).id), a.action, NULL, ARRAY['person'], ($1).id)).id IS NOT NULL END
$$;

CREATE FUNCTION engine.has_contact(opinion_id bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM core.identity d WHERE d.opinion_id = $1 AND d.sealed IS NOT NULL)
$$;

-- A message may come until the matter is closed; an open question is answered instead.
CREATE FUNCTION engine.may_message(o core.opinion) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT ($1).closed_at IS NULL AND ($1).state <> 21
$$;

CREATE FUNCTION engine.speaker_may(o core.opinion) RETURNS text[] LANGUAGE sql VOLATILE AS $$
  WITH offered AS (SELECT engine.speaker_actions($1) AS actions)
  SELECT array_agg(x.name ORDER BY x.k) FILTER (WHERE x.may) FROM offered, LATERAL (VALUES
    (1, 'message',          engine.may_message($1)),
    (2, 'supply',           'supply' = ANY (actions)),
    (3, 'rate',             'rate' = ANY (actions)),
    (4, 'withdraw_contact', engine.has_contact(($1).id)),
    (5, 'withdraw',         'withdraw' = ANY (actions))) AS x(k, name, may)
$$;

CREATE FUNCTION engine.message_field(lang text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.field('text', 'longtext', engine.word($1, '补充的情况', 'What you want to add'), true, '{"min": 2, "max": 5000}')
$$;

CREATE FUNCTION engine.speaker_forms(lang text, o core.opinion, may text[]) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RETURN (SELECT coalesce(jsonb_object_agg('may_' || m, true), '{}') FROM unnest(may) m)
    || jsonb_build_object('may', to_jsonb(coalesce(may, '{}')),
         'message_field', CASE WHEN may && ARRAY['message', 'supply'] THEN engine.message_field(lang) END,
         'rating_fields', CASE WHEN 'rate' = ANY (may) THEN engine.action_fields(lang, 'rate', engine.subject('issue', (engine.issue_of(o)).id)) END);
END $$;

-- Each of several problems that an opinion speaks in: where it stands, its answer, and the form to rate it.
CREATE FUNCTION engine.speaker_parts(lang text, o core.opinion) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RETURN (SELECT CASE WHEN count(*) > 1 THEN jsonb_agg(jsonb_strip_nulls(jsonb_build_object('place', p.place, 'title', (p.issue).title,
           'status', engine.public_state($1, (p.issue).state), 'answer', engine.speaker_answer($1, p.issue),
           'limit', CASE WHEN engine.is_rectified((p.issue).state) THEN engine.explained($1, (p.issue).due_at, engine.basis_how($1, (p.issue).due_basis, (p.issue).due_at, false)) END,
           'rating', engine.speaker_rating($1, $2, p.issue), 'published', (p.issue).published, 'notice', engine.speaker_notice(p.issue),
           'may_rate', f.id IS NOT NULL, 'rating_fields', CASE WHEN f.id IS NOT NULL THEN engine.action_fields($1, 'rate', s) END)) ORDER BY p.place) END
    FROM engine.parts(($2).id) p, engine.subject('issue', (p.issue).id) s, engine.offered(s, 'rate', NULL, ARRAY['person'], ($2).id) f);
END $$;

-- How an opinion ended before it became an issue, or what stands between.
CREATE FUNCTION engine.speaker_outcome(lang text, o core.opinion) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN CASE ($2).state
    WHEN 21 THEN jsonb_build_object('question', jsonb_build_object('text', ($2).reply) || coalesce((
      SELECT jsonb_build_object('on', engine.day_of(e.at), 'on_text', engine.day_text($1, e.at)) FROM core.event e
       WHERE e.layer = 'opinion' AND e.subject_id = ($2).id AND e.to_state = 21 ORDER BY e.seq DESC LIMIT 1), '{}'))
    WHEN 27 THEN jsonb_build_object('referral', jsonb_build_object('to', ($2).referred_to, 'text', ($2).reply,
      'way', engine.choice($1, 'referral', nullif(($2).referred_as, 'guide')), 'limit', engine.proposal_limit($1, $2)))
    WHEN 28 THEN jsonb_build_object('merged', jsonb_build_object('status', engine.public_status($1, $2)))
    WHEN 29 THEN jsonb_build_object('refusal', jsonb_build_object('reason', engine.choice($1, 'refuse_reason', ($2).reason), 'text', ($2).reply,
      'channel', (SELECT engine.word($1, c.hint_zh, c.hint_en) FROM rules.choice c WHERE c.list = 'refuse_reason' AND c.code = ($2).reason)))
    ELSE '{}' END;
END $$;

-- One problem is told as the opinion's own; of several, each for itself.
CREATE FUNCTION engine.tracking(lang text, o core.opinion) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  parts constant jsonb := engine.speaker_parts(lang, o);
  i core.issue := CASE WHEN parts IS NULL THEN engine.issue_of(o) END;
BEGIN
  RETURN jsonb_strip_nulls(jsonb_build_object('number', o.number, 'received_at', engine.time_of(o.received_at),
      'received_text', engine.day_text(lang, o.received_at), 'kind', engine.choice(lang, 'kind', o.kind), 'text', o.body,
      'status', engine.public_status(lang, o), 'due', engine.speaker_due(lang, o), 'stages', engine.stages(lang, o),
      'history', engine.speaker_history(lang, o), 'answer', engine.speaker_answer(lang, i), 'parts', parts,
      'messages', CASE WHEN o.state = 26 THEN '[]' ELSE engine.speaker_messages(lang, o.id) END,
      'rating', engine.speaker_rating(lang, o, i), 'published', coalesce(i.published, false), 'notice', engine.speaker_notice(i),
      'contact', jsonb_build_object('has', engine.has_contact(o.id), 'protection', engine.choice(lang, 'protection', o.protection)))
    || engine.speaker_outcome(lang, o) || engine.speaker_forms(lang, o, engine.speaker_may(o)))
    - CASE WHEN parts IS NULL THEN '{}' ELSE ARRAY['rating_fields', 'may_rate'] END::text[];
END $$;

-- The opinion of a receipt; locked where it is to be changed, so that two forms sent at once come one after the other.
CREATE FUNCTION engine.opinion_of(args jsonb, lock boolean) RETURNS core.opinion LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  o core.opinion;
BEGIN
  IF lock THEN
    o := engine.lock_receipt(decode(args ->> 'receipt_mac', 'hex'));
  ELSE
    SELECT * INTO o FROM core.opinion p WHERE p.receipt_mac = decode(args ->> 'receipt_mac', 'hex');
  END IF;
  IF o.id IS NULL THEN
    PERFORM engine.fail(404, 'receipt.unknown', 'receipt');
  END IF;
  RETURN o;
END $$;

CREATE FUNCTION engine.same_form(layer text, subject_id bigint, key text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM core.event e WHERE e.layer = $1 AND e.subject_id = $2 AND e.key = $3::uuid)
$$;

CREATE FUNCTION engine.insert_message(o core.opinion, body text, key text) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  IF NOT engine.may_message(o) THEN
    PERFORM engine.fail(409, 'message.closed');
  END IF;
  INSERT INTO core.message (opinion_id, sender, at, body)
  VALUES (o.id, 'speaker', engine.clock(), engine.need_text(body, 2, 5000, 'text'));
  PERFORM engine.record('opinion', o.id, 'message', NULL, 'person', NULL, NULL, '{}', key::uuid);
END $$;

CREATE FUNCTION engine.drop_contact(opinion_id bigint, role text, action text) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  UPDATE core.identity d SET sealed = NULL, withdrawn_at = engine.clock() WHERE d.opinion_id = drop_contact.opinion_id AND d.sealed IS NOT NULL;
  IF FOUND THEN
    PERFORM engine.record('opinion', drop_contact.opinion_id, action, NULL, role, NULL, NULL);
  END IF;
  RETURN FOUND;
END $$;
