-- The three rates: what people say who were asked. Only ratings that were given and not voided count, each in the month it was given.

-- A rating belongs to an opinion in a round. What is not to be solved by its kind, and praise, are rows of lists solved_without, rate_without.
CREATE FUNCTION engine.counted_ratings() RETURNS TABLE (issue_id bigint, at timestamptz, contacted boolean, solved text, result text)
LANGUAGE sql STABLE AS $$
  SELECT r.issue_id, r.at, r.contacted, CASE WHEN x.code IS NULL THEN r.solved END, r.result
    FROM core.rating r JOIN core.opinion o ON o.id = r.opinion_id
    LEFT JOIN rules.choice x ON x.list = 'solved_without' AND x.code = o.kind AND x.active
   WHERE r.reached AND r.voided_at IS NULL
     AND NOT EXISTS (SELECT FROM rules.choice w WHERE w.list = 'rate_without' AND w.code = o.kind AND w.active)
$$;
COMMENT ON FUNCTION engine.counted_ratings() IS 'The ratings that rates are made of; solved is NULL where there was nothing to solve.';

CREATE TYPE engine.rates AS (
  response_n  bigint,
  response    numeric,                 -- the good of the n, by their weights
  solved_n    bigint,
  solved      numeric,
  satisfied_n bigint,
  satisfied   numeric
);

CREATE FUNCTION engine.rate_of(p_good numeric, p_n bigint) RETURNS numeric LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_n >= engine.param('min_n') THEN round(100 * coalesce(p_good, 0) / p_n, 1) END
$$;
COMMENT ON FUNCTION engine.rate_of(numeric, bigint) IS 'A rate in per cent; none under min_n.';

-- The whole mark; none where one of its three parts has too few to be a rate.
CREATE FUNCTION engine.score(p_rates engine.rates) RETURNS numeric LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN least((p_rates).response_n, (p_rates).solved_n, (p_rates).satisfied_n) >= engine.param('min_n')
              THEN round(100 * (engine.param('score_response') * (p_rates).response / (p_rates).response_n
                              + engine.param('score_solved') * (p_rates).solved / (p_rates).solved_n
                              + engine.param('score_satisfied') * (p_rates).satisfied / (p_rates).satisfied_n), 1) END
$$;
COMMENT ON FUNCTION engine.score(engine.rates) IS 'Response, solution and satisfaction by their weights, of a hundred.';

CREATE FUNCTION engine.score_cell(p_score numeric) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object('value', p_score, 'text', coalesce(p_score::text, '—'))
$$;
COMMENT ON FUNCTION engine.score_cell(numeric) IS 'A mark or a rank; a dash where there is none.';

CREATE FUNCTION engine.rate_cells(p_lang text, p_rates engine.rates) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(engine.rate_cell(p_lang, (p_rates).response, (p_rates).response_n), engine.rate_cell(p_lang, (p_rates).solved, (p_rates).solved_n),
                           engine.rate_cell(p_lang, (p_rates).satisfied, (p_rates).satisfied_n))
$$;
COMMENT ON FUNCTION engine.rate_cells(text, engine.rates) IS 'The three rates as cells.';

-- How many issues a query finds cannot be foreseen, so tables are never joined row by row here. Whoever did not say that the
-- office had been in touch was not met: every rating is in the denominator of the response.
-- The three rates of an office in a period: by office, and for all of them under NULL.
CREATE FUNCTION engine.office_rates(p_query engine.report_query, p_period text) RETURNS TABLE (office_id smallint, rates engine.rates) LANGUAGE plpgsql STABLE SET enable_nestloop = off AS $$
#variable_conflict use_column
DECLARE
  v_since timestamptz;
  v_until timestamptz;
