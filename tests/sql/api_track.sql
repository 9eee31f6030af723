-- What a speaker sees and may do with the receipt, from the first day to the last.
\ir api.psql
SELECT plan(59);

SELECT is(fx.refused('intake.' || f, fx.nobody(), fx.receipt('nobody''s', '{"text": "补充", "attitude": "satisfied", "result": "satisfied", "solved": "yes"}')),
  'XQ404 receipt.unknown receipt', f || ' knows no such receipt') FROM unnest(ARRAY['track', 'add_message', 'rate', 'withdraw_contact', 'withdraw']) f;

SELECT fx.submit('a', fx.sealed('reply')) AS a \gset
SELECT fx.track('a') AS seen \gset
SELECT is(:'seen'::jsonb -> 'may', '["message", "withdraw_contact", "withdraw"]', 'on the first day');
SELECT is(:'seen'::jsonb -> 'may_message', 'true', 'each also for a template');
SELECT is(:'seen'::jsonb -> 'status' -> 'code', '10', 'received');
SELECT is(:'seen'::jsonb ->> 'text', '接待室的电话一直没有人接，电话13812345678。', 'the own words, as they were written');
SELECT is(:'seen'::jsonb #>> '{due,on}', '2026-12-09', 'told by then');
SELECT is(:'seen'::jsonb #>> '{history,0,text}', '2026年11月24日', 'history in days');
SELECT is(:'seen'::jsonb -> 'contact' -> 'has', 'true', 'a contact is kept');
SELECT is(:'seen'::jsonb #>> '{message_field,name}', 'text', 'the form for a message');
SELECT is((SELECT string_agg(s ->> 'label', ',') FROM jsonb_array_elements(:'seen'::jsonb -> 'stages') s WHERE s ->> 'current' = 'true'), '已收到', 'the stage it is in');

SELECT intake.add_message(fx.nobody(), fx.receipt('a', '{"text": "是周三上午。", "key": "6f1c9a4e-0000-4000-8000-000000000001"}')) AS said \gset
SELECT is(:'said'::jsonb #>> '{messages,0,text}', '是周三上午。', 'a message is kept');
SELECT is(:'said'::jsonb #>> '{messages,0,from}', 'me', 'as the speaker''s');
SELECT intake.add_message(fx.nobody(), fx.receipt('a', '{"text": "是周三上午。", "key": "6f1c9a4e-0000-4000-8000-000000000001"}')) \g /dev/null
SELECT is((SELECT count(*) FROM core.message WHERE opinion_id = :a), 1::bigint, 'the same form twice is one message');
SELECT is(fx.events('opinion', :a, 'message'), 1::bigint, 'and one event');
SELECT is(fx.refused('intake.add_message', fx.nobody(), fx.receipt('a', '{"text": "短"}')), 'XQ422 too_short text', 'a message says something');

SELECT engine.apply('opinion', :a, 'open', fx.who('triage'), NULL, '{}') \g /dev/null
SELECT engine.apply('opinion', :a, 'ask', fx.who('triage'), NULL, '{"question": "请问是哪一天的事？"}') \g /dev/null
SELECT fx.track('a') AS asked \gset
SELECT is(:'asked'::jsonb -> 'may', '["supply", "withdraw_contact", "withdraw"]', 'an open question is answered');
SELECT is(:'asked'::jsonb #>> '{question,text}', '请问是哪一天的事？', 'the question is told');
SELECT is(:'asked'::jsonb #>> '{question,on}', '2026-11-24', 'with its day');
SELECT is(:'asked'::jsonb #>> '{due,on}', '2026-12-04', 'and until when');
SELECT is(intake.add_message(fx.nobody(), fx.receipt('a', '{"text": "上周三。"}')) -> 'status' -> 'code', '20', 'the answer brings it back to review');

SELECT is(intake.withdraw_contact(fx.nobody(), fx.receipt('a')) -> 'contact' -> 'has', 'false', 'the contact goes');
SELECT is((SELECT sealed IS NULL AND withdrawn_at = engine.clock() FROM core.identity WHERE opinion_id = :a), true, 'from the table itself');
SELECT intake.withdraw_contact(fx.nobody(), fx.receipt('a')) \g /dev/null
SELECT is(fx.events('opinion', :a, 'contact_withdrawal'), 1::bigint, 'once');

SELECT intake.withdraw(fx.nobody(), fx.receipt('a')) AS gone \gset
SELECT is(:'gone'::jsonb -> 'status' -> 'code', '29', 'withdrawn');
SELECT is(:'gone'::jsonb #>> '{refusal,reason,code}', 'withdrawn', 'by the speaker');
SELECT is(:'gone'::jsonb -> 'may', '[]', 'nothing more to do');
SELECT is(intake.withdraw(fx.nobody(), fx.receipt('a')) -> 'status' -> 'code', '29', 'again is the same');
SELECT is(fx.events('opinion', :a, 'withdraw'), 1::bigint, 'and happened once');
SELECT is(fx.refused('intake.add_message', fx.nobody(), fx.receipt('a', '{"text": "还有一句"}')), 'XQ409 message.closed', 'a closed matter takes no message');
SELECT is(fx.refused('intake.rate', fx.nobody(), fx.receipt('a', '{"attitude": "satisfied", "result": "satisfied", "solved": "yes"}')), 'XQ409 action_not_now', 'nor a rating');

-- Ends before an issue.
SELECT fx.submit('refused') AS refused, fx.submit('referred') AS referred, fx.submit('passed on', fx.sealed('protected')) AS passed \gset
UPDATE core.opinion SET state = 29, reason = 'R4', reply = '请写具体些', closed_at = engine.clock() WHERE id = :refused;
UPDATE core.opinion SET state = 27, referred_to = '12345热线', reply = '请拨打', closed_at = engine.clock() WHERE id = :referred;
UPDATE core.opinion SET state = 26, reply = '', closed_at = engine.clock() WHERE id = :passed;
SELECT engine.record('opinion', :passed, 'open', NULL, 'triage', 10, 20), engine.record('opinion', :passed, 'transfer', NULL, 'triage', 20, 26) \g /dev/null
INSERT INTO core.message (opinion_id, sender, at, body) VALUES (:passed, 'organ', engine.clock(), '内部的话');
SELECT is(fx.track('refused') #>> '{refusal,text}', '请写具体些', 'a refusal is explained');
SELECT is(fx.track('refused') #>> '{refusal,channel}', (SELECT hint_zh FROM rules.choice WHERE list = 'refuse_reason' AND code = 'R4'), 'with the way to go');
SELECT is(fx.track('referred') -> 'referral', '{"to": "12345热线", "text": "请拨打"}', 'a referral says where to');
SELECT fx.track('passed on') AS passed_on \gset
SELECT is(:'passed_on'::jsonb -> 'may', '["withdraw_contact"]', 'after a transfer only the contact can be taken back');
SELECT is(:'passed_on'::jsonb -> 'messages', '[]', 'nothing more is shown');
SELECT is((SELECT array_agg(h ->> 'label') FROM jsonb_array_elements(:'passed_on'::jsonb -> 'history') h), ARRAY['收到您的意见', '已按规定移送'], 'than that it was transferred');

-- As an issue.
SELECT fx.linked('b', 50) AS b \gset
SELECT engine.record('issue', :b, 'plan', NULL, 'office_head', 40, 50), engine.record('issue', :b, 'progress', NULL, 'handler', 50, 50) \g /dev/null
UPDATE core.issue SET answer = '草稿' WHERE id = :b;
SELECT fx.track('b') AS linked \gset
SELECT is(:'linked'::jsonb -> 'status' -> 'code', '50', 'the issue''s status');
SELECT is(:'linked'::jsonb -> 'answer', NULL, 'no answer before it was given');
SELECT is(:'linked'::jsonb #>> '{due,label}', '整改时限', 'its limit');
SELECT is((SELECT array_agg(h ->> 'label') FROM jsonb_array_elements(:'linked'::jsonb -> 'history') h), ARRAY['收到您的意见', '已交办', '已制定整改方案'], 'only steps with public words');
SELECT is(:'linked'::jsonb -> 'may', '["message"]', 'too late to withdraw');

SELECT fx.submit('merged') AS merged \gset
SET LOCAL xq.clock = '2026-11-25 10:00:00+08';
UPDATE core.opinion SET state = 28, issue_id = :b WHERE id = :merged;
INSERT INTO core.voice (issue_id, opinion_id, joined_at) VALUES (:b, :merged, engine.clock());
SELECT engine.record('opinion', :merged, 'merge', NULL, 'triage', 20, 28) \g /dev/null
SELECT is(fx.track('merged') #>> '{merged,status,code}', '50', 'a merged opinion follows the issue');
SELECT is((SELECT array_agg(h ->> 'label') FROM jsonb_array_elements(fx.track('merged') -> 'history') h), ARRAY['收到您的意见', '已并入同类事项'], 'from the day it joined');

SELECT fx.linked('later', 51) AS later \gset
UPDATE core.issue SET leader_id = NULL WHERE id = :later;
INSERT INTO core.extension (issue_id, round, old_due_at, new_due_at, reason, asked_by, asked_at)
SELECT :later, 1, engine.clock(), engine.clock() + interval '5 d', '设备尚未到货，可问13812345678', (fx.who('office_head')).account_id, engine.clock();
SELECT engine.apply('issue', :later, 'grant_extension', fx.who('assigner'), NULL, '{}') \g /dev/null
SELECT is((SELECT h ->> 'note' FROM jsonb_array_elements(fx.track('later') -> 'history') h WHERE h ->> 'label' = '办理期限已延长'), '原时限2026年11月25日，延至2026年11月30日。理由：设备尚未到货，可问［电话］', 'why it takes longer is told, and the date before');
SELECT is((SELECT count(*) FROM jsonb_array_elements(fx.track('later') -> 'history') h WHERE h ? 'note'), 1::bigint, 'and nothing else that was written');

-- The answer and the rating.
SELECT fx.linked('c', 60) AS c \gset
SELECT fx.track('c') AS answered \gset
SELECT is(:'answered'::jsonb #>> '{answer,text}', '我们的答复', 'the answer');
SELECT is((SELECT array_agg(f ->> 'name') FROM jsonb_array_elements(:'answered'::jsonb -> 'rating_fields') f), ARRAY['contacted', 'solved', 'attitude', 'result', 'reason'], 'the form to rate it');
SELECT is(fx.refused('intake.rate', fx.nobody(), fx.receipt('c', '{"attitude": "satisfied", "result": "dissatisfied", "solved": "no"}')), 'XQ422 required reason', 'dissatisfied needs a reason');
SELECT is(fx.refused('intake.rate', fx.nobody(), fx.receipt('c', '{"attitude": "happy", "result": "satisfied", "solved": "no"}')), 'XQ422 not_a_choice attitude', 'a rating is one of three');
SELECT intake.rate(fx.nobody(), fx.receipt('c', '{"attitude": "satisfied", "result": "dissatisfied", "solved": "no", "reason": "还是没人接", "key": "6f1c9a4e-0000-4000-8000-000000000002"}')) AS rated \gset
SELECT is(:'rated'::jsonb -> 'status' -> 'code', '75', 'it is handled again');
SELECT is(:'rated'::jsonb #>> '{rating,reason}', '还是没人接', 'the own rating is shown');
SELECT is(intake.rate(fx.nobody(), fx.receipt('c', '{"attitude": "satisfied", "result": "dissatisfied", "solved": "no", "reason": "还是没人接", "key": "6f1c9a4e-0000-4000-8000-000000000002"}')) -> 'status' -> 'code', '75', 'the same form again is the same');
SELECT is((SELECT count(*) FROM core.rating WHERE issue_id = :c), 1::bigint, 'and one rating');
SELECT is(fx.refused('intake.rate', fx.nobody(), fx.receipt('c', '{"attitude": "satisfied", "result": "satisfied", "solved": "yes"}')), 'XQ409 action_not_now', 'one for a round');
INSERT INTO core.rating (opinion_id, issue_id, round, via, at, reached) SELECT opinion_id, issue_id, 2, 'revisit', at, false FROM core.rating WHERE issue_id = :c;
SELECT is(fx.track('c') #>> '{rating,reason}', '还是没人接', 'a call that nobody answered takes no rating away');
SELECT * FROM finish();
ROLLBACK;
