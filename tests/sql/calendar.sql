-- The work calendar against the sums of the law: in a year, holidays on weekdays less make-up workdays are the statutory days.
\ir fixture.psql
CREATE TEMP VIEW year AS
SELECT extract(year FROM day)::integer AS year, count(*) FILTER (WHERE NOT is_workday AND extract(isodow FROM day) < 6)
       - count(*) FILTER (WHERE is_workday) AS net, count(*) FILTER (WHERE is_workday) AS made_up
  FROM core.work_calendar GROUP BY 1;

SELECT plan(15);
SELECT is((SELECT string_agg(year::text, ' ' ORDER BY year) FROM year), '2020 2024 2025 2026 2027', 'the years that are known');
SELECT is((SELECT net FROM year WHERE year = 2020), 13::bigint, '2020: eleven statutory days and two by which the Spring Festival was prolonged');
SELECT is((SELECT net FROM year WHERE year = 2024), 11::bigint, '2024: eleven statutory days');
SELECT is((SELECT net FROM year WHERE year = 2025), 13::bigint, '2025: thirteen, by the regulation of 2024');
SELECT is((SELECT net FROM year WHERE year = 2026), 13::bigint, '2026: thirteen');
SELECT is((SELECT string_agg(made_up::text, ' ' ORDER BY year) FROM year), '6 8 5 6 0', 'so many days are made up');
SELECT is_empty($$SELECT day FROM core.work_calendar WHERE is_workday AND extract(isodow FROM day) < 6$$, 'only a Saturday or Sunday can be made a workday');
SELECT is_empty($$SELECT day FROM core.work_calendar WHERE is_workday <> (note LIKE '%调休上班')$$, 'a note says which it is');
SELECT is((SELECT count(*) FROM core.work_calendar WHERE day >= '2027-01-01'), 13::bigint, '2027: the thirteen days of the regulation');
SELECT is_empty($$SELECT day FROM core.work_calendar WHERE (day >= '2027-01-01') <> (note LIKE '%待国务院通知%')$$, 'and it says that the notice is not out');
SELECT ok(engine.workday('2026-02-14') AND engine.workday('2026-02-28') AND NOT engine.workday('2026-02-23'), 'Spring Festival 2026');
SELECT ok(NOT engine.workday('2025-10-08') AND engine.workday('2025-10-11') AND engine.workday('2025-09-28'), 'National Day and Mid-Autumn 2025');
SELECT ok(NOT engine.workday('2020-01-31') AND NOT engine.workday('2020-02-01') AND engine.workday('2020-02-03'), 'Spring Festival 2020 was prolonged');
SELECT is(engine.due_on('2026-09-30 10:00+08', 3, 'wd'), '2026-10-10'::date, 'a made-up Saturday counts as a working day');
SELECT is(engine.due_on('2026-09-16 10:00+08', 15, 'd'), '2026-10-08'::date, 'a limit that ends in the holidays ends after them');
SELECT * FROM finish();
ROLLBACK;
