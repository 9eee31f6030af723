-- The work calendar as the organ maintains it: a notice read from text, a year laid anew, one day changed.
-- A day that is out of the calendar again keeps a row of the organ's own without a note: no deploy brings it back.

CREATE TYPE engine.calendar_line AS (
  line       integer,                  -- where in the text
  said       text,
  day        date,                     -- the first of the days it is about
  until      date,
  is_workday boolean,
  note       text,
  fault      text                      -- a code of list calendar_fault; NULL: it can be taken
);

-- A date as notices and spreadsheets write it: 2027-10-01, 2027/10/1, 2027年10月1日, 20271001. NULL: no date.
CREATE FUNCTION engine.written_date(p_text text) RETURNS date LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  v_part text[] := regexp_match(btrim(p_text), '^([12][0-9]{3})(?:[-/.]|年)([0-9]{1,2})(?:[-/.]|月)([0-9]{1,2})日?$');
BEGIN
  v_part := coalesce(v_part, regexp_match(btrim(p_text), '^([12][0-9]{3})([0-9]{2})([0-9]{2})$'));
  RETURN make_date(v_part[1]::integer, v_part[2]::integer, v_part[3]::integer);
EXCEPTION WHEN datetime_field_overflow THEN
  RETURN NULL;
END
$$;

