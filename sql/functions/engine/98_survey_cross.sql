-- One question by another, for staff, from the responses of a closed survey at the time of asking.

-- What can stand in the rows or the columns: questions with choices, each part of a matrix, and the way a response came. The earlier
-- meaning of a question has its version in its code.
CREATE FUNCTION engine.cross_axes(p_lang text, p_survey bigint) RETURNS TABLE (code text, label text, t bigint, k bigint) LANGUAGE sql STABLE AS $$
  SELECT p.name || CASE WHEN p.since < max(p.since) OVER (PARTITION BY p.name) THEN '~' || p.since ELSE '' END || CASE WHEN p.part <> '' THEN '.' || p.part ELSE '' END,
         engine.said_in($1, p.q -> 'title') || CASE WHEN p.part <> '' THEN ' · ' || engine.said_in($1, p.label) ELSE '' END, p.t, p.t
    FROM engine.survey_parts(p_survey) p WHERE p.kind IN ('one', 'many')
  UNION ALL SELECT 'channel', engine.word($1, '渠道', 'Channel'), NULL, 1000 WHERE EXISTS (SELECT FROM core.survey_channel c WHERE c.survey_id = p_survey)
  UNION ALL SELECT 'paper', engine.word($1, '网上或纸质', 'Web or paper'), NULL, 1001
$$;

CREATE FUNCTION engine.axis_values(p_lang text, p_survey bigint, p_axis text) RETURNS TABLE (value text, label text, k bigint) LANGUAGE sql STABLE AS $$
  SELECT c.choice ->> 'value', engine.said_in($1, c.choice -> 'text'), c.k
    FROM engine.cross_axes($1, p_survey) a JOIN engine.survey_parts(p_survey) p USING (t), jsonb_array_elements(p.q -> 'choices') WITH ORDINALITY AS c(choice, k) WHERE a.code = p_axis
  UNION ALL SELECT c.code, c.label, row_number() OVER (ORDER BY c.kind, c.code) FROM core.survey_channel c WHERE p_axis = 'channel' AND c.survey_id = p_survey
  UNION ALL SELECT v.value, engine.word($1, v.zh, v.en), v.k FROM (VALUES ('false', '网上', 'Web', 1), ('true', '纸质代录', 'Paper', 2)) AS v(value, zh, en, k) WHERE p_axis = 'paper'
$$;

CREATE FUNCTION engine.axis_given(p_survey bigint, p_axis text) RETURNS TABLE (id uuid, value text) LANGUAGE sql STABLE AS $$
  SELECT DISTINCT g.id, g.value FROM engine.cross_axes('zh-CN', p_survey) a JOIN engine.survey_parts(p_survey) p USING (t) JOIN engine.survey_given(p_survey) g USING (name, since, part) WHERE a.code = p_axis
  UNION ALL SELECT r.id, CASE p_axis WHEN 'channel' THEN r.channel ELSE r.paper::text END
    FROM core.response r WHERE r.survey_id = p_survey AND r.valid AND (p_axis = 'paper' OR p_axis = 'channel' AND r.channel IS NOT NULL)
$$;

-- A table of counts, line after line: small ones are hidden, and in each line and column that has one, another beside it.
CREATE FUNCTION engine.cover_table(p_counts bigint[], p_columns integer, p_least integer) RETURNS boolean[] LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  v_hidden boolean[] := ARRAY(SELECT c.n < p_least FROM unnest(p_counts) WITH ORDINALITY AS c(n, k) ORDER BY c.k);
  v_next integer;
BEGIN
  LOOP
    SELECT x.next INTO v_next FROM (
      SELECT (array_agg(c.k ORDER BY c.n, c.k) FILTER (WHERE NOT v_hidden[c.k]))[1] AS next, count(*) FILTER (WHERE v_hidden[c.k]) AS cells, coalesce(sum(c.n) FILTER (WHERE v_hidden[c.k]), 0) AS n
        FROM unnest(p_counts) WITH ORDINALITY AS c(n, k)
       GROUP BY GROUPING SETS (((c.k - 1) / p_columns), ((c.k - 1) % p_columns))) x
     WHERE x.cells > 0 AND x.n > 0 AND (x.cells < 2 OR x.n < p_least) AND x.next IS NOT NULL ORDER BY x.next LIMIT 1;
    EXIT WHEN v_next IS NULL;
    v_hidden[v_next] := true;
  END LOOP;
  RETURN v_hidden;
