-- What leaves the platform: a transfer, which the discipline liaison registers within five working days; a referral, which what a
-- deputy raised may take as a deputy's proposal, answered elsewhere within the law's months.
\ir api.psql
SELECT plan(29);
SET LOCAL xq.clock = '2026-09-29 10:00+08';  -- a Tuesday before a week off; the Saturday after it is worked
SELECT fx.submit('accused', '{"kind": "accusation"}') AS a, fx.submit('resident') AS r, fx.submit('deputy', '{"source": "delegate"}') AS d, fx.submit('hard', '{"source": "reception_day"}') AS h \gset
SELECT engine.apply('opinion', id, 'open', fx.who('triage'), NULL, '{}') FROM unnest(ARRAY[:a, :r, :d, :h]) AS x (id) \g /dev/null
SELECT fx.ctx('discipline') AS liaison, fx.ctx('triage') AS triage \gset
CREATE FUNCTION fx.act(p_id bigint, p_action text, p_more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_object('id', p_id::text, 'action', p_action) || p_more
$$;

-- A transfer waits for the liaison, and for nobody else.
SELECT engine.apply('opinion', :a, 'transfer', fx.who('triage'), NULL, '{"note": "涉嫌违纪，按规定移送。"}') \g /dev/null
SELECT is((SELECT step_due_at FROM core.opinion WHERE id = :a), engine.due(engine.clock(), 'triage'), 'while it is only proposed, triage''s own limit runs');
SELECT fx.track('accused') AS before \gset
SELECT engine.apply('opinion', :a, 'approve', fx.who('assigner'), NULL, '{}') \g /dev/null
SELECT is((SELECT to_char(step_due_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS') FROM core.opinion WHERE id = :a), '2026-10-12 23:59:59', 'five working days, over the week off and the worked Saturday');
SELECT is((SELECT g -> 'items' -> 0 ->> 'due_text' FROM jsonb_array_elements(console.desk(:'liaison', '{}') -> 'groups') g WHERE g ->> 'code' = 'state-26'), '2026年10月12日', 'it lies on the liaison''s desk with its day');
SELECT console.opinion(:'liaison', jsonb_build_object('id', :a)) AS page \gset
SELECT is(:'page'::jsonb #>> '{opinion,limits,0,label}' || jsonb_array_length(:'page'::jsonb #> '{opinion,limits}'), '接收移送1', 'on its page too, and no other limit');
SELECT matches(:'page'::jsonb #>> '{opinion,limits,0,how}', '^接收移送：5个工作日.*不计的休息日：2026年10月1日至2026年10月7日（国庆节）、周末1天。调休上班、照常计入：2026年10月10日', 'with how it was computed');
SELECT is(:'page'::jsonb #>> '{opinion,how}', :'page'::jsonb #>> '{opinion,limits,0,how}', 'beside the light as well');
SELECT is(:'page'::jsonb -> 'actions' -> 0 ->> 'action', 'take_over', 'the liaison may register it');
SELECT is(fx.refused('console.opinion', :'triage', jsonb_build_object('id', :a)), 'XQ404 not_found', 'nobody else sees it any more');
SELECT is(fx.error(format('SELECT engine.apply(''opinion'', %s, ''take_over'', fx.who(%L), NULL, ''{}'')', :a, r)), 'XQ403 forbidden', r || ' registers nothing') FROM unnest(ARRAY['triage', 'assigner', 'sysadmin']) r;
SELECT is(fx.track('accused') -> 'due', NULL, 'the speaker is told no day of it');
SELECT is(engine.lamp_code(step_due_at), 'red', 'past its day it is red') FROM core.opinion, set_config('xq.clock', '2026-10-13 00:00:00+08', true) WHERE id = :a;
SELECT set_config('xq.clock', '2026-09-29 10:05+08', true) \g /dev/null
SELECT console.opinion_action(:'liaison', fx.act(:a, 'take_over', '{"key": "6f1c9a4e-0000-4000-8000-0000000000a1"}')) AS taken \gset
SELECT is(:'taken'::jsonb #> '{opinion,limits}', '[]', 'registered, the limit is over');
SELECT is(:'taken'::jsonb #>> '{opinion,due_text}', NULL, 'and no light burns for it');
SELECT is(console.opinion_action(:'liaison', fx.act(:a, 'take_over', '{"key": "6f1c9a4e-0000-4000-8000-0000000000a1"}')) #> '{opinion,version}', :'taken'::jsonb #> '{opinion,version}', 'a double click registers once');
SELECT is(fx.refused('console.opinion_action', :'liaison', fx.act(:a, 'take_over')), 'XQ409 guard.transfer_waits', 'nor is it registered again');
SELECT is((SELECT count(*) FROM jsonb_array_elements(console.desk(:'liaison', '{}') -> 'groups') g WHERE g ->> 'code' = 'state-26'), 0::bigint, 'it has left the desk');
SELECT is((SELECT string_agg(x ->> 'label', ',') FROM jsonb_array_elements(fx.track('accused') -> 'history') x), '收到您的意见,已按规定移送', 'the speaker''s history tells nothing more');
SELECT is(fx.events('opinion', :a, 'take_over'), 1::bigint, 'who received it, and when, is on record');

-- A deputy's proposal.
CREATE FUNCTION fx.refer(p_way text) RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object('to', '市交通运输局', 'explanation', '此事由市交通运输局办理，已转为代表建议。', 'way', p_way))
$$;
SELECT is(fx.refused('console.opinion_action', :'triage', fx.act(:r, 'refer', fx.refer('delegate_suggestion'))), 'XQ422 guard.from_delegate way', 'what a resident said is no deputy''s proposal');
SELECT is(fx.refused('console.opinion_action', :'triage', fx.act(:d, 'refer', fx.refer('letter'))), 'XQ422 not_a_choice way', 'no such way');
SELECT console.opinion_action(:'triage', fx.act(:d, 'refer', fx.refer('delegate_suggestion'))) AS went \gset
SELECT is(:'went'::jsonb #>> '{opinion,limits,0,on}', '2026-12-29', 'three months from when it was handed over');
SELECT is(fx.track('deputy') #>> '{referral,way,label}' || (fx.track('deputy') #>> '{referral,limit,on}'), '转为代表建议2026-12-29', 'the deputy reads what became of it, and until when');
SELECT matches(fx.track('deputy') #>> '{referral,limit,how}', '^代表建议答复：3个月，依据：代表法第五十一条。', 'and by what law');
SELECT is(fx.track('deputy') #>> '{referral,to}' || (fx.track('deputy') -> 'status' ->> 'code'), '市交通运输局27', 'and who answers');
SELECT console.opinion_action(:'triage', fx.act(:h, 'refer', fx.refer('delegate_suggestion_hard'))) \g /dev/null
SELECT is(fx.track('hard') #>> '{referral,limit,on}', '2027-03-29', 'six for one that is broad or difficult');
SELECT console.opinion_action(:'triage', fx.act(:r, 'refer', fx.refer(NULL))) \g /dev/null
SELECT is((fx.track('resident') -> 'referral') - 'text'::text, '{"to": "市交通运输局"}', 'a resident is told where to turn, and no day');
SELECT is((SELECT count(*) FROM rules.telling t WHERE (t.layer, t.action, t.to_state, t.audience) = ('opinion', 'refer', 27, 'speaker')), 1::bigint, 'whoever left an address hears that there is something to read');
SELECT * FROM finish();
ROLLBACK;
