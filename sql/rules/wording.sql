-- The organ's own words on the public pages.

INSERT INTO rules.wording (key, zh, en) VALUES
  ('organ', '清江市人大常委会机关', 'Organ of the Standing Committee of the Qingjiang Municipal People''s Congress'),
  ('welcome', '您对市人大常委会机关工作作风有什么意见、建议或批评，请在这里告诉我们。每条意见都会登记、交办、答复，并接受您的评价。',
   'Tell us here your opinions, suggestions and criticism of the work style of the Standing Committee''s organ. Each is registered, assigned and answered, and you rate the answer.'),
  ('scope', '市人大常委会机关及各委办室在联系代表、联系群众、调查研究、会议文件、答复办理、服务态度、工作效率等方面的作风问题。',
   'The work style of the organ and its offices: contact with deputies and residents, field research, meetings and documents, answers, attitude and efficiency.'),
  ('not_here', '已经或应当通过诉讼、仲裁、行政复议解决的；具体案件；请向12345反映的民生诉求；涉密内容；商业推介。检举控告公职人员违纪违法的，请向纪检监察机关反映（12388），本平台收到的将按规定移送，不转给被反映的单位和个人。',
   'Matters for the courts, arbitration or administrative review; single cases; everyday services (please call 12345); secrets; advertising. Accusations against officials belong to the discipline organs (12388): those that reach us are transferred under the rules and never passed to the persons or bodies concerned.'),
  ('promise', '任何单位和个人不得对提出意见的人压制、打击报复。未经您同意，不向被反映的委办室和个人提供您的姓名、电话。请如实反映，对内容的真实性负责。',
   'Nobody may suppress or retaliate against those who speak. Without your consent your name and phone are not given to the office or person concerned. Please be truthful: you answer for what you say.'),
  ('publish_consent', '同意将我的意见（去除个人信息后）公开', 'My opinion may be published, without anything that identifies me'),
  ('disclose_consent', '同意把我的联系方式提供给承办委办室以便核实', 'My contact may be given to the office concerned to check the facts'),
  ('mail_event_subject', '待办提醒：%s', 'For your attention: %s'),
  ('mail_event_body', E'%s：%s。\n\n请登录“乡情”工作台查看和办理。', E'%s: %s.\n\nPlease sign in to the console.'),
  ('mail_event_opinion', '一条意见', 'An opinion'),
  ('mail_digest_subject', '今日待办', 'What waits today'),
  ('mail_digest_body', E'您的工作台上有：\n\n%s\n\n请登录“乡情”工作台查看和办理。', E'On your desk:\n\n%s\n\nPlease sign in to the console.'),
  ('mail_speaker_subject', '您的事项有新进展', 'There is news for you'),
  ('mail_speaker_body', E'您好！您反映的事项有了新进展。\n\n请打开您提交时的网页，点“查询进展”，输入查询码查看。\n\n我们不会在邮件里写任何具体内容，也不会向您索要查询码。',
   E'Hello. There is news on what you told us.\n\nPlease open the page where you handed it in, choose "Follow", and enter your receipt code.\n\nWe never write any particulars in a mail, and never ask for your code.'),
  ('mail_foot', '本邮件由系统自动发出，请勿回复。', 'This mail was sent by a machine; please do not answer it.'),
  ('fewer', '少于%s', 'fewer than %s'),
  ('small_sample', '样本不足', 'too few')
ON CONFLICT (key) DO UPDATE SET zh = excluded.zh, en = excluded.en;
