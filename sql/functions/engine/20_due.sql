-- Limits, counted as the Civil Code counts (Art. 201-203): the first day is not counted, a month ends on the same day-number
-- or on the month's last day, and a limit that would end on a day of rest ends on the next working day.

-- Whether the organ works that day: Monday to Friday unless the calendar says otherwise.
CREATE FUNCTION engine.workday(p_on date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT w.is_workday FROM core.work_calendar w WHERE w.day = p_on), extract(isodow FROM p_on) < 6)
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

-- The n-th working day after a day.
CREATE FUNCTION engine.add_workdays(p_on date, p_n integer) RETURNS date LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_on date := p_on;
BEGIN
  FOR i IN 1 .. p_n LOOP
    v_on := engine.workday_from(v_on + 1);
  END LOOP;
  RETURN v_on;
END
$$;

-- The day a limit in working days starts from: what comes after hours or on a day of rest counts as of the next working day.
CREATE FUNCTION engine.first_day(p_start timestamptz) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT engine.workday_from(engine.day(p_start)
    + (engine.workday(engine.day(p_start))
       AND extract(hour FROM p_start AT TIME ZONE 'Asia/Shanghai') >= engine.param('office_closes'))::integer)
$$;

-- The day on which a limit of days, working days or months ends.
CREATE FUNCTION engine.due_on(p_start timestamptz, p_n integer, p_unit text) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT CASE p_unit
    WHEN 'wd'  THEN engine.add_workdays(engine.first_day(p_start), p_n)
    WHEN 'd'   THEN engine.workday_from(engine.day(p_start) + p_n)
    WHEN 'mon' THEN engine.workday_from((engine.day(p_start) + make_interval(months => p_n))::date)
  END
$$;

-- The moment a limit of the rules runs out; an unknown key is a fault of the program.
CREATE FUNCTION engine.due(p_start timestamptz, p_key text) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_rule rules.deadline;
BEGIN
  SELECT d.* INTO STRICT v_rule FROM rules.deadline d WHERE d.key = p_key;
  IF v_rule.unit = 'h' THEN
    RETURN p_start + make_interval(hours => v_rule.n);
  END IF;
  RETURN engine.end_of_day(engine.due_on(p_start, v_rule.n, v_rule.unit));
END
$$;

CREATE FUNCTION engine.unit_text(p_lang text, p_unit text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE p_unit WHEN 'h' THEN engine.word(p_lang, '小时', 'hours') WHEN 'd' THEN engine.word(p_lang, '日', 'days')
                     WHEN 'wd' THEN engine.word(p_lang, '个工作日', 'working days') ELSE engine.word(p_lang, '个月', 'months') END
$$;

-- How a limit was computed, in the reader's words: from when, how much, by which rule, until when.
CREATE FUNCTION engine.due_how(p_lang text, p_start timestamptz, p_key text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format(engine.word(p_lang, '%s：自%s起，%s%s；依据：%s；到期：%s', '%s: from %s, %s %s; source: %s; until %s'),
           engine.word(p_lang, d.zh, d.en), engine.minute_text(p_lang, p_start), d.n, engine.unit_text(p_lang, d.unit), d.source,
           engine.day_text(p_lang, engine.due(p_start, d.key)))
    FROM rules.deadline d WHERE d.key = p_key
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

-- What every light is told by, looked up once for all of them.
CREATE TYPE engine.marks AS (
  now         timestamptz,
  today       date,
  blue_until  timestamptz,             -- a limit until here is near
  stale_until timestamptz              -- what was last heard of until here has been silent for too long
);

CREATE FUNCTION engine.lamp_marks() RETURNS engine.marks LANGUAGE sql STABLE AS $$
  SELECT ROW(engine.clock(), engine.day(engine.clock()),
             engine.end_of_day(engine.add_workdays(engine.day(engine.clock()), b.n)), engine.ran_out_from('stale_progress'))::engine.marks
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
