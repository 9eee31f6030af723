-- A ledger from a workbook: every wrong cell is said, nothing is half-loaded, nothing comes twice, and out again comes what went in.
\ir api.psql
SELECT plan(21);
SELECT fx.ctx('triage') AS triage, fx.ctx('office_head') AS head, fx.ctx('supervisor') AS sup \gset
CREATE FUNCTION fx.sheet(VARIADIC p_rows text[]) RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_array('["清江市人大常委会机关"]'::jsonb, '["问题编号", "问题", "问题描述", "问题来源", "二级类别", "责任单位", "当前状态", "整改措施", "整改进展", "提出时间", "整改时限", "意见条数", "销号日期", "不认识的列"]'::jsonb)
         || coalesce((SELECT jsonb_agg(string_to_array(r, '|')) FROM unnest(p_rows) r), '[]')
$$;
CREATE FUNCTION fx.staged(p_ctx jsonb, VARIADIC p_rows text[]) RETURNS jsonb LANGUAGE sql AS $$
  SELECT console.stage_ledger(p_ctx, jsonb_build_object('sheet', fx.sheet(VARIADIC p_rows)))
$$;
SELECT is(fx.refused('console.import_form', :'sup', '{}'), 'XQ403 forbidden', 'a supervisor brings no ledger');
SELECT is(fx.refused('console.stage_ledger', :'triage', '{"sheet": [["甲", "乙"]]}'), 'XQ422 import.no_headings', 'a sheet without headings');
SELECT is(fx.refused('console.stage_ledger', :'triage', jsonb_build_object('sheet', fx.sheet(VARIADIC '{}'::text[]))), 'XQ422 import.no_rows', 'a sheet without rows');
SELECT fx.staged(:'triage', 'A-1|甲|甲的描述|群众网上意见|办理拖延|某某室||||||', 'A-2|乙||来信来访|办理拖延|研究室|已销号|||2026-02-30|||', 'A-1|丙||天上来的|办理拖延|研究室|飞走了||40%||||三') AS bad \gset
SELECT is(:'bad'::jsonb #>> '{wrong,0,text}', '第3行 责任单位（牵头）：没有“某某室”这个委办室', 'what is wrong, row by row');
SELECT is((SELECT count(DISTINCT w -> 'line') FROM jsonb_array_elements(:'bad'::jsonb -> 'wrong') w), 3::bigint, 'in every row');
SELECT is((SELECT count(*) FROM jsonb_array_elements(:'bad'::jsonb -> 'wrong') w WHERE w ->> 'text' ~ '2026-02-30|已销号|销号日期|天上来的|飞走了|没有整改措施|两次'), 7::bigint, 'each thing of it');
SELECT is(fx.refused('console.load_ledger', :'triage', jsonb_build_object('id', :'bad'::jsonb -> 'id')), 'XQ409 import.wrong_now', 'nothing of it is loaded');
SELECT is((SELECT count(*) FROM core.issue), 0::bigint, 'not one row');
SELECT fx.staged(:'triage', 'A-1|甲|甲的描述|群众网上意见|办理拖延|研究室|整改中|1. 一' || E'\n' || '2. 二|1. 40% 在办' || E'\n' || '2. 0%|2026-10-08|2026/12/1|3||', 'ZF-2026-0007|乙|乙的描述|来信来访|办理拖延|研究室|已销号|||46000||1|2026年11月2日|') AS good \gset
SELECT is((:'good'::jsonb -> 'wrong', :'good'::jsonb -> 'new'), ('[]'::jsonb, '2'::jsonb), 'a sheet without an error');
SELECT is((SELECT count(*) FROM core.issue), 0::bigint, 'is only looked at first');
SELECT is(fx.refused('console.load_ledger', :'head', jsonb_build_object('id', :'good'::jsonb -> 'id')), 'XQ404 not_found', 'nobody else loads it');
SELECT is(console.load_ledger(:'triage', jsonb_build_object('id', :'good'::jsonb -> 'id')) -> 'loaded', 'true', 'and loaded when its sender says so');
SELECT is((SELECT string_agg(number, ',' ORDER BY id DESC) FROM core.issue), 'ZF-2026-0008,ZF-2026-0007', 'our numbers stay, others get one after them, in the order of the sheet');
SELECT is((SELECT array_agg((seq, what, percent, progress)::text ORDER BY seq) FROM core.measure), ARRAY['(1,一,40,在办)', '(2,二,0,"")'], 'measures by their numbers');
SELECT is((SELECT (old_number, opinions, raised_on)::text FROM core.ledger_origin WHERE old_number <> ''), '(A-1,3,2026-10-08)', 'what else the row said is kept');
SELECT is((SELECT string_agg(action || ':' || to_state, ',' ORDER BY subject_id DESC) FROM core.event WHERE layer = 'issue'), 'import:50,import:90', 'each issue''s history begins with it');
SELECT is((SELECT due_on FROM core.lookback), engine.day(engine.due(timestamptz '2026-11-02 12:00+08', 'lookback_1')), 'what was struck off will be looked at again');
SELECT is((fx.staged(:'triage', 'A-1|甲|甲的描述|群众网上意见|办理拖延|研究室|整改中||||||||', 'ZF-2026-0007|乙改|乙的描述|来信来访|办理拖延|研究室|已销号|||46000||1|2026-11-02|') - 'me' - 'nav' - 'at_text' - 'id' - 'href'),
  '{"n": 2, "known": 2, "new": 0, "same": 1, "differ_n": 1, "wrong_n": 0, "wrong": [], "differ": [{"line": 4, "number": "ZF-2026-0007", "columns": "问题"}], "loaded": false, "may_load": false}',
  'the same rows again are known, and a difference is said');
SELECT is(fx.staged(:'head', 'B-1|甲|甲|群众网上意见|办理拖延|信访室||||||||') #>> '{wrong,0,text}', '第3行 责任单位（牵头）：“信访室”不是您的委办室，只能导入本室牵头的问题', 'a head brings the own office''s alone');
SELECT is(engine.pasted_sheet(E'甲\t"一\n二""三"""\t丙\r\n丁\t\t\n'), '[["甲", "一\n二\"三\"", "丙"], ["丁", "", ""]]', 'pasted cells, with breaks and quotes in them');
SELECT is((console.stage_ledger(:'triage', jsonb_build_object('sheet', (SELECT jsonb_build_array((SELECT jsonb_agg(c -> 'label') FROM jsonb_array_elements(r -> 'columns') c)) || (SELECT jsonb_agg(x -> 'cells') FROM jsonb_array_elements(r -> 'rows') x)
  FROM console.report(:'triage', '{"name": "ledger"}') r))) -> 'same'), '2', 'what goes out comes in as the same');
SELECT * FROM finish();
ROLLBACK;
