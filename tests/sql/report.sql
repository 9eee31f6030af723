-- The ledger, and what every report shares: who sees which rows, filters, watermark, paging, the same rows for the file.
\ir fixture.psql
CREATE FUNCTION fx.report(p_role text, p_filters text DEFAULT '{}', p_all boolean DEFAULT false, p_lang text DEFAULT 'zh-CN') RETURNS jsonb LANGUAGE sql AS $$
  SELECT engine.report_data('ledger', p_filters::jsonb, fx.who(p_role), p_lang, p_all)
$$;
CREATE FUNCTION fx.n(p_role text, p_filters text DEFAULT '{}') RETURNS integer LANGUAGE sql AS $$SELECT (fx.report(p_role, p_filters)->>'n')::integer$$;
-- A cell of the newest row by its column.
CREATE FUNCTION fx.cell(p_key text, p_role text DEFAULT 'supervisor') RETURNS text LANGUAGE sql AS $$
  SELECT r #>> ARRAY['rows', '0', 'cells', (k - 1)::text] FROM (SELECT fx.report(p_role) AS r) x,
    jsonb_array_elements((SELECT columns FROM rules.report WHERE name = 'ledger')) WITH ORDINALITY AS c(c, k) WHERE c->>'key' = p_key
$$;
SELECT fx.account('fx.other', 'huanzi', 'handler') \g /dev/null

SELECT plan(58);
SELECT is(fx.report('supervisor')->'rows', '[]', 'an empty ledger');
SELECT is(fx.report('supervisor')->>'n', '0', 'has no rows');
SELECT fx.issue(50) AS first, fx.issue(30, true) AS second \gset
SELECT is(fx.n('supervisor'), 2, 'who may see all sees all');
SELECT is(fx.n('handler'), 2, 'an office sees what it leads');
SELECT is((engine.report_data('ledger', '{}', engine.account_actor((SELECT id FROM core.account WHERE username = 'fx.other')), 'en', true)->>'n'), '0', 'and nothing else');
INSERT INTO core.assignment (issue_id, office_id, part, assigned_at) VALUES (:first, fx.office('huanzi'), 'co', engine.clock());
SELECT is((engine.report_data('ledger', '{}', engine.account_actor((SELECT id FROM core.account WHERE username = 'fx.other')), 'en', true)->>'n'), '1', 'or helps with');
SELECT is(fx.n('leader'), 2, 'a leader sees what is theirs');
UPDATE core.issue SET leader_id = NULL WHERE id = :second;
SELECT is(fx.n('leader'), 1, 'and no more');
SELECT is(fx.error('SELECT fx.report(''sysadmin'')'), 'XQ403 forbidden', 'an administrator sees no data');
SELECT is(fx.error('SELECT fx.report(''revisitor'')'), 'XQ403 forbidden', 'nor does who has no right to it');
SELECT is(fx.error('SELECT engine.report_data(''none'', ''{}'', fx.who(''supervisor''), ''en'', true)'), 'XQ404 not_found', 'a report that is not there');