END $$;

-- A line for each value of the first, with shares of those in it; a line of too few says nothing.
CREATE FUNCTION engine.cross_lines(p_lang text, p_survey bigint, p_row text, p_col text, p_least integer) RETURNS jsonb LANGUAGE sql STABLE SET enable_nestloop = off SET jit = off AS $$
  WITH r AS MATERIALIZED (
    SELECT * FROM engine.axis_values($1, p_survey, p_row)
  ), c AS MATERIALIZED (
    SELECT * FROM engine.axis_values($1, p_survey, p_col)
  ), pair AS MATERIALIZED (
    SELECT a.id, a.value AS row, b.value AS col FROM engine.axis_given(p_survey, p_row) a JOIN engine.axis_given(p_survey, p_col) b USING (id)
  ), counted AS (
    SELECT b.row, b.col, count(*) AS n FROM pair b GROUP BY 1, 2
  ), base AS (
    SELECT b.row, count(DISTINCT b.id) AS n FROM pair b GROUP BY 1
  ), cell AS (
    SELECT r.k AS i, c.k AS j, row_number() OVER (ORDER BY r.k, c.k) AS at, coalesce(x.n, 0) AS n FROM r CROSS JOIN c LEFT JOIN counted x ON (x.row, x.col) = (r.value, c.value)
  ), cover AS (
    SELECT engine.cover_table(array_agg(n ORDER BY at), (SELECT count(*) FROM c)::integer, p_least) AS hidden FROM cell
  ), line AS (
    SELECT r.k, jsonb_build_object('label', r.label, 'few', coalesce(b.n, 0) < p_least, 'n_text', CASE WHEN b.n >= p_least THEN b.n::text ELSE '<' || p_least END,
             'cells', (SELECT jsonb_agg(CASE WHEN b.n >= p_least AND NOT v.hidden[x.at] THEN format(engine.word($1, '%s%%（%s）', '%s%% (%s)'), round(100.0 * x.n / b.n, 1), x.n)
                                             WHEN x.n < p_least THEN '<' || p_least ELSE '—' END ORDER BY x.j) FROM cell x, cover v WHERE x.i = r.k)) AS shown
      FROM r LEFT JOIN base b ON b.row = r.value
  )
  SELECT jsonb_build_object('head', (SELECT jsonb_agg(c.label ORDER BY c.k) FROM c), 'lines', (SELECT jsonb_agg(l.shown ORDER BY l.k) FROM line l))
$$;

CREATE FUNCTION engine.axis_options(p_lang text, p_survey bigint, p_chosen text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(engine.option(a.code, a.label, NULL, a.code = p_chosen) ORDER BY a.k) FROM engine.cross_axes($1, p_survey) a
$$;

-- The form that asks, and the table where both were said; the same question twice says nothing.
CREATE FUNCTION engine.survey_cross(p_lang text, p_survey bigint, p_row text, p_col text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_fields constant jsonb := jsonb_build_array(
    engine.choice_field('row', engine.word(p_lang, '行', 'Rows'), true, engine.axis_options(p_lang, p_survey, p_row)) || jsonb_strip_nulls(jsonb_build_object('value', p_row)),
    engine.choice_field('col', engine.word(p_lang, '列', 'Columns'), true, engine.axis_options(p_lang, p_survey, p_col)) || jsonb_strip_nulls(jsonb_build_object('value', p_col)));
BEGIN
  PERFORM engine.checked_filter(f) FROM jsonb_array_elements(v_fields) f;
  IF p_row = p_col THEN
    PERFORM engine.fail(422, 'not_a_choice', 'col');
  END IF;
  RETURN jsonb_build_object('fields', v_fields, 'table', CASE WHEN p_row IS NOT NULL AND p_col IS NOT NULL THEN
    engine.cross_lines(p_lang, p_survey, p_row, p_col, engine.param('min_n')::integer) || jsonb_build_object(
      'title', engine.option_label(v_fields #> '{0,options}', p_row) || ' × ' || engine.option_label(v_fields #> '{1,options}', p_col)) END);
END $$;
