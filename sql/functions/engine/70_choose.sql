-- Which transition an action means: the actor's roles, whose subject it is, the state, the conditions.

-- The roles somebody acts in: a speaker's or the system's by the caller's word, an account's own.
CREATE FUNCTION engine.acting_roles(p_actor core.actor, p_role text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN (p_actor).account_id IS NULL THEN CASE WHEN p_role IN ('person', 'system') THEN ARRAY[p_role] ELSE '{}'::text[] END
              WHEN p_role IS NULL THEN (p_actor).roles
              ELSE ARRAY(SELECT r FROM unnest((p_actor).roles) r WHERE r = p_role) END
$$;

-- An office acts on what it leads, a leader on what is theirs; the others are bound by conditions alone.
CREATE FUNCTION engine.in_scope(p_role text, p_actor core.actor, p_subject engine.subject) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_role IN ('handler', 'office_head') THEN coalesce((p_subject).issue.office_id = (p_actor).office_id, false)
              WHEN p_role = 'leader' THEN coalesce((p_subject).issue.leader_id = (p_actor).account_id, false)
              ELSE true END
$$;

CREATE FUNCTION engine.open_proposal(p_layer text, p_id bigint) RETURNS core.proposal LANGUAGE sql STABLE AS $$
  SELECT p.* FROM core.proposal p WHERE p.layer = p_layer AND p.subject_id = p_id AND p.decided_at IS NULL
$$;

-- The rows that would do for these roles in the present state; those that need nobody else first.
CREATE FUNCTION engine.candidates(p_subject engine.subject, p_action text, p_actor core.actor, p_roles text[])
RETURNS SETOF rules.transition LANGUAGE sql STABLE AS $$
  SELECT t.* FROM rules.transition t
   WHERE t.active AND t.layer = (p_subject).layer AND t.from_state = (p_subject).state AND t.action = p_action
     AND t.role = ANY (p_roles) AND engine.in_scope(t.role, p_actor, p_subject)
   ORDER BY t.approve_role IS NOT NULL, t.id
$$;

-- Why there is no candidate: 403 when no role of the actor ever may, or the subject is not theirs; 409 when it is the wrong time.
CREATE FUNCTION engine.fail_choice(p_subject engine.subject, p_action text, p_actor core.actor, p_roles text[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM rules.action a WHERE a.layer = (p_subject).layer AND a.code = p_action) THEN
    PERFORM engine.fail(404, 'not_found');
  ELSIF NOT EXISTS (SELECT FROM rules.transition t WHERE t.active AND t.layer = (p_subject).layer AND t.action = p_action
                     AND t.role = ANY (p_roles) AND engine.in_scope(t.role, p_actor, p_subject)) THEN
    PERFORM engine.fail(403, 'forbidden');
  END IF;
  PERFORM engine.fail(409, 'action_not_now');
END
$$;

CREATE FUNCTION engine.move(p_subject engine.subject, p_transition rules.transition, p_actor core.actor, p_fields jsonb,
  p_opinion bigint, p_approver bigint) RETURNS engine.move LANGUAGE sql STABLE AS $$
  SELECT ROW(p_subject, p_transition, p_actor, (p_transition).role, p_fields, engine.clock(), p_opinion, p_approver)::engine.move
$$;

-- The first candidate whose conditions hold, as a move; otherwise the first one's first refusal is told.
CREATE FUNCTION engine.choose(p_subject engine.subject, p_action text, p_actor core.actor, p_roles text[], p_fields jsonb,
  p_opinion bigint) RETURNS engine.move LANGUAGE plpgsql AS $$
DECLARE
  v_row rules.transition;
  v_move engine.move;
  v_refusal text;
  v_first text;
BEGIN
  FOR v_row IN SELECT * FROM engine.candidates(p_subject, p_action, p_actor, p_roles) LOOP
    v_move := engine.move(p_subject, v_row, p_actor, p_fields, p_opinion, NULL);
    v_refusal := engine.refusal(v_move);
    IF v_refusal IS NULL THEN
      RETURN v_move;
    END IF;
    v_first := coalesce(CASE WHEN v_first NOT IN ('ordinary_issue', 'only_part') THEN v_first END, v_refusal);  -- which only tells two rows apart
  END LOOP;
  IF v_first IS NOT NULL THEN
    PERFORM engine.fail_guard(v_first);
  END IF;
  PERFORM engine.fail_choice(p_subject, p_action, p_actor, p_roles);
  RETURN NULL;
END
$$;
