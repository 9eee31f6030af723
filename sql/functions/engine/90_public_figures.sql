-- What the public pages count. A count under min_n is never written out, nor is one that could be worked out from a total.

CREATE FUNCTION engine.public_count_text(p_lang text, p_value bigint, p_hidden boolean) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_value < engine.param('min_n') THEN format(engine.wording(p_lang, 'fewer'), engine.param('min_n'))
              WHEN p_hidden THEN '—' ELSE p_value::text END
$$;
COMMENT ON FUNCTION engine.public_count_text(text, bigint, boolean) IS
  'A count as the public reads it: fewer than n, a dash where a hidden neighbour would show through, else the number.';

CREATE FUNCTION engine.public_hidden(p_counts bigint[]) RETURNS boolean[] LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_min constant numeric := engine.param('min_n');
  v_hidden boolean[] := ARRAY(SELECT n < v_min FROM unnest(p_counts) WITH ORDINALITY AS c(n, k) ORDER BY k);
  v_next integer;
BEGIN
  IF EXISTS (SELECT FROM unnest(p_counts) n WHERE n > 0 AND n < v_min) THEN
    LOOP
      SELECT CASE WHEN count(*) FILTER (WHERE v_hidden[k]) < 2
                    OR coalesce(sum(n) FILTER (WHERE v_hidden[k]), 0) < v_min
                  THEN (array_agg(k ORDER BY n, k) FILTER (WHERE NOT v_hidden[k]))[1] END
        INTO v_next FROM unnest(p_counts) WITH ORDINALITY AS c(n, k);
      EXIT WHEN v_next IS NULL;
      v_hidden[v_next] := true;
    END LOOP;
  END IF;
  RETURN v_hidden;
END
$$;
COMMENT ON FUNCTION engine.public_hidden(bigint[]) IS
  'Which parts of a published total stay hidden: each small one and, where one speaks of somebody, the next smallest until none can be worked out.';

CREATE FUNCTION engine.public_mark(p_lang text, p_value bigint, p_hidden boolean) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('value', CASE WHEN NOT p_hidden THEN p_value END, 'text', engine.public_count_text(p_lang, p_value, p_hidden))
$$;
COMMENT ON FUNCTION engine.public_mark(text, bigint, boolean) IS 'A count with its text; no value where it is hidden.';

CREATE FUNCTION engine.public_since() RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT (date_trunc('month', engine.clock() AT TIME ZONE 'Asia/Shanghai') - interval '11 months') AT TIME ZONE 'Asia/Shanghai'
$$;
COMMENT ON FUNCTION engine.public_since() IS 'Where the published period begins: the present month and the eleven before it.';

CREATE FUNCTION engine.public_opinions() RETURNS TABLE (received_at timestamptz, closed_at timestamptz, category text)
LANGUAGE sql STABLE AS $$
  SELECT o.received_at, o.closed_at, left(coalesce(engine.filed_category(o), 'X'), 1)
    FROM core.opinion o
   WHERE o.received_at >= engine.public_since()
$$;
COMMENT ON FUNCTION engine.public_opinions() IS 'The opinions of the period: when they came, when they were finished if they are, and their main category.';

CREATE FUNCTION engine.public_figure(p_code text, p_label text, p_mark jsonb, p_note text DEFAULT NULL) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('code', p_code, 'label', p_label) || p_mark
         || CASE WHEN p_note IS NULL THEN '{}' ELSE jsonb_build_object('note', p_note) END
$$;
COMMENT ON FUNCTION engine.public_figure(text, text, jsonb, text) IS 'One figure of the public pages.';

