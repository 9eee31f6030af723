-- Which lists there are. 问题、责任、整改 are the triple of a rectification; 任务 and 负面 are those of 主体责任 that are handed in on time.
-- A list is a row here, its name and columns are the row of its report; one that offices owe has its fields as a form beside it.

WITH fresh (code, kind, report, mark, period, deadline, receiver, sort) AS (VALUES
  ('problems',  'issue', 'list-problems',  'WT', NULL,      NULL,          NULL,      10),
  ('duties',    'issue', 'list-duties',    'ZR', NULL,      NULL,          NULL,      20),
  ('measures',  'issue', 'list-measures',  'QD', NULL,      NULL,          NULL,      30),
  ('tasks',     'duty',  'list-tasks',     'RW', 'quarter', 'duty_tasks',  'dangwei', 40),
  ('negatives', 'duty',  'list-negatives', 'FM', 'half',    'duty_negatives', 'dangwei', 50)
), gone AS (
  DELETE FROM rules.list l WHERE NOT EXISTS (SELECT FROM fresh f WHERE f.code = l.code)
)
INSERT INTO rules.list (code, kind, report, mark, period, deadline, receiver, sort) SELECT * FROM fresh
ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, report = excluded.report, mark = excluded.mark, period = excluded.period,
  deadline = excluded.deadline, receiver = excluded.receiver, sort = excluded.sort;

-- Headings that ledgers kept by hand use for the same columns.
DELETE FROM rules.list_heading;
INSERT INTO rules.list_heading (report, heading, key) VALUES
  ('ledger', '编号',       'number'),        ('ledger', '问题标题',   'title'),       ('ledger', '存在问题',   'problem'),
  ('ledger', '问题表述',   'problem'),       ('ledger', '表现',       'manifestation'), ('ledger', '来源',     'source'),
  ('ledger', '问题类别',   'category'),      ('ledger', '类别',       'category'),    ('ledger', '提出日期',   'raised_on'),
  ('ledger', '责任单位',   'office'),        ('ledger', '牵头单位',   'office'),      ('ledger', '牵头委办室', 'office'),
  ('ledger', '责任部门',   'office'),        ('ledger', '配合委办室', 'co_offices'),  ('ledger', '措施',       'measures'),
  ('ledger', '目标',       'targets'),       ('ledger', '完成时限',   'due_on'),      ('ledger', '时限',       'due_on'),
  ('ledger', '状态',       'state'),         ('ledger', '进展',       'progress'),    ('ledger', '进展情况',   'progress'),
  ('ledger', '完成时间',   'replied_on'),    ('ledger', '评价',       'ratings'),     ('ledger', '销号时间',   'closed_on');

-- What an item of a list that is owed is made of, and what is done with it.
WITH fresh (layer, code, zh, en, help_zh, help_en, danger, sort) AS (VALUES
  ('issue', 'import', '导入台账', 'Loaded from a workbook', '', '', false, 910),
  ('list', 'issue', '印发清单', 'Issue the list', '按现在的筛选，把清单连同编号和日期固定下来，供会议使用；印发后不能改。',
    'Freezes the list, as it is filtered now, under a number and a date for a meeting. It cannot be changed afterwards.', false, 10),
  ('duty', 'tasks', '增加任务', 'Add a task', '要做什么、怎么做、谁负责、何时完成。', 'What, how, who, by when.', false, 10),
  ('duty', 'negatives', '增加负面事项', 'Add an item', '有什么问题，怎样整改，谁负责，何时完成。', 'What is wrong, how it is put right, who, by when.', false, 20),
  ('duty', 'progress', '更新情况', 'Say how far it is', '', '', false, 25),
  ('duty', 'drop', '删去', 'Take out', '从本期清单删去；经过里留有记录。', 'Takes it out of this period''s list; it stays on record.', true, 30),
  ('duty', 'hand_in', '报送', 'Hand in', '报送后不能再改；逾期报送的，一直显示为逾期。',
    'It cannot be changed afterwards; what comes late is shown as late for ever.', false, 40)
)
INSERT INTO rules.action (layer, code, zh, en, help_zh, help_en, danger, sort) SELECT * FROM fresh
ON CONFLICT (layer, code) DO UPDATE SET zh = excluded.zh, en = excluded.en, help_zh = excluded.help_zh, help_en = excluded.help_en,
  danger = excluded.danger, sort = excluded.sort;

