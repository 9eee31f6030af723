-- What the page on limits says of each besides its number: the source in English, where it is used apart from the states that
-- end by it, and whether its end moves off a day of rest. What is only kept for a time is not kept longer for a holiday.

UPDATE rules.deadline d
   SET source_en = u.source_en, use_zh = u.use_zh, use_en = u.use_en, rolls = u.rolls
  FROM (VALUES
  ('open_opinion',    '[P]', '', '', true),
  ('triage',          '[P]', '等待补充时停计，补充后计剩余部分。', 'Stands still while the speaker is waited for; then what is left counts.', true),
  ('supply',          '[P] Afterwards it is decided as it is', '', '', true),
  ('inform_person',   'Regulations on Petitions, Art. 23', '审核分类的最后期限；提出人的查询页。', 'The hard stop of triage; the speaker''s page.', true),
  ('assign',          'Qingdao Regulations on Deputies'' Proposals, Art. 14', '意见页：自收到之日起应当交办的日期。', 'An opinion''s page: by when, from receipt, it is to be assigned.', true),
  ('unit_sign',       '[P]', '', '', true),
  ('unit_object',     'Regulations on Petitions, Art. 23; Qingdao Regulations, Art. 19', '自交办起，委办室可以提出异议的期限。', 'From assignment, how long an office may object.', true),
  ('object_decide',   '[P]', '', '', true),
  ('first_contact',   'Shanghai Regulations on the Business Environment, Art. 30', '问题页：提出人留有联系方式的，自签收起。', 'An issue''s page: from signing, where a speaker left a contact.', true),
  ('plan',            '[P]', '', '', true),
  ('fix_now',         'Jinan 12345 Regulations, Art. 24', '整改时限：立行立改。', 'The limit of rectification: fix at once.', true),
  ('fix_by',          '[P]', '整改时限：限期整改、边督边改；反弹后重新整改。', 'The limit of rectification: by a date, while inspecting; after a relapse.', true),
  ('fix_max',         'Regulations on Petitions, Art. 34, by analogy', '交办时指定日期的上限。', 'The longest date that may be given when assigning.', true),
  ('explain',         '[P] As with deputies'' proposals of class C and D', '整改时限：解释说明。', 'The limit of rectification: explain.', true),
  ('milestone',       '[P] Each quarter', '整改时限：长期坚持；下一节点的上限。', 'The limit of rectification: keep at it; the latest next milestone.', true),
  ('extension_max',   'Regulations on Petitions, Art. 34', '自原时限起，一次延期的上限。', 'From the old limit, how long an extension may be.', true),
  ('extension_decide', '[P]', '', '', true),
  ('delegate_reply',  'Qingdao Regulations, Art. 32', '整改时限：代表意见、接待日、组成人员联系代表。', 'The limit of rectification: what deputies raised.', true),
  ('delegate_suggestion', 'Law on Deputies, Art. 51', '代表建议不经本平台办理，备查。', 'Deputies'' proposals are not handled here; for reference.', true),
  ('delegate_suggestion_hard', 'Law on Deputies, Art. 51', '代表建议不经本平台办理，备查。', 'Deputies'' proposals are not handled here; for reference.', true),
  ('co_unit',         'Qingdao Regulations, Art. 24', '问题页：自交办起，配合单位把意见交给牵头单位。', 'An issue''s page: from assignment, the helping office''s opinion to the leading one.', true),
  ('revisit_start',   '[P]', '', '', true),
  ('rating_window',   'Beijing Regulations, Art. 23', '', '', true),
  ('redo',            'Shandong Regulations, Art. 24; likewise Zhejiang, Shanghai, Henan', '不满意后重新办理的整改时限。', 'The limit of rectification after "dissatisfied".', true),
  ('convene',         'Henan Measures, Art. 22', '', '', true),
  ('take_review',     '[P]', '', '', true),
  ('close_review',    '[P]', '', '', true),
  ('publicity',       '[P]', '', '', true),
  ('lookback_1',      '[P]', '销号后第一次回头看。', 'The first look-back after striking off.', true),
  ('lookback_2',      '[P]', '重点问题销号后第二次回头看。', 'The second look-back at key issues.', true),
  ('lookback_check',  '[P]', '', '', true),
  ('stale_progress',  '[P]', '黄灯：多久没有进展。', 'The yellow light: how long nothing was reported.', true),
  ('blue_before',     '[P] As in Suqian''s notices in three colours', '蓝灯：离时限多近。', 'The blue light: how near the limit is.', true),
  ('supervision_reply_yellow', '[P]', '黄色督办单发出后，负责人回复的期限。', 'From a yellow notice, how long the head has to reply.', true),
  ('supervision_reply_red', '[P] As for a yellow notice', '红色督办单发出后，负责人回复的期限。', 'From a red notice, how long the head has to reply.', true),
  ('talk_after_red',  '[P]', '超期多久提出约谈。', 'How long overdue until a talk is proposed.', true),
  ('rework',          '[P]', '销号退回后，整改时限至少留出的时间。', 'After a return, what the limit of rectification leaves at least.', true),
  ('contact_retention', 'Personal Information Protection Law, Art. 19', '办结后到期删除联系方式；不因休息日延长。', 'After closing the contact is deleted; no day of rest prolongs it.', false),
  ('log_retention',   'Cybersecurity Law, Art. 23 (six months at least)', '运行日志的保存，由部署设置；不因休息日延长。', 'How long logs are kept, set where it is deployed; no day of rest prolongs it.', false)
  ) AS u (key, source_en, use_zh, use_en, rolls)
 WHERE d.key = u.key;
