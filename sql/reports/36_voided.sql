-- What was left out, as the views count it: by office and by month among the issues that they are about.

-- By office, and of all under NULL.
CREATE FUNCTION engine.office_voided(p_query engine.report_query, p_period text) RETURNS TABLE (office_id smallint, kinds jsonb) LANGUAGE sql STABLE AS $$
  SELECT x.office_id, jsonb_object_agg(x.void_kind, x.n) FROM (
    SELECT i.office_id, r.void_kind, count(*) AS n, grouping(i.office_id) AS whole
      FROM engine.period_span(p_period) s, engine.report_issues(p_query) i JOIN core.rating r ON r.issue_id = i.id
     WHERE r.voided_at IS NOT NULL AND r.at >= s.since AND r.at < s.until GROUP BY GROUPING SETS ((i.office_id, r.void_kind), (r.void_kind))) x
   GROUP BY x.office_id
$$;
COMMENT ON FUNCTION engine.office_voided(engine.report_query, text) IS 'How many ratings of each office were left out in a period, by reason.';

-- By month, and of all months under NULL.
CREATE FUNCTION engine.month_voided(p_query engine.report_query, p_period text) RETURNS TABLE (month text, kinds jsonb) LANGUAGE sql STABLE AS $$
  SELECT x.code, jsonb_object_agg(x.void_kind, x.n) FROM (
    SELECT m.code, r.void_kind, count(*) AS n
      FROM engine.report_issues(p_query) i JOIN core.rating r ON r.issue_id = i.id JOIN engine.months_of(p_period) m ON r.at >= m.since AND r.at < m.until
     WHERE r.voided_at IS NOT NULL GROUP BY GROUPING SETS ((m.code, r.void_kind), (r.void_kind))) x
   GROUP BY x.code
$$;
COMMENT ON FUNCTION engine.month_voided(engine.report_query, text) IS 'How many ratings of each month were left out, by reason.';
