-- Results as they are shown: who sees them, one question by another, rounds, open answers, files, the view of all surveys.
\ir survey_answers.psql
SELECT fx.surveyed('residents', 160) AS a \gset
SELECT fx.surveyed('residents', 120, 0.5, :a) AS b \gset
SELECT fx.surveyed('residents', 4) AS few \gset
CREATE TEMP TABLE it AS SELECT :b::bigint AS b;
CREATE TEMP VIEW vb AS SELECT * FROM core.response WHERE survey_id = (SELECT b FROM it) AND valid;
CREATE FUNCTION fx.results(p_role text, p_id bigint, p_more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS $$
  SELECT console.survey_results(fx.ctx(p_role), jsonb_build_object('id', p_id) || p_more)
$$;
CREATE FUNCTION fx.words(p_role text, p_id bigint, p_more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS $$
  SELECT console.survey_words(fx.ctx(p_role), jsonb_build_object('id', p_id) || p_more)
$$;
CREATE FUNCTION fx.public(p_id bigint) RETURNS jsonb LANGUAGE sql AS $$
  SELECT reader.survey_result(fx.nobody(), jsonb_build_object('code', s.code)) FROM core.survey s WHERE s.id = p_id
$$;
SELECT plan(60);

-- Who.
SELECT fx.account('fx.elsewhere', 'caijing', 'handler') \g /dev/null
CREATE FUNCTION fx.elsewhere() RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO core.session (token_mac, account_id, created_at, seen_at, expires_at)
  SELECT sha256('elsewhere'), a.id, engine.clock(), engine.clock(), engine.session_end(engine.clock()) FROM core.account a WHERE a.username = 'fx.elsewhere' ON CONFLICT DO NOTHING;
  RETURN fx.nobody() || jsonb_build_object('session', encode(sha256('elsewhere'), 'hex'));
END $$;
SELECT is(fx.refused('console.survey_results', fx.elsewhere(), jsonb_build_object('id', :a)), 'XQ404 not_found', 'another office does not see it');
SELECT is(fx.refused('console.survey_results', fx.ctx('delegate'), jsonb_build_object('id', :a)), 'XQ403 forbidden', 'a deputy sees none');
SELECT is(fx.refused('console.survey_words', fx.elsewhere(), jsonb_build_object('id', :a)), 'XQ404 not_found', 'nor its words');
SELECT is(fx.results('handler', :a) -> 'counted', 'true', 'its own office does');

-- Before it is counted there is nothing but when.
SELECT fx.surveyed('residents', 6) AS open \gset
ALTER TABLE core.survey DISABLE TRIGGER ALL;
DELETE FROM core.survey_result WHERE survey_id = :open;
UPDATE core.survey SET state = 'open', closed_at = NULL, closes_at = '2026-12-01 23:59+08' WHERE id = :open;
SELECT is(fx.results('supervisor', :open) - ARRAY['me', 'nav', 'survey', 'name', 'survey_href'], '{"counted": false, "waits_text": "调研于2026年12月1日 23:59截止，截止后统一开封统计，此前没有任何数字。"}', 'no number while it is open');
SELECT is(fx.refused('console.survey_results', fx.ctx('supervisor'), jsonb_build_object('id', :open, 'export', 'csv')), 'XQ409 survey.not_counted', 'and no file');
SELECT is(fx.refused('console.survey_words', fx.ctx('triage'), jsonb_build_object('id', :open)), 'XQ409 survey.not_counted', 'and no words');
SELECT is(fx.public(:open) - 'survey', '{"published": false, "waits_text": "调研于2026年12月1日 23:59截止，截止后统一开封统计，此前没有任何数字。统计结果核对后在这里公布。"}', 'everybody is told the same');
SELECT is(fx.public(:a) -> 'published', 'false', 'what is counted is not yet published');
SELECT ok(NOT fx.public(:a) ?| ARRAY['n', 'questions', 'mix', 'notes'], 'so none of it is told');
UPDATE core.survey SET state = 'draft', closes_at = NULL WHERE id = :open;
SELECT is(fx.error(format('SELECT fx.public(%s)', :open)), 'XQ404 not_found', 'a draft is not there');

-- One question by another, by hand.
CREATE FUNCTION fx.cross(p_row text, p_col text) RETURNS jsonb LANGUAGE sql AS $$
  SELECT fx.results('supervisor', (SELECT b FROM it), jsonb_build_object('row', p_row, 'col', p_col)) #> '{cross,table}'
$$;
SELECT results_eq($$SELECT l ->> 'n_text' FROM jsonb_array_elements(fx.cross('q1', 'q6') -> 'lines') l$$,
  $$SELECT CASE WHEN count(x) >= 5 THEN count(x)::text ELSE '<5' END FROM unnest('{A,B,C,D,E,F,other}'::text[]) WITH ORDINALITY AS v(v, k) LEFT JOIN vb x ON x.answers ->> 'q1' = v GROUP BY v, k ORDER BY k$$, 'a line for each value');
SELECT is_empty($$SELECT l, c FROM jsonb_array_elements(fx.cross('q1', 'q6') -> 'lines') l, jsonb_array_elements_text(l -> 'cells') c WHERE c NOT IN ('<5', '—') AND substring(c FROM '（(\d+)）')::integer < 5$$, 'no cell under five');
SELECT is_empty($$SELECT * FROM (SELECT r.k, c.k AS j, x.cell, (SELECT count(*) FROM vb WHERE answers ->> 'q1' = r.v AND answers ->> 'q6' = c.v) AS n, (SELECT count(*) FROM vb WHERE answers ->> 'q1' = r.v) AS base
  FROM unnest('{A,B,C,D,E,F,other}'::text[]) WITH ORDINALITY AS r(v, k), unnest('{5,4,3,2,1,dontknow}'::text[]) WITH ORDINALITY AS c(v, k),
       LATERAL (SELECT fx.cross('q1', 'q6') #>> ARRAY['lines', (r.k - 1)::text, 'cells', (c.k - 1)::text] AS cell) x) y
  WHERE cell NOT IN ('<5', '—') AND cell <> format('%s%%（%s）', round(100.0 * n / base, 1), n) OR cell = '<5' AND n >= 5 OR cell = '—' AND n < 5$$, 'shares of a line, counts by hand');
SELECT ok(fx.cross('q1', 'q2') #>> '{lines,0,cells,0}' LIKE '%（' || (SELECT count(*) FROM vb WHERE answers ->> 'q1' = 'A' AND answers -> 'q2' ? 'A') || '）', 'several answers as well');
SELECT is(jsonb_array_length(fx.cross('q3.r1', 'paper') -> 'lines'), 6, 'a part of a matrix, and how it came');
SELECT is(jsonb_array_length(fx.cross('channel', 'q4~1') -> 'head'), 4, 'a channel, and a question as it was asked first');
SELECT is(fx.error($$SELECT fx.cross('q1', 'q1')$$), 'XQ422 not_a_choice col', 'not by itself');
SELECT is(fx.error($$SELECT fx.cross('q7', 'q1')$$), 'XQ422 not_a_choice row', 'nor by open answers');
SELECT is(engine.cover_table('{20,3,20,20}', 2, 5), '{t,t,t,t}', 'a small cell takes one in its line, one in its column, and where these cross');
SELECT is(engine.cover_table('{20,0,20,20}', 2, 5), '{f,t,f,f}', 'none is nobody');
SELECT is_empty($$SELECT counts, line FROM (SELECT array_agg((random() * 14)::bigint) AS counts FROM generate_series(1, 20) k, generate_series(1, 60) g GROUP BY g) t, LATERAL (SELECT engine.cover_table(counts, 5, 5) AS h) x,
  LATERAL (SELECT (k - 1) / 5 AS line, count(*) FILTER (WHERE h[k]) AS cells, sum(counts[k]) FILTER (WHERE h[k]) AS n FROM generate_series(1, 20) k GROUP BY 1
           UNION ALL SELECT 10 + (k - 1) % 5, count(*) FILTER (WHERE h[k]), sum(counts[k]) FILTER (WHERE h[k]) FROM generate_series(1, 20) k GROUP BY 1) l WHERE cells > 0 AND n > 0 AND (cells < 2 OR n < 5)$$,
  'no hidden cell is alone in its line or its column');

-- Rounds.
SELECT is(jsonb_path_query_array(fx.results('supervisor', :b), '$.trend.rounds[*].current'), '[false, true]', 'two rounds side by side');
SELECT is(fx.results('supervisor', :few) -> 'trend', 'null', 'a survey of one round has no trend');
SELECT is((SELECT l -> 'cells' FROM jsonb_array_elements(fx.results('supervisor', :b) #> '{trend,questions}') q, jsonb_array_elements(q -> 'lines') l WHERE q ->> 'title' = '总体上您满意吗？' AND l ->> 'label' = '均值'),
  (SELECT jsonb_agg(m ORDER BY survey_id) FROM (SELECT survey_id, round(avg((answers ->> 'q6')::numeric), 2)::text AS m FROM core.response WHERE survey_id IN (:a, :b) AND valid AND answers ->> 'q6' <> 'dontknow' GROUP BY 1) x), 'the mean of each');
UPDATE core.survey SET state = 'published', published_at = engine.clock(), said = '归纳', summary = '说明' WHERE id = :b;
SELECT is(fx.public(:b) -> 'trend', 'null', 'the public compares published rounds only');
UPDATE core.survey SET state = 'published', published_at = engine.clock(), summary = '说明' WHERE id = :a;
SELECT is(jsonb_path_query_array(fx.public(:b), '$.trend.rounds[*].current'), '[false, true]', 'once both are published they stand side by side');
SELECT is_empty(format($$SELECT c FROM jsonb_array_elements(fx.public(%s) #> '{trend,questions}') q, jsonb_array_elements(q -> 'lines') l, jsonb_array_elements_text(l -> 'cells') c WHERE c LIKE '<%%'$$, :b), 'with a dash where a number is hidden');
UPDATE core.survey_result SET staff = jsonb_set(staff, '{questions,6,title,zh-CN}', '"另一题"') WHERE survey_id = :a;
SELECT is(fx.results('supervisor', :b) #> '{trend,apart}' @> '["总体上您满意吗？"]', true, 'what was asked otherwise is said to be apart');

-- What everybody sees.
SELECT is(fx.public(:b) ->> 'n', (SELECT count(*)::text FROM vb), 'how many');
SELECT is(fx.public(:b) #>> '{mix,title}', '您的身份是？', 'who answered stands above');
SELECT is((SELECT count(*) FROM jsonb_array_elements(fx.public(:b) -> 'questions') q WHERE q ->> 'name' = 'q1'), 0::bigint, 'and is not said twice');
SELECT is(fx.public(:b) #>> '{survey,said}' || (fx.public(:b) #>> '{survey,summary}'), '归纳说明', 'what staff wrote');
SELECT ok(NOT fx.public(:b) ?| ARRAY['taken', 'invalid', 'channels', 'keywords', 'cross', 'reads'], 'nothing that is for staff');
SELECT is(position('电话没人接' IN fx.public(:b)::text || fx.results('supervisor', :b)::text), 0, 'no word that was written');
SELECT is(jsonb_path_query_array(reader.results(fx.nobody(), '{}'), '$.surveys[*].href') @> (SELECT jsonb_agg('/results/' || code) FROM core.survey WHERE id IN (:a, :b)), true, 'the list names what is published');
SELECT is(jsonb_array_length(reader.results(fx.nobody(), '{}') -> 'surveys'), 2, 'and nothing else');
SELECT is((SELECT q ->> 'joined_text' FROM jsonb_array_elements(fx.public(:b) -> 'questions') q WHERE q ->> 'name' = 'q6'), '题意未变，第1至2版合并统计。', 'where versions were joined it is said');
SELECT is((SELECT string_agg(q ->> 'joined_text', ' ') FROM jsonb_array_elements(fx.public(:b) -> 'questions') q WHERE q ->> 'name' = 'q4'),
  '更正时改了题意，各版分开统计。这是第1版的。 更正时改了题意，各版分开统计。这是第2版的。', 'and where not');
SELECT is(reader.survey_result(fx.nobody() || '{"lang": "en"}', jsonb_build_object('code', (SELECT code FROM core.survey WHERE id = :b))) #>> '{mix,title}', 'Question q1', 'in English too');
UPDATE core.survey SET state = 'published', published_at = engine.clock(), summary = '说明' WHERE id = :few;
SELECT is(fx.public(:few) - ARRAY['survey', 'notes', 'published_text', 'outcomes', 'has_outcomes', 'published'], '{"n": null, "n_text": "不足10份", "too_few": true, "mix": null, "questions": [], "trend": null}', 'of too few only words');

-- Open answers.
SELECT is(fx.words('supervisor', :b) -> 'answers', '[]', 'nobody but registrars reads them');
SELECT is(fx.words('supervisor', :b) -> 'reads', 'false', 'and is told so');
SELECT is(jsonb_array_length(fx.words('triage', :b) -> 'answers'), 25, 'registrars do, a page at a time');
SELECT is((SELECT (k ->> 'n')::bigint FROM jsonb_array_elements(fx.words('supervisor', :b) -> 'keywords') k WHERE k ->> 'word' = '态度'), (SELECT count(*) FROM vb WHERE answers ->> 'q7' LIKE '%态度%'), 'a word counts once in each response');
SELECT is_empty(format($$SELECT k FROM jsonb_array_elements(fx.words('supervisor', %s) -> 'keywords') k WHERE (k ->> 'n')::integer < 5$$, :b), 'and not under five');
SELECT is((SELECT array_agg(word ORDER BY n DESC, word) FROM engine.keywords(ARRAY(SELECT '电话打不通，服务态度' FROM generate_series(1, 6)) || ARRAY['服务', '服务', '电话', '态度'], 5, 9)), '{服务,态度,电话}', 'seams of words are no words');
SELECT is((SELECT count(*) FROM engine.keywords(ARRAY['接待', '接待', '接待', '接待'], 5, 9)), 0::bigint, 'four is too few');
SELECT is((fx.words('triage', :b, '{"channel": "cun"}') ->> 'n_text')::bigint, (SELECT count(*) FROM vb WHERE answers ? 'q7' AND channel = 'cun'), 'by channel');
SELECT is((fx.words('triage', :b, '{"chose": "q1:A"}') ->> 'n_text')::bigint, (SELECT count(*) FROM vb WHERE answers ? 'q7' AND answers ->> 'q1' = 'A'), 'by what was chosen elsewhere');
INSERT INTO core.response (survey_id, n, paper, valid, answers) SELECT :b, 1, false, true, '{"q7": "独此一家的话"}' FROM generate_series(1, 4);
SELECT is(fx.words('triage', :b, '{"word": "独此一家"}') - ARRAY['me', 'nav', 'survey', 'filters', 'said', 'results_href'],
  '{"reads": true, "enough": false, "n_text": "<5", "answers": [], "keywords": [], "next_href": null}', 'a filter that leaves too few shows nothing');
INSERT INTO core.response (survey_id, n, paper, valid, answers) SELECT :b, 1, false, true, '{"q7": "我叫王小明，电话１３８１２３４５６７８"}' FROM generate_series(1, 5);
SELECT is((SELECT count(*) FROM jsonb_array_elements(fx.words('triage', :b, '{"word": "王小明"}') -> 'answers')), 5::bigint, 'a word is found');
DELETE FROM rules.permission WHERE permission = 'opinion.unmasked';
SELECT is(fx.words('triage', :b, '{"word": "王小明"}') #>> '{answers,0,text}', '我叫［姓名］，电话［电话］', 'who may not see numbers reads them masked');

-- Files, and the view of all surveys.
SELECT is((SELECT count(*) FROM jsonb_array_elements(fx.results('supervisor', :b, '{"export": "csv"}') -> 'rows') r WHERE r #>> '{cells,0}' = 'q1'), 7::bigint, 'a line for each choice');
SELECT is(fx.events('survey', :b, 'export'), 1::bigint, 'a file is a record of its own');
SELECT is_empty(format($$SELECT r FROM jsonb_array_elements(fx.results('supervisor', %s, '{"export": "json"}') -> 'rows') r WHERE jsonb_typeof(r #> '{cells,4}') = 'number' AND (r #>> '{cells,4}')::numeric < 5 AND r #>> '{cells,3}' NOT IN ('均值')$$, :a), 'no small number in a file');
CREATE FUNCTION fx.report(p_role text) RETURNS jsonb LANGUAGE sql AS $$
  SELECT engine.report_data('survey', '{}', fx.who(p_role), 'zh-CN', true)
$$;
INSERT INTO core.survey_finding (survey_id, question, option, n, of_n, issue_id, made_by, made_at)
SELECT :a, 'q4', 'A', 20, 80, i, (fx.who('triage')).account_id, engine.clock() FROM (SELECT fx.issue(90) AS i FROM generate_series(1, 5) UNION ALL SELECT fx.issue(50)) x;
SELECT is((SELECT (r -> 'cells') - 10 - 7 - 6 - 5 FROM jsonb_array_elements(fx.report('supervisor') -> 'rows') r WHERE r ->> 'href' = '/console/surveys/' || :a || '/results'),
  (SELECT jsonb_build_array(s.number || ' 问卷residents', '研究室', '2026-11-24', count(*), engine.rate_cell('zh-CN', count(*) FILTER (WHERE r.valid), count(*)) || '{"drawn": true, "href": null, "tone": null}', '', 6)
     FROM core.survey s JOIN core.response r ON r.survey_id = s.id WHERE s.id = :a GROUP BY s.id), 'the view: how many came, how many count, what became of it');
SELECT is((SELECT r #>> '{cells,10,text}' FROM jsonb_array_elements(fx.report('supervisor') -> 'rows') r WHERE r ->> 'href' = '/console/surveys/' || :a || '/results'), '83.3%（n=6）', 'how much of it was put right');
SELECT is(engine.report_data('survey', '{}', engine.account_actor((SELECT id FROM core.account WHERE username = 'fx.elsewhere')), 'zh-CN', true) -> 'n', '0', 'another office has no row of it');
SELECT is(fx.report('handler') -> 'n', fx.report('supervisor') -> 'n', 'the office that led them has them all');
SELECT * FROM finish();
ROLLBACK;
