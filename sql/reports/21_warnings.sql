-- What the ladder of supervision looks for, told by the same marks as the lights: who is late, with what, since when.

-- A notice goes to the office, so only while it is the office that must act: a late reviewer is told by the light alone.
CREATE FUNCTION engine.warnings(p_issue core.issue, p_marks engine.marks) RETURNS SETOF engine.warning LANGUAGE sql STABLE AS $$
  SELECT (p_issue).id, r.level, l.sort, r.cause, concat_ws('/', x.basis, (p_issue).office_id, (p_issue).round), d.due, x.since, r.sort
    FROM rules.state s, engine.limit_of(p_issue) d, LATERAL (
      SELECT 'overdue' AS cause, engine.day_of(d.due) AS basis, d.due AS since WHERE d.due < (p_marks).now
      UNION ALL
      SELECT 'due_near', engine.day_of(d.due), '-infinity'
       WHERE d.due BETWEEN (p_marks).now AND (p_marks).blue_until
         AND (d.due = (p_issue).due_at OR (SELECT n.steps FROM rules.supervision_rule n WHERE n.cause = 'due_near'))
      UNION ALL
      SELECT b.cause, b.basis, b.since FROM engine.behind(p_issue, p_marks) b
    ) x JOIN rules.supervision_rule r ON r.cause = x.cause AND r.active JOIN rules.supervision_level l ON l.level = r.level
   WHERE s.code = (p_issue).state AND s.owner_role IN ('handler', 'office_head')
$$;
COMMENT ON FUNCTION engine.warnings(core.issue, engine.marks) IS 'Every cause for a notice that an issue gives now, of whatever level.';

-- One lateness, one notice: only of the highest level there is, and of no cause that had begun when an open notice of that level
-- or a higher one was raised. What ends leaves the others to be raised.
CREATE FUNCTION engine.uncovered(p_max integer) RETURNS SETOF engine.warning LANGUAGE sql STABLE AS $$
  SELECT (f.w).* FROM (
    SELECT DISTINCT ON (t.id) t.id, t.w FROM (
      SELECT i.id, w, max((w).rung) OVER (PARTITION BY i.id) AS top
        FROM engine.lamp_marks() AS m, core.issue i, LATERAL engine.warnings(i, m) w
       WHERE i.closed_at IS NULL
    ) t
     WHERE (t.w).rung = t.top AND NOT EXISTS (
       SELECT FROM core.supervision n JOIN rules.supervision_level l ON l.level = n.level
        WHERE n.issue_id = t.id AND (
          (n.level, n.cause, n.basis) = ((t.w).level, (t.w).cause, (t.w).basis)
          OR (n.ended_at IS NULL AND n.raised_by IS NULL AND l.sort >= (t.w).rung AND n.raised_at >= (t.w).since)))
     ORDER BY t.id, (t.w).place, (t.w).since
  ) f LIMIT p_max
$$;
COMMENT ON FUNCTION engine.uncovered(integer) IS 'The notices that are to be raised now, one for an issue.';