CREATE FUNCTION engine.written_workday(p_text text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN lower(btrim(p_text)) IN ('true', 't', '1', 'yes', '是', '班', '上班', '调休上班', '补班', '工作日') THEN true
              WHEN lower(btrim(p_text)) IN ('false', 'f', '0', 'no', '否', '休', '休息', '放假', '休息日') THEN false END
$$;

-- What is wrong with a day in itself; NULL: nothing.
CREATE FUNCTION engine.day_fault(p_day date, p_is_workday boolean, p_note text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_day IS NULL THEN 'date' WHEN p_is_workday IS NULL THEN 'workday'
              WHEN btrim(coalesce(p_note, '')) = '' THEN 'note' WHEN char_length(p_note) > 50 THEN 'long_note'
              WHEN p_is_workday AND engine.weekday(p_day) THEN 'weekday' END
$$;

-- The three items of a line of CSV; a note in quotes may hold commas. NULL where there are not two or three.
CREATE FUNCTION engine.csv_items(p_line text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN m IS NOT NULL THEN ARRAY[btrim(m[1]), btrim(m[2]), btrim(replace(coalesce(m[3], m[4], ''), '""', '"'))] END
    FROM regexp_match(p_line, '^\s*"?([^",]*)"?\s*,\s*"?([^",]*)"?\s*(?:,\s*(?:"((?:[^"]|"")*)"|([^",]*))\s*)?$') m
$$;

CREATE FUNCTION engine.csv_lines(p_text text) RETURNS SETOF engine.calendar_line LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  v_line record;
  v_item text[];
  v_first boolean := true;
  v_day date;
BEGIN
  FOR v_line IN SELECT n, s FROM regexp_split_to_table(p_text, '\n') WITH ORDINALITY x (s, n) WHERE btrim(s, E' \t,') <> '' LOOP
    v_item := engine.csv_items(v_line.s);
    IF v_first AND lower(v_item[1]) IN ('day', '日期') THEN
      v_first := false;
      IF lower(v_item[2]) NOT IN ('is_workday', '是否上班') OR lower(v_item[3]) NOT IN ('note', '说明') THEN
        RETURN NEXT ROW(v_line.n, v_line.s, NULL, NULL, NULL, NULL, 'heading')::engine.calendar_line;
      END IF;
      CONTINUE;
    END IF;
    v_first := false;
    v_day := engine.written_date(v_item[1]);
    RETURN NEXT ROW(v_line.n, v_line.s, v_day, v_day, engine.written_workday(v_item[2]), v_item[3],
      CASE WHEN v_item IS NULL THEN 'items' ELSE engine.day_fault(v_day, engine.written_workday(v_item[2]), v_item[3]) END)::engine.calendar_line;
  END LOOP;
END
$$;

-- A property of a calendar entry; NULL where it has none.
CREATE FUNCTION engine.ics_value(p_entry text, p_name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT btrim(m[1]) FROM regexp_match(p_entry, '(?:^|\n)' || p_name || '(?:;[^:\n]*)?:([^\n]*)', 'i') m
$$;

-- Whether an entry is about a day off or a day worked in exchange: NULL when it is about neither.
CREATE FUNCTION engine.ics_workday(p_entry text, p_summary text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN engine.ics_value(p_entry, 'X-APPLE-SPECIAL-DAY') = 'ALTERNATE-WORKDAY' OR p_summary ~ '班' THEN true
              WHEN engine.ics_value(p_entry, 'X-APPLE-SPECIAL-DAY') = 'WORK-HOLIDAY' OR p_summary ~ '休|放假|假期' THEN false END
$$;

-- The festival's name, without the sign that says off or on.
CREATE FUNCTION engine.ics_note(p_summary text, p_is_workday boolean) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_is_workday THEN n.name || '调休上班' ELSE coalesce(nullif(n.name, ''), '放假') END
    FROM (SELECT btrim(regexp_replace(regexp_replace(p_summary, '\\(.)', '\1', 'g'),
            '[(（【\[]?\s*(调休上班|调休|补班|上班|休息|放假|假期|休|班)\s*[)）】\]]?', '', 'g'), ' -:：·第天0123456789/') AS name) n
$$;

CREATE FUNCTION engine.ics_line(p_line integer, p_entry text) RETURNS engine.calendar_line LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  v_summary constant text := coalesce(engine.ics_value(p_entry, 'SUMMARY'), '');
  v_works constant boolean := engine.ics_workday(p_entry, v_summary);
  v_from constant date := engine.written_date(engine.ics_value(p_entry, 'DTSTART'));
  v_end text := engine.ics_value(p_entry, 'DTEND');
  v_until date := v_from;
BEGIN
  IF v_end IS NOT NULL THEN
    v_until := greatest(engine.written_date(v_end) - 1, v_from);   -- the end is the day after the last
  END IF;
  RETURN ROW(p_line, concat_ws(' ', engine.ics_value(p_entry, 'DTSTART'), v_summary), v_from, v_until, v_works, engine.ics_note(v_summary, v_works),
    CASE WHEN v_works IS NULL THEN 'neither'
         WHEN v_from IS NULL OR v_end IS NOT NULL AND engine.written_date(v_end) IS NULL THEN 'date'
         WHEN v_until - v_from > 30 THEN 'span' WHEN engine.ics_value(p_entry, 'RRULE') IS NOT NULL THEN 'rule'
         ELSE coalesce((SELECT max(engine.day_fault(v_from + k, v_works, engine.ics_note(v_summary, v_works))) FROM generate_series(0, v_until - v_from) k), NULL)
    END)::engine.calendar_line;
END
$$;

-- The entries of a calendar file, by the line each begins on. A line that begins with a space goes on from the one before.
CREATE FUNCTION engine.ics_lines(p_text text) RETURNS SETOF engine.calendar_line LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  v_line record;
  v_entry text;
  v_begun integer;
BEGIN
  FOR v_line IN SELECT n, s FROM regexp_split_to_table(p_text, '\n') WITH ORDINALITY x (s, n) LOOP
    IF v_line.s ~* '^BEGIN:VEVENT' THEN
      v_entry := '';
      v_begun := v_line.n;
    ELSIF v_line.s ~* '^END:VEVENT' AND v_entry IS NOT NULL THEN
      RETURN NEXT engine.ics_line(v_begun, v_entry);
      v_entry := NULL;
    ELSIF v_line.s ~ '^[ \t]' THEN
      v_entry := v_entry || substr(v_line.s, 2);
    ELSE
      v_entry := v_entry || E'\n' || v_line.s;
    END IF;
  END LOOP;
  IF v_entry IS NOT NULL THEN
    RETURN NEXT ROW(v_begun, 'BEGIN:VEVENT', NULL, NULL, NULL, NULL, 'cut')::engine.calendar_line;
  END IF;
END
$$;

-- The year a notice is for: the one most of its days are of.
CREATE FUNCTION engine.notice_year(p_lines engine.calendar_line[]) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT extract(year FROM l.day)::integer FROM unnest(p_lines) l WHERE l.day IS NOT NULL AND l.fault IS NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1
$$;

-- Which line names each day, the one after the other: the first may, any later one repeats it.
CREATE FUNCTION engine.repeated_lines(p_lines engine.calendar_line[]) RETURNS integer[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(DISTINCT d.line), '{}') FROM (
    SELECT l.line, row_number() OVER (PARTITION BY l.day + k ORDER BY l.line) AS nth
      FROM unnest(p_lines) l, generate_series(0, l.until - l.day) k WHERE l.fault IS NULL) d WHERE d.nth > 1
$$;

-- Every line of a notice with what is wrong with it, in itself and beside the others. The December before may belong to it.
CREATE FUNCTION engine.notice_lines(p_text text) RETURNS SETOF engine.calendar_line LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  v_text constant text := replace(replace(ltrim(p_text, E'\ufeff \n\r\t'), E'\r\n', E'\n'), E'\r', E'\n');
  v_lines constant engine.calendar_line[] := CASE WHEN v_text ~* '^BEGIN:VCALENDAR' THEN ARRAY(SELECT l FROM engine.ics_lines(v_text) l)
                                                  ELSE ARRAY(SELECT l FROM engine.csv_lines(v_text) l) END;
  v_year constant integer := engine.notice_year(v_lines);
  v_repeated constant integer[] := engine.repeated_lines(v_lines);
  v_line engine.calendar_line;
BEGIN
  FOREACH v_line IN ARRAY v_lines LOOP
    v_line.fault := coalesce(v_line.fault, CASE WHEN v_line.day < make_date(v_year - 1, 12, 1) OR v_line.until > make_date(v_year, 12, 31) THEN 'year'
                                                WHEN v_line.line = ANY (v_repeated) THEN 'twice' END);
    RETURN NEXT v_line;
  END LOOP;
END
$$;

-- The days of a notice; empty where a line is wrong.
CREATE FUNCTION engine.notice_days(p_lines engine.calendar_line[]) RETURNS TABLE (day date, is_workday boolean, note text) LANGUAGE sql IMMUTABLE AS $$
  SELECT l.day + k, l.is_workday, btrim(l.note) FROM unnest(p_lines) l, generate_series(0, l.until - l.day) k WHERE l.fault IS NULL
$$;

-- What a notice would change: each day with what it was and will be. Days of its year that it does not name become ordinary.
CREATE FUNCTION engine.notice_changes(p_lines engine.calendar_line[]) RETURNS TABLE (day date, is_workday boolean, note text, what text)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_year constant integer := engine.notice_year(p_lines);
BEGIN
  RETURN QUERY SELECT coalesce(n.day, w.day), coalesce(n.is_workday, engine.weekday(w.day)), coalesce(n.note, ''),
           CASE WHEN n.day IS NULL THEN 'removed' WHEN w.day IS NULL THEN 'added' WHEN (n.is_workday, n.note) = (w.is_workday, w.note) THEN 'same' ELSE 'changed' END
      FROM engine.notice_days(p_lines) n
      FULL JOIN (SELECT c.* FROM core.work_calendar c WHERE c.note <> '') w ON w.day = n.day
     WHERE n.day IS NOT NULL OR extract(year FROM w.day) = v_year;
END
$$;

-- How many days of each kind of change.
CREATE FUNCTION engine.notice_counts(p_lines engine.calendar_line[]) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT jsonb_build_object('added', count(*) FILTER (WHERE c.what = 'added'), 'changed', count(*) FILTER (WHERE c.what = 'changed'),
                                    'removed', count(*) FILTER (WHERE c.what = 'removed'), 'same', count(*) FILTER (WHERE c.what = 'same'))
            FROM engine.notice_changes(p_lines) c);
END
$$;

CREATE FUNCTION engine.write_day(p_day date, p_is_workday boolean, p_note text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO core.work_calendar (day, is_workday, note, own) VALUES (p_day, p_is_workday, p_note, true)
  ON CONFLICT (day) DO UPDATE SET is_workday = excluded.is_workday, note = excluded.note, own = true
$$;

-- Every form on the calendar is drawn from what it is now: so many changes it has seen.
CREATE FUNCTION engine.calendar_version() RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT count(*)::integer FROM core.event e WHERE e.layer = 'calendar'
$$;

-- Admits one change to the calendar at a time. True when this form was carried out before.
CREATE FUNCTION engine.begin_calendar(p_actor core.actor, p_args jsonb) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_key constant uuid := engine.form_key(p_args);
BEGIN
  PERFORM engine.need(p_actor, 'calendar.edit');
  PERFORM pg_advisory_xact_lock(hashtextextended('calendar', 0));
  IF EXISTS (SELECT FROM core.event e WHERE e.layer = 'calendar' AND e.key = v_key AND e.actor_id = (p_actor).account_id) THEN
    RETURN true;
  END IF;
  PERFORM engine.check_version(ROW('calendar', 0, NULL, engine.calendar_version(), NULL, NULL)::engine.subject, p_args);
  RETURN false;
END
$$;

CREATE FUNCTION engine.record_calendar(p_actor core.actor, p_year integer, p_action text, p_detail jsonb, p_args jsonb) RETURNS void LANGUAGE sql AS $$
  SELECT engine.record('calendar', p_year, p_action, (p_actor).account_id, engine.role_for(p_actor, 'calendar.edit'), NULL, NULL, p_detail, engine.form_key(p_args))
$$;

-- A day set: added where the calendar did not name it, else changed.
CREATE FUNCTION engine.set_day(p_actor core.actor, p_args jsonb, p_fields jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_day constant date := (p_fields ->> 'day')::date;
  v_works constant boolean := p_fields ->> 'is_workday' = 'work';
  v_before core.work_calendar;
BEGIN
  IF engine.day_fault(v_day, v_works, p_fields ->> 'note') = 'weekday' THEN
    PERFORM engine.fail(422, 'calendar.weekday', 'is_workday');
  END IF;
  SELECT c.* INTO v_before FROM core.work_calendar c WHERE c.day = v_day AND c.note <> '';
  PERFORM engine.write_day(v_day, v_works, p_fields ->> 'note');
  PERFORM engine.record_calendar(p_actor, extract(year FROM v_day)::integer, CASE WHEN v_before.day IS NULL THEN 'add' ELSE 'change' END,
    p_fields || CASE WHEN v_before.day IS NULL THEN '{}' ELSE jsonb_build_object('was', to_jsonb(v_before) - 'own') END, p_args);
END
$$;

CREATE FUNCTION engine.remove_day(p_actor core.actor, p_args jsonb, p_fields jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_day constant date := (p_fields ->> 'day')::date;
  v_before core.work_calendar;
BEGIN
  SELECT c.* INTO v_before FROM core.work_calendar c WHERE c.day = v_day AND c.note <> '';
  IF v_before.day IS NULL THEN
    PERFORM engine.fail(422, 'calendar.no_such_day', 'day');
  END IF;
  PERFORM engine.write_day(v_day, engine.weekday(v_day), '');
  PERFORM engine.record_calendar(p_actor, extract(year FROM v_day)::integer, 'remove', p_fields || jsonb_build_object('was', to_jsonb(v_before) - 'own'), p_args);
END
$$;

-- A notice as a whole, or nothing of it. Answers its year.
CREATE FUNCTION engine.load_notice(p_actor core.actor, p_args jsonb) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_lines constant engine.calendar_line[] := ARRAY(SELECT l FROM engine.notice_lines(p_args ->> 'text') l);
  v_year constant integer := engine.notice_year(v_lines);
  v_counts constant jsonb := engine.notice_counts(v_lines);
BEGIN
  IF v_year IS NULL THEN
    PERFORM engine.fail(422, 'calendar.nothing', 'text');
  ELSIF EXISTS (SELECT FROM unnest(v_lines) l WHERE l.fault <> 'neither') THEN
    PERFORM engine.fail(422, 'calendar.faults', 'text');
  END IF;
  PERFORM engine.write_day(c.day, c.is_workday, c.note) FROM engine.notice_changes(v_lines) c;
  PERFORM engine.record_calendar(p_actor, v_year, 'import', v_counts, p_args);
  RETURN v_year;
END
$$;
