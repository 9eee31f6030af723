-- V9 乡情微调研: what the surveys' open questions brought in. How many answered, and how each question was answered, comes with the surveys.

CREATE FUNCTION engine.survey_opinions(p_filters jsonb) RETURNS SETOF core.opinion LANGUAGE sql STABLE AS $$
  SELECT o.* FROM core.opinion o, engine.asked_period(p_filters) p
   WHERE o.source = 'survey' AND o.received_at BETWEEN p.from_at AND p.to_at AND o.state <> 26
$$;
COMMENT ON FUNCTION engine.survey_opinions(jsonb) IS 'Opinions from surveys in the period; what was transferred is nobody''s to count here.';

CREATE FUNCTION engine.is_negative(p_kind text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT p_kind IN ('criticism', 'complaint')
$$;
COMMENT ON FUNCTION engine.is_negative(text) IS 'Whether a kind of opinion says that something is done wrong.';

-- The five categories most complained of, each as a share of all that came in.
CREATE FUNCTION engine.survey_top(p_opinions core.opinion[], p_lang text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT string_agg((engine.category(p_lang, t.code) ->> 'label') || ' ' || (engine.rate_cell(p_lang, t.n, cardinality(p_opinions)) ->> 'text'), E'\n' ORDER BY t.n DESC, t.code)
    FROM (SELECT engine.filed_category(o) AS code, count(*) AS n FROM unnest(p_opinions) o
           WHERE engine.is_negative(o.kind) AND engine.filed_category(o) IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5) t
$$;
COMMENT ON FUNCTION engine.survey_top(core.opinion[], text) IS 'The five categories most complained of, with their shares.';

CREATE FUNCTION engine.report_survey(p_query engine.report_query) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH month AS (
    SELECT to_char(o.received_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS period, array_agg(o ORDER BY o.id) AS said
      FROM engine.survey_opinions((p_query).filters) o GROUP BY 1
  ), became AS (
    SELECT m.period, count(DISTINCT i.id) AS issues, count(DISTINCT i.id) FILTER (WHERE s.closed) AS done
      FROM month m, unnest(m.said) o JOIN core.voice v ON v.opinion_id = o.id JOIN core.issue i ON i.id = v.issue_id
      JOIN rules.state s ON s.code = i.state GROUP BY 1
  ), line AS (
    SELECT m.period, jsonb_build_object('href', '/console/reports/ledger?source=survey', 'cells', jsonb_build_array(
        engine.period_text((p_query).lang, m.period), cardinality(m.said),
        engine.rate_cell((p_query).lang, (SELECT count(*) FROM unnest(m.said) o WHERE o.protection = 'none'), cardinality(m.said)),
        engine.rate_cell((p_query).lang, (SELECT count(*) FROM unnest(m.said) o WHERE engine.is_negative(o.kind)), cardinality(m.said)),
        engine.survey_top(m.said, (p_query).lang), coalesce(b.issues, 0), engine.rate_cell((p_query).lang, b.done, b.issues))) AS r
      FROM month m LEFT JOIN became b USING (period)
  )
  SELECT engine.report_page(p_query, coalesce((SELECT jsonb_agg(r ORDER BY period DESC) FROM line), '[]'), ARRAY[engine.period_note(p_query)])
$$;
COMMENT ON FUNCTION engine.report_survey(engine.report_query) IS 'Month by month, what came in through surveys and what became of it.';
