-- 来源与渠道: where opinions come from, by month, and how many of their speakers left no contact. Counts alone: no word, no number.

CREATE FUNCTION engine.month_columns(p_lang text, p_period text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_build_object('key', m.code, 'type', 'int', 'zh', engine.period_text('zh-CN', m.code), 'en', engine.period_text('en', m.code),
                                      'label', engine.period_text(p_lang, m.code)) ORDER BY m.k) FROM engine.months_of(p_period) m
$$;
COMMENT ON FUNCTION engine.month_columns(text, text) IS 'A column for each month of a period.';

CREATE FUNCTION engine.report_sources(p_query engine.report_query) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH asked AS MATERIALIZED (
    SELECT (p_query).lang AS l, (p_query).filters->>'period' AS period
  ), month AS MATERIALIZED (
    SELECT m.* FROM asked, engine.months_of(period) m
  ), cell AS MATERIALIZED (
    SELECT o.source, m.code, count(*) AS n, count(*) FILTER (WHERE o.protection = 'none') AS nameless
      FROM core.opinion o JOIN month m ON o.received_at >= m.since AND o.received_at < m.until GROUP BY CUBE (o.source, m.code)
  ), became AS MATERIALIZED (               -- issues opened in the same months, by where the opinion came from that they were made of
    SELECT i.source, count(*) AS n FROM core.issue i
     WHERE i.opened_at >= (SELECT min(m.since) FROM month m) AND i.opened_at < (SELECT max(m.until) FROM month m) GROUP BY GROUPING SETS ((i.source), ())
  ), ledger AS (
    SELECT '/console/reports/ledger?' || CASE WHEN period IS NULL THEN 'from=' || (SELECT min(m.code) FROM month m) || '-01' ELSE 'period=' || period END AS path FROM asked
  ), head AS (
    SELECT c.code, engine.word(l, c.zh, c.en) AS label, c.sort FROM asked, rules.choice c WHERE c.list = 'source' AND (c.active OR EXISTS (SELECT FROM cell x WHERE x.source = c.code))
    UNION ALL SELECT NULL, engine.word(l, '合计', 'Total'), NULL FROM asked
  ), line AS MATERIALIZED (
    SELECT h.code, h.sort, h.label, coalesce(t.n, 0) AS n, jsonb_build_array(h.label)
           || (SELECT jsonb_agg(coalesce(c.n, 0) ORDER BY m.k) FROM month m LEFT JOIN cell c ON c.code = m.code AND c.source IS NOT DISTINCT FROM h.code)
           || jsonb_build_array(coalesce(t.n, 0), engine.rate_cell(l, t.nameless, t.n), engine.count_cell(b.n, g.path || coalesce('&source=' || h.code, ''))) AS cells
      FROM asked, ledger g, head h LEFT JOIN cell t ON t.code IS NULL AND t.source IS NOT DISTINCT FROM h.code
      LEFT JOIN became b ON b.source IS NOT DISTINCT FROM h.code
  )
  SELECT jsonb_build_object('n', (SELECT count(*) FROM line WHERE code IS NOT NULL), 'columns', engine.month_columns(a.l, a.period),
    'rows', (SELECT coalesce(jsonb_agg(jsonb_build_object('cells', cells) ORDER BY sort), '[]') FROM line WHERE code IS NOT NULL),
    'total', (SELECT jsonb_build_object('cells', cells) FROM line WHERE code IS NULL),
    'notes', jsonb_build_array(
      engine.word(a.l, '意见条数，按收到日归月（北京时间），不选统计期即为最近十二个月；包括不予受理、转送和移送的，每条意见只计一次。',
        'Opinions by the month they came in (Beijing time), without a period the last twelve; refused, referred and transferred ones too, each once.'),
      engine.word(a.l, '立为问题是同一时段内立案的问题，按来源；点数字看台账。意见本身只有受理人员能看，所以条数不可点开。',
        'Became issues: those opened in the same time, by source; a number leads to the ledger. Opinions themselves are read by triage alone, so their numbers lead nowhere.'),
      format(engine.word(a.l, '匿名比例是没有留联系方式的意见所占比例，样本少于%s的不显示。', 'Without contact: the share of opinions that left none; not shown over fewer than %s.'), engine.param('min_n'))),
    'chart', engine.chart_bars(engine.word(a.l, '各来源意见条数', 'Opinions by source'), engine.word(a.l, '统计期内各来源的意见条数，数字见上表。', 'Opinions of the period by source; the numbers stand in the table above.'),
      (SELECT array_agg(left(label, CASE WHEN a.l = 'en' THEN 8 ELSE 4 END) ORDER BY sort) FROM line WHERE code IS NOT NULL AND n > 0), (SELECT array_agg(n::numeric ORDER BY sort) FROM line WHERE code IS NOT NULL AND n > 0)))
    FROM asked a
$$;
COMMENT ON FUNCTION engine.report_sources(engine.report_query) IS 'Opinions by source and month, and the share that came without a contact.';
