-- What everybody may read: counts that give nobody away, and cases that were published.
\ir fixture.psql
CREATE FUNCTION fx.day(p_days integer) RETURNS void LANGUAGE sql AS
  $$SELECT set_config('xq.clock', ('2026-11-24 10:00+08'::timestamptz - make_interval(days => p_days))::text, true)$$;
-- So many opinions of a category, received so many days ago and, unless NULL, closed after so many more.
CREATE FUNCTION fx.heap(p_n integer, p_category text, p_days integer, p_after integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_ids bigint[];
BEGIN
  PERFORM fx.day(p_days);
  v_ids := ARRAY(SELECT fx.opinion(CASE WHEN p_after IS NULL THEN 20 ELSE 27 END) FROM generate_series(1, p_n));
  UPDATE core.opinion SET category = p_category, closed_at = engine.clock() + make_interval(days => p_after) WHERE id = ANY (v_ids);
  PERFORM fx.day(0);
END
$$;
CREATE FUNCTION fx.part(p_list text, p_code text) RETURNS jsonb LANGUAGE sql AS $$
  SELECT e FROM jsonb_array_elements(reader.progress('{"lang": "zh-CN"}', '{}')->p_list) e WHERE p_code IN (e->>'code', e->>'month')
$$;
CREATE FUNCTION fx.text(p_list text, p_code text) RETURNS text LANGUAGE sql AS $$SELECT fx.part(p_list, p_code)->>'text'$$;

SELECT plan(38);
SELECT is(engine.public_hidden('{10,20,30}'), '{f,f,f}', 'large counts are shown');
SELECT is(engine.public_hidden('{3,20,30}'), '{t,t,f}', 'one small count takes the next smallest with it: the total would show it');
SELECT is(engine.public_hidden('{3,4,30}'), '{t,t,f}', 'two small ones hide each other');
SELECT is(engine.public_hidden('{0,1,30}'), '{t,t,t}', 'unless together they are still too few');
SELECT is(engine.public_hidden('{0,9}'), '{t,f}', 'that nobody spoke gives nobody away');
SELECT is(engine.public_hidden('{1,9}'), '{t,t}', 'of two parts both are hidden');
SELECT is(engine.public_hidden('{5}'), '{f}', 'five is enough');
SELECT is(engine.public_mark('en', 4, true), '{"value": null, "text": "fewer than 5"}', 'a small count in English');
SELECT is(engine.public_mark('zh-CN', 7, true), '{"value": null, "text": "—"}', 'a neighbour is a dash, not a lie');
SELECT is(fx.text('figures', 'received'), '少于5', 'nothing yet is too few as well');
SELECT is(fx.text('figures', 'mean_days'), '样本不足', 'no mean of nothing');
SELECT is(jsonb_array_length(reader.progress('{"lang": "en"}', '{}')->'months'), 12, 'twelve months even then');

SELECT fx.heap(6, 'C03', 40, 10), fx.heap(5, 'A4.1', 40, NULL), fx.heap(3, 'D01', 9, NULL), fx.heap(7, 'X3', 9, 4), fx.heap(5, 'E1', 370, 2) \g /dev/null
SELECT is(fx.part('figures', 'received')->'value', '21', 'received in the period; the year before is left out');
SELECT is(fx.text('figures', 'open') || fx.text('figures', 'closed'), '813', 'in progress and closed are its two parts');
SELECT is(fx.text('figures', 'mean_days'), '6.8天', 'mean days of what is closed');
SELECT is(fx.text('categories', 'C') || fx.text('categories', 'A'), '6—', 'by main category, one hidden to cover a small one');
SELECT is(fx.text('categories', 'D') || fx.text('categories', 'B') || fx.text('categories', 'E'), '少于5少于5少于5', 'small categories stay hidden, empty ones too');
SELECT is(fx.part('categories', 'D')->>'value', NULL, 'with no value in the answer');
SELECT is((fx.part('months', '2026-10')->>'received_text') || '/' || (fx.part('months', '2026-11')->>'received_text'), '11/10', 'month by month');
SELECT is((fx.part('months', '2026-10')->>'closed_text') || '/' || (fx.part('months', '2026-11')->>'closed_text'), '6/7', 'by the month in which it was closed');
SELECT is(fx.part('months', '2026-09')->>'closed_text', '少于5', 'a month of nothing is too few');
SELECT fx.heap(2, 'C03', 8, NULL) \g /dev/null
SELECT is(fx.text('categories', 'C'), '8', 'more come, more are shown');

SELECT fx.issue(90) AS i \gset
SELECT fx.opinion(30, :i) AS o \gset
SELECT is(fx.part('figures', 'satisfaction')->>'note', '评价人数：少于5', 'nobody has rated');
SELECT fx.rating(:o, :i, 'dissatisfied'), fx.rating(:o, :i, 'satisfied', 2) \g /dev/null
SELECT fx.rating(fx.opinion(30, :i), :i, r) FROM unnest(ARRAY['satisfied', 'basically', 'dissatisfied']) r \g /dev/null
SELECT is(fx.text('figures', 'satisfaction'), '样本不足', 'four ratings are too few for a rate');
SELECT is(reader.progress('{"lang": "en"}', '{}')->'satisfaction', '{"n": null, "value": null, "n_text": "fewer than 5", "rate_text": "too few"}', 'nor is their number told');
SELECT fx.rating(fx.opinion(30, :i), :i, 'satisfied'), fx.rating(fx.opinion(30, :i), :i, NULL) \g /dev/null
SELECT is(fx.text('figures', 'satisfaction'), '78.0%', 'three satisfied and 0.9 of one, of five: each person''s last word, whoever was not reached left out');

SELECT is(reader.home('{"lang": "zh-CN"}', '{}')->'cases', '[]', 'nothing is published by itself');
SELECT is(fx.error(format('SELECT reader.case_page(''{"lang": "en"}'', ''{"id": %s}'')', :i)), 'XQ404 not_found', 'nor read by its number');
UPDATE core.issue SET published = true, public_summary = '摘要', closed_at = engine.clock(), problem = '电话13812345678打不通', answer = '内部答复' WHERE id = :i;
SELECT is(reader.home('{"lang": "zh-CN"}', '{}')#>>'{cases,0,summary}', '摘要', 'a published case is on the home page');
SELECT is(reader.case_page('{"lang": "zh-CN"}', jsonb_build_object('id', :i))->>'problem_text', '电话［电话］打不通', 'its problem where all agreed, and masked');
SELECT fx.opinion(30, :i, 'opinion', false) AS shy \gset
SELECT ok(NOT reader.case_page('{"lang": "zh-CN"}', jsonb_build_object('id', :i)) ? 'problem_text', 'one who did not agree is enough to leave it out');
SELECT ok(reader.case_page('{"lang": "zh-CN"}', jsonb_build_object('id', :i))::text !~ '内部答复|原话', 'no answer and no word of a speaker');
UPDATE core.issue SET state = 97 WHERE id = :i;
SELECT is(fx.error(format('SELECT reader.case_page(''{"lang": "en"}'', ''{"id": %s}'')', :i)), 'XQ404 not_found', 'a case that came back is not one any more');
SELECT is(reader.progress('{"lang": "en"}', '{}')->'cases', '[]', 'nor is it listed');
SELECT is(reader.notice('{"lang": "en"}', '{}')->>'version', '1', 'the notice in force');
SELECT is(jsonb_array_length(reader.notice('{"lang": "zh-CN"}', '{}')->'rows'), 7, 'with all its rows');
INSERT INTO rules.notice VALUES (2, 1, '甲', 'A', '乙', 'B');
SELECT is(reader.notice('{"lang": "en"}', '{}')->'rows', '[{"item": "A", "content": "B"}]', 'a newer one replaces it');
SELECT is(reader.home('{"lang": "en"}', '{}')#>>'{organ,name}', (SELECT en FROM rules.wording WHERE key = 'organ'), 'the organ has its name');
SELECT * FROM finish();
ROLLBACK;
