-- The figures of closed surveys: against counts written another way from the responses themselves, and, for the public, against somebody who
-- works out what is hidden from all that is told and from who is asked what.
\ir survey_answers.psql

-- What a response says in one partition: of a question in a part, or of one choice among several. Written apart from the engine.
CREATE FUNCTION fx.says(r core.response, p_question jsonb, p_part text, p_option text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN (r).n NOT BETWEEN (p_question ->> 'since')::integer AND (p_question ->> 'until')::integer OR a IS NULL THEN '#out'
              WHEN p_option IS NOT NULL THEN CASE WHEN a ? p_option THEN p_option ELSE '#no' END
              WHEN p_part <> '' THEN coalesce(CASE WHEN p_question ->> 'type' = 'matrix' THEN a ->> p_part WHEN a ? p_part THEN '#answered' END, '#out')
              WHEN p_question ->> 'type' = 'ranking' THEN a ->> 0
              WHEN p_question ->> 'type' IN ('comment', 'text') THEN '#answered' ELSE a #>> '{}' END
    FROM (SELECT (r).answers -> (p_question ->> 'name') AS a) x
$$;
CREATE TEMP TABLE told (survey bigint, question jsonb, part jsonb, key text, cell text, n integer, share numeric, truth bigint);
CREATE TEMP TABLE said (id uuid, key text, cell text, PRIMARY KEY (key, id));
-- All cells that a figure has, told or not, with how many there are in truth.
CREATE FUNCTION fx.tell(p_survey bigint, p_figures jsonb) RETURNS void LANGUAGE sql SET enable_nestloop = off AS $$
  DELETE FROM told;
  DELETE FROM said;
  WITH part AS (
    SELECT q, p, q ->> 'name' || '|' || (q ->> 'since') || '|' || (p ->> 'part') AS key FROM jsonb_array_elements(p_figures -> 'questions') q, jsonb_array_elements(q -> 'parts') p
  ), choice AS (
    SELECT part.*, c ->> 'value' AS cell, (c ->> 'n')::integer AS n, (c ->> 'share')::numeric AS share FROM part, jsonb_array_elements(p -> 'cells') c
  ), cell AS (
    SELECT q, p, CASE WHEN p ->> 'kind' = 'many' THEN key || '|' || cell ELSE key END AS key, cell, n, share FROM choice
    UNION ALL SELECT q, p, key || '|' || cell, '#no', CASE WHEN n IS NOT NULL THEN (p ->> 'base')::integer - n END, NULL FROM choice WHERE p ->> 'kind' = 'many'
    UNION ALL SELECT q, p, key || '|' || cell, '#out', CASE WHEN p ->> 'of' = 'all' THEN 0 ELSE (p ->> 'out')::integer END, NULL FROM choice WHERE p ->> 'kind' = 'many'
    UNION ALL SELECT q, p, key, '#out', (p ->> 'out')::integer, NULL FROM part WHERE p ->> 'kind' <> 'many'
    UNION ALL SELECT q, p, key, '#answered', CASE WHEN p ->> 'of' = 'answered' AND p ->> 'out' IS NOT NULL THEN (p ->> 'base')::integer END, NULL FROM part WHERE p ->> 'kind' IN ('number', 'words')
  )
  INSERT INTO told SELECT p_survey, c.q, c.p, c.key, c.cell, c.n, c.share FROM cell c;
  INSERT INTO said SELECT r.id, p.key, fx.says(r, p.question, p.part ->> 'part', nullif(split_part(p.key, '|', 4), ''))
    FROM core.response r, (SELECT DISTINCT key, question, part FROM told) p WHERE r.survey_id = p_survey AND r.valid;
  UPDATE told t SET truth = coalesce((SELECT sum(x.n) FROM (SELECT s.cell, count(*) AS n FROM said s WHERE s.key = t.key GROUP BY 1) x
     WHERE CASE WHEN t.cell = '#no' AND t.part ->> 'of' = 'all' THEN x.cell IN ('#no', '#out') WHEN t.cell = '#out' AND t.part ->> 'of' = 'all' AND t.key LIKE '%|%|%|%' THEN false
                ELSE x.cell = t.cell END), 0);
$$;

-- Bounds of everything hidden: sums are known, nobody is negative. Narrowed until nothing narrows any more.
CREATE TEMP TABLE unknown (key text, cell text, truth bigint, lo bigint, hi bigint);
CREATE TEMP TABLE equation (id text, total bigint, key text, cell text);
CREATE FUNCTION fx.solve(p_survey bigint, p_n bigint) RETURNS void LANGUAGE plpgsql SET enable_nestloop = off AS $$
BEGIN
  DELETE FROM unknown;
  DELETE FROM equation;
  INSERT INTO unknown SELECT key, cell, truth, 0, p_n FROM told WHERE n IS NULL;
  -- A partition is a partition of all; the two worst and all that tell something are told apart.
  INSERT INTO equation SELECT 'all ' || key, p_n - coalesce(sum(n) OVER w, 0), key, cell FROM told WHERE NOT (part ->> 'few')::boolean WINDOW w AS (PARTITION BY key);
  INSERT INTO equation SELECT 'few ' || key, p_n, key, cell FROM told WHERE (part ->> 'few')::boolean;
  INSERT INTO equation SELECT 'bad ' || key, (part #>> '{negative,n}')::bigint - coalesce(sum(n) OVER (PARTITION BY key), 0), key, cell FROM told WHERE part ? 'negative' AND cell IN ('1', '2');
  INSERT INTO equation SELECT 'scale ' || key, (part ->> 'of_scale')::bigint - coalesce(sum(n) OVER (PARTITION BY key), 0), key, cell FROM told WHERE part ? 'of_scale' AND cell ~ '^[1-5]$';
  -- Who is asked what: those who left a question out are certain cells of another one.
  INSERT INTO equation
  WITH out AS MATERIALIZED (
    SELECT DISTINCT ON (question, part ->> 'part') key, question, part, (part ->> 'out')::integer AS n FROM told WHERE (part ->> 'out')::integer > 0
  ), p AS MATERIALIZED (
    SELECT DISTINCT key, question, part FROM told
  ), cell AS MATERIALIZED (
    SELECT p.key, o.key AS by, o.n AS total, a.cell, bool_and(b.cell = '#out') AS inside, bool_or(b.cell = '#out') AS touched
      FROM p JOIN said a USING (key) JOIN said b USING (id) JOIN out o ON o.key = b.key
     WHERE (p.question, p.part -> 'part') IS DISTINCT FROM (o.question, o.part -> 'part') GROUP BY 1, 2, 3, 4
  )
  SELECT 'left out ' || c.by || ' by ' || c.key, c.total - coalesce(sum(t.n) OVER w, 0), c.key, c.cell
    FROM cell c JOIN told t USING (key, cell) WHERE c.inside AND NOT EXISTS (SELECT FROM cell x WHERE (x.key, x.by) = (c.key, c.by) AND x.touched AND NOT x.inside)
    WINDOW w AS (PARTITION BY c.key, c.by);
  DELETE FROM equation e USING told t WHERE (t.key, t.cell) = (e.key, e.cell) AND t.n IS NOT NULL;
  FOR k IN 1 .. 12 LOOP
    UPDATE unknown u SET lo = greatest(u.lo, b.lo), hi = least(u.hi, b.hi)
      FROM (SELECT e.key, e.cell, max(e.total - s.hi + v.hi) AS lo, min(e.total - s.lo + v.lo) AS hi
              FROM equation e JOIN unknown v USING (key, cell) JOIN (SELECT f.id, sum(w.lo) AS lo, sum(w.hi) AS hi FROM equation f JOIN unknown w USING (key, cell) GROUP BY 1) s USING (id) GROUP BY 1, 2) b
     WHERE (b.key, b.cell) = (u.key, u.cell);
  END LOOP;
  -- Of several choices somebody who answered chose one at least, and whoever chose the one that excludes others chose no other.
  UPDATE unknown u SET lo = greatest(u.lo, (SELECT (min(t.part ->> 'base'))::bigint - coalesce(sum(t.n), 0) - count(*) FILTER (WHERE t.n IS NULL AND t.key <> u.key) * p_n FROM told t
                                             WHERE split_part(t.key, '|', 4) = t.cell AND split_part(t.key, '|', 1) = split_part(u.key, '|', 1) AND t.part ->> 'of' = 'answered'))
   WHERE u.cell = split_part(u.key, '|', 4);
END $$;

SELECT plan(43);
SELECT is(engine.covered('{40,30,20}', 10, NULL), '{f,f,f}', 'nothing small, nothing hidden');
SELECT is(engine.covered('{40,30,9}', 10, NULL), '{f,t,t}', 'one small cell takes the next smallest with it');
SELECT is(engine.covered('{40,4,3}', 10, NULL), '{t,t,t}', 'two that are together too few take another');
SELECT is(engine.covered('{40,30,0}', 10, NULL), '{f,t,t}', 'none is as telling as a few');
SELECT is(engine.covered('{50,0,0}', 10, NULL), '{t,t,t}', 'nor is it told that everybody said the same');
SELECT is(engine.covered('{40,30,20}', 10, 3), '{f,f,t}', 'a few who left it out stand with a cell');
SELECT is(engine.covered('{6,5,40}', 10, NULL), '{t,t,f}', 'two that are together enough cover each other');
SELECT is(engine.covered('{}', 10, 5), '{}', 'no cell, nothing to do');

SELECT fx.surveyed('residents', 200) AS a \gset
SELECT fx.surveyed('deputies', 200) AS b \gset
CREATE FUNCTION fx.figures(p_survey bigint, p_which text) RETURNS jsonb LANGUAGE sql AS $$
  SELECT CASE p_which WHEN 'public' THEN public ELSE staff END FROM core.survey_result WHERE survey_id = p_survey
$$;
CREATE FUNCTION fx.part(p_survey bigint, p_name text, p_part text DEFAULT '', p_since integer DEFAULT 1) RETURNS jsonb LANGUAGE sql AS $$
  SELECT p FROM jsonb_array_elements(fx.figures(p_survey, 'staff') -> 'questions') q, jsonb_array_elements(q -> 'parts') p
   WHERE q ->> 'name' = p_name AND p ->> 'part' = p_part AND (q ->> 'since')::integer = p_since
$$;
CREATE TEMP VIEW va AS SELECT * FROM core.response WHERE survey_id = (SELECT max(id) - 1 FROM core.survey) AND valid;
CREATE TEMP VIEW vb AS SELECT * FROM core.response WHERE survey_id = (SELECT max(id) FROM core.survey) AND valid;

-- Staff: by hand.
SELECT is(fx.figures(:a, 'staff') -> 'n', to_jsonb((SELECT count(*) FROM va)), 'valid responses alone are counted');
SELECT is((fx.figures(:a, 'staff') ->> 'taken')::bigint - (fx.figures(:a, 'staff') ->> 'n')::bigint, (SELECT count(*) FROM core.response WHERE survey_id = :a AND NOT valid), 'what could not be counted is told apart');
SELECT results_eq(format($$SELECT c ->> 'value', (c ->> 'n')::bigint FROM jsonb_array_elements(fx.part(%s, 'q1') -> 'cells') c WHERE c ->> 'n' IS NOT NULL ORDER BY 1$$, :a),
  $$SELECT answers ->> 'q1', count(*) FROM va GROUP BY 1 HAVING count(*) >= 5 ORDER BY 1$$, 'one answer of several: the counts');
SELECT results_eq(format($$SELECT c ->> 'value', (c ->> 'share')::numeric FROM jsonb_array_elements(fx.part(%s, 'q2') -> 'cells') c ORDER BY 1$$, :a),
  $$SELECT v, round(100.0 * count(*) / (SELECT count(*) FROM va WHERE answers ? 'q2'), 1) FROM va, jsonb_array_elements_text(answers -> 'q2') v GROUP BY 1 ORDER BY 1$$, 'several answers: shares of those who answered');
SELECT is((fx.part(:a, 'q3', 'r1') ->> 'mean')::numeric, (SELECT round(avg((answers #>> '{q3,r1}')::numeric), 2) FROM va WHERE answers #>> '{q3,r1}' <> '0'), 'a mean leaves out those who cannot tell');
SELECT is(fx.part(:a, 'q3', 'r1') -> 'negative', (SELECT jsonb_build_object('n', count(*) FILTER (WHERE v <= 2), 'share', round(100.0 * count(*) FILTER (WHERE v <= 2) / count(*), 1))
  FROM (SELECT (answers #>> '{q3,r1}')::numeric AS v FROM va WHERE answers #>> '{q3,r1}' <> '0') x), 'and so does the negative share');
SELECT is((fx.part(:a, 'q3', 'r1') ->> 'base')::bigint, (SELECT count(*) FROM va WHERE NOT answers -> 'q2' ? 'F'), 'who was not asked is not in the denominator');
SELECT is((fx.part(:a, 'q6') ->> 'of_scale')::bigint, (SELECT count(*) FROM va WHERE answers ->> 'q6' <> 'dontknow'), 'a word for not knowing is left out as well');
SELECT is((fx.part(:a, 'q4', '', 1) ->> 'base')::bigint, (SELECT count(*) FROM va WHERE n = 1), 'another meaning is another question: the first');
SELECT is((fx.part(:a, 'q4', '', 2) ->> 'base')::bigint, (SELECT count(*) FROM va WHERE n = 2), 'and the second');
SELECT is((fx.part(:a, 'q6') ->> 'base')::bigint, (SELECT count(*) FROM va), 'other words for the same are counted together');
SELECT is((SELECT q - 'parts' - 'type' - 'scale' FROM jsonb_array_elements(fx.figures(:a, 'staff') -> 'questions') q WHERE q ->> 'name' = 'q6'),
  '{"name": "q6", "since": 1, "until": 2, "meanings": 1, "title": {"zh-CN": "总体上您满意吗？", "en": "Question q6"}}', 'under the words of the later version');
SELECT is(jsonb_path_query_array(fx.figures(:a, 'staff'), '$.questions[*].name'), '["q1", "q2", "q3", "q4", "q4", "q5", "q6", "q7"]', 'in the order they are asked; the telephone is no question');
SELECT results_eq(format($$SELECT c ->> 'value', (c ->> 'n')::bigint FROM jsonb_array_elements(fx.figures(%s, 'staff') -> 'channels') c ORDER BY 1$$, :a),
  $$SELECT coalesce(channel, ''), count(*) FROM va GROUP BY 1 ORDER BY 1$$, 'by channel');
SELECT results_eq(format($$SELECT c ->> 'value' = 'paper', (c ->> 'n')::bigint FROM jsonb_array_elements(fx.figures(%s, 'staff') -> 'ways') c ORDER BY 1$$, :a),
  $$SELECT paper, count(*) FROM va GROUP BY 1 ORDER BY 1$$, 'on paper or not');
SELECT is((fx.part(:b, 'q9') ->> 'mean')::numeric, (SELECT round(avg((answers ->> 'q9')::numeric), 1) FROM vb), 'the mean of a number');
SELECT is((fx.part(:b, 'q6', 'homes') ->> 'mean')::numeric, (SELECT round(avg((answers #>> '{q6,homes}')::numeric), 1) FROM vb), 'and of one among several blanks');
SELECT results_eq(format($$SELECT c ->> 'value', (c ->> 'n')::bigint FROM jsonb_array_elements(fx.part(%s, 'q4') -> 'cells') c ORDER BY 1$$, :b), $$SELECT answers #>> '{q4,0}', count(*) FROM vb GROUP BY 1 ORDER BY 1$$, 'of a ranking what stands first');
SELECT is((fx.part(:b, 'q7') ->> 'mean')::numeric, (SELECT round(avg((answers ->> 'q7')::numeric), 2) FROM vb), 'a rating has a mean');
SELECT fx.tell(:a, fx.figures(:a, 'staff')) \g /dev/null
SELECT is_empty($$SELECT key, cell, n, truth FROM told WHERE cell NOT LIKE '#%' AND NOT (part ->> 'few')::boolean AND n IS DISTINCT FROM CASE WHEN truth >= 5 THEN truth END$$, 'every cell of staff, and none under five');
SELECT is_empty($$SELECT key, cell, share FROM told WHERE cell NOT LIKE '#%' AND share IS DISTINCT FROM CASE WHEN truth >= 5 THEN round(100.0 * truth / (part ->> 'base')::integer, 1) END$$, 'and no share of a hidden one');

-- The public: surveys great and small, one version or two, against whoever works it out.
CREATE TEMP TABLE attempt (survey bigint, n bigint, hidden bigint, wrong text, small text, found text, shown bigint);
CREATE FUNCTION fx.attack(p_survey bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_figures constant jsonb := fx.figures(p_survey, 'public');
  v_n constant bigint := (v_figures ->> 'n')::bigint;
BEGIN
  PERFORM fx.tell(p_survey, v_figures);
  PERFORM fx.solve(p_survey, v_n);
  INSERT INTO attempt SELECT p_survey, v_n, (SELECT count(*) FROM unknown),
    (SELECT string_agg(format('%s %s: %s not in %s..%s', key, cell, truth, lo, hi), '; ') FROM unknown WHERE truth NOT BETWEEN lo AND hi),
    (SELECT string_agg(format('%s %s: %s told, %s true', key, cell, n, truth), '; ') FROM told WHERE n IS NOT NULL AND (n <> truth OR n < 10 AND NOT (cell LIKE '#%' AND n = 0))),
    (SELECT string_agg(format('%s %s: %s in %s..%s', key, cell, truth, lo, hi), '; ') FROM unknown WHERE hi - lo < 10),
    (SELECT count(*) FROM told WHERE n IS NOT NULL);
END $$;
SELECT fx.attack(:a), fx.attack(:b) \g /dev/null
SELECT fx.attack(fx.surveyed(kind, size, later)) FROM (VALUES ('residents', 14, 0.5), ('residents', 30, 0.1), ('residents', 45, 0.5), ('residents', 60, 0.05), ('residents', 90, 0.9), ('residents', 120, 0.04),
  ('deputies', 32, 0.5), ('deputies', 60, 0.5)) x (kind, size, later) \g /dev/null
SELECT is((SELECT count(*) FROM attempt), 10::bigint, 'ten surveys are told to everybody');
SELECT cmp_ok((SELECT least(sum(hidden), sum(shown)) FROM attempt), '>', 200::numeric, 'with much to hide and much to tell');
SELECT is_empty('SELECT survey, wrong FROM attempt WHERE wrong IS NOT NULL', 'who works it out is not mistaken');
SELECT is_empty('SELECT survey, small FROM attempt WHERE small IS NOT NULL', 'what is told is true, and no fewer than ten');
SELECT is_empty('SELECT survey, n, found FROM attempt WHERE found IS NOT NULL', 'and nothing hidden is known nearer than to ten');
SELECT is((SELECT count(*) FROM attempt t, jsonb_path_query(fx.figures(t.survey, 'public'), '$.questions[*].parts[*] ? (exists(@.mean) && @.kind == "one")') p
  WHERE p @? '$.cells[*] ? (@.n == null)'), 0::bigint, 'no mean beside a hidden cell');

-- Few altogether: nothing but that.
SELECT fx.surveyed('residents', 8) AS few \gset
SELECT is(fx.figures(:few, 'public'), '{"n": null, "least": 10, "mix": "q1", "questions": []}', 'under ten the public is told nothing');
SELECT isnt(fx.figures(:few, 'staff') -> 'n', 'null', 'staff are told of five and more');
SELECT fx.surveyed('residents', 3) AS three \gset
SELECT is(fx.figures(:three, 'staff') - 'taken' - 'invalid', '{"n": null, "least": 5, "mix": "q1", "questions": []}', 'and of fewer nothing either');
SELECT is(fx.figures(:three, 'staff') -> 'taken', '3', 'but how many came');

-- A choice that covers a small one, told by a question that is asked of all others: then that question does not say how many left it out.
CREATE FUNCTION fx.skipped() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_id bigint := engine.survey_make(fx.who('handler'), '{"title": "跳题", "audience": "residents"}', '{"title": "跳题"}', gen_random_uuid());
BEGIN
  INSERT INTO core.survey_version (survey_id, n, document, questions, form, plan, made_by, published_by, published_at)
  SELECT v_id, 1, '{}', jsonb_build_array(fx.ask('p', 'radiogroup', '结果', 'A 甲|B 乙|C 丙|D 丁'), fx.ask('q', 'radiogroup', '为什么', 'X 一|Y 二'), fx.ask('w', 'comment', '说')), '{}', '{}',
         (fx.who('handler')).account_id, (fx.who('supervisor')).account_id, engine.clock();
  UPDATE core.survey SET opened_at = engine.clock() WHERE id = v_id;
  INSERT INTO core.response (survey_id, n, paper, valid, answers)
  SELECT v_id, 1, false, true, jsonb_strip_nulls(jsonb_build_object('p', p, 'q', CASE WHEN p <> 'D' THEN CASE WHEN k % 2 = 0 THEN 'X' ELSE 'Y' END END, 'w', CASE WHEN p <> 'D' THEN '话' END))
    FROM (SELECT k, CASE WHEN k <= 40 THEN 'A' WHEN k <= 70 THEN 'B' WHEN k <= 73 THEN 'C' ELSE 'D' END AS p FROM generate_series(1, 93) k) x;
  PERFORM engine.survey_close(v_id, NULL, NULL);
  PERFORM engine.finish_surveys(10);
  RETURN v_id;
END $$;
SELECT fx.skipped() AS skip \gset
SELECT fx.attack(:skip) \g /dev/null
SELECT is((SELECT found FROM attempt WHERE survey = :skip), NULL, 'not even who was asked what tells of three');
SELECT is(jsonb_path_query_array(fx.figures(:skip, 'public'), '$.questions[*].parts[*].out'), '[0, null, null]', 'how many left those questions out is not told');

-- Asked in two meanings: the four who answered neither are not the difference of what the two say of themselves.
CREATE FUNCTION fx.corrected() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_id bigint := engine.survey_make(fx.who('handler'), '{"title": "更正", "audience": "residents"}', '{"title": "更正"}', gen_random_uuid());
BEGIN
  INSERT INTO core.survey_version (survey_id, n, document, questions, form, plan, made_by, published_by, published_at)
  SELECT v_id, n, '{}', jsonb_build_array(fx.ask('p', 'radiogroup', '结果', 'A 甲|B 乙', NULL, n)), '{}', '{}', (fx.who('handler')).account_id, (fx.who('supervisor')).account_id, engine.clock()
    FROM generate_series(1, 2) n;
  UPDATE core.survey SET opened_at = engine.clock() WHERE id = v_id;
  INSERT INTO core.response (survey_id, n, paper, valid, answers)
  SELECT v_id, 1 + k % 2, false, true, CASE WHEN k > 4 THEN jsonb_build_object('p', CASE WHEN k % 4 < 2 THEN 'A' ELSE 'B' END) ELSE '{}' END FROM generate_series(1, 84) k;
  PERFORM engine.survey_close(v_id, NULL, NULL);
  PERFORM engine.finish_surveys(10);
  RETURN v_id;
END $$;
SELECT fx.corrected() AS corrected \gset
SELECT is(jsonb_path_query_array(fx.figures(:corrected, 'public'), '$.questions[*].parts[*].of'), '["all", "all"]', 'shares are of all');
SELECT is(jsonb_path_query_array(fx.figures(:corrected, 'public'), '$.questions[*].parts[*].out'), '[null, null]', 'and neither says how many left it out');
SELECT * FROM finish();
ROLLBACK;
