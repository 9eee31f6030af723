-- Notices on the desks: who sees which level, who may do what and when, once, and from a form that is not stale.
\ir api.psql
SELECT plan(88);
SELECT fx.issue(50) AS i \gset
UPDATE core.issue SET due_at = engine.clock() - interval '1 day' WHERE id = :i;
-- A notice of each level, by rule.
CREATE FUNCTION fx.notice(p_level text, p_basis text) RETURNS bigint LANGUAGE sql AS $$
  SELECT (engine.insert_notice(i, p_level, CASE p_level WHEN 'red' THEN 'overdue' WHEN 'yellow' THEN 'stale' ELSE 'due_near' END, p_basis, i.due_at, '请抓紧办理', NULL)).id
    FROM core.issue i ORDER BY i.id LIMIT 1
$$;
SELECT fx.notice('blue', 'x') AS blue, fx.notice('yellow', 'x') AS yellow, fx.notice('red', 'x') AS red \gset
SELECT fx.account('fx.other-head', 'huanzi', 'office_head'), fx.account('fx.other-handler', 'huanzi', 'handler'), fx.account('fx.other-leader', 'lingdao', 'leader'),
  fx.account('fx.own-supervisor', 'yanjiushi', 'supervisor') \g /dev/null
CREATE TEMP TABLE asked AS SELECT r.code AS role, fx.ctx(r.code) AS ctx FROM rules.role r WHERE r.code NOT IN ('person', 'system')
  UNION ALL SELECT x, fx.ctx(x) FROM unnest(ARRAY['other_head', 'other_handler', 'other_leader', 'own_supervisor']) x;
CREATE FUNCTION fx.as(p_role text) RETURNS jsonb LANGUAGE sql AS 'SELECT ctx FROM asked WHERE role = p_role';
CREATE FUNCTION fx.readers(p_id bigint) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(role, ' ' ORDER BY role) FROM asked WHERE fx.refused('console.supervision', ctx, jsonb_build_object('id', p_id)) = ''
$$;

