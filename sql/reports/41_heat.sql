-- 热力图 委办室×类别: where the problems are. The number is printed in every cell; the tone only repeats it.

CREATE FUNCTION engine.main_columns(p_lang text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_build_object('key', c.code, 'type', 'int', 'zh', c.zh, 'en', c.en, 'label', engine.word(p_lang, c.zh, c.en)) ORDER BY c.sort)
    FROM rules.category c WHERE c.parent IS NULL AND c.active
$$;
COMMENT ON FUNCTION engine.main_columns(text) IS 'A column for each main category.';

CREATE FUNCTION engine.report_heat(p_query engine.report_query) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH asked AS MATERIALIZED (
    SELECT engine.ledger_path(engine.without(p_query, '{}')) AS path
  ), seen AS MATERIALIZED (
    SELECT i.id, i.office_id, left(i.category, 1) AS main FROM engine.report_issues(engine.without(p_query, '{}')) i
  ), cell AS MATERIALIZED (
    SELECT s.office_id, s.main, count(*) AS n FROM seen s GROUP BY CUBE (s.office_id, s.main)
  ), voiced AS MATERIALIZED (
    SELECT s.office_id, count(*) AS n FROM seen s JOIN core.voice v ON v.issue_id = s.id GROUP BY GROUPING SETS ((s.office_id), ())
  ), top AS (
    SELECT max(n) AS n FROM cell WHERE office_id IS NOT NULL AND main IS NOT NULL
  ), line AS (
    SELECT o.id, o.sort, jsonb_build_array(o.name)
           || (SELECT jsonb_agg(engine.count_cell(coalesce(c.n, 0), a.path || o.narrow || 'main_category=' || k.code,
                                                  CASE WHEN o.id IS NOT NULL THEN engine.tone(c.n, top.n) END) ORDER BY k.sort)
                 FROM rules.category k LEFT JOIN cell c ON c.main = k.code AND c.office_id IS NOT DISTINCT FROM o.id WHERE k.parent IS NULL AND k.active)
           || jsonb_build_array(engine.count_cell(coalesce(t.n, 0), rtrim(a.path || o.narrow, '&?')), coalesce(v.n, 0)) AS cells
      FROM asked a, top, (SELECT id, name, sort, narrow FROM engine.report_offices(p_query) UNION ALL
                          SELECT NULL, engine.word((p_query).lang, '合计', 'Total'), NULL, '' WHERE (p_query).scope = 'all') o
      LEFT JOIN cell t ON t.main IS NULL AND t.office_id IS NOT DISTINCT FROM o.id
      LEFT JOIN voiced v ON v.office_id IS NOT DISTINCT FROM o.id
  )
  SELECT jsonb_build_object('n', (SELECT count(*) FROM line WHERE id IS NOT NULL), 'columns', engine.main_columns((p_query).lang),
    'rows', (SELECT coalesce(jsonb_agg(jsonb_build_object('cells', cells) ORDER BY sort), '[]') FROM line WHERE id IS NOT NULL),
    'total', (SELECT jsonb_build_object('cells', cells) FROM line WHERE id IS NULL),
    'notes', jsonb_build_array(
      engine.word((p_query).lang, '格中是交办日落在统计期内的问题数（不选统计期即为全部；月份以北京时间为界），按牵头委办室和一级类别；颜色深浅按全表最大一格的四分之一分档，数字为准。',
        'Each cell counts issues assigned in the period (without one, all; months by Beijing time) by lead office and main category; tones are quarters of the greatest cell, the number is what counts.'),
      engine.word((p_query).lang, '意见条数是这些问题所汇集的意见。代表工作委员会、信访室按职责收到的最多：数字大不等于作风差，不作负面评价。',
        'Opinions are those that speak in these issues. The Deputies Affairs Committee and the Petitions Office receive most by their nature: a great number is no sign of bad work and counts against nobody.')))
$$;
COMMENT ON FUNCTION engine.report_heat(engine.report_query) IS 'Issues by office and main category, with tones, totals, and the opinions behind them.';
