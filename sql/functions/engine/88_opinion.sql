-- One opinion on a desk: words, contact, what is like it, and what may be done.

-- The opinion somebody may read: 403 for those who read none, 404 for one that is not theirs to read.
CREATE FUNCTION engine.readable_opinion(actor core.actor, id bigint) RETURNS core.opinion LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  o core.opinion;
BEGIN
  SELECT * INTO o FROM core.opinion p WHERE p.id = readable_opinion.id;
  IF engine.reads_opinion(actor, o) THEN
    RETURN o;
  ELSIF NOT engine.may_opinions(actor) THEN
    PERFORM engine.fail(403, 'forbidden');
  END IF;
  PERFORM engine.fail(404, 'not_found');
  RETURN NULL;
END $$;

CREATE FUNCTION engine.opinion_json(lang text, actor core.actor, o core.opinion) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN jsonb_strip_nulls(jsonb_build_object('id', o.id, 'number', o.number, 'version', o.version,
      'received_at', engine.time_of(o.received_at), 'received_text', engine.minute_text(lang, o.received_at),
      'kind', engine.choice(lang, 'kind', o.kind), 'state', engine.opinion_state(lang, o),
      'category', engine.category(lang, engine.filed_category(o)), 'scope', engine.choice(lang, 'scope', o.scope),
      'office', engine.office(lang, o.claimed_office), 'place', engine.words(actor, o.place), 'text', engine.words(actor, o.body),
      'protection', engine.choice(lang, 'protection', o.protection), 'lang', o.lang, 'source', engine.choice(lang, 'source', o.source),
      'publish_consent', o.publish_consent, 'disclose_consent', o.disclose_consent,
      'how', engine.opinion_how(lang, o), 'limits', engine.opinion_limits(lang, o)) || engine.opinion_due(lang, o));
END $$;

-- Whether one of its problems is being followed up, and none of them is handled by the caller's own office.
CREATE FUNCTION engine.followed_up(opinion_id bigint, office smallint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(bool_or((p.issue).state IN (60, 70)) AND NOT bool_or(engine.handles((p.issue).id, $2)), false) FROM engine.parts($1) p
$$;

-- Why somebody may not look at a contact: NULL when they may. A revisitor looks only while the answer is being followed up, and
-- never from the office that handled the matter; from the office that is spoken of nobody looks, nor learns that there is one.
CREATE FUNCTION engine.look_refusal(actor core.actor, o core.opinion) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN scope IS NULL OR ($2).state = 26 AND engine.may($1, 'sealed.read') IS NULL THEN 'forbidden'
              WHEN engine.concerns_office($2, NULL, ($1).office_id) THEN 'not_found'
              WHEN scope <> 'all' AND NOT engine.followed_up(($2).id, ($1).office_id) THEN 'forbidden'
              WHEN ($2).protection = 'protected' THEN 'contact.protected'
              WHEN NOT engine.has_contact(($2).id) THEN 'contact.none' END
    FROM engine.may($1, 'contact.look') AS scope
$$;

CREATE FUNCTION engine.contact_json(actor core.actor, o core.opinion) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('has', engine.has_contact(($2).id), 'may_look', engine.look_refusal($1, $2) IS NULL,
           'looks', (SELECT count(*) FROM core.event e WHERE e.layer = 'opinion' AND e.subject_id = ($2).id AND e.action = 'contact_look'))
$$;

CREATE FUNCTION engine.staff_messages(lang text, actor core.actor, opinion_id bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('from', engine.role($1, CASE m.sender WHEN 'speaker' THEN 'person' ELSE 'triage' END),
           'on', engine.minute_text($1, m.at), 'text', engine.words($2, m.body)) ORDER BY m.id), '[]')
    FROM core.message m WHERE m.opinion_id = $3
$$;

CREATE FUNCTION engine.linked_issue(lang text, i core.issue) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('href', '/console/issues/' || ($2).id, 'number', ($2).number, 'title', ($2).title, 'state', engine.state($1, ($2).state))
$$;

-- The main issue, and the others that the opinion was split or merged into.
CREATE FUNCTION engine.linked_issues(lang text, o core.opinion) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('issue', (jsonb_agg(engine.linked_issue($1, p.issue) ORDER BY p.place) FILTER (WHERE (p.issue).id = ($2).issue_id)) -> 0,
           'others', jsonb_agg(engine.linked_issue($1, p.issue) ORDER BY p.place) FILTER (WHERE (p.issue).id <> ($2).issue_id))
    FROM engine.parts(($2).id) p
$$;

