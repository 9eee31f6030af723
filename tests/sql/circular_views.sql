-- The views on contacts, look-backs, hot spots, the desk and the audit, and the rates of a period: each figure against a query of its own,
-- written differently, over data made here.
\ir fixture.psql
CREATE FUNCTION fx.view(p_name text, p_role text, p_filters text DEFAULT '{}', p_lang text DEFAULT 'zh-CN') RETURNS jsonb LANGUAGE sql AS $$
  SELECT engine.report_rows(p_name, ROW(p_filters::jsonb, fx.who(p_role), engine.need(fx.who(p_role), r.permission), p_lang, NULL, NULL)::engine.report_query)
    FROM rules.report r WHERE r.name = p_name
$$;
CREATE FUNCTION fx.cells(p_view jsonb, p_row integer DEFAULT 0) RETURNS jsonb LANGUAGE sql AS $$SELECT p_view #> ARRAY['rows', p_row::text, 'cells']$$;
CREATE FUNCTION fx.said(p_office text, p_category text, p_at text, p_issue bigint DEFAULT NULL, p_source text DEFAULT 'web', p_kind text DEFAULT 'complaint') RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE v_id bigint;
BEGIN
  INSERT INTO core.opinion (number, receipt_mac, fingerprint, received_at, source, lang, kind, claimed_category, claimed_office, body, protection,
    publish_consent, disclose_consent, notice_version, state, issue_id)
  VALUES (left(gen_random_uuid()::text, 9), sha256(uuid_send(gen_random_uuid())), sha256('x'), p_at::timestamptz, p_source, 'zh-CN', p_kind, p_category, fx.office(p_office),
    '群众写下的原话，足够十个字。', 'none', true, false, 1, CASE WHEN p_issue IS NULL THEN 20 ELSE 30 END, p_issue) RETURNING id INTO v_id;
  INSERT INTO core.voice (issue_id, opinion_id, joined_at) SELECT p_issue, v_id, engine.clock() WHERE p_issue IS NOT NULL;
  PERFORM engine.record('opinion', v_id, 'submit', NULL, 'person', NULL, 20);
  RETURN v_id;
