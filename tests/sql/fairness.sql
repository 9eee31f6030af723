-- §7.3: what the figures must never do to an office, a delegate or a speaker; and who may see which view.
\ir city.psql
SELECT fx.city(150, 0.7) \g /dev/null
SELECT fx.account('fx.caijing', 'caijing', 'office_head') \g /dev/null
CREATE FUNCTION fx.cell(p_line text, p_key text, p_filters jsonb DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
  SELECT shown FROM fx.view('league', p_filters) WHERE line = p_line AND key = p_key
$$;
-- What stands in an office's row, but for what is told to be different.
CREATE FUNCTION fx.row(p_line text, VARIADIC p_but text[]) RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_object_agg(key, shown) FROM fx.view('league') WHERE line = p_line AND key <> ALL (p_but)
$$;
-- One more counted rating of an office, of a kind and with a verdict.
CREATE FUNCTION fx.say(p_office text, p_kind text, p_solved text, p_result text, p_times integer DEFAULT 1) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_issue core.issue;
  v_opinion bigint;
BEGIN
  SELECT i.* INTO v_issue FROM core.issue i WHERE i.office_id = fx.office(p_office) ORDER BY i.id LIMIT 1;
  FOR k IN 1 .. p_times LOOP
    v_opinion := fx.opinion(30, v_issue.id, p_kind);
    INSERT INTO core.rating (opinion_id, issue_id, round, via, at, contacted, solved, attitude, result, reason)
    VALUES (v_opinion, v_issue.id, 1, 'receipt', engine.clock(), true, p_solved, 'satisfied', p_result, '原因说明');
  END LOOP;
END
$$;

SELECT plan(36);
-- Who may see what. all: every office; office: the own row; led: what one leads. Nobody else, and no program of the public.
CREATE TEMP TABLE sees (report text, role text, scope text);
INSERT INTO sees VALUES ('league', 'supervisor', 'all'), ('league', 'party_group', 'all'), ('league', 'handler', 'office'), ('league', 'office_head', 'office'),
  ('heat', 'supervisor', 'all'), ('heat', 'party_group', 'all'), ('ageing', 'supervisor', 'all'), ('ageing', 'handler', 'office'), ('ageing', 'office_head', 'office'),
  ('warnings', 'supervisor', 'all'), ('warnings', 'party_group', 'all'), ('warnings', 'leader', 'led'), ('trend', 'supervisor', 'all'), ('trend', 'party_group', 'all'), ('sources', 'supervisor', 'all'),
  ('ledger', 'triage', 'all'), ('ledger', 'assigner', 'all'), ('ledger', 'supervisor', 'all'), ('ledger', 'reviewer', 'all'), ('ledger', 'party_group', 'all'), ('ledger', 'chair', 'all'),
  ('ledger', 'handler', 'office'), ('ledger', 'office_head', 'office'), ('ledger', 'leader', 'led');
CREATE FUNCTION fx.asked(p_report text, p_role text) RETURNS text LANGUAGE sql AS $$
  SELECT fx.error(format('SELECT engine.report_data(%L, ''{}'', fx.who(%L), ''zh-CN'', false)', p_report, p_role))
$$;
SELECT is_empty(format($$SELECT r.name, o.code, a.answer FROM rules.report r, rules.role o, LATERAL (SELECT fx.asked(r.name, o.code) AS answer OFFSET 0) a
  WHERE r.name = %L AND o.code NOT IN ('person', 'system')
  AND a.answer <> CASE WHEN EXISTS (SELECT FROM sees s WHERE s.report = r.name AND s.role = o.code) THEN '' ELSE 'XQ403 forbidden' END$$, name), name || ': asked by every role, answered to whom it is for')
  FROM unnest(ARRAY['ledger', 'league', 'heat', 'ageing', 'warnings', 'trend', 'sources']) name;
SELECT is_empty($$SELECT s.* FROM sees s JOIN rules.report r ON r.name = s.report WHERE engine.may(fx.who(s.role), r.permission) IS DISTINCT FROM s.scope$$, 'each in its scope');
SELECT is_empty($$SELECT p.proname FROM pg_proc p WHERE p.pronamespace IN ('reader'::regnamespace, 'intake'::regnamespace) AND p.prosrc ~ 'report_|league|office_rates|score'$$, 'no function of the public pages reaches the league');
SELECT is_empty($$SELECT p.proname FROM pg_proc p WHERE p.proname LIKE 'public\_%' AND p.prosrc ~ 'report_|league|office_rates|engine\.score'$$, 'nor do their figures');

-- An office finds its own row, and its rank among all; nothing of others.
SELECT results_eq($$SELECT DISTINCT line FROM fx.view('league', '{}', 'handler')$$, ARRAY['研究室'], 'an office sees one row, its own, and no total');
SELECT is((SELECT jsonb_object_agg(key, shown) FROM fx.view('league', '{}', 'handler')), fx.row('研究室', ''), 'with the figures that everybody sees of it');
SELECT is_empty($$SELECT o.zh FROM core.office o WHERE o.organ AND o.code <> 'yanjiushi'
  AND position(o.zh IN engine.report_data('league', '{}', fx.who('handler'), 'zh-CN', true)->>'rows') > 0$$, 'no other office is named to it');
SELECT results_eq($$SELECT DISTINCT line FROM fx.view('ageing', '{}', 'office_head')$$, ARRAY['研究室'], 'the same with ageing');
SELECT is((SELECT sum(n) FROM (SELECT (engine.report_data('warnings', jsonb_build_object('lamp', l), fx.who('leader'), 'zh-CN', true)->>'n')::integer AS n FROM unnest(ARRAY['red', 'yellow', 'blue']) l) x),
  (SELECT count(*) FROM core.issue i JOIN rules.state s ON s.code = i.state AND NOT s.closed WHERE i.leader_id = (fx.who('leader')).account_id AND engine.issue_lamp(i) IN ('red', 'yellow', 'blue')), 'a leader sees warnings of what is theirs');
SELECT ok(NOT r->'filters' @> '[{"name": "office"}]' AND r->'filters' @> '[{"name": "part"}]', 'and the ledger asks an office for its part, not for an office') FROM engine.report_data('ledger', '{}', fx.who('handler'), 'zh-CN', false) r;
SELECT is((SELECT string_agg(line, ',' ORDER BY k) FROM (SELECT line, min(k) AS k FROM (SELECT line, row_number() OVER () AS k FROM fx.view('league') WHERE line <> '') x GROUP BY line) y),
  (SELECT string_agg(zh, ',' ORDER BY sort) FROM core.office WHERE organ), 'offices stand in their own order, not by rank');

-- Too few is no rate, no score and no rank.
DELETE FROM core.rating;
SELECT is(fx.cell('研究室', 'satisfied') || fx.cell('研究室', 'score') || fx.cell('研究室', 'rank'), '样本不足（n=0）——', 'nobody asked: no rate, no score, no rank');
SELECT fx.say('yanjiushi', 'complaint', 'yes', 'satisfied', 4) \g /dev/null
SELECT is(fx.cell('研究室', 'satisfied') || fx.cell('研究室', 'score') || fx.cell('研究室', 'rank'), '样本不足（n=4）——', 'four are too few');
SELECT fx.say('yanjiushi', 'complaint', 'partly', 'basically') \g /dev/null
SELECT is(fx.cell('研究室', 'response') || fx.cell('研究室', 'solved') || fx.cell('研究室', 'satisfied'), '100.0%（n=5）90.0%（n=5）98.0%（n=5）', 'five are enough, by their weights');
SELECT is(fx.cell('研究室', 'score') || '/' || fx.cell('研究室', 'rank'), '94.2/1', 'with a score and a rank');
UPDATE rules.param SET value = 6 WHERE key = 'min_n';
SELECT is(fx.cell('研究室', 'score') || fx.cell('研究室', 'rank'), '——', 'how many are enough is a row');
UPDATE rules.param SET value = 5 WHERE key = 'min_n';
UPDATE rules.param SET value = 0.5 WHERE key = 'basic_satisfied_weight';
SELECT is(fx.cell('研究室', 'satisfied'), '90.0%（n=5）', 'and so is the weight of fairly satisfied');
UPDATE rules.param SET value = 0.9 WHERE key = 'basic_satisfied_weight';

-- Praise counts for nobody, a suggestion is nothing to solve, what is voided counts nowhere and is shown.
SELECT fx.row('研究室', 'opinions') AS before \gset
SELECT fx.say('yanjiushi', 'praise', 'yes', 'satisfied', 9) \g /dev/null
SELECT is(fx.row('研究室', 'opinions'), :'before'::jsonb, 'praise is not in the score');
SELECT fx.say('yanjiushi', 'suggestion', 'no', 'satisfied', 5) \g /dev/null
SELECT is(fx.cell('研究室', 'solved') || fx.cell('研究室', 'satisfied'), '90.0%（n=5）99.0%（n=10）', 'suggestions are not asked whether they were solved');
SELECT fx.row('研究室', 'voided', 'opinions') AS before \gset
SELECT fx.say('yanjiushi', 'complaint', 'no', 'dissatisfied', 2) \g /dev/null
SELECT isnt(fx.row('研究室', 'voided', 'opinions'), :'before'::jsonb, 'two dissatisfied ones count');
UPDATE core.rating SET voided_at = engine.clock(), void_kind = (ARRAY['malicious', 'policy'])[1 + id % 2], void_reason = '经批准' WHERE result = 'dissatisfied';
SELECT is(fx.row('研究室', 'voided', 'opinions'), :'before'::jsonb, 'voided, malicious or for policy, they do not');
SELECT is(fx.cell('研究室', 'voided'), '2（恶意1、政策所限1）', 'but it is shown that they were left out, and why');
INSERT INTO core.rating (opinion_id, issue_id, round, via, at, reached) SELECT opinion_id, issue_id, 2, 'revisit', engine.clock(), false FROM core.rating;
SELECT is(fx.row('研究室', 'voided', 'opinions'), :'before'::jsonb, 'who was not reached counts in no rate');

-- How much an office is given never counts against it.
SELECT fx.row('研究室', 'opened', 'working', 'signed', 'opinions') AS before \gset
SELECT fx.issue(30) FROM generate_series(1, 50) \g /dev/null
SELECT is(fx.row('研究室', 'opened', 'working', 'signed', 'opinions'), :'before'::jsonb, 'fifty more issues change neither rates nor score nor rank');
SELECT is(fx.cell('研究室', 'opened')::integer >= 50, true, 'though they are counted');
SELECT fx.say('huanzi', 'complaint', 'yes', 'satisfied', 6), fx.say('caijing', 'complaint', 'no', 'dissatisfied', 6) \g /dev/null
SELECT is(fx.cell('环境资源城乡建设工作委员会', 'rank') || fx.cell('研究室', 'rank') || fx.cell('财政经济（预算）工作委员会', 'rank'), '123', 'ranks follow what people say');
SELECT is((SELECT count(*) FROM fx.view('league') WHERE key = 'rank' AND value IS NOT NULL), 3::bigint, 'of those with enough to say it');

-- No person is ranked, no word of a speaker is in any view.
SELECT is_empty($$SELECT r.name, c->>'key' FROM rules.report r, jsonb_array_elements(r.columns) c WHERE c->>'key' IN ('rank', 'score') AND r.name NOT IN ('league', 'trend')$$, 'only offices have a rank or a score');
SELECT is_empty($$SELECT r.name FROM rules.report r WHERE r.name IN ('league', 'heat', 'ageing', 'warnings', 'trend', 'sources') AND engine.report_data(r.name, '{}', fx.who('supervisor'), 'zh-CN', true)::text ~ '原话'$$, 'no word of a speaker');
SELECT is_empty($$SELECT p.prosrc FROM pg_proc p WHERE p.pronamespace = 'engine'::regnamespace AND p.prosrc ~ 'rank\(\)' AND p.proname NOT IN ('report_league', 'circular_offices')$$, 'and nothing else ranks');
SELECT * FROM finish();
ROLLBACK;
