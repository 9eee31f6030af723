-- Days counted against dates worked out by hand from the State Council's notices, and against a slow count of one's own.
\ir fixture.psql

CREATE FUNCTION fx.due(p_start text, p_n integer, p_unit text) RETURNS text LANGUAGE sql AS $$
  SELECT to_char(engine.due((p_start || '+08')::timestamptz, p_n, p_unit, true) AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')
$$;

CREATE TEMP TABLE expected (start text, n integer, unit text, ends text, why text);
INSERT INTO expected VALUES
  ('2026-09-30 10:00', 1,  'wd', '2026-10-08', 'over National Day'),
  ('2026-09-30 10:00', 3,  'wd', '2026-10-10', 'onto the Saturday made up for it'),
  ('2026-09-30 10:00', 4,  'wd', '2026-10-12', 'past its Sunday'),
  ('2026-09-30 18:00', 1,  'wd', '2026-10-09', 'after hours on the last day before'),
  ('2026-10-03 10:00', 1,  'wd', '2026-10-09', 'in the middle of the holidays'),
  ('2026-10-10 17:59', 1,  'wd', '2026-10-12', 'on the made-up Saturday itself'),
  ('2026-10-10 18:00', 1,  'wd', '2026-10-13', 'after hours on it'),
  ('2026-09-18 10:00', 1,  'wd', '2026-09-20', 'onto the made-up Sunday'),
  ('2026-09-24 10:00', 5,  'wd', '2026-10-09', 'over Mid-Autumn and National Day'),
  ('2026-02-13 10:00', 1,  'wd', '2026-02-14', 'onto the made-up Saturday before Spring Festival'),
  ('2026-02-14 10:00', 1,  'wd', '2026-02-24', 'over nine days of Spring Festival'),
  ('2026-02-14 10:00', 5,  'wd', '2026-02-28', 'onto the Saturday made up after it'),
  ('2024-02-09 10:00', 1,  'wd', '2024-02-18', 'over Spring Festival 2024, onto the made-up Sunday'),
  ('2024-02-04 10:00', 5,  'wd', '2024-02-09', 'from a made-up Sunday'),
  ('2025-12-31 10:00', 1,  'wd', '2026-01-04', 'over the year''s end, onto the made-up Sunday'),
  ('2026-11-24 10:00', 15, 'wd', '2026-12-15', 'three plain weeks'),
  ('2026-09-16 10:00', 15, 'd',  '2026-10-08', 'an end on the first of October'),
  ('2026-09-22 10:00', 15, 'd',  '2026-10-08', 'on the last day of the holidays'),
  ('2026-09-25 20:00', 15, 'd',  '2026-10-10', 'on the made-up Saturday: it stays'),
  ('2026-09-26 10:00', 15, 'd',  '2026-10-12', 'on the Sunday after it'),
  ('2026-12-17 10:00', 15, 'd',  '2027-01-04', 'on New Year''s Day, a Friday'),
  ('2026-01-31 10:00', 1,  'mon', '2026-02-28', 'a short month''s last day, a made-up Saturday'),
  ('2024-01-31 10:00', 1,  'mon', '2024-02-29', 'a leap year'),
  ('2024-02-29 10:00', 1,  'mon', '2024-03-29', 'from the leap day: the same number'),
  ('2024-02-29 10:00', 6,  'mon', '2024-08-29', 'and half a year on'),
  ('2026-08-31 10:00', 1,  'mon', '2026-09-30', 'thirty days have September'),
  ('2026-09-03 10:00', 1,  'mon', '2026-10-08', 'an end in the holidays'),
  ('2026-11-30 10:00', 3,  'mon', '2027-03-01', 'February''s last day is a Sunday'),
  ('2026-12-31 23:59', 1,  'mon', '2027-02-01', 'the last of January is a Sunday');

-- The same rules in the slowest way: every day is looked at, one by one.
CREATE TEMP VIEW worked AS
  SELECT d::date AS day, row_number() OVER (ORDER BY d) AS k FROM generate_series('2019-06-01'::date, '2028-12-31', '1 day') d
   WHERE CASE WHEN EXISTS (SELECT FROM core.work_calendar w WHERE w.day = d::date) THEN (SELECT w.is_workday FROM core.work_calendar w WHERE w.day = d::date)
              ELSE to_char(d, 'ID')::integer NOT IN (6, 7) END;
CREATE TEMP TABLE workdays AS SELECT * FROM worked;
ALTER TABLE workdays ADD PRIMARY KEY (day), ADD UNIQUE (k);
ANALYZE workdays;
CREATE FUNCTION fx.slow(p_at timestamp, p_n integer, p_unit text) RETURNS date LANGUAGE plpgsql AS $$
DECLARE
  v_day date := p_at::date;
  v_end date;
BEGIN
  IF p_unit = 'wd' THEN
    IF p_at::time >= time '18:00' AND EXISTS (SELECT FROM pg_temp.workdays WHERE day = v_day) THEN
      v_day := v_day + 1;
    END IF;
    RETURN (SELECT b.day FROM pg_temp.workdays a JOIN pg_temp.workdays b ON b.k = a.k + p_n WHERE a.day >= v_day ORDER BY a.day LIMIT 1);
  END IF;
  v_end := CASE p_unit WHEN 'd' THEN v_day + p_n
    ELSE make_date((extract(year FROM v_day) * 12 + extract(month FROM v_day) - 1 + p_n)::integer / 12,
                   (extract(month FROM v_day) - 1 + p_n)::integer % 12 + 1, 1) END;
  IF p_unit = 'mon' THEN
    v_end := v_end + least(extract(day FROM v_day)::integer, extract(day FROM (date_trunc('month', v_end) + interval '1 month - 1 day'))::integer) - 1;
  END IF;
  RETURN (SELECT min(w.day) FROM pg_temp.workdays w WHERE w.day >= v_end);
END
$$;
CREATE TEMP VIEW tries AS
  SELECT d + h AS at, n, unit FROM generate_series(timestamp '2023-12-20', '2027-03-10', '1 day') d, unnest(ARRAY[interval '9 h', '17:59', '18 h', '23:59']) h,
         (VALUES (1, 'wd'), (3, 'wd'), (5, 'wd'), (15, 'wd'), (15, 'd'), (30, 'd'), (90, 'd'), (1, 'mon'), (3, 'mon'), (6, 'mon')) u (n, unit)
   WHERE unit = 'wd' OR h = '9 h';

SELECT plan((SELECT count(*)::integer FROM expected) + 16);
SELECT is(fx.due(start, n, unit), ends || ' 23:59', format('%s %s from %s: %s', n, unit, start, why)) FROM expected;
SELECT cmp_ok((SELECT count(*) FROM tries), '>', 20000::bigint, 'thousands of limits are counted twice');
SELECT is_empty($$SELECT at, n, unit, engine.due_on(at AT TIME ZONE 'Asia/Shanghai', n, unit), fx.slow(at, n, unit) FROM tries
  WHERE engine.due_on(at AT TIME ZONE 'Asia/Shanghai', n, unit) IS DISTINCT FROM fx.slow(at, n, unit) LIMIT 5$$, 'and both counts agree');
SELECT is_empty($$SELECT a.day, n FROM workdays a, unnest(ARRAY[1, 4, 20]) n WHERE a.day BETWEEN '2026-01-01' AND '2026-12-31'
  AND engine.workdays_between(a.day, engine.add_workdays(a.day, n)) <> n$$, 'what lies between is as many as were added');
SELECT is(fx.due('2026-09-30 22:15', 24, 'h'), '2026-10-01 22:15', 'hours run through holidays');
SELECT is(fx.due('2026-12-31 23:30', 2, 'h'), '2027-01-01 01:30', 'and through the year''s end');
INSERT INTO core.work_calendar (day, is_workday, note) SELECT d::date, false, '停摆' FROM generate_series('2031-03-03'::date, '2031-08-29', '1 day') d WHERE extract(isodow FROM d) < 6;
SELECT is(engine.add_workdays('2031-02-28', 2), '2031-09-02'::date, 'a calendar without work for half a year is still counted through');
SELECT is(to_char(engine.due('2026-06-05 10:00+08', 'contact_retention') AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD'), '2026-12-05', 'what is only kept is not kept longer for a Saturday');

SELECT is(engine.due_how('zh-CN', '2026-09-25 10:00+08', 'plan'), '制定整改方案：5个工作日，依据：本机关自定。2026年9月25日在下班后或休息日，按2026年9月28日计。'
  || '开始的当日（2026年9月28日）不计，从次日起数5个工作日，到2026年10月10日止。不计的休息日：2026年10月1日至2026年10月7日（国庆节）。调休上班、照常计入：2026年10月10日（国庆节调休上班）。', 'working days say what was counted and what was not');
SELECT is(engine.due_how('en', '2026-09-16 10:00+08', 'inform_person'), 'Tell the speaker how it was received: 15 days; source: Regulations on Petitions, Art. 23. '
  || 'The first day, 16 Sep 2026, is not counted; 15 days after it, days of rest included, end on 1 Oct 2026. 1 Oct 2026 is a day of rest (National Day): the limit moves to the next working day, 8 Oct 2026.', 'natural days say why the end moved');
SELECT matches(engine.due_how('zh-CN', '2026-01-31 10:00+08', 'co_unit'), '该月没有对应日，取月末日）是2026年2月28日。$', 'a month says that it was shorter');
SELECT is_empty($$SELECT l, d.key, engine.due_how(l, s, d.key) FROM rules.deadline d, unnest(ARRAY['zh-CN', 'en']) l, generate_series('2026-08-01 12:00+08'::timestamptz, '2026-10-20', '7 days') s
  WHERE coalesce(engine.due_how(l, s, d.key), '') = '' OR strpos(engine.due_how(l, s, d.key), engine.day_text(l, engine.due(s, d.key))) = 0$$, 'every explanation ends on the day that was computed');
SELECT is_empty($$SELECT d.key, engine.due_how('en', s, d.key) FROM rules.deadline d, generate_series('2026-08-01 12:00+08'::timestamptz, '2027-02-20', '7 days') s
  WHERE engine.due_how('en', s, d.key) ~ '[\u3000-\u9fff]'$$, 'the English ones are English');
SELECT is_empty($$SELECT d.key FROM rules.deadline d, generate_series('2026-09-01 12:34+08'::timestamptz, '2026-09-08', '1 day') s WHERE engine.due_how('zh-CN', s, d.key) ~ '12:34' AND d.unit <> 'h'$$,
  'and none tells a minute');
SELECT is_empty($$SELECT d.key FROM rules.deadline d WHERE (d.use_zh = '' OR d.use_en = '') AND NOT EXISTS (SELECT FROM rules.state s WHERE s.deadline = d.key)$$, 'every rule says where it is used');
SELECT is_empty($$SELECT d.key FROM rules.deadline d WHERE d.source_en = '' OR (d.source LIKE '[P]%') <> (d.source_en LIKE '[P]%')$$, 'and its source in both languages');
UPDATE rules.deadline SET n = 4, own = true WHERE key = 'triage';
\ir ../../sql/rules/deadlines.sql
SELECT is((SELECT n FROM rules.deadline WHERE key = 'triage'), 4, 'a deploy leaves alone what the organ has set');
SELECT * FROM finish();
ROLLBACK;