DELETE FROM rules.action_field WHERE layer IN ('list', 'duty');
INSERT INTO rules.action_field (layer, action, name, type, options, required, min, max, zh, en, hint_zh, hint_en, sort) VALUES
  ('list', 'issue', 'meeting',   'text',     NULL, true,  2,    100,  '会议名称', 'Meeting', '例如：机关党组会议（整改专题）', 'For example: party group meeting on rectification', 10),
  ('list', 'issue', 'issued_on', 'date',     NULL, true,  NULL, NULL, '日期',     'Date',    '', '', 20),
  ('list', 'issue', 'note',      'longtext', NULL, false, 2, 1000, '说明',     'Note',    '', '', 30),

  ('duty', 'tasks', 'what',       'longtext', NULL, true, 2,    2000, '任务内容', 'Task', '', '', 10),
  ('duty', 'tasks', 'steps',      'longtext', NULL, true, 2,    2000, '工作措施', 'Measures', '', '', 20),
  ('duty', 'tasks', 'person',     'text',     NULL, true, 2,    60,   '责任人',   'Person in charge', '', '', 30),
  ('duty', 'tasks', 'due_on',     'date',     NULL, true, NULL, NULL, '完成时限', 'Due', '', '', 40),
  ('duty', 'tasks', 'completion', 'choice',   'completion', true, NULL, NULL, '完成情况', 'Completion', '', '', 50),

  ('duty', 'negatives', 'what',       'longtext', NULL, true, 2,    2000, '问题表现', 'What is wrong', '写事不写人。', 'The matter, not the person.', 10),
  ('duty', 'negatives', 'steps',      'longtext', NULL, true, 2,    2000, '整改措施', 'Rectification', '', '', 20),
  ('duty', 'negatives', 'person',     'text',     NULL, true, 2,    60,   '责任人',   'Person in charge', '', '', 30),
  ('duty', 'negatives', 'due_on',     'date',     NULL, true, NULL, NULL, '整改时限', 'Due', '', '', 40),
  ('duty', 'negatives', 'completion', 'choice',   'completion', true, NULL, NULL, '整改情况', 'How far', '', '', 50),

  ('duty', 'progress', 'item',       'choice', 'duty_item',  true, NULL, NULL, '事项', 'Item', '', '', 10),
  ('duty', 'progress', 'completion', 'choice', 'completion', true, NULL, NULL, '完成（整改）情况', 'How far', '', '', 20),
  ('duty', 'drop',     'item',       'choice', 'duty_item',  true, NULL, NULL, '事项', 'Item', '', '', 10),
  ('duty', 'hand_in',  'note',       'longtext', NULL, false, 2, 1000, '说明', 'Note', '没有事项的，写明“本期没有”。', 'Where there is nothing, say so.', 10);

-- What can be wrong with a cell of a workbook, in the words of the report; %s is the cell.
INSERT INTO rules.choice (list, code, zh, en, sort) VALUES
  ('duty_state', 'owed',    '待报送',   'To be handed in', 10),
  ('duty_state', 'soon',    '临期',     'Due soon', 20),
  ('duty_state', 'overdue', '逾期未报', 'Overdue', 30),
  ('duty_state', 'on_time', '按时报送', 'Handed in on time', 40),
  ('duty_state', 'late',    '逾期报送', 'Handed in late', 50),
  ('import_wrong', 'missing', '没有填写', 'is empty', 10),
  ('import_wrong', 'long', '太长', 'is too long', 20),
  ('import_wrong', 'source', '没有“%s”这种问题来源', 'there is no source “%s”', 30),
  ('import_wrong', 'category', '没有“%s”这个类别', 'there is no category “%s”', 40),
  ('import_wrong', 'sensitive', '“%s”按规定移送，不进台账', '“%s” is transferred under the rules and belongs in no ledger', 50),
  ('import_wrong', 'office', '没有“%s”这个委办室', 'there is no office “%s”', 60),
  ('import_wrong', 'other_office', '“%s”不是您的委办室，只能导入本室牵头的问题', '“%s” is not your office; you may load only what it leads', 70),
  ('import_wrong', 'rectify_type', '没有“%s”这种整改类型', 'there is no kind “%s”', 80),
  ('import_wrong', 'state', '没有“%s”这个状态', 'there is no state “%s”', 90),
  ('import_wrong', 'completion', '没有“%s”这种完成情况', 'there is no completion “%s”', 100),
  ('import_wrong', 'closing', '没有“%s”这种销号情况', 'there is no striking off “%s”', 110),
  ('import_wrong', 'lookback', '没有“%s”这种回头看结论', 'there is no look-back conclusion “%s”', 120),
  ('import_wrong', 'day', '“%s”不是日期，请写成2026-11-25', '“%s” is no date; write 2026-11-25', 130),
  ('import_wrong', 'number', '“%s”不是数字', '“%s” is no number', 140),
  ('import_wrong', 'no_measure', '有目标或进展而没有整改措施', 'has no measures', 150),
  ('import_wrong', 'taken', '编号“%s”已被其他问题占用', 'the number “%s” belongs to another issue', 160),
  ('import_wrong', 'twice', '编号“%s”在表中出现两次', 'the number “%s” stands twice in the sheet', 170)
ON CONFLICT (list, code) DO UPDATE SET zh = excluded.zh, en = excluded.en, sort = excluded.sort;
