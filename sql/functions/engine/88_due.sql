-- What falls due without anybody asking: limits that ran out, sessions and attempts that are over, contacts kept long enough.

CREATE TYPE engine.job AS (
  layer  text,
  id     bigint,
  action text,
  due    timestamptz
);

-- Everything the system has a transition for, now or later.
CREATE FUNCTION engine.jobs() RETURNS SETOF engine.job LANGUAGE sql STABLE AS $$
  SELECT 'opinion', o.id, t.action, o.step_due_at
    FROM rules.transition t JOIN core.opinion o ON o.state = t.from_state
   WHERE t.active AND t.role = 'system' AND t.layer = 'opinion' AND o.step_due_at IS NOT NULL
  UNION ALL
  SELECT 'issue', i.id, t.action, min(engine.day_start(l.due_on::text))
    FROM rules.transition t JOIN core.issue i ON i.state = t.from_state JOIN core.lookback l ON l.issue_id = i.id AND l.done_at IS NULL
   WHERE t.active AND t.role = 'system' AND t.layer = 'issue' AND t.action = 'lookback' GROUP BY i.id, t.action
  UNION ALL
  SELECT r.layer, r.id, r.action, r.due FROM engine.reminder_jobs() r
$$;

-- False when it was no longer due: somebody was faster.
CREATE FUNCTION engine.run_job(job engine.job, ctx jsonb) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM engine.apply(job.layer, job.id, job.action, NULL, 'system', '{}', ctx);
  RETURN true;
EXCEPTION WHEN SQLSTATE 'XQ409' THEN
  RETURN false;
END $$;

CREATE FUNCTION engine.run_jobs(ctx jsonb, max_jobs integer) RETURNS integer LANGUAGE sql VOLATILE AS $$
  SELECT count(*) FILTER (WHERE engine.run_job(j, $1))::integer
    FROM (SELECT * FROM engine.jobs() d WHERE d.due < engine.clock() ORDER BY d.due, d.id LIMIT $2) AS j
$$;

-- The notice promises it: some months after a matter is closed, its contact is gone.
CREATE FUNCTION engine.erase_contacts(max_jobs integer) RETURNS integer LANGUAGE sql VOLATILE AS $$
  SELECT count(*) FILTER (WHERE engine.drop_contact(d.id, 'system', 'contact_erased'))::integer FROM (
    SELECT o.id FROM core.identity k JOIN core.opinion o ON o.id = k.opinion_id
     WHERE k.sealed IS NOT NULL AND o.closed_at IS NOT NULL AND engine.due(o.closed_at, 'contact_retention') < engine.clock()
     ORDER BY o.id LIMIT $1) d
$$;

CREATE FUNCTION engine.sweep() RETURNS void LANGUAGE sql VOLATILE AS $$
  DELETE FROM core.session s WHERE s.expires_at <= engine.clock()
      OR s.created_at <= engine.clock() - make_interval(hours => engine.param('session_hours')::integer);
  DELETE FROM core.ledger_import i WHERE i.loaded_at IS NULL AND engine.due(i.at, 'import_kept') < engine.clock();
  DELETE FROM core.throttle t WHERE t.started_at <= engine.clock() - make_interval(mins => engine.param('signin_window_minutes')::integer)
$$;

CREATE FUNCTION engine.beat(program text) RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
  INSERT INTO core.heartbeat (program, at) VALUES ($1, engine.clock())
  ON CONFLICT (program) DO UPDATE SET at = excluded.at RETURNING at
$$;
