-- What each action asks for. Lengths in code points; options: a list of rules.choice, or live rows known to engine.options.

DELETE FROM rules.action_field;
INSERT INTO rules.action_field (layer, action, name, type, options, required, min, max, zh, en, hint_zh, hint_en, sort) VALUES
  ('opinion', 'ask', 'question', 'longtext', NULL, true, 5, 1000, '要问的问题', 'Question', '', '', 1),
  ('opinion', 'supply', 'text', 'longtext', NULL, true, 2, 5000, '补充的情况', 'What you can add', '', '', 1),

  ('opinion', 'assign', 'title', 'text', NULL, true, 5, 60, '问题标题', 'Title', '', '', 1),
  ('opinion', 'assign', 'problem', 'longtext', NULL, true, 10, 2000, '问题表述', 'The problem', '用工作人员的话写，不照抄原话，不写姓名和电话。', 'In staff''s own words: no quotation, no names, no telephone numbers.', 2),
  ('opinion', 'assign', 'manifestation', 'longtext', NULL, false, 2, 2000, '具体表现', 'How it shows', '', '', 3),
  ('opinion', 'assign', 'category', 'choice', 'plain_category', true, NULL, NULL, '类别', 'Category', '', '', 4),
  ('opinion', 'assign', 'scope', 'choice', 'scope', true, NULL, NULL, '范围', 'Scope', '', '', 5),
  ('opinion', 'assign', 'lead_office', 'choice', 'office', true, NULL, NULL, '牵头委办室', 'Leading office', '', '', 6),
  ('opinion', 'assign', 'co_offices', 'multi', 'office', false, NULL, NULL, '配合委办室', 'Helping offices', '', '', 7),
  ('opinion', 'assign', 'leader', 'choice', 'leader', false, NULL, NULL, '责任领导', 'Leader in charge', '', '', 8),
  ('opinion', 'assign', 'rectify_type', 'choice', 'rectify_type', true, NULL, NULL, '整改类型', 'Kind of rectification', '', '', 9),
  ('opinion', 'assign', 'key_issue', 'bool', NULL, false, NULL, NULL, '重点问题', 'Key issue', '', '', 10),
  ('opinion', 'assign', 'due', 'date', NULL, false, NULL, NULL, '整改时限', 'To be put right by', '不填则按整改类型计算。', 'Left empty, the kind of rectification decides.', 11),

  ('opinion', 'merge', 'issue', 'choice', 'open_issue', true, NULL, NULL, '并入的问题', 'Issue to join', '', '', 1),
  ('opinion', 'unmerge', 'issue', 'choice', 'part', true, NULL, NULL, '从哪个问题中分出', 'Out of which issue', '未答复、另有意见的问题。', 'One not yet answered, in which others speak as well.', 1),
  ('opinion', 'unmerge', 'note', 'longtext', NULL, true, 2, 500, '分出理由', 'Why', '', '', 2),
  ('opinion', 'merge', 'explanation', 'longtext', NULL, false, 2, 1000, '告知提出人', 'Told to the speaker', '', '', 2),
  ('opinion', 'refer', 'way', 'choice', 'referral', false, NULL, NULL, '办法', 'How', '代表提出的、归外单位办的，可以转为代表建议；不选即告知引导。', 'What a deputy raised and another body must act on may become a deputy''s proposal. Left empty, the speaker is told where to turn.', 0),
  ('opinion', 'refer', 'to', 'text', NULL, true, 2, 100, '去向', 'Where to', '', '', 1),
  ('opinion', 'refer', 'explanation', 'longtext', NULL, true, 5, 2000, '告知提出人', 'Told to the speaker', '', '', 2),
  ('opinion', 'transfer', 'note', 'longtext', NULL, true, 2, 1000, '移送说明（内部）', 'Note (internal)', '', '', 1),
  ('opinion', 'refuse', 'reason', 'choice', 'refusal', true, NULL, NULL, '理由', 'Reason', '', '', 1),
  ('opinion', 'refuse', 'explanation', 'longtext', NULL, true, 5, 2000, '告知提出人', 'Told to the speaker', '写明理由和合法途径。', 'Give the reason and the proper way.', 2),
  ('opinion', 'correct', 'category', 'choice', 'category', true, NULL, NULL, '类别', 'Category', '', '', 1),
  ('opinion', 'correct', 'scope', 'choice', 'scope', false, NULL, NULL, '范围', 'Scope', '', '', 2),
  ('opinion', 'correct', 'note', 'longtext', NULL, true, 2, 500, '更正理由', 'Why', '', '', 3),
  ('opinion', 'contact_look', 'reason', 'longtext', NULL, true, 4, 500, '查看理由', 'Why', '', '', 1),
  ('opinion', 'approve', 'remark', 'longtext', NULL, false, 2, 500, '批示', 'Remark', '', '', 1),
  ('opinion', 'send_back', 'reason', 'longtext', NULL, true, 2, 1000, '退回理由', 'Why', '', '', 1),

  ('calendar', 'set_day', 'day', 'date', NULL, true, NULL, NULL, '日期', 'Day', '', '', 1),
  ('calendar', 'set_day', 'is_workday', 'choice', 'day_kind', true, NULL, NULL, '安排', 'Arrangement', '', '', 2),
  ('calendar', 'set_day', 'note', 'text', NULL, true, 1, 50, '说明', 'Note', '如：国庆节，国庆节调休上班。', 'For example: National Day.', 3),
  ('calendar', 'remove_day', 'day', 'date', NULL, true, NULL, NULL, '日期', 'Day', '', '', 1),
  ('office', 'add', 'code', 'text', NULL, true, 2, 32, '代码', 'Code', '小写字母和数字，如 xinxi。', 'Lower-case letters and digits.', 1),
  ('office', 'add', 'zh', 'text', NULL, true, 2, 40, '名称', 'Name in Chinese', '', '', 2),
  ('office', 'add', 'en', 'text', NULL, true, 2, 90, '英文名称', 'Name in English', '', '', 3),
  ('office', 'rename', 'zh', 'text', NULL, true, 2, 40, '名称', 'Name in Chinese', '', '', 2),
  ('office', 'rename', 'en', 'text', NULL, true, 2, 90, '英文名称', 'Name in English', '', '', 3),
  ('account', 'add', 'username', 'text', NULL, true, 2, 32, '账号名', 'User name', '小写字母开头，定了不再改。', 'It begins with a lower-case letter and never changes.', 1),
  ('account', 'add', 'name', 'text', NULL, true, 2, 30, '姓名', 'Name', '', '', 2),
  ('account', 'add', 'office', 'choice', 'any_office', true, NULL, NULL, '委办室', 'Office', '', '', 3),
  ('account', 'change', 'name', 'text', NULL, true, 2, 30, '姓名', 'Name', '', '', 2),
  ('account', 'change', 'office', 'choice', 'any_office', true, NULL, NULL, '委办室', 'Office', '', '', 3),
  ('account', 'grant', 'roles', 'multi', 'role', false, NULL, NULL, '岗位', 'Roles', '', '', 4),
  ('category', 'rename', 'zh', 'text', NULL, true, 2, 20, '名称', 'Name in Chinese', '', '', 1),
  ('category', 'rename', 'full_zh', 'text', NULL, true, 2, 80, '全称', 'Full name in Chinese', '', '', 2),
  ('category', 'rename', 'en', 'text', NULL, true, 2, 60, '英文名称', 'Name in English', '', '', 3),
  ('deadline', 'change', 'n', 'int', NULL, true, 1, 400, '多少', 'Number', '', '', 1),
  ('deadline', 'change', 'unit', 'choice', 'limit_unit', true, NULL, NULL, '怎么计', 'Counted in', '', '', 2),
  ('param', 'change', 'value', 'text', NULL, true, 1, 10, '数值', 'Value', '', '', 1),
  ('param', 'weights', 'response', 'text', NULL, true, 1, 6, '响应率的权重', 'Weight of the response rate', '', '', 1),
  ('param', 'weights', 'solved', 'text', NULL, true, 1, 6, '解决率的权重', 'Weight of the rate of solution', '', '', 2),
  ('param', 'weights', 'satisfied', 'text', NULL, true, 1, 6, '满意率的权重', 'Weight of the rate of satisfaction', '三项合计为1，如0.1、0.5、0.4。', 'The three make up 1, as 0.1, 0.5 and 0.4 do.', 3),
  ('wording', 'change', 'zh', 'longtext', NULL, true, 1, 1000, '中文', 'In Chinese', '', '', 1),
  ('wording', 'change', 'en', 'longtext', NULL, true, 1, 2000, '英文', 'In English', '', '', 2),
  ('choice', 'change', 'zh', 'text', NULL, true, 1, 60, '中文', 'In Chinese', '', '', 1),
  ('choice', 'change', 'en', 'text', NULL, true, 1, 120, '英文', 'In English', '', '', 2),
  ('calendar', 'import', 'text', 'longtext', NULL, true, 8, 60000, '通知内容', 'The notice', '', '', 1),
  ('supervision', 'raise', 'level', 'choice', 'supervision_level', true, NULL, NULL, '级别', 'Level', '', '', 1),
  ('supervision', 'raise', 'instruction', 'longtext', NULL, true, 5, 1000, '督办意见', 'What is asked', '', '', 2),
  ('supervision', 'reply', 'reply', 'longtext', NULL, true, 5, 2000, '回复内容', 'Reply', '', '', 1),
  ('supervision', 'sign', 'instruction', 'longtext', NULL, true, 5, 1000, '督办意见', 'What is asked', '', '', 1),
  ('supervision', 'accept', 'remark', 'longtext', NULL, false, 2, 500, '意见', 'Remark', '', '', 1),
  ('supervision', 'ask_more', 'remark', 'longtext', NULL, true, 2, 1000, '补充要求', 'What is missing', '', '', 1),
  ('supervision', 'lift', 'reason', 'longtext', NULL, true, 2, 500, '理由', 'Why', '', '', 1),
  ('supervision', 'hand_over', 'ground', 'choice', 'handover_ground', true, NULL, NULL, '移交事由', 'Ground', '', '', 1),
  ('supervision', 'hand_over', 'receiver', 'choice', 'handover_receiver', true, NULL, NULL, '接收单位', 'Receiver', '', '', 2),
  ('supervision', 'hand_over', 'note', 'longtext', NULL, true, 5, 2000, '移交说明', 'Note', '', '', 3),
  ('talk', 'summon', 'office', 'choice', 'office', true, NULL, NULL, '约谈的委办室', 'Office', '', '', 1),
  ('talk', 'summon', 'reason', 'longtext', NULL, true, 5, 1000, '约谈事由', 'Why', '', '', 2),
  ('talk', 'drop', 'reason', 'longtext', NULL, true, 2, 500, '理由', 'Why', '', '', 1),
  ('talk', 'hand_over', 'issue', 'choice', 'open_issue', true, NULL, NULL, '整改问题', 'Problem', '', '', 1),
  ('hotspot', 'study', 'study', 'longtext', NULL, true, 10, 3000, '研究情况和措施', 'What was found, and what follows', '共性原因、举一反三的措施；不写提出人。', 'The common cause and what is done about all of it; nobody who spoke.', 1),
  ('telling', 'set_telling', 'email', 'text', NULL, false, 5, 254, '工作邮箱', 'Address at work', '', '', 1),
  ('telling', 'set_telling', 'tell', 'choice', 'tell', true, NULL, NULL, '什么时候发', 'When', '', '', 2),

  ('issue', 'object', 'reason', 'longtext', NULL, true, 5, 1000, '异议理由', 'Why', '', '', 1),
  ('issue', 'object', 'suggested_office', 'choice', 'office', true, NULL, NULL, '建议承办单位', 'The right office', '', '', 2),
  ('issue', 'reassign', 'lead_office', 'choice', 'office', true, NULL, NULL, '改派给', 'New leading office', '', '', 1),
  ('issue', 'uphold', 'reason', 'longtext', NULL, true, 2, 1000, '维持理由', 'Why', '', '', 1),
  ('issue', 'first_contact', 'note', 'longtext', NULL, true, 2, 1000, '联系情况', 'What was learnt', '', '', 1),

  ('issue', 'plan', 'cause', 'longtext', NULL, true, 5, 2000, '原因分析', 'Cause', '', '', 1),
  ('issue', 'replan', 'cause', 'longtext', NULL, true, 5, 2000, '反弹原因', 'Cause of the relapse', '', '', 1),
  ('issue', 'progress', 'text', 'longtext', NULL, true, 2, 2000, '进展', 'Progress', '', '', 1),
  ('issue', 'progress', 'percent', 'int', NULL, true, 0, 100, '完成比例（%）', 'Per cent done', '', '', 2),
  ('issue', 'progress', 'measure', 'choice', 'measure', false, NULL, NULL, '哪项措施', 'Which measure', '', '', 3),

  ('issue', 'ask_extension', 'reason', 'longtext', NULL, true, 5, 1000, '延期理由', 'Why', '批准后会告知提出人。', 'Told to the speaker once it is granted.', 1),
  ('issue', 'ask_extension', 'new_date', 'date', NULL, true, NULL, NULL, '延至', 'Until', '', '', 2),
  ('issue', 'grant_extension', 'remark', 'longtext', NULL, false, 2, 500, '批示', 'Remark', '', '', 1),
  ('issue', 'refuse_extension', 'reason', 'longtext', NULL, true, 2, 1000, '理由', 'Why', '', '', 1),
  ('issue', 'keep_on', 'milestone', 'longtext', NULL, true, 2, 1000, '下一节点', 'Next milestone', '', '', 1),
  ('issue', 'keep_on', 'next_on', 'date', NULL, true, NULL, NULL, '节点日期', 'By', '不超过一个季度。', 'Within a quarter.', 2),

  ('issue', 'reply', 'answer', 'longtext', NULL, true, 10, 5000, '答复内容', 'Answer', '', '', 1),
  ('issue', 'reply', 'result_class', 'choice', 'result_class', true, NULL, NULL, '办理结果', 'Result', '', '', 2),
  ('issue', 'reply', 'public_summary', 'longtext', NULL, true, 10, 1000, '公开摘要', 'Public summary', '去掉能认出人的内容。', 'Nothing that identifies anybody.', 3),

  ('issue', 'rate', 'contacted', 'bool', NULL, false, NULL, NULL, '承办单位与您联系过', 'The office contacted me', '', '', 1),
  ('issue', 'rate', 'solved', 'choice', 'solved', true, NULL, NULL, '问题解决了吗', 'Was it solved', '', '', 2),
  ('issue', 'rate', 'attitude', 'choice', 'satisfaction', true, NULL, NULL, '对办理态度', 'The attitude', '', '', 3),
  ('issue', 'rate', 'result', 'choice', 'satisfaction', true, NULL, NULL, '对办理结果', 'The result', '', '', 4),
  ('issue', 'rate', 'reason', 'longtext', NULL, false, 2, 1000, '原因', 'Why', '不满意时必填。', 'Required if dissatisfied.', 5),
  ('issue', 'record_revisit', 'opinion', 'choice', 'speaker', true, NULL, NULL, '哪一位提出人', 'Which speaker', '', '', 1),
  ('issue', 'record_revisit', 'contacted', 'bool', NULL, false, NULL, NULL, '承办单位联系过', 'The office contacted them', '', '', 2),
  ('issue', 'record_revisit', 'solved', 'choice', 'solved', true, NULL, NULL, '是否解决', 'Solved', '', '', 3),
  ('issue', 'record_revisit', 'attitude', 'choice', 'satisfaction', true, NULL, NULL, '办理态度', 'Attitude', '', '', 4),
  ('issue', 'record_revisit', 'result', 'choice', 'satisfaction', true, NULL, NULL, '办理结果', 'Result', '', '', 5),
  ('issue', 'record_revisit', 'reason', 'longtext', NULL, false, 2, 1000, '不满意原因', 'Why dissatisfied', '不满意时必填。', 'Required if dissatisfied.', 6),
  ('issue', 'no_answer', 'opinion', 'choice', 'speaker', true, NULL, NULL, '哪一位提出人', 'Which speaker', '', '', 1),
  ('issue', 'not_done', 'reason', 'longtext', NULL, true, 2, 1000, '未落实的情况', 'What was not done', '', '', 1),

  ('circular', 'draft', 'period', 'text', NULL, true, 4, 7, '时段', 'Period', '月、季、半年或年：2026-11、2026-Q4、2026-H2、2026。', 'A month, quarter, half-year or year: 2026-11, 2026-Q4, 2026-H2, 2026.', 1),
  ('circular', 'edit', 'opening', 'longtext', NULL, false, 2, 3000, '引言', 'Opening', '', '', 1),
  ('circular', 'edit', 'cases', 'longtext', NULL, false, 2, 5000, '典型案例', 'Typical cases', '不写能认出人的内容；已公开的案例会自动列出。', 'Nothing that identifies anybody; published cases are listed by themselves.', 2),
  ('circular', 'edit', 'advice', 'longtext', NULL, false, 2, 3000, '改进建议及采纳情况', 'Suggestions and whether adopted', '', '', 3),
  ('circular', 'edit', 'next_steps', 'longtext', NULL, false, 2, 3000, '下步工作', 'Next steps', '', '', 4),
  ('circular', 'send_back', 'reason', 'longtext', NULL, true, 2, 1000, '要改什么', 'What is to be changed', '', '', 1),
  ('survey', 'make', 'title', 'text', NULL, true, 2, 100, '标题', 'Title', '', '', 1),
  ('survey', 'make', 'audience', 'choice', 'survey_audience', true, NULL, NULL, '问谁', 'Who is asked', '', '', 2),
  ('survey', 'make', 'template', 'choice', 'survey_template', false, NULL, NULL, '从哪份样卷开始', 'Template', '', '', 3),
  ('survey', 'make', 'document', 'longtext', NULL, false, 2, 65536, '或者粘贴问卷文件', 'Or paste a document', 'SurveyJS 的 JSON。粘贴了就不用样卷。', 'SurveyJS JSON. What is pasted here takes the place of the template.', 4),
  ('survey', 'make', 'round_of', 'choice', 'past_survey', false, NULL, NULL, '是哪次微调研的下一轮', 'Another round of', '题目从那一次抄来，结果可以逐轮比较。', 'Its questions are copied, and the results of the rounds are compared.', 5),
  ('survey', 'make', 'issue', 'text', NULL, false, 5, 20, '回访哪个已销号的问题', 'Which closed issue it follows up', '填问题编号，如 ZF-2026-0001；不是回访的不填。', 'Its number, such as ZF-2026-0001; empty where it follows up none.', 6),
  ('survey', 'settle', 'title', 'text', NULL, true, 2, 100, '标题', 'Title', '', '', 1),
  ('survey', 'settle', 'title_en', 'text', NULL, false, 2, 200, '英文标题', 'Title in English', '可以不填。', 'May be left empty.', 2),
  ('survey', 'settle', 'audience', 'choice', 'survey_audience', true, NULL, NULL, '问谁', 'Who is asked', '', '', 3),
  ('survey', 'settle', 'access', 'choice', 'survey_access', true, NULL, NULL, '怎么发', 'How it is handed out', '', '', 4),
  ('survey', 'settle', 'place', 'text', NULL, false, 2, 100, '地点', 'Place', '村、社区或窗口；不限地点的不填。', 'A village, a window; empty where it is asked everywhere.', 5),
  ('survey', 'settle', 'minutes', 'int', NULL, true, 1, 60, '约需几分钟', 'Minutes it takes', '', '', 6),
  ('survey', 'settle', 'opens_on', 'date', NULL, false, NULL, NULL, '开始日期', 'First day', '不填则发布后即可作答。', 'Left empty: from its publishing on.', 7),
  ('survey', 'settle', 'closes_on', 'date', NULL, true, NULL, NULL, '截止日期', 'Last day', '到当天24时自动截止。', 'It closes by itself at the end of that day.', 8),
  ('survey', 'settle', 'most', 'int', NULL, false, 1, 1000000, '最多收多少份', 'Responses at most', '不填则不限。', 'Left empty: no limit.', 9),
  ('survey', 'settle', 'words_question', 'choice', 'survey_words', false, NULL, NULL, '哪题可以直接转为意见', 'Question that can become an opinion', '留了电话的，这一题写的话单独登记为意见，有人答复。', 'Where a telephone number is left, these words become an opinion of their own, and are answered.', 10),
  ('survey', 'settle', 'contact_question', 'choice', 'survey_contact', false, NULL, NULL, '哪题留电话', 'Question that asks for a telephone', '所填电话密封保存，不进入答卷。', 'What is typed there is sealed and never stays in a response.', 11),
  ('survey', 'settle', 'mix_question', 'choice', 'survey_mix', false, NULL, NULL, '哪题问身份', 'Question that says who answers', '结果里它的构成列在各题之前。', 'The results begin with its shares.', 12),
  ('survey', 'add_channel', 'kind', 'choice', 'survey_channel', true, NULL, NULL, '哪一类', 'Kind', '', '', 1),
  ('survey', 'add_channel', 'label', 'text', NULL, true, 1, 60, '名称', 'Name', '如：柳河村村口、政务大厅3号窗口。', 'For example: the village gate, window 3.', 2),
  ('survey', 'set_quota', 'place', 'choice', 'quota_place', true, NULL, NULL, '哪一题的哪一项', 'Question and option', '', '', 1),
  ('survey', 'set_quota', 'most', 'int', NULL, true, 1, 1000000, '最多多少份', 'So many at most', '', '', 2),
  ('survey', 'drop_quota', 'place', 'choice', 'quota', true, NULL, NULL, '哪一题的哪一项', 'Question and option', '', '', 1),
  ('survey', 'codes', 'count', 'int', NULL, true, 1, 700, '印多少张', 'How many', '一次最多700张。', 'At most 700 at a time.', 1),
  ('survey', 'links', 'delegation', 'choice', 'delegation', false, NULL, NULL, '代表团', 'Delegation', '不选则发给还没有链接的所有代表。', 'None: every deputy who has no link yet.', 1),
  ('survey', 'publish', 'note', 'text', NULL, false, 2, 500, '更正说明', 'Why it was corrected', '首次发布不填。', 'Empty at the first publishing.', 1),
  ('survey', 'publish', 'wording', 'bool', NULL, false, NULL, NULL, '只改了措辞，题意未变', 'Wording only: no question has changed its meaning', '勾选后，改过题目文字的题仍与以前的答卷合并统计。', 'Questions whose text was changed are then still counted together with earlier responses.', 2),
  ('survey', 'send_back', 'reason', 'longtext', NULL, true, 2, 1000, '要改什么', 'What is to be changed', '', '', 1),
  ('survey', 'extend', 'closes_on', 'date', NULL, true, NULL, NULL, '截止日期', 'Last day', '', '', 1),
  ('survey', 'tell', 'said', 'longtext', NULL, false, 2, 3000, '开放题归纳', 'What the open answers say', '用工作人员的话概括，不照抄原话。', 'In the words of staff: no quotation.', 1),
  ('survey', 'tell', 'summary', 'longtext', NULL, false, 2, 3000, '反馈说明', 'What came of it', '公开页上给大家看：大家说了什么，我们做了什么。', 'For the public page: what people said, and what was done.', 2),
  ('survey', 'note', 'place', 'text', NULL, true, 2, 100, '地点', 'Place', '', '', 1),
  ('survey', 'note', 'from_on', 'date', NULL, true, NULL, NULL, '开始日期', 'First day', '', '', 2),
  ('survey', 'note', 'to_on', 'date', NULL, true, NULL, NULL, '结束日期', 'Last day', '', '', 3),
  ('survey', 'note', 'staff', 'text', NULL, true, 2, 200, '调研人员', 'Who went', '', '', 4),
  ('survey', 'note', 'people', 'int', NULL, true, 0, 100000, '访谈人数', 'People talked to', '', '', 5),
  ('survey', 'note', 'findings', 'longtext', NULL, true, 5, 3000, '主要发现', 'What was found', '', '', 6),
  ('survey', 'note', 'typical_case', 'longtext', NULL, false, 5, 3000, '典型案例', 'A typical case', '', '', 7),
  ('survey', 'note', 'offices', 'multi', 'office', false, NULL, NULL, '涉及委办室', 'Offices concerned', '', '', 8),
  ('survey', 'raise', 'place', 'choice', 'survey_place', true, NULL, NULL, '从哪一题来', 'From which question', '', '', 1),
  ('survey', 'raise', 'said_by', 'int', NULL, false, 1, 1000000, '多少份这样写', 'How many wrote so', '只在写的话里填。', 'Of what was written in words.', 2),
  ('survey', 'raise', 'text', 'longtext', NULL, true, 10, 2000, '意见', 'The opinion', '用工作人员的话归纳。', 'In the words of staff.', 3),
  ('survey', 'raise', 'quotes', 'longtext', NULL, false, 2, 3000, '摘录（已去掉能认出人的内容）', 'Quotations, cleared of identity', '', '', 4),
  ('survey', 'raise', 'category', 'choice', 'plain_category', true, NULL, NULL, '类别', 'Category', '', '', 5),
  ('survey', 'raise', 'office', 'choice', 'any_office', false, NULL, NULL, '涉及的单位', 'Office concerned', '', '', 6),
  ('survey', 'attach', 'place', 'choice', 'survey_place', true, NULL, NULL, '从哪一题来', 'From which question', '', '', 1),
  ('survey', 'attach', 'said_by', 'int', NULL, false, 1, 1000000, '多少份这样写', 'How many wrote so', '只在写的话里填。', 'Of what was written in words.', 2),
  ('survey', 'attach', 'issue', 'choice', 'open_issue', true, NULL, NULL, '并入的问题', 'Issue', '', '', 3),
  ('survey', 'attach', 'quotes', 'longtext', NULL, false, 2, 3000, '摘录（已去掉能认出人的内容）', 'Quotations, cleared of identity', '', '', 4),

  ('issue', 'convene', 'meeting', 'longtext', NULL, true, 10, 3000, '会商记录', 'Record of the meeting', '参加的单位和专家、各方意见。', 'Who took part, and what they said.', 1),
  ('issue', 'rework', 'conclusion', 'longtext', NULL, true, 5, 2000, '会商结论', 'Conclusion', '', '', 1),
  ('issue', 'explain_close', 'reason', 'longtext', NULL, true, 10, 2000, '解释理由', 'Explanation', '', '', 1),
  ('issue', 'apply_close', 'one_reflection', 'longtext', NULL, true, 2, 2000, '举一反三', 'Same kind elsewhere', '可写“不涉及”。', '"Not applicable" will do.', 1),
  ('issue', 'apply_close', 'lasting', 'longtext', NULL, true, 2, 2000, '长效机制', 'Lasting mechanism', '可写“不涉及”。', '"Not applicable" will do.', 2),
  ('issue', 'apply_close', 'documents', 'longtext', NULL, false, 2, 2000, '材料清单', 'List of papers', '', '', 3),
  ('issue', 'close', 'conclusion', 'longtext', NULL, true, 2, 2000, '核查结论', 'Conclusion', '', '', 1),
  ('issue', 'close', 'publish', 'bool', NULL, false, NULL, NULL, '作为典型案例公开', 'Publish as a case', '须有提出人同意公开。', 'A speaker must have agreed.', 2),
  ('issue', 'return_close', 'reason', 'longtext', NULL, true, 2, 1000, '退回理由', 'Why', '', '', 1),
  ('issue', 'publicize', 'text', 'longtext', NULL, true, 10, 1000, '公示内容', 'Text on display', '去掉能认出人的内容。', 'Nothing that identifies anybody.', 1),

  ('issue', 'mutated', 'title', 'text', NULL, true, 5, 60, '新问题标题', 'Title of the new problem', '', '', 11),
  ('issue', 'mutated', 'problem', 'longtext', NULL, true, 10, 2000, '新问题表述', 'The new problem', '', '', 12),
  ('issue', 'mutated', 'rectify_type', 'choice', 'rectify_type', true, NULL, NULL, '整改类型', 'Kind of rectification', '', '', 13),
  ('issue', 'void_rating', 'rating', 'choice', 'counted_rating', true, NULL, NULL, '哪一条评价', 'Which rating', '', '', 1),
  ('issue', 'exclude_rating', 'rating', 'choice', 'excludable_rating', true, NULL, NULL, '哪一条评价', 'Which rating', '', '', 1),
  ('issue', 'appeal_rating', 'rating', 'choice', 'appealable_rating', true, NULL, NULL, '哪一条评价', 'Which rating', '', '', 1),
  ('issue', 'uphold_appeal', 'rating', 'choice', 'appealed_rating', true, NULL, NULL, '哪一条评价', 'Which rating', '', '', 1),
  ('issue', 'refuse_appeal', 'rating', 'choice', 'appealed_rating', true, NULL, NULL, '哪一条评价', 'Which rating', '', '', 1),
  ('campaign', 'start', 'period', 'choice', 'half_year', true, NULL, NULL, '半年度', 'Half-year', '', '', 1),
  ('campaign', 'start', 'seed', 'text', NULL, false, 4, 40, '随机种子', 'Seed', '可在会上抽号填写；不填则由系统生成。同一种子抽出同样的样本。', 'A number drawn at a meeting, say; left empty, the system draws one. The same seed gives the same sample.', 2),
  ('issue', 'correct', 'title', 'text', NULL, true, 5, 60, '问题标题', 'Title', '', '', 1),
  ('issue', 'correct', 'category', 'choice', 'plain_category', true, NULL, NULL, '类别', 'Category', '', '', 2),
  ('issue', 'correct', 'key_issue', 'bool', NULL, false, NULL, NULL, '重点问题', 'Key issue', '', '', 3),
  ('issue', 'correct', 'note', 'longtext', NULL, true, 2, 500, '更正理由', 'Why', '', '', 4),
  ('issue', 'approve', 'remark', 'longtext', NULL, false, 2, 500, '批示', 'Remark', '', '', 1),
  ('issue', 'send_back', 'reason', 'longtext', NULL, true, 2, 1000, '退回理由', 'Why', '', '', 1);

