-- Rounds of the same survey side by side, from the figures that each froze: nothing is counted again, so nothing new is told.

-- The first round and all that followed it, as far as the reader may see their figures.
CREATE FUNCTION engine.survey_rounds(s core.survey, p_public boolean) RETURNS TABLE (id bigint, k bigint, survey core.survey, figures jsonb) LANGUAGE sql STABLE AS $$
  SELECT x.id, row_number() OVER (ORDER BY x.closed_at, x.id), x, CASE WHEN $2 THEN r.public ELSE r.staff END
    FROM core.survey x JOIN core.survey_result r ON r.survey_id = x.id
   WHERE coalesce(x.round_of, x.id) = coalesce(($1).round_of, ($1).id) AND (NOT $2 OR x.state = 'published')
$$;

-- What a question must share with one of another round to be compared: its name, type, words, choices and parts.
CREATE FUNCTION engine.question_meaning(p_question jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_array($1 -> 'name', $1 -> 'type', $1 -> 'title', jsonb_path_query_array($1, '$.parts[*].part'), $1 -> 'scale')
$$;

CREATE FUNCTION engine.same_cells(p_one jsonb, p_other jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_array_length($1 -> 'cells') = 0 OR jsonb_array_length($2 -> 'cells') = 0
      OR jsonb_path_query_array($1, '$.cells[*].value') = jsonb_path_query_array($2, '$.cells[*].value')
$$;

-- A line for each choice, for a mean and for the negative share; a cell for each round, empty where that round did not ask the same.
CREATE FUNCTION engine.trend_lines(p_lang text, p_rounds jsonb, p_question jsonb, p_public boolean) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH mine AS (
    SELECT p, j FROM jsonb_array_elements($3 -> 'parts') WITH ORDINALITY AS x(p, j) WHERE p ->> 'kind' <> 'words'
  ), seen AS (
    SELECT m.j, r.k, r.round, o.p AS part FROM mine m CROSS JOIN jsonb_array_elements($2) WITH ORDINALITY AS r(round, k)
      LEFT JOIN LATERAL (SELECT y.p FROM jsonb_array_elements(r.round -> 'questions') q, jsonb_array_elements(q -> 'parts') AS y(p)
                          WHERE engine.question_meaning(q) = engine.question_meaning($3) AND y.p -> 'part' = m.p -> 'part' AND engine.same_cells(y.p, m.p) ORDER BY q -> 'until' DESC LIMIT 1) o ON true
  ), line AS (
    SELECT m.j, c.i, engine.said_in($1, c.cell -> 'label') AS label, ARRAY['cells', (c.i - 1)::text, 'share'] AS path, '%' AS unit
      FROM mine m, jsonb_array_elements(m.p -> 'cells') WITH ORDINALITY AS c(cell, i) WHERE NOT ($3 ->> 'scale')::boolean
    UNION ALL SELECT m.j, 98, engine.word($1, '均值', 'Mean'), ARRAY['mean'], '' FROM mine m WHERE ($3 ->> 'scale')::boolean OR m.p ->> 'kind' = 'number'
    UNION ALL SELECT m.j, 99, engine.word($1, '负面占比', 'Negative'), ARRAY['negative', 'share'], '%' FROM mine m WHERE ($3 ->> 'scale')::boolean
  )
  SELECT coalesce(jsonb_agg(jsonb_build_object('label', concat_ws(' · ', nullif(engine.said_in($1, m.p -> 'label'), ''), l.label), 'cells', (
           SELECT jsonb_agg(CASE WHEN s.part IS NULL THEN '' ELSE coalesce((s.part #>> l.path) || l.unit, engine.hidden_text(s.round ->> 'least', $4)) END ORDER BY s.k) FROM seen s WHERE s.j = l.j)) ORDER BY l.j, l.i), '[]')
    FROM line l JOIN mine m USING (j)
$$;

CREATE FUNCTION engine.survey_trend(p_lang text, s core.survey, p_figures jsonb, p_public boolean) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH round AS (
    SELECT * FROM engine.survey_rounds($2, $4)
  ), figures AS (
    SELECT jsonb_agg(r.figures ORDER BY r.k) AS all_of FROM round r
  ), question AS (
    SELECT q, k, EXISTS (SELECT FROM round r, jsonb_array_elements(r.figures -> 'questions') o WHERE r.id <> ($2).id AND engine.question_meaning(o) = engine.question_meaning(q)) AS same
      FROM jsonb_array_elements($3 -> 'questions') WITH ORDINALITY AS x(q, k) WHERE jsonb_path_exists(q, '$.parts[*] ? (@.kind != "words")')
  )
  SELECT CASE WHEN (SELECT count(*) FROM round) > 1 THEN jsonb_build_object(
    'rounds', (SELECT jsonb_agg(jsonb_build_object('label', format(engine.word($1, '第%s轮', 'Round %s'), r.k), 'number', (r.survey).number, 'when', engine.day_text($1, (r.survey).closed_at), 'n_text', 'n=' || coalesce(r.figures ->> 'n', engine.hidden_text(r.figures ->> 'least', $4)),
        'current', r.id = ($2).id, 'href', CASE WHEN $4 THEN '/results/' || (r.survey).code ELSE '/console/surveys/' || r.id || '/results' END) ORDER BY r.k) FROM round r),
    'questions', (SELECT coalesce(jsonb_agg(jsonb_build_object('title', engine.question_title($1, q), 'lines', engine.trend_lines($1, f.all_of, q, $4)) ORDER BY k), '[]') FROM question, figures f WHERE same),
    'apart', (SELECT coalesce(jsonb_agg(engine.question_title($1, q) ORDER BY k), '[]') FROM question WHERE NOT same), 'has_apart', EXISTS (SELECT FROM question WHERE NOT same)) END
$$;
