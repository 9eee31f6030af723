-- The lists of main responsibility: what is in them, and who handed them in on time.

CREATE FUNCTION engine.report_duty_found(p_query engine.report_query) RETURNS SETOF core.duty_report LANGUAGE sql STABLE AS $$
  SELECT r.* FROM core.duty_report r JOIN core.office o ON o.id = r.office_id
   WHERE engine.sees_duty((p_query).actor, r) AND o.code = coalesce((p_query).filters ->> 'duty_office', o.code)
$$;
COMMENT ON FUNCTION engine.report_duty_found(engine.report_query) IS 'What is owed, of whose the reader may see it, through the filters.';

CREATE FUNCTION engine.report_duty_items(p_report text, p_query engine.report_query) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH found AS MATERIALIZED (
    SELECT x.x AS one, (x.x ->> 'id')::bigint AS id
      FROM rules.list l JOIN engine.report_duty_found(p_query) r ON r.list = l.code, jsonb_array_elements(engine.duty_rows((p_query).lang, r)) AS x(x)
     WHERE l.report = p_report
  ), page AS (
    SELECT f.* FROM found f WHERE (p_query).after IS NULL OR f.id < (p_query).after ORDER BY f.id DESC LIMIT (p_query).max_rows
  )
  SELECT jsonb_build_object('n', (SELECT count(*) FROM found), 'rows', coalesce((SELECT jsonb_agg(p.one ORDER BY p.id DESC) FROM page p), '[]'))
$$;
COMMENT ON FUNCTION engine.report_duty_items(text, engine.report_query) IS 'The lines of one of the lists that offices owe, newest first.';

CREATE FUNCTION engine.report_duties(p_query engine.report_query) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH each AS (
    SELECT o.id, o.sort, o.code, count(*) AS owed, count(r.handed_in_at) AS handed, count(*) FILTER (WHERE NOT r.late) AS good
      FROM engine.report_duty_found(p_query) r JOIN core.office o ON o.id = r.office_id
     WHERE r.handed_in_at IS NOT NULL OR r.due_at < engine.clock() GROUP BY o.id
  )
  SELECT jsonb_build_object('n', count(*), 'rows', coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'number', e.code, 'href', '/console/duties', 'cells', jsonb_build_array(
           engine.office((p_query).lang, e.id) ->> 'label', e.owed, e.handed, e.good, e.owed - e.good, engine.rate_cell((p_query).lang, e.good, e.owed) -> 'text')) ORDER BY e.sort), '[]'))
    FROM each e
$$;
COMMENT ON FUNCTION engine.report_duties(engine.report_query) IS 'Per office: owed, handed in, on time, late, and the rate on time.';
