-- Every enumerated word that is not a state. A code is stored and is part of the API: it never changes; its words may.
-- A refusal's hint is the lawful channel that the person is told.

INSERT INTO rules.choice (list, code, zh, en, hint_zh, hint_en, sort) VALUES
  ('kind', 'opinion',    '意见',     'Opinion',    '对机关工作的看法', 'What you think of the organ''s work', 1),
  ('kind', 'suggestion', '建议',     'Suggestion', '希望怎样改进', 'How it could be done better', 2),
  ('kind', 'criticism',  '批评',     'Criticism',  '哪里做得不对', 'What is done wrong', 3),
  ('kind', 'complaint',  '投诉求助', 'Complaint',  '自己遇到的事，希望解决', 'Something that happened to you and should be put right', 4),
  ('kind', 'accusation', '检举控告', 'Accusation', '涉嫌违纪违法的，按规定移送，不转给被反映的单位和个人', 'Suspected breaches of discipline or law: transferred under the rules, never passed to those concerned', 5),
  ('kind', 'praise',     '表扬',     'Praise',     '做得好的人和事', 'What is done well', 6),
  ('kind', 'unsure',     '说不准',   'Not sure',   '由工作人员判断', 'Staff will decide', 7),

  ('protection', 'none',      '不留联系方式', 'No contact',        '凭查询码查看进度和答复', 'Follow it with your receipt code alone', 1),
  ('protection', 'reply',     '留联系方式，便于回复', 'Contact for a reply', '加密保存，查看须写明理由并留痕，办结6个月后删除', 'Kept sealed; each look needs a reason and is recorded; deleted 6 months after closing', 2),
  ('protection', 'protected', '留联系方式，严格保密', 'Contact, strictly protected', '解密的钥匙不在本系统，由专人保管', 'The key that opens it is not in this system; a custodian keeps it', 3),

  ('source', 'web',             '群众网上意见',       'Resident, on line', '', '', 1),
  ('source', 'delegate',        '代表意见',           'Deputy''s opinion', '', '', 2),
  ('source', 'survey',          '乡情微调研',         'Xiangqing micro-survey', '', '', 3),
  ('source', 'reception_day',   '主任接待代表日',     'Chair''s reception day for deputies', '', '', 4),
  ('source', 'member_contact',  '组成人员联系代表',   'Members'' contact with deputies', '', '', 5),
  ('source', 'delegate_contact','代表联系群众（走访）', 'Deputies'' contact with residents', '', '', 6),
  ('source', 'station',         '联络站接待',         'Reception at a liaison station', '', '', 7),
  ('source', 'letters',         '来信来访',           'Letters and visits', '', '', 8),
  ('source', 'forum',           '座谈会',             'Discussion meeting', '', '', 9),
  ('source', 'hotline',         '12345/上级转办',     'Forwarded by 12345 or from above', '', '', 10),
  ('source', 'four_winds',      '“四风”回头看',       'Look-back on the four work styles', '', '', 11),
  ('source', 'party_review',    '民主生活会/巡察反馈', 'Party review or inspection', '', '', 12),
  ('source', 'leader',          '领导批示',           'Leader''s instruction', '', '', 13),

  ('scope', 'own',     '本机关', 'This organ',   '本机关委办室的事，交办整改', 'A matter of our own offices: assigned and rectified', 1),
  ('scope', 'outside', '外单位', 'Another body', '不属本机关的事，转送或告知去向', 'A matter of others: forwarded, or the person is told where to go', 2),

  ('rectify_type', 'fix_now',          '立行立改', 'Fix at once', '情况清楚、本室能改的，5个工作日内', 'Clear and within the office''s power: 5 working days', 1),
  ('rectify_type', 'while_inspecting', '边督边改', 'Fix while inspecting', '在调研检查过程中随即整改', 'Put right during the survey or inspection itself', 2),
  ('rectify_type', 'fix_by',           '限期整改', 'Fix by a date', '需要措施和协调的，30日内，最长60日', 'Needs measures and coordination: 30 days, 60 at most', 3),
  ('rectify_type', 'keep_on',          '长期坚持', 'Keep at it', '机制和习惯问题，每季报进展', 'Habits and mechanisms: progress each quarter', 4),
  ('rectify_type', 'explain',          '解释说明', 'Explain', '因政策或条件所限不能办的，如实说明', 'Cannot be done: explained truthfully', 5),

  ('result_class', 'A', 'A 已解决或基本解决', 'A Solved or nearly', '', '', 1),
  ('result_class', 'B', 'B 正在解决', 'B Being solved', '已启动，列入计划继续办', 'Begun, on the plan', 2),
  ('result_class', 'C', 'C 列入规划逐步解决', 'C Planned, step by step', '', '', 3),
  ('result_class', 'D', 'D 条件所限，作出解释', 'D Not possible now, explained', '留作参考', 'Kept for reference', 4),

  ('satisfaction', 'satisfied',    '满意',     'Satisfied', '', '', 1),
  ('satisfaction', 'basically',    '基本满意', 'Fairly satisfied', '', '', 2),
  ('satisfaction', 'dissatisfied', '不满意',   'Dissatisfied', '请写明原因，我们会重新办理', 'Please say why: it will be handled again', 3),

  ('solved', 'yes',    '已解决',   'Solved', '', '', 1),
  ('solved', 'partly', '部分解决', 'Partly solved', '', '', 2),
  ('solved', 'no',     '未解决',   'Not solved', '', '', 3),

  ('yes_no', 'yes', '是', 'Yes', '', '', 1),
  ('yes_no', 'no',  '否', 'No', '', '', 2),

  ('refuse_reason', 'R1', '属于诉讼、仲裁、行政复议或纪检监察程序', 'Belongs to litigation, arbitration, administrative review or discipline proceedings',
    '请依法向有管辖权的人民法院、仲裁机构、行政复议机关或纪检监察机关提出。', 'Please turn to the competent court, arbitration body, review authority or discipline organ.', 1),
  ('refuse_reason', 'R2', '已在信访渠道办理，或同一事实和理由已经办结', 'Already in the petition channel, or closed before on the same facts',
    '请凭原编号在原渠道查询；有新的事实和理由的，可以重新提出。', 'Please ask in the first channel with its number; with new facts you may raise it again.', 2),
  ('refuse_reason', 'R3', '涉及国家秘密、商业秘密或他人隐私', 'Touches state secrets, trade secrets or others'' privacy',
    '涉密内容请勿在互联网上提交，可到信访室当面反映。', 'Please never send secrets over the internet; you may come to the Petitions Office.', 3),
  ('refuse_reason', 'R4', '没有具体内容，无法办理', 'Nothing concrete that could be handled',
    '写明时间、场合和事情后，欢迎再次提交。', 'With time, place and facts you are welcome to send it again.', 4),
  ('refuse_reason', 'R5', '内容违反法律或公序良俗', 'Against the law or good morals',
    '请删去有关内容后，就事情本身重新反映。', 'Please leave that out and raise the matter itself again.', 5),
  ('refuse_reason', 'R6', '不属于本机关职责，且无法转送', 'Not this organ''s duty and cannot be forwarded',
    '民生诉求请拨打12345；其他事项请向有权处理的机关提出。', 'For everyday services call 12345; otherwise turn to the competent body.', 6),
  ('refuse_reason', 'R7', '商业推介或学术探讨', 'Advertising or academic discussion',
    '本平台只受理对机关工作作风的意见建议。', 'Only opinions on the organ''s work style are taken here.', 7),
  ('refuse_reason', 'withdrawn', '提出人自行撤回', 'Withdrawn by the person',
    '需要时可以再次提交。', 'You may send it again at any time.', 8),

  ('tell', 'digest', '每个工作日早上一封，汇总待办', 'One mail each working morning', '', '', 1),
  ('tell', 'each',   '每件事随时发', 'A mail for each event', '', '', 2),
  ('tell', 'none',   '不发', 'None', '', '', 3),

  ('outbox_kind', 'event',   '工作邮件', 'Mail to staff', '', '', 1),
  ('outbox_kind', 'digest',  '每日邮件', 'Daily mail', '', '', 2),
  ('outbox_kind', 'speaker', '提出人邮件', 'Mail to speakers', '', '', 3),
  ('outbox_kind', 'webhook', '其他系统', 'Other systems', '', '', 4),

  ('outbox_state', 'waiting',  '待发', 'Waiting', '', '', 1),
  ('outbox_state', 'retrying', '重试中', 'Being retried', '', '', 2),
  ('outbox_state', 'sent',     '已发', 'Sent', '', '', 3),
  ('outbox_state', 'void',     '无须发', 'Nothing to send', '', '', 4),
  ('outbox_state', 'failed',   '失败', 'Failed', '', '', 5),

  ('lookback_method', 'listen', '听：听取汇报、座谈', 'Listen: reports and talks', '', '', 1),
  ('lookback_method', 'look',   '看：不打招呼现场查看', 'Look: unannounced visit', '', '', 2),
  ('lookback_method', 'check',  '查：查阅台账和记录', 'Check: ledger and minutes', '', '', 3),
  ('lookback_method', 'visit',  '访：走访群众和代表', 'Visit: residents and deputies', '', '', 4),

  ('lookback_conclusion', 'held',    '巩固',     'Held', '', '', 1),
  ('lookback_conclusion', 'mostly',  '基本巩固', 'Mostly held', '', '', 2),
  ('lookback_conclusion', 'rebound', '反弹',     'Relapsed', '原编号重新整改', 'Reopened under the same number', 3),
  ('lookback_conclusion', 'changed', '变异',     'In a new form', '另立新的问题', 'A new issue is opened', 4),

  ('closing_kind', 'agreed',    '同意销号',     'Struck off', '', '', 1),
  ('closing_kind', 'explained', '解释销号',     'Struck off as explained', '', '', 2),
  ('closing_kind', 'kept_on',   '转为长期坚持', 'Kept on the books', '', '', 3),

  ('part', 'lead', '牵头', 'Lead', '', '', 1),
  ('part', 'co',   '配合', 'Supporting', '', '', 2),

  ('lamp', 'green',  '正常', 'On time', '', '', 1),
  ('lamp', 'blue',   '临期', 'Due soon', '', '', 2),
  ('lamp', 'yellow', '滞后', 'Behind', '', '', 3),
  ('lamp', 'red',    '超期', 'Overdue', '', '', 4),
  ('lamp', 'none',   '无时限', 'No limit', '', '', 5),

  ('completion', 'not_started', '未启动',   'Not started', '', '', 1),
  ('completion', 'under_way',   '推进中',   'Under way', '', '', 2),
  ('completion', 'mostly',      '基本完成', 'Nearly done', '', '', 3),
  ('completion', 'done',        '已完成',   'Done', '', '', 4),
  ('completion', 'kept_on',     '长期坚持', 'Kept at', '', '', 5),

  ('closing_step', 'none',     '未申请', 'Not applied', '', '', 1),
  ('closing_step', 'pending',  '待审',   'Under review', '', '', 2),
  ('closing_step', 'closed',   '已销号', 'Struck off', '', '', 3),
  ('closing_step', 'returned', '退回',   'Returned', '', '', 4)
ON CONFLICT (list, code) DO UPDATE SET zh = excluded.zh, en = excluded.en, hint_zh = excluded.hint_zh,
  hint_en = excluded.hint_en, sort = excluded.sort;
