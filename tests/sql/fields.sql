-- What an action's fields let through: one row of rules.action_field is both the form and the check.
\ir drive.psql
SELECT fx.opinion(20) AS opinion \gset
SELECT fx.issue(50) AS issue \gset
SELECT fx.measure(:issue, false) \g /dev/null

-- A field of a kind and its bounds, made for the test.
CREATE FUNCTION fx.field(p_type text, p_options text DEFAULT NULL, p_min integer DEFAULT NULL, p_max integer DEFAULT NULL) RETURNS rules.action_field LANGUAGE sql AS $$
  SELECT ROW('issue', 'x', 'f', p_type, p_options, true, p_min, p_max, '甲', 'A', '', '', 1, true)::rules.action_field
$$;
CREATE FUNCTION fx.checked(p_field rules.action_field, p_value text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_hint text;
BEGIN
  RETURN engine.check_field(p_field, p_value::jsonb, NULL)::text;
EXCEPTION WHEN OTHERS THEN
  GET STACKED DIAGNOSTICS v_hint = PG_EXCEPTION_HINT;
  RETURN SQLSTATE || ' ' || SQLERRM || ' ' || v_hint;
END
$$;
CREATE TEMP TABLE trial (kind text, options text, low integer, high integer, value text, want text);
INSERT INTO trial VALUES
  ('text', NULL, 2, 5, '"  两字　"', '"两字"'), ('text', NULL, 2, 5, '"字"', 'XQ422 too_short f'), ('text', NULL, 2, 5, '"一二三四五"', '"一二三四五"'),
  ('text', NULL, 2, 5, '"一二三四五六"', 'XQ422 too_long f'), ('text', NULL, 2, 5, '"😀😀😀😀😀"', '"😀😀😀😀😀"'), ('text', NULL, 2, 5, '12', 'XQ422 wrong_type f'),
  ('longtext', NULL, 2, 5, '["ab"]', 'XQ422 wrong_type f'),
  ('choice', 'solved', NULL, NULL, '"yes"', '"yes"'), ('choice', 'solved', NULL, NULL, '"maybe"', 'XQ422 not_a_choice f'), ('choice', 'solved', NULL, NULL, '{"a":1}', 'XQ422 wrong_type f'),
  ('choice', 'refusal', NULL, NULL, '"R1"', '"R1"'), ('choice', 'refusal', NULL, NULL, '"withdrawn"', 'XQ422 not_a_choice f'),
  ('choice', 'office', NULL, NULL, '"yanjiushi"', '"yanjiushi"'), ('choice', 'office', NULL, NULL, '"fayuan"', 'XQ422 not_a_choice f'),
  ('choice', 'category', NULL, NULL, '"B1"', '"B1"'), ('choice', 'plain_category', NULL, NULL, '"B1"', 'XQ422 not_a_choice f'), ('choice', 'category', NULL, NULL, '"A"', 'XQ422 not_a_choice f'),
  ('choice', 'leader', NULL, NULL, '"fx.leader"', '"fx.leader"'), ('choice', 'leader', NULL, NULL, '"fx.handler"', 'XQ422 not_a_choice f'),
  ('multi', 'lookback_method', NULL, NULL, '["look","listen"]', '["listen", "look"]'), ('multi', 'lookback_method', NULL, NULL, '"look"', '["look"]'),
  ('multi', 'lookback_method', NULL, NULL, '["look","guess"]', 'XQ422 not_a_choice f'),
  ('bool', NULL, NULL, NULL, 'true', 'true'), ('bool', NULL, NULL, NULL, '"on"', 'true'), ('bool', NULL, NULL, NULL, '"0"', 'false'), ('bool', NULL, NULL, NULL, '"vielleicht"', 'XQ422 wrong_type f'),
  ('int', NULL, 0, 100, '"42"', '42'), ('int', NULL, 0, 100, '42', '42'), ('int', NULL, 0, 100, '101', 'XQ422 out_of_range f'), ('int', NULL, 0, 100, '-1', 'XQ422 out_of_range f'),
  ('int', NULL, 0, 100, '4.2', 'XQ422 wrong_type f'), ('int', NULL, 0, 100, '1e99', 'XQ422 wrong_type f'), ('int', NULL, 0, 100, '"x"', 'XQ422 wrong_type f'),
  ('date', NULL, NULL, NULL, '"2026-12-01"', '"2026-12-01"'), ('date', NULL, NULL, NULL, '"2026-02-30"', 'XQ422 bad_date f'), ('date', NULL, NULL, NULL, '"1.12.2026"', 'XQ422 bad_date f'),
  ('date', NULL, NULL, NULL, '"tomorrow"', 'XQ422 bad_date f');

CREATE FUNCTION fx.refuse(p_args text) RETURNS text LANGUAGE sql AS $$
  SELECT fx.error(format('SELECT engine.apply(''opinion'', %s, ''refuse'', fx.who(''triage''), NULL, %L)', (SELECT max(id) FROM core.opinion), p_args))
$$;

SELECT plan((SELECT count(*)::integer FROM trial) + 21);
SELECT is(fx.checked(fx.field(t.kind, t.options, t.low, t.high), t.value), t.want, format('%s %s: %s', t.kind, coalesce(t.options, ''), t.value)) FROM trial t;

SELECT is(fx.refuse('{"reason": "R1"}'), 'XQ422 required explanation', 'a required field left out');
SELECT is(fx.refuse('{"reason": "R1", "explanation": " 　\n"}'), 'XQ422 required explanation', 'or left blank');
SELECT is(fx.refuse('{"reason": "R1", "explanation": null}'), 'XQ422 required explanation', 'or null');
SELECT is(fx.refuse('{"reason": "R1", "explanation": "请到法院", "state": "99"}'), 'XQ422 unknown_field state', 'a field nobody asked for');
SELECT is(fx.refuse('{"key": "not-a-key"}'), 'XQ422 bad_uuid key', 'a key that is none');
SELECT is(fx.refuse('{"version": 7}'), 'XQ409 changed_meanwhile version', 'a form drawn from another version');
SELECT is(fx.refuse('{"version": "x"}'), 'XQ422 wrong_type version', 'a version that is none');
SELECT is(fx.refuse('{"version": 1, "key": "", "reason": "R1", "explanation": "请向法院提出"}'), '', 'all in order');
SELECT is(fx.error('SELECT engine.apply(''opinion'', 0, ''refuse'', fx.who(''triage''), NULL, ''{}'')'), 'XQ404 not_found', 'a subject that is not there');
SELECT is(fx.error(format('SELECT engine.apply(''opinion'', %s, ''fly'', fx.who(''triage''), NULL, ''{}'')', :opinion)), 'XQ404 not_found', 'an action that is not there');

SELECT is(engine.action_fields('en', 'refuse', engine.subject('opinion', :opinion)) -> 0 ->> 'is_choice', 'true', 'a form knows the kind');
SELECT is(jsonb_array_length(engine.action_fields('en', 'refuse', engine.subject('opinion', :opinion)) -> 0 -> 'options'), 7, 'and the options');
SELECT is(engine.action_fields('en', 'refuse', engine.subject('opinion', :opinion)) -> 1 ->> 'label', 'Told to the speaker', 'in the reader''s language');
SELECT is((SELECT count(*) FROM jsonb_path_query(engine.action_fields('zh-CN', 'assign', engine.subject('opinion', :opinion)), '$[*] ? (@.name == "category").options[*].options[*] ? (@.code starts with "B")')), 0::bigint,
  'an office is offered no sensitive category');
SELECT cmp_ok((SELECT count(*) FROM jsonb_path_query(engine.action_fields('zh-CN', 'correct', engine.subject('opinion', :opinion)), '$[*] ? (@.name == "category").options[*].options[*] ? (@.code starts with "B")')), '>', 6::bigint,
  'triage is, to file with');
SELECT is(engine.action_fields('en', 'progress', engine.subject('issue', :issue)) @> '[{"name": "measure", "options": [{"code": "1", "label": "1. 措施"}]}]', true, 'live rows are options');
SELECT is(engine.action_fields('en', 'correct', engine.subject('issue', :issue)) @> '[{"name": "title", "value": "测试问题"}, {"name": "category", "value": "C03"}]', true, 'what is known is filled in');
SELECT is(engine.action_fields('en', 'correct', engine.subject('issue', :issue)) @> '[{"options": [{"options": [{"code": "C03", "checked": true}]}]}]',
  true, 'and chosen');
SELECT is_empty($$SELECT f.* FROM rules.action_field f WHERE f.type IN ('choice', 'multi') AND f.options NOT IN ('office', 'category', 'plain_category', 'any_office', 'role', 'leader', 'open_issue', 'measure', 'second_checker', 'duty_item', 'speaker', 'refusal',
  'counted_rating', 'excludable_rating', 'appealable_rating', 'appealed_rating', 'half_year', 'quota_place', 'quota', 'delegation', 'survey_place', 'past_survey', 'survey_words', 'survey_contact', 'survey_mix')
  AND NOT EXISTS (SELECT FROM rules.choice c WHERE c.list = f.options)$$, 'every list is there');
SELECT is_empty($$SELECT f.* FROM rules.action_field f WHERE f.type IN ('text', 'longtext') AND (f.min IS NULL OR f.max IS NULL)$$, 'every text has its bounds');
SELECT is_empty($$SELECT code FROM rules.action WHERE zh = '' OR en = '' OR (public_zh = '') <> (public_en = '') OR (help_zh = '') <> (help_en = '')$$, 'every word is there in both languages');
SELECT * FROM finish();
ROLLBACK;
