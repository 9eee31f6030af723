-- The states of an opinion (10-29) and of an issue (30-99). What the public is told is never the internal name.
-- An opinion in 30 or 28 is linked: from then on its issue speaks for it. deadline NULL: the issue's own limit counts.

WITH fresh (code, layer, zh, en, public_zh, public_en, explain_zh, explain_en, owner_role, deadline, pauses, closed) AS (VALUES
  (10, 'opinion', '已登记', 'Registered', '已收到', 'Received',
    '您的意见已经登记，工作人员将开始审核。', 'Your opinion is registered; staff will begin to review it.', 'triage', 'open_opinion', false, false),
  (20, 'opinion', '审核分类', 'In triage', '审核中', 'Under review',
    '工作人员正在审核分类，确定由谁办理。', 'Staff are working out what it is about and who should handle it.', 'triage', 'triage', false, false),
  (21, 'opinion', '待补充', 'Waiting for the speaker', '请补充情况', 'More information needed',
    '我们需要您补充一些情况，请在本页回复；逾期将按现有情况办理。', 'We need to know a little more; please answer on this page. Otherwise we go on with what we have.', 'person', 'supply', true, false),
  (26, 'opinion', '已移送', 'Transferred', '已按规定移送', 'Referred under rules',
    '您反映的情况已按规定移送有权机关，不转给被反映的单位和个人。', 'What you reported was handed to the competent organ under the rules, never to those it concerns.', 'discipline', 'transfer_receive', false, true),
  (27, 'opinion', '告知引导', 'Referred', '已转有权处理单位', 'Referred',
    '此事由其他单位负责，去向见下面的说明。', 'Another body is responsible; see below where to turn.', NULL, NULL, false, true),
  (28, 'opinion', '已并案', 'Merged', '已并入同类事项', 'Merged with a similar matter',
    '已有人反映同样的问题，两件事一并办理。', 'Others raised the same; both are handled together.', NULL, NULL, false, false),
  (29, 'opinion', '不予受理', 'Not accepted', '不予受理', 'Not accepted',
    '此件不予受理，理由和可以走的途径见下面的说明。', 'It was not accepted; the reason and the proper way are given below.', NULL, NULL, false, true),
  (30, 'issue', '待签收', 'To be signed for', '已交办', 'Assigned',
    '已交给负责的委办室，等待签收。', 'Handed to the responsible office, which is to sign for it.', 'handler', 'unit_sign', false, false),
  (31, 'issue', '退回异议', 'Objected', '已交办', 'Assigned',
    '已交办，正在确定由哪个委办室牵头。', 'Assigned; which office leads is being settled.', 'assigner', 'object_decide', false, false),
  (40, 'issue', '已认领', 'Claimed', '办理中', 'In progress',
    '委办室已经签收，正在了解情况、制定方案。', 'The office has signed for it and is preparing a plan.', 'office_head', 'plan', false, false),
  (50, 'issue', '整改中', 'Being rectified', '整改中', 'Being rectified',
    '整改措施正在落实。', 'Measures are being carried out.', 'handler', NULL, false, false),
  (51, 'issue', '延期待批', 'Extension asked', '整改中', 'Being rectified',
    '整改措施正在落实。', 'Measures are being carried out.', 'leader', 'extension_decide', false, false),
  (52, 'issue', '挂账推进', 'Kept on the books', '持续推进', 'Ongoing',
    '此事需要长期坚持，每季更新一次进展。', 'This takes lasting effort; progress is reported each quarter.', 'handler', NULL, false, false),
  (60, 'issue', '已答复', 'Replied', '已答复，请评价', 'Replied - please rate',
    '办理结果已经答复，请您评价。', 'The result is below; please rate it.', 'revisitor', 'revisit_start', false, false),
  (70, 'issue', '回访中', 'Follow-up', '已答复，请评价', 'Replied - please rate',
    '办理结果已经答复，请您评价。', 'The result is below; please rate it.', 'revisitor', 'rating_window', false, false),
  (75, 'issue', '重办', 'Handled again', '重新办理', 'Reopened for redo',
    '有人表示不满意，正在重新办理。', 'Someone was not satisfied; it is being handled again.', 'office_head', NULL, false, false),
  (76, 'issue', '会商评估', 'Joint review', '重新办理', 'Under joint review',
    '多次办理仍不满意，正在会商评估。', 'Still not satisfactory; several sides are reviewing it together.', 'assigner', 'convene', false, false),
  (80, 'issue', '申请销号', 'Closing applied for', '已答复', 'Replied',
    '已经答复，正在核查整改是否到位。', 'Replied; whether it was really put right is being checked.', 'reviewer', 'take_review', false, false),
  (81, 'issue', '销号核查', 'Closing review', '已答复', 'Replied',
    '已经答复，正在核查整改是否到位。', 'Replied; whether it was really put right is being checked.', 'reviewer', 'close_review', false, false),
  (82, 'issue', '公示', 'Published', '结果公示', 'Result published',
    '整改结果正在公示，期间可以提出异议。', 'The result is on public display; objections may be raised meanwhile.', 'supervisor', 'publicity', false, false),
  (90, 'issue', '已销号', 'Struck off', '已办结', 'Closed',
    '此事已经办结，之后还会复查。', 'Closed; it will be looked at again later.', NULL, NULL, false, true),
  (95, 'issue', '回头看', 'Look-back', '已办结（复查中）', 'Closed, being rechecked',
    '已经办结，正在复查有没有反弹。', 'Closed; whether it has come back is being checked.', 'supervisor', 'lookback_check', false, true),
  (97, 'issue', '反弹重开', 'Relapsed', '重新整改', 'Reopened after recheck',
    '复查发现问题反弹，正在重新整改。', 'The recheck found it had come back; it is being rectified again.', 'office_head', NULL, false, false),
  (99, 'issue', '已归档', 'Archived', '已办结', 'Closed',
    '此事已经办结并复查。', 'Closed and rechecked.', NULL, NULL, false, true)
), gone AS (
  DELETE FROM rules.state s WHERE NOT EXISTS (SELECT FROM fresh f WHERE f.code = s.code)
)
INSERT INTO rules.state (code, layer, zh, en, public_zh, public_en, explain_zh, explain_en, owner_role, deadline, pauses, closed)
SELECT * FROM fresh
ON CONFLICT (code) DO UPDATE SET layer = excluded.layer, zh = excluded.zh, en = excluded.en, public_zh = excluded.public_zh,
  public_en = excluded.public_en, explain_zh = excluded.explain_zh, explain_en = excluded.explain_en,
  owner_role = excluded.owner_role, deadline = excluded.deadline, pauses = excluded.pauses, closed = excluded.closed;

-- Whatever happens to the step, the law has the speaker told in time.
UPDATE rules.state SET hard_stop = CASE WHEN code = 20 THEN 'inform_person' END;
