-- Conditions on what the speakers said of the result.

-- Whose rating a move carries: the receipt's, or the speaker that was called.
CREATE FUNCTION engine.rated_opinion(p_move engine.move) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT o.id FROM core.voice v JOIN core.opinion o ON o.id = v.opinion_id
   WHERE v.issue_id = (p_move).subject.id
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
  SELECT NOT EXISTS (SELECT FROM core.rating r
                      WHERE r.issue_id = (p_move).subject.id AND r.opinion_id = engine.rated_opinion(p_move)
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

-- Two tries on one day are one: the second comes some days after the first.
CREATE FUNCTION engine.guard_tries_apart(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT engine.has_field(p_move, 'opinion') OR NOT EXISTS (
    SELECT FROM core.rating r
     WHERE r.issue_id = (p_move).subject.id AND r.opinion_id = engine.rated_opinion(p_move)
       AND r.round = (p_move).subject.issue.round AND NOT r.reached
       AND engine.day(r.at) > engine.day((p_move).at) - engine.param('revisit_days_apart')::integer)
$$;

-- Left a contact that a caller can open; who left none, or left it with the custodian, rates through the receipt or not at all.
CREATE FUNCTION engine.can_be_called(p_opinion bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM core.identity d JOIN core.opinion o ON o.id = d.opinion_id
                  WHERE d.opinion_id = p_opinion AND d.sealed IS NOT NULL AND o.protection = 'reply')
$$;

-- On how many days of this round nobody answered the call.
CREATE FUNCTION engine.tries(p_issue core.issue, p_opinion bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT count(DISTINCT engine.day(r.at)) FROM core.rating r
   WHERE r.issue_id = (p_issue).id AND r.opinion_id = p_opinion AND r.round = (p_issue).round AND NOT r.reached
$$;

-- When the present follow-up began; NULL while none is under way or over.
CREATE FUNCTION engine.revisited_at(p_issue core.issue) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT max(e.at) FROM core.event e
   WHERE e.layer = 'issue' AND e.subject_id = (p_issue).id AND e.to_state = 70 AND e.from_state <> 70
     AND ((p_issue).state IN (70, 80, 81, 82) OR (p_issue).closed_at IS NOT NULL)
$$;

-- A speaker has been heard when the latest word, since the last relapse, was not "dissatisfied"; or when calls on so many days, or
-- without a contact the whole time to rate, brought no answer. A rating that was voided asks for nothing more.
CREATE FUNCTION engine.is_heard(p_issue core.issue, p_opinion bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT r.voided_at IS NOT NULL OR 'dissatisfied' NOT IN (r.attitude, r.result) FROM core.rating r
                    WHERE r.issue_id = (p_issue).id AND r.opinion_id = p_opinion AND r.reached
                      AND r.round >= (p_issue).heard_from ORDER BY r.round DESC LIMIT 1), false)
      OR CASE WHEN engine.can_be_called(p_opinion) THEN engine.tries(p_issue, p_opinion) >= engine.param('revisit_tries')
              ELSE coalesce(engine.clock() > engine.due(engine.revisited_at(p_issue), 'rating_window'), false) END
$$;

-- The ratings of an issue, numbered as they came; a rating's number never changes.
CREATE FUNCTION engine.issue_ratings(p_issue bigint) RETURNS TABLE (n bigint, rating core.rating) LANGUAGE sql STABLE AS $$
  SELECT row_number() OVER (ORDER BY r.id), r FROM core.rating r WHERE r.issue_id = p_issue AND r.reached
$$;

-- Ratings as choices: 'counted' all that count, 'excludable' the dissatisfied among them, 'appealable' those an office may still
-- appeal against, 'appealed' those whose appeal waits. Who rated is not told.
CREATE FUNCTION engine.rating_rows(p_lang text, p_issue core.issue, p_which text) RETURNS TABLE (code text, label text, section text, sort bigint)
LANGUAGE sql STABLE AS $$
  SELECT x.n::text, format(engine.word(p_lang, '%s. 第%s轮，%s，态度%s，结果%s', '%s. Round %s, %s, attitude: %s, result: %s'), x.n, (x.rating).round,
           engine.day_text(p_lang, (x.rating).at), engine.word(p_lang, a.zh, lower(a.en)), engine.word(p_lang, r.zh, lower(r.en))), NULL, x.n
    FROM engine.issue_ratings((p_issue).id) x
    JOIN rules.choice a ON (a.list, a.code) = ('satisfaction', (x.rating).attitude)
    JOIN rules.choice r ON (r.list, r.code) = ('satisfaction', (x.rating).result)
    LEFT JOIN core.appeal p ON p.rating_id = (x.rating).id
   WHERE (x.rating).voided_at IS NULL
     AND CASE p_which WHEN 'excludable' THEN 'dissatisfied' IN ((x.rating).attitude, (x.rating).result)
                      WHEN 'appealable' THEN p.id IS NULL AND 'dissatisfied' IN ((x.rating).attitude, (x.rating).result)
                      WHEN 'appealed'   THEN p.id IS NOT NULL AND p.decided_at IS NULL
                      ELSE true END
$$;

CREATE FUNCTION engine.guard_rating(p_move engine.move, p_which text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM engine.rating_rows('zh-CN', (p_move).subject.issue, p_which))
$$;

-- Only dissatisfaction with what could not be done, and was explained, is left out for policy's sake.
CREATE FUNCTION engine.guard_policy_class(p_move engine.move) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (p_move).subject.issue.result_class = 'D' AND engine.guard_rating(p_move, 'excludable')
$$;
