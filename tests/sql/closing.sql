-- Striking off: the gates, who is heard when, two keys, what is on display, ratings that do not count, and taking a word back.
\ir api.psql
DELETE FROM core.work_calendar;

CREATE FUNCTION fx.at(p_when text) RETURNS text LANGUAGE sql AS $$DELETE FROM core.session; SELECT set_config('xq.clock', p_when || '+08', true)$$;
CREATE FUNCTION fx.do(p_issue bigint, p_action text, p_role text, p_args text DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS $$
  SELECT engine.apply('issue', p_issue, p_action, CASE WHEN p_role <> 'system' THEN fx.who(p_role) END, CASE WHEN p_role = 'system' THEN p_role END, p_args::jsonb)
$$;
CREATE FUNCTION fx.gates(p_issue bigint) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(CASE WHEN g.met THEN '+' ELSE '-' END, '' ORDER BY g.number) FROM core.issue i, engine.closing_gates(i) g WHERE i.id = p_issue
$$;
CREATE FUNCTION fx.heard(p_issue bigint, p_opinion bigint) RETURNS boolean LANGUAGE sql AS $$
  SELECT engine.is_heard(i, p_opinion) FROM core.issue i WHERE i.id = p_issue
$$;
CREATE FUNCTION fx.number(p_opinion bigint) RETURNS text LANGUAGE sql AS 'SELECT number FROM core.opinion WHERE id = p_opinion';

SELECT plan(71);
-- The gates, one after the other.
SELECT fx.issue(50) AS i \gset
SELECT fx.measure(:i, false) \g /dev/null
SELECT fx.opinion(30, :i) AS a, fx.opinion(30, :i) AS b \gset
SELECT fx.contact(:b) \g /dev/null
SELECT is(fx.gates(:i), '-----+', 'at first an ordinary issue lacks five');
SELECT is((SELECT array_agg(g.missing_zh ORDER BY g.number) FROM core.issue i, engine.closing_gates(i) g WHERE i.id = :i),
  ARRAY['措施1未完成', '2条意见尚待答复', '还有2位提出人未回访或未认可', '尚未申请销号', '举一反三、长效机制尚未填写', ''], 'and says what');
SELECT is(console.issue(fx.ctx('office_head'), jsonb_build_object('id', :i)) #>> '{gates,2,who}', NULL, 'the office reads a count');
SELECT is(console.issue(fx.ctx('revisitor'), jsonb_build_object('id', :i)) #>> '{gates,2,who}', '群众A、群众B', 'who calls reads letters');
SELECT is(console.issue(fx.ctx('triage'), jsonb_build_object('id', fx.issue(40))) -> 'gates', NULL, 'before the plan there is no checklist');
SELECT fx.do(:i, 'progress', 'handler', '{"text": "完成", "percent": 100, "measure": "1"}') \g /dev/null
SELECT fx.do(:i, 'reply', 'office_head', '{"answer": "已经整改，欢迎监督。", "result_class": "A", "public_summary": "已经整改，欢迎监督。"}') \g /dev/null
SELECT fx.do(:i, 'revisit', 'revisitor') \g /dev/null
SELECT is(fx.gates(:i), '++---+', 'done and answered');
SELECT fx.do(:i, 'no_answer', 'revisitor', format('{"opinion": "%s"}', fx.number(:b))) \g /dev/null
SELECT is(fx.error(format($$SELECT fx.do(%s, 'no_answer', 'revisitor', '{"opinion": "%s"}')$$, :i, fx.number(:b))), 'XQ422 guard.tries_apart opinion', 'two tries on one day are one');
SELECT fx.at('2026-11-25 10:00') \g /dev/null
SELECT is(fx.heard(:i, :b), false, 'which is not enough');
SELECT fx.do(:i, 'no_answer', 'revisitor', format('{"opinion": "%s"}', fx.number(:b))) \g /dev/null
SELECT is(fx.heard(:i, :b), true, 'on two days they are');
SELECT fx.do(:i, 'no_answer', 'revisitor', format('{"opinion": "%s"}', fx.number(:a))) \g /dev/null
SELECT fx.at('2026-11-26 10:00') \g /dev/null
SELECT fx.do(:i, 'no_answer', 'revisitor', format('{"opinion": "%s"}', fx.number(:a))) \g /dev/null
SELECT is(fx.heard(:i, :a), false, 'calls to whoever left no contact count for nothing');
SELECT is(fx.error(format($$SELECT fx.do(%s, 'remind', 'system')$$, :i)), 'XQ409 guard.reminder_due', 'nobody is reminded early');
SELECT fx.at('2026-12-09 10:00') \g /dev/null
SELECT is((SELECT count(*) FROM engine.jobs() j WHERE j.id = :i AND j.action = 'remind' AND j.due < engine.clock()), 1::bigint, 'after ten working days the worker has a job');
SELECT fx.do(:i, 'remind', 'system') \g /dev/null
SELECT is((SELECT array_agg(opinion_id ORDER BY opinion_id) FROM core.message WHERE sender = 'organ' AND body ~ '12月15日'), ARRAY[:a, :b]::bigint[], 'each is told until when, through the receipt');
SELECT is((SELECT count(*) FROM engine.jobs() j WHERE j.id = :i AND j.action = 'remind'), 0::bigint, 'once');
SELECT is(fx.error(format($$SELECT fx.do(%s, 'apply_close', 'office_head', '{"one_reflection": "不涉及", "lasting": "不涉及"}')$$, :i)), 'XQ409 guard.speakers_heard', 'the gate holds the application back');
SELECT fx.at('2026-12-16 10:00') \g /dev/null
SELECT is(fx.heard(:i, :a), true, 'until the time to rate is over');
SELECT fx.do(:i, 'apply_close', 'handler', '{"one_reflection": "不涉及", "lasting": "不涉及"}') \g /dev/null
SELECT fx.do(:i, 'approve', 'office_head') \g /dev/null
SELECT is(fx.gates(:i), '+++-++', 'applied for');

-- Two keys: nobody turns both.
INSERT INTO core.account_role SELECT (fx.who('office_head')).account_id, r FROM unnest(ARRAY['reviewer', 'supervisor']) r;
SELECT is(fx.error(format($$SELECT fx.do(%s, 'take_review', 'office_head')$$, :i)), 'XQ403 guard.not_applicant', 'who signed the application does not review it, in whatever role');
UPDATE core.account SET office_id = fx.office('xinfang') WHERE id = (fx.who('handler')).account_id;
INSERT INTO core.account_role VALUES ((fx.who('handler')).account_id, 'reviewer');
SELECT is(fx.error(format($$SELECT fx.do(%s, 'take_review', 'handler')$$, :i)), 'XQ403 guard.not_applicant', 'nor does the applicant after changing offices');
SELECT fx.do(:i, 'take_review', 'reviewer') \g /dev/null
SELECT is(fx.gates(:i), '++++++', 'all six');
SELECT fx.do(:i, 'return_close', 'reviewer', '{"reason": "现场核查发现还有一处没有改"}') \g /dev/null
SELECT is(fx.gates(:i), '+---++', 'returned: answered, heard and applied for anew');
SELECT is(fx.error(format($$SELECT fx.do(%s, 'take_review', 'reviewer')$$, :i)), 'XQ409 action_not_now', 'nobody reviews the old application');

-- A key issue: its second key is nobody's who applied, and nothing goes on display without a speaker's consent.
SELECT fx.issue(81, true) AS k \gset
SELECT fx.opinion(30, :k, 'opinion', true) AS ko \gset
SELECT fx.rating(:ko, :k, 'satisfied') \g /dev/null
SELECT engine.record('issue', :k, 'apply_close', (fx.who('supervisor')).account_id, 'handler', 70, 81) \g /dev/null
SELECT fx.account('fx.supervisor2', 'xinfang', 'supervisor') \g /dev/null
SELECT is(fx.error(format($$SELECT fx.do(%s, 'close', 'reviewer', '{"conclusion": "属实"}')$$, :k)), 'XQ409 guard.publicity_first', 'display comes first');
SELECT is(fx.error(format($$SELECT fx.do(%s, 'publicize', 'supervisor', '{"text": "整改结果在这里公示。"}')$$, :k)), 'XQ403 guard.not_applicant', 'the applicant does not turn the second key');
SELECT fx.do(:k, 'publicize', 'supervisor2', '{"text": "整改结果在这里公示。"}') \g /dev/null
SELECT is(reader.progress(fx.nobody(), '{}') -> 'notices', '[]', 'nothing shows before the reviewer has signed');
SELECT fx.do(:k, 'approve', 'reviewer') \g /dev/null
SELECT is(reader.progress(fx.nobody(), '{}') #>> '{notices,0,text}', '整改结果在这里公示。', 'then it does');
SELECT is(reader.progress(fx.nobody(), '{}') #>> '{notices,0,until_on}', '2026-12-23', 'for five working days');
SELECT fx.issue(81, true) AS s \gset
SELECT fx.opinion(30, :s, 'opinion', false) AS so \gset
SELECT fx.rating(:so, :s, 'satisfied') \g /dev/null
SELECT is(fx.error(format($$SELECT fx.do(%s, 'publicize', 'supervisor', '{"text": "整改结果在这里公示。"}')$$, :s)), 'XQ422 guard.may_publish publish', 'where nobody agreed nothing is shown');
SELECT is(fx.do(:s, 'close', 'reviewer', '{"conclusion": "属实"}') ->> 'proposed', 'true', 'two signatures strike it off');
SELECT engine.record('issue', :s, 'apply_close', (fx.who('supervisor2')).account_id, 'handler', 70, 81) \g /dev/null
SELECT is(fx.error(format($$SELECT fx.do(%s, 'approve', 'supervisor2')$$, :s)), 'XQ403 guard.not_applicant', 'neither of them the applicant''s');
SELECT engine.record('issue', :s, 'take_review', (fx.who('reviewer')).account_id, 'reviewer', 80, 81) \g /dev/null
SELECT is(substr(fx.gates(:s), 4, 1), '+', 'a review from outside');
INSERT INTO core.assignment (issue_id, office_id, part, assigned_at) VALUES (:s, fx.office('xinfang'), 'co', engine.clock());
SELECT is(substr(fx.gates(:s), 4, 1), '-', 'an office that helps is not outside');

-- Objections: anybody's, once a key, read by those who decide.
SELECT jsonb_build_object('id', :k, 'key', '6f1c9a4e-0000-4000-8000-00000000000a', 'text', '上周去办事还是老样子，没有改，电话13812345678。') AS objection \gset
SELECT is(intake.object(fx.nobody(), :'objection') ->> 'title', '测试问题', 'an objection is taken');
SELECT intake.object(fx.nobody(), :'objection') \g /dev/null
SELECT is((SELECT count(*) FROM core.objection WHERE issue_id = :k), 1::bigint, 'once');
SELECT is(fx.events('issue', :k, 'objection'), 1::bigint, 'with one event that holds no word');
SELECT is((SELECT detail FROM core.event WHERE layer = 'issue' AND subject_id = :k AND action = 'objection'), '{}'::jsonb, 'of it');
SELECT is(fx.refused('intake.object', fx.nobody(), :'objection'::jsonb || '{"text": "同一张表单，换了一段话。"}'), 'XQ409 key.other_words key', 'other words under the same key are refused');
UPDATE rules.param SET value = 3 WHERE key = 'objections_one';
SELECT intake.object(fx.nobody(), :'objection'::jsonb || jsonb_build_object('key', gen_random_uuid())) FROM generate_series(1, 2) \g /dev/null
SELECT is(fx.refused('intake.object', fx.nobody(), :'objection'::jsonb || jsonb_build_object('key', gen_random_uuid())), 'XQ429 objection.wait', 'a flood is told to wait');
SELECT is(fx.refused('intake.object', fx.nobody(), :'objection'), '', 'what was taken before is answered as before');
UPDATE rules.param SET value = 30 WHERE key = 'objections_one';
UPDATE rules.param SET value = 3 WHERE key = 'objections_all';
SELECT is(fx.refused('intake.object', fx.nobody(), :'objection'::jsonb || jsonb_build_object('key', gen_random_uuid())), 'XQ429 objection.wait', 'against whichever result');
SELECT set_config('xq.clock', (engine.clock() + interval '61 minutes')::text, true) \g /dev/null
SELECT is(fx.refused('intake.object', fx.nobody(), :'objection'::jsonb || jsonb_build_object('key', gen_random_uuid())), '', 'and after an hour it goes on');
SELECT is(fx.refused('intake.object', fx.nobody(), :'objection'::jsonb || '{"text": "太短"}'), 'XQ422 too_short text', 'too little too');
SELECT is(fx.refused('intake.notice', fx.nobody(), jsonb_build_object('id', :s)), 'XQ404 not_found', 'what is not on display is not there');
SELECT is(console.issue(fx.ctx('supervisor'), jsonb_build_object('id', :k)) #>> '{objections,0,text}', '上周去办事还是老样子，没有改，电话［电话］。', 'the supervisor reads it, numbers masked');
SELECT is(console.issue(fx.ctx('office_head'), jsonb_build_object('id', fx.issue(82))) ? 'objections', false, 'a supervisor of the very office does not');
DELETE FROM core.account_role WHERE account_id = (fx.who('office_head')).account_id AND role <> 'office_head';
SELECT is(console.issue(fx.ctx('office_head'), jsonb_build_object('id', :k)) ? 'objections', false, 'the office does not');
SELECT throws_ok('UPDATE core.objection SET body = ''换成别的话，换成别的话''', 'XQ900', NULL, 'nobody changes it');
SELECT fx.at('2026-12-24 10:00') \g /dev/null
SELECT is(fx.refused('intake.object', fx.nobody(), :'objection'::jsonb || '{"key": "6f1c9a4e-0000-4000-8000-00000000000b"}'), 'XQ404 not_found', 'after its time nothing is taken');

-- Ratings that do not count stay visible.
SELECT fx.issue(75) AS r \gset
SELECT fx.opinion(30, :r) AS ro \gset
SELECT fx.rating(:ro, :r, 'dissatisfied') \g /dev/null
SELECT fx.do(:r, 'appeal_rating', 'office_head', '{"rating": "1", "reason": "评价的不是我室的事"}') \g /dev/null
SELECT is(fx.error(format($$SELECT fx.do(%s, 'appeal_rating', 'office_head', '{"rating": "1", "reason": "再申诉一次"}')$$, :r)), 'XQ422 not_a_choice rating', 'an office appeals once');
SELECT fx.do(:r, 'uphold_appeal', 'supervisor', '{"rating": "1", "reason": "核实属实"}') \g /dev/null
SELECT is(console.issue(fx.ctx('office_head'), jsonb_build_object('id', :r)) #>> '{ratings,0,marks,voided,kind,code}', 'appeal', 'an appeal that held leaves the rating visible');
SELECT fx.rating(fx.opinion(30, :r), :r, 'satisfied') FROM generate_series(1, 3) \g /dev/null
SELECT is(engine.public_satisfaction('en') - 'value', '{"n": 5, "n_text": "5", "rate_text": "100.0%"}', 'and in no rate');
SELECT is(fx.error(format($$SELECT fx.do(%s, 'exclude_rating', 'supervisor', '{"rating": "1", "reason": "政策所限"}')$$, :r)), 'XQ422 not_a_choice rating', 'nor twice out of it');
UPDATE core.issue SET result_class = 'D' WHERE id = :r;
SELECT is(fx.error(format($$SELECT fx.do(%s, 'exclude_rating', 'supervisor', '{"rating": "2", "reason": "政策所限"}')$$, :r)), 'XQ422 not_a_choice rating', 'nor is contentment left out for policy''s sake');
SELECT fx.rating(fx.opinion(30, :r), :r, 'dissatisfied') \g /dev/null
SELECT is(fx.do(:r, 'exclude_rating', 'supervisor', '{"rating": "5", "reason": "政策所限"}') ->> 'proposed', 'true', 'dissatisfaction is, once the party group agrees');

-- A lasting task goes on only from a finished milestone, approved anew.
SELECT fx.issue(52) AS m \gset
SELECT fx.measure(:m, false) \g /dev/null
UPDATE core.issue SET replied_at = engine.clock() WHERE id = :m;
SELECT is(fx.error(format($$SELECT fx.do(%s, 'keep_on', 'office_head', '{"milestone": "下季度检查", "next_on": "2027-03-10"}')$$, :m)), 'XQ409 guard.measures_done', 'the milestone is reported first');
SELECT fx.do(:m, 'progress', 'office_head', '{"text": "完成", "percent": 100, "measure": "1"}') \g /dev/null
SELECT is(fx.do(:m, 'keep_on', 'office_head', '{"milestone": "下季度检查", "next_on": "2027-03-10"}') ->> 'proposed', 'true', 'the party group approves each');
SELECT fx.do(:m, 'approve', 'party_group') \g /dev/null
SELECT is((SELECT (state, engine.day(due_at), engine.day(step_due_at))::text FROM core.issue WHERE id = :m), '(52,2027-03-10,2027-03-10)', 'and both limits run to the next');

-- Taking it back before an office has signed.
SELECT fx.linked('w1', 30) AS w \gset
SELECT fx.submit('w2') AS w2 \gset
UPDATE core.opinion SET state = 28, issue_id = :w WHERE id = :w2;
INSERT INTO core.voice VALUES (:w, :w2, engine.clock());
SELECT engine.record('opinion', :w2, 'merge', NULL, 'triage', 20, 28) \g /dev/null
SELECT is(intake.withdraw(fx.nobody(), fx.receipt('w2')) #>> '{refusal,reason,code}', 'withdrawn', 'one of two takes it back');
SELECT is((SELECT state FROM core.issue WHERE id = :w), 30, 'and the issue goes on');
SELECT intake.withdraw(fx.nobody(), fx.receipt('w1')) \g /dev/null
SELECT is((SELECT (state, closing_kind)::text FROM core.issue WHERE id = :w), '(99,withdrawn)', 'the last one ends it');
SELECT is((SELECT array_to_string(by_opened || by_due, ' ') FROM engine.issue_sets() WHERE issue_id = :w), 'opened', 'which no figure counts as put right or struck off');
SELECT is((SELECT engine.ledger_closing(i, 'zh-CN') FROM core.issue i WHERE id = :w), '提出人撤回', 'in the ledger''s own word');
SELECT fx.linked('w3', 40) AS late \gset
SELECT is(fx.track('w3') -> 'may' @> '["withdraw"]', false, 'too late once it is signed for');

-- A rating that counts no more is told to whoever gave it, and to nobody else; and where the result is on display.
UPDATE rules.param SET value = 1 WHERE key = 'mail_on';
SELECT fx.linked('rated', 82, fx.sealed('reply') || '{"by_mail": true}') AS shown \gset
SELECT fx.submit('beside', fx.sealed('reply') || '{"by_mail": true}') AS beside, id AS rated FROM core.opinion WHERE receipt_mac = decode(fx.mac('rated'), 'hex') \gset
INSERT INTO core.voice (issue_id, opinion_id, joined_at) VALUES (:shown, :beside, engine.clock());
UPDATE core.opinion SET state = 28, issue_id = :shown WHERE id = :beside;
UPDATE core.issue SET published = true, public_summary = '已改正' WHERE id = :shown;
SELECT fx.rating(:rated, :shown, 'dissatisfied') \g /dev/null
SELECT is(fx.track('rated') -> 'rating' -> 'uncounted', NULL, 'a rating counts');
DELETE FROM core.outbox;  -- one a day is enough, and it was told of the assignment
SELECT fx.do(:shown, 'void_rating', 'supervisor', '{"rating": "1", "reason": "与事实不符的说法"}') \g /dev/null
SELECT is(fx.track('rated') #>> '{rating,uncounted,code}', 'malicious', 'until it is voided, of which its speaker is told');
SELECT unalike(fx.track('rated')::text, '%与事实不符的说法%', 'without the words of staff');
SELECT is((SELECT array_agg(opinion_id) FROM core.outbox WHERE layer = 'issue' AND subject_id = :shown AND opinion_id IS NOT NULL), ARRAY[:rated]::bigint[], 'by mail too, and no other speaker');
SELECT is(fx.track('beside') ->> 'notice', '/progress/notices/' || :shown, 'each is shown the way to what is on display');
SELECT set_config('xq.clock', (engine.clock() + interval '30 days')::text, true) \g /dev/null
SELECT is(fx.track('beside') ->> 'notice', NULL, 'while it is');
SELECT is(console.issues(fx.ctx(r), '{}') ->> 'campaigns', CASE r WHEN 'supervisor' THEN '/console/campaigns' END, 'from the problems to the campaigns: ' || r) FROM unnest(ARRAY['supervisor', 'triage']) r;
SELECT * FROM finish();
ROLLBACK;
