-- The one way anything changes: lock, look whether it was done already, choose, check, propose or perform, record.

-- What the event keeps of an action's fields: no speaker's words.
CREATE FUNCTION engine.kept_fields(p_layer text, p_action text, p_fields jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_object_agg(v.key, v.value), '{}') FROM jsonb_each(p_fields) v
   WHERE NOT EXISTS (SELECT FROM rules.action_field f WHERE f.layer = p_layer AND f.action = p_action AND f.name = v.key
                      AND NOT f.in_event)
$$;

CREATE FUNCTION engine.form_key(p_args jsonb) RETURNS uuid LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN nullif(p_args ->> 'key', '')::uuid;
EXCEPTION WHEN invalid_text_representation THEN
  PERFORM engine.fail(422, 'bad_uuid', 'key');
  RETURN NULL;
END
$$;

CREATE FUNCTION engine.outcome(p_subject engine.subject, p_action text, p_seq bigint, p_proposed boolean, p_repeated boolean)
RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_object('done', true, 'layer', s.layer, 'id', s.id, 'action', p_action, 'state', s.state,
    'version', s.version, 'event', p_seq, 'proposed', p_proposed, 'repeated', p_repeated, 'issue_id', (s.opinion).issue_id)
    FROM engine.subject((p_subject).layer, (p_subject).id) s
$$;

-- A form sent again does nothing again; its key on another action, or in another hand, is a mistake.
CREATE FUNCTION engine.done_before(p_subject engine.subject, p_action text, p_actor core.actor, p_key uuid) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  v_event core.event;
BEGIN
  SELECT e.* INTO v_event FROM core.event e
   WHERE e.layer = (p_subject).layer AND e.subject_id = (p_subject).id AND e.key = p_key;
  IF v_event.seq IS NULL THEN
    RETURN NULL;
  ELSIF v_event.action NOT IN (p_action, 'propose:' || p_action) OR v_event.actor_id IS DISTINCT FROM (p_actor).account_id THEN
    PERFORM engine.fail(409, 'key.other_words', 'key');
  END IF;
  RETURN engine.outcome(p_subject, p_action, v_event.seq, v_event.action <> p_action, true);
END
$$;

-- The same for what moves by no transition: whose event the form's key is already on, of one subject or of any; NULL: nobody's yet.
CREATE FUNCTION engine.done_with(p_layer text, p_subject bigint, p_action text, p_actor core.actor, p_key uuid) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_event core.event;
BEGIN
  SELECT e.* INTO v_event FROM core.event e
   WHERE e.layer = p_layer AND e.key = p_key AND (p_subject IS NULL OR e.subject_id = p_subject) ORDER BY e.subject_id LIMIT 1;
  IF v_event.seq IS NOT NULL AND (v_event.action <> p_action OR v_event.actor_id IS DISTINCT FROM (p_actor).account_id) THEN
    PERFORM engine.fail(409, 'key.other_words', 'key');
  END IF;
  RETURN v_event.subject_id;
END
$$;

