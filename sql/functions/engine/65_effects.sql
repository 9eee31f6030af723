-- Consequences. Each carries out one thing a transition brings with it, before the subject enters its new state.

CREATE FUNCTION engine.effect(p_name text, p_move engine.move) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  CASE p_name
    WHEN 'ask'               THEN PERFORM engine.effect_ask(p_move);
    WHEN 'supply'            THEN PERFORM engine.effect_supply(p_move);
    WHEN 'tell'              THEN PERFORM engine.effect_tell(p_move);
    WHEN 'recuse'            THEN PERFORM engine.effect_recuse(p_move);
    WHEN 'mark_transferred'  THEN PERFORM engine.effect_mark_transferred(p_move);
    WHEN 'take_over'         THEN PERFORM engine.effect_take_over(p_move);
    WHEN 'withdraw'          THEN PERFORM engine.effect_withdraw(p_move);
    WHEN 'merge'             THEN PERFORM engine.effect_merge(p_move);
    WHEN 'open_issue'        THEN PERFORM engine.effect_open_issue(p_move);
    WHEN 'open_second'       THEN PERFORM engine.effect_open_issue(engine.second_part(p_move));
    WHEN 'unmerge'           THEN PERFORM engine.effect_unmerge(p_move);
    WHEN 'correct_opinion'   THEN PERFORM engine.effect_correct_opinion(p_move);
    WHEN 'correct_issue'     THEN PERFORM engine.effect_correct_issue(p_move);
    WHEN 'sign'              THEN PERFORM engine.effect_sign(p_move);
    WHEN 'object'            THEN PERFORM engine.effect_object(p_move);
    WHEN 'reassign'          THEN PERFORM engine.effect_reassign(p_move);
    WHEN 'plan'              THEN PERFORM engine.effect_plan(p_move);
    WHEN 'measure'           THEN PERFORM engine.effect_measure(p_move);
    WHEN 'progress'          THEN PERFORM engine.effect_progress(p_move);
    WHEN 'ask_extension'     THEN PERFORM engine.effect_ask_extension(p_move);
    WHEN 'grant_extension'   THEN PERFORM engine.effect_decide_extension(p_move, true);
    WHEN 'refuse_extension'  THEN PERFORM engine.effect_decide_extension(p_move, false);
    WHEN 'keep_on'           THEN PERFORM engine.effect_keep_on(p_move);
    WHEN 'reply'             THEN PERFORM engine.effect_reply(p_move);
    WHEN 'rating'            THEN PERFORM engine.effect_rating(p_move);
    WHEN 'no_answer'         THEN PERFORM engine.effect_no_answer(p_move);
    WHEN 'next_round'        THEN PERFORM engine.effect_next_round(p_move);
    WHEN 'explained'         THEN PERFORM engine.effect_explained(p_move);
    WHEN 'apply_close'       THEN PERFORM engine.effect_apply_close(p_move);
    WHEN 'conclude'          THEN PERFORM engine.effect_conclude(p_move);
    WHEN 'publicize'         THEN PERFORM engine.effect_publicize(p_move);
    WHEN 'unpublish'         THEN PERFORM engine.effect_unpublish(p_move);
    WHEN 'returned'          THEN PERFORM engine.effect_returned(p_move);
    WHEN 'schedule_lookback' THEN PERFORM engine.effect_schedule_lookback(p_move);
    WHEN 'lookback'          THEN PERFORM engine.effect_lookback(p_move);
    WHEN 'open_variant'      THEN PERFORM engine.effect_open_variant(p_move);
    WHEN 'next_milestone'    THEN PERFORM engine.effect_next_milestone(p_move);
    WHEN 'remind'            THEN PERFORM engine.effect_remind(p_move);
    WHEN 'leave'             THEN PERFORM engine.effect_leave(p_move);
    WHEN 'withdrawn'         THEN PERFORM engine.effect_withdrawn(p_move);
    WHEN 'void_rating'       THEN PERFORM engine.effect_void_rating(p_move, 'malicious');
    WHEN 'exclude_rating'    THEN PERFORM engine.effect_void_rating(p_move, 'policy');
    WHEN 'appeal'            THEN PERFORM engine.effect_appeal(p_move);
    WHEN 'uphold_appeal'     THEN PERFORM engine.effect_decide_appeal(p_move, true);
    WHEN 'refuse_appeal'     THEN PERFORM engine.effect_decide_appeal(p_move, false);
    WHEN 'cancel_lookbacks'  THEN PERFORM engine.effect_cancel_lookbacks(p_move);
    WHEN 'rebound'           THEN PERFORM engine.effect_rebound(p_move);
  END CASE;
