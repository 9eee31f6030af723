-- Open answers: which words many used, and, for those who read what citizens write, the answers themselves.

-- Characters that stand in sentences, not in what a sentence is about; a pair with one of them is no keyword.
CREATE FUNCTION engine.filling_characters() RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT '的了是和在有我不也就都要会能很到说去为这那你他她们个些么吧呢啊吗与及或等被把让从对向给将可以还没上下中里么什么怎多少更最太真请希望应该'
$$;

-- The pairs of neighbouring Chinese characters of a text, each once.
CREATE FUNCTION engine.word_pairs(p_text text) RETURNS SETOF text LANGUAGE sql IMMUTABLE AS $$
  SELECT DISTINCT a || b FROM (SELECT c AS a, lead(c) OVER (ORDER BY n) AS b FROM regexp_split_to_table(engine.plain_text(p_text), '') WITH ORDINALITY AS x(c, n)) p
   WHERE a || b ~ '^[\u4e00-\u9fff]{2}$' AND NOT translate(a || b, engine.filling_characters(), '') <> a || b
$$;

-- Open questions, and what was written beside "other".
CREATE FUNCTION engine.open_answers(p_survey bigint) RETURNS TABLE (id uuid, name text, body text) LANGUAGE sql STABLE ROWS 1000 AS $$
  SELECT g.id, g.name, g.value FROM engine.survey_given(p_survey) g JOIN engine.survey_parts(p_survey) p USING (name, since, part) WHERE p.kind = 'words'
  UNION ALL
  SELECT r.id, e.key, e.value FROM core.response r, jsonb_each_text(r.answers) e WHERE r.survey_id = p_survey AND r.valid AND e.key LIKE '%-Comment' AND e.value <> ''
$$;

-- How many responses have a pair, the most used first. A pair that is but the seam between two others as frequent is no word, nor is
-- the end of a more frequent one with what happens to follow it.
CREATE FUNCTION engine.keywords(p_bodies text[], p_least integer, p_most integer) RETURNS TABLE (word text, n bigint) LANGUAGE sql STABLE AS $$
  WITH pair AS MATERIALIZED (
    SELECT w.word, count(*) AS n FROM unnest(p_bodies) b, engine.word_pairs(b) AS w(word) GROUP BY 1 HAVING count(*) >= p_least
  )
  SELECT p.word, p.n FROM pair p
   WHERE NOT (EXISTS (SELECT FROM pair b WHERE right(b.word, 1) = left(p.word, 1) AND b.n >= p.n AND b.word <> p.word)
          AND EXISTS (SELECT FROM pair a WHERE left(a.word, 1) = right(p.word, 1) AND a.n >= p.n AND a.word <> p.word))
     AND NOT (EXISTS (SELECT FROM pair b WHERE right(b.word, 1) = left(p.word, 1) AND b.n > p.n)
          AND NOT EXISTS (SELECT FROM pair a WHERE left(a.word, 1) = right(p.word, 1)))
   ORDER BY p.n DESC, p.word LIMIT p_most
$$;