-- What is done to a rating asks why.
INSERT INTO rules.action_field (layer, action, name, type, options, required, min, max, zh, en, sort)
SELECT 'issue', a.code, 'reason', 'longtext', NULL, true, 4, 1000, '理由', 'Why', 2
  FROM (VALUES ('void_rating'), ('exclude_rating'), ('appeal_rating'), ('uphold_appeal'), ('refuse_appeal')) AS a (code);

-- A measure is asked for in the same way wherever one is added; a plan begins with its cause.
INSERT INTO rules.action_field (layer, action, name, type, options, required, min, max, zh, en, sort)
SELECT 'issue', a.code, f.name, f.type, NULL, true, f.min, f.max, f.zh, f.en, f.sort
  FROM (VALUES ('plan'), ('replan'), ('add_measure')) AS a (code),
       (VALUES ('what',   'longtext', 2,    1000, '整改措施', 'Measure', 2),
               ('target', 'text',     2,    200,  '整改目标', 'Target',  3),
               ('owner',  'text',     2,    50,   '责任人',   'Who',     4),
               ('due_on', 'date',     NULL, NULL, '完成时限', 'By',      5))
         AS f (name, type, min, max, zh, en, sort);

-- What is split off is asked for like what is assigned.
INSERT INTO rules.action_field (layer, action, name, type, options, required, min, max, zh, en, hint_zh, hint_en, sort)
SELECT layer, 'split', name, type, options, required, min, max, zh, en, hint_zh, hint_en, sort
  FROM rules.action_field WHERE layer = 'opinion' AND action = 'assign';

