-- One fact table, many views: the issues a report speaks of, narrowed by its filters and by what its reader may see.

CREATE FUNCTION engine.issue_limit(p_issue core.issue) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN NOT s.closed THEN CASE WHEN s.code < 60 OR s.code IN (75, 76, 97) THEN least((p_issue).due_at, (p_issue).step_due_at)
                                          ELSE (p_issue).step_due_at END END
    FROM rules.state s WHERE s.code = (p_issue).state
$$;
COMMENT ON FUNCTION engine.issue_limit(core.issue) IS
  'The limit that counts now: the step''s and the rectification''s, whichever ends first; once replied, the step''s alone; none when closed.';

CREATE FUNCTION engine.issue_lamp(p_issue core.issue) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT engine.lamp_code(engine.issue_limit(p_issue), CASE WHEN (p_issue).state IN (50, 52, 75, 97) THEN (p_issue).progressed_at END)
$$;
COMMENT ON FUNCTION engine.issue_lamp(core.issue) IS 'The warning light of an issue: by its limit, and by how long nothing was reported.';

-- An issue as the figures count it. Working: the office has still to do something; else it has replied, or the issue is struck off.
CREATE FUNCTION engine.issue_facts() RETURNS TABLE (id bigint, office_id smallint, opened_at timestamptz, due_at timestamptz, closed boolean,
  working boolean, kept_on boolean, signed_at timestamptz, overdue boolean, judged boolean, on_time boolean, answered boolean, redo boolean)
LANGUAGE sql STABLE AS $$
  SELECT i.id, i.office_id, i.opened_at, i.due_at, s.closed, w.working, i.state = 52, a.signed_at, w.working AND i.due_at < engine.clock(),
         NOT w.working OR i.due_at < engine.clock(), NOT w.working AND coalesce(i.replied_at, i.closed_at) <= i.due_at,
         i.replied_at IS NOT NULL, i.replied_at IS NOT NULL AND i.round > 1
    FROM core.issue i JOIN rules.state s ON s.code = i.state
    LEFT JOIN core.assignment a ON a.issue_id = i.id AND a.part = 'lead' AND a.ended_at IS NULL,
    LATERAL (SELECT i.state < 60 OR i.state IN (75, 76, 97) AS working) w
$$;
COMMENT ON FUNCTION engine.issue_facts() IS 'What the figures ask of each issue.';

-- Whether an issue opened, or due, within a period is counted in a set of that period.
CREATE FUNCTION engine.in_set(p_set text, p_opened boolean, p_due boolean, p_closed boolean, p_working boolean, p_kept_on boolean, p_signed boolean,
  p_overdue boolean, p_judged boolean, p_on_time boolean, p_past boolean, p_answered boolean, p_redo boolean) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE p_set
    WHEN 'opened'       THEN p_opened
    WHEN 'signed'       THEN p_opened AND p_signed
    WHEN 'working'      THEN p_opened AND p_working
    WHEN 'replied'      THEN p_opened AND NOT p_working AND NOT p_closed
    WHEN 'closed'       THEN p_opened AND p_closed
    WHEN 'overdue'      THEN p_opened AND p_overdue
    WHEN 'kept_on'      THEN p_opened AND p_kept_on
    WHEN 'to_fix'       THEN p_opened AND NOT p_kept_on
    WHEN 'fixed'        THEN p_opened AND NOT p_working
    WHEN 'answered'     THEN p_opened AND p_answered
    WHEN 'redo'         THEN p_opened AND p_redo
    WHEN 'due'          THEN p_due AND p_judged
    WHEN 'on_time'      THEN p_due AND p_on_time
    WHEN 'to_close'     THEN p_due AND p_past AND NOT p_kept_on
    WHEN 'struck_off'   THEN p_due AND p_past AND p_closed
    ELSE false END
$$;
COMMENT ON FUNCTION engine.in_set(text, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean) IS
  'Whether an issue belongs to one of the sets that figures are counted from.';

