-- From answers to rectification: a finding becomes an opinion or joins an issue, with how many of how many said so; notes of a stay at one
-- place; what an opinion or an issue came from.

-- What can be drawn from: the options of closed questions, those of each row of a matrix ('q3=speed=1'), and the open questions, whose
-- value is empty.
CREATE FUNCTION engine.finding_rows(p_lang text, p_survey bigint) RETURNS TABLE (code text, label text, section text, sort bigint) LANGUAGE sql STABLE AS $$
  SELECT r.* FROM engine.quota_place_rows($1, $2) r
  UNION ALL
  SELECT concat_ws('=', q ->> 'name', r ->> 'value', c ->> 'value'), concat_ws(' · ', nullif(engine.said_in($1, r -> 'text'), ''), nullif(engine.said_in($1, c -> 'text'), '')), engine.said_in($1, q -> 'title'),
         1000 * k + 30 * i + j
    FROM engine.survey_latest($2) v, jsonb_array_elements(v.questions) WITH ORDINALITY AS x(q, k),
         jsonb_array_elements(CASE WHEN q ->> 'type' = 'matrix' THEN q -> 'rows' ELSE '[{}]' END) WITH ORDINALITY AS y(r, i), jsonb_array_elements(q -> 'choices') WITH ORDINALITY AS z(c, j)
   WHERE q ->> 'type' IN ('matrix', 'rating', 'boolean')
  UNION ALL
  SELECT (q ->> 'name') || '=', engine.word($1, '（写的话）', '(in words)'), engine.said_in($1, q -> 'title'), 1000 * k
    FROM engine.survey_latest($2) v, jsonb_array_elements(v.questions) WITH ORDINALITY AS x(q, k) WHERE q ->> 'type' IN ('comment', 'text')
$$;

-- What was chosen in an answer, as codes: 'A', '5', 'true', and 'speed=1' of a matrix.
CREATE FUNCTION engine.chosen_codes(p_answer jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE jsonb_typeof($1) WHEN 'array' THEN ARRAY(SELECT jsonb_array_elements_text($1))
              WHEN 'object' THEN ARRAY(SELECT e.key || '=' || (e.value #>> '{}') FROM jsonb_each($1) e) ELSE ARRAY[$1 #>> '{}'] END
$$;

-- How many chose an option, of how many who answered; of an open question how many wrote anything.
CREATE FUNCTION engine.finding_counts(p_survey bigint, p_question text, p_option text, OUT n integer, OUT of_n integer) LANGUAGE sql STABLE AS $$
  SELECT count(*) FILTER (WHERE $3 = '' OR $3 = ANY (engine.chosen_codes(r.answers -> $2)))::integer, count(*)::integer
    FROM core.response r WHERE r.survey_id = $1 AND r.valid AND r.answers ? $2
$$;

-- An option that too few chose says who did; of an open question the clerk says how many wrote it.
CREATE FUNCTION engine.new_finding(s core.survey, actor core.actor, f jsonb, p_opinion bigint, p_issue bigint) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_question constant text := split_part(f ->> 'place', '=', 1);
  v_option constant text := substr(f ->> 'place', strpos(f ->> 'place', '=') + 1);
  c record;
BEGIN
  SELECT * INTO c FROM engine.finding_counts(s.id, v_question, v_option);
  IF v_option = '' THEN
    c.n := least(coalesce((f ->> 'said_by')::integer, 1), c.of_n);
  ELSIF c.n < engine.param('min_n') THEN
    PERFORM engine.fail(422, 'survey.too_few', 'place');
  END IF;
  INSERT INTO core.survey_finding (survey_id, question, option, n, of_n, quotes, opinion_id, issue_id, made_by, made_at)
  VALUES (s.id, v_question, nullif(v_option, ''), c.n, c.of_n, coalesce(f ->> 'quotes', ''), p_opinion, p_issue, actor.account_id, engine.clock());
END $$;

-- Nobody holds its receipt: it is nobody's in particular.
CREATE FUNCTION engine.finding_opinion(actor core.actor, f jsonb) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  o core.opinion;
BEGIN
  o := engine.insert_opinion('{"lang": "zh-CN"}', jsonb_build_object('receipt_mac', encode(sha256(uuid_send(gen_random_uuid())), 'hex'),
    'fingerprint', encode(sha256(uuid_send(gen_random_uuid())), 'hex'), 'source', 'survey', 'kind', 'opinion', 'category', f ->> 'category', 'text', f ->> 'text',
    'protection', 'none', 'publish_consent', true, 'disclose_consent', false, 'notice_version', (SELECT max(x.version) FROM rules.notice x)),
    (SELECT x.id FROM core.office x WHERE x.code = f ->> 'office'));
  PERFORM engine.record('opinion', o.id, 'submit', actor.account_id, engine.role_for(actor, 'survey.draw'), NULL, 10, '{}', NULL);
  RETURN o.id;
END $$;

CREATE FUNCTION engine.draw_finding(s core.survey, p_action text, actor core.actor, f jsonb) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM engine.clean_texts(f - ARRAY['place', 'issue', 'category', 'office']);
  IF p_action = 'raise' THEN
    PERFORM engine.new_finding(s, actor, f, engine.finding_opinion(actor, f), NULL);
  ELSE
    PERFORM engine.new_finding(s, actor, f, NULL, (SELECT i.id FROM core.issue i WHERE i.number = f ->> 'issue'));
  END IF;
END $$;

CREATE FUNCTION engine.add_field_note(s core.survey, actor core.actor, f jsonb) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM engine.clean_texts(f - ARRAY['from_on', 'to_on', 'staff', 'people', 'offices']);
  IF (f ->> 'to_on')::date < (f ->> 'from_on')::date OR (f ->> 'to_on')::date > engine.day(engine.clock()) THEN
    PERFORM engine.fail(422, 'out_of_range', 'to_on');
  END IF;
  INSERT INTO core.field_note (survey_id, place, from_on, to_on, staff, people, findings, typical_case, offices, made_by, made_at)
  VALUES (s.id, f ->> 'place', (f ->> 'from_on')::date, (f ->> 'to_on')::date, f ->> 'staff', (f ->> 'people')::integer, f ->> 'findings',
    coalesce(f ->> 'typical_case', ''), ARRAY(SELECT o.id FROM core.office o WHERE (f -> 'offices') ? o.code ORDER BY o.sort), actor.account_id, engine.clock());
END $$;

CREATE FUNCTION engine.finding_label(p_lang text, x core.survey_finding) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT concat_ws(' · ', r.section, r.label) || ' ' || CASE WHEN ($2).n < engine.param('min_n') THEN '<' || engine.param('min_n') ELSE ($2).n::text END || '/' || ($2).of_n
    FROM engine.finding_rows($1, ($2).survey_id) r WHERE r.code = ($2).question || '=' || coalesce(($2).option, '')
$$;

-- The issue that a finding was attached to, or that its opinion speaks in, where somebody sees it.
CREATE FUNCTION engine.issue_of_finding(actor core.actor, f core.survey_finding) RETURNS core.issue LANGUAGE sql STABLE AS $$
  SELECT i.* FROM core.issue i WHERE (i.id = ($2).issue_id OR i.id IN (SELECT v.issue_id FROM core.voice v WHERE v.opinion_id = ($2).opinion_id))
     AND engine.sees_issue($1, i.id) ORDER BY i.id LIMIT 1
$$;

-- Whether the opinion that a finding became is about somebody's own office.
CREATE FUNCTION engine.finding_concerns(f core.survey_finding, p_office smallint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM core.opinion o WHERE o.id = ($1).opinion_id AND engine.concerns_office(o, NULL, $2))
$$;

-- The findings that somebody may know of: of what became an opinion about their own office only the issue that was given to them.
CREATE FUNCTION engine.seen_findings(actor core.actor, p_survey bigint) RETURNS SETOF core.survey_finding LANGUAGE sql STABLE AS $$
  SELECT f.* FROM core.survey_finding f
   WHERE f.survey_id = $2 AND (NOT engine.finding_concerns(f, ($1).office_id) OR (engine.issue_of_finding($1, f)).id IS NOT NULL)
$$;

-- An office sees that there was a finding, and the issue where that is its own; never the opinion, nor what was said.
CREATE FUNCTION engine.findings_json(p_lang text, actor core.actor, s core.survey) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('label', engine.finding_label($1, f), 'made_text', engine.day_text($1, f.made_at),
           'quotes', CASE WHEN engine.survey_may($2, $3, 'survey.words') THEN nullif(f.quotes, '') END,
           'issue', (SELECT jsonb_build_object('href', '/console/issues/' || i.id, 'number', i.number, 'title', i.title) FROM engine.issue_of_finding($2, f) i WHERE i.id IS NOT NULL),
           'opinion', CASE WHEN engine.may_opinions($2) AND NOT engine.finding_concerns(f, ($2).office_id) THEN
             (SELECT jsonb_build_object('href', '/console/opinions/' || o.id, 'number', o.number) FROM core.opinion o WHERE o.id = f.opinion_id) END)) ORDER BY f.id), '[]')
    FROM engine.seen_findings($2, ($3).id) f
