-- Whom an event is told to: rows of the outbox, written with the event, sent by the worker afterwards. They hold numbers and codes;
-- no word of anybody, and no address.

-- What a speaker did is told the next working morning: the minute would tell who it was.
CREATE FUNCTION engine.tell_at(p_event core.event) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF p_event.actor_role <> 'person' THEN
    RETURN p_event.at;
  END IF;
  RETURN (engine.workday_from(engine.day(p_event.at) + 1) + make_time(engine.param('digest_hour')::integer, 0, 0)) AT TIME ZONE 'Asia/Shanghai';
END
$$;

-- The same receiver and reason once: a second row for it is none.
CREATE FUNCTION engine.post(p_basis text, p_template text, p_event core.event, p_at timestamptz, p_account bigint DEFAULT NULL,
  p_opinion bigint DEFAULT NULL, p_webhook bigint DEFAULT NULL, p_data jsonb DEFAULT '{}') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO core.outbox (basis, template, account_id, opinion_id, webhook_id, layer, subject_id, seq, data, created_at, next_at)
  VALUES (p_basis, p_template, p_account, p_opinion, p_webhook, p_event.layer, p_event.subject_id, p_event.seq, p_data,
          engine.clock(), p_at)
  ON CONFLICT (basis) DO NOTHING;
  PERFORM pg_notify('xq_work', '');
END
$$;

-- The roles that an audience stands for: the owner of the state that was reached, whoever is to approve, or a role itself, of a notice only
-- one that sees its level; what was in force before it was signed has been told already.
CREATE FUNCTION engine.audience_role(p_audience text, p_event core.event) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN CASE p_audience
    WHEN 'owner' THEN (SELECT CASE WHEN s.owner_role = 'triage' AND p_event.layer = 'opinion' THEN engine.keeper((engine.subject('opinion', p_event.subject_id)).opinion)
                                   ELSE s.owner_role END
                         FROM rules.state s WHERE s.code = p_event.to_state AND p_event.from_state IS DISTINCT FROM s.code)
    WHEN 'approver' THEN (SELECT engine.approver(t.approve_role, engine.subject(p_event.layer, p_event.subject_id)) FROM engine.open_proposal(p_event.layer, p_event.subject_id) p
                            JOIN rules.transition t ON t.id = p.transition_id)
    ELSE CASE WHEN p_event.layer <> 'supervision' OR EXISTS (SELECT FROM core.supervision n JOIN rules.supervision_level l ON l.level = n.level
                WHERE n.id = p_event.subject_id AND p_audience = ANY (l.readers)
                  AND (p_event.action <> 'sign' OR n.in_force_at = p_event.at)) THEN p_audience END END;
END
$$;

-- Whose matter an event is: a notice is its issue's.
CREATE FUNCTION engine.told_subject(p_event core.event) RETURNS engine.subject LANGUAGE plpgsql AS $$
BEGIN
  RETURN CASE p_event.layer
    WHEN 'supervision' THEN (SELECT engine.subject('issue', n.issue_id) FROM core.supervision n WHERE n.id = p_event.subject_id)
    WHEN 'talk' THEN ROW('talk', p_event.subject_id, NULL, NULL, NULL, NULL)::engine.subject
    ELSE engine.subject(p_event.layer, p_event.subject_id) END;
END
$$;

-- Staff who want to hear of each event, and whose matter it is; never who acted, nor anybody of the office that an opinion is about.
CREATE FUNCTION engine.tell_staff(p_event core.event, p_role text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_subject engine.subject := engine.told_subject(p_event);
BEGIN
  PERFORM engine.post(format('mail:%s:%s:%s:%s', a.id, p_event.layer, p_event.subject_id, p_event.seq), 'event', p_event,
                      engine.tell_at(p_event), p_account => a.id)
     FROM core.account a JOIN core.account_role r ON r.account_id = a.id AND r.role = p_role
    WHERE a.active AND a.email <> '' AND a.tell = 'each' AND a.id IS DISTINCT FROM p_event.actor_id
      AND engine.in_scope(p_role, engine.account_actor(a.id), v_subject)
      AND (p_event.layer <> 'opinion' OR NOT engine.concerns_office((v_subject).opinion, NULL, a.office_id));
END
$$;

-- Speakers who left an address for it; at most once a day, that there is something new, and not what. What another speaker did to
-- their problem waits for the morning too. p_opinion: of those, only this one.
CREATE FUNCTION engine.tell_speakers(p_event core.event, p_opinion bigint DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_at constant timestamptz := engine.tell_at(p_event);
BEGIN
  PERFORM engine.post(format('speaker:%s:%s', d.opinion_id, engine.day(v_at)), 'speaker', p_event, v_at, p_opinion => d.opinion_id)
     FROM core.identity d
    WHERE d.by_mail AND d.sealed IS NOT NULL AND d.opinion_id = coalesce(p_opinion, d.opinion_id)
      AND CASE p_event.layer WHEN 'opinion' THEN d.opinion_id = p_event.subject_id
               ELSE EXISTS (SELECT FROM core.voice v WHERE v.issue_id = p_event.subject_id AND v.opinion_id = d.opinion_id) END;
END
$$;

-- Other systems hear what staff and the system did. What a speaker did they do not: its time is in the post itself.
CREATE FUNCTION engine.tell_webhooks(p_event core.event) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF p_event.actor_role <> 'person' AND p_event.to_state IS NOT NULL AND p_event.action NOT LIKE 'propose:%' THEN
    PERFORM engine.post(format('webhook:%s:%s:%s:%s', w.id, p_event.layer, p_event.subject_id, p_event.seq), 'webhook', p_event,
                        p_event.at, p_webhook => w.id)
       FROM core.webhook w WHERE w.active;
  END IF;
END
$$;

-- Called with every event, in its transaction.
CREATE FUNCTION engine.tell(p_event core.event) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_rule rules.telling;
  v_role text;
BEGIN
  IF p_event.layer NOT IN ('opinion', 'issue', 'supervision', 'talk') THEN
    RETURN;
  END IF;
  PERFORM engine.tell_webhooks(p_event);
  IF engine.param('mail_on') = 0 THEN
    RETURN;
  END IF;
  FOR v_rule IN SELECT t.* FROM rules.telling t WHERE t.active AND t.layer = p_event.layer
                   AND (t.action IS NULL OR t.action = split_part(p_event.action, ':', 1))
                   AND (t.to_state IS NULL OR (t.to_state = p_event.to_state AND p_event.from_state IS DISTINCT FROM t.to_state))
  LOOP
    v_role := engine.audience_role(v_rule.audience, p_event);
    IF v_role = 'speaker' THEN
      PERFORM engine.tell_speakers(p_event);
    ELSIF v_role = 'rater' THEN
      PERFORM engine.tell_speakers(p_event, (x.rating).opinion_id) FROM engine.issue_ratings(p_event.subject_id) x WHERE x.n = (p_event.detail ->> 'rating')::bigint;
    ELSIF v_role IS NOT NULL THEN
      PERFORM engine.tell_staff(p_event, v_role);
    END IF;
  END LOOP;
END
$$;