SELECT is(jsonb_array_length(r#>'{rows,0,cells}'), jsonb_array_length(r->'columns'), 'a cell for each column') FROM fx.report('supervisor') r;
SELECT is(r#>>'{rows,0,href}', '/console/issues/' || :second, 'newest first, each row opens its issue') FROM fx.report('supervisor') r;
SELECT is(r#>>'{columns,2,label}', 'Title', 'headings in the reader''s language') FROM fx.report('supervisor', '{}', true, 'en') r;
SELECT is(fx.cell('seq') || fx.cell('title') || fx.cell('office') || fx.cell('source'), '1测试问题研究室群众网上意见', 'what, whose, and from where');
SELECT is(fx.cell('main_category') || '/' || fx.cell('category'), '服务效能/办理拖延', 'category on both levels');
SELECT is(fx.cell('due_on'), '2026-12-14', 'a date is a date');
SELECT is(fx.cell('remark'), '重点问题', 'a key issue is marked');
SELECT is(fx.cell('completion') || fx.cell('closing'), '未启动未申请', 'nothing done yet');
SELECT is(fx.cell('lamp'), '临期', 'the step''s limit is near, though the issue''s is not');

SELECT is(fx.n('supervisor', '{"state": "50"}'), 1, 'by state');
SELECT is(fx.n('supervisor', '{"office": "yanjiushi"}') - fx.n('supervisor', '{"office": "huanzi"}'), 2, 'by lead office');
SELECT is(fx.n('supervisor', '{"category": "C03"}') - fx.n('supervisor', '{"category": "C01"}'), 2, 'by category');
UPDATE core.issue SET category = 'A4.1' WHERE id = :first;
SELECT is(fx.n('supervisor', '{"category": "A4"}'), 1, 'a category holds its kinds');
SELECT is(fx.n('supervisor', '{"source": "web"}') - fx.n('supervisor', '{"source": "station"}'), 2, 'by source');
SELECT is(fx.n('supervisor', '{"rectify_type": "fix_by"}') - fx.n('supervisor', '{"rectify_type": "explain"}'), 2, 'by kind of rectification');
SELECT is(fx.n('supervisor', '{"key_issue": "yes"}'), 1, 'key issues');
SELECT is(fx.n('supervisor', '{"rebound": "yes"}'), 0, 'relapsed ones');
SELECT is(fx.n('supervisor', '{"lamp": "blue"}'), 2, 'by light');
SELECT is(fx.n('supervisor', '{"from": "2026-11-24", "to": "2026-11-24"}'), 2, 'from and to include their days');
SELECT is(fx.n('supervisor', '{"from": "2026-11-25"}') + fx.n('supervisor', '{"to": "2026-11-23"}'), 0, 'and nothing beyond');
SELECT is(fx.n('supervisor', '{"state": ""}'), 2, 'a filter left empty is none');
SELECT is(fx.error('SELECT fx.report(''supervisor'', ''{"state": "999"}'')'), 'XQ422 not_a_choice state', 'a state that is none');
SELECT is(fx.error('SELECT fx.report(''supervisor'', ''{"from": "2026-02-30"}'')'), 'XQ422 bad_date from', 'a day that is none');
SELECT is(fx.error('SELECT fx.report(''supervisor'', ''{"to": "yesterday"}'')'), 'XQ422 bad_date to', 'a day that is a word');
SELECT ok(r->'filters' @> '[{"name": "office"}]' AND NOT h->'filters' @> '[{"name": "office"}]', 'an office is not asked which office') FROM fx.report('supervisor') r, fx.report('handler') h;
SELECT ok(r->'filters' @> '[{"name": "category", "value": "C03", "is_choice": true}]', 'a filter shows what was chosen') FROM fx.report('supervisor', '{"category": "C03"}') r;
SELECT is(r->>'by_text', 'fx.supervisor（fx.supervisor）2026年11月24日 10:00；筛选：全部', 'the watermark says who and when') FROM fx.report('supervisor') r;
SELECT matches(r->>'by_text', 'filter: Category: Delay, no reply; Opened from: 2026-11-01$', 'and through what') FROM fx.report('supervisor', '{"category": "C03", "from": "2026-11-01"}', true, 'en') r;
SELECT is(r->>'csv_href', '/console/reports/ledger.csv?category=C03', 'the file asks the same') FROM fx.report('supervisor', '{"category": "C03", "after": "99999999"}') r;
SELECT is(r->>'xlsx_href', '/console/reports/ledger.xlsx', 'with nothing to ask, nothing') FROM fx.report('supervisor') r;

SELECT fx.issue(50) FROM generate_series(1, 30) \g /dev/null
SELECT is(jsonb_array_length(r->'rows'), engine.page_rows(), 'a page is a page') FROM fx.report('supervisor') r;
SELECT is(r->>'n', '32', 'the number is that of all') FROM fx.report('supervisor') r;
SELECT is(jsonb_array_length(r->'rows'), 32, 'a file has all') FROM fx.report('supervisor', '{}', true) r;
SELECT substring(fx.report('supervisor', '{"rectify_type": "fix_by"}')->>'next_href' FROM 'after=(\d+)$') AS after \gset
SELECT is(jsonb_array_length(r->'rows'), 32 - engine.page_rows(), 'the next page goes on') FROM fx.report('supervisor', format('{"after": "%s", "rectify_type": "fix_by"}', :'after')) r;
SELECT is(r#>>'{rows,0,cells,0}', (engine.page_rows() + 1)::text, 'with the next number') FROM fx.report('supervisor', format('{"after": "%s"}', :'after')) r;
SELECT is(r->'next_href', 'null', 'and is the last') FROM fx.report('supervisor', format('{"after": "%s"}', :'after')) r;
SELECT is((SELECT count(DISTINCT x->>'href') FROM (SELECT jsonb_array_elements(fx.report('supervisor')->'rows') AS x
  UNION ALL SELECT jsonb_array_elements(fx.report('supervisor', format('{"after": "%s"}', :'after'))->'rows')) p), 32::bigint, 'no row is lost or shown twice');

SELECT fx.issue(81) AS i \gset
SELECT fx.opinion(30, :i) AS a, fx.opinion(30, :i) AS b \gset
SELECT fx.measure(:i, true), fx.rating(:a, :i, 'satisfied'), fx.rating(:b, :i, 'basically') \g /dev/null
SELECT engine.record('issue', :i, 'progress', NULL, 'handler', 50, 50, jsonb_build_object('measure', '1', 'percent', p, 'text', '进展' || p)) FROM unnest(ARRAY[40, 100]) p \g /dev/null
SELECT is(fx.cell('opinions') || fx.cell('ratings'), '2满意 1，基本满意 1', 'who spoke, and what they say of it');
SELECT is(fx.cell('measures') || '|' || fx.cell('targets') || '|' || fx.cell('progress'), E'1. 措施|1. 目标|2026-11-24 1. 40% 进展40\n2026-11-24 1. 100% 进展100', 'measures, targets, each progress a line');
UPDATE core.rating SET voided_at = engine.clock(), void_kind = 'malicious' WHERE opinion_id = :b;
SELECT is(fx.cell('ratings'), '满意 1，剔除1（恶意1）', 'a voided rating is not counted, and shown as such');
UPDATE core.rating SET voided_at = NULL, void_kind = NULL WHERE opinion_id = :b;
SELECT is(fx.cell('completion') || fx.cell('closing'), '基本完成待审', 'under review');
SELECT engine.apply('issue', :i, 'close', fx.who('reviewer'), NULL, '{"conclusion": "整改到位"}') \g /dev/null
SELECT is(fx.cell('completion') || fx.cell('closing') || fx.cell('closed_on') || fx.cell('reviewer'), '已完成已销号2026-11-24fx.reviewer', 'struck off, when and by whom');
SELECT is(fx.cell('lamp'), '无时限', 'what is closed has no light');
SELECT fx.issue(81) AS r \gset
SELECT engine.apply('issue', :r, 'return_close', fx.who('reviewer'), NULL, '{"reason": "还差一点"}') \g /dev/null
SELECT is(fx.cell('closing') || fx.cell('completion'), '退回推进中', 'returned');
UPDATE core.issue SET state = 60, due_at = engine.clock() - interval '9 days', step_due_at = engine.clock() + interval '20 days' WHERE id = :r;
SELECT is(fx.cell('lamp'), '正常', 'once replied, the limit for rectification is no longer the one');
UPDATE core.issue SET state = 75 WHERE id = :r;
SELECT is(fx.cell('lamp'), '超期', 'when it is handled again, it is');
SELECT ok(fx.report('supervisor', '{}', true)::text !~ '原话', 'no word of a speaker is in the ledger');
SELECT * FROM finish();
ROLLBACK;
