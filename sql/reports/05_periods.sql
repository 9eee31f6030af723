-- Periods as filters and headings offer them.

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

-- 届次: the terms of the congress, each so many years long; the first one that the system knows and its number are rows.
CREATE FUNCTION engine.congress_terms() RETURNS TABLE (n integer, from_on date, to_on date) LANGUAGE sql STABLE AS $$
  SELECT t.n, make_date(y.first, 1, 1), make_date(y.first + s.years, 1, 1) - 1
    FROM (SELECT engine.param('congress_term')::integer AS known, engine.param('congress_since')::integer AS since, engine.param('congress_years')::integer AS years) s,
         generate_series(s.known, s.known + greatest(0, (extract(year FROM engine.day(engine.clock()))::integer - s.since) / s.years)) AS t (n),
         LATERAL (SELECT s.since + (t.n - s.known) * s.years AS first) y
$$;
COMMENT ON FUNCTION engine.congress_terms() IS 'The terms of the congress up to the present one, by the days they last.';

CREATE FUNCTION engine.congress_options(p_lang text, p_chosen text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(engine.option(t.n::text, format(engine.word(p_lang, '第%s届（%s—%s年）', 'Term %s (%s–%s)'), t.n, extract(year FROM t.from_on), extract(year FROM t.to_on)),
                                          NULL, t.n::text = p_chosen) ORDER BY t.n DESC), '[]') FROM engine.congress_terms() t
$$;
COMMENT ON FUNCTION engine.congress_options(text, text) IS 'The terms of the congress as options, the present one first.';

-- Where there is little room: 11月.
CREATE FUNCTION engine.month_short(p_lang text, p_month text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_lang = 'en' THEN to_char(to_date(p_month, 'YYYY-MM'), 'Mon') ELSE right(p_month, 2)::integer || '月' END
$$;
COMMENT ON FUNCTION engine.month_short(text, text) IS 'A month without its year, for the axis of a picture.';
