-- The frozen figures in the reader's words. What is hidden: to staff fewer than so many, to everybody a dash.

CREATE FUNCTION engine.said_in(p_lang text, p_texts jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce($2 ->> $1, $2 ->> 'zh-CN', $2 ->> 'default', CASE WHEN jsonb_typeof($2) = 'string' THEN $2 #>> '{}' END, '')
$$;

-- A question by its title; asked in several meanings, with the version of the one that is meant.
CREATE FUNCTION engine.question_title(p_lang text, p_question jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT engine.said_in($1, $2 -> 'title') || CASE WHEN ($2 ->> 'meanings')::integer > 1 THEN format(engine.word($1, '（第%s版）', ' (version %s)'), $2 ->> 'since') ELSE '' END
$$;

CREATE FUNCTION engine.hidden_text(p_least text, p_public boolean) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN $2 THEN '—' ELSE '<' || $1 END
$$;

CREATE FUNCTION engine.n_text(p_lang text, p_n text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT format(engine.word($1, '（n=%s）', ' (n=%s)'), $2)
$$;

CREATE FUNCTION engine.shown_cell(p_lang text, p_cell jsonb, p_hidden text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object('value', $2 -> 'value', 'label', engine.said_in($1, $2 -> 'label'), 'hidden', $2 -> 'n' = 'null', 'n', $2 -> 'n', 'share', $2 -> 'share',
    'n_text', coalesce($2 ->> 'n', $3), 'share_text', coalesce(($2 ->> 'share') || '%', '—'))
$$;

CREATE FUNCTION engine.mean_text(p_lang text, p_part jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT engine.word($1, '均值 ', 'Mean ') || ($2 ->> 'mean') || coalesce(engine.n_text($1, $2 ->> 'of_scale'), '')
$$;

CREATE FUNCTION engine.negative_text(p_lang text, p_part jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT engine.word($1, '负面占比 ', 'Negative ') || ($2 #>> '{negative,share}') || '%' || engine.n_text($1, $2 ->> 'of_scale')
$$;

CREATE FUNCTION engine.out_text(p_lang text, p_part jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN $2 ->> 'of' = 'all' THEN engine.word($1, '少数人没有答这题，占比的分母是全部有效答卷。', 'A few left this out; shares are of all valid responses.')
              WHEN ($2 ->> 'out')::bigint > 0 THEN format(engine.word($1, '没有答或不用答：%s份。', 'Left out or not asked: %s.'), $2 ->> 'out') END
$$;

CREATE FUNCTION engine.together_text(p_lang text, p_part jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT format(engine.word($1, '未单列的各项%s共%s份。', 'Not shown apart%s: %s in all.'), CASE WHEN $2 ->> 'of' = 'all' THEN engine.word($1, '和没有答的', ', and left out') ELSE '' END, $2 ->> 'together')
   WHERE ($2 ->> 'together')::bigint > 0
$$;

-- A part as the page shows it: a row for each choice.
CREATE FUNCTION engine.shown_part(p_lang text, p_part jsonb, p_least text, p_public boolean) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('label', nullif(engine.said_in($1, $2 -> 'label'), ''), 'few', ($2 ->> 'few')::boolean, 'words', $2 ->> 'kind' = 'words',
    'base_text', CASE WHEN NOT ($2 ->> 'few')::boolean THEN 'n=' || ($2 ->> 'base') END,
    'rows', (SELECT coalesce(jsonb_agg(engine.shown_cell($1, c, engine.hidden_text($3, $4)) ORDER BY k), '[]') FROM jsonb_array_elements($2 -> 'cells') WITH ORDINALITY AS x(c, k)),
    'has_rows', jsonb_array_length($2 -> 'cells') > 0, 'mean_text', engine.mean_text($1, $2), 'negative_text', engine.negative_text($1, $2),
    'out_text', engine.out_text($1, $2), 'together_text', engine.together_text($1, $2))
$$;

-- A matrix in one table: a line for each of its rows, a column for each choice.
CREATE FUNCTION engine.shown_grid(p_lang text, p_question jsonb, p_least text, p_public boolean) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH part AS (
    SELECT p, k, ($2 ->> 'scale')::boolean AS scale FROM jsonb_array_elements($2 -> 'parts') WITH ORDINALITY AS x(p, k)
  )
  SELECT jsonb_build_object(
    'head', (SELECT jsonb_agg(engine.said_in($1, c -> 'label') ORDER BY j) FROM jsonb_array_elements(
              (SELECT p -> 'cells' FROM part WHERE jsonb_array_length(p -> 'cells') > 0 ORDER BY k LIMIT 1)) WITH ORDINALITY AS y(c, j)), 'scale', bool_or(part.scale),
    'lines', jsonb_agg(jsonb_build_object('label', engine.said_in($1, p -> 'label'), 'n_text', CASE WHEN (p ->> 'few')::boolean THEN engine.hidden_text($3, $4) ELSE p ->> 'base' END,
      'few', (p ->> 'few')::boolean,
      'cells', (SELECT coalesce(jsonb_agg(coalesce((c ->> 'share') || '%', engine.hidden_text($3, $4)) ORDER BY j), '[]') FROM jsonb_array_elements(p -> 'cells') WITH ORDINALITY AS y(c, j)),
      'mean_text', coalesce(p ->> 'mean', '—'), 'negative_text', coalesce((p #>> '{negative,share}') || '%', '—')) ORDER BY k),
    'notes', (SELECT coalesce(jsonb_agg(DISTINCT n), '[]') FROM part q, LATERAL (SELECT engine.out_text($1, q.p) AS n) o WHERE n IS NOT NULL))
    FROM part
$$;

-- Which versions asked it, where there was more than one.
CREATE FUNCTION engine.joined_text(p_lang text, p_question jsonb, p_last integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_last = 1 THEN NULL
              WHEN ($2 ->> 'meanings')::integer > 1 THEN format(engine.word($1, '更正时改了题意，各版分开统计。这是第%s版的。', 'Corrected in its meaning, so counted apart. This is of version %s.'), v)
              WHEN ($2 ->> 'until')::integer < p_last OR $2 ->> 'since' <> '1' THEN format(engine.word($1, '只有第%s版问了这题。', 'Asked by version %s only.'), v)
              ELSE format(engine.word($1, '题意未变，第%s版合并统计。', 'The same in its meaning: versions %s counted together.'), v) END
    FROM (SELECT concat_ws(engine.word($1, '至', ' to '), $2 ->> 'since', CASE WHEN $2 ->> 'until' <> $2 ->> 'since' THEN $2 ->> 'until' END) AS v) x
$$;

CREATE FUNCTION engine.shown_question(p_lang text, p_question jsonb, p_least text, p_public boolean, p_last integer) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('name', $2 -> 'name', 'title', engine.question_title($1, $2), 'joined_text', engine.joined_text($1, $2, $5),
    'several', EXISTS (SELECT FROM jsonb_array_elements($2 -> 'parts') p WHERE p ->> 'kind' = 'many'), 'ranked', $2 ->> 'type' = 'ranking',
    'grid', CASE WHEN $2 ->> 'type' = 'matrix' AND jsonb_path_exists($2, '$.parts[*].cells[*]') THEN engine.shown_grid($1, $2, $3, $4) END,
    'parts', CASE WHEN $2 ->> 'type' = 'matrix' AND jsonb_path_exists($2, '$.parts[*].cells[*]') THEN '[]'::jsonb
                  ELSE (SELECT jsonb_agg(engine.shown_part($1, p, $3, $4) ORDER BY k) FROM jsonb_array_elements($2 -> 'parts') WITH ORDINALITY AS x(p, k)) END)
$$;

-- How it was counted, said under every page of figures.
CREATE FUNCTION engine.method_notes(p_lang text, s core.survey, p_figures jsonb, p_public boolean) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    engine.word($1, '答卷在截止前封存，截止后一次开封、一次统计，以后不再改变。', 'Responses stay sealed until the survey closes; they are opened and counted once, and the figures do not change.'),
    CASE WHEN $4 THEN format(engine.word($1, '不足%s人的数字不公布；能由其他数字推算出来的也不公布，记作“—”。', 'Numbers under %s are not published, nor any that could be worked out from others; they are marked —.'), $3 ->> 'least')
         ELSE format(engine.word($1, '不足%s人的数字和占比不显示，记作“<%s”。', 'Numbers and shares under %s are not shown: <%s.'), $3 ->> 'least', $3 ->> 'least') END,
    engine.word($1, '占比的分母是回答了该题的有效答卷；“不清楚、不了解、没有”不计入均值和负面占比。', 'Shares are of the valid responses that answered the question; "cannot tell" and "none" are left out of means and negative shares.'),
    engine.word($1, '负面占比：五级评价中最低两级的占比。答卷来自自愿作答的人，不能推算到全体。', 'Negative: the two lowest of five grades. Those who answered chose to; the figures do not stand for everybody.'))
$$;

-- Before it is counted: when it will be.
CREATE FUNCTION engine.counted_when(p_lang text, s core.survey) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN ($2).closed_at IS NOT NULL THEN engine.word($1, '调研已经截止，答卷正在开封统计。', 'The survey has closed; its responses are being opened and counted.')
              WHEN ($2).closes_at IS NULL THEN engine.word($1, '调研截止后统一开封统计，此前没有任何数字。', 'Responses are opened and counted together when the survey closes; until then there are no figures.')
              ELSE format(engine.word($1, '调研于%s截止，截止后统一开封统计，此前没有任何数字。', 'The survey closes at %s; responses are opened and counted together then, and until then there are no figures.'),
                          engine.minute_text($1, ($2).closes_at)) END
$$;

-- All that the page of results shows of the figures.
CREATE FUNCTION engine.shown_figures(p_lang text, s core.survey, p_figures jsonb, p_public boolean) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH last AS (
    SELECT max(v.n) AS n FROM core.survey_version v WHERE v.survey_id = ($2).id
  ), mix AS (
    SELECT q FROM jsonb_array_elements($3 -> 'questions') q WHERE q ->> 'name' = $3 ->> 'mix' ORDER BY q -> 'until' DESC LIMIT 1
  )
  SELECT jsonb_build_object('n', $3 -> 'n', 'n_text', coalesce($3 ->> 'n', format(engine.word($1, '不足%s份', 'fewer than %s'), $3 ->> 'least')), 'too_few', $3 -> 'n' = 'null',
    'mix', (SELECT engine.shown_part($1, q #> '{parts,0}', $3 ->> 'least', $4) || jsonb_build_object('title', engine.said_in($1, q -> 'title')) FROM mix),
    'questions', (SELECT coalesce(jsonb_agg(engine.shown_question($1, q, $3 ->> 'least', $4, last.n) ORDER BY k), '[]')
                    FROM last, jsonb_array_elements($3 -> 'questions') WITH ORDINALITY AS x(q, k) WHERE $3 ->> 'mix' IS NULL OR q ->> 'name' <> $3 ->> 'mix'),
    'notes', engine.method_notes($1, $2, $3, $4))
$$;
