-- 三率走势: month by month, what people say and what the system itself has seen.

-- When each first contact was due, and whether it was in time: of issues signed for in which somebody left a way to be contacted. One sum for
-- all that were signed on the same day before, or after, the office closed.
CREATE FUNCTION engine.first_contacts(p_query engine.report_query) RETURNS TABLE (issue_id bigint, due_at timestamptz, kept boolean) LANGUAGE sql STABLE AS $$
  WITH signed AS MATERIALIZED (
    SELECT i.id, a.signed_at, engine.day(a.signed_at) AS on_day, extract(hour FROM a.signed_at AT TIME ZONE 'Asia/Shanghai') >= p.closes AS late
      FROM engine.report_issues(p_query) i JOIN core.assignment a ON a.issue_id = i.id AND a.part = 'lead' AND a.ended_at IS NULL,
           (SELECT engine.param('office_closes') AS closes) p
     WHERE a.signed_at IS NOT NULL
       AND EXISTS (SELECT FROM core.voice v JOIN core.opinion o ON o.id = v.opinion_id WHERE v.issue_id = i.id AND o.protection <> 'none')
  ), limits AS MATERIALIZED (
    SELECT s.on_day, s.late, engine.due(min(s.signed_at), 'first_contact') AS due_at FROM signed s GROUP BY s.on_day, s.late
  ), met AS MATERIALIZED (
    SELECT s.id, min(e.at) AS at FROM signed s JOIN core.event e ON e.layer = 'issue' AND e.subject_id = s.id AND e.action = 'first_contact' AND e.at >= s.signed_at GROUP BY s.id
  )
  SELECT s.id, d.due_at, coalesce(c.at <= d.due_at, false)
    FROM signed s JOIN rules.deadline r ON r.key = 'first_contact' JOIN limits l USING (on_day, late) LEFT JOIN met c ON c.id = s.id,
         LATERAL (SELECT CASE r.unit WHEN 'h' THEN s.signed_at + make_interval(hours => r.n) ELSE l.due_at END AS due_at) d
   WHERE d.due_at < engine.clock() OR c.at IS NOT NULL
$$;
COMMENT ON FUNCTION engine.first_contacts(engine.report_query) IS 'Which first contacts were due, and which were made in time.';

-- An issue is once in each set, so months add up; only a look-back may find the same issue in two months. Counted first, named after.
CREATE FUNCTION engine.month_counts(p_query engine.report_query, p_period text) RETURNS TABLE (month text, n jsonb) LANGUAGE plpgsql STABLE SET enable_nestloop = off AS $$
BEGIN
  RETURN QUERY WITH seen AS MATERIALIZED (
    SELECT i.id FROM engine.report_issues(p_query) i
  ), asked AS MATERIALIZED (
    SELECT k.code, k.since FROM engine.months_of(p_period) k
  ), sets AS MATERIALIZED (
    SELECT m.* FROM engine.issue_sets() m JOIN seen ON seen.id = m.issue_id
  ), alike AS (
    SELECT engine.month_start(m.opened_at) AS since, m.by_opened AS sets, count(*) AS n FROM sets m GROUP BY 1, 2
    UNION ALL
    SELECT engine.month_start(m.due_at), m.by_due, count(*) FROM sets m GROUP BY 1, 2
    UNION ALL
    SELECT engine.month_start(c.due_at), CASE WHEN c.kept THEN '{contact_due,contacted}' ELSE '{contact_due}' END::text[], count(*) FROM engine.first_contacts(p_query) c GROUP BY 1, 2
  ), counted AS (
    SELECT a.code, u.set, sum(x.n)::bigint AS n FROM alike x JOIN asked a ON a.since = x.since, unnest(x.sets) u (set) GROUP BY GROUPING SETS ((a.code, u.set), (u.set))
    UNION ALL
    SELECT a.code, m.set, count(DISTINCT m.issue_id) FROM engine.lookback_sets() m JOIN seen ON seen.id = m.issue_id JOIN asked a ON a.since = engine.month_start(m.at)
     GROUP BY GROUPING SETS ((a.code, m.set), (m.set))
  )
  SELECT c.code, jsonb_object_agg(c.set, c.n) FROM counted c GROUP BY c.code;
