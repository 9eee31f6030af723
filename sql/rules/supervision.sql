-- The ladder: what each level asks of an office and who sees it, and what raises a notice by itself. §3.5; 宿迁三色督办单.
-- Who sends it, by the same table: a blue one the system, so it is in force at once; a yellow or red one the supervisor, so what the
-- rule raises is a draft until the supervisor has signed it.
-- Who may do what with a notice is rules.permission. Blue asks for an update alone: photographs and papers are asked for nowhere.

INSERT INTO rules.supervision_level (level, reply_deadline, readers, signed, sort) VALUES
  ('blue',   NULL,                       '{handler,office_head,supervisor}', false, 1),
  ('yellow', 'supervision_reply_yellow', '{handler,office_head,supervisor,leader,assigner,reviewer,chair}', true, 2),
  ('red',    'supervision_reply_red',    '{handler,office_head,supervisor,leader,assigner,reviewer,chair,party_group}', true, 3)
ON CONFLICT (level) DO UPDATE SET reply_deadline = excluded.reply_deadline, readers = excluded.readers, signed = excluded.signed, sort = excluded.sort;

-- The limit of a step (signing, planning) is so short that its nearness is told by the light and the desk, not by a paper.
INSERT INTO rules.supervision_rule (cause, level, deadline, steps, instruction_zh, instruction_en, sort) VALUES
  ('overdue',   'red',    NULL,             true,  '已超过时限，请立即办理，并书面说明原因和完成时间。', 'The limit has passed: act at once, and give the reason and the day it will be done.', 1),
  ('returned',  'yellow', NULL,             false, '销号申请被退回，请对照退回理由整改，并回复打算。', 'Striking off was returned: put right what was found, and reply how.', 2),
  ('milestone', 'yellow', NULL,             false, '整改措施已过节点，请抓紧落实，更新进展并回复。', 'A measure has missed its date: carry it out, report progress and reply.', 3),
  ('stale',     'yellow', 'stale_progress', false, '较长时间没有更新进展，请更新进展；一句话即可，不要求照片和附件。', 'Nothing was reported for some time: please report progress. One sentence will do; no photographs, no papers.', 4),
  ('due_near',  'blue',   'blue_before',    false, '临近时限，请按时完成；办不完的，请在到期前申请延期。', 'The limit is near: please be on time, or ask for more time before it ends.', 5)
ON CONFLICT (cause) DO UPDATE SET level = excluded.level, deadline = excluded.deadline, steps = excluded.steps,
  instruction_zh = excluded.instruction_zh, instruction_en = excluded.instruction_en, sort = excluded.sort;
