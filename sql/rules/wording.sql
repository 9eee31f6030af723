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
  ('fewer', '少于%s', 'fewer than %s'),
  ('small_sample', '样本不足', 'too few')
ON CONFLICT (key) DO UPDATE SET zh = CASE WHEN wording.own THEN wording.zh ELSE excluded.zh END,
  en = CASE WHEN wording.own THEN wording.en ELSE excluded.en END,
  shipped = CASE WHEN wording.own THEN jsonb_build_object('zh', excluded.zh, 'en', excluded.en) END;
