-- The calendar's page: read by everybody signed in, maintained by one, a notice taken whole or not at all.
\ir api.psql
SELECT fx.ctx('sysadmin') AS admin, fx.ctx('handler') AS handler \gset

CREATE FUNCTION fx.day(p_day date) RETURNS text LANGUAGE sql AS $$
  SELECT coalesce((SELECT CASE WHEN w.is_workday THEN 'work ' ELSE 'rest ' END || w.note FROM core.work_calendar w WHERE w.day = p_day AND w.note <> ''), 'plain')
$$;
CREATE FUNCTION fx.act(p_ctx text, p_action text, p_args jsonb) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  RETURN fx.error(format('SELECT console.calendar_action(%L, %L)', p_ctx, p_args || jsonb_build_object('id', 2027, 'action', p_action)));
END
$$;
CREATE FUNCTION fx.set(p_ctx text, p_day text, p_kind text, p_note text, p_more jsonb DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
  SELECT fx.act(p_ctx, 'set_day', jsonb_build_object('day', p_day, 'is_workday', p_kind, 'note', p_note) || p_more)
$$;
CREATE FUNCTION fx.import(p_ctx text, p_text text, p_more jsonb DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
  SELECT fx.error(format('SELECT console.calendar_import(%L, %L)', p_ctx, jsonb_build_object('text', p_text) || p_more))
$$;
CREATE FUNCTION fx.faults(p_text text) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(l.line || ' ' || l.fault, ', ' ORDER BY l.line) FROM engine.notice_lines(p_text) l WHERE l.fault IS NOT NULL
$$;
CREATE FUNCTION fx.read(p_text text) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(d.day || CASE WHEN d.is_workday THEN ' work ' ELSE ' rest ' END || d.note, ', ' ORDER BY d.day)
    FROM engine.notice_days(ARRAY(SELECT l FROM engine.notice_lines(p_text) l)) d
$$;
\set csv '日期,是否上班,说明\n2027-01-01,否,元旦\n2027/1/2,休息,元旦\n2027年1月3日,放假,"元旦"\n2027-01-10,是,元旦调休上班\n'
\set ics 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20271001\r\nDTEND;VALUE=DATE:20271008\r\nSUMMARY:国庆节\r\n （休）\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20271009\r\nSUMMARY:国庆节（班）\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20271108\r\nSUMMARY:立冬\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
SELECT replace(:'csv', '\n', E'\n') AS csv, replace(replace(:'ics', '\n', E'\n'), '\r', E'\r') AS ics \gset

SELECT plan(47);
SELECT is(console.calendar_now(:'handler', '{}') ->> 'year', '2026', 'this year''s calendar');
SELECT console.calendar(:'handler', '{"id": "2026"}') AS page \gset
SELECT is(jsonb_array_length(:'page'::jsonb -> 'months'), 12, 'month by month');
SELECT is((SELECT count(*) FROM jsonb_path_query(:'page'::jsonb, '$.months[*].weeks[*].days[*].n')), 365::bigint, 'every day of the year once');
SELECT is((SELECT string_agg(d ->> 'n', ' ') FROM jsonb_array_elements(:'page'::jsonb #> '{months,9,weeks,0,days}') d WHERE d ? 'rest'), '1 2 3 4', 'October begins with days of rest');
SELECT is((SELECT count(*) FROM jsonb_path_query(:'page'::jsonb, '$.months[*].weeks[*].days[*] ? (@.work == true)')), 6::bigint, 'six worked in exchange');
SELECT is(jsonb_array_length(:'page'::jsonb -> 'actions'), 0, 'who only reads it is offered nothing');
SELECT is(:'page'::jsonb -> 'may_edit', 'false', 'and is told so');
SELECT is(fx.refused('console.calendar', :'handler', '{"id": "1999"}'), 'XQ404 not_found', 'a year far away is not there');
SELECT is(fx.refused('console.calendar', fx.nobody(), '{"id": "2026"}'), 'XQ401 sign_in_required', 'nobody else reads it');
SELECT is(fx.set(:'handler', '2027-03-08', 'rest', '妇女节'), 'XQ403 forbidden', 'nor changes it');
SELECT is(fx.import(:'handler', :'csv'), 'XQ403 forbidden', 'nor imports one');
SELECT is(fx.refused('console.calendar_preview', :'handler', '{"text": "2027-01-01,否,元旦"}'), 'XQ403 forbidden', 'nor looks at a preview');
SELECT is((SELECT string_agg(a ->> 'href', ' ') FROM jsonb_array_elements(console.calendar(:'admin', '{"id": "2027"}') -> 'actions') a),
  '/console/calendar/2027/actions/set_day /console/calendar/2027/actions/remove_day', 'the administrator is offered both forms');

-- Single days.
SELECT is(fx.set(:'admin', '2027-03-08', 'rest', '妇女节', '{"key": "00000000-0000-4000-8000-000000000001", "version": 0}'), '', 'a day is added');
SELECT is(fx.day('2027-03-08'), 'rest 妇女节', 'and stands');
SELECT is(fx.set(:'admin', '2027-03-08', 'rest', '妇女节', '{"key": "00000000-0000-4000-8000-000000000001", "version": 0}'), '', 'the same form sent twice');
SELECT is(fx.events('calendar', 2027, 'add'), 1::bigint, 'does nothing twice');
SELECT is(fx.set(:'admin', '2027-03-09', 'rest', '又一天', '{"version": 0}'), 'XQ409 changed_meanwhile version', 'drawn before the change it is refused');
SELECT is(fx.set(:'admin', '2027-03-08', 'rest', '国际妇女节'), '', 'a day is changed');
SELECT is((SELECT e.action || ' ' || (e.detail #>> '{was,note}') FROM core.event e WHERE e.layer = 'calendar' AND e.subject_id = 2027 ORDER BY e.seq DESC LIMIT 1), 'change 妇女节', 'with what it was');
SELECT is(fx.set(:'admin', '2027-03-10', 'work', '多余'), 'XQ422 calendar.weekday is_workday', 'a weekday is worked anyway');
SELECT is(fx.set(:'admin', '2027-02-30', 'rest', '没有'), 'XQ422 bad_date day', 'a day that is none');
SELECT is(fx.act(:'admin', 'remove_day', '{"day": "2027-03-09"}'), 'XQ422 calendar.no_such_day day', 'what is not there cannot be taken out');
SELECT is(fx.act(:'admin', 'remove_day', '{"day": "2027-05-01"}'), '', 'a day that came with the deploy is taken out');
SELECT is(fx.set(:'admin', '2027-10-01', 'rest', '国庆'), '', 'and another called otherwise');
\ir ../../sql/rules/calendar.sql
SELECT is(fx.day('2027-05-01') || ' ' || fx.day('2027-10-01') || ' ' || fx.day('2027-03-08'), 'plain rest 国庆 rest 国际妇女节', 'the next deploy leaves all three alone');
SELECT is(engine.workday('2027-05-03'), true, 'and counts by them');
SELECT is(fx.act(:'admin', 'import', '{"text": "2027-01-01,否,元旦"}'), 'XQ404 not_found', 'a notice is no single day');

-- Limits that were promised.
SELECT fx.issue(50) AS promised \gset
UPDATE core.issue SET due_at = '2027-04-30 23:59:59+08' WHERE id = :promised;
SELECT is(fx.set(:'admin', '2027-04-30', 'rest', '临时放假'), '', 'the day of a limit becomes one of rest');
SELECT is((SELECT count(*) FROM core.issue WHERE due_at = '2027-04-30 23:59:59+08'), 1::bigint, 'the limit stays where it was');
SELECT is(engine.due_on('2027-04-15 10:00+08', 15, 'd'), '2027-05-03'::date, 'a new one ends elsewhere');

-- A notice as text.
SELECT is(fx.read(:'csv'), '2027-01-01 rest 元旦, 2027-01-02 rest 元旦, 2027-01-03 rest 元旦, 2027-01-10 work 元旦调休上班', 'a table, however its dates are written');
SELECT is(fx.read(E'\ufeffday,is_workday,note\r\n2027-10-01,false,"National ""Day"", first"'), '2027-10-01 rest National "Day", first', 'an English heading, a mark of order, quotes');
SELECT is(fx.read('2027-10-01,0,国庆节'), '2027-10-01 rest 国庆节', 'no heading');
SELECT is(fx.read(:'ics'), (SELECT string_agg(format('2027-10-%s rest 国庆节', lpad(k::text, 2, '0')), ', ' ORDER BY k) FROM generate_series(1, 7) k) || ', 2027-10-09 work 国庆节调休上班',
  'a calendar file: folded lines, an end that is the day after, on and off');
SELECT is(fx.faults(E'日期,是否上班,说明\n2027-02-30,否,春节\n2027-02-06,也许,春节\n2027-02-07,否,\n2027-02-08,是,春节\n2027-02-09\n2027-02-10,否,春节\n2027-02-10,否,春节\n2030-01-01,否,元旦\n2027-02-11,否,'
  || repeat('长', 51)), '2 date, 3 workday, 4 note, 5 weekday, 6 items, 8 twice, 9 year, 10 long_note', 'what is wrong is said line by line');
SELECT is(fx.faults(E'放假日,安排\n2027-01-01,否,元旦'), '1 date', 'a heading of its own is no day');
SELECT is(fx.faults(E'日期,安排,说明\n2027-01-01,否,元旦'), '1 heading', 'nor one with other names');
SELECT is(fx.faults(E'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270101T090000Z\nSUMMARY:元旦 休\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20270501\nRRULE:FREQ=YEARLY\nSUMMARY:劳动节 休\nEND:VEVENT\n'
  || E'BEGIN:VEVENT\nDTSTART;VALUE=DATE:20270601\nDTEND;VALUE=DATE:20270901\nSUMMARY:暑假 休\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20271001'), '2 date, 6 rule, 11 span, 16 cut', 'and entry by entry');
SELECT is(fx.read(E'2026-12-31,否,元旦\n2027-01-01,否,元旦\n2027-01-02,否,元旦'), '2026-12-31 rest 元旦, 2027-01-01 rest 元旦, 2027-01-02 rest 元旦', 'the December before belongs to it');

-- Whole, or not at all.
SELECT is(fx.import(:'admin', :'csv' || E'2027-02-30,否,春节'), 'XQ422 calendar.faults text', 'one line wrong');
SELECT is(fx.day('2027-01-10') || ' ' || fx.events('calendar', 2027, 'import'), 'plain 0', 'and nothing is taken');
SELECT is(fx.import(:'admin', '什么也没有写在这里'), 'XQ422 calendar.nothing text', 'nothing that is a day');
SELECT is(console.calendar_preview(:'admin', jsonb_build_object('text', :'csv')) #> '{report,counts}', '{"added": 3, "changed": 1, "removed": 13, "same": 0}', 'the preview says what would change');
SELECT is(fx.import(:'admin', :'csv', '{"key": "00000000-0000-4000-8000-000000000002"}'), '', 'and it is imported');
SELECT is(fx.import(:'admin', :'csv', '{"key": "00000000-0000-4000-8000-000000000002"}'), '', 'once, though sent twice');
SELECT is((SELECT string_agg(e.detail::text, '; ') FROM core.event e WHERE e.layer = 'calendar' AND e.action = 'import') || ' ' || fx.day('2027-01-10') || ' ' || fx.day('2027-10-01'),
  '{"same": 0, "added": 3, "changed": 1, "removed": 13} work 元旦调休上班 plain', 'one event with the counts; days the notice does not name are ordinary');
SELECT * FROM finish();
ROLLBACK;