END
$$;

-- When the present step ends: the state's own limit; where it has none, the issue's, unless the matter is closed.
CREATE FUNCTION engine.step_due(p_state integer, p_at timestamptz, p_due timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN s.deadline IS NOT NULL THEN engine.due(p_at, s.deadline) WHEN NOT s.closed THEN p_due END
    FROM rules.state s WHERE s.code = p_state
$$;

-- How that came about, where the state has a limit of its own.
CREATE FUNCTION engine.step_basis(p_state integer, p_at timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.basis(p_at, s.deadline) FROM rules.state s WHERE s.code = p_state
$$;

-- An opinion in its new state. An act that changes no state leaves the limit of the step as its effects left it.
CREATE FUNCTION engine.enter_opinion(p_move engine.move) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_state rules.state;
  v_stays boolean;
  v_term engine.term;
BEGIN
  SELECT s.* INTO STRICT v_state FROM rules.state s WHERE s.code = (p_move).transition.to_state;
  v_stays := v_state.code = (p_move).subject.state;
  IF NOT v_stays THEN
    v_term := engine.opinion_term(p_move, v_state);
  END IF;
  UPDATE core.opinion o
     SET state = v_state.code, version = o.version + 1,
         step_due_at = CASE WHEN o.issue_id IS NULL THEN CASE WHEN v_stays THEN o.step_due_at ELSE v_term.due END END,
         step_basis = CASE WHEN o.issue_id IS NULL THEN CASE WHEN v_stays THEN o.step_basis ELSE v_term.basis END END,
         closed_at = CASE WHEN v_state.closed THEN coalesce(o.closed_at, (p_move).at) ELSE engine.parts_closed_at(o.id) END
   WHERE o.id = (p_move).subject.id;
END
$$;

-- An issue in its new state; an opinion is closed with the last of its issues, and opened again with the first.
CREATE FUNCTION engine.enter_issue(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.issue i
     SET state = s.code, version = i.version + 1,
         step_due_at = CASE WHEN s.code = (p_move).subject.state THEN i.step_due_at
                            ELSE engine.step_due(s.code, (p_move).at, i.due_at) END,
         step_basis = CASE WHEN s.code = (p_move).subject.state THEN i.step_basis ELSE engine.step_basis(s.code, (p_move).at) END,
         entered_at = CASE WHEN s.code = (p_move).subject.state THEN i.entered_at ELSE (p_move).at END,
         closed_at = CASE WHEN s.closed THEN coalesce(i.closed_at, (p_move).at) END
    FROM rules.state s WHERE i.id = (p_move).subject.id AND s.code = (p_move).transition.to_state;
  UPDATE core.opinion o SET closed_at = engine.parts_closed_at(o.id)
    FROM core.voice v WHERE v.issue_id = (p_move).subject.id AND o.id = v.opinion_id AND o.closed_at IS DISTINCT FROM engine.parts_closed_at(o.id)
$$;

CREATE FUNCTION engine.enter_state(p_move engine.move) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF (p_move).subject.layer = 'opinion' THEN
    PERFORM engine.enter_opinion(p_move);
  ELSE
    PERFORM engine.enter_issue(p_move);
    PERFORM engine.end_notices((p_move).subject.id);
  END IF;
END
$$;
