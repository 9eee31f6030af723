-- Conditions. Each looks at a move and says whether it may be taken; one about a field's value says yes while no value is there.

CREATE FUNCTION engine.guard(p_name text, p_move engine.move) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_holds boolean;
BEGIN
  CASE p_name
    WHEN 'may_rectify'      THEN v_holds := engine.guard_may_rectify(p_move);
    WHEN 'own_scope'        THEN v_holds := engine.guard_own_scope(p_move);
    WHEN 'not_own_office'   THEN v_holds := NOT engine.concerns_office((p_move).subject.opinion, (p_move).fields, (p_move).actor.office_id);
    WHEN 'keeps_it'         THEN v_holds := engine.keeper((p_move).subject.opinion) = (p_move).role;
    WHEN 'not_spoken_of'    THEN v_holds := engine.is_apart((p_move).subject.id, (p_move).actor.office_id);
    WHEN 'new_part'         THEN v_holds := NOT engine.has_field(p_move, 'issue') OR NOT engine.speaks_in(p_move);
    WHEN 'part_removable'   THEN v_holds := engine.guard_part_removable(p_move);
    WHEN 'only_part'        THEN v_holds := engine.parts_n(p_move) = 1;
    WHEN 'other_parts'      THEN v_holds := engine.parts_n(p_move) > 1;
    WHEN 'due_allowed'      THEN v_holds := engine.guard_due_allowed(p_move);
    WHEN 'problem_clean'    THEN v_holds := engine.guard_clean(p_move, ARRAY['title', 'problem', 'manifestation']);
    WHEN 'second_due_allowed' THEN v_holds := engine.guard_due_allowed(engine.second_part(p_move));
    WHEN 'second_clean'     THEN v_holds := engine.guard_clean(engine.second_part(p_move), ARRAY['title', 'problem', 'manifestation']);
    WHEN 'transfer_waits'   THEN v_holds := (p_move).subject.opinion.step_due_at IS NOT NULL;
    WHEN 'from_delegate'    THEN v_holds := engine.guard_from_delegate(p_move);
    WHEN 'step_overdue'     THEN v_holds := engine.guard_step_overdue(p_move);
    WHEN 'object_in_time'   THEN v_holds := engine.guard_object_in_time(p_move);
    WHEN 'first_objection'  THEN v_holds := engine.guard_first_objection(p_move);
    WHEN 'other_lead'       THEN v_holds := engine.guard_other_lead(p_move);
    WHEN 'measure_ahead'    THEN v_holds := engine.guard_ahead(p_move, 'due_on');
    WHEN 'milestone_ahead'  THEN v_holds := engine.guard_milestone_ahead(p_move);
    WHEN 'before_due'       THEN v_holds := engine.guard_before_due(p_move);
    WHEN 'extension_once'   THEN v_holds := engine.guard_extension_once(p_move);
    WHEN 'extension_within' THEN v_holds := engine.guard_extension_within(p_move);
    WHEN 'leaderless'       THEN v_holds := engine.guard_leaderless(p_move);
    WHEN 'summary_clean'    THEN v_holds := engine.guard_clean(p_move, ARRAY['public_summary']);
    WHEN 'notice_clean'     THEN v_holds := engine.guard_clean(p_move, ARRAY['text']);
    WHEN 'speaks_here'      THEN v_holds := engine.guard_speaks_here(p_move);
    WHEN 'speaker_left'     THEN v_holds := engine.guard_speaker_left(p_move);
    WHEN 'unrated'          THEN v_holds := engine.guard_unrated(p_move);
    WHEN 'satisfied'        THEN v_holds := engine.guard_satisfied(p_move);
    WHEN 'dissatisfied'     THEN v_holds := engine.guard_dissatisfied(p_move);
    WHEN 'dissatisfied_twice' THEN v_holds := engine.guard_dissatisfied_twice(p_move);
    WHEN 'other_office'     THEN v_holds := engine.guard_other_office(p_move);
    WHEN 'not_applicant'    THEN v_holds := engine.guard_not_applicant(p_move);
    WHEN 'measures_done'    THEN v_holds := engine.guard_gate(p_move, 1);
    WHEN 'all_replied'      THEN v_holds := engine.guard_gate(p_move, 2);
    WHEN 'speakers_heard'   THEN v_holds := engine.guard_gate(p_move, 3);
    WHEN 'reflected'        THEN v_holds := engine.guard_gate(p_move, 5);
    WHEN 'tries_apart'      THEN v_holds := engine.guard_tries_apart(p_move);
    WHEN 'reminder_due'     THEN v_holds := engine.guard_reminder_due(p_move);
    WHEN 'publicity_first'  THEN v_holds := engine.guard_publicity_first(p_move);
    WHEN 'explainable'      THEN v_holds := engine.guard_explainable(p_move);
    WHEN 'reply_in_time'    THEN v_holds := engine.guard_reply_in_time(p_move);
    WHEN 'voiceless'        THEN v_holds := engine.guard_voiceless(p_move);
    WHEN 'before_rectifying' THEN v_holds := engine.guard_before_rectifying(p_move);
    WHEN 'rating_counts'    THEN v_holds := engine.guard_rating(p_move, 'counted');
    WHEN 'rating_appealable' THEN v_holds := engine.guard_rating(p_move, 'appealable');
    WHEN 'appeal_waits'     THEN v_holds := engine.guard_rating(p_move, 'appealed');
    WHEN 'policy_class'     THEN v_holds := engine.guard_policy_class(p_move);
    WHEN 'key_issue'        THEN v_holds := (p_move).subject.issue.key_issue;
    WHEN 'ordinary_issue'   THEN v_holds := NOT (p_move).subject.issue.key_issue;
    WHEN 'may_publish'      THEN v_holds := engine.guard_may_publish(p_move);
    WHEN 'publicity_over'   THEN v_holds := engine.guard_step_overdue(p_move);
    WHEN 'two_checkers'     THEN v_holds := coalesce((p_move).fields ->> 'second_checker' <> (p_move).actor.username, true);
    WHEN 'lookback_open'    THEN v_holds := engine.open_lookbacks(p_move) >= 1;
    WHEN 'lookback_due'     THEN v_holds := engine.guard_lookback_due(p_move);
    WHEN 'another_lookback' THEN v_holds := engine.open_lookbacks(p_move) >= 2;
    WHEN 'last_lookback'    THEN v_holds := engine.open_lookbacks(p_move) <= 1;
  END CASE;
  RETURN v_holds;
