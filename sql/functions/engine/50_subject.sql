-- The row an action is about, and what it is called.

-- Reads it and, to change it, locks it: two actions on one subject come one after the other.
CREATE FUNCTION engine.subject(p_layer text, p_id bigint, p_lock boolean DEFAULT false) RETURNS engine.subject LANGUAGE plpgsql AS $$
DECLARE
  v_subject engine.subject;
  v_opinion core.opinion;
  v_issue core.issue;
BEGIN
  IF p_layer = 'opinion' AND p_lock THEN
    SELECT o.* INTO v_opinion FROM core.opinion o WHERE o.id = p_id FOR UPDATE;
  ELSIF p_layer = 'opinion' THEN
    SELECT o.* INTO v_opinion FROM core.opinion o WHERE o.id = p_id;
  ELSIF p_lock THEN
    SELECT i.* INTO v_issue FROM core.issue i WHERE i.id = p_id FOR UPDATE;
  ELSE
    SELECT i.* INTO v_issue FROM core.issue i WHERE i.id = p_id;
  END IF;
  IF v_opinion.id IS NULL AND v_issue.id IS NULL THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  v_subject := ROW(p_layer, p_id, coalesce(v_opinion.state, v_issue.state), coalesce(v_opinion.version, v_issue.version),
                   v_opinion, v_issue)::engine.subject;
  RETURN v_subject;
END
$$;

-- A state with its internal name, for staff.
CREATE FUNCTION engine.state(p_lang text, p_code integer) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.enum(p_lang, NULL, s.zh, s.en) || jsonb_build_object('code', s.code) FROM rules.state s WHERE s.code = p_code
$$;

-- A state as the public is told it.
CREATE FUNCTION engine.public_state(p_lang text, p_code integer) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.enum(p_lang, NULL, s.public_zh, s.public_en)
         || jsonb_build_object('code', s.code, 'explain', engine.word(p_lang, s.explain_zh, s.explain_en))
    FROM rules.state s WHERE s.code = p_code
$$;

-- How far a matter has come, in six public steps.
CREATE FUNCTION engine.stage(p_state integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_state = 10 THEN 1 WHEN p_state < 26 THEN 2 WHEN p_state < 30 THEN 3 WHEN p_state < 50 THEN 3
              WHEN p_state < 60 OR p_state IN (75, 76, 97) THEN 4 WHEN p_state < 90 THEN 5 ELSE 6 END
$$;

-- The problems an opinion speaks in, numbered as its speaker counts them; joined: from when on each is its speaker's to follow.
CREATE FUNCTION engine.parts(p_opinion bigint) RETURNS TABLE (place integer, issue core.issue, joined timestamptz) LANGUAGE sql STABLE AS $$
  SELECT row_number() OVER (ORDER BY v.joined_at, i.id)::integer, i, v.joined_at
    FROM core.voice v JOIN core.issue i ON i.id = v.issue_id WHERE v.opinion_id = p_opinion
$$;

-- The problem that speaks for an opinion: of several, the one that has come least far. NULL fields while there is none.
CREATE FUNCTION engine.issue_of(p_opinion core.opinion) RETURNS core.issue LANGUAGE sql STABLE AS $$
  SELECT i FROM core.voice v JOIN core.issue i ON i.id = v.issue_id WHERE v.opinion_id = (p_opinion).id
   ORDER BY engine.stage(i.state), i.state, v.joined_at, i.id LIMIT 1
$$;

-- When the last of an opinion's problems was closed; NULL while one is open, or there is none.
CREATE FUNCTION engine.parts_closed_at(p_opinion bigint) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN bool_and(i.closed_at IS NOT NULL) THEN max(i.closed_at) END
    FROM core.voice v JOIN core.issue i ON i.id = v.issue_id WHERE v.opinion_id = p_opinion
$$;

-- What the speaker is told: the opinion's own state until it is assigned or merged, then its issue's.
CREATE FUNCTION engine.public_status(p_lang text, p_opinion core.opinion) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.public_state(p_lang, coalesce((engine.issue_of(p_opinion)).state, (p_opinion).state))
$$;

-- The next running number of the year: ZF-2026-0123.
CREATE FUNCTION engine.issue_number(p_at timestamptz) RETURNS text LANGUAGE sql AS $$
  INSERT INTO core.issue_number AS n (year, last) VALUES (extract(year FROM engine.day(p_at)), 1)
  ON CONFLICT (year) DO UPDATE SET last = n.last + 1
  RETURNING format('ZF-%s-%s', n.year, lpad(n.last::text, greatest(4, length(n.last::text)), '0'))
$$;

-- The category triage works with: its own, or the one the speaker named.
CREATE FUNCTION engine.filed_category(p_opinion core.opinion) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce((p_opinion).category, (p_opinion).claimed_category)
$$;

-- Who spoke, as an issue's staff may know it: a letter for each opinion in the order of arrival.
CREATE FUNCTION engine.speaker_name(p_lang text, p_n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT engine.word(p_lang, '群众', 'Resident ') || CASE WHEN p_n <= 26 THEN chr(64 + p_n::integer) ELSE p_n::text END
$$;

-- The speakers of an issue with the letters they are known by.
CREATE FUNCTION engine.speakers(p_issue bigint) RETURNS TABLE (opinion_id bigint, number text, n bigint) LANGUAGE sql STABLE AS $$
  SELECT o.id, o.number, row_number() OVER (ORDER BY o.id)
    FROM core.voice v JOIN core.opinion o ON o.id = v.opinion_id WHERE v.issue_id = p_issue
$$;