END $$;
-- What every role gets of every view of this file: rows, or the refusal.
CREATE FUNCTION fx.asked(p_name text, p_role text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  RETURN (engine.report_data(p_name, '{}', fx.who(p_role), 'zh-CN', true) ->> 'n');
EXCEPTION WHEN SQLSTATE 'XQ403' THEN
  RETURN '403';
END $$;

SELECT plan(78);

-- Rates: six ratings that count, of which one is praise; one voided, one nobody answered, one of another year.
SELECT fx.issue(60) AS i \gset
SELECT array_agg(fx.said('yanjiushi', 'C03', '2026-11-0' || n || ' 10:00+08', :i, 'web', CASE n WHEN 6 THEN 'suggestion' ELSE 'complaint' END) ORDER BY n) AS o FROM generate_series(1, 9) n \gset
INSERT INTO core.rating (opinion_id, issue_id, round, via, at, reached, contacted, solved, attitude, result, reason, voided_at, void_kind)
SELECT (:'o'::bigint[])[n], :i, 1, 'revisit', CASE WHEN n = 9 THEN '2025-12-31 23:59:59+08' ELSE '2026-11-20 12:00+08' END::timestamptz, n <> 8,
       CASE WHEN n <= 4 THEN true WHEN n = 5 THEN false END, CASE WHEN n <= 2 THEN 'yes' WHEN n = 3 THEN 'partly' WHEN n < 8 OR n = 9 THEN 'no' END,
       CASE WHEN n <> 8 THEN 'satisfied' END, CASE WHEN n <= 2 THEN 'satisfied' WHEN n <= 4 THEN 'basically' WHEN n <> 8 THEN 'dissatisfied' END, '原因说明',
       CASE WHEN n = 7 THEN engine.clock() END, CASE WHEN n = 7 THEN 'malicious' END FROM generate_series(1, 9) n;
SELECT engine.period_rates('2026-01-01 00:00+08', '2026-12-31 23:59:59+08') AS r \gset
SELECT is((:'r'::engine.period_rate).n, 6::bigint, 'six follow-ups are valid');
SELECT is((:'r'::engine.period_rate).contacted, 4::numeric, 'four had been contacted; one that did not say was not');
SELECT is((:'r'::engine.period_rate).solved_n, 5::bigint, 'a mere suggestion has nothing to be solved');
SELECT is((:'r'::engine.period_rate).solved, 2 + 0.5, 'partly solved counts by half');
SELECT is((:'r'::engine.period_rate).satisfied, 2 + 2 * 0.9, 'fairly satisfied counts by nine tenths');
SELECT is(engine.period_score(:'r'::engine.period_rate), round(100 * (0.1 * 4 / 6 + 0.5 * 2.5 / 5 + 0.4 * 3.8 / 6), 1), 'the score is their weighted sum');
SELECT is(engine.period_score(ROW(4, 4, 4, 4, 4, 9, 9)::engine.period_rate), NULL, 'none under five');
SELECT is((engine.period_rates('2026-01-01 00:00+08', '2026-12-31 23:59:59+08', fx.office('huanzi'))).n, 0::bigint, 'another office has none of them');
SELECT is((engine.period_rates('2025-12-01 00:00+08', '2025-12-31 23:59:59+08')).n, 1::bigint, 'the last second of a period is in it');
UPDATE rules.param SET value = 1 WHERE key = 'basic_satisfied_weight';
SELECT is((engine.period_rates('2026-01-01 00:00+08', '2026-12-31 23:59:59+08')).satisfied, 4::numeric, 'the weight is a row');
UPDATE core.issue SET due_at = '2026-11-10 23:59:59+08', replied_at = '2026-11-10 12:00+08' WHERE id = :i;
SELECT fx.issue(50) AS late, fx.issue(52) AS lasting, fx.issue(50) AS ahead \gset
UPDATE core.issue SET due_at = '2026-11-20 23:59:59+08' WHERE id IN (:late, :lasting);
UPDATE core.issue SET due_at = '2026-11-29 23:59:59+08' WHERE id = :ahead;
SELECT engine.period_rates('2026-11-01 00:00+08', '2026-11-30 23:59:59+08') AS r \gset
SELECT is((:'r'::engine.period_rate).due_n || '/' || (:'r'::engine.period_rate).on_time, '3/1', 'overdue and open counts against, a milestone too; what is not due yet does not');

-- Contacts.
INSERT INTO core.member (name, post, chairs, term, account_id) VALUES ('甲', '主任', true, 6, (fx.who('chair')).account_id), ('乙', '委员', false, 6, (fx.who('member')).account_id);
INSERT INTO core.delegate (name, delegation, occupation, term, account_id) SELECT '代表' || n, '甲团', '农民', 6, CASE n WHEN 1 THEN (fx.who('delegate')).account_id END FROM generate_series(1, 6) n;
INSERT INTO core.pairing SELECT (SELECT id FROM core.member WHERE name = CASE WHEN right(d.name, 1) <= '5' THEN '甲' ELSE '乙' END), d.id, '2026-01-01' FROM core.delegate d;
CREATE FUNCTION fx.met(p_member text, p_delegate text, p_on date, p_opinions integer, p_households integer DEFAULT 0, p_mode text DEFAULT 'visit') RETURNS bigint LANGUAGE sql AS $$
  INSERT INTO core.contact_record (member_id, delegate_id, on_day, mode, households, opinions)
  VALUES ((SELECT id FROM core.member WHERE name = p_member), (SELECT id FROM core.delegate WHERE name = p_delegate), p_on, p_mode, p_households, p_opinions) RETURNING id
$$;
SELECT fx.met('甲', '代表1', '2026-03-01', 0), fx.met('甲', '代表1', '2026-06-01', 2) AS told, fx.met('甲', '代表2', '2026-04-01', 0), fx.met('甲', '代表2', '2025-12-31', 5), fx.met('甲', '代表6', '2026-05-01', 0) \gset
INSERT INTO core.contact_opinion SELECT :told, unnest((:'o'::bigint[])[1:2]);
UPDATE core.opinion SET closed_at = engine.clock() WHERE id = (:'o'::bigint[])[1];
SELECT is(fx.cells(v), '["甲", "主任", 5, 5, 2, 4, 1, {"n": 5, "text": "20.0%（n=5）", "value": 20.0}, 2, 3, 1]', 'a chair: five pairs, two met, one twice; nothing to say is a contact too') FROM fx.view('contact', 'triage') v;
SELECT is(fx.cells(v, 1) #>> '{7,text}', '样本不足（n=1）', 'no rate of one pair') FROM fx.view('contact', 'triage') v;
SELECT is(v #> '{total,cells,7,text}', '"16.7%（n=6）"', 'coverage of all pairs') FROM fx.view('contact', 'triage') v;
SELECT is((v #>> '{total,cells,7,value}')::numeric, (SELECT round(100.0 * sum((n >= 2)::integer) / count(*), 1) FROM (SELECT count(c.*) AS n FROM core.pairing p
  LEFT JOIN core.contact_record c ON (c.member_id, c.delegate_id) = (p.member_id, p.delegate_id) AND extract(year FROM c.on_day) = 2026 GROUP BY p.member_id, p.delegate_id) x), 'as counted otherwise') FROM fx.view('contact', 'triage') v;
SELECT is(fx.cells(fx.view('contact', 'triage', '{"period": "2025"}')) -> 5, '1', 'another year, another count');
SELECT is(v ->> 'n' || (fx.cells(v) ->> 0), '1乙', 'a member sees the own row alone') FROM fx.view('contact', 'member') v;
SELECT is(v ->> 'n', '2', 'the chairs'' meeting sees all') FROM fx.view('contact', 'chair') v;
SELECT fx.met(NULL, '代表1', '2026-02-01', 0, 6, 'reception'), fx.met(NULL, '代表1', '2026-02-02', 3, 5), fx.met(NULL, '代表2', '2026-02-02', 1, 4) \g /dev/null
SELECT is(fx.cells(v), '["代表1", "甲团", 10, 11, 2, 1, 3, 1, "是"]', 'a delegate: households, contacts, receptions, opinions, and nothing to say') FROM fx.view('delegate_contact', 'triage') v;
SELECT is(v ->> 'n' || (fx.cells(v) ->> 0), '1代表1', 'a delegate sees the own row alone') FROM fx.view('delegate_contact', 'delegate') v;
SELECT is(fx.error($$SELECT fx.met('甲', '代表1', '2026-02-01', -1)$$) ~ 'contact_record_opinions', true, 'fewer than none is no number of opinions');

-- Reception days.
INSERT INTO core.reception_day (on_day, member_id, place, state, topics) SELECT x.d::date, m.id, '接待室', x.s, '议题' FROM core.member m, (VALUES ('2026-10-20', 'held'), ('2026-12-21', 'planned')) x (d, s) WHERE m.name = '甲';
INSERT INTO core.reception_day (on_day, member_id, place, state, topics) SELECT '2026-11-20', m.id, '接待室', 'cancelled', '议题' FROM core.member m WHERE m.name = '乙';
UPDATE core.issue SET opened_at = '2026-10-20 15:00+08', source = 'reception_day' WHERE id = :i;
INSERT INTO core.reception_matter SELECT r.id, :i, (SELECT id FROM core.delegate WHERE name = '代表3') FROM core.reception_day r WHERE r.on_day = '2026-10-20';
SELECT is(v #> '{rows,2,cells}', jsonb_build_array('2026-10-20', '甲', '已办', '议题', '代表3', (SELECT number || ' ' || title FROM core.issue WHERE id = :i), '研究室', '2026-11-20', '2026-11-10', '满意 2，基本满意 2，不满意 3，剔除1（恶意1）'),
  'date, host, deputy, matter, office, the month it has, the reply, the ratings with the voided one apart') FROM fx.view('reception', 'triage') v;
SELECT is(v #>> '{notes,0}', '计划接待日2次，已举办1次；交办1件，答复率样本不足（n=1）。', 'planned and held; no rate of one') FROM fx.view('reception', 'triage') v;
SELECT is(v ->> 'n', '2', 'a host sees the own days') FROM fx.view('reception', 'chair') v;
UPDATE core.reception_matter SET delegate_id = NULL;
SELECT is(v #>> '{rows,2,cells,4}', '不具名', 'who asked for secrecy is not named') FROM fx.view('reception', 'triage') v;

-- Look-backs: five done, two relapsed; one of them of another office.
SELECT array_agg(fx.issue(90)) AS b FROM generate_series(1, 5) \gset
UPDATE core.issue SET office_id = fx.office('huanzi'), category = 'C01' WHERE id = (:'b'::bigint[])[5];
UPDATE core.assignment SET office_id = fx.office('huanzi') WHERE issue_id = (:'b'::bigint[])[5];
INSERT INTO core.lookback (issue_id, round, due_on, method, conclusion, checked_by, second_checker, done_at)
SELECT (:'b'::bigint[])[n], 1, '2026-11-01', 'look,visit', (ARRAY['held', 'rebound', 'mostly', 'held', 'rebound'])[n], (fx.who('supervisor')).account_id, '另一人', '2026-11-02 09:00+08'::timestamptz + n * interval '1 hour' FROM generate_series(1, 5) n;
INSERT INTO core.lookback (issue_id, round, due_on) VALUES ((:'b'::bigint[])[1], 1, '2026-12-01');
SELECT is(v ->> 'n', '5', 'only what was done') FROM fx.view('lookback', 'supervisor') v;
SELECT is(v #>> '{notes,0}', '反弹率：40.0%（n=5）', 'relapsed of looked back on') FROM fx.view('lookback', 'supervisor') v;
SELECT is(fx.cells(v, 0) ->> 6 || (fx.cells(v, 0) ->> 7) || (fx.cells(v, 0) ->> 8), E'看：不打招呼现场查看\n访：走访群众和代表反弹fx.supervisor、另一人', 'how, what was found, by whom') FROM fx.view('lookback', 'supervisor') v;
SELECT is(v ->> 'n', '4', 'an office sees its own') FROM fx.view('lookback', 'handler') v;
SELECT is(v ->> 'n', '0', 'and nothing of another half-year') FROM fx.view('lookback', 'supervisor', '{"period": "2026-H1"}') v;
SELECT is(jsonb_path_query_array(v, '$.rows[*].cells[1]'), '["研究室", "环境资源城乡建设工作委员会", "推诿扯皮", "办理拖延"]', 'by office, then by category') FROM fx.view('rebound', 'supervisor') v;
SELECT is(jsonb_path_query_array(v, '$.rows[0].cells[*].text'), '["4", "2", "1", "1", "0", "样本不足（n=4）"]', 'no rate of four') FROM fx.view('rebound', 'supervisor') v;

SELECT is_empty($$SELECT r, c FROM fx.view('rebound', 'supervisor', '{"period": "2026-H2"}') v, jsonb_array_elements(v -> 'rows') r, jsonb_array_elements(r -> 'cells') c
  WHERE c ->> 'href' IS NOT NULL AND (c ->> 'value')::integer <> (engine.report_data('lookback', (SELECT jsonb_object_agg(split_part(p, '=', 1), split_part(p, '=', 2))
    FROM regexp_split_to_table(split_part(c ->> 'href', '?', 2), '&') p), fx.who('supervisor'), 'zh-CN', true) ->> 'n')::integer$$, 'each number leads to as many look-backs');
SELECT is((SELECT count(*) FROM jsonb_path_query(v, '$.rows[*].cells[*].href')), 12::bigint, 'where there is anything to see') FROM fx.view('rebound', 'supervisor') v;
SELECT is(jsonb_path_query_array(v, '$.rows[*] ? (@.cells[0] == "委办室").cells[*].href'), '[]', 'an office is led to no other') FROM fx.view('rebound', 'handler') v;

-- Kept on the books.
SELECT fx.measure(:lasting, false) \g /dev/null
SELECT is(fx.cells(v) - 0 , jsonb_build_array('测试问题', '研究室', '措施', '2026-11-29', 0, NULL, '超期'), 'the milestone, its day, days on the books') FROM fx.view('kept_on', 'supervisor') v;

-- Hot spots: three within thirty days are one, three over forty days none; praise and what was transferred do not count.
SELECT fx.said('caijing', 'C01', '2026-08-01 10:00+08'), fx.said('caijing', 'C01', '2026-08-20 10:00+08'), fx.said('caijing', 'C01', '2026-09-10 10:00+08') \g /dev/null
SELECT fx.said('nongye', 'C02', '2026-08-01 10:00+08'), fx.said('nongye', 'C02', '2026-08-02 10:00+08'), fx.said('nongye', 'C02', '2026-08-03 10:00+08', NULL, 'web', 'praise') \g /dev/null
SELECT is(jsonb_path_query_array(v, '$.rows[*].cells[0]'), '["研究室"]', 'three in forty days are no hot spot, nor two and a praise') FROM fx.view('hotspot', 'supervisor') v;
SELECT is(fx.cells(v), '["研究室", "办理拖延", 9, 9, 1, 8, 0]', 'nine of one kind, eight said again') FROM fx.view('hotspot', 'supervisor') v;
SELECT fx.said('caijing', 'C01', '2026-09-11 10:00+08') \g /dev/null
SELECT is(v #> '{rows,1,cells}', '["财政经济（预算）工作委员会", "推诿扯皮", 4, 3, 0, 0, 0]', 'one more makes three in thirty') FROM fx.view('hotspot', 'supervisor') v;
UPDATE core.issue SET round = 2 WHERE id = :i;
SELECT is(fx.cells(v) -> 6, '1', 'what went into another round') FROM fx.view('hotspot', 'supervisor') v;
UPDATE rules.param SET value = 5 WHERE key = 'hotspot_n';
SELECT is(v ->> 'n', '1', 'the number is a row') FROM fx.view('hotspot', 'supervisor') v;

-- Surveys.
SELECT fx.said('caijing', 'C01', '2026-07-0' || n || ' 10:00+08', NULL, 'survey', CASE WHEN n <= 3 THEN 'complaint' ELSE 'suggestion' END) FROM generate_series(1, 5) n \g /dev/null
SELECT is(fx.cells(v), '["2026年7月", 5, {"n": 5, "text": "100.0%（n=5）", "value": 100.0}, {"n": 5, "text": "60.0%（n=5）", "value": 60.0}, "推诿扯皮 60.0%（n=5）", 0, {"n": 0, "text": "样本不足（n=0）", "value": null}]',
  'a month of survey opinions') FROM fx.view('survey_opinions', 'supervisor') v;

-- The desk is the desk.
SELECT is((SELECT jsonb_object_agg(r #>> '{cells,0}', r #> '{cells,1}') FROM jsonb_array_elements(fx.view('desk', 'supervisor') -> 'rows') r),
  (SELECT jsonb_object_agg(g ->> 'label', g -> 'count') FROM jsonb_array_elements(engine.desk_groups('zh-CN', fx.who('supervisor'))) g), 'the same piles and numbers as on the page');
UPDATE core.issue SET progressed_at = engine.clock() - interval '30 days' WHERE id = :ahead;
SELECT is((SELECT (r -> 'cells') - 3 FROM jsonb_array_elements(fx.view('desk', 'handler') -> 'rows') r WHERE r #>> '{cells,0}' = '待更新进展'), '["待更新进展", 1, 0]', 'the office owes a report on what it leads');
SELECT is((SELECT count(*) FROM jsonb_array_elements(fx.view('desk', 'supervisor') -> 'rows') r WHERE r #>> '{cells,0}' = '待更新进展'), 0::bigint, 'nobody else does');
UPDATE core.issue SET progressed_at = engine.clock() WHERE id = :ahead;
SELECT is((SELECT count(*) FROM jsonb_array_elements(fx.view('desk', 'handler') -> 'rows') r WHERE r #>> '{cells,0}' = '待更新进展'), 0::bigint, 'once reported it is off the desk');
SELECT isnt(fx.view('desk', 'handler') ->> 'n', '0', 'a handler has piles too');

-- The audit: acts and numbers, no words.
SELECT engine.record('opinion', (:'o'::bigint[])[1], 'contact_look', (fx.who('triage')).account_id, 'triage', NULL, NULL, '{"reason": "核实情况的理由"}') \g /dev/null
SELECT engine.record('report', (fx.who('triage')).account_id, 'export', (fx.who('triage')).account_id, 'triage', NULL, NULL, '{"report": "ledger", "as": "csv"}') \g /dev/null
SELECT is(fx.cells(v) - 0, jsonb_build_array('fx.triage', 'fx.triage', '受理员', '查看联系方式', '查看联系方式', '意见', (SELECT number FROM core.opinion WHERE id = (:'o'::bigint[])[1])),
  'who looked at the contact of which opinion') FROM fx.view('audit', 'auditor', '{"audit_kind": "contact"}') v;
SELECT is(fx.cells(v) ->> 5 || (fx.cells(v) ->> 7), '导出整改台账', 'and who took which view away') FROM fx.view('audit', 'secadmin', '{"audit_kind": "export"}') v;
SELECT is(fx.view('audit', 'auditor')::text ~ '理由|原话|测试问题', false, 'no reason, no word, no title');
SELECT is((fx.view('audit', 'auditor') ->> 'n')::bigint, (SELECT count(*) FROM core.event WHERE NOT (actor_id IS NULL AND layer <> 'account')), 'all that staff did, and nothing that speakers did');
SELECT is((SELECT sum((fx.view('audit', 'auditor', format('{"audit_kind": "%s"}', c.code)) ->> 'n')::integer)::text FROM rules.choice c WHERE c.list = 'audit_kind'), fx.view('audit', 'auditor') ->> 'n', 'the sorts of acts make up the whole');
SELECT is(v ->> 'n', (SELECT count(*)::text FROM core.event WHERE actor_id = (fx.who('triage')).account_id OR (actor_id IS NULL AND layer = 'account' AND subject_id = (fx.who('triage')).account_id)), 'by account') FROM fx.view('audit', 'auditor', '{"account": "fx.triage"}') v;
SELECT is(fx.view('audit', 'auditor', '{"period": "2026-10"}') ->> 'n', '0', 'by period');
SELECT is(fx.error($$SELECT engine.report_data('audit', '{"period": "2026-13"}', fx.who('auditor'), 'en', true)$$), 'XQ422 bad_period period', 'a period that is none');
SELECT is(fx.error($$SELECT engine.report_data('audit', '{"audit_kind": "x"}', fx.who('auditor'), 'en', true)$$), 'XQ422 not_a_choice audit_kind', 'a sort that is none');
-- Whatever was acted on has a number or a name, and what was done a word, also where the terminal did it.
SELECT engine.terminal_setting('{"list": "deadline", "code": "triage", "action": "change", "fields": {"n": "4", "unit": "wd"}}'), engine.terminal_setting('{"list": "office", "code": "huanzi", "action": "hide", "fields": {}}'),
       engine.webhook_add('{"url": "https://hook.example/path?secret=1"}'), engine.record('calendar', 2026, 'set_day', (fx.who('sysadmin')).account_id, 'sysadmin', NULL, NULL),
       engine.circular_draft(fx.who('supervisor'), '2026-10', NULL, NULL), engine.open_duties(1000) \g /dev/null
SELECT engine.record('duty', (SELECT min(id) FROM core.duty_report WHERE office_id = fx.office('yanjiushi') AND list = 'tasks'), 'hand_in', (fx.who('office_head')).account_id, 'office_head', NULL, NULL) \g /dev/null
CREATE FUNCTION fx.audited(p_layer text) RETURNS text LANGUAGE sql AS $$
  SELECT (r #>> '{cells,5}') || '/' || (r #>> '{cells,7}') FROM jsonb_array_elements(fx.view('audit', 'auditor') -> 'rows') r
   WHERE r #>> '{cells,6}' = engine.choice('zh-CN', 'audit_layer', p_layer) ->> 'label' ORDER BY 1 LIMIT 1
$$;
SELECT is(fx.audited(l), e, 'the audit on ' || l) FROM (VALUES ('rule', '调整期限/办理期限：审核分类'), ('office', '停用/环境资源城乡建设工作委员会'), ('outbox', format('新增/接口%s（hook.example）', (SELECT max(id) FROM core.webhook))), ('calendar', '设定一天/2026年'),
  ('circular', '起草通报/2026年10月'), ('duty', '报送/主体责任任务清单 研究室 2026年第四季度')) x (l, e);
SELECT engine.record('report', (fx.who('triage')).account_id, 'export', (fx.who('triage')).account_id, 'triage', NULL, NULL, '{"report": "ledger"}') FROM generate_series(1, 20) \g /dev/null
SELECT is(r -> 'n' || jsonb_build_array(jsonb_array_length(r -> 'rows')), v -> 'n' || jsonb_build_array(engine.page_rows()), 'a page of the audit at a time')
  FROM fx.view('audit', 'auditor') v, engine.report_data('audit', '{}', fx.who('auditor'), 'en', false) r;
SELECT isnt(engine.report_data('audit', jsonb_build_object('after', substring(r ->> 'next_href' FROM 'after=(\d+)$')), fx.who('auditor'), 'en', false) #> '{rows,0}', r #> '{rows,0}', 'and the next one goes on')
  FROM engine.report_data('audit', '{}', fx.who('auditor'), 'en', false) r;

SELECT is(v #>> '{notes,0}', '统计期：2026年（2026年1月1日至2026年12月31日）。', 'a view says what period it counts in') FROM fx.view('contact', 'triage') v;
SELECT is(v #>> '{notes,1}', '统计期：2026年上半年（2026年1月1日至2026年6月30日）。', 'and the one that was asked for') FROM fx.view('lookback', 'supervisor', '{"period": "2026-H1"}') v;

-- Every view asked by every role.
CREATE TEMP TABLE may (name text, roles text[]);
INSERT INTO may VALUES ('survey', '{assigner,handler,office_head,party_group,supervisor,triage}'), ('survey_opinions', '{assigner,party_group,supervisor,triage}'), ('contact', '{assigner,chair,member,triage}'), ('delegate_contact', '{assigner,chair,delegate,triage}'),
  ('reception', '{assigner,chair,triage}'), ('lookback', '{handler,office_head,party_group,supervisor}'), ('rebound', '{handler,office_head,party_group,supervisor}'),
  ('kept_on', '{assigner,chair,handler,leader,office_head,party_group,reviewer,supervisor,triage}'), ('hotspot', '{assigner,chair,party_group,supervisor,triage}'),
  ('desk', '{assigner,handler,leader,office_head,party_group,reviewer,revisitor,supervisor,triage}'), ('audit', '{auditor,secadmin}');
SELECT is((SELECT array_agg(r.code ORDER BY r.code) FROM rules.role r WHERE r.code NOT IN ('person', 'system') AND fx.asked(m.name, r.code) <> '403'), m.roles, 'who gets the view ' || m.name) FROM may m;
SELECT is(engine.public_satisfaction('zh-CN') -> 'n', '7', 'a voided rating is not among those the public is told of');
SELECT * FROM finish();
ROLLBACK;
