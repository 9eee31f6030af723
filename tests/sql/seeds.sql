-- The rows that come with every deploy: complete, in both languages, and the same after a second deploy.
\ir fixture.psql
CREATE FUNCTION fx.seeded() RETURNS text LANGUAGE sql AS $$
  SELECT md5(string_agg(t, E'\n' ORDER BY t)) FROM (
    SELECT o::text AS t FROM core.office o UNION ALL SELECT c::text FROM rules.choice c UNION ALL SELECT c::text FROM rules.category c
    UNION ALL SELECT n::text FROM rules.notice n UNION ALL SELECT w::text FROM rules.wording w UNION ALL SELECT r::text FROM rules.report r
    UNION ALL SELECT w::text FROM core.work_calendar w) s
$$;

SELECT plan(18);
SELECT ok((SELECT count(*) BETWEEN 12 AND 14 FROM core.office WHERE organ), 'twelve to fourteen offices of the organ');
SELECT ok((SELECT bool_and(NOT organ) FROM core.office WHERE code IN ('lingdao', 'paizhu', 'jiwei', 'fayuan')), 'leaders and outside bodies rectify nothing');
SELECT is_empty($$SELECT code FROM core.office WHERE en ~ '[\u4e00-\u9fff]' OR '' IN (zh, en)$$, 'each office has an English name');
SELECT is_empty($$SELECT list, code FROM rules.choice WHERE '' IN (zh, en) OR en ~ '[\u4e00-\u9fff]'$$, 'each choice has its words');
SELECT is_empty($$SELECT list, code FROM rules.choice WHERE (hint_zh = '') <> (hint_en = '')$$, 'a hint in one language is a hint in both');
SELECT is((SELECT string_agg(code, ' ' ORDER BY sort) FROM rules.choice WHERE list = 'kind'), 'opinion suggestion criticism complaint accusation praise unsure', 'kinds as the API has them');
SELECT is((SELECT string_agg(code, ' ' ORDER BY sort) FROM rules.choice WHERE list = 'protection'), 'none reply protected', 'ways of contact');
SELECT is((SELECT count(*) FROM rules.choice WHERE list = 'source'), 13::bigint, 'thirteen sources');
SELECT is((SELECT string_agg(code, ' ' ORDER BY sort) FROM rules.choice WHERE list = 'refuse_reason'), 'R1 R2 R3 R4 R5 R6 R7 withdrawn', 'reasons of refusal');
SELECT is_empty($$SELECT code FROM rules.choice WHERE list = 'refuse_reason' AND hint_zh = ''$$, 'each names the lawful channel');
SELECT is_empty($$SELECT a.options FROM rules.action_field a WHERE a.options NOT IN ('office', 'category', 'plain_category', 'any_office', 'role', 'leader', 'open_issue', 'measure', 'second_checker', 'duty_item', 'speaker', 'refusal', 'counted_rating', 'excludable_rating', 'appealable_rating', 'appealed_rating', 'half_year', 'quota_place', 'quota', 'delegation', 'survey_place', 'survey_words', 'survey_contact', 'survey_mix', 'past_survey')
  AND NOT EXISTS (SELECT FROM rules.choice c WHERE c.list = a.options)$$, 'no form asks for a list that is not there');
SELECT is((SELECT count(*) FROM rules.notice WHERE version = 1), 7::bigint, 'the privacy notice has its seven rows');
SELECT is_empty($$SELECT key FROM rules.wording WHERE '' IN (zh, en)$$, 'each wording in both languages');
SELECT is_empty($$SELECT r.name FROM rules.report r WHERE NOT EXISTS (SELECT FROM rules.permission p WHERE p.permission = r.permission)$$, 'somebody may see each report');
SELECT is_empty($$SELECT r.name, c->>'key' FROM rules.report r, jsonb_array_elements(r.columns) c WHERE c->>'type' NOT IN ('text', 'int', 'date', 'percent', 'lamp')
  OR coalesce(c->>'zh', '') = '' OR coalesce(c->>'en', '') = ''$$, 'each column has a type and headings');
UPDATE rules.notice SET zh = '已经用过的告知' WHERE version = 1 AND sort = 7;
SELECT fx.seeded() AS before \gset
\ir ../../sql/rules/offices.sql
\ir ../../sql/rules/categories.sql
\ir ../../sql/rules/choices.sql
\ir ../../sql/rules/notice.sql
\ir ../../sql/rules/wording.sql
\ir ../../sql/rules/calendar.sql
\ir ../../sql/rules/reports.sql
SELECT is(fx.seeded(), :'before', 'a second deploy changes nothing, and no notice that was used');
UPDATE rules.choice SET zh = '改坏了' WHERE list = 'kind' AND code = 'praise';
\ir ../../sql/rules/choices.sql
SELECT is((SELECT zh FROM rules.choice WHERE list = 'kind' AND code = 'praise'), '表扬', 'a deploy puts right what was changed by hand');
INSERT INTO core.office (code, zh, en, organ, sort) VALUES ('xinshe', '新设室', 'New office', true, 999);
\ir ../../sql/rules/offices.sql
SELECT is((SELECT zh FROM core.office WHERE code = 'xinshe'), '新设室', 'and leaves alone what an organ has added');
SELECT * FROM finish();
ROLLBACK;
