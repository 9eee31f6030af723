-- The second person: what one proposed, another approves or sends back.

-- Why somebody may not decide on a proposal: NULL when they may. What the office that handles a matter may not propose, nobody of
-- it approves; what the applicant may not decide, the applicant does not sign in another role.
CREATE FUNCTION engine.decision_refusal(p_proposal core.proposal, p_subject engine.subject, p_actor core.actor, p_roles text[])
RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN NOT (a.role = ANY (p_roles) AND engine.in_scope(a.role, p_actor, p_subject)) THEN 'forbidden'
              WHEN (p_proposal).proposed_by = (p_actor).account_id THEN 'proposal.own'
              WHEN 'not_own_office' = ANY (t.guards) AND engine.concerns_office((p_subject).opinion, (p_proposal).fields, (p_actor).office_id)
                THEN 'guard.not_own_office'
              WHEN 'other_office' = ANY (t.guards) AND engine.handles((p_subject).id, (p_actor).office_id) THEN 'guard.other_office'
              WHEN 'not_applicant' = ANY (t.guards) AND engine.is_applicant((p_subject).id, (p_actor).account_id)
                THEN 'guard.not_applicant' END
    FROM rules.transition t, engine.approver(t.approve_role, p_subject) AS a (role) WHERE t.id = (p_proposal).transition_id
$$;

CREATE FUNCTION engine.close_proposal(p_proposal core.proposal, p_actor core.actor, p_approved boolean, p_remark text) RETURNS void
LANGUAGE sql AS $$
  UPDATE core.proposal SET decided_by = (p_actor).account_id, decided_at = engine.clock(), approved = p_approved,
         remark = coalesce(p_remark, '')
   WHERE id = (p_proposal).id
$$;

-- The move that was proposed, its conditions looked at again: much may have changed since.
CREATE FUNCTION engine.proposed_move(p_proposal core.proposal, p_subject engine.subject, p_approver core.actor) RETURNS engine.move
LANGUAGE plpgsql AS $$
DECLARE
  v_row rules.transition;
  v_move engine.move;
  v_refusal text;
BEGIN
  SELECT t.* INTO STRICT v_row FROM rules.transition t WHERE t.id = (p_proposal).transition_id;
  v_move := engine.move(p_subject, v_row, engine.account_actor((p_proposal).proposed_by), (p_proposal).fields, NULL,
                        (p_approver).account_id);
  v_refusal := engine.refusal(v_move);
  IF v_refusal IS NOT NULL THEN
    PERFORM engine.fail_guard(v_refusal);
  ELSIF NOT v_row.active OR v_row.from_state <> (p_subject).state THEN
    PERFORM engine.fail(409, 'action_not_now');
  END IF;
  RETURN v_move;
END
$$;

CREATE FUNCTION engine.decide(p_subject engine.subject, p_action text, p_actor core.actor, p_roles text[], p_args jsonb, p_key uuid)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_open core.proposal := engine.open_proposal((p_subject).layer, (p_subject).id);
  v_refusal text := engine.decision_refusal(v_open, p_subject, p_actor, p_roles);
  v_fields jsonb;
  v_role text;
  v_seq bigint;
BEGIN
  IF v_open.id IS NULL THEN
    PERFORM engine.fail(409, 'proposal.none');
  ELSIF v_refusal IS NOT NULL THEN
    PERFORM engine.fail(403, v_refusal);
  END IF;
  v_fields := engine.check_fields(p_action, p_subject, p_args);
  SELECT engine.approver(t.approve_role, p_subject) INTO v_role FROM rules.transition t WHERE t.id = v_open.transition_id;
  PERFORM engine.close_proposal(v_open, p_actor, p_action = 'approve', coalesce(v_fields ->> 'remark', v_fields ->> 'reason'));
  v_seq := engine.record((p_subject).layer, (p_subject).id, p_action, (p_actor).account_id, v_role, (p_subject).state,
                         (p_subject).state, v_fields || jsonb_build_object('proposal', v_open.id), p_key);
  IF p_action = 'approve' THEN
    RETURN engine.perform(engine.proposed_move(v_open, p_subject, p_actor), NULL);
  END IF;
  PERFORM engine.bump_version(p_subject);
  RETURN v_seq;
END
$$;