-- What can be asked of open answers: which question, a word, a channel, who chose what in another question.
CREATE FUNCTION engine.words_filters(p_lang text, p_survey bigint, p_asked jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH open AS (
    SELECT DISTINCT o.name FROM engine.open_answers(p_survey) o
  ), chosen AS (
    SELECT a.code || ':' || v.value AS code, v.label, a.label AS section, a.k, v.k AS j
      FROM engine.cross_axes($1, p_survey) a, engine.axis_values($1, p_survey, a.code) v WHERE a.code NOT IN ('channel', 'paper')
  ), section AS (
    SELECT c.section, c.k, jsonb_agg(engine.option(c.code, c.label, NULL, c.code = $3 ->> 'chose') ORDER BY c.j) AS options FROM chosen c GROUP BY 1, 2
  )
  SELECT jsonb_build_array(
    engine.choice_field('q', engine.word($1, '题', 'Question'), false, (SELECT coalesce(jsonb_agg(engine.option(o.name, coalesce(
        (SELECT engine.said_in($1, p.q -> 'title') FROM engine.survey_parts(p_survey) p WHERE p.name = o.name ORDER BY p.since DESC LIMIT 1),
        (SELECT engine.said_in($1, p.q -> 'title') || engine.word($1, '（其他）', ' (other)') FROM engine.survey_parts(p_survey) p WHERE p.name || '-Comment' = o.name ORDER BY p.since DESC LIMIT 1), o.name), NULL, o.name = $3 ->> 'q') ORDER BY o.name), '[]') FROM open o)),
    engine.field('word', 'text', engine.word($1, '词', 'Word'), false),
    engine.choice_field('channel', engine.word($1, '渠道', 'Channel'), false, (SELECT coalesce(jsonb_agg(engine.option(v.value, v.label, NULL, v.value = $3 ->> 'channel') ORDER BY v.k), '[]') FROM engine.axis_values($1, p_survey, 'channel') v)),
    engine.choice_field('chose', engine.word($1, '选了', 'Chose'), false, (SELECT coalesce(jsonb_agg(jsonb_build_object('label', s.section, 'options', s.options) ORDER BY s.k), '[]') FROM section s)))
$$;

-- The open answers that a filter finds. A word is looked for as it is searched everywhere.
CREATE FUNCTION engine.found_words(p_survey bigint, p_asked jsonb) RETURNS TABLE (id uuid, name text, body text) LANGUAGE sql STABLE SET enable_nestloop = off SET jit = off AS $$
  SELECT o.id, o.name, o.body FROM engine.open_answers(p_survey) o JOIN core.response r ON r.id = o.id
   WHERE ($2 ->> 'q' IS NULL OR o.name = $2 ->> 'q') AND ($2 ->> 'channel' IS NULL OR r.channel = $2 ->> 'channel')
     AND ($2 ->> 'word' IS NULL OR position(engine.plain_text($2 ->> 'word') IN engine.plain_text(o.body)) > 0)
     AND ($2 ->> 'chose' IS NULL OR o.id IN (SELECT g.id FROM engine.axis_given(p_survey, split_part($2 ->> 'chose', ':', 1)) g WHERE g.value = split_part($2 ->> 'chose', ':', 2)))
$$;

CREATE FUNCTION engine.keyword_rows(p_survey bigint, p_asked jsonb, p_least integer) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('word', k.word, 'n', k.n) ORDER BY k.n DESC, k.word), '[]')
    FROM engine.keywords(ARRAY(SELECT string_agg(w.body, E'\n') FROM engine.found_words(p_survey, p_asked) w GROUP BY w.id), p_least, 24) k
$$;

-- Keywords for all who read the results; the answers for those who read what citizens write, in no order that tells when, and none where
-- what was asked leaves too few to be nobody in particular.
CREATE FUNCTION engine.survey_words(p_lang text, actor core.actor, s core.survey, p_asked jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  least constant integer := engine.param('min_n');
  fields constant jsonb := (SELECT jsonb_agg(engine.checked_filter(f || jsonb_strip_nulls(jsonb_build_object('value', nullif(p_asked ->> (f ->> 'name'), '')))) ORDER BY k)
                              FROM jsonb_array_elements(engine.words_filters(p_lang, s.id, p_asked)) WITH ORDINALITY AS x(f, k));
  asked constant jsonb := (SELECT coalesce(jsonb_object_agg(f ->> 'name', f ->> 'value'), '{}') FROM jsonb_array_elements(fields) f WHERE f ? 'value');
  found bigint;
  past bigint := coalesce(engine.cursor_of(p_asked), 0);
  reads constant boolean := engine.survey_may(actor, s, 'survey.words');
BEGIN
  SELECT count(DISTINCT w.id) INTO found FROM engine.found_words(s.id, asked) w;
  RETURN jsonb_build_object('filters', fields, 'reads', reads, 'enough', found >= least, 'n_text', CASE WHEN found >= least THEN found::text ELSE '<' || least END,
    'keywords', CASE WHEN found >= least THEN engine.keyword_rows(s.id, asked, least) ELSE '[]' END,
    'answers', CASE WHEN reads AND found >= least THEN (SELECT coalesce(jsonb_agg(jsonb_build_object('name', a.name, 'text', engine.words(actor, a.body)) ORDER BY a.id, a.name), '[]')
        FROM (SELECT w.* FROM engine.found_words(s.id, asked) w ORDER BY w.id, w.name OFFSET past LIMIT engine.page_rows()) a) ELSE '[]' END,
    'next_href', CASE WHEN reads AND found >= least AND (SELECT count(*) FROM engine.found_words(s.id, asked)) > past + engine.page_rows()
        THEN '/console/surveys/' || s.id || '/words?' || concat_ws('&', nullif(engine.query_text(asked, '{q,word,channel,chose}'), ''), 'after=' || past + engine.page_rows()) END);
END $$;
