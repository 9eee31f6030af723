-- The results of one survey as their pages and files have them.

CREATE FUNCTION engine.survey_result(p_survey bigint) RETURNS core.survey_result LANGUAGE sql STABLE AS $$
  SELECT * FROM core.survey_result r WHERE r.survey_id = $1
$$;

CREATE FUNCTION engine.survey_head(p_lang text, s core.survey) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('number', ($2).number, 'code', ($2).code, 'title', engine.survey_title($1, $2), 'state', engine.choice($1, 'survey_state', ($2).state),
    'office', engine.office($1, ($2).office_id), 'audience', engine.choice($1, 'survey_audience', ($2).audience), 'place', nullif(($2).place, ''),
    'from_text', engine.day_text($1, coalesce(($2).opens_at, ($2).opened_at)), 'closed_text', engine.day_text($1, ($2).closed_at),
    'said', nullif(($2).said, ''), 'summary', nullif(($2).summary, ''))
$$;

CREATE FUNCTION engine.shown_channels(p_lang text, p_figures jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(engine.shown_cell($1, c || jsonb_build_object('label', x.label), engine.hidden_text($2 ->> 'least', false)) ORDER BY x.at), '[]')
    FROM (SELECT c, k AS at, CASE WHEN c ->> 'value' = '' THEN engine.word($1, '没有注明渠道', 'No channel named')
                                  ELSE concat_ws(' ', engine.choice($1, 'survey_channel', c ->> 'kind') ->> 'label', c ->> 'label') END AS label
            FROM jsonb_array_elements($2 -> 'channels') WITH ORDINALITY AS y(c, k) WHERE jsonb_array_length($2 -> 'channels') > 1
          UNION ALL
          SELECT c, 1000 + k, CASE c ->> 'value' WHEN 'web' THEN engine.word($1, '网上作答', 'On the web') ELSE engine.word($1, '纸质代录', 'On paper, typed in') END
            FROM jsonb_array_elements($2 -> 'ways') WITH ORDINALITY AS y(c, k)) x
$$;

