-- What an office does with its list until it is handed in, and what the office sees that it is handed in to.
\ir api.psql
SELECT plan(36);
SELECT fx.account('fx.dangwei-head', 'dangwei', 'office_head'), fx.account('fx.dangwei-clerk', 'dangwei', 'handler'), fx.account('fx.other-head', 'huanzi', 'office_head') \g /dev/null
SELECT fx.ctx('office_head') AS head, fx.ctx('handler') AS handler, fx.ctx('dangwei_head') AS receiver, fx.ctx('dangwei_clerk') AS clerk, fx.ctx('other_head') AS other, fx.ctx('supervisor') AS sup \gset
SELECT engine.open_duties(1000) \g /dev/null
SELECT id AS t FROM core.duty_report WHERE list = 'tasks' AND office_id = fx.office('yanjiushi') \gset
SELECT id AS o FROM core.duty_report WHERE list = 'tasks' AND office_id = fx.office('huanzi') \gset
CREATE FUNCTION fx.act(p_id bigint, p_action text, p_more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_object('id', p_id::text, 'action', p_action) || p_more
$$;
CREATE FUNCTION fx.item(p_what text) RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_object('what', p_what, 'steps', '每季一次', 'person', '赵主任', 'due_on', '2026-12-20', 'completion', 'under_way')
$$;
CREATE FUNCTION fx.shown(p_page jsonb, p_cell integer) RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(string_agg(r -> 'cells' ->> p_cell, ' ' ORDER BY k), '') FROM jsonb_array_elements(p_page -> 'rows') WITH ORDINALITY x(r, k)
$$;
CREATE FUNCTION fx.offers(p_page jsonb) RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(string_agg(a ->> 'action', ' ' ORDER BY k), '') FROM jsonb_array_elements(p_page -> 'actions') WITH ORDINALITY x(a, k)
$$;

-- Kept: added, brought up to date, taken out.
SELECT is(fx.offers(console.duty(:'head', fx.act(:t, ''))), 'tasks hand_in', 'with nothing in it there is nothing to bring up to date');
SELECT is(fx.offers(console.duty(:'handler', fx.act(:t, ''))), 'tasks', 'a clerk keeps it and hands nothing in');
SELECT console.duty_action(:'handler', fx.act(:t, 'tasks', fx.item('谈心谈话'))), console.duty_action(:'head', fx.act(:t, 'tasks', fx.item('集体学习'))), console.duty_action(:'head', fx.act(:t, 'tasks', fx.item('廉政提醒'))) \g /dev/null
SELECT console.duty(:'head', fx.act(:t, '')) AS kept \gset
SELECT is(fx.shown(:'kept', 3), '谈心谈话 集体学习 廉政提醒', 'three lines, of both hands');
SELECT is(fx.offers(:'kept'), 'tasks progress drop hand_in', 'and now they may be brought up to date and taken out');
SELECT is((SELECT string_agg(o ->> 'code', ' ') FROM jsonb_array_elements(:'kept'::jsonb -> 'actions') a, jsonb_array_elements(a -> 'fields') f, jsonb_array_elements(f -> 'options') o
  WHERE a ->> 'action' = 'progress' AND f ->> 'name' = 'item'), '1 2 3', 'by their numbers');
SELECT is(:'kept'::jsonb #>> '{lines,1,cells,3,label}' || '：' || (:'kept'::jsonb #>> '{lines,1,cells,3,text}'), '任务内容：集体学习', 'each cell knows its heading');
SELECT is(jsonb_array_length(:'kept'::jsonb #> '{lines,0,cells}'), jsonb_array_length(:'kept'::jsonb -> 'columns'), 'and none is left out');
SELECT is(fx.shown(console.duty_action(:'handler', fx.act(:t, 'progress', '{"item": "2", "completion": "done", "key": "11111111-1111-4111-8111-111111111112"}')), 7), '推进中 已完成 推进中', 'one line is done, the others as they were');
SELECT is(fx.shown(console.duty_action(:'handler', fx.act(:t, 'progress', '{"item": "2", "completion": "done", "key": "11111111-1111-4111-8111-111111111112"}')), 7), '推进中 已完成 推进中', 'the same form again');
SELECT is(fx.events('duty', :t, 'progress'), 1::bigint, 'is one act');
SELECT is(fx.refused('console.duty_action', :'handler', fx.act(:t, 'progress', '{"item": "2", "completion": "under_way", "key": "11111111-1111-4111-8111-111111111112"}')), '', 'whatever is written in it');
SELECT is(fx.shown(console.duty(:'head', fx.act(:t, '')), 7), '推进中 已完成 推进中', 'changes nothing');
SELECT is(fx.refused('console.duty_action', :'head', fx.act(:t, 'drop', '{"item": "2", "key": "11111111-1111-4111-8111-111111111112"}')), 'XQ409 key.other_words key', 'a key is one person''s and one act''s');
SELECT is(fx.refused('console.duty_action', :'head', fx.act(:t, 'progress', '{"item": "2"}')), 'XQ422 required completion', 'how far is asked');
SELECT is(fx.refused('console.duty_action', :'head', fx.act(:t, 'progress', '{"item": "9", "completion": "done"}')), 'XQ422 not_a_choice item', 'of a line there is');
SELECT is(fx.refused('console.duty_action', :'head', fx.act(:t, 'progress', '{"item": "2", "completion": "never"}')), 'XQ422 not_a_choice completion', 'in the words there are');
SELECT is(fx.shown(console.duty_action(:'head', fx.act(:t, 'drop', '{"item": "1"}')), 3), '集体学习 廉政提醒', 'one is taken out');
SELECT is(fx.refused('console.duty_action', :'head', fx.act(:t, 'progress', '{"item": "1", "completion": "done"}')), 'XQ422 not_a_choice item', 'and is brought up to date no more');
SELECT is((SELECT dropped_at FROM core.duty_item WHERE report_id = :t AND seq = 1), engine.clock(), 'it stays on record');
SELECT is((SELECT string_agg(r -> 'cells' ->> 0, ' ') FROM jsonb_array_elements(console.duty_action(:'head', fx.act(:t, 'tasks', fx.item('谈心谈话'))) -> 'rows') r), '2 3 4', 'its number is given to no other');
SELECT is(fx.refused('console.duty_action', :'head', fx.act(:t, 'negatives', fx.item('推诿'))), 'XQ404 not_found', 'a line of the other list does not belong here');
SELECT is(fx.refused('console.duty_action', :'other', fx.act(:t, 'drop', '{"item": "2"}')), 'XQ404 not_found', 'another office takes nothing out');

-- The receiver: every office's, to read and to be reminded by, and its own hand in none.
SELECT console.duties(:'receiver', '{}') AS owed \gset
SELECT is(:'owed'::jsonb -> 'all_offices', 'true', 'the receiver''s page says that it is of all offices');
SELECT is((SELECT count(DISTINCT r ->> 'office') FROM jsonb_array_elements(:'owed'::jsonb -> 'rows') r), 13::bigint, 'and it is');
SELECT is((SELECT count(*) FROM core.duty_report WHERE office_id = fx.office('dangwei')), 0::bigint, 'it owes nothing to itself');
SELECT is(jsonb_array_length(console.duties(:'clerk', '{}') -> 'rows'), 25, 'its clerk sees the same');
SELECT is(fx.offers(console.duty(:'receiver', fx.act(:t, ''))), '', 'it is offered nothing on an office''s list');
SELECT is(fx.refused('console.duty_action', :'receiver', fx.act(:t, a, '{"item": "2", "completion": "done"}')), 'XQ403 forbidden', 'and may not ' || a) FROM unnest(ARRAY['progress', 'drop', 'hand_in', 'tasks']) a;
SELECT console.duty_action(:'head', fx.act(:t, 'hand_in')) \g /dev/null
SELECT console.duty(:'receiver', fx.act(:t, '')) AS handed \gset
SELECT is(:'handed'::jsonb #>> '{lamp,label}' || (:'handed'::jsonb #>> '{issue,number}'), '按时报送RW-2026-001', 'what was handed in is there, under its number');
SELECT is(fx.shown(console.list_issue(:'receiver', jsonb_build_object('id', :'handed'::jsonb #> '{issue,id}')), 3), '集体学习 廉政提醒 谈心谈话', 'and may be read as it was handed in');
SELECT is(fx.refused('console.list_issue', :'other', jsonb_build_object('id', :'handed'::jsonb #> '{issue,id}')), 'XQ404 not_found', 'which no other office may');
SELECT is(fx.refused('console.duty_action', :'head', fx.act(:t, a, '{"item": "2", "completion": "done"}')), 'XQ409 duty.handed_in', 'handed in, no ' || a) FROM unnest(ARRAY['progress', 'drop']) a;
SELECT * FROM finish();
ROLLBACK;
