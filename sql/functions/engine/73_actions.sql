-- What somebody may do now: the same choice as apply makes, asked before there are any values.

-- The move an action would be, ready conditions looked at; NULL when it is not on offer.
CREATE FUNCTION engine.offered(p_subject engine.subject, p_action text, p_actor core.actor, p_roles text[], p_opinion bigint)
RETURNS rules.transition LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_row rules.transition;
BEGIN
  FOR v_row IN SELECT * FROM engine.candidates(p_subject, p_action, p_actor, p_roles) LOOP
    IF engine.refusal(engine.move(p_subject, v_row, p_actor, NULL, p_opinion, NULL)) IS NULL THEN
      RETURN v_row;
    END IF;
  END LOOP;
  RETURN NULL;
END
$$;

CREATE FUNCTION engine.action_json(p_lang text, p_subject engine.subject, p_action rules.action, p_approver text) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT jsonb_strip_nulls(jsonb_build_object(
      'action', (p_action).code, 'label', engine.word(p_lang, (p_action).zh, (p_action).en),
      'help', engine.word(p_lang, (p_action).help_zh, (p_action).help_en), 'needs_approval', p_approver IS NOT NULL,
      'approver', engine.role(p_lang, p_approver) -> 'label', 'danger', (p_action).danger,
      'href', format('/console/%ss/%s/actions/%s', (p_subject).layer, (p_subject).id, (p_action).code),
      'fields', engine.action_fields(p_lang, (p_action).code, p_subject))));
END
$$;

-- Approving and sending back, where a proposal waits for this person.
CREATE FUNCTION engine.decision_actions(p_lang text, p_subject engine.subject, p_actor core.actor, p_roles text[]) RETURNS SETOF jsonb
LANGUAGE sql STABLE AS $$
  SELECT engine.action_json(p_lang, p_subject, a, NULL)
    FROM engine.open_proposal((p_subject).layer, (p_subject).id) p, rules.action a
   WHERE p.id IS NOT NULL AND engine.decision_refusal(p, p_subject, p_actor, p_roles) IS NULL
     AND a.layer = (p_subject).layer AND a.code IN ('approve', 'send_back')
   ORDER BY a.sort
$$;

-- While a proposal is open only what apply would let pass beside it.
CREATE FUNCTION engine.other_actions(p_lang text, p_subject engine.subject, p_actor core.actor, p_roles text[], p_opinion bigint)
RETURNS SETOF jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.action_json(p_lang, p_subject, a, engine.approver(t.approve_role, p_subject))
    FROM rules.action a, engine.offered(p_subject, a.code, p_actor, p_roles, p_opinion) t
   WHERE a.layer = (p_subject).layer AND t.id IS NOT NULL
     AND ((engine.open_proposal((p_subject).layer, (p_subject).id)).id IS NULL OR t.role IN ('person', 'system')
          OR (t.from_state = t.to_state AND t.approve_role IS NULL AND a.code NOT IN ('correct', 'recuse')))
   ORDER BY a.sort
$$;

CREATE FUNCTION engine.actions(p_layer text, p_id bigint, p_actor core.actor, p_lang text, p_role text DEFAULT NULL,
  p_opinion bigint DEFAULT NULL) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_subject engine.subject := engine.subject(p_layer, p_id);
  v_roles text[] := engine.acting_roles(p_actor, p_role);
BEGIN
  RETURN coalesce((SELECT jsonb_agg(x) FROM (
    SELECT engine.decision_actions(p_lang, v_subject, p_actor, v_roles) AS x
    UNION ALL SELECT engine.other_actions(p_lang, v_subject, p_actor, v_roles, p_opinion)) u), '[]');
END
$$;
