-- Administration: who may set what, that it is on record with what was and what is, and that a deploy leaves it alone.
\ir api.psql
CREATE FUNCTION fx.id(p_list text, p_code text) RETURNS bigint LANGUAGE sql AS $$
  SELECT s.id FROM engine.settings(p_list) s WHERE s.code = p_code
$$;
CREATE FUNCTION fx.do(p_role text, p_list text, p_code text, p_action text, p_fields jsonb DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
  SELECT fx.refused('console.admin_action', fx.ctx(p_role), p_fields || jsonb_build_object('list', p_list, 'action', p_action)
    || CASE WHEN p_code IS NULL THEN '{}' ELSE jsonb_build_object('id', fx.id(p_list, p_code)) END)
$$;
CREATE FUNCTION fx.last(p_list text, p_code text) RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_array(e.action, e.actor_role, e.detail -> 'was', e.detail -> 'is') FROM core.event e
   WHERE e.layer = engine.setting_layer(p_list) AND e.subject_id = fx.id(p_list, p_code) ORDER BY e.seq DESC LIMIT 1
$$;

SELECT plan(221);
SELECT is((SELECT count(*) FROM engine.settings(c.code)) > 0, true, 'list ' || c.code || ' has its rows') FROM rules.choice c WHERE c.list = 'admin_list';
SELECT is_empty($$SELECT c.code FROM rules.choice c, engine.settings(c.code) s WHERE c.list = 'admin_list' GROUP BY c.code, s.id HAVING count(*) > 1$$, 'a number is one setting''s');
SELECT is(fx.refused('console.admin', fx.ctx(r), '{}'), CASE WHEN r IN ('sysadmin', 'secadmin', 'auditor') THEN '' ELSE 'XQ403 forbidden' END, r || ' at the lists')
  FROM unnest(ARRAY['sysadmin', 'secadmin', 'auditor', 'triage', 'party_group']) r;
SELECT is(fx.refused('console.admin_list', fx.ctx('auditor'), jsonb_build_object('list', l)), CASE l WHEN 'session' THEN 'XQ404 not_found' ELSE '' END, 'a list: ' || l)
  FROM unnest(ARRAY['office', 'account', 'choice', 'session']) l;
SELECT is(fx.refused('console.admin_setting', fx.ctx('triage'), '{"list": "office", "id": 1}'), 'XQ403 forbidden', 'an outsider reads no setting');

-- Every action by everybody who may not.
SELECT is(fx.do(r, a.layer, NULL, a.code), 'XQ403 forbidden', format('%s may not %s %s', r, a.code, a.layer))
  FROM rules.action a JOIN rules.choice c ON c.list = 'admin_list' AND c.code = a.layer, unnest(ARRAY['sysadmin', 'secadmin', 'auditor', 'triage']) r
 WHERE (r = 'sysadmin') = (a.layer = 'account' AND a.code IN ('grant', 'end_sessions', 'consent')) AND r NOT IN ('secadmin')
    OR r = 'secadmin' AND NOT (a.layer = 'account' AND a.code IN ('grant', 'end_sessions', 'consent')) OR r IN ('auditor', 'triage');

-- Offices.
SELECT is(fx.do('sysadmin', 'office', NULL, 'add', '{"code": "xinxi", "zh": "信息中心", "en": "Information Centre"}'), '', 'an office is added');
SELECT is(fx.last('office', 'xinxi'), '["add", "sysadmin", null, {"code": "xinxi", "zh": "信息中心", "en": "Information Centre"}]', 'and told');
SELECT is(fx.do('sysadmin', 'office', NULL, 'add', '{"code": "xinxi", "zh": "信息中心", "en": "Information Centre"}'), 'XQ409 admin.exists code', 'once');
SELECT is(fx.do('sysadmin', 'office', NULL, 'add', '{"code": "Xin Xi", "zh": "信息中心", "en": "Information Centre"}'), 'XQ422 admin.bad_code code', 'with a code that can be typed');
SELECT is(fx.do('sysadmin', 'office', 'yanjiushi', 'rename', '{"zh": "调研室", "en": "Studies"}'), '', 'an office is renamed');
SELECT is(fx.last('office', 'yanjiushi'), '["rename", "sysadmin", {"zh": "研究室", "en": "Research Office"}, {"zh": "调研室", "en": "Studies"}]', 'with the old name and the new');
SELECT is(fx.do('sysadmin', 'office', 'yanjiushi', 'show'), 'XQ409 action_not_now', 'what is shown is not shown again');
SELECT is(fx.do('sysadmin', 'office', 'huanzi', 'hide'), '', 'an office is hidden');
SELECT is(fx.last('office', 'huanzi'), '["hide", "sysadmin", {"active": true}, {"active": false}]', 'and told');
SELECT is(engine.is_option('office', 'huanzi', NULL), false, 'no form offers it');

-- Categories.
SELECT is(fx.do('sysadmin', 'category', 'A4.1', 'rename', '{"zh": "会多", "full_zh": "会议太多", "en": "Meetings"}'), 'XQ409 action_not_now', 'the national table is not renamed');
SELECT is(fx.do('sysadmin', 'category', 'A4.1', 'hide'), '', 'but hidden');
SELECT is(fx.do('sysadmin', 'category', 'X4', 'rename', '{"zh": "司法案件", "full_zh": "司法案件", "en": "Cases"}'), '', 'others are renamed');
SELECT throws_ok($$UPDATE rules.category SET own = true WHERE code = 'B1'$$, '23514', NULL, 'nor by hand');

-- Numbers and texts.
SELECT is(fx.do('sysadmin', 'deadline', 'triage', 'change', '{"n": 4, "unit": "wd"}'), '', 'a limit is changed');
SELECT is(fx.last('deadline', 'triage'), '["change", "sysadmin", {"n": 3, "unit": "wd"}, {"n": 4, "unit": "wd"}]', 'with the old and the new');
SELECT is(fx.do('sysadmin', 'deadline', 'plan', 'change', v), e, 'within bounds: ' || v::text) FROM (VALUES ('{"n": 0, "unit": "wd"}'::jsonb, 'XQ422 out_of_range n'),
  ('{"n": 4, "unit": "year"}', 'XQ422 not_a_choice unit'), ('{"n": 4}', 'XQ422 required unit'), ('{"n": 4, "unit": "d", "source": "x"}', 'XQ422 unknown_field source')) x (v, e);
SELECT is(fx.do('sysadmin', 'param', 'min_n', 'change', jsonb_build_object('value', v)), e, 'a number: ' || v) FROM (VALUES ('4', 'XQ422 out_of_range value'),
  ('5.5', 'XQ422 wrong_type value'), ('x', 'XQ422 wrong_type value'), ('8', '')) x (v, e);
SELECT is(engine.param('min_n'), 8::numeric, 'and counts at once');
SELECT is(fx.do('sysadmin', 'param', 'basic_satisfied_weight', 'change', '{"value": "0.85"}'), '', 'a weight has decimals');
SELECT is(fx.do('sysadmin', 'wording', 'fewer', 'change', '{"zh": "不到%d", "en": "under %s"}'), 'XQ422 admin.keep_place zh', 'a text keeps the place of its number');
SELECT is(fx.do('sysadmin', 'wording', 'organ', 'change', '{"zh": "某县人大常委会机关", "en": "A county"}'), '', 'a text is written anew');
SELECT is(fx.do('sysadmin', 'choice', 'kind.praise', 'change', '{"zh": "点赞", "en": "Thumbs up"}'), '', 'a choice gets another name');

-- The three weights are one whole.
CREATE FUNCTION fx.weigh(p_values text) RETURNS text LANGUAGE sql AS $$
  SELECT fx.do('sysadmin', 'param', 'score_solved', 'weights', jsonb_build_object('response', v[1], 'solved', v[2], 'satisfied', v[3])) FROM string_to_array(p_values, ' ') v
$$;
SELECT is(fx.do('sysadmin', 'param', 'score_solved', a, '{"value": "0.3"}'), 'XQ409 action_not_now', 'no weight alone: ' || a) FROM unnest(ARRAY['change', 'reset']) a;
SELECT is(fx.do('sysadmin', 'param', 'min_n', 'weights', '{"response": "0.1", "solved": "0.5", "satisfied": "0.4"}'), 'XQ409 action_not_now', 'another number is no weight');
SELECT is(fx.weigh(v), e, 'weights ' || v) FROM (VALUES ('0.2 0.5 0.4', 'XQ422 admin.weights_sum satisfied'), ('0.1 0.5 0.39', 'XQ422 admin.weights_sum satisfied'), ('0.1 1.5 0.4', 'XQ422 out_of_range solved'),
  ('0.1 0.5 x', 'XQ422 wrong_type satisfied'), ('0.1 0.505 0.395', 'XQ422 wrong_type solved'), ('0.2 0.5 0.3', '')) x (v, e);
SELECT is((SELECT sum(value) FROM rules.param WHERE key LIKE 'score\_%'), 1::numeric, 'they make up one');
SELECT is(fx.last('param', 'score_satisfied'), '["weights", "sysadmin", {"value": 0.4}, {"value": 0.3}]', 'each with the old and the new');
SELECT is((SELECT count(*) FROM core.event WHERE layer = 'rule' AND action = 'weights'), 3::bigint, 'an event for each of the two that changed, and for the one that was asked');
SELECT is((SELECT jsonb_agg(f ->> 'value') FROM jsonb_array_elements(console.admin_setting(fx.ctx('sysadmin'), jsonb_build_object('list', 'param', 'id', fx.id('param', 'score_solved'))) #> '{actions,0,fields}') f), '["0.2", "0.5", "0.3"]', 'the form holds all three');

-- A choice is taken out of use: offered no more, known for ever.
SELECT is(fx.do('sysadmin', 'choice', 'source.hotline', 'hide'), '', 'a choice is hidden');
SELECT is(fx.last('choice', 'source.hotline'), '["hide", "sysadmin", {"active": true}, {"active": false}]', 'and told');
SELECT is(engine.is_option('source', 'hotline', NULL), false, 'no form offers it');
SELECT is(engine.choice('zh-CN', 'source', 'hotline') ->> 'label', '12345/上级转办', 'records keep its name');
SELECT is((engine.report_data('ledger', '{"source": "hotline"}', fx.who('supervisor'), 'zh-CN', false) #>> '{filters,3,value}'), 'hotline', 'and are found by it');
SELECT is(fx.error($$SELECT engine.report_data('ledger', '{"source": "nowhere"}', fx.who('supervisor'), 'zh-CN', false)$$), 'XQ422 not_a_choice source', 'but by none that never was');
SELECT is(fx.do('sysadmin', 'choice', c, 'hide'), 'XQ409 action_not_now', c || ' stays') FROM unnest(ARRAY['source.web', 'kind.accusation', 'satisfaction.basically', 'lamp.red']) c;
UPDATE rules.choice SET active = false WHERE list = 'handover_receiver' AND code <> 'organ';
SELECT is(fx.do('sysadmin', 'choice', 'handover_receiver.organ', 'hide'), 'XQ409 admin.last_choice', 'and so does the last of its kind');

-- A deploy leaves all of it alone; going back is at once.
\ir ../../sql/rules/offices.sql
\ir ../../sql/rules/categories.sql
\ir ../../sql/rules/choices.sql
\ir ../../sql/rules/wording.sql
\ir ../../sql/rules/deadlines.sql
\ir ../../sql/rules/params.sql
SELECT is((SELECT array_agg(x ORDER BY k) FROM (SELECT 1 AS k, zh AS x FROM core.office WHERE code = 'yanjiushi' UNION ALL SELECT 2, active::text FROM core.office WHERE code = 'huanzi'
  UNION ALL SELECT 3, zh FROM core.office WHERE code = 'xinxi' UNION ALL SELECT 4, active::text FROM rules.category WHERE code = 'A4.1' UNION ALL SELECT 5, zh FROM rules.category WHERE code = 'X4'
  UNION ALL SELECT 6, n::text FROM rules.deadline WHERE key = 'triage' UNION ALL SELECT 7, value::text FROM rules.param WHERE key = 'min_n' UNION ALL SELECT 8, zh FROM rules.wording WHERE key = 'organ'
  UNION ALL SELECT 9, zh FROM rules.choice WHERE list = 'kind' AND code = 'praise') s),
  ARRAY['调研室', 'false', '信息中心', 'false', '司法案件', '4', '8', '某县人大常委会机关', '点赞'], 'a deploy overwrites nothing that is the organ''s own');
SELECT is(engine.is_option('source', 'hotline', NULL), false, 'nor shows what it hid');
SELECT is(fx.do('sysadmin', 'choice', 'source.hotline', 'show'), '', 'it is offered again');
SELECT is(engine.is_option('source', 'hotline', NULL), true, 'by every form');
SELECT is(fx.do('sysadmin', l, c, 'reset'), '', format('%s %s goes back', l, c)) FROM (VALUES ('office', 'yanjiushi'), ('category', 'X4'), ('deadline', 'triage'), ('param', 'min_n'),
  ('wording', 'organ'), ('choice', 'kind.praise')) x (l, c);
SELECT is((SELECT array_agg(x ORDER BY k) FROM (SELECT 1 AS k, zh AS x FROM core.office WHERE code = 'yanjiushi' UNION ALL SELECT 5, zh FROM rules.category WHERE code = 'X4'
  UNION ALL SELECT 6, n::text FROM rules.deadline WHERE key = 'triage' UNION ALL SELECT 7, value::text FROM rules.param WHERE key = 'min_n'
  UNION ALL SELECT 9, zh FROM rules.choice WHERE list = 'kind' AND code = 'praise') s), ARRAY['研究室', '涉法涉诉', '3', '5', '表扬'], 'to what the product ships');
SELECT is(fx.do('sysadmin', 'param', 'min_n', 'reset'), 'XQ409 action_not_now', 'and no further');

-- Accounts and roles.
SELECT is(fx.do('sysadmin', 'account', NULL, 'add', '{"username": "wang", "name": "王五", "office": "lingdao", "password_hash": "$argon2id$w"}'), '', 'an account is made');
SELECT is((SELECT e.detail::text ~ 'argon' FROM core.event e WHERE e.layer = 'account' AND e.subject_id = fx.id('account', 'wang')), false, 'its password is told nowhere');
SELECT is((SELECT s.now -> 'roles' FROM engine.settings('account') s WHERE s.code = 'wang'), '[]', 'it may do nothing yet');
SELECT is(fx.do('sysadmin', 'account', 'wang', 'change', '{"name": "王六", "office": "xinfang"}'), '', 'name and office are changed');
SELECT is(fx.do('secadmin', 'account', 'wang', 'grant', '{"roles": ["triage", "assigner"]}'), '', 'roles are granted');
SELECT is(fx.last('account', 'wang'), '["grant", "secadmin", {"name": "王六", "office": "xinfang", "roles": []}, {"name": "王六", "office": "xinfang", "roles": ["assigner", "triage"]}]', 'with those before and after');
SELECT is(fx.do('secadmin', 'account', 'wang', 'grant', '{"roles": ["triage", "auditor"]}'), 'XQ422 account.roles_conflict roles', 'an administrator is nothing else');
SELECT is(fx.do('secadmin', 'account', 'fx.secadmin', 'grant', '{"roles": ["triage"]}'), 'XQ403 admin.self', 'nobody grants to himself');
SELECT is(fx.do('sysadmin', 'account', 'fx.sysadmin', 'disable'), 'XQ403 admin.self', 'nor closes his own');
SELECT is(fx.do('secadmin', 'account', 'fx.sysadmin', 'grant', '{}'), 'XQ409 admin.last', 'the last system administrator stays one');
SELECT is(fx.do('sysadmin', 'account', 'fx.' || r, 'disable'), 'XQ409 admin.last', 'so does the last ' || r) FROM unnest(ARRAY['secadmin', 'auditor']) r;
SELECT is(fx.error('SELECT engine.account_set(''{"username": "fx.auditor", "active": false}'')'), 'XQ409 admin.last', 'from the terminal too');
SELECT is(fx.do('sysadmin', 'account', 'fx.' || r, 'password', '{"password_hash": "$x"}'), 'XQ403 admin.not_theirs', 'nobody becomes ' || r || ' by a password') FROM unnest(ARRAY['secadmin', 'auditor']) r;
SELECT fx.ctx('triage') \g /dev/null
SELECT is(fx.do('secadmin', 'account', 'fx.triage', 'consent', '{"password_hash": "$new"}'), 'XQ409 action_not_now', 'nobody makes a password alone');
SELECT is(fx.do('sysadmin', 'account', 'fx.triage', 'password'), '', 'one administrator asks for one');
SELECT is((SELECT password_hash FROM core.account WHERE username = 'fx.triage'), '$argon2id$', 'which changes nothing yet');
SELECT is((SELECT (g ->> 'code', g #>> '{items,0,number}')::text FROM jsonb_array_elements(console.desk(fx.ctx('secadmin'), '{}') -> 'groups') g), '(consent,fx.triage)', 'the other has it on the desk');
SELECT is(fx.do('sysadmin', 'account', 'fx.triage', 'consent', '{"password_hash": "$new"}'), 'XQ403 forbidden', 'who asked does not consent');
SELECT is(fx.do('secadmin', 'account', 'fx.triage', 'consent', '{"password_hash": "$new"}'), '', 'the other does');
SELECT is(fx.last('account', 'fx.triage') -> 1, '"secadmin"', 'as the record says');
SELECT is((SELECT array_agg(x) FROM (SELECT password_hash AS x FROM core.account WHERE username = 'fx.triage' UNION ALL SELECT count(*)::text FROM core.session s WHERE s.account_id = (fx.who('triage')).account_id) y), ARRAY['$new', '0'], 'and its sessions end');
SELECT is((SELECT roles FROM fx.who('triage')), ARRAY['triage'], 'its roles do not');
SELECT is(fx.refused('console.desk', fx.ctx('triage'), '{}'), 'XQ403 password.must_change', 'the owner gets nowhere with it');
SELECT is(console.password(fx.ctx('triage'), '{}') ->> 'how' ~ 'fx.sysadmin申请，fx.secadmin同意', true, 'reads who did it');
SELECT is(console.change_password(fx.ctx('triage'), '{"password_hash": "$mine"}') -> 'changed', 'true', 'and sets another');
SELECT is(console.desk(fx.ctx('triage'), '{}') ? 'groups', true, 'with which the desk opens');
SELECT is(fx.refused('console.change_password', fx.ctx('triage'), '{"password_hash": "$other"}'), 'XQ409 action_not_now', 'once');
SELECT engine.account_set('{"username": "fx.triage", "password_hash": "$t"}') \g /dev/null
SELECT is(console.password(fx.ctx('triage'), '{}') ->> 'how' ~ '系统终端', true, 'one from the terminal is told as well');
UPDATE core.account SET must_change = false WHERE username = 'fx.triage';
SELECT fx.ctx('triage') \g /dev/null
SELECT is(fx.do('secadmin', 'account', 'fx.triage', 'end_sessions'), '', 'sessions are ended');
SELECT is(fx.refused('console.desk', fx.nobody() || jsonb_build_object('session', fx.mac('triage')), '{}'), 'XQ401 sign_in_required', 'and are over');
SELECT is(fx.do('sysadmin', 'account', 'wang', 'disable'), '', 'an account is closed');
SELECT is(fx.do('sysadmin', 'account', 'wang', 'password', '{"password_hash": "$x"}'), 'XQ409 action_not_now', 'and gets no password');
SELECT is(fx.do('sysadmin', 'account', 'wang', 'enable'), '', 'and opened again');

-- A form sent twice, and one that is stale.
SELECT fx.do('sysadmin', 'deadline', 'plan', 'change', '{"n": 6, "unit": "wd", "key": "00000000-0000-4000-8000-000000000001", "version": 0}') \g /dev/null
SELECT is(console.admin_action(fx.ctx('sysadmin'), jsonb_build_object('list', 'deadline', 'id', fx.id('deadline', 'plan'), 'action', 'change', 'n', 7, 'unit', 'wd',
  'key', '00000000-0000-4000-8000-000000000001', 'version', 0)) -> 'fresh', 'false', 'a form sent again does nothing');
SELECT is((SELECT n FROM rules.deadline WHERE key = 'plan'), 6, 'and says so');
SELECT is(fx.do('sysadmin', 'deadline', 'plan', 'change', '{"n": 7, "unit": "wd", "version": 0}'), 'XQ409 changed_meanwhile version', 'a stale one is refused');
SELECT is(jsonb_array_length(console.admin_setting(fx.ctx(r), jsonb_build_object('list', 'deadline', 'id', fx.id('deadline', 'plan'))) -> 'actions'), n, r || ' is offered what he may')
  FROM (VALUES ('sysadmin', 2), ('secadmin', 0), ('auditor', 0)) x (r, n);
SELECT is((SELECT string_agg(a ->> 'action', ' ') FROM jsonb_array_elements(console.admin_setting(fx.ctx(r), jsonb_build_object('list', 'account', 'id', fx.id('account', c))) -> 'actions') a), e, r || ' is offered for ' || c)
  FROM (VALUES ('sysadmin', 'fx.sysadmin', NULL), ('sysadmin', 'fx.auditor', 'change disable'), ('sysadmin', 'wang', 'change password disable'), ('secadmin', 'wang', 'grant end_sessions'), ('secadmin', 'fx.secadmin', NULL)) x (r, c, e);
SELECT is(console.admin_setting(fx.ctx('auditor'), jsonb_build_object('list', 'deadline', 'id', fx.id('deadline', 'plan'))) -> 'history' -> 0 ->> 'was', '多少：5；怎么计：工作日', 'the auditor reads what was');
SELECT is(engine.terminal_setting('{"list": "param", "code": "hotspot_n", "action": "change", "fields": {"value": "4"}}') IS NOT NULL, true, 'the terminal does the same');
SELECT is(fx.last('param', 'hotspot_n'), '["change", "system", {"value": 3}, {"value": 4}]', 'on record as the system''s');
SELECT engine.account_set('{"username": "wang", "name": "王七", "roles": ["triage"]}') \g /dev/null
SELECT is(fx.last('account', 'wang'), '["set", "system", {"name": "王六", "office": "xinfang", "roles": ["assigner", "triage"]}, {"name": "王七", "office": "xinfang", "roles": ["triage"]}]', 'an account set from the terminal too');
SELECT is(engine.terminal_setting('{"list": "account", "code": "wang", "action": "end_sessions", "fields": {}}') IS NOT NULL, true, 'and signed out');
-- A fresh installation has the three, none of them two.
SELECT is(engine.first_administrator('{"username": "admin", "name": "系统管理员", "office": "bangongshi", "roles": ["sysadmin"], "password_hash": "$x"}'), NULL, 'where there is one, none is made');
UPDATE core.account SET active = false WHERE username = 'fx.sysadmin';
SELECT is(engine.first_administrator('{"username": "admin", "name": "系统管理员", "office": "bangongshi", "roles": ["sysadmin"], "password_hash": "$x"}') -> 'roles', '["sysadmin"]', 'where there is none, one is');
SELECT is(fx.error($$SELECT engine.first_administrator('{"username": "both", "name": "双", "office": "bangongshi", "roles": ["sysadmin", "auditor"], "password_hash": "$x"}') FROM engine.account_set('{"username": "admin", "active": false}')$$) <> '', true, 'nobody is two of them');
SELECT * FROM finish();
ROLLBACK;
