-- What an office does with an issue.

CREATE FUNCTION engine.effect_correct_issue(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.issue SET title = (p_move).fields ->> 'title', category = (p_move).fields ->> 'category',
         key_issue = coalesce(((p_move).fields ->> 'key_issue')::boolean, false)
   WHERE id = (p_move).subject.id
$$;

-- The clock of the rectification starts with the signature, unless a date was given.
CREATE FUNCTION engine.effect_sign(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.assignment SET signed_at = (p_move).at, signed_by = (p_move).actor.account_id
   WHERE issue_id = (p_move).subject.id AND part = 'lead' AND ended_at IS NULL;
  UPDATE core.issue SET due_at = engine.due((p_move).at, engine.rectify_limit(rectify_type, source)),
         due_basis = engine.basis((p_move).at, engine.rectify_limit(rectify_type, source))
   WHERE id = (p_move).subject.id AND NOT due_given
$$;

CREATE FUNCTION engine.effect_object(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.assignment SET objected_at = (p_move).at, objection = (p_move).fields ->> 'reason'
   WHERE issue_id = (p_move).subject.id AND part = 'lead' AND ended_at IS NULL
$$;

-- An office that helped and now leads has one assignment, not two.
CREATE FUNCTION engine.effect_reassign(p_move engine.move) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_office smallint;
BEGIN
  SELECT o.id INTO STRICT v_office FROM core.office o WHERE o.code = (p_move).fields ->> 'lead_office';
  UPDATE core.assignment a SET ended_at = (p_move).at
   WHERE a.issue_id = (p_move).subject.id AND a.ended_at IS NULL AND (a.part = 'lead' OR a.office_id = v_office);
  INSERT INTO core.assignment (issue_id, office_id, part, assigned_at, assigned_by)
  VALUES ((p_move).subject.id, v_office, 'lead', (p_move).at, (p_move).actor.account_id);
  UPDATE core.issue i SET office_id = v_office WHERE i.id = (p_move).subject.id;
END
$$;

CREATE FUNCTION engine.effect_plan(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.issue SET cause = (p_move).fields ->> 'cause', progressed_at = (p_move).at WHERE id = (p_move).subject.id
$$;

CREATE FUNCTION engine.add_measure(p_move engine.move, p_what text, p_target text, p_owner text, p_due date) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO core.measure (issue_id, seq, round, what, target, owner, due_on, basis)
  SELECT (p_move).subject.id, coalesce(max(m.seq), 0) + 1, (p_move).subject.issue.round, p_what, p_target, p_owner, p_due,
         engine.given_basis((p_move).actor.account_id, (p_move).at)
    FROM core.measure m WHERE m.issue_id = (p_move).subject.id
$$;

CREATE FUNCTION engine.effect_measure(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  SELECT engine.add_measure(p_move, (p_move).fields ->> 'what', (p_move).fields ->> 'target', (p_move).fields ->> 'owner',
                            ((p_move).fields ->> 'due_on')::date)
$$;

CREATE FUNCTION engine.effect_progress(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.measure SET percent = ((p_move).fields ->> 'percent')::integer, progress = (p_move).fields ->> 'text',
         done_at = CASE WHEN ((p_move).fields ->> 'percent')::integer = 100 THEN (p_move).at END
   WHERE issue_id = (p_move).subject.id AND seq = ((p_move).fields ->> 'measure')::integer;
  UPDATE core.issue SET progressed_at = (p_move).at WHERE id = (p_move).subject.id
$$;

CREATE FUNCTION engine.effect_ask_extension(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  INSERT INTO core.extension (issue_id, round, old_due_at, new_due_at, reason, asked_by, asked_at)
  VALUES ((p_move).subject.id, (p_move).subject.issue.round, (p_move).subject.issue.due_at,
          engine.end_of_day(((p_move).fields ->> 'new_date')::date), (p_move).fields ->> 'reason',
          (p_move).actor.account_id, (p_move).at)
$$;

CREATE FUNCTION engine.effect_decide_extension(p_move engine.move, p_granted boolean) RETURNS void LANGUAGE sql AS $$
  UPDATE core.extension SET decided_by = (p_move).actor.account_id, decided_at = (p_move).at, granted = p_granted
   WHERE issue_id = (p_move).subject.id AND decided_at IS NULL;
  UPDATE core.issue i SET due_at = x.new_due_at, due_given = true,
         due_basis = engine.given_basis(x.decided_by, x.decided_at) || jsonb_build_object('old', x.old_due_at, 'was', i.due_basis)
    FROM core.extension x
   WHERE p_granted AND i.id = (p_move).subject.id AND x.issue_id = i.id AND x.round = i.round
$$;

-- A lasting task: no end, but a next milestone, which is a measure like any other.
CREATE FUNCTION engine.effect_keep_on(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  SELECT engine.add_measure(p_move, (p_move).fields ->> 'milestone', '', (p_move).actor.name, ((p_move).fields ->> 'next_on')::date);
  UPDATE core.issue SET rectify_type = 'keep_on', due_given = true, closing_kind = 'kept_on',
         due_at = engine.end_of_day(((p_move).fields ->> 'next_on')::date),
         due_basis = engine.given_basis((p_move).actor.account_id, (p_move).at)
   WHERE id = (p_move).subject.id
$$;

CREATE FUNCTION engine.effect_reply(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.issue SET answer = (p_move).fields ->> 'answer', result_class = (p_move).fields ->> 'result_class',
         public_summary = (p_move).fields ->> 'public_summary', replied_at = (p_move).at, progressed_at = (p_move).at
   WHERE id = (p_move).subject.id
$$;
