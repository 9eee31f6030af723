-- The second person: nobody agrees to what they proposed themselves, and nothing moves under a proposal but the speaker.
\ir drive.psql
SELECT fx.opinion(20) AS opinion \gset
SELECT fx.account('fx.both', 'daibiao', 'triage', 'assigner') \g /dev/null
SELECT fx.account('fx.second', 'daibiao', 'assigner') \g /dev/null
SELECT fx.account('fx.elsewhere', 'huanzi', 'office_head') \g /dev/null

CREATE FUNCTION fx.act(p_layer text, p_id bigint, p_action text, p_who text, p_args text DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
  SELECT fx.error(format('SELECT engine.apply(%L, %s, %L, %s, %s, %L)', p_layer, p_id, p_action,
    CASE WHEN p_who IN ('person', 'system') THEN 'NULL' ELSE format('engine.account_actor((SELECT id FROM core.account WHERE username = %L))', p_who) END,
    CASE WHEN p_who IN ('person', 'system') THEN quote_literal(p_who) ELSE 'NULL' END, p_args))
$$;
CREATE FUNCTION fx.may(p_layer text, p_id bigint, p_who text) RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(string_agg(a ->> 'action', ' ' ORDER BY n), '') FROM jsonb_array_elements(engine.actions(p_layer, p_id,
    (SELECT engine.account_actor(id) FROM core.account WHERE username = p_who), 'en')) WITH ORDINALITY x (a, n)
$$;
\set refusal '{"reason": "R1", "explanation": "请向法院提出"}'

SELECT plan(38);
SELECT is(fx.may('opinion', :opinion, 'fx.triage'), 'ask assign assign_parts merge refer transfer refuse correct recuse', 'triage may do what the rows say');
SELECT is(fx.may('opinion', :opinion, 'fx.assigner'), '', 'there is nothing to approve yet');
SELECT is(fx.act('opinion', :opinion, 'approve', 'fx.assigner'), 'XQ409 proposal.none', 'approving nothing');
SELECT is(fx.act('opinion', :opinion, 'refuse', 'fx.both', :'refusal'), '', 'one who may do both proposes');
SELECT is((engine.subject('opinion', :opinion)).state, 20, 'and nothing has happened');
SELECT is((SELECT detail ->> 'reason' FROM core.event WHERE layer = 'opinion' AND subject_id = :opinion AND action = 'propose:refuse'), 'R1', 'the proposal is an event');
SELECT is(fx.may('opinion', :opinion, 'fx.both'), '', 'the proposer is offered nothing');
SELECT is(fx.may('opinion', :opinion, 'fx.second'), 'approve send_back', 'the second person is');
SELECT is(fx.may('opinion', :opinion, 'fx.triage'), '', 'other staff wait');
SELECT is(fx.act('opinion', :opinion, 'approve', 'fx.both'), 'XQ403 proposal.own', 'nobody approves their own');
SELECT is(fx.act('opinion', :opinion, 'send_back', 'fx.both', '{"reason": "算了"}'), 'XQ403 proposal.own', 'nor sends it back');
SELECT is(fx.act('opinion', :opinion, 'approve', 'fx.triage'), 'XQ403 forbidden', 'nor does who has no say');
SELECT is(fx.act('opinion', :opinion, 'refer', 'fx.triage', '{"to": "某局", "explanation": "请向某局反映"}'), 'XQ409 proposal.open', 'staff change nothing under it');
SELECT is(fx.act('opinion', :opinion, 'refuse', 'fx.triage', :'refusal'), 'XQ409 proposal.open', 'nor propose beside it');
SELECT is(fx.act('opinion', :opinion, 'correct', 'fx.triage', '{"category": "C03", "note": "更正"}'), 'XQ409 proposal.open', 'nor file it otherwise');
SELECT is(fx.act('opinion', :opinion, 'send_back', 'fx.second'), 'XQ422 required reason', 'sending back needs a reason');
SELECT is(fx.act('opinion', :opinion, 'send_back', 'fx.second', '{"reason": "理由不充分"}'), '', 'sent back');
SELECT is((SELECT (approved, remark)::text FROM core.proposal WHERE subject_id = :opinion AND layer = 'opinion'), '(f,理由不充分)', 'and so it is noted');
SELECT is(fx.may('opinion', :opinion, 'fx.triage'), 'ask assign assign_parts merge refer transfer refuse correct recuse', 'triage may act again');

SELECT is(fx.act('opinion', :opinion, 'refuse', 'fx.both', :'refusal'), '', 'proposed again');
SELECT is(fx.act('opinion', :opinion, 'withdraw', 'person'), '', 'the speaker may withdraw at any time');
SELECT is((SELECT (approved, remark, decided_by)::text FROM core.proposal WHERE layer = 'opinion' AND subject_id = :opinion ORDER BY id DESC LIMIT 1), '(f,overtaken,)', 'which overtakes the proposal');
SELECT is((SELECT (state, reason)::text FROM core.opinion WHERE id = :opinion), '(29,withdrawn)', 'and ends the matter');
SELECT is(fx.act('opinion', :opinion, 'approve', 'fx.second'), 'XQ409 proposal.none', 'there is nothing left to approve');

SELECT fx.issue(30) AS issue \gset
SELECT is(fx.may('issue', :issue, 'fx.handler'), 'sign', 'a handler may sign');
SELECT is(fx.act('issue', :issue, 'sign', 'fx.handler'), '', 'does');
SELECT is(fx.act('issue', :issue, 'approve', 'fx.elsewhere'), 'XQ403 forbidden', 'another office''s head does not confirm it');
SELECT is(fx.act('issue', :issue, 'approve', 'fx.office-head', '{"remark": "同意"}'), '', 'the office''s own does');
SELECT is((SELECT signed_by FROM core.assignment WHERE issue_id = :issue), (fx.who('handler')).account_id, 'the signature is the handler''s');
SELECT is((SELECT array_agg(action ORDER BY seq) FROM core.event WHERE layer = 'issue' AND subject_id = :issue), ARRAY['open', 'propose:sign', 'approve', 'sign'], 'all of it is told');
SELECT is((SELECT (detail ->> 'approved_by')::bigint FROM core.event WHERE layer = 'issue' AND subject_id = :issue AND action = 'sign'), (fx.who('office_head')).account_id, 'with who agreed');
SELECT is((engine.subject('issue', :issue)).version, 3, 'each step is a version');

SELECT fx.issue(81, true) AS key \gset
SELECT fx.account('fx.inside', 'yanjiushi', 'supervisor') \g /dev/null
SELECT is(fx.act('issue', :key, 'close', 'fx.reviewer', '{"conclusion": "属实"}'), '', 'a key issue''s striking off waits for the supervisor');
SELECT is(fx.act('issue', :key, 'approve', 'fx.inside'), 'XQ403 guard.other_office', 'who is none of the office that handled it');
SELECT is(fx.may('issue', :key, 'fx.inside'), '', 'and is not offered it');
SELECT is(fx.act('issue', :key, 'approve', 'fx.supervisor'), '', 'another one''s agrees');

SELECT fx.opinion(20) AS late \gset
SELECT fx.act('opinion', :late, 'assign', 'fx.triage', fx.fields(t, :late)::text) FROM rules.transition t WHERE t.id = 11 \g /dev/null
UPDATE core.opinion SET category = 'B1' WHERE id = :late;
SELECT is(fx.act('opinion', :late, 'approve', 'fx.assigner'), 'XQ409 guard.may_rectify', 'conditions are looked at again when it is approved');
SELECT throws_ok(format('INSERT INTO core.proposal (layer, subject_id, transition_id, fields, proposed_by, proposed_at, decided_by) SELECT ''issue'', 1, 101, ''{}'', %1$s, now(), %1$s', (fx.who('triage')).account_id),
  '23514', NULL, 'even the table refuses one person twice');
SELECT * FROM finish();
ROLLBACK;
