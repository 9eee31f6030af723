-- Limits, counted as the Civil Code counts (Art. 201-203): the first day is not counted, a month ends on the same day-number
-- or on the month's last day, and a limit that would end on a day of rest ends on the next working day. Hours are exact.
-- All of it plpgsql: a submit counts two limits, and a plan that is kept costs a tenth of one made anew.

-- Monday to Friday, before the calendar is asked.
CREATE FUNCTION engine.weekday(p_on date) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT extract(isodow FROM p_on) < 6
$$;

-- Whether the organ works that day: Monday to Friday unless the calendar says otherwise.
CREATE FUNCTION engine.workday(p_on date) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN coalesce((SELECT w.is_workday FROM core.work_calendar w WHERE w.day = p_on), engine.weekday(p_on));
END
$$;

-- That day, or the first working day after it.
CREATE FUNCTION engine.workday_from(p_on date) RETURNS date LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_on date := p_on;
BEGIN
  WHILE NOT engine.workday(v_on) LOOP
    v_on := v_on + 1;
  END LOOP;
  RETURN v_on;
END
$$;

-- The days after one and up to another that are not what the week says: holidays on weekdays, worked Saturdays and Sundays.
CREATE FUNCTION engine.odd_days(p_after date, p_until date) RETURNS date[] LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(w.day), '{}') FROM core.work_calendar w
           WHERE w.day > p_after AND w.day <= p_until AND w.is_workday <> engine.weekday(w.day));
END
$$;

-- The n-th working day after a day. The calendar is read once for as many days as it usually takes.
CREATE FUNCTION engine.add_workdays(p_on date, p_n integer) RETURNS date LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE
  v_end constant date := p_on + 2 * p_n + 14;
  v_odd constant date[] := engine.odd_days(p_on, v_end);
  v_on date := p_on;
  v_left integer := p_n;
BEGIN
  WHILE v_left > 0 AND v_on < v_end LOOP
    v_on := v_on + 1;
    v_left := v_left - (engine.weekday(v_on) <> (v_on = ANY (v_odd)))::integer;
  END LOOP;
  IF v_left > 0 THEN
    RETURN engine.add_workdays(v_end, v_left);
  END IF;
  RETURN v_on;
END
$$;

-- How many working days lie after one day and up to another.
CREATE FUNCTION engine.workdays_between(p_after date, p_until date) RETURNS integer LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_odd constant date[] := engine.odd_days(p_after, p_until);
  v_on date := p_after;
  v_n integer := 0;
BEGIN
  WHILE v_on < p_until LOOP
    v_on := v_on + 1;
    v_n := v_n + (engine.weekday(v_on) <> (v_on = ANY (v_odd)))::integer;
  END LOOP;
  RETURN v_n;
END
$$;

-- The day a limit in working days starts from: what comes after hours or on a day of rest counts as of the next working day.
CREATE FUNCTION engine.first_day(p_start timestamptz) RETURNS date LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_on date := engine.day(p_start);
BEGIN
  IF extract(hour FROM p_start AT TIME ZONE 'Asia/Shanghai') >= engine.param('office_closes') THEN
    v_on := v_on + 1;
  END IF;
  RETURN engine.workday_from(v_on);
END
$$;

-- The day on which a limit of natural days or months would end if no day were one of rest. Adding months keeps the day-number,
-- or takes the month's last day where it has no such number.
CREATE FUNCTION engine.plain_end(p_start timestamptz, p_n integer, p_unit text) RETURNS date LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF p_unit = 'mon' THEN
    RETURN engine.day(p_start) + make_interval(months => p_n);
  END IF;
  RETURN engine.day(p_start) + p_n;
END
$$;

-- The day on which a limit of days, working days or months ends.
CREATE FUNCTION engine.due_on(p_start timestamptz, p_n integer, p_unit text, p_rolls boolean DEFAULT true) RETURNS date
LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF p_unit = 'wd' THEN
    RETURN engine.add_workdays(engine.first_day(p_start), p_n);
  ELSIF p_rolls THEN
    RETURN engine.workday_from(engine.plain_end(p_start, p_n, p_unit));
  END IF;
  RETURN engine.plain_end(p_start, p_n, p_unit);
END
$$;

-- The moment a limit runs out.
CREATE FUNCTION engine.due(p_start timestamptz, p_n integer, p_unit text, p_rolls boolean) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF p_unit = 'h' THEN
    RETURN p_start + make_interval(hours => p_n);
  END IF;
  RETURN engine.end_of_day(engine.due_on(p_start, p_n, p_unit, p_rolls));
END
$$;

-- The moment a limit of the rules runs out; an unknown key is a fault of the program.
CREATE FUNCTION engine.due(p_start timestamptz, p_key text) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_rule rules.deadline;
BEGIN
  SELECT d.* INTO STRICT v_rule FROM rules.deadline d WHERE d.key = p_key;
  RETURN engine.due(p_start, v_rule.n, v_rule.unit, v_rule.rolls);
END
$$;

-- The last moment from which a limit of the rules has run out by now: who compares with it counts no day twice.
CREATE FUNCTION engine.ran_out_from(p_key text) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_today constant date := engine.day(engine.clock());
  v_rule rules.deadline;
  v_on date;
BEGIN
  SELECT d.* INTO STRICT v_rule FROM rules.deadline d WHERE d.key = p_key;
  IF v_rule.unit = 'h' THEN
    RETURN engine.clock() - make_interval(hours => v_rule.n);
  END IF;
  v_on := v_today - CASE v_rule.unit WHEN 'mon' THEN make_interval(months => v_rule.n) ELSE make_interval(days => v_rule.n) END;
  WHILE engine.due_on(engine.end_of_day(v_on), v_rule.n, v_rule.unit) >= v_today LOOP
    v_on := v_on - 1;
  END LOOP;
  RETURN engine.end_of_day(v_on);
END
$$;

-- What every light is told by, looked up once for all of them. A limit is near while no more working days are left than the rules say:
-- one that a day of rest was given for is as near as the working day before it.
CREATE TYPE engine.marks AS (
  now         timestamptz,
  today       date,
  blue_until  timestamptz,             -- a limit until here is near
  stale_until timestamptz              -- what was last heard of until here has been silent for too long
);

CREATE FUNCTION engine.lamp_marks() RETURNS engine.marks LANGUAGE sql STABLE AS $$
  SELECT ROW(engine.clock(), engine.day(engine.clock()),
             engine.end_of_day(engine.add_workdays(engine.day(engine.clock()), b.n + 1) - 1), engine.ran_out_from('stale_progress'))::engine.marks
    FROM rules.deadline b WHERE b.key = 'blue_before'
$$;

-- The light of a limit alone: red past it, blue when it is near, else green.
CREATE FUNCTION engine.lamp_code(p_due timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_due IS NULL THEN 'none'
              WHEN m.now > p_due THEN 'red'
              WHEN p_due <= m.blue_until THEN 'blue'
              ELSE 'green' END
    FROM engine.lamp_marks() AS m
$$;