BEGIN
  SELECT s.since, s.until INTO v_since, v_until FROM engine.period_span(p_period) s;
  RETURN QUERY WITH counted AS (
    SELECT i.office_id, count(*) AS n, count(*) FILTER (WHERE r.contacted) AS contacted, count(r.solved) AS solved_n,
           count(*) FILTER (WHERE r.solved = 'yes') AS solved, count(*) FILTER (WHERE r.solved = 'partly') AS partly, count(r.result) AS result_n,
           count(*) FILTER (WHERE r.result = 'satisfied') AS satisfied, count(*) FILTER (WHERE r.result = 'basically') AS basically
      FROM engine.counted_ratings() r JOIN engine.report_issues(p_query) i ON i.id = r.issue_id
     WHERE r.at >= v_since AND r.at < v_until GROUP BY 1
  )
  SELECT c.office_id, ROW(coalesce(sum(c.n), 0), coalesce(sum(c.contacted), 0), coalesce(sum(c.solved_n), 0), sum(c.solved) + max(p.partly) * sum(c.partly),
           coalesce(sum(c.result_n), 0), sum(c.satisfied) + max(p.basic) * sum(c.basically))::engine.rates
    FROM counted c, (SELECT engine.param('partly_solved_weight') AS partly, engine.param('basic_satisfied_weight') AS basic) p
   GROUP BY GROUPING SETS ((c.office_id), ());
END
$$;
COMMENT ON FUNCTION engine.office_rates(engine.report_query, text) IS 'The three rates of each office in a period, and of all together.';

-- The months of a period; without one, the present month and the eleven before it.
CREATE FUNCTION engine.months_of(p_period text) RETURNS TABLE (k bigint, code text, since timestamptz, until timestamptz) LANGUAGE sql STABLE AS $$
  SELECT row_number() OVER (ORDER BY m), to_char(m, 'YYYY-MM'), engine.day_start(m::date::text), engine.day_start((m + interval '1 month')::date::text)
    FROM (SELECT coalesce(min(d.from_on), (date_trunc('month', engine.day(engine.clock())) - interval '11 months')::date) AS a,
                 coalesce(min(d.to_on), engine.day(engine.clock())) AS b FROM engine.period_days(p_period) d) p, generate_series(p.a::timestamp, p.b, interval '1 month') m
$$;
COMMENT ON FUNCTION engine.months_of(text) IS 'Month by month, with the moments that bound each.';

-- What every view of several offices does with its query: the filters named do not narrow the issues, and an office looks at what it leads.
CREATE FUNCTION engine.without(p_query engine.report_query, p_names text[]) RETURNS engine.report_query LANGUAGE sql STABLE AS $$
  SELECT ROW((p_query).filters - p_names || CASE WHEN (p_query).scope = 'office' THEN '{"part": "lead"}'::jsonb ELSE '{}' END, (p_query).actor, (p_query).scope,
             (p_query).lang, NULL, NULL)::engine.report_query
$$;
COMMENT ON FUNCTION engine.without(engine.report_query, text[]) IS 'A query without some of its filters; an office''s is of what it leads.';

-- The way to the ledger through the same filters; a cell appends its own.
CREATE FUNCTION engine.ledger_path(p_query engine.report_query) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT '/console/reports/ledger?' || q || CASE WHEN q = '' THEN '' ELSE '&' END
    FROM (SELECT engine.query_text((p_query).filters, ARRAY(SELECT k FROM jsonb_object_keys((p_query).filters) k ORDER BY k)) AS q) x
$$;
COMMENT ON FUNCTION engine.ledger_path(engine.report_query) IS 'The ledger''s address, narrowed like the query, open at its end.';

-- The offices of a report: the organ's own, in their order; to an office, itself.
CREATE FUNCTION engine.report_offices(p_query engine.report_query) RETURNS TABLE (id smallint, name text, sort integer, narrow text) LANGUAGE sql STABLE AS $$
  SELECT o.id, engine.word((p_query).lang, o.zh, o.en), o.sort, CASE WHEN (p_query).scope = 'office' THEN '' ELSE 'office=' || engine.url_text(o.code) || '&' END
    FROM core.office o
   WHERE o.organ AND o.active AND ((p_query).scope <> 'office' OR o.id = ((p_query).actor).office_id)
$$;
COMMENT ON FUNCTION engine.report_offices(engine.report_query) IS 'The offices that a view has a row for, and what narrows the ledger to each.';
