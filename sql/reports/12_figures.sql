-- What every figure of a report keeps to: no rate without its denominator, none at all over too few, and a period by its name.

-- A rate as a cell: "85.0%（n=20）", or that there were too few. p_good may carry weights; both may be NULL: nothing was counted.
CREATE FUNCTION engine.rate_cell(p_lang text, p_good numeric, p_n bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('value', r.rate, 'n', coalesce(p_n, 0),
           'text', coalesce(r.rate || '%', engine.wording(p_lang, 'small_sample')) || format(engine.word(p_lang, '（n=%s）', ' (n=%s)'), coalesce(p_n, 0)))
    FROM (SELECT CASE WHEN p_n >= engine.param('min_n') THEN round(100 * coalesce(p_good, 0) / p_n, 1) END AS rate) r
$$;
COMMENT ON FUNCTION engine.rate_cell(text, numeric, bigint) IS 'A rate in per cent with its denominator; none under min_n.';

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