$$;

CREATE FUNCTION engine.field_notes_json(p_lang text, p_survey bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('place', n.place, 'from_text', engine.day_text($1, n.from_on), 'to_text', engine.day_text($1, n.to_on),
           'staff', n.staff, 'people', n.people, 'findings', n.findings, 'typical_case', nullif(n.typical_case, ''),
           'offices', (SELECT jsonb_agg(engine.office($1, o) ORDER BY o) FROM unnest(n.offices) o))) ORDER BY n.id), '[]')
    FROM core.field_note n WHERE n.survey_id = $2
$$;

-- Where an opinion, or an issue by what was attached to it, came from; NULL: from no survey's finding.
CREATE FUNCTION engine.provenance(p_lang text, actor core.actor, p_opinion bigint, p_issue bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('label', s.number || ' ' || engine.finding_label($1, f),
           'href', CASE WHEN engine.survey_may($2, s, 'survey.read') THEN '/console/surveys/' || s.id END)) ORDER BY f.id)
    FROM core.survey_finding f JOIN core.survey s ON s.id = f.survey_id WHERE f.opinion_id = $3 OR f.issue_id = $4
      OR f.opinion_id IN (SELECT v.opinion_id FROM core.voice v WHERE v.issue_id = $4)
$$;

-- Closed issues that a survey may follow up, and surveys that may have another round.
CREATE FUNCTION engine.followed_issue(actor core.actor, p_number text) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_id bigint;
BEGIN
  SELECT i.id INTO v_id FROM core.issue i JOIN rules.state x ON x.code = i.state AND x.closed WHERE i.number = upper(p_number) AND engine.sees_issue(actor, i.id);
  IF v_id IS NULL AND p_number IS NOT NULL THEN
    PERFORM engine.fail(422, 'survey.no_closed_issue', 'issue');
  END IF;
  RETURN v_id;
END $$;

CREATE FUNCTION engine.past_survey_rows(p_lang text) RETURNS TABLE (code text, label text, section text, sort bigint) LANGUAGE sql STABLE AS $$
  SELECT s.number, s.number || ' ' || engine.survey_title($1, s), NULL, -s.id FROM core.survey s WHERE s.state IN ('closed', 'published')
$$;
