-- Staff for every role of the field. Usernames say the role; offices have a handler (jingban-…) and a head (fuze-…) each.
\if :fresh
CREATE TEMP TABLE demo_account (username text, name text, office text, role text) ON COMMIT DROP;
INSERT INTO demo_account VALUES
  ('shouli',      '苏雨桐', 'xinfang',    'triage'),
  ('shouli2',     '罗静文', 'daibiao',    'triage'),
  ('jiaoban',     '贺存厚', 'lingdao',    'assigner'),
  ('lingdao1',    '梁启明', 'lingdao',    'leader'),
  ('lingdao2',    '沈若谷', 'lingdao',    'leader'),
  ('lingdao3',    '范书远', 'lingdao',    'leader'),
  ('duban',       '石坚',   'dangwei',    'supervisor'),
  ('duban2',      '倪晓岚', 'bangongshi', 'supervisor'),
  ('huifang',     '温如意', 'xinfang',    'revisitor'),
  ('huifang2',    '戚云',   'yanjiushi',  'revisitor'),
  ('shenhe',      '庄正言', 'bangongshi', 'reviewer'),
  ('shenhe2',     '柏青松', 'dangwei',    'reviewer'),
  ('dangzu1',     '程守正', 'lingdao',    'party_group'),
  ('dangzu2',     '傅明礼', 'lingdao',    'party_group'),
  ('jijian',      '严铁',   'paizhu',     'discipline'),
  ('zhuren1',     '顾长川', 'lingdao',    'chair'),
  ('weiyuan1',    '鲁望舒', 'lingdao',    'member'),
  ('daibiao1',    '田桂枝', 'daibiao',    'delegate'),
  ('lianluo1',    '姜小满', 'daibiao',    'station'),
  ('xitong',      '费工',   'bangongshi', 'sysadmin'),
  ('anquan',      '车慎之', 'bangongshi', 'secadmin'),
  ('shenji',      '单明',   'bangongshi', 'auditor'),
  ('fuze-bangongshi', '卢振邦', 'bangongshi', 'office_head'), ('jingban-bangongshi', '秦小川', 'bangongshi', 'handler'),
  ('fuze-yanjiushi',  '章学勤', 'yanjiushi',  'office_head'), ('jingban-yanjiushi',  '孟思齐', 'yanjiushi',  'handler'),
  ('fuze-fagongwei',  '郝立法', 'fagongwei',  'office_head'), ('jingban-fagongwei',  '凌云志', 'fagongwei',  'handler'),
  ('fuze-jiansi',     '雷公正', 'jiansi',     'office_head'), ('jingban-jiansi',     '霍思源', 'jiansi',     'handler'),
  ('fuze-caijing',    '钱满仓', 'caijing',    'office_head'), ('jingban-caijing',    '金亦文', 'caijing',    'handler'),
  ('fuze-jiaokewei',  '文兴教', 'jiaokewei',  'office_head'), ('jingban-jiaokewei',  '白雪飞', 'jiaokewei',  'handler'),
  ('fuze-huanzi',     '林绿原', 'huanzi',     'office_head'), ('jingban-huanzi',     '江水清', 'huanzi',     'handler'),
  ('fuze-nongye',     '田禾丰', 'nongye',     'office_head'), ('jingban-nongye',     '麦香',   'nongye',     'handler'),
  ('fuze-minqiao',    '邬万里', 'minqiao',    'office_head'), ('jingban-minqiao',    '梅一韵',   'minqiao',    'handler'),
  ('fuze-shehui',     '安民生', 'shehui',     'office_head'), ('jingban-shehui',     '路平',   'shehui',     'handler'),
  ('fuze-daibiao',    '纪联民', 'daibiao',    'office_head'), ('jingban-daibiao',    '翁晓芸', 'daibiao',    'handler'),
  ('fuze-xinfang',    '柳听雨', 'xinfang',    'office_head'), ('jingban-xinfang',    '阮细辛', 'xinfang',    'handler'),
  ('fuze-dangwei',    '丁一诺', 'dangwei',    'office_head'), ('jingban-dangwei',    '佟心',   'dangwei',    'handler'),
  ('fuze-laoganbu',   '寿长安', 'laoganbu',   'office_head'), ('jingban-laoganbu',   '康健',   'laoganbu',   'handler');

INSERT INTO core.account (username, name, office_id, password_hash, created_at)
SELECT d.username, d.name, o.id, :'demo_hash', engine.clock() - interval '400 days'
  FROM demo_account d JOIN core.office o ON o.code = d.office;
INSERT INTO core.account_role (account_id, role)
SELECT a.id, d.role FROM demo_account d JOIN core.account a ON a.username = d.username;
\endif
