-- When an opinion's step ends, and how its clock stands still.
--
-- Waiting for the speaker (state 21) stops the limit of triage, which is a rule of our own: what is left of it counts on when the
-- speaker has answered or the waiting is over. It does not stop the fifteen days in which the speaker is told how the opinion was
-- received: they are the law's (信访工作条例第二十三条), run from receipt, and know one exception only, a name or address that is
-- not clear; here whoever holds the receipt can always be told. So they are the hard stop of triage, paused or not. Nothing else
-- stops a clock: while an extension waits for its decision (51) the limit runs on, which is why it is asked before the end.

CREATE FUNCTION engine.stop_clock(p_opinion core.opinion, p_at timestamptz) RETURNS void LANGUAGE sql AS $$
  INSERT INTO core.pause (opinion_id, key, unit, due_at, paused_at)
  SELECT (p_opinion).id, d.key, coalesce((p_opinion).step_basis ->> 'unit', d.unit), (p_opinion).step_due_at, p_at
    FROM rules.state s JOIN rules.deadline d ON d.key = s.deadline
   WHERE s.code = (p_opinion).state AND (p_opinion).step_due_at IS NOT NULL
$$;

-- The pause that ends; all of it NULL where there was none. Waiting is over with its limit, whenever somebody notices.
CREATE FUNCTION engine.start_clock(p_opinion core.opinion, p_at timestamptz) RETURNS core.pause LANGUAGE sql AS $$
  UPDATE core.pause p SET resumed_at = greatest(p.paused_at, least(p_at, (p_opinion).step_due_at))
   WHERE p.opinion_id = (p_opinion).id AND p.resumed_at IS NULL RETURNING p.*
$$;

-- Whole days were left after the one on which the clock stopped; the one on which it starts again is not counted, as any first
-- day. What was late before stays late.
CREATE FUNCTION engine.days_left(p_pause core.pause) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT CASE (p_pause).unit
    WHEN 'wd' THEN engine.workdays_between(engine.day((p_pause).paused_at), engine.day((p_pause).due_at))
    WHEN 'h' THEN ceil(extract(epoch FROM (p_pause).due_at - (p_pause).paused_at) / 3600)::integer
    ELSE engine.day((p_pause).due_at) - engine.day((p_pause).paused_at) END
$$;

CREATE FUNCTION engine.term_left(p_pause core.pause) RETURNS engine.term LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_left constant integer := engine.days_left(p_pause);
  v_unit constant text := CASE (p_pause).unit WHEN 'mon' THEN 'd' ELSE (p_pause).unit END;
  v_late constant boolean := (p_pause).due_at < (p_pause).paused_at;
  v_basis constant jsonb := jsonb_build_object('key', (p_pause).key, 'start', (p_pause).resumed_at, 'n', v_left, 'unit', v_unit,
                                               'paused', (p_pause).paused_at);
BEGIN
  RETURN ROW(CASE WHEN v_late THEN (p_pause).due_at ELSE engine.due((p_pause).resumed_at, v_left, v_unit, true) END, v_basis)::engine.term;
END
$$;

-- The earlier of a limit and its hard stop; the basis is the one that counts, and says of what it is the stop.
CREATE FUNCTION engine.stopped(p_term engine.term, p_hard_stop text, p_received timestamptz) RETURNS engine.term LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_stop engine.term := engine.term(p_received, p_hard_stop);
BEGIN
  IF v_stop.due < (p_term).due THEN
    RETURN ROW(v_stop.due, v_stop.basis || jsonb_build_object('stops', (p_term).basis ->> 'key'))::engine.term;
  END IF;
  RETURN p_term;
END
$$;

-- The limit of the state an opinion enters.
CREATE FUNCTION engine.opinion_term(p_move engine.move, p_state rules.state) RETURNS engine.term LANGUAGE plpgsql AS $$
DECLARE
  v_from constant core.opinion := (p_move).subject.opinion;
  v_term engine.term := engine.term((p_move).at, (p_state).deadline);
  v_pause core.pause;
BEGIN
  IF (p_state).pauses THEN
    PERFORM engine.stop_clock(v_from, (p_move).at);
    RETURN v_term;
  END IF;
  v_pause := engine.start_clock(v_from, (p_move).at);
  IF v_pause.key = (p_state).deadline THEN
    v_term := engine.term_left(v_pause);
  END IF;
  RETURN engine.stopped(v_term, (p_state).hard_stop, v_from.received_at);
END
$$;