END
$$;
COMMENT ON FUNCTION engine.month_counts(engine.report_query, text) IS 'The counts of each month by set, and of all months under NULL.';

CREATE FUNCTION engine.month_rates(p_query engine.report_query, p_period text) RETURNS TABLE (month text, rates engine.rates) LANGUAGE plpgsql STABLE SET enable_nestloop = off AS $$
BEGIN
  RETURN QUERY WITH counted AS (
    SELECT engine.month_start(r.at) AS since, count(*) AS n, count(*) FILTER (WHERE r.contacted) AS contacted, count(r.solved) AS solved_n,
           count(*) FILTER (WHERE r.solved = 'yes') AS solved, count(*) FILTER (WHERE r.solved = 'partly') AS partly, count(r.result) AS result_n,
           count(*) FILTER (WHERE r.result = 'satisfied') AS satisfied, count(*) FILTER (WHERE r.result = 'basically') AS basically
      FROM engine.counted_ratings() r JOIN engine.report_issues(p_query) i ON i.id = r.issue_id GROUP BY 1
  )
  SELECT k.code, ROW(coalesce(sum(c.n), 0), coalesce(sum(c.contacted), 0), coalesce(sum(c.solved_n), 0), sum(c.solved) + max(p.partly) * sum(c.partly),
           coalesce(sum(c.result_n), 0), sum(c.satisfied) + max(p.basic) * sum(c.basically))::engine.rates
    FROM counted c JOIN engine.months_of(p_period) k ON k.since = c.since,
         (SELECT engine.param('partly_solved_weight') AS partly, engine.param('basic_satisfied_weight') AS basic) p
   GROUP BY GROUPING SETS ((k.code), ());
END
$$;
COMMENT ON FUNCTION engine.month_rates(engine.report_query, text) IS 'The three rates of each month, and of all months under NULL.';

