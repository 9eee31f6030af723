-- Every limit with its legal source, or [P]: a proposal of ours that an organ may change. h hours, d natural days, wd working
-- days, mon months; engine.due counts them.

WITH fresh (key, n, unit, zh, en, source) AS (VALUES
  ('open_opinion',    1,   'wd',  '打开审核',         'Open for review',             '[P]'),
  ('triage',          3,   'wd',  '审核分类',         'Triage',                      '[P]'),
  ('supply',          10,  'd',   '等待补充情况',     'Waiting for the speaker',     '[P] 逾期按现有情况决定'),
  ('inform_person',   15,  'd',   '告知受理情况',     'Tell the speaker how it was received', '信访工作条例第二十三条'),
  ('assign',          5,   'wd',  '交办',             'Assign',                      '青岛市代表建议工作条例第十四条'),
  ('unit_sign',       2,   'wd',  '委办室签收',       'Office signs for it',         '[P]'),
  ('unit_object',     5,   'wd',  '委办室提出异议',   'Office objects',              '信访工作条例第二十三条；青岛市条例第十九条'),
  ('object_decide',   2,   'wd',  '异议裁定',         'Decide an objection',         '[P]'),
  ('first_contact',   1,   'wd',  '首次联系',         'First contact',               '上海市优化营商环境条例第三十条（好差评）'),
  ('plan',            5,   'wd',  '制定整改方案',     'Plan of rectification',       '[P]'),
  ('fix_now',         5,   'wd',  '立行立改',         'Fix at once',                 '济南市12345条例第二十四条'),
  ('fix_by',          30,  'd',   '限期整改',         'Fix by a date',               '[P]'),
  ('fix_max',         60,  'd',   '限期整改最长期限', 'Longest limit for a fix',     '信访工作条例第三十四条（参照）'),
  ('explain',         15,  'wd',  '解释说明',         'Explain',                     '[P] 代表建议C、D类办理惯例'),
  ('milestone',       3,   'mon', '长期坚持阶段进展', 'Milestone of a lasting task', '[P] 每季'),
  ('extension_max',   30,  'd',   '延期最长期限',     'Longest extension',           '信访工作条例第三十四条'),
  ('extension_decide', 2,  'wd',  '延期审批',         'Decide an extension',         '[P]'),
  ('delegate_reply',  1,   'mon', '双联、接待日意见答复', 'Reply to deputies',       '青岛市条例第三十二条'),
  ('delegate_suggestion', 3, 'mon', '代表建议答复',   'Reply to a deputy''s proposal', '代表法第五十一条'),
  ('delegate_suggestion_hard', 6, 'mon', '代表建议答复（涉及面广）', 'Reply to a difficult proposal', '代表法第五十一条'),
  ('co_unit',         1,   'mon', '配合单位意见',     'Helping office''s opinion',   '青岛市条例第二十四条'),
  ('revisit_start',   5,   'wd',  '启动回访',         'Start the follow-up',         '[P]'),
  ('rating_window',   15,  'wd',  '评价期',           'Time to rate',                '北京市条例第二十三条'),
  ('redo',            1,   'mon', '重新办理',         'Handle again',                '山东省条例第二十四条；浙江、上海、河南同类规定'),
  ('convene',         1,   'mon', '会商评估',         'Joint review',                '河南省办法第二十二条'),
  ('take_review',     2,   'wd',  '接受销号核查',     'Take up the closing review',  '[P]'),
  ('close_review',    5,   'wd',  '销号核查',         'Closing review',              '[P]'),
  ('publicity',       5,   'wd',  '结果公示',         'Publicity',                   '[P]'),
  ('lookback_1',      90,  'd',   '回头看',           'Look-back',                   '[P]'),
  ('lookback_2',      180, 'd',   '第二次回头看（重点）', 'Second look-back (key issues)', '[P]'),
  ('lookback_check',  10,  'wd',  '回头看核查',       'Look-back check',             '[P]'),
  ('stale_progress',  15,  'd',   '进展停滞提醒',     'No progress reported',        '[P]'),
  ('blue_before',     3,   'wd',  '临期提醒',         'Due soon',                    '[P] 宿迁三色督办单'),
  ('contact_retention', 6, 'mon', '联系方式保存',     'Keeping contacts',            '个人信息保护法第十九条'),
  ('log_retention',   13,  'mon', '日志保存',         'Keeping logs',                '网络安全法第二十三条（不少于6个月）')
), gone AS (
  DELETE FROM rules.deadline d WHERE NOT EXISTS (SELECT FROM fresh f WHERE f.key = d.key)
)
INSERT INTO rules.deadline (key, n, unit, zh, en, source) SELECT * FROM fresh
ON CONFLICT (key) DO UPDATE SET n = CASE WHEN deadline.own THEN deadline.n ELSE excluded.n END,
  unit = CASE WHEN deadline.own THEN deadline.unit ELSE excluded.unit END, zh = excluded.zh, en = excluded.en,
  source = excluded.source, shipped = CASE WHEN deadline.own THEN jsonb_build_object('n', excluded.n, 'unit', excluded.unit) END;
