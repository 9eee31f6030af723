-- Issues on the desks: who sees which, what the office never sees, and the desk itself.
\ir api.psql
SELECT plan(62);
SELECT fx.linked('a', 60, '{"text": "我叫王小明，电话13812345678，接待室没有人。"}') AS a, fx.linked('b', 30) AS b, fx.linked('c', 20 + 20) AS c \gset
UPDATE core.issue SET office_id = fx.office('caijing'), due_at = engine.clock() - interval '1 day' WHERE id = :c;
UPDATE core.assignment SET office_id = fx.office('caijing') WHERE issue_id = :c;
INSERT INTO core.assignment (issue_id, office_id, part, assigned_at) VALUES (:a, fx.office('minqiao'), 'co', engine.clock());
INSERT INTO core.assignment (issue_id, office_id, part, assigned_at, ended_at) VALUES (:a, fx.office('shehui'), 'co', engine.clock(), engine.clock());
UPDATE core.issue SET leader_id = NULL WHERE id = :b;
SELECT id AS words FROM core.opinion WHERE issue_id = :a \gset
SELECT fx.rating(:words, :a, 'dissatisfied') \g /dev/null
UPDATE core.rating SET reason = '还是没人接，电话13812345678' WHERE issue_id = :a;
SELECT fx.ctx('triage') AS triage, fx.ctx('handler') AS handler, fx.ctx('office_head') AS head, fx.ctx('leader') AS leader, fx.ctx('revisitor') AS revisitor,
  fx.ctx('reviewer') AS reviewer, fx.ctx('sysadmin') AS sysadmin, fx.ctx('assigner') AS assigner, fx.ctx('party_group') AS party, fx.ctx('discipline') AS discipline \gset
CREATE FUNCTION fx.found(p_ctx jsonb, p_args jsonb DEFAULT '{}') RETURNS bigint[] LANGUAGE sql AS $$
  SELECT coalesce(array_agg((r ->> 'id')::bigint ORDER BY r -> 'id'), '{}') FROM jsonb_array_elements(console.issues(p_ctx, p_args) -> 'rows') r $$;

-- The list.
SELECT is(fx.found(:'triage'), ARRAY[:a, :b, :c]::bigint[], 'triage sees all');
SELECT is(fx.found(:'handler'), ARRAY[:a, :b]::bigint[], 'an office its own');
SELECT is(fx.found(:'leader'), ARRAY[:a, :c]::bigint[], 'a leader those they lead');
SELECT is(fx.refused('console.issues', :'sysadmin', '{}'), 'XQ403 forbidden', 'an administrator none');
SELECT is(fx.found(:'triage', '{"state": "60"}'), ARRAY[:a]::bigint[], 'by state');
SELECT is(fx.found(:'triage', '{"office": "caijing"}'), ARRAY[:c]::bigint[], 'by office');
SELECT is(fx.found(:'triage', '{"lamp": "red"}'), ARRAY[:c]::bigint[], 'by light');
SELECT is(fx.found(:'triage', '{"key_issue": "yes"}'), '{}', 'by weight');
SELECT is(fx.found(:'triage', '{"rectify_type": "fix_now"}'), '{}', 'by kind of rectification');
SELECT is(fx.found(:'triage', '{"category": "C03", "source": "web", "from": "2026-11-24", "to": "2026-11-24", "rebound": "no"}'), ARRAY[:a, :b, :c]::bigint[], 'by all the others');
SELECT is(fx.found(:'triage', jsonb_build_object('after', :b)), ARRAY[:a]::bigint[], 'after a row');
SELECT is(fx.refused('console.issues', :'triage', '{"lamp": "pink"}'), 'XQ422 not_a_choice lamp', 'no such light');
SELECT is(fx.refused('console.issues', :'triage', '{"after": "x"}'), 'XQ422 wrong_type after', 'no such row');
SELECT is(fx.places(console.issues(:'handler', '{}')), 'desk handling(issues) pressing(supervisions,lists,duties,circulars) reading(surveys,reports,calendar) search', 'an office is shown no way to opinions');
SELECT is(fx.places(console.desk(:'sysadmin', '{}')), 'desk reading(calendar) managing(admin)', 'an administrator no way to anything but the calendar and the settings');

