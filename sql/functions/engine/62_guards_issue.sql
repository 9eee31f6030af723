-- Conditions on the way of an issue through its office.

-- The lead assignment in force.
CREATE FUNCTION engine.lead(p_issue bigint) RETURNS core.assignment LANGUAGE sql STABLE AS $$
  SELECT a.* FROM core.assignment a WHERE a.issue_id = p_issue AND a.part = 'lead' AND a.ended_at IS NULL
$$;

CREATE FUNCTION engine.guard_object_in_time(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (p_move).at <= engine.due((engine.lead((p_move).subject.id)).assigned_at, 'unit_object')
$$;

CREATE FUNCTION engine.guard_first_objection(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT FROM core.assignment a WHERE a.issue_id = (p_move).subject.id
                      AND a.office_id = (p_move).subject.issue.office_id AND a.objected_at IS NOT NULL)
$$;

CREATE FUNCTION engine.guard_other_lead(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT engine.has_field(p_move, 'lead_office')
      OR EXISTS (SELECT FROM core.office o WHERE o.code = (p_move).fields ->> 'lead_office'
                  AND o.id <> (p_move).subject.issue.office_id)
$$;

CREATE FUNCTION engine.guard_milestone_ahead(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT engine.guard_ahead(p_move, 'next_on')
     AND (NOT engine.has_field(p_move, 'next_on')
          OR engine.end_of_day(((p_move).fields ->> 'next_on')::date) <= engine.due((p_move).at, 'milestone'))
$$;

CREATE FUNCTION engine.guard_before_due(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (p_move).at <= (p_move).subject.issue.due_at
$$;

CREATE FUNCTION engine.guard_extension_once(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT FROM core.extension x WHERE x.issue_id = (p_move).subject.id
                      AND x.round = (p_move).subject.issue.round)
$$;

-- Later than the limit, and by no more than an extension may last, counted from the limit itself.
CREATE FUNCTION engine.guard_extension_within(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT engine.has_field(p_move, 'new_date')
      OR (((p_move).fields ->> 'new_date')::date > engine.day(i.due_at)
          AND engine.end_of_day(((p_move).fields ->> 'new_date')::date) <= engine.due(i.due_at, 'extension_max'))
    FROM (SELECT (p_move).subject.issue.due_at) i
$$;

-- Whether somebody leads: nobody may have been named, or who was may have left or lost the role.
CREATE FUNCTION engine.is_led(p_issue core.issue) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM engine.leader_rows() l JOIN core.account a ON a.username = l.code WHERE a.id = (p_issue).leader_id)
$$;

CREATE FUNCTION engine.guard_leaderless(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT engine.is_led((p_move).subject.issue)
$$;

-- Whoever handles a matter neither calls the speaker nor strikes it off (invariant I5).
CREATE FUNCTION engine.guard_other_office(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT engine.handles((p_move).subject.id, (p_move).actor.office_id)
$$;

-- Who applied for striking off, or signed the application, in whatever role.
CREATE FUNCTION engine.is_applicant(p_issue bigint, p_account bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM core.event e WHERE e.layer = 'issue' AND e.subject_id = p_issue AND e.action = 'apply_close'
                  AND p_account IN (e.actor_id, (e.detail ->> 'approved_by')::bigint))
$$;

-- Whoever applied for striking off does not decide on it.
CREATE FUNCTION engine.guard_not_applicant(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT engine.is_applicant((p_move).subject.id, (p_move).actor.account_id)
$$;

-- Nobody who spoke of it is left: each took the own word back.
CREATE FUNCTION engine.guard_voiceless(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT FROM core.voice v WHERE v.issue_id = (p_move).subject.id)
$$;

-- Policy or means stand in the way: what the office itself has called planned for later, or not possible now.
CREATE FUNCTION engine.guard_explainable(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (p_move).subject.issue.result_class IN ('C', 'D')
$$;

-- A lasting task whose speakers have heard nothing yet is not put off beyond the limit of the first reply.
CREATE FUNCTION engine.guard_reply_in_time(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT engine.has_field(p_move, 'next_on') OR (p_move).subject.issue.replied_at IS NOT NULL
      OR engine.end_of_day(((p_move).fields ->> 'next_on')::date) <= engine.due(k.at, 'keep_on_reply')
    FROM (SELECT min(e.at) AS at FROM core.event e
           WHERE e.layer = 'issue' AND e.subject_id = (p_move).subject.id AND e.to_state = 52) k
$$;

CREATE FUNCTION engine.has_consent(p_issue bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM core.voice v JOIN core.opinion o ON o.id = v.opinion_id WHERE v.issue_id = p_issue AND o.publish_consent)
$$;

-- A case is shown to the public only where a speaker agreed to it.
CREATE FUNCTION engine.guard_may_publish(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN (p_move).transition.action = 'publicize' THEN false
              ELSE coalesce(((p_move).fields ->> 'publish')::boolean, false) IS FALSE END
      OR engine.has_consent((p_move).subject.id)
$$;

-- A key issue goes on display before it is struck off, unless nobody who spoke of it agreed: then two signatures stand alone.
CREATE FUNCTION engine.guard_publicity_first(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT engine.has_consent((p_move).subject.id)
$$;

CREATE FUNCTION engine.open_lookbacks(p_move engine.move) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT count(*) FROM core.lookback l WHERE l.issue_id = (p_move).subject.id AND l.done_at IS NULL
$$;

CREATE FUNCTION engine.guard_lookback_due(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM core.lookback l WHERE l.issue_id = (p_move).subject.id AND l.done_at IS NULL
                  AND l.due_on <= engine.day((p_move).at))
$$;
