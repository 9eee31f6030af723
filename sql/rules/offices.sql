-- The organ's own offices, which can rectify, and the bodies outside to which people are referred or matters transferred.
-- A code is part of the API and of usernames and never changes; a name may. An office added by the administrator is left alone.

MERGE INTO core.office AS o
USING (VALUES
  ('bangongshi', '办公室',                         'General Office',                                             true,  10),
  ('yanjiushi',  '研究室',                         'Research Office',                                            true,  20),
  ('fagongwei',  '法制工作委员会',                 'Legislative Affairs Committee',                              true,  30),
  ('jiansi',     '监察和司法工作委员会',           'Supervisory and Judicial Affairs Committee',                 true,  40),
  ('caijing',    '财政经济（预算）工作委员会',     'Financial and Economic (Budget) Affairs Committee',          true,  50),
  ('jiaokewei',  '教育科学文化卫生工作委员会',     'Education, Science, Culture and Health Committee',           true,  60),
  ('huanzi',     '环境资源城乡建设工作委员会',     'Environment, Resources and Urban-Rural Development Committee', true, 70),
  ('nongye',     '农业农村工作委员会',             'Agriculture and Rural Affairs Committee',                    true,  80),
  ('minqiao',    '民族宗教侨务外事工作委员会',     'Ethnic, Religious, Overseas Chinese and Foreign Affairs Committee', true, 90),
  ('shehui',     '社会建设工作委员会',             'Social Development Affairs Committee',                       true, 100),
  ('daibiao',    '代表工作委员会',                 'Deputies Affairs Committee',                                 true, 110),
  ('xinfang',    '信访室',                         'Petitions Office',                                           true, 120),
  ('dangwei',    '机关党委',                       'Party Committee of the Organ',                               true, 130),
  ('laoganbu',   '离退休干部处',                   'Retired Staff Division',                                     true, 140),
  ('lingdao',    '市人大常委会领导',               'Leaders of the Standing Committee',                          false, 200),
  ('paizhu',     '派驻纪检监察组',                 'Resident Discipline Inspection and Supervision Group',       false, 210),
  ('zhengfu',    '市人民政府办公室',               'General Office of the Municipal Government',                 false, 220),
  ('fayuan',     '市中级人民法院',                 'Municipal Intermediate People''s Court',                     false, 230),
  ('jianchayuan','市人民检察院',                   'Municipal People''s Procuratorate',                          false, 240),
  ('jiwei',      '市纪委监委',                     'Municipal Commission for Discipline Inspection and Supervision', false, 250),
  ('rexian',     '12345政务服务便民热线',          '12345 Government Service Hotline',                           false, 260)
) AS s (code, zh, en, organ, sort) ON o.code = s.code
WHEN MATCHED AND o.own THEN UPDATE SET organ = s.organ, sort = s.sort, shipped = jsonb_build_object('zh', s.zh, 'en', s.en)
WHEN MATCHED AND (o.zh, o.en, o.organ, o.sort) IS DISTINCT FROM (s.zh, s.en, s.organ, s.sort)
  THEN UPDATE SET zh = s.zh, en = s.en, organ = s.organ, sort = s.sort
WHEN NOT MATCHED
  THEN INSERT (code, zh, en, organ, sort) VALUES (s.code, s.zh, s.en, s.organ, s.sort);
