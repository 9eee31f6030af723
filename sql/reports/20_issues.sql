-- One fact table, many views: the issues a report speaks of, narrowed by its filters and by what its reader may see.

-- The limit as a row, so that a query over all issues takes it in; engine.issue_limit is the same of one.
CREATE FUNCTION engine.limit_of(p_issue core.issue) RETURNS TABLE (due timestamptz) LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN NOT s.closed THEN CASE WHEN s.code < 60 OR s.code IN (75, 97) THEN least((p_issue).due_at, (p_issue).step_due_at)
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

-- Working: the office has still to do something; else it has replied, or the issue is struck off.
CREATE FUNCTION engine.is_working(p_state integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT p_state < 60 OR p_state IN (75, 76, 97)';
COMMENT ON FUNCTION engine.is_working(integer) IS 'Whether an issue in a state is being worked on: neither replied nor struck off.';

-- What its speakers took back was assigned, and nothing else: nobody has put it right or struck it off.
-- Every set that figures are counted from, by its code in list report_set, with the moment that decides the period an issue is counted in:
-- when it was assigned; or when it was due, of those finished or past their limit. Many issues are in the same sets: who counts, groups first.
CREATE FUNCTION engine.issue_sets() RETURNS TABLE (issue_id bigint, office_id smallint, opened_at timestamptz, by_opened text[], due_at timestamptz, by_due text[])
LANGUAGE sql STABLE AS $$
  SELECT i.id, i.office_id,
         i.opened_at, array_remove(ARRAY['opened', CASE WHEN a.signed_at IS NOT NULL THEN 'signed' END] || CASE WHEN taken_back THEN '{}' ELSE ARRAY[
           CASE WHEN NOT kept THEN 'to_fix' ELSE 'kept_on' END,
           CASE WHEN working THEN 'working' ELSE 'fixed' END, CASE WHEN s.closed THEN 'closed' WHEN NOT working THEN 'replied' END,
           CASE WHEN working AND past THEN 'overdue' END, CASE WHEN i.replied_at IS NOT NULL THEN 'answered' END,
           CASE WHEN i.replied_at IS NOT NULL AND i.round > 1 THEN 'redo' END] END, NULL),
         i.due_at, CASE WHEN taken_back THEN '{}' ELSE array_remove(ARRAY[CASE WHEN NOT working OR past THEN 'due' END,
           CASE WHEN NOT working AND coalesce(i.replied_at, i.closed_at) <= i.due_at THEN 'on_time' END,
           CASE WHEN past AND NOT kept THEN 'to_close' END, CASE WHEN past AND s.closed THEN 'struck_off' END], NULL) END
    FROM core.issue i JOIN rules.state s ON s.code = i.state
    LEFT JOIN core.assignment a ON a.issue_id = i.id AND a.part = 'lead' AND a.ended_at IS NULL,
    LATERAL (SELECT engine.is_working(i.state) AS working, i.due_at < engine.clock() AS past, i.state = 52 AS kept,
             coalesce(i.closing_kind = 'withdrawn', false) AS taken_back) w
$$;
COMMENT ON FUNCTION engine.issue_sets() IS 'Which sets each issue is counted in, by the moment of its assignment and by that of its limit.';

-- An issue may be looked at twice in a period: it is counted once.
CREATE FUNCTION engine.lookback_sets() RETURNS TABLE (issue_id bigint, office_id smallint, set text, at timestamptz) LANGUAGE sql STABLE AS $$
  SELECT i.id, i.office_id, m.set, l.done_at
    FROM core.lookback l JOIN core.issue i ON i.id = l.issue_id,
    LATERAL (VALUES ('looked_at', true), ('relapsed', l.conclusion = 'rebound')) AS m (set, belongs)
   WHERE l.done_at IS NOT NULL AND m.belongs
$$;
COMMENT ON FUNCTION engine.lookback_sets() IS 'The issues looked at again, and those found to have relapsed, by when.';

-- The bounds of a period; everything when there is none.
CREATE FUNCTION engine.period_span(p_period text) RETURNS TABLE (since timestamptz, until timestamptz) LANGUAGE sql STABLE AS $$
  SELECT coalesce(engine.day_start(min(d.from_on)::text), '-infinity'), coalesce(engine.day_start((min(d.to_on) + 1)::text), 'infinity')
    FROM engine.period_days(p_period) d
$$;
COMMENT ON FUNCTION engine.period_span(text) IS 'From when and until before when a period lasts, where the organ sits.';

CREATE FUNCTION engine.set_issues(p_set text, p_period text) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT m.issue_id FROM engine.issue_sets() m, engine.period_span(p_period)
   WHERE p_set = ANY (m.by_opened) AND m.opened_at >= since AND m.opened_at < until OR p_set = ANY (m.by_due) AND m.due_at >= since AND m.due_at < until
  UNION ALL
  SELECT m.issue_id FROM engine.lookback_sets() m, engine.period_span(p_period) WHERE m.set = p_set AND m.at >= since AND m.at < until
$$;
COMMENT ON FUNCTION engine.set_issues(text, text) IS 'The issues that a figure of a period counts.';

-- Open issues by their age, and those being worked on by the days to their limit.
CREATE FUNCTION engine.issue_buckets() RETURNS TABLE (issue_id bigint, office_id smallint, list text, code text) LANGUAGE sql STABLE AS $$
  SELECT i.id, i.office_id, b.list, b.code
    FROM core.issue i JOIN rules.state s ON s.code = i.state AND NOT s.closed,
    LATERAL (VALUES ('age', engine.day(engine.clock()) - engine.day(i.opened_at)),
                    ('due', CASE WHEN engine.is_working(i.state) THEN engine.day(i.due_at) - engine.day(engine.clock()) END)) AS d (list, days)
    JOIN rules.bucket b ON b.list = d.list AND d.days >= coalesce(b.low, d.days) AND d.days <= coalesce(b.high, d.days)
$$;
COMMENT ON FUNCTION engine.issue_buckets() IS 'In which groups of days each open issue is counted.';

CREATE FUNCTION engine.bucket_issues(p_list text, p_code text) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT b.issue_id FROM engine.issue_buckets() b WHERE b.list = p_list AND b.code = p_code
$$;
COMMENT ON FUNCTION engine.bucket_issues(text, text) IS 'The issues of a group of days.';

-- Written so that what is not asked for is not looked at: the filters are read once, not for each row.
CREATE FUNCTION engine.report_issues(p_query engine.report_query) RETURNS SETOF core.issue LANGUAGE plpgsql STABLE ROWS 5000 AS $$
DECLARE
  f constant jsonb := p_query.filters;
  v_scope constant text := p_query.scope;
  v_account constant bigint := (p_query.actor).account_id;
  v_own constant smallint := (p_query.actor).office_id;
  v_office constant smallint := (SELECT o.id FROM core.office o WHERE o.code = f->>'office');
  v_marks constant engine.marks := engine.lamp_marks();
  v_term constant daterange := (SELECT daterange(t.from_on, t.to_on, '[]') FROM engine.congress_terms() t WHERE t.n::text = f->>'term');
  v_set constant text := CASE WHEN coalesce(f->>'set', f->>'period') IS NOT NULL THEN coalesce(f->>'set', 'opened') END;
BEGIN
  RETURN QUERY SELECT i.* FROM core.issue i
   WHERE CASE v_scope             -- whose the reader may see: any, its office's, those it leads
           WHEN 'all'    THEN true
           WHEN 'office' THEN i.id IN (SELECT a.issue_id FROM core.assignment a WHERE a.office_id = v_own AND a.ended_at IS NULL)
           WHEN 'led'    THEN i.leader_id = v_account
           ELSE false END
     AND (f->>'state'        IS NULL OR i.state = (f->>'state')::integer)
     AND (f->>'office'       IS NULL OR i.office_id = v_office)
     AND (f->>'category'     IS NULL OR i.category = f->>'category' OR i.category LIKE (f->>'category') || '.%')
     AND (f->>'main_category' IS NULL OR left(i.category, 1) = f->>'main_category')
     AND (f->>'source'       IS NULL OR i.source = f->>'source')
     AND (f->>'rectify_type' IS NULL OR i.rectify_type = f->>'rectify_type')
     AND (f->>'key_issue'    IS NULL OR i.key_issue = (f->>'key_issue' = 'yes'))
     AND (f->>'rebound'      IS NULL OR (i.rebounds > 0) = (f->>'rebound' = 'yes'))
     AND (f->>'part'         IS NULL OR (i.office_id = v_own) = (f->>'part' = 'lead'))
     AND (f->>'term'         IS NULL OR engine.day(i.opened_at) <@ v_term)
     AND (f->>'from'         IS NULL OR i.opened_at >= engine.day_start(f->>'from'))
     AND (f->>'to'           IS NULL OR i.opened_at <= engine.end_of_day((f->>'to')::date))
     AND (v_set              IS NULL OR i.id IN (SELECT engine.set_issues(v_set, f->>'period')))
     AND (f->>'age'          IS NULL OR i.id IN (SELECT engine.bucket_issues('age', f->>'age')))
     AND (f->>'due'          IS NULL OR i.id IN (SELECT engine.bucket_issues('due', f->>'due')))
     AND (f->>'lamp'         IS NULL OR (SELECT k.lamp FROM engine.lamp_of(i, v_marks) k) = f->>'lamp');
END
$$;
COMMENT ON FUNCTION engine.report_issues(engine.report_query) IS 'The issues within a report''s filters that its reader may see.';
