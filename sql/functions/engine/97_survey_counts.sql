-- What was answered, question by question. Under one name with one meaning versions are counted together; where the meaning changed,
-- each is a question of its own. A matrix is a question in several parts, one for each of its rows.

-- The questions of every version, but for the one that asks for a telephone number, and for what is no question.
CREATE FUNCTION engine.survey_asked(p_survey bigint) RETURNS TABLE (n integer, k bigint, name text, since integer, q jsonb) LANGUAGE sql STABLE AS $$
  SELECT v.n, x.k, x.q ->> 'name', (x.q ->> 'since')::integer, x.q
    FROM core.survey s JOIN core.survey_version v ON v.survey_id = s.id, jsonb_array_elements(v.questions) WITH ORDINALITY AS x(q, k)
   WHERE s.id = p_survey AND x.q ->> 'name' IS DISTINCT FROM s.contact_question AND x.q ->> 'type' NOT IN ('expression', 'html')
$$;

-- one: one answer of several; many: several; number; words.
CREATE FUNCTION engine.question_kind(q jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN $1 ->> 'type' IN ('radiogroup', 'dropdown', 'boolean', 'ranking', 'matrix') THEN 'one'
              WHEN $1 ->> 'type' IN ('checkbox', 'tagbox') THEN 'many'
              WHEN $1 ->> 'type' IN ('rating', 'slider') THEN CASE WHEN $1 ? 'choices' THEN 'one' ELSE 'number' END
              WHEN $1 ->> 'type' = 'text' AND $1 ->> 'input' IN ('number', 'range') THEN 'number'
              ELSE 'words' END
$$;

-- Its parts and the values given in each; of a ranking, what stands first.
CREATE FUNCTION engine.given_values(q jsonb, p_answers jsonb) RETURNS TABLE (part text, value text) LANGUAGE sql IMMUTABLE AS $$
  SELECT '', e.v FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof(p_answers -> (q ->> 'name')) = 'array' THEN p_answers -> (q ->> 'name') ELSE '[]' END) WITH ORDINALITY AS e(v, k)
   WHERE e.k = 1 OR q ->> 'type' <> 'ranking'
  UNION ALL
  SELECT e.key, e.value #>> '{}' FROM jsonb_each(CASE WHEN jsonb_typeof(p_answers -> (q ->> 'name')) = 'object' THEN p_answers -> (q ->> 'name') ELSE '{}' END) e
   WHERE jsonb_typeof(e.value) IN ('string', 'number', 'boolean')
  UNION ALL
  SELECT '', p_answers ->> (q ->> 'name') WHERE jsonb_typeof(p_answers -> (q ->> 'name')) IN ('string', 'number', 'boolean')
$$;

CREATE FUNCTION engine.survey_given(p_survey bigint) RETURNS TABLE (id uuid, name text, since integer, part text, value text) LANGUAGE sql STABLE ROWS 10000 AS $$
  SELECT r.id, a.name, a.since, g.part, g.value
    FROM core.response r JOIN engine.survey_asked(p_survey) a ON a.n = r.n, engine.given_values(a.q, r.answers) g
   WHERE r.survey_id = p_survey AND r.valid AND g.value <> ''
$$;

CREATE FUNCTION engine.is_number(p_text text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT p_text ~ '^-?[0-9]{1,12}([.][0-9]{1,9})?$'
$$;

-- Each question once, with its parts, as the latest version that asks it words it. t numbers them as they stand.
CREATE FUNCTION engine.survey_parts(p_survey bigint) RETURNS TABLE (t bigint, name text, since integer, until integer, q jsonb, part text, label jsonb, kind text)
LANGUAGE sql STABLE ROWS 30 AS $$
  WITH asked AS (
    SELECT DISTINCT ON (a.name, a.since) a.*, max(a.n) OVER (PARTITION BY a.name) AS last FROM engine.survey_asked(p_survey) a ORDER BY a.name, a.since, a.n DESC
  ), place AS (
    SELECT a.name, min(a.k) FILTER (WHERE a.n = a.last) AS k FROM asked a GROUP BY a.name
  )
  SELECT row_number() OVER (ORDER BY p.k, a.name, a.since, r.k), a.name, a.since, a.n, a.q, coalesce(r.row ->> 'value', ''), r.row -> 'text',
         CASE WHEN a.q ->> 'type' = 'multipletext' AND (SELECT bool_and(engine.is_number(g.value)) FROM engine.survey_given(p_survey) g
                                                         WHERE (g.name, g.since, g.part) = (a.name, a.since, r.row ->> 'value')) THEN 'number'
              ELSE engine.question_kind(a.q) END
    FROM asked a JOIN place p USING (name)
    LEFT JOIN LATERAL jsonb_array_elements(CASE WHEN a.q ->> 'type' IN ('matrix', 'multipletext') THEN a.q -> 'rows' ELSE '[]' END) WITH ORDINALITY AS r(row, k) ON true
   WHERE a.q ->> 'type' NOT IN ('matrix', 'multipletext') OR r.row IS NOT NULL
$$;

-- The choices of each part with how many chose it.
CREATE FUNCTION engine.survey_counts(p_survey bigint) RETURNS TABLE (t bigint, k bigint, value text, label jsonb, n bigint) LANGUAGE sql STABLE AS $$
  WITH given AS MATERIALIZED (
    SELECT g.name, g.since, g.part, g.value, count(DISTINCT g.id) AS n FROM engine.survey_given(p_survey) g GROUP BY 1, 2, 3, 4
  )
  SELECT p.t, c.k, c.choice ->> 'value', c.choice -> 'text', coalesce(g.n, 0)
    FROM engine.survey_parts(p_survey) p CROSS JOIN LATERAL jsonb_array_elements(p.q -> 'choices') WITH ORDINALITY AS c(choice, k)
    LEFT JOIN given g ON (g.name, g.since, g.part, g.value) = (p.name, p.since, p.part, c.choice ->> 'value')
   WHERE p.kind IN ('one', 'many')
$$;

-- How many answered each part at all.
CREATE FUNCTION engine.survey_answered(p_survey bigint) RETURNS TABLE (t bigint, n bigint) LANGUAGE sql STABLE AS $$
  WITH given AS MATERIALIZED (
    SELECT g.name, g.since, g.part, count(DISTINCT g.id) AS n FROM engine.survey_given(p_survey) g GROUP BY 1, 2, 3
  )
  SELECT p.t, coalesce(g.n, 0) FROM engine.survey_parts(p_survey) p LEFT JOIN given g USING (name, since, part)
$$;

-- Choices that say that somebody cannot tell: left out of a mean and of what it is divided by.
CREATE FUNCTION engine.tells_nothing(p_value text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT p_value IN ('none', 'dontknow', 'refused', 'other', '0')
$$;

-- A scale: its choices are numbers, 5 the best. A rating or a slider may have another top; then nothing is said of the negative.
CREATE FUNCTION engine.scale_top(q jsonb) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN count(*) >= 3 AND bool_and(engine.is_number(c ->> 'value')) AND q ->> 'type' <> 'ranking'
                AND (q ->> 'type' IN ('rating', 'slider') OR max(CASE WHEN engine.is_number(c ->> 'value') THEN (c ->> 'value')::numeric END) = 5)
              THEN max(CASE WHEN engine.is_number(c ->> 'value') THEN (c ->> 'value')::numeric END) END
    FROM jsonb_array_elements(q -> 'choices') c WHERE NOT engine.tells_nothing(c ->> 'value')
$$;

-- The two worst of five.
CREATE FUNCTION engine.is_negative_answer(p_value text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT p_value IN ('1', '2')
$$;