CREATE FUNCTION engine.check_version(p_subject engine.subject, p_args jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(p_args ->> 'version', '') !~ '^[0-9]{0,9}$' THEN
    PERFORM engine.fail(422, 'wrong_type', 'version');
  ELSIF nullif(p_args ->> 'version', '')::integer <> (p_subject).version THEN
    PERFORM engine.fail(409, 'changed_meanwhile', 'version');
  END IF;
END
$$;

CREATE FUNCTION engine.bump_version(p_subject engine.subject) RETURNS void LANGUAGE sql AS $$
  UPDATE core.opinion SET version = version + 1 WHERE (p_subject).layer = 'opinion' AND id = (p_subject).id;
  UPDATE core.issue SET version = version + 1 WHERE (p_subject).layer = 'issue' AND id = (p_subject).id
$$;

-- While a proposal waits, staff change nothing under it. A speaker or a limit may; what was proposed is then overtaken.
CREATE FUNCTION engine.settle_proposal(p_move engine.move) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_open bigint := (engine.open_proposal((p_move).subject.layer, (p_move).subject.id)).id;
BEGIN
  IF v_open IS NULL OR ((p_move).transition.from_state = (p_move).transition.to_state
                        AND (p_move).transition.approve_role IS NULL AND (p_move).transition.action NOT IN ('correct', 'recuse')) THEN
    RETURN;
  ELSIF (p_move).role NOT IN ('person', 'system') THEN
    PERFORM engine.fail(409, 'proposal.open');
  END IF;
  UPDATE core.proposal SET decided_at = (p_move).at, approved = false, remark = 'overtaken' WHERE id = v_open;
END
$$;

CREATE FUNCTION engine.perform(p_move engine.move, p_key uuid) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_effect text;
BEGIN
  FOREACH v_effect IN ARRAY (p_move).transition.effects LOOP
    PERFORM engine.effect(v_effect, p_move);
  END LOOP;
  PERFORM engine.enter_state(p_move);
  RETURN engine.record((p_move).subject.layer, (p_move).subject.id, (p_move).transition.action, (p_move).actor.account_id,
    (p_move).role, (p_move).transition.from_state, (p_move).transition.to_state,
    engine.kept_fields((p_move).subject.layer, (p_move).transition.action, (p_move).fields)
      || jsonb_strip_nulls(jsonb_build_object('approved_by', (p_move).approver)), p_key);
END
$$;

CREATE FUNCTION engine.propose(p_move engine.move, p_key uuid) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO core.proposal (layer, subject_id, transition_id, fields, proposed_by, proposed_at)
  VALUES ((p_move).subject.layer, (p_move).subject.id, (p_move).transition.id, (p_move).fields, (p_move).actor.account_id, (p_move).at);
  PERFORM engine.bump_version((p_move).subject);
  RETURN engine.record((p_move).subject.layer, (p_move).subject.id, 'propose:' || (p_move).transition.action,
    (p_move).actor.account_id, (p_move).role, (p_move).subject.state, (p_move).subject.state, (p_move).fields, p_key);
END
$$;

-- p_role: 'person' or 'system' where no account acts; otherwise NULL, or one of the actor's roles to act in.
-- p_ctx: opinion_id says whose receipt it is where a speaker acts on an issue.
CREATE FUNCTION engine.apply(p_layer text, p_subject bigint, p_action text, p_actor core.actor, p_role text, p_args jsonb,
  p_ctx jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_subject engine.subject := engine.subject(p_layer, p_subject, true);
  v_key uuid := engine.form_key(p_args);
  v_roles text[] := engine.acting_roles(p_actor, p_role);
  v_move engine.move;
  v_seq bigint;
  v_before jsonb := engine.done_before(v_subject, p_action, p_actor, v_key);
BEGIN
  IF v_before IS NOT NULL THEN
    RETURN v_before;
  END IF;
  PERFORM engine.check_version(v_subject, p_args);
  IF p_action IN ('approve', 'send_back') THEN
    v_seq := engine.decide(v_subject, p_action, p_actor, v_roles, p_args, v_key);
    RETURN engine.outcome(v_subject, p_action, v_seq, false, false);
  END IF;
  IF NOT EXISTS (SELECT FROM engine.candidates(v_subject, p_action, p_actor, v_roles)) THEN
    PERFORM engine.fail_choice(v_subject, p_action, p_actor, v_roles);
  END IF;
  v_move := engine.choose(v_subject, p_action, p_actor, v_roles, engine.check_fields(p_action, v_subject, p_args),
                          (p_ctx ->> 'opinion_id')::bigint);
  PERFORM engine.settle_proposal(v_move);
  IF (v_move.transition).approve_role IS NOT NULL THEN
    v_seq := engine.propose(v_move, v_key);
  ELSE
    v_seq := engine.perform(v_move, v_key);
  END IF;
  RETURN engine.outcome(v_subject, p_action, v_seq, (v_move.transition).approve_role IS NOT NULL, false);
END
$$;
