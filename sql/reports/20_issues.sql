-- One fact table, many views: the issues a report speaks of, narrowed by its filters and by what its reader may see.

-- The limit as a row, so that a query over all issues takes it in; engine.issue_limit is the same of one.
CREATE FUNCTION engine.limit_of(p_issue core.issue) RETURNS TABLE (due timestamptz) LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN NOT s.closed THEN CASE WHEN s.code < 60 OR s.code IN (75, 76, 97) THEN least((p_issue).due_at, (p_issue).step_due_at)
                                          ELSE (p_issue).step_due_at END END
    FROM rules.state s WHERE s.code = (p_issue).state
$$;
COMMENT ON FUNCTION engine.limit_of(core.issue) IS
  'The limit that counts now: the step''s and the rectification''s, whichever ends first; once replied, the step''s alone; none when closed.';

CREATE FUNCTION engine.issue_limit(p_issue core.issue) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT l.due FROM engine.limit_of(p_issue) l
$$;
COMMENT ON FUNCTION engine.issue_limit(core.issue) IS 'The limit of one issue that counts now.';

-- §3.5: returned once, a measure past its date, nothing reported for too long; only while the matter is an office's to put right.
-- What a measure or a return is, and since when it holds, names the cause.
CREATE FUNCTION engine.behind(p_issue core.issue, p_marks engine.marks)
RETURNS TABLE (cause text, basis text, since timestamptz) LANGUAGE sql STABLE AS $$
  SELECT 'returned', engine.time_of((p_issue).returned_at), (p_issue).returned_at
   WHERE (p_issue).state = 50 AND (p_issue).returned_at >= coalesce((p_issue).progressed_at, '-infinity')
  UNION ALL
  SELECT 'milestone', m.due_on::text, engine.end_of_day(m.due_on) FROM core.measure m
   WHERE (p_issue).state IN (50, 52, 75) AND m.issue_id = (p_issue).id AND m.done_at IS NULL AND m.due_on < (p_marks).today
   GROUP BY m.due_on
  UNION ALL
  SELECT 'stale', engine.day_of(h.at), engine.due(h.at, 'stale_progress')
    FROM (SELECT greatest((p_issue).progressed_at, (p_issue).entered_at) AS at) h
   WHERE (p_issue).state IN (50, 52, 75, 97) AND h.at <= (p_marks).stale_until
$$;
COMMENT ON FUNCTION engine.behind(core.issue, engine.marks) IS 'What an issue is behind with, though its limit has not run out.';

CREATE FUNCTION engine.lamp_of(p_issue core.issue, p_marks engine.marks) RETURNS TABLE (lamp text) LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN l.due IS NULL THEN 'none'
              WHEN (p_marks).now > l.due THEN 'red'
              WHEN EXISTS (SELECT FROM engine.behind(p_issue, p_marks)) THEN 'yellow'
              WHEN l.due <= (p_marks).blue_until THEN 'blue'
              ELSE 'green' END
    FROM engine.limit_of(p_issue) l
$$;
COMMENT ON FUNCTION engine.lamp_of(core.issue, engine.marks) IS 'The warning light of an issue: by its limit, and by what it is behind with.';

CREATE FUNCTION engine.issue_lamp(p_issue core.issue) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT k.lamp FROM engine.lamp_marks() AS m, engine.lamp_of(p_issue, m) k
$$;
COMMENT ON FUNCTION engine.issue_lamp(core.issue) IS 'The warning light of one issue; of many, the marks are looked up once.';

CREATE FUNCTION engine.report_sees(p_query engine.report_query, p_issue core.issue) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE (p_query).scope
    WHEN 'all'    THEN true
    WHEN 'office' THEN engine.handles((p_issue).id, ((p_query).actor).office_id)
    WHEN 'led'    THEN (p_issue).leader_id = ((p_query).actor).account_id
    ELSE false END
$$;
COMMENT ON FUNCTION engine.report_sees(engine.report_query, core.issue) IS 'Whether a row is the reader''s to see: any, its office''s, those it leads.';

CREATE FUNCTION engine.report_issues(p_query engine.report_query) RETURNS SETOF core.issue LANGUAGE sql STABLE AS $$
  SELECT i.* FROM core.issue i JOIN core.office o ON o.id = i.office_id CROSS JOIN LATERAL (SELECT (p_query).filters AS f) q
  CROSS JOIN engine.lamp_marks() AS m LEFT JOIN LATERAL engine.lamp_of(i, m) k ON q.f->>'lamp' IS NOT NULL
   WHERE engine.report_sees(p_query, i)
     AND (f->>'state'        IS NULL OR i.state = (f->>'state')::integer)
     AND (f->>'office'       IS NULL OR o.code = f->>'office')
     AND (f->>'category'     IS NULL OR i.category = f->>'category' OR i.category LIKE (f->>'category') || '.%')
     AND (f->>'source'       IS NULL OR i.source = f->>'source')
     AND (f->>'rectify_type' IS NULL OR i.rectify_type = f->>'rectify_type')
     AND (f->>'key_issue'    IS NULL OR i.key_issue = (f->>'key_issue' = 'yes'))
     AND (f->>'rebound'      IS NULL OR (i.rebounds > 0) = (f->>'rebound' = 'yes'))
     AND (f->>'from'         IS NULL OR i.opened_at >= engine.day_start(f->>'from'))
     AND (f->>'to'           IS NULL OR i.opened_at <= engine.end_of_day((f->>'to')::date))
     AND (f->>'lamp'         IS NULL OR k.lamp = f->>'lamp')
$$;
COMMENT ON FUNCTION engine.report_issues(engine.report_query) IS 'The issues within a report''s filters that its reader may see.';
