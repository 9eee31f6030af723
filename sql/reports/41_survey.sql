-- V9 乡情微调研: a row for each survey that has been counted; and, month by month, what came in through surveys as opinions.

-- The closed surveys of the period that the reader may see: all of them, or those of the own office.
CREATE FUNCTION engine.counted_surveys(p_query engine.report_query) RETURNS TABLE (survey core.survey, figures jsonb) LANGUAGE sql STABLE AS $$
  SELECT s, r.staff FROM engine.asked_period((p_query).filters) p, core.survey s JOIN core.survey_result r ON r.survey_id = s.id
   WHERE s.closed_at BETWEEN p.from_at AND p.to_at AND ((p_query).scope <> 'office' OR s.office_id = ((p_query).actor).office_id)
$$;
COMMENT ON FUNCTION engine.counted_surveys(engine.report_query) IS 'The counted surveys of a period with what staff see of them.';

CREATE FUNCTION engine.mix_text(p_lang text, p_figures jsonb) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT string_agg(engine.said_in(p_lang, c -> 'label') || ' ' || coalesce((c ->> 'share') || '%', engine.hidden_text(p_figures ->> 'least', false)), E'\n' ORDER BY k)
    FROM jsonb_array_elements(p_figures -> 'questions') q, jsonb_array_elements(q #> '{parts,0,cells}') WITH ORDINALITY AS x(c, k)
   WHERE q ->> 'name' = p_figures ->> 'mix' AND q ->> 'until' = (SELECT max(o ->> 'until') FROM jsonb_array_elements(p_figures -> 'questions') o WHERE o ->> 'name' = p_figures ->> 'mix')
$$;
COMMENT ON FUNCTION engine.mix_text(text, jsonb) IS 'Who answered, in shares.';

CREATE FUNCTION engine.part_title(p_lang text, p_question jsonb, p_part jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT concat_ws(' · ', engine.question_title(p_lang, p_question), nullif(engine.said_in(p_lang, p_part -> 'label'), ''))
$$;
COMMENT ON FUNCTION engine.part_title(text, jsonb, jsonb) IS 'A question with the part of it.';

-- Of a scale or a number its mean, of any other question the choice that most made.
CREATE FUNCTION engine.score_text(p_lang text, p_figures jsonb) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT string_agg(engine.part_title(p_lang, q, p) || ' ' || coalesce(p ->> 'mean', (
           SELECT engine.said_in(p_lang, c -> 'label') || ' ' || (c ->> 'share') || '%' FROM jsonb_array_elements(p -> 'cells') c
            WHERE c ->> 'share' IS NOT NULL ORDER BY (c ->> 'n')::integer DESC LIMIT 1), engine.wording(p_lang, 'small_sample')), E'\n' ORDER BY k, j)
    FROM jsonb_array_elements(p_figures -> 'questions') WITH ORDINALITY AS x(q, k), jsonb_array_elements(q -> 'parts') WITH ORDINALITY AS y(p, j)
   WHERE p ->> 'kind' <> 'words' AND q ->> 'name' IS DISTINCT FROM p_figures ->> 'mix'
$$;
COMMENT ON FUNCTION engine.score_text(text, jsonb) IS 'What each question came to.';

CREATE FUNCTION engine.negative_top(p_lang text, p_figures jsonb) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT string_agg(t.title || ' ' || t.share || '%' || engine.n_text(p_lang, t.n), E'\n' ORDER BY t.share DESC, t.title)
    FROM (SELECT engine.part_title(p_lang, q, p) AS title, (p #>> '{negative,share}')::numeric AS share, p ->> 'of_scale' AS n
            FROM jsonb_array_elements(p_figures -> 'questions') q, jsonb_array_elements(q -> 'parts') p WHERE p ? 'negative' ORDER BY 2 DESC, 1 LIMIT 5) t
$$;
COMMENT ON FUNCTION engine.negative_top(text, jsonb) IS 'The five questions that were answered worst, with their negative shares.';

CREATE FUNCTION engine.report_survey(p_query engine.report_query) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH line AS (
    SELECT (c.survey).closed_at AS at, (c.survey).id AS id, jsonb_build_object('href', '/console/surveys/' || (c.survey).id || '/results', 'cells', jsonb_build_array(
        (c.survey).number || ' ' || engine.survey_title((p_query).lang, c.survey), engine.office((p_query).lang, (c.survey).office_id) ->> 'label', engine.day((c.survey).closed_at),
        c.figures -> 'taken', engine.rate_cell((p_query).lang, (c.figures ->> 'taken')::numeric - (c.figures ->> 'invalid')::numeric, (c.figures ->> 'taken')::bigint),
        coalesce(engine.mix_text((p_query).lang, c.figures), ''), CASE WHEN c.figures -> 'n' = 'null' THEN engine.wording((p_query).lang, 'small_sample') ELSE coalesce(engine.score_text((p_query).lang, c.figures), '') END,
        coalesce(engine.negative_top((p_query).lang, c.figures), ''), (c.survey).said, i.n, engine.rate_cell((p_query).lang, i.done, i.n))) AS r
      FROM engine.counted_surveys(p_query) c,
           LATERAL (SELECT count(*) AS n, count(*) FILTER (WHERE s.closed) AS done FROM engine.drawn_issues((c.survey).id) x JOIN rules.state s ON s.code = (x.issue).state) i
  )
  SELECT engine.report_page(p_query, coalesce((SELECT jsonb_agg(r ORDER BY at DESC, id DESC) FROM line), '[]'), ARRAY[engine.period_note(p_query),
    format(engine.word((p_query).lang, '不足%s人的数字和占比不显示；均值和负面占比不计“不清楚”。', 'Numbers and shares under %s are not shown; "cannot tell" is left out of means and negative shares.'), engine.param('min_n'))])
$$;
COMMENT ON FUNCTION engine.report_survey(engine.report_query) IS 'Survey by survey: how many answered, who, what they said, and what came of it.';

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

CREATE FUNCTION engine.report_survey_opinions(p_query engine.report_query) RETURNS jsonb LANGUAGE sql STABLE AS $$
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
COMMENT ON FUNCTION engine.report_survey_opinions(engine.report_query) IS 'Month by month, what came in through surveys and what became of it.';
