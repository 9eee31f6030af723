-- Accounts, sessions and rights.
\ir drive.psql
UPDATE rules.param SET value = CASE key WHEN 'session_hours' THEN 12 ELSE 30 END WHERE key IN ('session_hours', 'session_idle_minutes');
CREATE FUNCTION fx.add(p_more text) RETURNS text LANGUAGE sql AS $$
  SELECT fx.error(format('SELECT engine.account_add(%L)', '{"username": "li.si", "name": "李四", "office": "yanjiushi", "roles": ["handler"], "password_hash": "$argon2id$x"}'::jsonb || p_more::jsonb))
$$;
CREATE FUNCTION fx.sign_in(p_mac text, p_who core.actor) RETURNS void LANGUAGE sql AS $$
  INSERT INTO core.session VALUES (decode(p_mac, 'hex'), (p_who).account_id, engine.clock(), engine.clock(), engine.session_end(engine.clock()))
$$;
CREATE FUNCTION fx.actor(p_mac text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  RETURN (engine.actor(jsonb_build_object('session', p_mac))).username;
EXCEPTION WHEN OTHERS THEN
  RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;

SELECT plan(44);
SELECT is(fx.add('{}'), '', 'an account is made');
SELECT is(fx.add('{}'), 'XQ409 account.exists username', 'once');
SELECT is(fx.add('{"username": "Li Si"}'), 'XQ422 account.bad_username username', 'with a user name that can be typed');
SELECT is(fx.add('{"username": "b1", "office": "none"}'), 'XQ422 not_a_choice office', 'in an office that is there');
SELECT is(fx.add('{"username": "b1", "name": " "}'), 'XQ422 required name', 'with a name');
SELECT is(fx.add('{"username": "b1", "password_hash": ""}'), 'XQ422 required password_hash', 'and a password');
SELECT is(fx.add('{"username": "b1", "roles": []}'), 'XQ422 required roles', 'and a role');
SELECT is(fx.add('{"username": "b1", "roles": ["king"]}'), 'XQ422 not_a_choice roles', 'that is one');
SELECT is(fx.add('{"username": "b1", "roles": ["person"]}'), 'XQ422 not_a_choice roles', 'and is an account''s');
SELECT is(fx.add(format('{"username": "b1", "roles": ["%s", "triage"]}', r)), 'XQ422 account.roles_conflict roles', r || ' is nothing else') FROM unnest(ARRAY['sysadmin', 'secadmin', 'auditor']) r;
SELECT is(fx.add('{"username": "b1", "roles": ["triage", "assigner"]}'), '', 'staff may hold two roles');
SELECT is((SELECT a.value - 'id' - 'created_at' FROM jsonb_array_elements(engine.account_list('{}')) a WHERE a.value ->> 'username' = 'b1'),
  '{"username": "b1", "name": "李四", "office": "yanjiushi", "active": true, "roles": ["assigner", "triage"]}', 'the list shows it, and no password');
SELECT is((SELECT string_agg(a ->> 'username', ' ') FROM jsonb_array_elements(engine.account_list('{"role": "leader"}')) a), 'fx.leader', 'the list can be asked for a role');
SELECT is((SELECT e.detail FROM core.event e JOIN core.account a ON a.id = e.subject_id AND e.layer = 'account' WHERE a.username = 'li.si'),
  '{"username": "li.si", "name": "李四", "office": "yanjiushi", "roles": ["handler"]}', 'an event tells it, without the password');

SELECT fx.sign_in('aa01', fx.who('handler')) \g /dev/null
SELECT is(fx.actor('aa01'), 'fx.handler', 'a session is its account');
SELECT is((engine.actor('{"session": "aa01"}')).roles, ARRAY['handler'], 'with its roles');
SELECT is(fx.actor('aa02'), 'XQ401 sign_in_required', 'another token is nobody');
SELECT is(fx.actor(NULL), 'XQ401 sign_in_required', 'no token is nobody');
SELECT is(fx.actor('xyz'), 'XQ401 sign_in_required', 'what is no MAC is nobody');
SELECT is((SELECT seen_at FROM core.session WHERE token_mac = '\xaa01'), '2026-11-24 10:00+08'::timestamptz, 'a page right away writes nothing');
SET LOCAL xq.clock = '2026-11-24 10:20+08';
SELECT is(fx.actor('aa01'), 'fx.handler', 'used in time, a session goes on');
SELECT is((SELECT expires_at FROM core.session WHERE token_mac = '\xaa01'), '2026-11-24 10:50+08'::timestamptz, 'and lasts from there');
SET LOCAL xq.clock = '2026-11-24 10:51+08';
SELECT is(fx.actor('aa01'), 'XQ401 sign_in_required', 'left idle, it ends');
UPDATE core.session SET expires_at = '2027-01-01';
SET LOCAL xq.clock = '2026-11-24 22:01+08';
SELECT is(fx.actor('aa01'), 'XQ401 sign_in_required', 'and after half a day in any case');
SET LOCAL xq.clock = '2026-11-24 10:00+08';
SELECT is(engine.account_set('{"username": "fx.handler", "name": "改名", "office": "huanzi", "roles": ["handler", "office_head"]}') - 'id' - 'created_at',
  '{"username": "fx.handler", "name": "改名", "office": "huanzi", "active": true, "roles": ["handler", "office_head"]}', 'an account can be changed');
SELECT is(fx.actor('aa01'), 'XQ401 sign_in_required', 'its sessions end with the old rights');
SELECT fx.sign_in('aa01', fx.who('handler')) \g /dev/null
SELECT is(engine.account_set('{"username": "fx.handler", "roles": ["handler"]}') ->> 'roles', '["handler"]', 'a role can be taken away');
SELECT is(engine.account_set('{"username": "fx.handler", "active": false}') ->> 'active', 'false', 'an account can be closed');
SELECT fx.sign_in('aa03', fx.who('handler')) \g /dev/null
SELECT is(fx.actor('aa03'), 'XQ401 sign_in_required', 'and then nobody is it');
SELECT is(engine.account_set('{"username": "fx.leader", "password_hash": "$new"}') ->> 'username', 'fx.leader', 'a password can be changed');
SELECT is((SELECT password_hash FROM core.account WHERE username = 'fx.leader'), '$new', 'and is');
SELECT is((SELECT e.detail FROM core.event e WHERE e.layer = 'account' AND e.subject_id = (fx.who('leader')).account_id AND e.action = 'set'), '{"list": "account", "code": "fx.leader", "password": "changed"}', 'without being told');
SELECT is(fx.error('SELECT engine.account_set(''{"username": "nobody"}'')'), 'XQ404 not_found username', 'nobody cannot be changed');

SELECT is(engine.may(fx.who('triage'), 'opinion.read'), 'all', 'a right has a scope');
SELECT is(engine.may(fx.who('handler'), 'opinion.read'), NULL, 'or is none');
SELECT is(engine.may(ROW(1, 'x', 'x', 1, ARRAY['handler', 'leader', 'reviewer'])::core.actor, 'issue.read'), 'all', 'of several roles the widest counts');
SELECT is(fx.error('SELECT engine.need(fx.who(''handler''), ''opinion.read'')'), 'XQ403 forbidden', 'what is needed and missing is refused');
SELECT set_eq($$SELECT DISTINCT role FROM rules.permission WHERE permission IN ('opinion.read', 'contact.look', 'opinion.unmasked')$$,
  ARRAY['triage', 'assigner', 'revisitor'], 'words and contacts are triage''s, its approvers'' and callers'' alone');
SELECT is_empty($$SELECT * FROM rules.permission WHERE role IN ('sysadmin', 'secadmin', 'auditor') AND permission NOT IN ('report.audit', 'calendar.edit', 'admin.read', 'admin.edit', 'admin.grant', 'outbox.read')$$, 'administrators have no right over data');
SELECT is_empty($$SELECT * FROM rules.transition WHERE active AND role IN ('sysadmin', 'secadmin', 'auditor', 'delegate', 'member', 'chair', 'station', 'discipline')
  AND NOT (role = 'discipline' AND action = 'take_over' AND from_state = to_state)$$,
  'nor do they, deputies or members dispose of anything: the liaison registers that a transfer was received, which moves nothing');
SELECT fx.issue(40) AS issue \gset
INSERT INTO core.assignment (issue_id, office_id, part, assigned_at) VALUES (:issue, fx.office('huanzi'), 'co', engine.clock());
SELECT is((SELECT string_agg(r, ' ' ORDER BY r) FROM unnest(ARRAY['office_head', 'leader', 'reviewer', 'triage', 'sysadmin', 'auditor', 'delegate', 'handler']) r WHERE engine.sees_issue(fx.who(r), :issue)),
  'handler leader office_head reviewer triage', 'an issue is read by its leading and helping offices, its leader, and those who watch');
UPDATE core.issue SET leader_id = NULL WHERE id = :issue;
UPDATE core.assignment SET ended_at = engine.clock() WHERE issue_id = :issue;
SELECT is((SELECT string_agg(r, ' ' ORDER BY r) FROM unnest(ARRAY['office_head', 'leader', 'reviewer', 'handler']) r WHERE engine.sees_issue(fx.who(r), :issue)), 'reviewer', 'and no longer once it is others''');
SELECT * FROM finish();
ROLLBACK;
