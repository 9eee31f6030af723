-- One matter from the form to the archive, looking at what each step leaves behind; then the ways that branch off.
\ir drive.psql
DELETE FROM core.work_calendar;

CREATE FUNCTION fx.go(p_layer text, p_id bigint, p_action text, p_role text, p_args text DEFAULT '{}', p_ctx text DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS $$
  SELECT engine.apply(p_layer, p_id, p_action, CASE WHEN p_role IN ('person', 'system') THEN NULL ELSE fx.who(p_role) END,
                      CASE WHEN p_role IN ('person', 'system') THEN p_role END, p_args::jsonb, p_ctx::jsonb)
$$;
CREATE FUNCTION fx.at(p_when text) RETURNS text LANGUAGE sql AS $$SELECT set_config('xq.clock', p_when || '+08', true)$$;
CREATE FUNCTION fx.local(p_at timestamptz) RETURNS text LANGUAGE sql AS $$SELECT to_char(p_at AT TIME ZONE 'Asia/Shanghai', 'MM-DD HH24:MI')$$;

SELECT plan(67);
SELECT fx.opinion(10) AS o \gset
SELECT fx.go('opinion', :o, 'open', 'triage') \g /dev/null
SELECT is((SELECT fx.local(step_due_at) FROM core.opinion WHERE id = :o), '11-27 23:59', 'triage has three working days');
SELECT fx.go('opinion', :o, 'ask', 'triage', '{"question": "是哪一天的事？"}') \g /dev/null
SELECT is((SELECT (sender, body)::text FROM core.message WHERE opinion_id = :o), '(organ,是哪一天的事？)', 'a question is a message');
SELECT is((SELECT reply FROM core.opinion WHERE id = :o), '是哪一天的事？', 'and what the speaker is told');
SELECT is((SELECT fx.local(step_due_at) FROM core.opinion WHERE id = :o), '12-04 23:59', 'the speaker has ten days');
SELECT is(fx.go('opinion', :o, 'supply', 'person', '{"text": "上周二上午"}') ->> 'state', '20', 'the answer brings it back');
SELECT is((SELECT (sender, body)::text FROM core.message WHERE opinion_id = :o ORDER BY id DESC LIMIT 1), '(speaker,上周二上午)', 'and is a message');
SELECT is((SELECT detail FROM core.event WHERE layer = 'opinion' AND subject_id = :o AND action = 'supply'), '{}', 'the event keeps none of the speaker''s words');
SELECT fx.go('opinion', :o, 'correct', 'triage', '{"category": "C01", "scope": "own", "note": "归类"}') \g /dev/null
SELECT is((SELECT (category, scope, state)::text FROM core.opinion WHERE id = :o), '(C01,own,20)', 'filing changes what triage keeps, and no state');

SELECT fx.go('opinion', :o, 'assign', 'triage', '{"title": "电话打不通", "problem": "工作时间电话多次无人接听", "category": "C03", "scope": "own", "lead_office": "yanjiushi",
  "co_offices": ["huanzi", "yanjiushi"], "leader": "fx.leader", "rectify_type": "fix_now", "key_issue": "on"}') \g /dev/null
SELECT fx.go('opinion', :o, 'approve', 'assigner') ->> 'issue_id' AS i \gset
SELECT is((SELECT (state, category, issue_id = :i)::text FROM core.opinion WHERE id = :o), '(30,C03,t)', 'approved, the opinion is linked');
SELECT is((SELECT (state, round, title, problem, category, scope, source, key_issue, rectify_type, office_id = fx.office('yanjiushi'), leader_id = (fx.who('leader')).account_id)::text FROM core.issue WHERE id = :i),
  '(30,1,电话打不通,工作时间电话多次无人接听,C03,own,web,t,fix_now,t,t)', 'and the issue is what was written');
SELECT is((SELECT string_agg(o.code || ' ' || a.part, ', ' ORDER BY a.id) FROM core.assignment a JOIN core.office o ON o.id = a.office_id WHERE a.issue_id = :i), 'yanjiushi lead, huanzi co', 'each office once');
SELECT is((SELECT fx.local(due_at) || ' ' || fx.local(step_due_at) FROM core.issue WHERE id = :i), '12-01 23:59 11-26 23:59', 'both clocks run');
SELECT is((SELECT (action, to_state)::text FROM core.event WHERE layer = 'issue' AND subject_id = :i), '(open,30)', 'the issue''s chain begins');

SELECT fx.at('2026-11-26 09:00') \g /dev/null
SELECT fx.go('issue', :i, 'object', 'office_head', '{"reason": "不属我室职责", "suggested_office": "huanzi"}') \g /dev/null
SELECT fx.go('issue', :i, 'uphold', 'assigner', '{"reason": "属于职责"}') \g /dev/null
SELECT is(fx.error(format('SELECT fx.go(''issue'', %s, ''object'', ''office_head'', ''{"reason": "还是不属我室", "suggested_office": "huanzi"}'')', :i)), 'XQ409 guard.first_objection', 'an office objects once');
SELECT fx.go('issue', :i, 'sign', 'office_head') \g /dev/null
SELECT is((SELECT (signed_by = (fx.who('office_head')).account_id, objection)::text FROM core.assignment WHERE issue_id = :i AND part = 'lead'), '(t,不属我室职责)', 'the signature and the objection are kept');
SELECT is((SELECT fx.local(due_at) FROM core.issue WHERE id = :i), '12-03 23:59', 'the limit runs from the signature');
SELECT fx.go('issue', :i, 'plan', 'office_head', format('{"cause": "值班安排不落实", "what": "排班表上墙", "target": "无漏接", "owner": "张三", "due_on": "2026-12-01"}')) \g /dev/null
SELECT fx.go('issue', :i, 'add_measure', 'office_head', '{"what": "设转接电话", "target": "转接", "owner": "李四", "due_on": "2026-12-02"}') \g /dev/null
SELECT is((SELECT string_agg(seq || what, ' ' ORDER BY seq) FROM core.measure WHERE issue_id = :i), '1排班表上墙 2设转接电话', 'measures are numbered');
SELECT is((SELECT (cause, fx.local(step_due_at))::text FROM core.issue WHERE id = :i), '(值班安排不落实,"12-03 23:59")', 'while it is rectified its own limit counts');
SELECT fx.go('issue', :i, 'progress', 'handler', '{"text": "已上墙", "percent": 100, "measure": "1"}') \g /dev/null
SELECT fx.go('issue', :i, 'progress', 'handler', '{"text": "正在采购", "percent": "40", "measure": "2"}') \g /dev/null
SELECT is((SELECT string_agg(percent || ' ' || (done_at IS NOT NULL), ', ' ORDER BY seq) FROM core.measure WHERE issue_id = :i), '100 true, 40 false', 'a measure is done at a hundred');
SELECT fx.go('issue', :i, 'ask_extension', 'office_head', '{"reason": "采购需要时间", "new_date": "2026-12-20"}') \g /dev/null
SELECT is(fx.go('issue', :i, 'grant_extension', 'leader') ->> 'state', '50', 'the leader grants more time');
SELECT is((SELECT (granted, decided_by = (fx.who('leader')).account_id, fx.local(old_due_at))::text FROM core.extension WHERE issue_id = :i), '(t,t,"12-03 23:59")', 'which is kept');
SELECT is((SELECT fx.local(due_at) || ' ' || fx.local(step_due_at) FROM core.issue WHERE id = :i), '12-20 23:59 12-20 23:59', 'and moves the limit');
SELECT fx.go('issue', :i, 'reply', 'office_head', '{"answer": "电话值班已经落实，欢迎监督。", "result_class": "A", "public_summary": "落实了电话值班制度。"}') \g /dev/null
SELECT is((SELECT (answer, result_class, public_summary, replied_at = engine.clock())::text FROM core.issue WHERE id = :i), '(电话值班已经落实，欢迎监督。,A,落实了电话值班制度。,t)', 'the answer is there');

SELECT fx.opinion(30, :i, 'opinion', false) AS second \gset
SELECT fx.contact(:second) \g /dev/null
SELECT is(fx.error(format('SELECT fx.go(''issue'', %s, ''rate'', ''person'', ''{"solved": "no", "attitude": "satisfied", "result": "dissatisfied"}'', ''{"opinion_id": %s}'')', :i, :o)), 'XQ422 required reason', 'who is not satisfied says why');
SELECT is(fx.go('issue', :i, 'rate', 'person', '{"solved": "no", "attitude": "satisfied", "result": "dissatisfied", "reason": "还是没人接"}', format('{"opinion_id": %s}', :o)) ->> 'state', '75', 'and it is handled again');
SELECT is((SELECT (via, round, solved, attitude, result, reason)::text FROM core.rating WHERE opinion_id = :o), '(receipt,1,no,satisfied,dissatisfied,还是没人接)', 'the rating is kept');
SELECT is((SELECT detail - 'solved' FROM core.event WHERE layer = 'issue' AND subject_id = :i AND action = 'rate'), '{"attitude": "satisfied", "result": "dissatisfied"}', 'the reason stays out of the office''s history');
SELECT is((SELECT (round, fx.local(due_at), fx.local(step_due_at))::text FROM core.issue WHERE id = :i), '(2,"12-28 23:59","12-28 23:59")', 'the next round has a month');
SELECT fx.go('issue', :i, 'progress', 'handler', '{"text": "已设转接", "percent": 100, "measure": "2"}') \g /dev/null
SELECT fx.go('issue', :i, 'reply', 'office_head', '{"answer": "转接电话已经开通，请再试。", "result_class": "A", "public_summary": "本室开通了转接电话。"}') \g /dev/null
SELECT fx.go('issue', :i, 'revisit', 'revisitor') \g /dev/null
SELECT is(fx.error(format('SELECT fx.go(''issue'', %s, ''apply_close'', ''handler'', ''{"one_reflection": "不涉及", "lasting": "不涉及"}'')', :i)), 'XQ409 guard.speakers_heard', 'who has not been heard must be');
SELECT is(fx.go('issue', :i, 'record_revisit', 'revisitor', format('{"opinion": "%s", "solved": "yes", "attitude": "satisfied", "result": "basically"}', (SELECT number FROM core.opinion WHERE id = :o))) ->> 'state', '70', 'the first speaker is content');
SELECT is((SELECT (via, round)::text FROM core.rating WHERE opinion_id = :o ORDER BY id DESC LIMIT 1), '(revisit,2)', 'as noted by the caller');
SELECT is((SELECT string_agg(code, ',') FROM engine.speaker_rows('en', (engine.subject('issue', :i)).issue)), (SELECT number FROM core.opinion WHERE id = :second), 'the other is left');
SELECT is((SELECT label FROM engine.speaker_rows('zh-CN', (engine.subject('issue', :i)).issue)), '群众B', 'known by a letter');
SELECT fx.go('issue', :i, 'no_answer', 'revisitor', format('{"opinion": "%s"}', (SELECT number FROM core.opinion WHERE id = :second))) \g /dev/null
SELECT is(engine.is_heard((engine.subject('issue', :i)).issue, :second), false, 'one try is not enough');
SELECT is(fx.error(format('SELECT fx.go(''issue'', %s, ''no_answer'', ''revisitor'', ''{"opinion": "%s"}'')', :i, (SELECT number FROM core.opinion WHERE id = :second))),
  'XQ422 guard.tries_apart opinion', 'a second one on the same day is none');
SELECT fx.at('2026-11-27 09:00') \g /dev/null
SELECT fx.go('issue', :i, 'no_answer', 'revisitor', format('{"opinion": "%s"}', (SELECT number FROM core.opinion WHERE id = :second))) \g /dev/null
SELECT is(engine.is_heard((engine.subject('issue', :i)).issue, :second), true, 'two are');

SELECT fx.go('issue', :i, 'apply_close', 'handler', '{"one_reflection": "其他科室已检查", "lasting": "值班制度", "documents": "排班表"}') \g /dev/null
SELECT is((SELECT state FROM core.issue WHERE id = :i), 70, 'a handler''s application waits for the head of the office');
SELECT fx.go('issue', :i, 'approve', 'office_head') \g /dev/null
SELECT is((SELECT (one_reflection, lasting, documents)::text FROM core.issue WHERE id = :i), '(其他科室已检查,值班制度,排班表)', 'what closing asks for');
SELECT fx.go('issue', :i, 'take_review', 'reviewer') \g /dev/null
SELECT is(fx.error(format('SELECT fx.go(''issue'', %s, ''close'', ''reviewer'', ''{"conclusion": "属实"}'')', :i)), 'XQ409 guard.publicity_first', 'a key issue goes on display first');
SELECT is(fx.go('issue', :i, 'publicize', 'supervisor', '{"text": "落实了电话值班制度，开通了转接电话。"}') ->> 'proposed', 'true', 'which takes the reviewer too');
SELECT fx.go('issue', :i, 'approve', 'reviewer') \g /dev/null
SELECT is(fx.error(format('SELECT fx.go(''issue'', %s, ''close'', ''supervisor'', ''{"conclusion": "属实"}'')', :i)), 'XQ409 guard.publicity_over', 'for five working days');
SELECT fx.at('2026-12-07 09:00') \g /dev/null
SELECT fx.go('issue', :i, 'close', 'supervisor', '{"conclusion": "属实", "publish": true}') \g /dev/null
SELECT is((SELECT (state, conclusion, closing_kind, published, closed_at = engine.clock(), step_due_at IS NULL)::text FROM core.issue WHERE id = :i), '(90,属实,agreed,t,t,t)', 'struck off');
SELECT is((SELECT bool_and(closed_at = engine.clock()) FROM core.opinion WHERE issue_id = :i), true, 'its opinions with it');
SELECT is((SELECT string_agg(to_char(due_on, 'YYYY-MM-DD'), ' ' ORDER BY due_on) FROM core.lookback WHERE issue_id = :i), '2027-03-08 2027-06-07', 'two look-backs are due');

SELECT is(fx.error(format('SELECT fx.go(''issue'', %s, ''lookback'', ''system'')', :i)), 'XQ409 guard.lookback_due', 'not yet');
SELECT fx.at('2027-03-08 09:00') \g /dev/null
SELECT fx.go('issue', :i, 'lookback', 'system') \g /dev/null
SELECT is(fx.go('issue', :i, 'hold', 'supervisor', '{"method": ["visit", "look"], "findings": "电话有人接", "second_checker": "fx.reviewer"}') ->> 'state', '90', 'held, and to be looked at once more');
SELECT is((SELECT (method, findings, conclusion, second_checker, checked_by = (fx.who('supervisor')).account_id)::text FROM core.lookback WHERE issue_id = :i AND done_at IS NOT NULL), '("look,visit",电话有人接,held,fx.reviewer,t)', 'as found');
SELECT is((SELECT fx.local(closed_at) FROM core.issue WHERE id = :i), '12-07 09:00', 'the day of striking off stays');
SELECT fx.go('issue', :i, 'lookback', 'supervisor') \g /dev/null
SELECT fx.go('issue', :i, 'rebound', 'supervisor', '{"method": "look", "findings": "又没人接", "second_checker": "fx.reviewer"}') \g /dev/null
SELECT is((SELECT (state, round, rebounds, closed_at IS NULL, fx.local(due_at))::text FROM core.issue WHERE id = :i), '(97,3,1,t,"04-07 23:59")', 'relapsed: the same number, a new round');
SELECT is((SELECT bool_and(closed_at IS NULL) FROM core.opinion WHERE issue_id = :i), true, 'its opinions are open again');
SELECT is(engine.verify() -> 'broken', '[]', 'and every link holds');

SELECT fx.opinion(20) AS m \gset
SELECT fx.issue(40) AS home \gset
SELECT fx.go('opinion', :m, 'merge', 'triage', format('{"issue": "%s", "explanation": "同类事项"}', (SELECT number FROM core.issue WHERE id = :home))) \g /dev/null
SELECT is((SELECT (state, issue_id = :home, reply)::text FROM core.opinion WHERE id = :m), '(28,t,同类事项)', 'a merged opinion is linked');
SELECT is((SELECT (action, from_state, to_state)::text FROM core.event WHERE layer = 'issue' AND subject_id = :home ORDER BY seq DESC LIMIT 1), '(joined,40,40)', 'and the issue knows');
UPDATE core.issue SET state = 90 WHERE id = :home;
SELECT fx.opinion(20) AS m2 \gset
SELECT is(fx.error(format($$SELECT engine.effect_merge(engine.move(engine.subject('opinion', %s), t, fx.who('triage'), '{"issue": "%s"}', NULL, NULL)) FROM rules.transition t WHERE t.id = 9$$, :m2, (SELECT number FROM core.issue WHERE id = :home))),
  'XQ409 action_not_now', 'an issue closed meanwhile takes nobody in');
SELECT fx.go('opinion', :m2, 'refer', 'triage', '{"to": "市水务局", "explanation": "请向市水务局反映"}') \g /dev/null
SELECT is((SELECT (state, referred_to, reply, closed_at IS NOT NULL, step_due_at IS NULL)::text FROM core.opinion WHERE id = :m2), '(27,市水务局,请向市水务局反映,t,t)', 'a referral says where to, and ends it');

SELECT fx.issue(31) AS r \gset
INSERT INTO core.assignment (issue_id, office_id, part, assigned_at) VALUES (:r, fx.office('huanzi'), 'co', engine.clock());
SELECT fx.go('issue', :r, 'reassign', 'assigner', '{"lead_office": "huanzi"}') \g /dev/null
SELECT is((SELECT string_agg(o.code || ' ' || a.part || ' ' || (a.ended_at IS NULL), ', ' ORDER BY a.id) FROM core.assignment a JOIN core.office o ON o.id = a.office_id WHERE a.issue_id = :r),
  'yanjiushi lead false, huanzi co false, huanzi lead true', 'another office leads, and no longer helps');
SELECT is((SELECT office_id FROM core.issue WHERE id = :r), fx.office('huanzi'), 'the issue is its');
SELECT fx.issue(50) AS k \gset
SELECT fx.go('issue', :k, 'keep_on', 'office_head', '{"milestone": "下季度检查", "next_on": "2027-04-30"}') \g /dev/null
SELECT fx.go('issue', :k, 'approve', 'party_group') \g /dev/null
SELECT is((SELECT (state, rectify_type, fx.local(due_at), closing_kind)::text FROM core.issue WHERE id = :k), '(52,keep_on,"04-30 23:59",kept_on)', 'a lasting task runs to its milestone');
SELECT is((SELECT (what, due_on)::text FROM core.measure WHERE issue_id = :k), '(下季度检查,2027-04-30)', 'which is a measure');
UPDATE core.issue SET state = 30, due_given = true, due_at = '2027-04-01 23:59:59+08' WHERE id = :r;
SELECT fx.account('fx.huanzi', 'huanzi', 'office_head') \g /dev/null
SELECT engine.apply('issue', :r, 'sign', engine.account_actor((SELECT id FROM core.account WHERE username = 'fx.huanzi')), NULL, '{}') \g /dev/null
SELECT is((SELECT fx.local(due_at) FROM core.issue WHERE id = :r), '04-01 23:59', 'a limit that was given stays when it is signed for');
SELECT fx.issue(81) AS plain \gset
SELECT fx.go('issue', :plain, 'close', 'reviewer', '{"conclusion": "属实"}') \g /dev/null
SELECT is((SELECT count(*) FROM core.lookback WHERE issue_id = :plain), 1::bigint, 'an ordinary issue is looked at again once');
SELECT is((SELECT published FROM core.issue WHERE id = :plain), false, 'and shown to nobody unless it was said');
SELECT is(fx.rectify, fx.want, 'the limit of ' || fx.kind || ' from ' || fx.source) FROM (SELECT v.*, engine.rectify_limit(v.kind, v.source) AS rectify
  FROM (VALUES ('fix_now', 'delegate', 'fix_now'), ('fix_by', 'web', 'fix_by'), ('fix_by', 'delegate', 'delegate_reply'), ('keep_on', 'web', 'milestone'), ('explain', 'web', 'explain')) v (kind, source, want)) fx;
SELECT * FROM finish();
ROLLBACK;
