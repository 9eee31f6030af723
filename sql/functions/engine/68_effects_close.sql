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
  UPDATE core.issue SET returned_at = (p_move).at, due_at = greatest(due_at, engine.due((p_move).at, 'rework')), due_given = true
   WHERE id = (p_move).subject.id
$$;

-- Every struck-off issue is looked at again; a key issue twice.
CREATE FUNCTION engine.effect_schedule_lookback(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  INSERT INTO core.lookback (issue_id, round, due_on)
  SELECT i.id, i.round, engine.day(engine.due((p_move).at, k.key))
    FROM core.issue i, (VALUES ('lookback_1', false), ('lookback_2', true)) AS k (key, only_key)
   WHERE i.id = (p_move).subject.id AND (i.key_issue OR NOT k.only_key)
$$;

-- What the look-back that fell due first has found.
CREATE FUNCTION engine.effect_lookback(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.lookback SET done_at = (p_move).at, checked_by = (p_move).actor.account_id,
         method = (SELECT string_agg(m.value, ',' ORDER BY m.value) FROM jsonb_array_elements_text((p_move).fields -> 'method') m),
         findings = (p_move).fields ->> 'findings', second_checker = (p_move).fields ->> 'second_checker',
         conclusion = CASE (p_move).transition.action WHEN 'hold' THEN 'held' WHEN 'basically_hold' THEN 'mostly'
                                                      WHEN 'rebound' THEN 'rebound' ELSE 'changed' END
   WHERE id = (SELECT l.id FROM core.lookback l WHERE l.issue_id = (p_move).subject.id AND l.done_at IS NULL
                ORDER BY l.due_on, l.id LIMIT 1)
$$;

-- What was still to be looked at no longer is: the matter has gone another way.
CREATE FUNCTION engine.effect_cancel_lookbacks(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  DELETE FROM core.lookback WHERE issue_id = (p_move).subject.id AND done_at IS NULL
$$;

-- The same issue under the same number, in a new round.
CREATE FUNCTION engine.effect_rebound(p_move engine.move) RETURNS void LANGUAGE sql AS $$
  UPDATE core.issue SET round = round + 1, rebounds = rebounds + 1, due_at = engine.due((p_move).at, 'fix_by'), due_given = true,
         due_basis = engine.basis((p_move).at, 'fix_by')
   WHERE id = (p_move).subject.id
$$;
