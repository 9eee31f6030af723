-- V15 我的工作台: the piles of the own desk as numbers, by the very function that the desk is drawn from.

CREATE FUNCTION engine.report_desk(p_query engine.report_query) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN engine.report_page(p_query, coalesce((SELECT jsonb_agg(jsonb_build_object('href', '/console#g-' || x.pile, 'cells', jsonb_build_array(
        engine.pile_label((p_query).lang, x.pile), x.n, x.late, engine.day(x.first))) ORDER BY array_position(ARRAY['approve', 'overdue', 'stale', 'near'], x.pile), x.pile)
    FROM (SELECT w.pile, count(*) AS n, count(*) FILTER (WHERE w.pile <> 'approve' AND w.due < engine.clock()) AS late,
                 min(w.due) FILTER (WHERE w.pile <> 'approve') AS first FROM engine.waiting((p_query).actor) w GROUP BY w.pile) x), '[]'));
END
$$;
COMMENT ON FUNCTION engine.report_desk(engine.report_query) IS 'What waits for the reader: each pile with its number, how much of it is late, and the nearest limit.';
