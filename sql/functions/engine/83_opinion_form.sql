-- The fields of the opinion form and the privacy notice in force.

CREATE FUNCTION engine.notice(lang text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('version', n.version, 'rows', jsonb_agg(
           jsonb_build_object('item', engine.word($1, n.item_zh, n.item_en), 'content', engine.word($1, n.zh, n.en)) ORDER BY n.sort))
    FROM rules.notice n WHERE n.version = (SELECT max(version) FROM rules.notice) GROUP BY n.version
$$;

CREATE FUNCTION engine.matter_fields(lang text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'kind', engine.choice_field('kind', engine.word($1, '您要反映的是', 'What is it'), true, engine.choice_options($1, 'kind', NULL)),
    'text', engine.field('text', 'longtext', engine.word($1, '您想说的话', 'What you want to say'), true, jsonb_build_object('min', 10, 'max', 5000,
      'hint', engine.word($1, '请写时间、场合、事情和您的希望，10至5000字。请不要写他人的隐私。',
                              'When, where, what happened, and what you hope for; 10 to 5000 characters. Please leave out other people''s private matters.'))),
    'category', engine.choice_field('category', engine.word($1, '属于哪一类', 'Which kind of problem'), false, engine.category_options($1, NULL),
      engine.word($1, '不确定可以不选，由工作人员归类。', 'Leave it if unsure: staff will sort it.')),
    'office', engine.choice_field('office', engine.word($1, '说的是哪个委办室', 'Which office it is about'), false, engine.office_options($1, NULL),
      engine.word($1, '委办室就是机关里的部门。不知道可以不选。', 'An office is a department of the organ. Leave it if you do not know.')),
    'place', engine.field('place', 'text', engine.word($1, '地点', 'Place'), false, jsonb_build_object('max', 100,
      'hint', engine.word($1, '如：某某街道联络站', 'For example: the liaison station of a street'))))
$$;

CREATE FUNCTION engine.contact_fields(lang text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'protection', engine.choice_field('protection', engine.word($1, '要不要留联系方式', 'Whether to leave a contact'), true,
      engine.choice_options($1, 'protection', 'none')) || '{"value": "none"}',
    'contact_name', engine.field('contact.name', 'text', engine.word($1, '称呼', 'Name'), false, '{"max": 50}'),
    'contact_phone', engine.field('contact.phone', 'text', engine.word($1, '电话', 'Telephone'), false, '{"max": 30}'),
    'contact_email', engine.field('contact.email', 'text', engine.word($1, '邮箱', 'E-mail'), false, '{"max": 100}'),
    'publish_consent', engine.field('publish_consent', 'bool', engine.wording($1, 'publish_consent'), false),
    'disclose_consent', engine.field('disclose_consent', 'bool', engine.wording($1, 'disclose_consent'), false),
    'notice_version', engine.field('notice_version', 'int', engine.word($1, '告知版本', 'Version of the notice'), true,
      jsonb_build_object('value', (SELECT max(version) FROM rules.notice))))
$$;