END
$$;

-- The first condition of a transition that does not hold; NULL when all do.
CREATE FUNCTION engine.refusal(p_move engine.move) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_name text;
BEGIN
  FOREACH v_name IN ARRAY (p_move).transition.guards LOOP
    IF engine.guard(v_name, p_move) IS NOT TRUE THEN
      RETURN v_name;
    END IF;
  END LOOP;
  RETURN NULL;
END
$$;

-- Ends the request with a condition's own status, code and field.
CREATE FUNCTION engine.fail_guard(p_name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_guard rules.guard;
BEGIN
  SELECT g.* INTO STRICT v_guard FROM rules.guard g WHERE g.name = p_name;
  PERFORM engine.fail(v_guard.status, 'guard.' || v_guard.name, v_guard.field);
END
$$;

CREATE FUNCTION engine.has_field(p_move engine.move, p_name text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce((p_move).fields ? p_name, false)
$$;

-- No value yet, or a day after today.
CREATE FUNCTION engine.guard_ahead(p_move engine.move, p_field text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT engine.has_field(p_move, p_field) OR ((p_move).fields ->> p_field)::date > engine.day((p_move).at)
$$;

-- What leaves the circle of those who may read words holds no telephone number, no address, no name of a speaker.
CREATE FUNCTION engine.guard_clean(p_move engine.move, p_fields text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT FROM unnest(p_fields) f
                      WHERE engine.has_field(p_move, f) AND engine.mask((p_move).fields ->> f) <> engine.half_width((p_move).fields ->> f))
$$;

CREATE FUNCTION engine.guard_step_overdue(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (p_move).at > coalesce((p_move).subject.opinion.step_due_at, (p_move).subject.issue.step_due_at)
$$;
