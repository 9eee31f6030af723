-- Limits, counted as the Civil Code counts, over a calendar made for the test: a week off, and a Saturday worked in exchange.
\ir fixture.psql

DELETE FROM core.work_calendar;
INSERT INTO core.work_calendar (day, is_workday, note)
  SELECT d::date, false, '国庆节' FROM generate_series('2026-10-01'::date, '2026-10-07', '1 day') d
  UNION ALL SELECT '2026-10-10', true, '国庆节调休';

CREATE FUNCTION fx.due(p_start text, p_n integer, p_unit text) RETURNS text LANGUAGE sql AS $$
  SELECT engine.due_on((p_start || '+08')::timestamptz, p_n, p_unit)::text
$$;
INSERT INTO rules.deadline (key, n, unit, zh, en, source) VALUES ('fx.h', 24, 'h', 'x', 'x', 'x'), ('fx.wd', 2, 'wd', 'x', 'x', 'x');

SELECT plan(33);
SELECT is(engine.workday('2026-10-01'), false, 'a holiday is no working day');
SELECT is(engine.workday('2026-10-10'), true, 'a Saturday worked in exchange is one');
SELECT is(engine.workday('2026-10-11'), false, 'a Sunday is none');
SELECT is(engine.workday('2026-10-12'), true, 'a Monday is one');
SELECT is(engine.workday_from('2026-10-03'), '2026-10-08'::date, 'the first working day after a holiday');
SELECT is(engine.add_workdays('2026-10-08', 3), '2026-10-12'::date, 'working days go over the worked Saturday');

SELECT is(fx.due('2026-09-08 09:00', 1, 'wd'), '2026-09-09', 'the first day is not counted');
SELECT is(fx.due('2026-09-11 09:00', 1, 'wd'), '2026-09-14', 'a working day after Friday is Monday');
SELECT is(fx.due('2026-09-30 09:00', 2, 'wd'), '2026-10-09', 'working days skip the holiday');
SELECT is(fx.due('2026-09-12 09:00', 1, 'wd'), '2026-09-15', 'what comes on a Saturday counts as of Monday');
SELECT is(fx.due('2026-09-08 17:59', 1, 'wd'), '2026-09-09', 'before closing time is that day');
SELECT is(fx.due('2026-09-08 18:00', 1, 'wd'), '2026-09-10', 'after closing time is the next');
SELECT is(fx.due('2026-09-11 20:00', 1, 'wd'), '2026-09-15', 'Friday after hours is Monday');
SELECT is(fx.due('2026-09-08 23:59', 15, 'd'), '2026-09-23', 'natural days start whenever it came');
SELECT is(fx.due('2026-09-01 09:00', 15, 'd'), '2026-09-16', 'natural days count the weekends');
SELECT is(fx.due('2026-09-04 09:00', 15, 'd'), '2026-09-21', 'a last day on Saturday moves to Monday');
SELECT is(fx.due('2026-09-16 09:00', 15, 'd'), '2026-10-08', 'a last day in a holiday moves behind it');
SELECT is(fx.due('2026-09-25 09:00', 15, 'd'), '2026-10-10', 'a last day on a worked Saturday stays');
SELECT is(fx.due('2026-11-16 09:00', 1, 'mon'), '2026-12-16', 'a month ends on the same day-number');
SELECT is(fx.due('2026-12-31 09:00', 2, 'mon'), '2027-03-01', 'or on the month''s last day, and moves off a Sunday');
SELECT is(fx.due('2027-11-30 09:00', 3, 'mon'), '2028-02-29', 'a leap year has its day');
SELECT is(fx.due('2026-08-04 09:00', 2, 'mon'), '2026-10-08', 'a month that ends in a holiday moves behind it');
SELECT is(fx.due('2026-09-07 16:30', 1, 'wd'), '2026-09-08', 'the organ''s own time decides, not the server''s');

SELECT is(engine.due('2026-09-08 09:30+08', 'fx.h'), '2026-09-09 09:30+08'::timestamptz, 'hours are exact');
SELECT is(engine.due('2026-09-08 09:30+08', 'fx.wd'), '2026-09-10 23:59:59+08'::timestamptz, 'a day lasts to its last second');
SELECT throws_ok('SELECT engine.due(now(), ''none'')', 'P0002', NULL, 'an unknown limit is a fault');
SELECT is_empty('SELECT key FROM rules.deadline WHERE engine.due(engine.clock(), key) <= engine.clock()', 'every limit lies ahead');
SELECT set_eq($$SELECT unnest(ARRAY['triage 3 wd', 'inform_person 15 d', 'assign 5 wd', 'transfer_receive 5 wd', 'unit_sign 2 wd', 'unit_object 5 wd', 'first_contact 1 wd', 'plan 5 wd',
  'fix_now 5 wd', 'fix_by 30 d', 'fix_max 60 d', 'extension_max 30 d', 'delegate_reply 1 mon', 'delegate_suggestion 3 mon', 'delegate_suggestion_hard 6 mon',
  'co_unit 1 mon', 'revisit_start 5 wd', 'rating_window 15 wd', 'redo 1 mon', 'close_review 5 wd', 'publicity 5 wd', 'lookback_1 90 d', 'lookback_2 180 d',
  'rating_reminder 10 wd', 'keep_on_reply 6 mon', 'campaign_check 30 d', 'stale_progress 15 d', 'duty_tasks 10 wd', 'duty_negatives 10 wd', 'import_kept 7 d', 'blue_before 3 wd', 'contact_retention 6 mon', 'outbox_retention 3 mon', 'log_retention 13 mon'])$$,
  $$SELECT key || ' ' || n || ' ' || unit FROM rules.deadline WHERE key NOT LIKE 'fx.%' AND key NOT IN ('open_opinion', 'supply', 'object_decide', 'explain',
    'milestone', 'supervision_reply_yellow', 'supervision_reply_red', 'talk_after_red', 'rework', 'extension_decide', 'convene', 'take_review', 'lookback_check')$$, 'the limits are the field''s');

SET LOCAL xq.clock = '2026-09-08 12:00+08';
SELECT is(engine.lamp_code(NULL), 'none', 'no limit, no light');
SELECT is(engine.lamp_code('2026-09-08 11:00+08'), 'red', 'past due is red');
SELECT is(engine.lamp_code('2026-09-11 23:59:59+08'), 'blue', 'three working days before the end is blue');
SELECT is(engine.lamp_code('2026-09-13 23:59:59+08'), 'blue', 'so it is when the end was set on the Sunday after');
SELECT is(engine.lamp_code('2026-09-14 00:00+08'), 'green', 'more is green');
SELECT * FROM finish();
ROLLBACK;
