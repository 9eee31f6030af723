-- Conditions on what the speakers said of the result.

-- Whose rating a move carries: the receipt's, or the speaker that was called.
CREATE FUNCTION engine.rated_opinion(p_move engine.move) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT o.id FROM core.opinion o
   WHERE o.issue_id = (p_move).subject.id
     AND CASE WHEN (p_move).opinion_id IS NOT NULL THEN o.id = (p_move).opinion_id
              ELSE o.number = (p_move).fields ->> 'opinion' END
$$;

CREATE FUNCTION engine.guard_speaks_here(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT engine.rated_opinion(p_move) IS NOT NULL
$$;

-- Somebody is left to be called in this round.
CREATE FUNCTION engine.guard_speaker_left(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM engine.speaker_rows('zh-CN', (p_move).subject.issue))
$$;

CREATE FUNCTION engine.guard_unrated(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT FROM core.rating r WHERE r.opinion_id = engine.rated_opinion(p_move)
                      AND r.round = (p_move).subject.issue.round AND r.reached)
$$;

CREATE FUNCTION engine.guard_dissatisfied(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (p_move).fields IS NULL OR 'dissatisfied' IN ((p_move).fields ->> 'attitude', (p_move).fields ->> 'result')
$$;

CREATE FUNCTION engine.guard_satisfied(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (p_move).fields IS NULL OR NOT engine.guard_dissatisfied(p_move)
$$;

-- It was sent back to be handled again at least twice.
CREATE FUNCTION engine.guard_dissatisfied_twice(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT count(*) >= 2 FROM core.event e
   WHERE e.layer = 'issue' AND e.subject_id = (p_move).subject.id AND e.to_state = 75 AND e.from_state <> 75
$$;

-- A speaker has been heard when the latest word was not "dissatisfied", or, where there is none in this round, two tries
-- found nobody.
CREATE FUNCTION engine.is_heard(p_opinion bigint, p_round integer) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT 'dissatisfied' NOT IN (r.attitude, r.result) FROM core.rating r
                    WHERE r.opinion_id = p_opinion AND r.reached ORDER BY r.round DESC LIMIT 1), false)
      OR (SELECT count(*) >= 2 FROM core.rating r WHERE r.opinion_id = p_opinion AND r.round = p_round AND NOT r.reached)
$$;

CREATE FUNCTION engine.guard_speakers_heard(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT FROM core.opinion o WHERE o.issue_id = (p_move).subject.id
                      AND NOT engine.is_heard(o.id, (p_move).subject.issue.round))
$$;