-- One issue.
SELECT console.issue(:'handler', jsonb_build_object('id', :a)) AS seen \gset
SELECT is(:'seen'::jsonb #>> '{issue,problem}', '测试问题的表述', 'the problem');
SELECT is((SELECT array_agg(c ->> 'code') FROM jsonb_array_elements(:'seen'::jsonb -> 'issue' -> 'co') c), ARRAY['minqiao'], 'who helps');
SELECT is(:'seen'::jsonb #>> '{issue,leader}', 'fx.leader', 'who leads');
SELECT is(:'seen'::jsonb #> '{issue,opinions_n}', '1', 'how many spoke');
SELECT is(:'seen'::jsonb #>> '{ratings,0,result,code}', 'dissatisfied', 'how it was rated');
SELECT is(:'seen'::jsonb #> '{ratings,0,reason}', NULL, 'not in whose words');
SELECT is(:'seen'::jsonb -> 'opinions', NULL, 'no opinion');
SELECT is(:'seen'::jsonb -> 'speakers', NULL, 'no speaker');
SELECT unalike(:'seen'::text, '%' || (SELECT number FROM core.opinion WHERE id = :words) || '%', 'not even a number of one');
SELECT unalike(:'seen'::text, '%王小明%', 'no name');
SELECT unalike(:'seen'::text, '%没人接%', 'no word');
SELECT is(console.issue(:'revisitor', jsonb_build_object('id', :a)) #>> '{ratings,0,reason}', '还是没人接，电话［电话］', 'whoever calls reads the reason, without numbers');
SELECT is(console.issue(:'revisitor', jsonb_build_object('id', :a)) #>> '{speakers,0,label}', '群众A', 'and knows the speakers by a letter');
SELECT is(console.issue(:'revisitor', jsonb_build_object('id', :a)) -> 'opinions', NULL, 'but reads no opinion');
SELECT is(console.issue(:'triage', jsonb_build_object('id', :a)) #>> '{opinions,0,excerpt}', '我叫王小明，电话13812345678，接待室没有人。', 'triage does');
SELECT is(console.issue(:'assigner', jsonb_build_object('id', :a)) #>> '{opinions,0,excerpt}', '我叫［姓名］，电话［电话］，接待室没有人。', 'an approver without what identifies');
SELECT is(fx.refused('console.issue', :'handler', jsonb_build_object('id', :c)), 'XQ404 not_found', 'another office''s issue is not there');
SELECT is(fx.refused('console.issue_action', :'head', jsonb_build_object('id', :c, 'action', 'first_contact', 'note', '已了解')), 'XQ404 not_found', 'nor is anything done with it');
SELECT is(fx.refused('console.issue', :'discipline', jsonb_build_object('id', :a)), 'XQ403 forbidden', 'the liaison sees no issue');
SELECT is(fx.refused('console.issue', :'triage', '{"id": "0x1"}'), 'XQ404 not_found', 'no number at all');

-- Doing something.
SELECT ok(console.issue(:'head', jsonb_build_object('id', :b)) -> 'actions' @> '[{"action": "sign"}, {"action": "object"}]', 'what the head may do');
SELECT console.issue_action(:'handler', jsonb_build_object('id', :b, 'action', 'sign', 'version', 1, 'key', '6f1c9a4e-0000-4000-8000-000000000003')) AS signed \gset
SELECT is(:'signed'::jsonb #>> '{proposal,action,code}', 'sign', 'a handler''s signature waits for the head');
SELECT is(console.issue_action(:'handler', jsonb_build_object('id', :b, 'action', 'sign', 'version', 1, 'key', '6f1c9a4e-0000-4000-8000-000000000003')) -> 'issue' -> 'version', '2', 'the same form again does nothing');
SELECT is((SELECT string_agg(g ->> 'code', ',') FROM jsonb_array_elements(console.desk(:'head', '{}') -> 'groups') g), 'approve', 'it lies on the head''s desk');
SELECT is(console.desk(:'handler', '{}') -> 'groups', '[]', 'and on the handler''s no longer');
SELECT is(console.issue_action(:'head', jsonb_build_object('id', :b, 'action', 'approve')) -> 'issue' -> 'state' -> 'code', '40', 'who confirms it');
SELECT is(console.issue(:'head', jsonb_build_object('id', :b)) #>> '{history,0,to,code}', '40', 'the history says so');
SELECT is(fx.refused('console.issue_action', :'reviewer', jsonb_build_object('id', :b, 'action', 'plan')), 'XQ403 forbidden', 'a reviewer makes no plan');
SELECT is(fx.refused('console.issue_action', :'head', jsonb_build_object('id', :b, 'action', 'fly')), 'XQ404 not_found', 'there is no such action');
SELECT is(fx.refused('console.issue_action', :'head', jsonb_build_object('id', :b, 'action', 'reply', 'answer', 'x')), 'XQ409 action_not_now', 'not yet');
SELECT is(fx.refused('console.issue_action', :'head', jsonb_build_object('id', :b, 'action', 'plan', 'cause', '原因分析如下')), 'XQ422 required what', 'a plan has a measure');

-- The desk.
CREATE FUNCTION fx.piles(p_ctx jsonb) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg((g ->> 'code') || ':' || (g ->> 'count'), ' ' ORDER BY k) FROM jsonb_array_elements(console.desk(p_ctx, '{}') -> 'groups') WITH ORDINALITY x(g, k) $$;
SELECT fx.submit('new', '{"text": "电话13812345678的接待室没有人"}') AS new \gset
SELECT is(fx.piles(:'triage'), 'state-10:1 overdue:1', 'triage: what came in, and after it what is late anywhere');
SELECT is(console.desk(:'triage', '{}') #>> '{groups,0,hint}', (SELECT hint_zh FROM rules.choice WHERE list = 'pile' AND code = 'state-10'), 'with what to do about it');
SELECT is((SELECT string_agg(s.code::text, ' ') FROM rules.state s WHERE s.owner_role <> 'person' AND coalesce(engine.pile_hint('zh-CN', 'state-' || s.code), '') = ''), NULL, 'no pile of a state without that');
SELECT is((SELECT string_agg(r.code, ' ') FROM rules.role r WHERE r.code NOT IN ('person', 'system') AND jsonb_array_length(engine.desk_guide('zh-CN', ROW(NULL, NULL, NULL, NULL, ARRAY[r.code])::core.actor)) <> 1), NULL, 'every role is told what its desk is for');
SELECT is(console.desk(:'triage', '{}') #>> '{groups,1,items,0,lamp,code}', 'red', 'with its light');
SELECT is(console.desk(:'triage', '{}') #>> '{groups,0,items,0,href}', '/console/opinions/' || :new, 'and the way there');
SELECT is(fx.piles(:'head'), 'state-40:1', 'a head: what waits for a plan');
SELECT is(fx.piles(:'revisitor'), 'state-60:1 overdue:1', 'a revisitor: what was answered');
SELECT is((SELECT string_agg(r.code, ' ' ORDER BY r.code) FROM rules.role r WHERE engine.pile_place(ROW(NULL, NULL, NULL, NULL, ARRAY[r.code])::core.actor, 'overdue') > engine.pile_place(ROW(NULL, NULL, NULL, NULL, ARRAY[r.code])::core.actor, 'state-10')), 'assigner chair party_group reviewer revisitor triage', 'what is late comes first where it is one''s own to do or to press on');
UPDATE core.issue SET due_at = engine.clock() - interval '3 days' WHERE id = :a;
SELECT is(fx.piles(:'revisitor'), 'state-60:1 overdue:1', 'what was answered is late by its own step alone, as its light says');
UPDATE core.issue SET closed_at = engine.clock() WHERE id = :c;
SELECT is(fx.piles(:'revisitor'), 'state-60:1', 'what is closed is late no more');
SELECT fx.issue(51) AS asked \gset
SELECT is((SELECT count(*) FROM engine.waiting_issues(fx.who('assigner')) w WHERE w.id = :asked), 0::bigint, 'more time is for the leader to grant');
UPDATE core.issue SET leader_id = NULL WHERE id = :asked;
SELECT is((SELECT array_agg((w.pile, w.id)::text) FROM engine.waiting_issues(fx.who('assigner')) w WHERE w.id = :asked), ARRAY[format('(state-51,%s)', :asked)], 'or, where nobody leads, for who approves assignments');

-- A speaker's own step on the issue.
SELECT engine.record('issue', :a, 'rate', NULL, 'person', 60, 60) \g /dev/null
SELECT is(console.issue(:'head', jsonb_build_object('id', :a)) #>> '{history,0,at}', '2026-11-24', 'a speaker''s step is told by its day');
SELECT is(console.issue(:'head', jsonb_build_object('id', :a)) #>> '{history,0,at_text}', '2026年11月24日', 'not by its minute');

DELETE FROM rules.permission WHERE role = 'triage' AND permission = 'opinion.read';
SELECT is(fx.piles(:'triage'), NULL, 'whoever may not read opinions has none on the desk');
SELECT * FROM finish();
ROLLBACK;
