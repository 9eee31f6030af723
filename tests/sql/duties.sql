-- What offices owe: opened once, due on working days, handed in once, late for ever.
\ir api.psql
SELECT plan(26);
SELECT fx.ctx('office_head') AS head, fx.ctx('handler') AS handler, fx.ctx('supervisor') AS sup, fx.ctx('party_group') AS party, fx.ctx('sysadmin') AS sysadmin \gset
SELECT is(engine.period_start('2026-11-24', 'half'), '2026-07-01'::date, 'the half of a day');
SELECT is(engine.period_text('zh-CN', engine.period_of('2026-10-01', 'quarter')), '2026年第四季度', 'a quarter by its name');
SELECT is(engine.duty_due((SELECT l FROM rules.list l WHERE l.code = 'tasks'), '2026-04-01'),
  engine.end_of_day(engine.add_workdays('2026-06-30', 10)), 'due on the tenth working day after the period');
SELECT is(engine.open_duties(1000)::bigint, (SELECT 2 * count(*) FROM core.office o WHERE o.organ AND o.active AND o.code <> 'dangwei'), 'every office owes both lists, but not the receiver');
SELECT is(engine.open_duties(1000), 0, 'a second run opens nothing');
SELECT is((SELECT count(*) FROM core.event WHERE layer = 'duty' AND action = 'open'), (SELECT count(*) FROM core.duty_report), 'each opening is on record');
SELECT set_config('xq.clock', (engine.clock() + interval '7 months')::text, true) \g /dev/null
SELECT cmp_ok(engine.open_duties(1000), '>', 26, 'a worker that slept catches up period by period');
SELECT set_config('xq.clock', (engine.clock() - interval '7 months')::text, true) \g /dev/null
SELECT min(r.id) AS t, (SELECT min(n.id) FROM core.duty_report n WHERE n.list = 'negatives' AND n.office_id = (fx.who('office_head')).office_id) AS n
  FROM core.duty_report r WHERE r.list = 'tasks' AND r.office_id = (fx.who('office_head')).office_id \gset
CREATE FUNCTION fx.act(p_id bigint, p_action text, p_more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_object('id', p_id::text, 'action', p_action) || p_more
$$;
CREATE FUNCTION fx.item(p_more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS $$
  SELECT '{"what": "谈心谈话", "steps": "每季一次", "person": "赵主任", "due_on": "2026-12-20", "completion": "under_way"}'::jsonb || p_more
$$;
SELECT is(fx.refused('console.duties', :'sysadmin', '{}'), 'XQ403 forbidden', 'an administrator sees none');
SELECT ok((SELECT bool_and(r ->> 'office' = engine.office('zh-CN', (fx.who('office_head')).office_id) ->> 'label') FROM jsonb_array_elements(console.duties(:'head', '{}') -> 'rows') r), 'an office its own');
SELECT is(jsonb_array_length(console.duties(:'party', '{}') -> 'rows'), 25, 'the party group all, by pages');
SELECT is(fx.refused('console.duty', :'head', jsonb_build_object('id', (SELECT min(id)::text FROM core.duty_report WHERE office_id <> (fx.who('office_head')).office_id))), 'XQ404 not_found', 'and no other office''s');
SELECT is(fx.refused('console.duty_action', :'sup', fx.act(:t, 'tasks', fx.item())), 'XQ403 forbidden', 'a supervisor writes none of it');
SELECT is(console.duty_action(:'head', fx.act(:t, 'tasks', fx.item('{"version": 1, "key": "11111111-1111-4111-8111-111111111111"}'))) -> 'version', '2', 'an item is kept');
SELECT is(jsonb_array_length(console.duty_action(:'head', fx.act(:t, 'tasks', fx.item('{"version": 1, "key": "11111111-1111-4111-8111-111111111111"}'))) -> 'rows'), 1, 'the same form twice is one item');
SELECT is(fx.refused('console.duty_action', :'head', fx.act(:t, 'tasks', fx.item('{"version": 1}'))), 'XQ409 changed_meanwhile', 'a stale form');
SELECT is(fx.refused('console.duty_action', :'handler', fx.act(:t, 'hand_in')), 'XQ403 forbidden', 'a handler hands nothing in');
SELECT is(fx.refused('console.duty_action', :'head', fx.act(:n, 'hand_in')), 'XQ422 required note', 'an empty list says that it is empty');
SELECT is(console.duty_action(:'head', fx.act(:t, 'hand_in')) #>> '{lamp,label}', '按时报送', 'handed in before its limit');
SELECT is((SELECT (f.number, f.rows #>> '{0,cells,3}', f.sha256 = engine.list_digest(f))::text FROM core.list_issue f JOIN core.duty_report r ON r.issue_id = f.id WHERE r.id = :t),
  '(RW-2026-001,谈心谈话,t)', 'frozen under a number');
SELECT is(fx.refused('console.duty_action', :'head', fx.act(:t, 'tasks', fx.item())), 'XQ409 duty.handed_in', 'nothing is added afterwards');
SELECT is(fx.error(format('UPDATE core.duty_item SET fields = ''{}'' WHERE report_id = %s', :t)), 'XQ900 what was handed in is never changed', 'by nobody');
SELECT set_config('xq.clock', (SELECT (due_at + interval '1 second')::text FROM core.duty_report WHERE id = :n), true) \g /dev/null
SELECT is(engine.duty_lamp('zh-CN', r) ->> 'label', '逾期未报', 'past its limit') FROM core.duty_report r WHERE r.id = :n;
SELECT fx.ctx('office_head') \g /dev/null
UPDATE core.session SET seen_at = engine.clock(), created_at = engine.clock(), expires_at = engine.session_end(engine.clock());
SELECT is(console.duty_action(:'head', fx.act(:n, 'hand_in', '{"note": "本期没有"}')) #>> '{lamp,label}', '逾期报送', 'handed in late, and shown as late');
SELECT is((console.report(:'party', jsonb_build_object('name', 'duties', 'duty_office', (SELECT o.code FROM core.office o WHERE o.id = (fx.who('office_head')).office_id))) #> '{rows,0,cells}') - 0,
  '[2, 2, 1, 1, "样本不足（n=2）"]', 'owed, handed in, on time, late');
INSERT INTO core.ledger_import (by_id, at, sheet, found, loaded_at) SELECT (fx.who('triage')).account_id, engine.clock() - days, '[]', '{}', loaded
  FROM (VALUES (interval '40 days', NULL), (interval '1 day', NULL), (interval '40 days', engine.clock())) AS x(days, loaded);
SELECT lives_ok('SELECT engine.sweep()', 'the worker sweeps');
SELECT is((SELECT array_agg(loaded_at IS NULL ORDER BY id) FROM core.ledger_import), ARRAY[true, false], 'a workbook that nobody loaded goes after its time, and no other');
SELECT * FROM finish();
ROLLBACK;
