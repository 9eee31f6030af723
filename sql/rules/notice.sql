-- The privacy notice. Each opinion stores the version that its speaker read: a version once used is never edited, a change is a
-- new version. So rows that exist stay as they are.

INSERT INTO rules.notice (version, sort, item_zh, item_en, zh, en) VALUES
  (1, 1, '处理者及联系方式', 'Who handles it',
   '清江市人大常委会机关（代表工作委员会、信访室）。可在工作日到清江市人大常委会机关信访室当面询问。',
   'The organ of the Standing Committee of the Qingjiang Municipal People''s Congress (Deputies Affairs Committee, Petitions Office). You may ask in person at the Petitions Office on working days.'),
  (1, 2, '目的与依据', 'Purpose and legal basis',
   '受理、办理、答复您的意见；依据是履行法定职责（地方组织法第五十条、信访工作条例）。',
   'To receive, handle and answer your opinion; the basis is our statutory duty (Organic Law of Local Congresses, art. 50; Regulations on Petition Work).'),
  (1, 3, '个人信息的种类', 'Kinds of information',
   '意见内容；选填：称呼、手机号、邮箱；系统自动记录：提交时间、网络地址（仅用于安全审计）。',
   'Your words; optionally a name, a phone number, an e-mail address; recorded automatically: time and network address (for security audit only).'),
  (1, 4, '处理方式', 'How it is handled',
   '受理员查看意见原文；承办委办室只看去除身份信息、另行写成的问题；联系方式加密后单独保存，每次查看须写明理由并留下记录；数据存储于境内。',
   'Intake staff read your words; the office concerned sees only a problem written anew without anything that identifies you; contacts are sealed and kept apart, each look needs a reason and is recorded; everything is stored in mainland China.'),
  (1, 5, '保存期限', 'How long it is kept',
   '联系方式：办结后6个月内删除，您撤回的随即删除；意见内容：去标识化后按档案规定保存；网络日志：不少于6个月。',
   'Contacts: deleted within 6 months after closing, or at once when you withdraw them; your words: kept without identification under the archive rules; network logs: at least 6 months.'),
  (1, 6, '您的权利', 'Your rights',
   '凭查询码可以查看、补充、撤回联系方式、撤回意见；也可以向我们申请更正或删除。不留联系方式不影响提交和办理。',
   'With your receipt code you may read, add, withdraw the contact or the opinion; you may also ask us to correct or delete. Leaving no contact does not affect the handling.'),
  (1, 7, '未成年人', 'Minors',
   '不满十四周岁的，请由监护人陪同提交。',
   'If you are under fourteen, please let a guardian be with you.')
ON CONFLICT (version, sort) DO NOTHING;