-- How much of both is shared, in per cent.
CREATE FUNCTION engine.overlap(shared integer, a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT (200 * $1 / greatest($2 + $3, 1))::integer
$$;

-- Of two sets of pairs, in their order, how many are in both.
CREATE FUNCTION engine.shared_grams(a integer[], b integer[]) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT intarray.icount($1 OPERATOR(intarray.&) $2)
$$;

-- The pairs of what was said, without the number: stored with the index; counted anew where it has not been indexed yet.
CREATE FUNCTION engine.said_grams(o core.opinion) RETURNS integer[] LANGUAGE sql STABLE AS $$
  SELECT engine.grams(engine.plain_text(($1).body))
$$;

-- Open opinions that name the same office, or any where none is named, by what they share with this one: all of them, the best first.
-- OFFSET 0: what is between is computed once for each.
CREATE FUNCTION engine.similar_opinions(o core.opinion) RETURNS TABLE (id bigint, score integer) LANGUAGE plpgsql STABLE AS $$
DECLARE
  mine constant integer[] := engine.said_grams(o);
BEGIN
  RETURN QUERY WITH near AS (
      SELECT n.id, CASE WHEN e.grams IS NULL THEN engine.said_grams(n) ELSE e.grams END AS grams
        FROM core.opinion n LEFT JOIN core.search_entry e ON e.kind = 'opinion' AND e.subject_id = n.id
       WHERE n.closed_at IS NULL AND n.state <> 26 AND n.id <> o.id AND (o.claimed_office IS NULL OR n.claimed_office = o.claimed_office)
       ORDER BY n.id DESC LIMIT 10000
    ), scored AS (
      SELECT n.id, engine.overlap(engine.shared_grams(n.grams, mine), cardinality(mine), cardinality(n.grams)) AS score FROM near n OFFSET 0
    )
    SELECT s.id, s.score FROM scored s WHERE s.score >= 15 ORDER BY s.score DESC, s.id DESC LIMIT 5;
END
$$;

CREATE FUNCTION engine.similar_json(lang text, actor core.actor, o core.opinion) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('href', '/console/opinions/' || n.id, 'number', n.number, 'score', s.score,
           'title', coalesce(i.number || ' ' || i.title, engine.choice($1, 'kind', n.kind) ->> 'label'),
           'excerpt', engine.excerpt(engine.words($2, n.body), 80)) ORDER BY s.score DESC, n.id DESC), '[]')
    FROM engine.similar_opinions($3) s JOIN core.opinion n ON n.id = s.id AND engine.reads_opinion($2, n) LEFT JOIN core.issue i ON i.id = n.issue_id
$$;

-- Open problems of the office that is named which are like what was said: what it may be merged into, the best first.
CREATE FUNCTION engine.similar_issues(o core.opinion) RETURNS TABLE (number text, title text, href text, score integer) LANGUAGE plpgsql STABLE AS $$
DECLARE
  mine constant integer[] := engine.said_grams(o);
BEGIN
  RETURN QUERY SELECT x.number, x.title, '/console/issues/' || x.id, x.score FROM (
      SELECT i.id, i.number, i.title, engine.overlap(engine.shared_grams(t.grams, mine), cardinality(mine), cardinality(t.grams)) AS score
        FROM core.issue i, LATERAL (SELECT engine.grams(engine.plain_text(concat_ws(E'\n', i.title, i.problem, i.manifestation))) AS grams OFFSET 0) t
       WHERE i.state BETWEEN 30 AND 75 AND i.office_id = o.claimed_office
         AND NOT EXISTS (SELECT FROM core.voice v WHERE v.issue_id = i.id AND v.opinion_id = o.id)) x
     WHERE x.score >= 12 ORDER BY x.score DESC, x.id DESC LIMIT 3;
END
$$;

CREATE FUNCTION engine.similar_issues_json(o core.opinion) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_build_object('href', s.href, 'number', s.number, 'title', s.title, 'score', s.score) ORDER BY s.score DESC, s.number DESC)
    FROM engine.similar_issues($1) s
$$;

CREATE FUNCTION engine.staff_opinion(lang text, actor core.actor, o core.opinion) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  subject engine.subject := engine.subject('opinion', o.id);
  similar_issues constant jsonb := CASE WHEN o.state IN (20, 28, 30) THEN engine.similar_issues_json(o) END;
BEGIN
  RETURN engine.frame(lang, actor, 'opinions') || jsonb_build_object('opinion', engine.opinion_json(lang, actor, o),
      'contact', engine.contact_json(actor, o), 'messages', engine.staff_messages(lang, actor, o.id),
      'similar', CASE WHEN o.closed_at IS NULL THEN engine.similar_json(lang, actor, o) ELSE '[]' END,
      'actions', engine.actions('opinion', o.id, actor, lang), 'history', engine.staff_history(lang, subject))
    || jsonb_strip_nulls(engine.linked_issues(lang, o) || jsonb_build_object('proposal', engine.proposal_json(lang, subject),
      'similar_issues', similar_issues, 'has_similar_issues', similar_issues IS NOT NULL, 'stands_in', nullif(engine.keeper(o) <> 'triage', false)));
END $$;
