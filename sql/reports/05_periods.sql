-- Periods by their names, as addresses, filters and headings have them.

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

-- The present one of each kind and those before it; what was asked for besides is on offer too.
CREATE FUNCTION engine.period_options(p_lang text, p_chosen text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH unit (k, unit, months, n, zh, en) AS (VALUES
    (1, 'month', 1, 13, '月', 'Month'), (2, 'quarter', 3, 9, '季', 'Quarter'), (3, 'half', 6, 5, '半年', 'Half-year'), (4, 'year', 12, 4, '年', 'Year')
  ), offered AS (
    SELECT u.k, engine.period_of((date_trunc('month', engine.day(engine.clock())) - make_interval(months => u.months * g))::date, u.unit) AS code
      FROM unit u, generate_series(0, u.n - 1) g
    UNION
    SELECT CASE WHEN p_chosen ~ 'H' THEN 3 WHEN p_chosen ~ 'Q' THEN 2 WHEN p_chosen ~ '-' THEN 1 ELSE 4 END, p_chosen FROM engine.period_days(p_chosen)
  ), grouped AS (
    SELECT o.k, jsonb_agg(engine.option(o.code, engine.period_text(p_lang, o.code), NULL, o.code = p_chosen) ORDER BY o.code DESC) AS options
      FROM offered o GROUP BY o.k
  )
  SELECT jsonb_agg(jsonb_build_object('label', engine.word(p_lang, u.zh, u.en), 'options', g.options) ORDER BY u.k) FROM grouped g JOIN unit u ON u.k = g.k
$$;
COMMENT ON FUNCTION engine.period_options(text, text) IS 'Months, quarters, half-years and years to choose from.';

CREATE FUNCTION engine.month(p_at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT to_char(p_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')
$$;
COMMENT ON FUNCTION engine.month(timestamptz) IS 'The month that a moment lies in where the organ sits.';

CREATE FUNCTION engine.month_start(p_at timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT date_trunc('month', p_at, 'Asia/Shanghai')
$$;
COMMENT ON FUNCTION engine.month_start(timestamptz) IS 'The moment that the month of another began where the organ sits.';

-- Where there is little room: 11月.
CREATE FUNCTION engine.month_short(p_lang text, p_month text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_lang = 'en' THEN to_char(to_date(p_month, 'YYYY-MM'), 'Mon') ELSE right(p_month, 2)::integer || '月' END
$$;
COMMENT ON FUNCTION engine.month_short(text, text) IS 'A month without its year, for the axis of a picture.';
