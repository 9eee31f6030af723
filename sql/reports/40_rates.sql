-- The three rates of a period, and what the smaller views share: a period of theirs, pages of rows that are no issues.

CREATE TYPE engine.period_rate AS (
  n         bigint,    -- valid follow-ups
  contacted numeric,   -- of them: the office had been in touch
  solved_n  bigint,    -- of them: about something that can be solved
  solved    numeric,   -- solved, partly solved by weight
  satisfied numeric,   -- content, fairly content by weight
  due_n     bigint,    -- limits of the period that were kept or are past
  on_time   numeric    -- of them: kept
);

-- Limits of rectification that lie in the period, counted as the league counts them. What is overdue and open counts too: hiding it does not help.
CREATE FUNCTION engine.period_limits(p_from timestamptz, p_to timestamptz, p_office smallint) RETURNS TABLE (n bigint, kept bigint)
LANGUAGE sql STABLE AS $$
  SELECT count(*) FILTER (WHERE 'due' = ANY (m.by_due)), count(*) FILTER (WHERE 'on_time' = ANY (m.by_due)) FROM engine.issue_sets() m
   WHERE m.due_at BETWEEN p_from AND p_to AND (p_office IS NULL OR m.office_id = p_office)
$$;
COMMENT ON FUNCTION engine.period_limits(timestamptz, timestamptz, smallint) IS 'Limits of a period that were kept or are past, and how many were kept by a reply.';

-- From the same ratings as the views.
CREATE FUNCTION engine.period_rates(p_from timestamptz, p_to timestamptz, p_office smallint DEFAULT NULL) RETURNS engine.period_rate
LANGUAGE sql STABLE AS $$
  SELECT ROW(count(*), count(*) FILTER (WHERE r.contacted), count(r.solved),
           coalesce(sum(CASE r.solved WHEN 'yes' THEN 1 WHEN 'partly' THEN engine.param('partly_solved_weight') ELSE 0 END), 0),
           coalesce(sum(CASE r.result WHEN 'satisfied' THEN 1 WHEN 'basically' THEN engine.param('basic_satisfied_weight') ELSE 0 END), 0),
           (SELECT l.n FROM engine.period_limits(p_from, p_to, p_office) l),
           (SELECT l.kept FROM engine.period_limits(p_from, p_to, p_office) l))::engine.period_rate
    FROM engine.counted_ratings() r JOIN core.issue i ON i.id = r.issue_id
   WHERE r.at BETWEEN p_from AND p_to AND (p_office IS NULL OR i.office_id = p_office)
$$;
COMMENT ON FUNCTION engine.period_rates(timestamptz, timestamptz, smallint) IS
  'Response, solution, satisfaction and punctuality of a period as numerators and denominators, weights from the rules; NULL office: all.';

CREATE FUNCTION engine.period_score(p_rate engine.period_rate) RETURNS numeric LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN least((p_rate).n, (p_rate).solved_n) >= engine.param('min_n')
    THEN round(100 * (engine.param('score_response') * (p_rate).contacted / (p_rate).n
           + engine.param('score_solved') * (p_rate).solved / (p_rate).solved_n
           + engine.param('score_satisfied') * (p_rate).satisfied / (p_rate).n), 1) END
$$;
COMMENT ON FUNCTION engine.period_score(engine.period_rate) IS 'The weighted score of the three rates; none where one of them has too few.';

-- The period a report was asked for, or the year that runs; as moments.
CREATE FUNCTION engine.asked_period(p_filters jsonb) RETURNS TABLE (name text, from_on date, to_on date, from_at timestamptz, to_at timestamptz)
LANGUAGE sql STABLE AS $$
  SELECT a.name, d.from_on, d.to_on, engine.day_start(d.from_on::text), engine.end_of_day(d.to_on)
    FROM (SELECT coalesce(p_filters->>'period', extract(year FROM engine.day(engine.clock()))::text) AS name) a, engine.period_days(a.name) d
$$;
COMMENT ON FUNCTION engine.asked_period(jsonb) IS 'The period of a report: as asked, or the present year.';

-- Said under every view of a period: without a filter it is the year that runs, not everything.
CREATE FUNCTION engine.period_note(p_query engine.report_query) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format(engine.word((p_query).lang, '统计期：%s（%s至%s）。', 'Period: %s (%s to %s).'), engine.period_text((p_query).lang, p.name),
                engine.day_text((p_query).lang, p.from_on), engine.day_text((p_query).lang, p.to_on))
    FROM engine.asked_period((p_query).filters) p
$$;
COMMENT ON FUNCTION engine.period_note(engine.report_query) IS 'The period that a view counts in, in words.';

-- Rows in their order become a page of a report: numbered, from after the last one of the page before.
CREATE FUNCTION engine.report_page(p_query engine.report_query, p_rows jsonb, p_notes text[] DEFAULT '{}') RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('n', jsonb_array_length(p_rows), 'notes', to_jsonb(p_notes), 'rows', coalesce((
    SELECT jsonb_agg(x.r || jsonb_build_object('id', x.k) ORDER BY x.k)
      FROM (SELECT a.r, a.k FROM jsonb_array_elements(p_rows) WITH ORDINALITY AS a(r, k)
             WHERE a.k > coalesce((p_query).after, 0) ORDER BY a.k LIMIT (p_query).max_rows) x), '[]'))
$$;
COMMENT ON FUNCTION engine.report_page(engine.report_query, jsonb, text[]) IS 'A page of rows that are no issues: each known by its place.';
