-- Months, quarters, half-years and years by their names, as addresses, filters, headings and duties have them. The one place that knows them.

-- 2026, 2026-H1, 2026-Q3, 2026-11: the first and the last day; no row for anything else.
CREATE FUNCTION engine.period_days(p_period text) RETURNS TABLE (from_on date, to_on date) LANGUAGE sql IMMUTABLE AS $$
  SELECT f.first, (f.first + make_interval(months => f.months) - interval '1 day')::date
    FROM (SELECT CASE WHEN p_period ~ '^20[0-9]{2}$' THEN make_date(left(p_period, 4)::integer, 1, 1)
                      WHEN p_period ~ '^20[0-9]{2}-H[12]$' THEN make_date(left(p_period, 4)::integer, 6 * right(p_period, 1)::integer - 5, 1)
                      WHEN p_period ~ '^20[0-9]{2}-Q[1-4]$' THEN make_date(left(p_period, 4)::integer, 3 * right(p_period, 1)::integer - 2, 1)
                      WHEN p_period ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$' THEN make_date(left(p_period, 4)::integer, right(p_period, 2)::integer, 1) END AS first,
                 CASE WHEN p_period ~ 'H' THEN 6 WHEN p_period ~ 'Q' THEN 3 WHEN p_period ~ '-' THEN 1 ELSE 12 END AS months) f
   WHERE f.first IS NOT NULL
$$;
COMMENT ON FUNCTION engine.period_days(text) IS 'The days of a year, half-year, quarter or month by its name.';

CREATE FUNCTION engine.period_of(p_on date, p_unit text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE p_unit WHEN 'month'   THEN to_char(p_on, 'YYYY-MM')
                     WHEN 'quarter' THEN to_char(p_on, 'YYYY-"Q"Q')
                     WHEN 'half'    THEN to_char(p_on, 'YYYY-"H"') || CASE WHEN extract(month FROM p_on) <= 6 THEN 1 ELSE 2 END
                     ELSE to_char(p_on, 'YYYY') END
$$;
COMMENT ON FUNCTION engine.period_of(date, text) IS 'The month, quarter, half-year or year of a day, by its name.';

CREATE FUNCTION engine.period_length(p_unit text) RETURNS interval LANGUAGE sql IMMUTABLE AS $$
  SELECT make_interval(months => CASE p_unit WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 WHEN 'half' THEN 6 ELSE 12 END)
$$;
COMMENT ON FUNCTION engine.period_length(text) IS 'How long a month, quarter, half-year or year is.';

CREATE FUNCTION engine.period_start(p_on date, p_unit text) RETURNS date LANGUAGE sql IMMUTABLE AS $$
  SELECT d.from_on FROM engine.period_days(engine.period_of(p_on, p_unit)) d
$$;
COMMENT ON FUNCTION engine.period_start(date, text) IS 'The first day of the month, quarter, half-year or year of a day.';

CREATE FUNCTION engine.month(p_at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT to_char(p_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')
$$;
COMMENT ON FUNCTION engine.month(timestamptz) IS 'The month that a moment lies in where the organ sits.';

CREATE FUNCTION engine.month_start(p_at timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT date_trunc('month', p_at, 'Asia/Shanghai')
$$;
COMMENT ON FUNCTION engine.month_start(timestamptz) IS 'The moment that the month of another began where the organ sits.';
