-- 账龄: how long open issues have been with their offices, and how long until their limits.

CREATE FUNCTION engine.bucket_columns(p_lang text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_build_object('key', b.list || '_' || b.code, 'type', 'int', 'zh', h.zh || b.zh, 'en', h.en || b.en, 'label', engine.word(p_lang, h.zh || b.zh, h.en || b.en))
                   ORDER BY b.list, b.sort)
    FROM rules.bucket b JOIN (VALUES ('age', '交办', 'assigned '), ('due', '', '')) AS h (list, zh, en) ON h.list = b.list
$$;
COMMENT ON FUNCTION engine.bucket_columns(text) IS 'A column for each group of days: age first, then days to the limit.';

CREATE FUNCTION engine.report_ageing(p_query engine.report_query) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH asked AS MATERIALIZED (
    SELECT engine.ledger_path(engine.without(p_query, '{}')) AS path
  ), seen AS MATERIALIZED (
    SELECT i.id FROM engine.report_issues(engine.without(p_query, '{}')) i
  ), cell AS MATERIALIZED (
    SELECT m.office_id, m.list, m.code, count(*) AS n FROM engine.issue_buckets() m JOIN seen ON seen.id = m.issue_id
     GROUP BY GROUPING SETS ((m.office_id, m.list, m.code), (m.list, m.code))
  ), line AS (
    SELECT o.id, o.sort, jsonb_build_array(o.name)
           || (SELECT jsonb_agg(engine.count_cell(coalesce(c.n, 0), a.path || o.narrow || b.list || '=' || b.code) ORDER BY b.list, b.sort)
                 FROM rules.bucket b LEFT JOIN cell c ON c.list = b.list AND c.code = b.code AND c.office_id IS NOT DISTINCT FROM o.id)
           || jsonb_build_array((SELECT coalesce(sum(c.n), 0) FROM cell c WHERE c.list = 'age' AND c.office_id IS NOT DISTINCT FROM o.id)) AS cells
      FROM asked a, (SELECT id, name, sort, narrow FROM engine.report_offices(p_query) UNION ALL
                     SELECT NULL, engine.word((p_query).lang, '合计', 'Total'), NULL, '' WHERE (p_query).scope = 'all') o
  )
  SELECT jsonb_build_object('n', (SELECT count(*) FROM line WHERE id IS NOT NULL), 'columns', engine.bucket_columns((p_query).lang),
    'rows', (SELECT coalesce(jsonb_agg(jsonb_build_object('cells', cells) ORDER BY sort), '[]') FROM line WHERE id IS NOT NULL),
    'total', (SELECT jsonb_build_object('cells', cells) FROM line WHERE id IS NULL),
    'notes', jsonb_build_array(
      engine.word((p_query).lang, '交办天数：未销号的问题，自交办日到今天的自然日。距时限：其中还须由委办室办理的，今天到整改时限的自然日；已答复、等待评价和销号的不计。',
        'Days since assignment: issues not struck off, in natural days until today. To the limit: of those, the ones that the office has still to work on, in natural days from today; replied ones are not counted there.'),
      engine.word((p_query).lang, '各组的天数是规则中的行，可由管理员调整。日期以北京时间为准。', 'The groups of days are rows of the rules and may be changed. Days by Beijing time.')))
$$;
COMMENT ON FUNCTION engine.report_ageing(engine.report_query) IS 'Open issues by office and groups of days.';
