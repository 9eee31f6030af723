-- V12 to V14: what came of it afterwards. Look-backs, what is kept on the books, what many speak of.

-- The period is that of the look-back, whenever the issue was opened.
CREATE FUNCTION engine.done_lookbacks(p_query engine.report_query) RETURNS TABLE (lookback core.lookback, issue core.issue) LANGUAGE sql STABLE AS $$
  SELECT l, i FROM engine.asked_period((p_query).filters) p, core.lookback l
    JOIN engine.report_issues(ROW((p_query).filters - '{period,conclusion}'::text[], (p_query).actor, (p_query).scope, (p_query).lang, NULL, NULL)::engine.report_query) i ON i.id = l.issue_id
   WHERE l.done_at BETWEEN p.from_at AND p.to_at AND l.conclusion = coalesce((p_query).filters->>'conclusion', l.conclusion)
$$;
COMMENT ON FUNCTION engine.done_lookbacks(engine.report_query) IS 'The look-backs of a period that the reader may see, each with its issue.';

CREATE FUNCTION engine.lookback_methods(p_method text, p_lang text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT string_agg(engine.choice(p_lang, 'lookback_method', m) ->> 'label', E'\n' ORDER BY k) FROM unnest(string_to_array(p_method, ',')) WITH ORDINALITY AS x(m, k)
$$;
COMMENT ON FUNCTION engine.lookback_methods(text, text) IS 'How it was looked at, in words.';

-- When the round that was looked back on had been struck off: the issue itself may be open again.
CREATE FUNCTION engine.closed_before(p_issue bigint, p_at timestamptz) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT engine.day(max(e.at)) FROM core.event e
   WHERE e.layer = 'issue' AND e.subject_id = p_issue AND e.action IN ('close', 'explain_close') AND e.to_state = 90 AND e.at <= p_at
$$;
COMMENT ON FUNCTION engine.closed_before(bigint, timestamptz) IS 'The last striking off before a moment.';

CREATE FUNCTION engine.report_lookback(p_query engine.report_query) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH found AS (
    SELECT x.lookback AS l, x.issue AS i FROM engine.done_lookbacks(p_query) x
  ), line AS (
    SELECT (f.l).done_at AS at, (f.l).id AS id, jsonb_build_object('href', '/console/issues/' || (f.i).id, 'cells', jsonb_build_array((f.i).number, (f.i).title,
        engine.office((p_query).lang, (f.i).office_id) ->> 'label', engine.category((p_query).lang, (f.i).category) ->> 'label',
        coalesce(engine.closed_before((f.i).id, (f.l).done_at), engine.day((f.i).closed_at)), engine.day((f.l).done_at),
        engine.lookback_methods((f.l).method, (p_query).lang), engine.choice((p_query).lang, 'lookback_conclusion', (f.l).conclusion) ->> 'label',
        concat_ws(engine.word((p_query).lang, '、', ', '), (SELECT a.name FROM core.account a WHERE a.id = (f.l).checked_by), nullif((f.l).second_checker, '')))) AS r FROM found f
  )
  SELECT engine.report_page(p_query, coalesce((SELECT jsonb_agg(r ORDER BY at DESC, id DESC) FROM line), '[]'), array_remove(ARRAY[
    CASE WHEN NOT (p_query).filters ? 'conclusion' THEN engine.word((p_query).lang, '反弹率：', 'Relapsed: ')
      || (SELECT engine.rate_cell((p_query).lang, count(*) FILTER (WHERE (l).conclusion = 'rebound'), count(*)) ->> 'text' FROM found) END, engine.period_note(p_query)], NULL))
$$;
COMMENT ON FUNCTION engine.report_lookback(engine.report_query) IS 'Every look-back of the period: when, how, by whom, and what it found.';

-- Relapses by office and by category of the second level. A number leads to the look-backs that it counts, but not from one office to another.
CREATE FUNCTION engine.report_rebound(p_query engine.report_query) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH found AS (
    SELECT (x.lookback).conclusion AS c, (x.issue).office_id AS office, split_part((x.issue).category, '.', 1) AS category FROM engine.done_lookbacks(p_query) x
  ), cut AS (
    SELECT 1 AS k, o.sort, o.code, engine.word((p_query).lang, '委办室', 'Office') AS what, engine.word((p_query).lang, o.zh, o.en) AS label,
           CASE WHEN (p_query).scope <> 'office' THEN 'office=' || o.code END AS q, f.c
      FROM found f JOIN core.office o ON o.id = f.office
    UNION ALL
    SELECT 2, c.sort, c.code, engine.word((p_query).lang, '类别', 'Category'), engine.word((p_query).lang, c.zh, c.en), 'category=' || c.code, f.c
      FROM found f JOIN rules.category c ON c.code = f.category
  ), counted AS (
    SELECT k, sort, code, what, label, '/console/reports/lookback?period=' || (SELECT p.name FROM engine.asked_period((p_query).filters) p) || '&' || q AS path,
           count(*) AS n, count(*) FILTER (WHERE c = 'held') AS held, count(*) FILTER (WHERE c = 'mostly') AS mostly,
           count(*) FILTER (WHERE c = 'rebound') AS rebound, count(*) FILTER (WHERE c = 'changed') AS changed FROM cut GROUP BY k, sort, code, what, label, q
  ), line AS (
    SELECT k, sort, code, jsonb_build_object('cells', jsonb_build_array(what, label, engine.count_cell(n, path), engine.count_cell(held, path || '&conclusion=held'),
        engine.count_cell(mostly, path || '&conclusion=mostly'), engine.count_cell(rebound, path || '&conclusion=rebound'), engine.count_cell(changed, path || '&conclusion=changed'),
        engine.rate_cell((p_query).lang, rebound, n))) AS r FROM counted
  )
  SELECT engine.report_page(p_query, coalesce((SELECT jsonb_agg(r ORDER BY k, sort, code) FROM line), '[]'), ARRAY[engine.period_note(p_query)])
$$;
COMMENT ON FUNCTION engine.report_rebound(engine.report_query) IS 'How what was looked back on had held, by office and by category.';

CREATE FUNCTION engine.report_kept_on(p_query engine.report_query) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH line AS (
    SELECT i.id, jsonb_build_object('href', '/console/issues/' || i.id, 'cells', jsonb_build_array(i.number, i.title, engine.office((p_query).lang, i.office_id) ->> 'label',
        m.what, engine.day(coalesce(m.due_at, i.due_at)), engine.day(engine.clock()) - engine.day(coalesce(e.since, i.opened_at)), engine.day(i.progressed_at),
        engine.choice((p_query).lang, 'lamp', k.lamp) ->> 'label')) AS r
      FROM engine.report_issues(p_query) i CROSS JOIN engine.lamp_marks() AS marks CROSS JOIN LATERAL engine.lamp_of(i, marks) k
      LEFT JOIN LATERAL (SELECT k.what, engine.end_of_day(k.due_on) AS due_at FROM core.measure k WHERE k.issue_id = i.id AND k.done_at IS NULL ORDER BY k.due_on, k.seq LIMIT 1) m ON true
      LEFT JOIN LATERAL (SELECT min(v.at) AS since FROM core.event v WHERE v.layer = 'issue' AND v.subject_id = i.id AND v.to_state = 52) e ON true
     WHERE i.state = 52
  )
  SELECT engine.report_page(p_query, coalesce((SELECT jsonb_agg(r ORDER BY id) FROM line), '[]'))
$$;
COMMENT ON FUNCTION engine.report_kept_on(engine.report_query) IS 'What is kept on the books: its next milestone, and for how many days it has been there.';

-- The same thing said again by others, and what had to be handled more than once, among the issues of each office and category.
CREATE FUNCTION engine.repeats(p_from timestamptz, p_to timestamptz) RETURNS TABLE (office_id smallint, category text, issues bigint, repeated bigint, rounds bigint)
LANGUAGE sql STABLE AS $$
  SELECT i.office_id, i.category, count(*), sum(x.voices - 1)::bigint, count(*) FILTER (WHERE i.round > 1)
    FROM (SELECT v.issue_id, count(*) AS voices FROM core.voice v JOIN core.opinion o ON o.id = v.opinion_id WHERE o.received_at BETWEEN p_from AND p_to GROUP BY 1) x
    JOIN core.issue i ON i.id = x.issue_id GROUP BY 1, 2
$$;
COMMENT ON FUNCTION engine.repeats(timestamptz, timestamptz) IS 'Issues spoken of in a period, how often one was raised again, and how many went into a further round.';

CREATE FUNCTION engine.report_hotspot(p_query engine.report_query) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.report_page(p_query, coalesce(jsonb_agg(jsonb_build_object('href', format('/console/reports/ledger?office=%s&category=%s', o.code, h.category), 'cells', jsonb_build_array(
           engine.word((p_query).lang, o.zh, o.en), engine.category((p_query).lang, h.category) ->> 'label', h.n, h.peak, coalesce(r.issues, 0), coalesce(r.repeated, 0), coalesce(r.rounds, 0)))
           ORDER BY h.peak DESC, h.n DESC, o.sort, h.category), '[]'), ARRAY[engine.period_note(p_query)])
    FROM engine.asked_period((p_query).filters) p CROSS JOIN LATERAL engine.hotspots(p.from_at, p.to_at) h JOIN core.office o ON o.id = h.office_id AND o.id IS DISTINCT FROM ((p_query).actor).office_id
    LEFT JOIN LATERAL engine.repeats(p.from_at, p.to_at) r ON r.office_id = h.office_id AND r.category = h.category
$$;
COMMENT ON FUNCTION engine.report_hotspot(engine.report_query) IS 'What many speak of: office and category, how many, how close together, how often again; the reader''s own office is not among them.';
