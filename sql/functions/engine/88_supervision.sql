-- The ladder of supervision at work: notices are raised and ended by rule, in batches, each cause once.

-- The next running number of the year: DB-2026-0001.
CREATE FUNCTION engine.supervision_number(p_at timestamptz) RETURNS text LANGUAGE sql AS $$
  INSERT INTO core.supervision_number AS n (year, last) VALUES (extract(year FROM engine.day(p_at)), 1)
  ON CONFLICT (year) DO UPDATE SET last = n.last + 1
  RETURNING format('DB-%s-%s', n.year, lpad(n.last::text, greatest(4, length(n.last::text)), '0'))
$$;

-- How far the rectification has come, for the paper: the last word on each measure that is not done.
CREATE FUNCTION engine.progress_text(p_issue bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(string_agg(m.seq || '. ' || m.what || '（' || m.percent || '%）' || m.progress, E'\n' ORDER BY m.seq), '')
    FROM core.measure m WHERE m.issue_id = p_issue AND m.done_at IS NULL
$$;

-- p_by: who raises it by hand, and has thereby signed it; NULL: by rule, a draft where its level is signed.
CREATE FUNCTION engine.insert_notice(p_issue core.issue, p_level text, p_cause text, p_basis text, p_limit timestamptz,
  p_instruction text, p_by core.actor) RETURNS core.supervision LANGUAGE plpgsql AS $$
DECLARE
  v_now constant timestamptz := engine.clock();
  v_force timestamptz;
  v_notice core.supervision;
BEGIN
  SELECT v_now INTO v_force FROM rules.supervision_level l WHERE l.level = p_level AND (p_by.account_id IS NOT NULL OR NOT l.signed);
  INSERT INTO core.supervision (number, issue_id, office_id, leader_id, level, cause, basis, limit_at, raised_at, raised_by,
                                instruction, progress, in_force_at, reply_due_at, signed_at, signed_by)
  SELECT engine.supervision_number(v_now), p_issue.id, p_issue.office_id, p_issue.leader_id, p_level, p_cause, p_basis, p_limit, v_now,
         p_by.account_id, p_instruction, engine.progress_text(p_issue.id),
         v_force, CASE WHEN l.reply_deadline IS NOT NULL THEN engine.due(v_force, l.reply_deadline) END,
         CASE WHEN p_by.account_id IS NOT NULL THEN v_now END, p_by.account_id
    FROM rules.supervision_level l WHERE l.level = p_level
  RETURNING * INTO v_notice;
  PERFORM engine.record('supervision', v_notice.id, CASE WHEN v_force IS NULL THEN 'draft' ELSE 'raise' END, p_by.account_id,
    CASE WHEN p_by.account_id IS NULL THEN 'system' ELSE engine.role_for(p_by, 'supervision.raise') END, NULL, NULL,
    jsonb_build_object('level', p_level, 'cause', p_cause));
  RETURN v_notice;
END
$$;

CREATE FUNCTION engine.raise_notice(p_warning engine.warning) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_issue core.issue;
BEGIN
  SELECT i.* INTO STRICT v_issue FROM core.issue i WHERE i.id = p_warning.issue_id;
  PERFORM engine.insert_notice(v_issue, p_warning.level, p_warning.cause, p_warning.basis, p_warning.limit_at,
    (SELECT r.instruction_zh FROM rules.supervision_rule r WHERE r.cause = p_warning.cause), NULL);
END
$$;

-- Ends the open notices whose cause is gone: of one issue as soon as anything happened to it, of all when time has passed. What was
-- raised by hand ends by hand, or with the matter. While somebody decides on what the office asked (an objection, more time, a
-- review), nothing is over yet.
CREATE FUNCTION engine.end_notices(p_issue bigint DEFAULT NULL) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_marks constant engine.marks := engine.lamp_marks();
  v_id bigint;
  v_n integer := 0;
BEGIN
  FOR v_id IN
    SELECT n.id FROM core.supervision n JOIN core.issue i ON i.id = n.issue_id JOIN rules.state s ON s.code = i.state
     WHERE n.ended_at IS NULL AND (p_issue IS NULL OR n.issue_id = p_issue)
       AND CASE WHEN n.raised_by IS NOT NULL THEN i.closed_at IS NOT NULL
                ELSE coalesce(s.owner_role NOT IN ('leader', 'assigner'), true)
                 AND NOT EXISTS (SELECT FROM engine.warnings(i, v_marks) w WHERE (w.cause, w.basis) = (n.cause, n.basis)) END
     ORDER BY n.id FOR UPDATE OF n
  LOOP
    PERFORM engine.end_notice(v_id, NULL, 'system', NULL);
    v_n := v_n + 1;
  END LOOP;
  RETURN v_n;
END
$$;

CREATE FUNCTION engine.end_notice(p_notice bigint, p_by bigint, p_role text, p_key uuid, p_fields jsonb DEFAULT '{}') RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE core.supervision n SET ended_at = engine.clock(), version = n.version + 1 WHERE n.id = p_notice AND n.ended_at IS NULL;
  IF FOUND THEN
    PERFORM engine.record('supervision', p_notice, CASE WHEN p_by IS NULL THEN 'end' ELSE 'lift' END, p_by, p_role, NULL, NULL, p_fields, p_key);
  END IF;
END
$$;

-- Two workers at once: the second leaves it to the first, so that no number is drawn for nothing.
CREATE FUNCTION engine.raise_notices(p_max integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_warning engine.warning;
  v_n integer := 0;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended('supervision', 0)) THEN
    RETURN 0;
  END IF;
  PERFORM engine.end_notices();
  FOR v_warning IN SELECT * FROM engine.uncovered(p_max) LOOP
    PERFORM engine.raise_notice(v_warning);
    v_n := v_n + 1;
  END LOOP;
  PERFORM engine.propose_talks();
  RETURN v_n;
END
$$;

-- What goes into the internal circular: overdue by the end of the period and not over by then, whenever the notice was raised.
CREATE FUNCTION engine.circular_reds(p_from date, p_to date)
RETURNS TABLE (issue_id bigint, number text, title text, office_id smallint, due_on date, days_late integer, notices bigint)
LANGUAGE sql STABLE AS $$
  SELECT i.id, i.number, i.title, r.office_id, r.due_on, e.on_day - r.due_on, r.notices
    FROM (SELECT least(p_to, engine.day(engine.clock())) AS on_day) e,
         LATERAL (
           SELECT n.issue_id, n.office_id, min(engine.day(n.limit_at)) AS due_on,
                  (SELECT count(*) FROM core.supervision a WHERE a.issue_id = n.issue_id
                     AND a.in_force_at BETWEEN engine.day_start(p_from::text) AND engine.end_of_day(p_to)) AS notices
             FROM core.supervision n
            WHERE n.level = 'red' AND n.limit_at < engine.end_of_day(e.on_day)
              AND (n.ended_at IS NULL OR n.ended_at > engine.end_of_day(e.on_day))
            GROUP BY n.issue_id, n.office_id) r
    JOIN core.issue i ON i.id = r.issue_id
   ORDER BY r.due_on, i.id
$$;
