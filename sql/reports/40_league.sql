-- 委办室整改情况表: internal. Offices stand in their own order; how many issues an office was given never counts against it.

CREATE FUNCTION engine.period_before(p_period text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT engine.period_of(d.from_on - 1, CASE WHEN p_period ~ 'H' THEN 'half' WHEN p_period ~ 'Q' THEN 'quarter' WHEN p_period ~ '-' THEN 'month' ELSE 'year' END)
    FROM engine.period_days(p_period) d
$$;
COMMENT ON FUNCTION engine.period_before(text) IS 'The period of the same length before.';

-- How many issues of each office belong to each set in a period, and of all together under NULL.
CREATE FUNCTION engine.office_counts(p_query engine.report_query, p_period text) RETURNS TABLE (office_id smallint, n jsonb) LANGUAGE plpgsql STABLE SET enable_nestloop = off AS $$
#variable_conflict use_column
DECLARE
  v_since timestamptz;
  v_until timestamptz;
BEGIN
  SELECT s.since, s.until INTO v_since, v_until FROM engine.period_span(p_period) s;
  RETURN QUERY WITH seen AS MATERIALIZED (
    SELECT i.id FROM engine.report_issues(p_query) i
  ), sets AS MATERIALIZED (
    SELECT m.* FROM engine.issue_sets() m JOIN seen ON seen.id = m.issue_id
  ), alike AS (
    SELECT m.office_id, m.by_opened AS sets, count(*) AS n FROM sets m WHERE m.opened_at >= v_since AND m.opened_at < v_until GROUP BY 1, 2
    UNION ALL
    SELECT m.office_id, m.by_due, count(*) FROM sets m WHERE m.due_at >= v_since AND m.due_at < v_until GROUP BY 1, 2
  ), counted AS (
    SELECT a.office_id, u.set, sum(a.n)::bigint AS n FROM alike a, unnest(a.sets) u (set) GROUP BY GROUPING SETS ((a.office_id, u.set), (u.set))
    UNION ALL
    SELECT m.office_id, m.set, count(DISTINCT m.issue_id) FROM engine.lookback_sets() m JOIN seen ON seen.id = m.issue_id
     WHERE m.at >= v_since AND m.at < v_until GROUP BY GROUPING SETS ((m.office_id, m.set), (m.set))
  )
  SELECT c.office_id, jsonb_object_agg(c.set, c.n) FROM counted c GROUP BY c.office_id;
END
$$;
COMMENT ON FUNCTION engine.office_counts(engine.report_query, text) IS 'The counts of each office in a period by set, and of all together.';

-- How many opinions speak in the issues assigned in a period.
CREATE FUNCTION engine.office_load(p_query engine.report_query, p_period text) RETURNS TABLE (office_id smallint, opinions bigint) LANGUAGE plpgsql STABLE SET enable_nestloop = off AS $$
#variable_conflict use_column
DECLARE
  v_since timestamptz;
  v_until timestamptz;
BEGIN
  SELECT s.since, s.until INTO v_since, v_until FROM engine.period_span(p_period) s;
  RETURN QUERY SELECT i.office_id, count(*) FROM engine.report_issues(p_query) i JOIN core.voice v ON v.issue_id = i.id
   WHERE i.opened_at >= v_since AND i.opened_at < v_until
   GROUP BY GROUPING SETS ((i.office_id), ());
END
$$;
COMMENT ON FUNCTION engine.office_load(engine.report_query, text) IS 'The work behind the figures of each office: opinions.';

CREATE FUNCTION engine.league_cells(p_lang text, p_name text, p_path text, p_n jsonb, p_rates engine.rates, p_rank bigint, p_before engine.rates,
  p_opinions bigint, p_voided jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH cell AS (
    SELECT s.code, engine.count_cell((p_n->>s.code)::bigint, p_path || 'set=' || s.code) AS c
      FROM unnest(ARRAY['opened', 'working', 'replied', 'closed', 'overdue', 'redo', 'relapsed']) AS s (code)
  ), shown AS (
    SELECT jsonb_object_agg(code, c) AS s, engine.score(p_rates) AS score, engine.score(p_rates) - engine.score(p_before) AS change FROM cell
  )
  SELECT jsonb_build_array(p_name, s->'opened', engine.rate_cell(p_lang, (p_n->>'signed')::bigint, (p_n->>'opened')::bigint),
           s->'working', s->'replied', s->'closed', s->'overdue', engine.rate_cell(p_lang, (p_n->>'on_time')::bigint, (p_n->>'due')::bigint))
         || engine.rate_cells(p_lang, p_rates)
         || jsonb_build_array(s->'redo', s->'relapsed', engine.score_cell(score), engine.score_cell(p_rank),
              jsonb_build_object('value', change, 'text', coalesce(CASE WHEN change > 0 THEN '+' ELSE '' END || change, '—')),
              coalesce(p_opinions, 0), engine.voided_cell(p_lang, p_voided))
    FROM shown
$$;
COMMENT ON FUNCTION engine.league_cells(text, text, text, jsonb, engine.rates, bigint, engine.rates, bigint, jsonb) IS 'A row of the league in the order of its columns.';

CREATE FUNCTION engine.league_notes(p_lang text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    engine.word(p_lang, '交办数、签收率、在办、已完成、已销号、超期、重办：按交办日落在统计期内的问题，取现在的状态；不选统计期即为全部。月份以北京时间为界。',
      'Assigned, signed for, being worked on, replied, struck off, overdue, handled again: issues assigned in the period, as they stand now; without a period, all. Months by Beijing time.'),
    engine.word(p_lang, '按期办结率：整改时限落在统计期内、已办结或已超期的问题中，按期答复的比例（未办结的超期计入分母）。反弹：统计期内回头看查出反弹的问题。',
      'In time: of issues due in the period that are finished or past their limit, those replied to in time (overdue open ones count in the denominator). Relapsed: found so by a look-back in the period.'),
    format(engine.word(p_lang, '三率：评价日落在统计期内的有效评价；未评价、无人应答和已剔除的不计，表扬不计；建议不计入解决率。基本满意按%s、部分解决按%s折算。',
      'The three rates: ratings given in the period that count; not rated, nobody answered and voided ones are left out, praise too; suggestions are not in the rate of solutions. Fairly satisfied counts %s, partly solved %s.'),
      trim_scale(engine.param('basic_satisfied_weight')), trim_scale(engine.param('partly_solved_weight'))),
    format(engine.word(p_lang, '综合分＝%s×响应率＋%s×解决率＋%s×满意率；任何一项样本少于%s即不计分、不排名。交办数多少不影响分数。',
      'Score = %s × response + %s × solved + %s × satisfied; no score and no rank when one of them has fewer than %s. How many issues were assigned has no bearing on it.'),
      trim_scale(engine.param('score_response')), trim_scale(engine.param('score_solved')), trim_scale(engine.param('score_satisfied')), engine.param('min_n')),
    engine.word(p_lang, '剔除评价：经批准不计入的评价（恶意评价、因政策所限作出解释的、申诉成立的），在此列出条数和原因。仅供机关内部使用，不得公开。',
      'Left out: ratings voided by decision (malicious, resting on policy that was explained, or an appeal that held); here with their number and reasons. For internal use, never published.'))
$$;
COMMENT ON FUNCTION engine.league_notes(text) IS 'How the league is counted.';

-- The rank is among all offices whoever looks; an office finds its own row.
CREATE FUNCTION engine.report_league(p_query engine.report_query) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH asked AS MATERIALIZED (
    SELECT (p_query).lang AS l, (p_query).filters->>'period' AS period, (p_query).scope = 'all' AS whole, engine.ledger_path(engine.without(p_query, '{}')) AS path,
           ROW((p_query).filters - 'period', (p_query).actor, 'all', (p_query).lang, NULL, NULL)::engine.report_query AS q
  ), rated AS MATERIALIZED (
    SELECT r.office_id, r.rates, engine.score(r.rates) AS score FROM asked, engine.office_rates(q, period) r
  ), before AS MATERIALIZED (
    SELECT r.* FROM asked, engine.office_rates(q, engine.period_before(period)) r WHERE period IS NOT NULL
  ), ranked AS (
    SELECT r.*, CASE WHEN r.score IS NOT NULL AND r.office_id IS NOT NULL THEN rank() OVER (PARTITION BY r.office_id IS NULL ORDER BY r.score DESC NULLS LAST) END AS place FROM rated r
  ), counts AS MATERIALIZED (
    SELECT c.* FROM asked, engine.office_counts(q, period) c
  ), load AS MATERIALIZED (
    SELECT w.* FROM asked, engine.office_load(q, period) w
  ), voided AS MATERIALIZED (
    SELECT v.* FROM asked, engine.office_voided(q, period) v
  ), line AS (
    SELECT o.id, o.sort, engine.league_cells(a.l, o.name, a.path || o.narrow, c.n, r.rates, r.place, b.rates, w.opinions, v.kinds) AS cells
      FROM asked a, (SELECT id, name, sort, narrow FROM engine.report_offices(p_query) UNION ALL
                     SELECT NULL, engine.word((p_query).lang, '合计', 'Total'), NULL, '' WHERE (p_query).scope = 'all') o
      LEFT JOIN counts c ON c.office_id IS NOT DISTINCT FROM o.id
      LEFT JOIN ranked r ON r.office_id IS NOT DISTINCT FROM o.id
      LEFT JOIN before b ON b.office_id IS NOT DISTINCT FROM o.id
      LEFT JOIN load w ON w.office_id IS NOT DISTINCT FROM o.id
      LEFT JOIN voided v ON v.office_id IS NOT DISTINCT FROM o.id
  )
  SELECT jsonb_build_object('n', (SELECT count(*) FROM line WHERE id IS NOT NULL),
    'rows', (SELECT coalesce(jsonb_agg(jsonb_build_object('cells', cells) ORDER BY sort), '[]') FROM line WHERE id IS NOT NULL),
    'total', (SELECT jsonb_build_object('cells', cells) FROM line WHERE id IS NULL), 'notes', engine.league_notes((p_query).lang))
$$;
COMMENT ON FUNCTION engine.report_league(engine.report_query) IS 'How each office stands with its rectification, in the offices'' order.';
