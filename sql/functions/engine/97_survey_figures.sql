-- The figures of a closed survey, counted once from its responses and kept as they are: for staff, and for everybody.

-- A count with its share; what is hidden has neither.
CREATE FUNCTION engine.survey_cell(p_value text, p_label jsonb, p_n bigint, p_base bigint, p_hidden boolean) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object('value', p_value, 'label', p_label, 'n', CASE WHEN NOT p_hidden THEN p_n END,
                            'share', CASE WHEN NOT p_hidden AND p_base > 0 THEN round(100.0 * p_n / p_base, 1) END)
$$;

-- A share of a group of choices can be told where whoever reads the cells could work it out: none of it is hidden, or all that is hidden.
CREATE FUNCTION engine.can_tell(p_hidden text[], p_group text[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT p_hidden <@ p_group OR NOT p_hidden && p_group
$$;

-- Mean and negative share of a scale. To everybody the mean is told only where nothing is hidden, for it would be one equation more.
CREATE FUNCTION engine.scale_figures(q jsonb, p_values text[], p_counts bigint[], p_hidden bigint[], p_least integer, p_public boolean) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  WITH cell AS (
    SELECT v, n, (k = ANY (p_hidden)) AS hidden, NOT engine.tells_nothing(v) AS tells, engine.is_negative_answer(v) AS bad
      FROM unnest(p_values, p_counts) WITH ORDINALITY AS x(v, n, k)
  ), sums AS (
    SELECT coalesce(sum(n) FILTER (WHERE tells), 0) AS n, sum(CASE WHEN tells AND engine.is_number(v) THEN n * v::numeric END) AS total, coalesce(sum(n) FILTER (WHERE bad), 0) AS bad,
           array_agg(v) FILTER (WHERE tells) AS scale, array_agg(v) FILTER (WHERE bad) AS worst, coalesce(array_agg(v) FILTER (WHERE hidden), '{}') AS hidden FROM cell
  )
  SELECT CASE WHEN engine.scale_top(q) IS NULL OR s.n < p_least THEN '{}' ELSE jsonb_strip_nulls(jsonb_build_object(
           'mean', CASE WHEN NOT p_public OR p_hidden = '{}' THEN round(s.total / s.n, 2) END,
           'of_scale', CASE WHEN NOT p_public OR (s.hidden <@ s.scale AND NOT 0 = ANY (p_hidden)) THEN s.n END,
           'negative', CASE WHEN engine.scale_top(q) = 5 AND s.bad >= p_least AND (NOT p_public OR (s.hidden <@ s.scale AND NOT 0 = ANY (p_hidden) AND engine.can_tell(s.hidden, s.worst)))
                            THEN jsonb_build_object('n', s.bad, 'share', round(100.0 * s.bad / s.n, 1)) END)) END
    FROM sums s
$$;

CREATE FUNCTION engine.number_figures(p_survey bigint, p_name text, p_since integer, p_part text, p_least integer) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN count(*) >= p_least THEN jsonb_build_object('mean', round(avg(g.value::numeric), 1)) ELSE '{}' END
    FROM engine.survey_given(p_survey) g WHERE (g.name, g.since, g.part) = (p_name, p_since, p_part) AND engine.is_number(g.value)
$$;

-- Each part as it is told. base: what shares are of. Where a few left it out, shares are of all, so that the few are not the difference.
CREATE FUNCTION engine.part_figures(p_survey bigint, p_least integer, p_public boolean) RETURNS TABLE (t bigint, name text, since integer, figures jsonb) LANGUAGE sql STABLE AS $$
  WITH cover AS MATERIALIZED (
    SELECT * FROM engine.survey_cover(p_survey, p_least, p_public)
  ), hidden AS (
    SELECT c.t, bool_or(0 = ANY (c.cells)) AS rest, array_agg(DISTINCT CASE WHEN c.o > 0 THEN c.o ELSE x.k END) FILTER (WHERE x.k = 1 OR (x.k > 0 AND c.o = 0)) AS cells
      FROM cover c LEFT JOIN LATERAL unnest(c.cells) AS x(k) ON true GROUP BY c.t
  ), part AS (
    SELECT p.*, a.n AS answered, v.n AS valid, CASE WHEN p_public AND h.rest THEN v.n ELSE a.n END AS base, h.rest, coalesce(h.cells, '{}') AS hidden
      FROM engine.survey_parts(p_survey) p JOIN engine.survey_answered(p_survey) a USING (t) JOIN hidden h USING (t),
           (SELECT count(*) AS n FROM core.response r WHERE r.survey_id = p_survey AND r.valid) v
  ), cell AS (
    SELECT c.t, array_agg(c.value ORDER BY c.k) AS vals, array_agg(c.n ORDER BY c.k) AS counts, coalesce(sum(c.n) FILTER (WHERE c.k = ANY (p.hidden)), 0) AS together,
           jsonb_agg(engine.survey_cell(c.value, c.label, c.n, p.base, c.k = ANY (p.hidden)) ORDER BY c.k) AS cells
      FROM engine.survey_counts(p_survey) c JOIN part p USING (t) GROUP BY c.t
  )
  SELECT p.t, p.name, p.since, jsonb_build_object('part', p.part, 'label', p.label, 'kind', p.kind)
      || CASE WHEN p.answered < p_least THEN '{"few": true, "cells": []}'
              ELSE jsonb_build_object('few', false, 'of', CASE WHEN p_public AND p.rest THEN 'all' ELSE 'answered' END, 'base', p.base,
                     'out', CASE WHEN NOT p.rest THEN p.valid - p.answered END, 'cells', coalesce(c.cells, '[]'))
                || CASE WHEN p_public AND p.kind = 'one' AND p.hidden <> '{}'
                        THEN jsonb_build_object('together', c.together + CASE WHEN p.rest THEN p.valid - p.answered ELSE 0 END) ELSE '{}' END
                || CASE p.kind WHEN 'one' THEN engine.scale_figures(p.q, c.vals, c.counts, CASE WHEN p.rest THEN 0::bigint || p.hidden ELSE p.hidden END, p_least, p_public)
                               WHEN 'number' THEN engine.number_figures(p_survey, p.name, p.since, p.part, p_least) ELSE '{}' END END
    FROM part p LEFT JOIN cell c USING (t)
$$;

-- Question by question, and in how many meanings each name was asked. joined: the versions that are counted together.
CREATE FUNCTION engine.question_figures(p_survey bigint, p_least integer, p_public boolean) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH question AS (
    SELECT p.name, p.since, min(p.t) AS t, jsonb_agg(p.figures ORDER BY p.t) AS parts FROM engine.part_figures(p_survey, p_least, p_public) p GROUP BY p.name, p.since
  ), asked AS (
    SELECT DISTINCT ON (a.name, a.since) a.name, a.since, a.q, a.n AS until, (SELECT count(DISTINCT o.since) FROM engine.survey_asked(p_survey) o WHERE o.name = a.name) AS meanings
      FROM engine.survey_asked(p_survey) a ORDER BY a.name, a.since, a.n DESC
  )
  SELECT coalesce(jsonb_agg(jsonb_build_object('name', q.name, 'type', a.q ->> 'type', 'title', a.q -> 'title', 'since', a.since, 'until', a.until, 'meanings', a.meanings,
           'scale', engine.scale_top(a.q) IS NOT NULL, 'parts', q.parts) ORDER BY q.t), '[]')
    FROM question q JOIN asked a USING (name, since)
$$;

-- By which channel, and on paper or not: for staff.
CREATE FUNCTION engine.channel_figures(p_survey bigint, p_least integer) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH valid AS (
    SELECT r.channel, r.paper FROM core.response r WHERE r.survey_id = p_survey AND r.valid
  ), total AS (
    SELECT count(*) AS n FROM valid
  ), channel AS (
    SELECT c.code, c.kind, c.label, (SELECT count(*) FROM valid v WHERE v.channel = c.code) AS n FROM core.survey_channel c WHERE c.survey_id = p_survey
    UNION ALL SELECT '', '', '', (SELECT count(*) FROM valid v WHERE v.channel IS NULL)
  )
  SELECT jsonb_build_object(
    'channels', (SELECT jsonb_agg(engine.survey_cell(c.code, to_jsonb(c.label), c.n, t.n, c.n < p_least) || jsonb_build_object('kind', c.kind) ORDER BY c.code = '', c.kind, c.code) FROM channel c, total t),
    'ways', (SELECT jsonb_agg(engine.survey_cell(w.code, NULL, x.n, t.n, x.n < p_least) ORDER BY w.k) FROM total t, (VALUES (1, 'web', false), (2, 'paper', true)) AS w(k, code, paper),
               LATERAL (SELECT count(*) AS n FROM valid v WHERE v.paper = w.paper) x))
$$;

-- Nobody can foresee how many responses there are, so they are never joined row by row.
-- Nothing where there are too few altogether. What could not be counted is told to staff, apart.
CREATE FUNCTION engine.survey_figures(p_survey bigint, p_least integer, p_public boolean) RETURNS jsonb LANGUAGE sql STABLE SET enable_nestloop = off SET jit = off AS $$
  WITH taken AS (
    SELECT count(*) AS taken, count(*) FILTER (WHERE r.valid) AS n, count(*) FILTER (WHERE NOT r.valid) AS invalid FROM core.response r WHERE r.survey_id = p_survey
  )
  SELECT jsonb_build_object('least', p_least, 'n', CASE WHEN t.n >= p_least THEN t.n END, 'mix', s.mix_question)
      || CASE WHEN t.n < p_least THEN '{"questions": []}'
              ELSE jsonb_build_object('questions', engine.question_figures(p_survey, p_least, p_public)) || CASE WHEN p_public THEN '{}' ELSE engine.channel_figures(p_survey, p_least) END END
      || CASE WHEN p_public THEN '{}' ELSE jsonb_build_object('taken', t.taken, 'invalid', t.invalid) END
    FROM taken t, core.survey s WHERE s.id = p_survey
$$;