-- Two problems out of one opinion in one step: what belongs to the second ends in _2; which organ it is about is asked once.
INSERT INTO rules.action_field (layer, action, name, type, options, required, min, max, zh, en, hint_zh, hint_en, sort)
SELECT f.layer, 'assign_parts', f.name || p.suffix, f.type, f.options, f.required, f.min, f.max, p.zh || f.zh, p.en || f.en, f.hint_zh, f.hint_en, f.sort + p.sort
  FROM rules.action_field f, (VALUES ('', '问题一：', 'Problem 1: ', 0), ('_2', '问题二：', 'Problem 2: ', 20)) AS p (suffix, zh, en, sort)
 WHERE f.layer = 'opinion' AND f.action = 'assign' AND f.name <> 'scope'
UNION ALL
SELECT layer, 'assign_parts', name, type, options, required, min, max, zh, en, hint_zh, hint_en, 0 FROM rules.action_field
 WHERE layer = 'opinion' AND action = 'assign' AND name = 'scope';

-- The four findings of a look-back ask the same.
INSERT INTO rules.action_field (layer, action, name, type, options, required, min, max, zh, en, sort)
SELECT 'issue', a.code, f.name, f.type, f.options, true, f.min, f.max, f.zh, f.en, f.sort
  FROM (VALUES ('hold'), ('basically_hold'), ('rebound'), ('mutated')) AS a (code),
       (VALUES ('method',         'multi',    'lookback_method', NULL, NULL, '方式',       'How',            1),
               ('findings',       'longtext', NULL,              2,    2000, '复查情况',   'Findings',       2),
               ('second_checker', 'choice',   'second_checker',  NULL, NULL, '另一复查人', 'Second checker', 3))
         AS f (name, type, options, min, max, zh, en, sort);

