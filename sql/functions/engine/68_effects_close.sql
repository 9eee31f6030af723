-- What the speakers say, and the way to striking off and beyond.

-- Why is asked where somebody is not satisfied: without a reason nothing can be done better.
CREATE FUNCTION engine.effect_rating(p_move engine.move) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF engine.guard_dissatisfied(p_move) AND NOT engine.has_field(p_move, 'reason') THEN
    PERFORM engine.fail(422, 'required', 'reason');
  END IF;
  INSERT INTO core.rating (opinion_id, issue_id, round, via, at, contacted, solved, attitude, result, reason)
  SELECT engine.rated_opinion(p_move), (p_move).subject.id, (p_move).subject.issue.round,
         CASE (p_move).role WHEN 'person' THEN 'receipt' ELSE 'revisit' END, (p_move).at,
         f.contacted, f.solved, f.attitude, f.result, coalesce(f.reason, '')
    FROM jsonb_to_record((p_move).fields) AS f (contacted boolean, solved text, attitude text, result text, reason text);
END
$$;

CREATE FUNCTION engine.effect_no_answer(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  INSERT INTO core.rating (opinion_id, issue_id, round, via, at, reached)
  VALUES (engine.rated_opinion(p_move), (p_move).subject.id, (p_move).subject.issue.round, 'revisit', (p_move).at, false)
$$;

CREATE FUNCTION engine.effect_next_round(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.issue SET round = round + 1, due_at = engine.due((p_move).at, 'redo'), due_given = true,
         due_basis = engine.basis((p_move).at, 'redo')
   WHERE id = (p_move).subject.id
$$;

CREATE FUNCTION engine.effect_explained(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.issue SET conclusion = (p_move).fields ->> 'reason', closing_kind = 'explained' WHERE id = (p_move).subject.id
$$;

CREATE FUNCTION engine.effect_apply_close(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.issue SET one_reflection = (p_move).fields ->> 'one_reflection', lasting = (p_move).fields ->> 'lasting',
         documents = coalesce((p_move).fields ->> 'documents', '')
   WHERE id = (p_move).subject.id
$$;

CREATE FUNCTION engine.effect_conclude(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.issue SET conclusion = (p_move).fields ->> 'conclusion', closing_kind = 'agreed',
         published = published OR coalesce(((p_move).fields ->> 'publish')::boolean, false)
   WHERE id = (p_move).subject.id
$$;

CREATE FUNCTION engine.effect_publicize(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.issue SET public_summary = (p_move).fields ->> 'text', published = true WHERE id = (p_move).subject.id
$$;

-- An objection held: what was on display no longer is.
CREATE FUNCTION engine.effect_unpublish(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.issue SET published = false WHERE id = (p_move).subject.id
$$;

-- Sent back to be put right: with time to do it in, whatever is left of the first limit.
CREATE FUNCTION engine.effect_returned(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.issue i SET returned_at = (p_move).at, due_at = greatest(i.due_at, t.due), due_given = true,
         due_basis = CASE WHEN i.due_at >= t.due THEN i.due_basis ELSE t.basis END
    FROM engine.term((p_move).at, 'rework') t WHERE i.id = (p_move).subject.id
$$;

-- Every struck-off issue is looked at again; a key issue twice.
CREATE FUNCTION engine.effect_schedule_lookback(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  INSERT INTO core.lookback (issue_id, round, due_on, basis)
  SELECT i.id, i.round, engine.day(engine.due((p_move).at, k.key)), engine.basis((p_move).at, k.key)
    FROM core.issue i, (VALUES ('lookback_1', false), ('lookback_2', true)) AS k (key, only_key)
   WHERE i.id = (p_move).subject.id AND (i.key_issue OR NOT k.only_key)
$$;

-- What the look-back that fell due first has found.
CREATE FUNCTION engine.effect_lookback(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.lookback SET done_at = (p_move).at, checked_by = (p_move).actor.account_id,
         method = (SELECT string_agg(m.value, ',' ORDER BY m.value) FROM jsonb_array_elements_text((p_move).fields -> 'method') m),
         findings = (p_move).fields ->> 'findings', second_by = c.id, second_checker = c.name,
         conclusion = CASE (p_move).transition.action WHEN 'hold' THEN 'held' WHEN 'basically_hold' THEN 'mostly'
                                                      WHEN 'rebound' THEN 'rebound' ELSE 'changed' END
    FROM core.account c
   WHERE c.username = (p_move).fields ->> 'second_checker' AND lookback.id = (SELECT l.id FROM core.lookback l WHERE l.issue_id = (p_move).subject.id AND l.done_at IS NULL
                ORDER BY l.due_on, l.id LIMIT 1)
$$;

-- What was still to be looked at no longer is: the matter has gone another way.
CREATE FUNCTION engine.effect_cancel_lookbacks(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  DELETE FROM core.lookback WHERE issue_id = (p_move).subject.id AND done_at IS NULL
$$;

-- The same issue under the same number, in a new round; whoever was content before is asked again.
CREATE FUNCTION engine.effect_rebound(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.issue SET round = round + 1, heard_from = round + 1, rebounds = rebounds + 1, due_at = engine.due((p_move).at, 'fix_by'), due_given = true,
         due_basis = engine.basis((p_move).at, 'fix_by')
   WHERE id = (p_move).subject.id
$$;

-- The old problem in a new form: an issue of its own, for the same office, that names the one it came from. Those who spoke of the
-- old one go on following that; its history tells them.
CREATE FUNCTION engine.insert_variant(p_move engine.move) RETURNS core.issue LANGUAGE sql AS $$
  INSERT INTO core.issue (number, state, title, problem, category, scope, source, key_issue, rectify_type, office_id, leader_id,
                          opened_at, due_at, due_basis, step_due_at, step_basis, origin_id)
  SELECT engine.issue_number((p_move).at), s.code, (p_move).fields ->> 'title', (p_move).fields ->> 'problem', i.category, i.scope,
         i.source, i.key_issue, (p_move).fields ->> 'rectify_type', i.office_id, i.leader_id, (p_move).at,
         engine.due((p_move).at, engine.rectify_limit((p_move).fields ->> 'rectify_type', i.source)),
         engine.basis((p_move).at, engine.rectify_limit((p_move).fields ->> 'rectify_type', i.source)),
         engine.step_due(s.code, (p_move).at, NULL), engine.step_basis(s.code, (p_move).at), i.id
    FROM core.issue i, rules.state s WHERE i.id = (p_move).subject.id AND s.code = 30
  RETURNING *
$$;

CREATE FUNCTION engine.effect_open_variant(p_move engine.move) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_new core.issue := engine.insert_variant(p_move);
BEGIN
  PERFORM engine.assign_offices(p_move, v_new);
  PERFORM engine.record('issue', v_new.id, 'open', (p_move).actor.account_id, (p_move).role, NULL, v_new.state,
                        jsonb_build_object('origin', (p_move).subject.issue.number));
END
$$;

-- Approved anew, a lasting task runs to its next milestone.
CREATE FUNCTION engine.effect_next_milestone(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.issue SET step_due_at = due_at, progressed_at = (p_move).at WHERE id = (p_move).subject.id
$$;

-- Follow-ups in which nobody has been reminded yet, where somebody has not rated.
CREATE FUNCTION engine.reminder_jobs() RETURNS TABLE (layer text, id bigint, action text, due timestamptz) LANGUAGE sql STABLE AS $$
  SELECT 'issue', i.id, 'remind', engine.due(engine.revisited_at(i), 'rating_reminder')
    FROM core.issue i
   WHERE i.state = 70 AND EXISTS (SELECT FROM engine.speaker_rows('zh-CN', i))
     AND NOT EXISTS (SELECT FROM core.event e WHERE e.layer = 'issue' AND e.subject_id = i.id AND e.action = 'remind'
                      AND e.at >= engine.revisited_at(i))
$$;

CREATE FUNCTION engine.guard_reminder_due(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM engine.reminder_jobs() j WHERE j.id = (p_move).subject.id AND j.due < (p_move).at)
$$;

-- Once in each follow-up, through the receipt, to whoever has not rated: that, and until when.
CREATE FUNCTION engine.effect_remind(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  INSERT INTO core.message (opinion_id, sender, at, body)
  SELECT o.id, 'organ', (p_move).at, format(engine.word(o.lang, w.zh, w.en),
           engine.day_text(o.lang, engine.due(engine.revisited_at((p_move).subject.issue), 'rating_window')))
    FROM engine.speaker_rows('zh-CN', (p_move).subject.issue) s JOIN core.opinion o ON o.number = s.code
    JOIN rules.wording w ON w.key = 'rate_reminder'
$$;

-- A speaker takes it back before anybody has signed for it. An issue that nobody else speaks in ends with that; another goes on.
CREATE FUNCTION engine.effect_leave(p_move engine.move) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_issue core.issue;
BEGIN
  FOR v_issue IN SELECT i.* FROM core.issue i JOIN core.voice v ON v.issue_id = i.id AND v.opinion_id = (p_move).subject.id
                  ORDER BY i.id FOR UPDATE OF i LOOP
    IF v_issue.state NOT IN (30, 31) THEN
      PERFORM engine.fail(409, 'action_not_now');
    END IF;
    DELETE FROM core.voice v WHERE v.issue_id = v_issue.id AND v.opinion_id = (p_move).subject.id;
    PERFORM engine.record('issue', v_issue.id, 'left', NULL, 'person', v_issue.state, v_issue.state);
    IF NOT EXISTS (SELECT FROM core.voice v WHERE v.issue_id = v_issue.id) THEN
      PERFORM engine.apply('issue', v_issue.id, 'withdrawn', NULL, 'system', '{}');
    END IF;
  END LOOP;
  UPDATE core.opinion SET state = (p_move).transition.to_state, issue_id = NULL, reply = '' WHERE id = (p_move).subject.id;
END
$$;

CREATE FUNCTION engine.effect_withdrawn(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.issue SET closing_kind = 'withdrawn' WHERE id = (p_move).subject.id
$$;

CREATE FUNCTION engine.chosen_rating(p_move engine.move) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT (x.rating).id FROM engine.issue_ratings((p_move).subject.id) x WHERE x.n = ((p_move).fields ->> 'rating')::bigint
$$;

-- Out of every rate, and still there for all to see.
CREATE FUNCTION engine.effect_void_rating(p_move engine.move, p_kind text) RETURNS void LANGUAGE sql AS $$
  UPDATE core.rating SET voided_at = (p_move).at, void_kind = p_kind, void_reason = (p_move).fields ->> 'reason'
   WHERE id = engine.chosen_rating(p_move)
$$;

CREATE FUNCTION engine.effect_appeal(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  INSERT INTO core.appeal (rating_id, reason, asked_by, asked_at)
  VALUES (engine.chosen_rating(p_move), (p_move).fields ->> 'reason', (p_move).actor.account_id, (p_move).at)
$$;

CREATE FUNCTION engine.effect_decide_appeal(p_move engine.move, p_upheld boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM core.appeal a WHERE a.rating_id = engine.chosen_rating(p_move) AND a.asked_by = (p_move).actor.account_id) THEN
    PERFORM engine.fail(403, 'proposal.own');
  END IF;
  UPDATE core.appeal SET decided_by = (p_move).actor.account_id, decided_at = (p_move).at, upheld = p_upheld,
         remark = (p_move).fields ->> 'reason'
   WHERE rating_id = engine.chosen_rating(p_move);
  IF p_upheld THEN
    PERFORM engine.effect_void_rating(p_move, 'appeal');
  END IF;
END
$$;