-- Staff: frozen figures, channels, rounds; cross-tables and words at the time of asking.
CREATE FUNCTION engine.staff_results(p_lang text, actor core.actor, s core.survey, p_asked jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  r constant core.survey_result := engine.survey_result(s.id);
  path constant text := '/console/surveys/' || s.id;
  outcomes constant jsonb := engine.survey_outcomes(p_lang, s.id);
  shown jsonb;
BEGIN
  shown := jsonb_build_object('name', s.number, 'survey', engine.survey_head(p_lang, s), 'survey_href', path, 'counted', r.survey_id IS NOT NULL);
  IF r.survey_id IS NULL THEN
    RETURN shown || jsonb_build_object('waits_text', engine.counted_when(p_lang, s));
  END IF;
  RETURN shown || engine.shown_figures(p_lang, s, r.staff, false) || jsonb_build_object('taken', r.staff -> 'taken', 'invalid', r.staff -> 'invalid',
    'channels', engine.shown_channels(p_lang, r.staff), 'trend', engine.survey_trend(p_lang, s, r.staff, false),
    'cross', CASE WHEN r.staff -> 'n' <> 'null' THEN engine.survey_cross(p_lang, s.id, nullif(p_asked ->> 'row', ''), nullif(p_asked ->> 'col', '')) END,
    'keywords', CASE WHEN r.staff -> 'n' <> 'null' THEN engine.keyword_rows(s.id, '{}', engine.param('min_n')::integer) ELSE '[]' END, 'reads', engine.survey_may(actor, s, 'survey.words'),
    'words_href', path || '/words', 'outcomes', outcomes, 'has_outcomes', outcomes <> '[]', 'counted_text', engine.minute_text(p_lang, r.at),
    'csv_href', path || '/results.csv', 'xlsx_href', path || '/results.xlsx', 'json_href', path || '/results.json',
    'public_href', CASE WHEN s.state = 'published' THEN '/results/' || s.code END);
END $$;

-- Everybody: what was frozen for them.
CREATE FUNCTION engine.public_results(p_lang text, s core.survey) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  r constant core.survey_result := engine.survey_result(s.id);
  outcomes constant jsonb := engine.survey_outcomes(p_lang, s.id);
BEGIN
  IF s.state <> 'published' THEN
    RETURN jsonb_build_object('survey', engine.survey_head(p_lang, s) - ARRAY['said', 'summary'], 'published', false, 'waits_text', engine.counted_when(p_lang, s)
      || engine.word(p_lang, '统计结果核对后在这里公布。', ' The results are published here once they have been checked.'));
  END IF;
  RETURN jsonb_build_object('survey', engine.survey_head(p_lang, s), 'published', true, 'published_text', engine.day_text(p_lang, s.published_at)) || engine.shown_figures(p_lang, s, r.public, true)
      || jsonb_build_object('trend', engine.survey_trend(p_lang, s, r.public, true), 'outcomes', outcomes, 'has_outcomes', outcomes <> '[]');
END $$;

-- A line of a file for each choice, each mean and each number.
CREATE FUNCTION engine.result_lines(p_lang text, p_figures jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH part AS (
    SELECT q, k, p, j, row_number() OVER (ORDER BY k, j) AS at FROM jsonb_array_elements($2 -> 'questions') WITH ORDINALITY AS x(q, k), jsonb_array_elements(q -> 'parts') WITH ORDINALITY AS y(p, j)
  ), line AS (
    SELECT at, i, q, p, engine.said_in($1, c -> 'label') AS label, coalesce(c -> 'n', 'null') AS n, coalesce(c -> 'share', 'null') AS share FROM part, jsonb_array_elements(p -> 'cells') WITH ORDINALITY AS z(c, i)
    UNION ALL SELECT at, 98, q, p, engine.word($1, '均值', 'Mean'), p -> 'mean', 'null' FROM part WHERE p ? 'mean'
    UNION ALL SELECT at, 99, q, p, engine.word($1, '负面', 'Negative'), p #> '{negative,n}', p #> '{negative,share}' FROM part WHERE p ? 'negative'
    UNION ALL SELECT at, 97, q, p, engine.word($1, '回答人数', 'Answered'), p -> 'base', 'null' FROM part WHERE jsonb_array_length(p -> 'cells') = 0 AND p ? 'base'
  )
  SELECT coalesce(jsonb_agg(jsonb_build_object('cells', jsonb_build_array(q -> 'name', engine.said_in($1, q -> 'title'), engine.said_in($1, p -> 'label'), label,
           CASE WHEN n = 'null' THEN to_jsonb(engine.hidden_text($2 ->> 'least', false)) ELSE n END, CASE WHEN share = 'null' THEN '""' ELSE share END, coalesce(p -> 'base', '""'))) ORDER BY at, i), '[]') FROM line
$$;

CREATE FUNCTION engine.result_file(p_lang text, actor core.actor, s core.survey) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  r constant core.survey_result := engine.survey_result(s.id);
BEGIN
  IF r.survey_id IS NULL THEN
    PERFORM engine.fail(409, 'survey.not_counted');
  END IF;
  RETURN jsonb_build_object('name', s.number, 'title', engine.survey_title(p_lang, s), 'by_text', engine.report_mark(actor, '[]', p_lang),
    'columns', (SELECT jsonb_agg(jsonb_build_object('key', c.key, 'type', c.type, 'label', engine.word(p_lang, c.zh, c.en)) ORDER BY c.k) FROM (VALUES
      (1, 'question', 'text', '题名', 'Question'), (2, 'title', 'text', '题目', 'Title'), (3, 'part', 'text', '分项', 'Part'), (4, 'choice', 'text', '选项', 'Choice'),
      (5, 'n', 'int', '份数', 'Responses'), (6, 'share', 'text', '占比（%）', 'Share (%)'), (7, 'base', 'int', '分母', 'Of')) AS c(k, key, type, zh, en)),
    'rows', engine.result_lines(p_lang, r.staff), 'notes', engine.method_notes(p_lang, s, r.staff, false), 'figures', r.staff);
END $$;
