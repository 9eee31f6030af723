-- What every figure of a report keeps to: no rate without its denominator, none at all over too few.

-- A rate as a cell: "85.0%（n=20）", or that there were too few. p_good may carry weights; both may be NULL: nothing was counted.
CREATE FUNCTION engine.rate_cell(p_lang text, p_good numeric, p_n bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('value', r.rate, 'n', coalesce(p_n, 0),
           'text', coalesce(r.rate || '%', engine.wording(p_lang, 'small_sample')) || format(engine.word(p_lang, '（n=%s）', ' (n=%s)'), coalesce(p_n, 0)))
    FROM (SELECT CASE WHEN p_n >= engine.param('min_n') THEN round(100 * coalesce(p_good, 0) / p_n, 1) END AS rate) r
$$;
COMMENT ON FUNCTION engine.rate_cell(text, numeric, bigint) IS 'A rate in per cent with its denominator; none under min_n.';
