-- A report is asked by a query and narrowed by filters. Each filter is defined once, whatever number of reports names it.

CREATE TYPE engine.report_query AS (
  filters  jsonb,                      -- as asked, checked against the report's own filters
  actor    core.actor,
  scope    text,                       -- of whose the actor may see the report: all, office, led
  lang     text,
  after    bigint,                     -- the last row of the page before
  max_rows integer                     -- NULL: all
);

CREATE FUNCTION engine.main_category_options(p_lang text, p_chosen text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(engine.option(c.code, engine.word(p_lang, c.zh, c.en), NULL, c.code = p_chosen) ORDER BY c.sort) FROM rules.category c WHERE c.parent IS NULL
$$;
COMMENT ON FUNCTION engine.main_category_options(text, text) IS 'The main categories as options.';

CREATE FUNCTION engine.bucket_options(p_lang text, p_list text, p_chosen text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(engine.option(b.code, engine.word(p_lang, b.zh, b.en), NULL, b.code = p_chosen) ORDER BY b.sort) FROM rules.bucket b WHERE b.list = p_list
$$;
COMMENT ON FUNCTION engine.bucket_options(text, text, text) IS 'Groups of days as options.';

CREATE FUNCTION engine.report_choices(p_list text, p_value text, p_lang text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT CASE p_list
    WHEN 'office'   THEN engine.office_options(p_lang, p_value)
    WHEN 'category' THEN engine.category_options(p_lang, p_value)
    WHEN 'state'    THEN engine.state_options(p_lang, 'issue', p_value)
    WHEN 'period'   THEN engine.period_options(p_lang, p_value)
    WHEN 'term'     THEN engine.congress_options(p_lang, p_value)
    WHEN 'main_category' THEN engine.main_category_options(p_lang, p_value)
    WHEN 'age'      THEN engine.bucket_options(p_lang, 'age', p_value)
    WHEN 'due'      THEN engine.bucket_options(p_lang, 'due', p_value)
    ELSE engine.choice_options(p_lang, p_list, p_value) END
$$;
COMMENT ON FUNCTION engine.report_choices(text, text, text) IS 'What a filter offers: live rows, or a list of words.';

CREATE FUNCTION engine.report_filter(p_name text, p_value text, p_lang text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN f.list IS NULL THEN engine.field(f.name, f.type, engine.word(p_lang, f.zh, f.en), false, '{}')
              ELSE engine.choice_field(f.name, engine.word(p_lang, f.zh, f.en), false, engine.report_choices(f.list, p_value, p_lang)) END
         || CASE WHEN p_value IS NULL THEN '{}' ELSE jsonb_build_object('value', p_value) END
    FROM (VALUES
      ('state',        'choice', 'state',        '状态',     'State'),
      ('office',       'choice', 'office',       '牵头委办室', 'Lead office'),
      ('duty_office',  'choice', 'office',       '报送委办室', 'Office'),
      ('category',     'choice', 'category',     '类别',     'Category'),
      ('source',       'choice', 'source',       '来源',     'Source'),
      ('rectify_type', 'choice', 'rectify_type', '整改类型', 'Kind of rectification'),
      ('lamp',         'choice', 'lamp',         '预警灯',   'Warning light'),
      ('key_issue',    'choice', 'yes_no',       '重点问题', 'Key issue'),
      ('rebound',      'choice', 'yes_no',       '曾反弹',   'Relapsed before'),
      ('period',       'choice', 'period',       '统计期',   'Period'),
      ('set',          'choice', 'report_set',   '统计口径', 'Counted as'),
      ('main_category', 'choice', 'main_category', '一级类别', 'Main category'),
      ('term',         'choice', 'term',         '届次',     'Term of the congress'),
      ('conclusion',   'choice', 'lookback_conclusion', '结论', 'Found'),
      ('age',          'choice', 'age',          '交办至今', 'Since assigned'),
      ('due',          'choice', 'due',          '距整改时限', 'To the limit'),
      ('part',         'choice', 'part',         '本室角色', 'This office''s part'),
      ('account',      'text',   NULL,           '账号',     'Account'),
      ('audit_kind',   'choice', 'audit_kind',   '动作类别', 'Sort of act'),
      ('from',         'date',   NULL,           '立案自',   'Opened from'),
      ('to',           'date',   NULL,           '立案至',   'Opened until')
    ) AS f (name, type, list, zh, en) WHERE f.name = p_name
$$;
COMMENT ON FUNCTION engine.report_filter(text, text, text) IS 'One filter as a form field, with what was chosen.';

CREATE FUNCTION engine.option_label(p_options jsonb, p_code text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT o->>'label' FROM jsonb_path_query(p_options, '$[*].options[*]') o WHERE o->>'code' = p_code
  UNION ALL
  SELECT o->>'label' FROM jsonb_array_elements(p_options) o WHERE o->>'code' = p_code LIMIT 1
$$;
COMMENT ON FUNCTION engine.option_label(jsonb, text) IS 'The label of a code among options, grouped or not; NULL when it is none of them.';

CREATE FUNCTION engine.report_day(p_value text, p_field text) RETURNS date LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF p_value !~ '^\d{4}-\d{2}-\d{2}$' THEN
    PERFORM engine.fail(422, 'bad_date', p_field);
  END IF;
  RETURN p_value::date;
EXCEPTION WHEN datetime_field_overflow THEN
  PERFORM engine.fail(422, 'bad_date', p_field);
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION engine.report_day(text, text) IS 'A day as a filter gives it; 422 when there is no such day.';

CREATE FUNCTION engine.report_filters(p_names text[], p_asked jsonb, p_lang text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_fields jsonb := '[]'::jsonb;
  v_name text;
BEGIN
  FOREACH v_name IN ARRAY p_names LOOP
    v_fields := v_fields || jsonb_build_array(engine.checked_filter(engine.report_filter(v_name, nullif(p_asked->>v_name, ''), p_lang)));
  END LOOP;
  RETURN v_fields;
END
$$;
COMMENT ON FUNCTION engine.report_filters(text[], jsonb, text) IS 'The filters of a report as form fields; 422 for a value that is not on offer.';

CREATE FUNCTION engine.report_filter_text(p_fields jsonb, p_lang text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(string_agg((f->>'label') || engine.word(p_lang, '：', ': ')
           || coalesce(engine.option_label(f->'options', f->>'value'), f->>'value'), engine.word(p_lang, '；', '; ') ORDER BY k),
         engine.word(p_lang, '全部', 'all'))
    FROM jsonb_array_elements(p_fields) WITH ORDINALITY AS x(f, k) WHERE f ? 'value'
$$;
COMMENT ON FUNCTION engine.report_filter_text(jsonb, text) IS 'The chosen filters in words, for the watermark.';