-- What the rule drafts is the supervisors' own until one has signed it; blue is the system's to send.
CREATE FUNCTION fx.sign(p_role text, p_id bigint, p_key text DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
  SELECT fx.refused('console.supervision_action', fx.as(p_role), jsonb_build_object('id', p_id, 'action', 'sign', 'instruction', '请抓紧办理', 'key', p_key))
$$;
SELECT is(fx.readers(:yellow) || ' / ' || fx.readers(:red), 'own_supervisor supervisor / own_supervisor supervisor', 'a draft is read by supervisors alone');
SELECT is(engine.notice_state(n) || coalesce(n.reply_due_at::text, ''), 'draft', 'it is a draft, and no time runs') FROM core.supervision n WHERE n.id = :red;
SELECT is(fx.refused('console.supervision_action', fx.as('office_head'), jsonb_build_object('id', :red, 'action', 'reply', 'reply', '我们会抓紧办理')), 'XQ404 not_found', 'the office has nothing to reply to');
SELECT is((SELECT count(*) FROM jsonb_array_elements(console.issue(fx.as('office_head'), jsonb_build_object('id', :i)) #> '{supervision,notices}')), 1::bigint, 'on its issue it reads the blue one alone');
SELECT is((SELECT g ->> 'count' FROM jsonb_array_elements(console.desk(fx.as('supervisor'), '{}') -> 'groups') g WHERE g ->> 'code' = 'notice-sign'), '2', 'both wait on the supervisor''s desk');
SELECT is(fx.sign('office_head', :red) || fx.sign('party_group', :red), 'XQ404 not_foundXQ404 not_found', 'who may not sign does not find it');
SELECT is(fx.sign('own_supervisor', :red), 'XQ403 forbidden', 'nobody signs one to the own office');
SELECT fx.notice('red', 'y') AS needless \gset
SELECT is(fx.refused('console.supervision_action', fx.as('supervisor'), jsonb_build_object('id', :needless, 'action', 'lift', 'reason', '当日已经办结')), '', 'a draft may be put aside, with a reason');
SELECT is(engine.notice_state(n), 'lapsed', 'it was never issued') FROM core.supervision n WHERE n.id = :needless;
DELETE FROM core.supervision WHERE id = :needless;
SELECT is(fx.sign('supervisor', :yellow) || fx.sign('supervisor', :red, '6f1c9a4e-0000-4000-8000-0000000000f1') || fx.sign('supervisor', :red, '6f1c9a4e-0000-4000-8000-0000000000f1'), '', 'signed, and the same form again');
SELECT is((SELECT (in_force_at, reply_due_at)::text FROM core.supervision WHERE id = :red), (engine.clock(), '2026-11-26 23:59:59+08'::timestamptz)::text, 'from then on it is in force, and the time to reply runs');
SELECT is(fx.sign('supervisor', :red), 'XQ409 action_not_now', 'it is signed once');

-- Who sees what.
SELECT is(fx.readers(:blue), 'handler office_head own_supervisor supervisor', 'blue: the office and the supervisor');
SELECT is(fx.readers(:yellow), 'assigner chair handler leader office_head own_supervisor reviewer supervisor', 'yellow: and the leader in charge, and who oversees');
SELECT is(fx.readers(:red), 'assigner chair handler leader office_head own_supervisor party_group reviewer supervisor', 'red: and the party group');
SELECT is((SELECT string_agg(role, ' ' ORDER BY role) FROM asked WHERE fx.refused('console.supervisions', ctx, '{}') <> ''),
  'auditor delegate discipline member revisitor secadmin station sysadmin triage', 'others not even the list');
SELECT is(fx.refused('console.supervision', fx.as('other_head'), jsonb_build_object('id', :red)), 'XQ404 not_found', 'another office''s notice is not there');
SELECT is(fx.refused('console.supervision', fx.as('other_leader'), jsonb_build_object('id', :red)), 'XQ404 not_found', 'nor is another leader''s');
SELECT is(fx.refused('console.supervision', fx.as('triage'), jsonb_build_object('id', :red)), 'XQ403 forbidden', 'who has no right to any is told so');
SELECT is(fx.refused('console.supervision', fx.as('supervisor'), '{"id": "x"}'), 'XQ404 not_found', 'no number at all');

-- The list.
CREATE FUNCTION fx.list(p_role text, p_args jsonb DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(string_agg(r -> 'lamp' ->> 'code', ' ' ORDER BY k), '') FROM jsonb_array_elements(console.supervisions(fx.as(p_role), p_args) -> 'rows') WITH ORDINALITY x(r, k)
$$;
SELECT is(fx.list('supervisor'), 'red yellow blue', 'the latest first');
SELECT is(fx.list('party_group'), 'red', 'each sees its own levels');
SELECT is(fx.list('other_head'), '', 'another office none');
SELECT is(fx.list('supervisor', '{"level": "yellow"}'), 'yellow', 'by level');
SELECT is(fx.list('supervisor', '{"office": "yanjiushi"}') || fx.list('supervisor', '{"office": "huanzi"}'), 'red yellow blue', 'by office');
SELECT is(fx.list('supervisor', '{"state": "open"}') || fx.list('supervisor', '{"state": "ended"}'), 'red yellow blue', 'by state');
SELECT is(fx.list('supervisor', jsonb_build_object('after', :red)), 'yellow blue', 'after a row');
SELECT is(fx.refused('console.supervisions', fx.as('supervisor'), '{"level": "pink"}'), 'XQ422 not_a_choice level', 'no such level');
SELECT is(jsonb_array_length(console.supervisions(fx.as('office_head'), '{}') -> 'filters'), 2, 'an office is not asked which office');
SELECT is(console.supervisions(fx.as('office_head'), '{"office": "caijing"}') -> 'rows', '[]', 'and finds none of another''s under an address that names one');
SELECT is(console.supervisions(fx.as('supervisor'), '{}') #>> '{month,reds,0,days_late}', '1', 'what the month''s circular will name');
SELECT is(console.supervisions(fx.as('office_head'), '{}') -> 'month', NULL, 'is not for an office');
SELECT is(fx.places(console.supervisions(fx.as('supervisor'), '{}'), true), 'pressing(supervisions)', 'the way there, marked as where one is');

-- The paper.
SELECT console.supervision(fx.as('supervisor'), jsonb_build_object('id', :red)) -> 'notice' AS paper \gset
SELECT is(:'paper'::jsonb ->> 'number', 'DB-2026-0003', 'its number');
SELECT is(:'paper'::jsonb #>> '{level,zh}' || (:'paper'::jsonb #>> '{lamp,zh}'), '红色督办单（超期）超期', 'its level in words');
SELECT is(:'paper'::jsonb #>> '{issue,number}', (SELECT number FROM core.issue WHERE id = :i), 'whose it is about');
SELECT is(:'paper'::jsonb ->> 'leader', 'fx.leader', 'who leads');
SELECT is(:'paper'::jsonb ->> 'reply_due_text', '2026年11月26日', 'until when to reply');
SELECT is(:'paper'::jsonb ->> 'limit_text', '2026年11月23日', 'the limit it is about');
SELECT is(:'paper'::jsonb ->> 'signer' || (:'paper'::jsonb ->> 'in_force_text'), 'fx.supervisor2026年11月24日', 'who signed it, and from when it counts');

-- What may be done, by whom.
CREATE FUNCTION fx.offers(p_role text, p_id bigint) RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(string_agg(a ->> 'action', ' ' ORDER BY k), '') FROM jsonb_array_elements(console.supervision(fx.as(p_role), jsonb_build_object('id', p_id)) -> 'actions') WITH ORDINALITY x(a, k)
$$;
CREATE FUNCTION fx.do(p_role text, p_id bigint, p_action text, p_more jsonb DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
  SELECT fx.refused('console.supervision_action', fx.as(p_role), jsonb_build_object('id', p_id, 'action', p_action) || p_more)
$$;
SELECT is(fx.offers('handler', :red) || '/' || fx.offers('office_head', :red), 'receive/receive reply', 'the office receives, its head replies');
SELECT is(fx.offers('office_head', :blue), 'receive', 'blue asks for no reply');
SELECT is(fx.offers('supervisor', :red), '', 'the supervisor waits for the reply');
SELECT is(fx.offers('own_supervisor', :red), '', 'but not over the own office');
SELECT is(fx.offers('party_group', :red), 'hand_over', 'the party group may hand over');
SELECT is(fx.offers('leader', :red) || fx.offers('chair', :red) || fx.offers('reviewer', :red) || fx.offers('assigner', :red), '', 'others read');
SELECT is((SELECT string_agg(role || ' ' || a || ': ' || got, '; ') FROM asked, unnest(ARRAY['receive', 'reply', 'sign', 'accept', 'ask_more', 'lift', 'hand_over']) a,
    LATERAL (SELECT fx.do(role, :red, a) AS got) g WHERE role IN ('leader', 'chair', 'reviewer', 'assigner', 'own_supervisor') AND got <> 'XQ403 forbidden'), NULL, 'and are refused all of it');
SELECT is(fx.do('handler', :red, 'reply', '{"reply": "我们会抓紧办理"}'), 'XQ403 forbidden', 'a handler does not reply');
SELECT is(fx.do('other_head', :red, 'receive'), 'XQ404 not_found', 'another head finds nothing');
SELECT is(fx.do('supervisor', :red, 'fly'), 'XQ404 not_found', 'there is no such action');
SELECT is(fx.do('supervisor', :red, 'accept'), 'XQ409 action_not_now', 'nothing to accept yet');
SELECT is(fx.do('office_head', :red, 'reply'), 'XQ422 required reply', 'a reply has words');
SELECT is_empty($$SELECT * FROM rules.action_field WHERE layer = 'supervision' AND (name || zh || en) ~* 'photo|照片|附件|截图'$$, 'nothing asks for photographs');

-- The way of a notice.
SELECT is(fx.do('handler', :red, 'receive', '{"version": 2, "key": "6f1c9a4e-0000-4000-8000-0000000000a1"}'), '', 'received');
SELECT is(fx.do('handler', :red, 'receive', '{"version": 2, "key": "6f1c9a4e-0000-4000-8000-0000000000a1"}'), '', 'the same form again passes');
SELECT is(fx.events('supervision', :red, 'receive'), 1::bigint, 'and does nothing');
SELECT is(fx.do('office_head', :red, 'receive', '{"key": "6f1c9a4e-0000-4000-8000-0000000000a1"}'), 'XQ409 key.other_words key', 'its key in another hand does not');
SELECT is(fx.do('office_head', :red, 'reply', '{"reply": "我们会抓紧办理", "version": 2}'), 'XQ409 changed_meanwhile version', 'a stale form neither');
SELECT is(fx.do('office_head', :red, 'reply', '{"reply": "我们会抓紧办理", "version": 3}'), '', 'replied');
SELECT is(fx.list('supervisor', '{"state": "replied"}'), 'red', 'and found so');
SELECT is(fx.offers('supervisor', :red), 'accept ask_more', 'it is looked at');
SELECT is(fx.do('supervisor', :red, 'ask_more', '{"remark": "请写明完成时间"}'), '', 'more is asked');
SELECT is(fx.offers('office_head', :red), 'reply', 'and replied to again');
SELECT is(fx.do('office_head', :red, 'reply', '{"reply": "十二月五日前办结"}'), '', 'so it is');
SELECT is(fx.do('supervisor', :red, 'accept'), '', 'accepted');
SELECT is((SELECT (accepted, ended_at IS NULL, received_by = (fx.who('handler')).account_id)::text FROM core.supervision WHERE id = :red), '(t,t,t)', 'the cause is still there: the notice stays until it is gone');
SELECT is(fx.do('office_head', :yellow, 'reply', '{"reply": "已更新进展"}'), '', 'a reply is a receipt too');
SELECT is((SELECT received_by = replied_by FROM core.supervision WHERE id = :yellow), true, 'of the same hand');
UPDATE core.issue SET state = 99, closed_at = engine.clock() WHERE id = :i;
SELECT engine.end_notices(:i) \g /dev/null
SELECT is(fx.offers('office_head', :yellow) || fx.offers('supervisor', :yellow), '', 'what has ended is over');
SELECT is(fx.do('office_head', :blue, 'receive'), 'XQ409 action_not_now', 'for everybody');
SELECT is(console.supervision(fx.as('leader'), jsonb_build_object('id', :red)) #>> '{history,0,action,code}', 'end', 'its history tells');

-- By hand, on the issue's page.
SELECT fx.issue(50) AS j \gset
CREATE FUNCTION fx.raise(p_role text, p_issue bigint, p_more jsonb DEFAULT '{"level": "yellow", "instruction": "请本周内回复"}') RETURNS text LANGUAGE sql AS $$
  SELECT fx.refused('console.issue_notice', fx.as(p_role), jsonb_build_object('id', p_issue, 'action', 'raise') || p_more)
$$;
SELECT is(console.issue(fx.as('supervisor'), jsonb_build_object('id', :j)) #>> '{raise,href}', format('/console/issues/%s/notices/actions/raise', :j), 'the supervisor has a form');
SELECT is(console.issue(fx.as('party_group'), jsonb_build_object('id', :j)) -> 'raise', NULL, 'nobody else has');
SELECT is((SELECT string_agg(role, ' ') FROM asked WHERE role NOT IN ('supervisor') AND fx.raise(role, :j) = ''), NULL, 'nobody else may');
SELECT is(fx.raise('own_supervisor', :j), 'XQ403 forbidden', 'not of the own office');
SELECT is(fx.raise('supervisor', :j, '{"level": "yellow"}'), 'XQ422 required instruction', 'it says what is asked');
SELECT is(fx.raise('supervisor', :j, '{"level": "yellow", "instruction": "请本周内回复", "key": "6f1c9a4e-0000-4000-8000-0000000000b1"}')
  || fx.raise('supervisor', :j, '{"level": "yellow", "instruction": "请本周内回复", "key": "6f1c9a4e-0000-4000-8000-0000000000b1"}'), '', 'raised, and the same form again');
SELECT is((SELECT count(*) FROM core.supervision WHERE issue_id = :j), 1::bigint, 'once');
SELECT is(fx.raise('supervisor', :i), 'XQ409 action_not_now', 'not over what is closed');
SELECT id AS hand FROM core.supervision WHERE issue_id = :j \gset
SELECT is(engine.raise_notices(100), 0, 'the worker leaves it alone');
SELECT is(console.issue(fx.as('office_head'), jsonb_build_object('id', :j)) #>> '{supervision,notices,0,number}', 'DB-2026-0005', 'it stands on the issue''s page');
SELECT is(console.issue(fx.as('triage'), jsonb_build_object('id', :j)) -> 'supervision', NULL, 'for those who may see it');

-- The desks.
CREATE FUNCTION fx.piles(p_role text) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg((g ->> 'code') || ':' || (g ->> 'count'), ' ' ORDER BY k) FROM jsonb_array_elements(console.desk(fx.as(p_role), '{}') -> 'groups') WITH ORDINALITY x(g, k)
   WHERE g ->> 'code' LIKE 'notice-%'
$$;
SELECT is(fx.piles('handler') || ' / ' || fx.piles('office_head'), 'notice-receive:1 / notice-receive:1 notice-reply:1', 'to sign for, and to reply to');
SELECT fx.do('office_head', :hand, 'reply', '{"reply": "本周五前回复"}') \g /dev/null
SELECT is(fx.piles('office_head') IS NULL AND fx.piles('supervisor') = 'notice-accept:1', true, 'then to be looked at');
SELECT is(console.desk(fx.as('supervisor'), '{}') @> jsonb_build_object('groups', jsonb_build_array(jsonb_build_object('items', jsonb_build_array(jsonb_build_object('href', '/console/supervisions/' || :hand))))), true, 'with the way there');
SELECT fx.do('supervisor', :hand, 'accept') \g /dev/null
SELECT is(engine.notice_state(n), 'ended', 'one by hand ends with its reply accepted') FROM core.supervision n WHERE id = :hand;
SELECT fx.raise('supervisor', :j) \g /dev/null
SELECT is(fx.do('supervisor', max(id), 'lift', '{"reason": "情况已经改变"}'), '', 'or is lifted, with a reason') FROM core.supervision;
SELECT is_empty('SELECT * FROM engine.broken_events()', 'every chain of events holds');
SELECT * FROM finish();
ROLLBACK;
