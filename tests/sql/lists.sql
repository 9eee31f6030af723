-- The lists: linked views, issued under a number, never changed, compared by word.
\ir api.psql
SELECT plan(27);
SELECT fx.linked('a', 50) AS a, fx.linked('b', 60) AS b \gset
UPDATE core.assignment SET office_id = fx.office('caijing') WHERE issue_id = :b;
SELECT fx.ctx('supervisor') AS sup, fx.ctx('handler') AS handler, fx.ctx('office_head') AS head, fx.ctx('leader') AS leader, fx.ctx('sysadmin') AS sysadmin \gset
SELECT is(console.report(:'sup', '{"name": "list-problems"}') -> 'n', '2', 'the problems, all of them');
SELECT is(console.report(:'handler', '{"name": "list-duties"}') -> 'n', '1', 'an office its own');
SELECT is(console.report(:'sup', jsonb_build_object('name', 'list-measures', 'state', '50')) #>> '{rows,0,links,0,href}',
  '/console/reports/list-problems?state=50&after=' || (:a + 1) || '#' || (SELECT number FROM core.issue WHERE id = :a), 'each row leads to the same issue in the next list, through the same filter');
SELECT is(jsonb_array_length(console.report(:'sup', '{"name": "list-measures"}') #> '{rows,0,links}'), 2, 'and in both others');
SELECT is_empty($$SELECT r.code FROM (SELECT l.code, v.name, v.columns FROM rules.list l JOIN rules.report v ON v.name = l.report OFFSET 0) r, LATERAL jsonb_array_elements(console.report(fx.ctx('supervisor'), jsonb_build_object('name', r.name)) -> 'rows') x
  WHERE jsonb_array_length(x -> 'cells') <> jsonb_array_length(r.columns)$$, 'a cell for every column');
SELECT unalike(console.report(:'sup', '{"name": "list-problems"}')::text, '%群众写下的原话%', 'no word of a speaker');
SELECT is(fx.refused('console.issue_list', :'handler', '{"list": "measures", "meeting": "会议", "issued_on": "2026-11-24"}'), 'XQ403 forbidden', 'a handler issues nothing');
SELECT is(fx.refused('console.issue_list', :'sup', '{"list": "nothing", "meeting": "会议", "issued_on": "2026-11-24"}'), 'XQ422 not_a_choice list', 'no such list');
SELECT is(fx.refused('console.issue_list', :'sup', '{"list": "measures", "issued_on": "2026-11-24"}'), 'XQ422 required meeting', 'for a meeting');
SELECT is(fx.refused('console.issue_list', :'sup', '{"list": "measures", "meeting": "会议", "issued_on": "2026-11-24", "filter_x": "1"}'), 'XQ422 unknown_field filter_x', 'through filters that there are');
SELECT console.issue_list(:'sup', '{"list": "measures", "meeting": "党组会议", "issued_on": "2026-11-24", "filter_state": "50", "key": "11111111-1111-4111-8111-111111111111"}') AS one \gset
SELECT is(:'one'::jsonb ->> 'number', 'QD-2026-001', 'under a number');
SELECT is((:'one'::jsonb -> 'n', :'one'::jsonb ->> 'filter_text'), ('1'::jsonb, '状态：整改中'::text), 'with the filter it was looked at through');
SELECT is(console.issue_list(:'sup', '{"list": "measures", "meeting": "党组会议", "issued_on": "2026-11-24", "filter_state": "50", "key": "11111111-1111-4111-8111-111111111111"}') ->> 'number', 'QD-2026-001', 'the same form twice is one list');
SELECT is(fx.refused('console.issue_list', :'sup', '{"list": "duties", "meeting": "党组会议", "issued_on": "2026-11-24", "key": "11111111-1111-4111-8111-111111111111"}'), 'XQ409 list.key_used key', 'and its key is nobody else''s');
SELECT is(fx.error('UPDATE core.list_issue SET note = ''x'''), 'XQ900 UPDATE on core.list_issue is not allowed', 'what was issued stays');
SELECT is(fx.error('DELETE FROM core.list_issue'), 'XQ900 DELETE on core.list_issue is not allowed', 'for good');
UPDATE core.issue SET title = '改过的标题' WHERE id = :a;
SELECT is(console.list_issue(:'sup', jsonb_build_object('id', :'one'::jsonb -> 'id')) #>> '{rows,0,cells,1}', '测试问题', 'whatever becomes of the issue');
SELECT is(console.list_issue(:'sup', jsonb_build_object('id', :'one'::jsonb -> 'id')) -> 'intact', 'true', 'and its digest holds');
SELECT is_empty($$SELECT k FROM core.list_issue f, unnest(ARRAY['number', 'list', 'title', 'meeting', 'issued_on', 'note', 'organ', 'lang', 'filter', 'filter_text', 'columns', 'rows']) k
  WHERE engine.list_digest(jsonb_populate_record(f, jsonb_build_object(k, CASE WHEN k IN ('filter', 'columns', 'rows') THEN '["other"]'::jsonb WHEN k = 'issued_on' THEN '"2020-01-01"' ELSE '"other"' END))) = f.sha256$$,
  'nothing that is shown of a frozen list is outside its seal');
SELECT is(fx.refused('console.list_issue', :'head', jsonb_build_object('id', :'one'::jsonb -> 'id')), 'XQ404 not_found', 'an office reads nothing that holds others'' rows');
SELECT console.issue_list(:'sup', '{"list": "measures", "meeting": "党组会议二", "issued_on": "2026-11-24"}') AS two \gset
SELECT console.compare_lists(:'sup', jsonb_build_object('id', :'two'::jsonb -> 'id', 'with', :'one'::jsonb -> 'id')) AS cmp \gset
SELECT is(jsonb_path_query_array(:'cmp', '$.added[*].number'), (SELECT jsonb_build_array(number) FROM core.issue WHERE id = :b), 'compared: what came');
SELECT is(:'cmp'::jsonb -> 'removed', '[]', 'what went');
SELECT is(:'cmp'::jsonb #> '{changed,0,changes}', '[{"label": "问题", "old": "测试问题", "new": "改过的标题"}]', 'and what says something else, and no row number');
SELECT console.issue_list(:'head', '{"list": "problems", "meeting": "室务会", "issued_on": "2026-11-24"}') AS own \gset
SELECT is(:'own'::jsonb -> 'n', '1', 'a head issues the own rows');
SELECT is((SELECT office_id FROM core.list_issue WHERE id = (:'own'::jsonb ->> 'id')::bigint), (fx.who('office_head')).office_id, 'which remain the office''s own');
SELECT is((SELECT office_id FROM core.list_issue WHERE id = (:'one'::jsonb ->> 'id')::bigint), NULL, 'where a list of all is nobody''s');
SELECT is((SELECT string_agg(action, ',') FROM core.event WHERE layer = 'list'), 'issue,issue,issue', 'each on record');
SELECT * FROM finish();
ROLLBACK;