CREATE FUNCTION engine.public_mean_days(p_lang text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('value', m.days,
           'text', CASE WHEN m.days IS NULL THEN engine.wording(p_lang, 'small_sample')
                        ELSE m.days || engine.word(p_lang, '天', ' days') END)
    FROM (SELECT CASE WHEN count(*) >= engine.param('min_n')
                      THEN round(avg(extract(epoch FROM o.closed_at - o.received_at) / 86400)::numeric, 1) END AS days
            FROM engine.public_opinions() o WHERE o.closed_at IS NOT NULL) m
$$;
COMMENT ON FUNCTION engine.public_mean_days(text) IS 'Mean days from receipt to the end of handling, over opinions finished; nothing under min_n of them.';

CREATE FUNCTION engine.public_satisfaction(p_lang text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH last AS (
    SELECT DISTINCT ON (r.opinion_id) r.result FROM core.rating r
     WHERE r.reached AND r.voided_at IS NULL AND r.at >= engine.public_since() ORDER BY r.opinion_id, r.round DESC, r.at DESC
  ), counted AS (
    SELECT count(*) AS n, count(*) FILTER (WHERE result = 'satisfied')
           + engine.param('basic_satisfied_weight') * count(*) FILTER (WHERE result = 'basically') AS good FROM last
  )
  SELECT jsonb_build_object('value', r.rate, 'n', CASE WHEN r.rate IS NOT NULL THEN n END, 'n_text', engine.public_count_text(p_lang, n, false),
           'rate_text', coalesce(r.rate || '%', engine.wording(p_lang, 'small_sample')))
    FROM counted, LATERAL (SELECT CASE WHEN n >= engine.param('min_n') THEN round(100 * good / n, 1) END AS rate) r
$$;
COMMENT ON FUNCTION engine.public_satisfaction(text) IS
  'Of those who rated the result, how many were content (the fairly content count by weight); each person''s last rating, no rate under min_n.';

-- What was left out by decision is said to be left out; nothing where nothing was.
CREATE FUNCTION engine.public_voided(p_lang text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN count(*) > 0 THEN engine.word(p_lang, '；经批准不计入：', '; left out by decision: ') || engine.public_count_text(p_lang, count(*), false) ELSE '' END
    FROM core.rating r WHERE r.voided_at IS NOT NULL AND r.at >= engine.public_since()
$$;
COMMENT ON FUNCTION engine.public_voided(text) IS 'How many ratings of the period count in no rate, in words; a small number is not told.';

CREATE FUNCTION engine.public_figures(p_lang text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH counted AS (
    SELECT count(*) AS received, count(*) FILTER (WHERE o.closed_at IS NULL) AS open, count(o.closed_at) AS closed FROM engine.public_opinions() o
  ), marked AS (
    SELECT c.*, engine.public_hidden(ARRAY[c.open, c.closed]) AS h, engine.public_satisfaction(p_lang) AS s FROM counted c
  )
  SELECT jsonb_build_array(
    engine.public_figure('received', engine.word(p_lang, '收到', 'Received'),
                  engine.public_mark(p_lang, received, received < engine.param('min_n'))),
    engine.public_figure('open', engine.word(p_lang, '办理中', 'In progress'), engine.public_mark(p_lang, open, h[1])),
    engine.public_figure('closed', engine.word(p_lang, '已办结', 'Closed'), engine.public_mark(p_lang, closed, h[2])),
    engine.public_figure('mean_days', engine.word(p_lang, '平均办理天数', 'Mean days to close'), engine.public_mean_days(p_lang)),
    engine.public_figure('satisfaction', engine.word(p_lang, '满意率', 'Satisfaction'),
                  jsonb_build_object('value', s->'value', 'text', s->'rate_text'),
                  engine.word(p_lang, '评价人数：', 'Ratings: ') || (s->>'n_text') || engine.public_voided(p_lang)))
    FROM marked
$$;
COMMENT ON FUNCTION engine.public_figures(text) IS 'Received, in progress, closed, mean days and satisfaction of the period.';

CREATE FUNCTION engine.public_months(p_lang text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH counted AS (
    SELECT m.first, count(*) FILTER (WHERE date_trunc('month', o.received_at AT TIME ZONE 'Asia/Shanghai') = m.first) AS received,
           count(*) FILTER (WHERE date_trunc('month', o.closed_at AT TIME ZONE 'Asia/Shanghai') = m.first) AS closed
      FROM generate_series(engine.public_since() AT TIME ZONE 'Asia/Shanghai', engine.clock() AT TIME ZONE 'Asia/Shanghai', interval '1 month') m(first)
      LEFT JOIN engine.public_opinions() o ON true
     GROUP BY m.first
  ), numbered AS (
    SELECT c.*, row_number() OVER (ORDER BY first) AS k FROM counted c
  ), hidden AS (
    SELECT engine.public_hidden(array_agg(received ORDER BY k)) AS r, engine.public_hidden(array_agg(closed ORDER BY k)) AS c FROM numbered
  ), marked AS (
    SELECT n.first, engine.public_mark(p_lang, n.received, r[k]) AS received, engine.public_mark(p_lang, n.closed, c[k]) AS closed FROM numbered n, hidden
  )
  SELECT coalesce(jsonb_agg(jsonb_build_object('month', to_char(first, 'YYYY-MM'),
           'label', to_char(first, CASE WHEN p_lang = 'en' THEN 'Mon YYYY' ELSE 'YYYY"年"FMMM"月"' END),
           'received', received->'value', 'received_text', received->'text',
           'closed', closed->'value', 'closed_text', closed->'text') ORDER BY first), '[]') FROM marked
$$;
COMMENT ON FUNCTION engine.public_months(text) IS 'Month by month: received and closed.';

CREATE FUNCTION engine.public_categories(p_lang text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH counted AS (
    SELECT c.code, c.zh, c.en, c.sort, count(o.category) AS n, row_number() OVER (ORDER BY c.sort) AS k
      FROM rules.category c LEFT JOIN engine.public_opinions() o ON o.category = c.code
     WHERE c.parent IS NULL GROUP BY c.code
  ), hidden AS (
    SELECT engine.public_hidden(array_agg(n ORDER BY k)) AS h FROM counted
  )
  SELECT jsonb_agg(engine.enum(p_lang, code, zh, en) || engine.public_mark(p_lang, n, h[k]) ORDER BY sort) FROM counted, hidden
$$;
COMMENT ON FUNCTION engine.public_categories(text) IS 'What people spoke of, by main category.';