CREATE FUNCTION engine.set_rate(p_lang text, p_n jsonb, p_good text, p_of text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.rate_cell(p_lang, (p_n->>p_good)::bigint, (p_n->>p_of)::bigint)
$$;
COMMENT ON FUNCTION engine.set_rate(text, jsonb, text, text) IS 'How many of one set are in another, as a rate.';

CREATE FUNCTION engine.trend_cells(p_lang text, p_label text, p_link text, p_rates engine.rates, p_n jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(p_label) || engine.rate_cells(p_lang, p_rates) || jsonb_build_array(engine.score_cell(engine.score(p_rates)),
    engine.set_rate(p_lang, p_n, 'contacted', 'contact_due'), engine.set_rate(p_lang, p_n, 'on_time', 'due'), engine.set_rate(p_lang, p_n, 'fixed', 'to_fix'),
    engine.count_cell((p_n->>'kept_on')::bigint, p_link || 'kept_on'), engine.set_rate(p_lang, p_n, 'struck_off', 'to_close'),
    engine.set_rate(p_lang, p_n, 'redo', 'answered'), engine.set_rate(p_lang, p_n, 'relapsed', 'looked_at'),
    engine.count_cell((p_n->>'opened')::bigint, p_link || 'opened'))
$$;
COMMENT ON FUNCTION engine.trend_cells(text, text, text, engine.rates, jsonb) IS 'A month of the trend in the order of its columns.';

CREATE FUNCTION engine.trend_notes(p_lang text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    engine.word(p_lang, '月份以北京时间为界；不选统计期即为最近十二个月。三率按评价日归月，只计有效评价；按时响应率按首次联系的到期日归月（只计留有联系方式、已签收的）；按期办结率、销号率按整改时限归月；整改完成率、重办率、交办数按交办日归月；反弹率按回头看日期归月。',
      'Months by Beijing time; without a period, the last twelve. The three rates by the day of rating, counted ratings alone; contact in time by the day it was due (where a contact was left and the office has signed); in time and struck off by the limit; put right, handled again and assigned by the day of assignment; relapsed by the day of the look-back.'),
    engine.word(p_lang, '整改完成率不含长期坚持，其件数单列；销号率的分母是时限已过、应当销号的；重办率的分母是曾经答复的；反弹率的分母是已回头看的。',
      'Put right leaves out what is kept on the books, shown apart; struck off is of those past their limit; handled again is of those ever replied to; relapsed is of those looked at again.'),
    format(engine.word(p_lang, '样本少于%s的不显示比率，图上也不画点。', 'No rate over fewer than %s, and no point in the picture.'), engine.param('min_n')))
$$;
COMMENT ON FUNCTION engine.trend_notes(text) IS 'How the trend is counted.';

CREATE FUNCTION engine.report_trend(p_query engine.report_query) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH asked AS MATERIALIZED (
    SELECT (p_query).lang AS l, (p_query).filters->>'period' AS period, q, engine.ledger_path(q) AS path FROM engine.without(p_query, '{period}') q
  ), counts AS MATERIALIZED (
    SELECT c.* FROM asked, engine.month_counts(q, period) c
  ), rated AS MATERIALIZED (
    SELECT r.* FROM asked, engine.month_rates(q, period) r
  ), voided AS MATERIALIZED (
    SELECT v.* FROM asked, engine.month_voided(q, period) v
  ), line AS MATERIALIZED (
    SELECT m.k, engine.period_text(l, m.code) AS label, engine.month_short(l, m.code) AS short, r.rates, c.n, engine.voided_cell(l, v.kinds) AS voided, path || 'period=' || m.code || '&set=' AS link
      FROM asked, engine.months_of(period) m LEFT JOIN counts c ON c.month = m.code LEFT JOIN rated r ON r.month = m.code LEFT JOIN voided v ON v.month = m.code
  ), drawn AS (
    SELECT array_agg(short ORDER BY k) AS labels,
           jsonb_agg(engine.rate_of((rates).response, (rates).response_n) ORDER BY k) AS response, jsonb_agg(engine.rate_of((rates).solved, (rates).solved_n) ORDER BY k) AS solved,
           jsonb_agg(engine.rate_of((rates).satisfied, (rates).satisfied_n) ORDER BY k) AS satisfied FROM line
  )
  SELECT jsonb_build_object('n', (SELECT count(*) FROM line),
    'rows', (SELECT coalesce(jsonb_agg(jsonb_build_object('cells', engine.trend_cells(a.l, label, link, rates, n) || jsonb_build_array(voided)) ORDER BY k), '[]') FROM line),
    'total', jsonb_build_object('cells', engine.trend_cells(a.l, engine.word(a.l, '合计', 'Total'), NULL, (SELECT rates FROM rated WHERE month IS NULL), (SELECT n FROM counts WHERE month IS NULL)) || jsonb_build_array(engine.voided_cell(a.l, (SELECT kinds FROM voided WHERE month IS NULL)))),
    'notes', engine.trend_notes(a.l),
    'chart', engine.chart_lines(engine.word(a.l, '三率走势', 'The three rates'), engine.word(a.l, '逐月的响应率、解决率、满意率，数字见上表。', 'Response, solution and satisfaction by month; the numbers stand in the table above.'), d.labels,
      jsonb_build_array(jsonb_build_object('label', engine.word(a.l, '响应率', 'Response'), 'values', d.response),
                        jsonb_build_object('label', engine.word(a.l, '解决率', 'Solved'), 'values', d.solved),
                        jsonb_build_object('label', engine.word(a.l, '满意率', 'Satisfied'), 'values', d.satisfied)), 100, '%'))
    FROM asked a, drawn d
$$;
COMMENT ON FUNCTION engine.report_trend(engine.report_query) IS 'The three rates and the system''s own, month by month, as a table and as lines.';