-- The issues of a set by the period: some by when they were opened, some by when they were due, some by when they were looked at again.
CREATE FUNCTION engine.set_issues(p_set text, p_period text) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  WITH days AS (
    SELECT coalesce(engine.day_start(min(d.from_on)::text), '-infinity') AS since, coalesce(engine.end_of_day(min(d.to_on)) + interval '1 second', 'infinity') AS until
      FROM engine.period_days(p_period) d
  )
  SELECT f.id FROM engine.issue_facts() f, days
   WHERE engine.in_set(p_set, f.opened_at >= since AND f.opened_at < until, f.due_at >= since AND f.due_at < until, f.closed, f.working, f.kept_on,
                       f.signed_at IS NOT NULL, f.overdue, f.judged, f.on_time, f.due_at < engine.clock(), f.answered, f.redo)
  UNION ALL
  SELECT DISTINCT l.issue_id FROM core.lookback l, days
   WHERE p_set IN ('looked_at', 'relapsed') AND l.done_at >= since AND l.done_at < until AND (p_set = 'looked_at' OR l.conclusion = 'rebound')
$$;
COMMENT ON FUNCTION engine.set_issues(text, text) IS 'The issues that a figure of a period counts.';

-- Open issues whose age, or working ones whose limit, lies within a group of days.
CREATE FUNCTION engine.bucket_issues(p_list text, p_code text) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT f.id FROM engine.issue_facts() f JOIN rules.bucket b ON b.list = p_list AND b.code = p_code,
    LATERAL (SELECT CASE p_list WHEN 'age' THEN engine.day(engine.clock()) - engine.day(f.opened_at)
                                ELSE engine.day(f.due_at) - engine.day(engine.clock()) END AS days) d
   WHERE CASE p_list WHEN 'age' THEN NOT f.closed ELSE f.working END AND d.days >= coalesce(b.low, d.days) AND d.days <= coalesce(b.high, d.days)
$$;
COMMENT ON FUNCTION engine.bucket_issues(text, text) IS 'The issues of a group of days.';

CREATE FUNCTION engine.report_issues(p_query engine.report_query) RETURNS SETOF core.issue LANGUAGE sql STABLE AS $$
  SELECT i.* FROM core.issue i JOIN core.office o ON o.id = i.office_id, LATERAL (SELECT (p_query).filters AS f) q
   WHERE CASE (p_query).scope  -- whose the reader may see: any, its office's, those it leads
           WHEN 'all'    THEN true
           WHEN 'office' THEN i.id IN (SELECT a.issue_id FROM core.assignment a WHERE a.office_id = ((p_query).actor).office_id AND a.ended_at IS NULL)
           WHEN 'led'    THEN i.leader_id = ((p_query).actor).account_id
           ELSE false END
     AND (f->>'state'        IS NULL OR i.state = (f->>'state')::integer)
     AND (f->>'office'       IS NULL OR o.code = f->>'office')
     AND (f->>'category'     IS NULL OR i.category = f->>'category' OR i.category LIKE (f->>'category') || '.%')
     AND (f->>'source'       IS NULL OR i.source = f->>'source')
     AND (f->>'rectify_type' IS NULL OR i.rectify_type = f->>'rectify_type')
     AND (f->>'key_issue'    IS NULL OR i.key_issue = (f->>'key_issue' = 'yes'))
     AND (f->>'rebound'      IS NULL OR (i.rebounds > 0) = (f->>'rebound' = 'yes'))
     AND (f->>'from'         IS NULL OR i.opened_at >= engine.day_start(f->>'from'))
     AND (f->>'to'           IS NULL OR i.opened_at <= engine.end_of_day((f->>'to')::date))
     AND (f->>'main_category' IS NULL OR left(i.category, 1) = f->>'main_category')
     AND (f->>'part'         IS NULL OR (i.office_id = ((p_query).actor).office_id) = (f->>'part' = 'lead'))
     AND (coalesce(f->>'set', f->>'period') IS NULL OR i.id IN (SELECT engine.set_issues(coalesce(f->>'set', 'opened'), f->>'period')))
     AND (f->>'age'          IS NULL OR i.id IN (SELECT engine.bucket_issues('age', f->>'age')))
     AND (f->>'due'          IS NULL OR i.id IN (SELECT engine.bucket_issues('due', f->>'due')))
     AND (f->>'lamp'         IS NULL OR engine.issue_lamp(i) = f->>'lamp')
$$;
COMMENT ON FUNCTION engine.report_issues(engine.report_query) IS 'The issues within a report''s filters that its reader may see.';