-- What was said in a talk, or why a matter was handed over, stands in its sealed record alone, never in an event.
INSERT INTO rules.action_field (layer, action, name, type, options, required, min, max, zh, en, sort, in_event)
SELECT 'talk', a.action, f.name, f.type, f.options, f.required, f.min, f.max, f.zh, f.en, f.sort, false
  FROM (VALUES ('record', 'talk'), ('note_heart', 'heart'), ('note_heart', 'talk'), ('hand_over', 'handover')) AS a (action, form)
  JOIN (VALUES
    ('heart',    'office',      'choice',   'office', true,  NULL::integer, NULL::integer, '委办室', 'Office', 1),
    ('talk',     'held_on',     'date',     NULL,     true,  NULL, NULL, '谈话日期', 'Held on', 2),
    ('talk',     'place',       'text',     NULL,     true,  2,    100,  '地点', 'Place', 3),
    ('talk',     'with_whom',   'text',     NULL,     true,  2,    100,  '谈话对象', 'With whom', 4),
    ('talk',     'content',     'longtext', NULL,     true,  5,    5000, '谈话内容', 'What was said', 5),
    ('talk',     'commitments', 'longtext', NULL,     false, 2,    2000, '表态承诺', 'What was undertaken', 6),
    ('handover', 'ground',      'choice',   'handover_ground',   true, NULL, NULL, '移交事由', 'Ground', 2),
    ('handover', 'receiver',    'choice',   'handover_receiver', true, NULL, NULL, '接收单位', 'Receiver', 3),
    ('handover', 'note',        'longtext', NULL,     true,  5,    2000, '移交说明', 'Note', 4)
  ) AS f (form, name, type, options, required, min, max, zh, en, sort) ON f.form = a.form;

-- A speaker's words, and which speaker it was, stay out of the history that an office may read.
UPDATE rules.action_field SET in_event = false
 WHERE (layer, action, name) IN (('opinion', 'supply', 'text'), ('issue', 'rate', 'reason'), ('issue', 'record_revisit', 'reason'),
                                 ('issue', 'record_revisit', 'opinion'), ('issue', 'no_answer', 'opinion'), ('talk', 'hand_over', 'issue'),
                                 ('survey', 'raise', 'text'), ('survey', 'raise', 'quotes'), ('survey', 'raise', 'office'), ('survey', 'raise', 'category'),
                                 ('survey', 'attach', 'quotes'), ('survey', 'note', 'findings'), ('survey', 'note', 'typical_case'));
