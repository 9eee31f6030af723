-- What a speaker sees of the own opinion: public words, whole days, never an internal name.

-- From the old date to the new one.
CREATE FUNCTION engine.extension_text(lang text, x core.extension) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format(engine.word($1, '原时限%s，延至%s', 'from %s to %s'), engine.day_text($1, ($2).old_due_at), engine.day_text($1, ($2).new_due_at))
$$;

-- The extension that was decided at a moment.
CREATE FUNCTION engine.decided_extension(issue_id bigint, at timestamptz) RETURNS core.extension LANGUAGE sql STABLE AS $$
  SELECT x.* FROM core.extension x WHERE x.issue_id = $1 AND x.decided_at = $2 AND x.granted
$$;

-- Why more time was granted then: the law has the speaker told (信访工作条例第三十四条).
CREATE FUNCTION engine.extension_reason(lang text, issue_id bigint, at timestamptz) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT engine.extension_text(lang, x) || format(engine.word(lang, '。理由：%s', '. Why: %s'), engine.mask(x.reason))
            FROM core.extension x WHERE x.issue_id = extension_reason.issue_id AND x.decided_at = at);
END $$;

-- A line of the history; part: which of several problems it is about.
CREATE FUNCTION engine.event_line(lang text, e core.event, a rules.action, part integer) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object('on', engine.day_of(($2).at), 'text', engine.day_text($1, ($2).at),
    'zh', ($3).public_zh, 'en', ($3).public_en, 'label', engine.word($1, ($3).public_zh, ($3).public_en), 'part', $4,
    'note', CASE ($2).action WHEN 'grant_extension' THEN engine.extension_reason($1, ($2).subject_id, ($2).at) END))
$$;

-- The opinion's own events, then those of each of its problems from the moment it spoke there; after a transfer only the transfer is told.
CREATE FUNCTION engine.speaker_history(lang text, o core.opinion) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH part AS (
    SELECT p.*, count(*) OVER () > 1 AS several FROM engine.parts(($2).id) p
  ), told AS (
    SELECT e, 0 AS place, NULL::integer AS part FROM core.event e
     WHERE e.layer = 'opinion' AND e.subject_id = ($2).id AND (($2).state <> 26 OR e.action = 'submit' OR e.to_state = 26)
    UNION ALL
    SELECT e, p.place, CASE WHEN p.several THEN p.place END
      FROM part p JOIN core.event e ON e.layer = 'issue' AND e.subject_id = (p.issue).id AND e.at >= p.joined
  )
  SELECT coalesce(jsonb_agg(engine.event_line($1, e, a, t.part) ORDER BY (e).at, t.place, (e).seq), '[]')
    FROM told t JOIN rules.action a ON a.layer = (e).layer AND a.code = (e).action WHERE a.public_zh <> ''
$$;

-- The way an opinion goes in six public steps; one that is not handled here ends with the third.
CREATE FUNCTION engine.stages(lang text, o core.opinion) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH now AS (
    SELECT coalesce((engine.issue_of($2)).state, ($2).state) AS state
  ), step AS (
    SELECT k, s.public_zh, s.public_en, engine.stage(now.state) AS reached
      FROM now, unnest(CASE WHEN now.state BETWEEN 26 AND 29 THEN ARRAY[10, 20, now.state] ELSE ARRAY[10, 20, 30, 50, 80, 90] END)
           WITH ORDINALITY AS x(state, k) JOIN rules.state s ON s.code = x.state
  )
  SELECT jsonb_agg(jsonb_build_object('label', engine.word($1, public_zh, public_en), 'past', k < reached, 'current', k = reached) ORDER BY k)
    FROM step
$$;

-- How the speaker's date came about; whole days, and nobody's name.
CREATE FUNCTION engine.speaker_how(lang text, o core.opinion, i core.issue) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN CASE WHEN o.issue_id IS NOT NULL THEN engine.basis_how(lang, i.due_basis, i.due_at, false)
              WHEN o.state = 21 THEN engine.basis_how(lang, o.step_basis, o.step_due_at, false)
              ELSE engine.due_how(lang, o.received_at, 'inform_person') END;
END $$;

CREATE FUNCTION engine.speaker_due(lang text, o core.opinion) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  i core.issue := engine.issue_of(o);
  due timestamptz := CASE WHEN i.id IS NOT NULL AND engine.is_rectified(i.state) THEN i.due_at
                          WHEN o.state IN (10, 20) THEN engine.due(o.received_at, 'inform_person')
                          WHEN o.state = 21 THEN o.step_due_at END;
BEGIN
  RETURN CASE WHEN due IS NOT NULL THEN jsonb_build_object(
    'label', CASE WHEN i.id IS NOT NULL THEN engine.word(lang, '整改时限', 'To be rectified by')
                  WHEN o.state = 21 THEN engine.word(lang, '请在此前补充', 'Please add to it by')
                  ELSE engine.word(lang, '最迟告知受理情况', 'You will hear how it was received by') END,
    'on', engine.day_of(due), 'text', engine.day_text(lang, due), 'late', due < engine.clock(), 'how', engine.speaker_how(lang, o, i),
    'was_text', (SELECT engine.day_text(lang, x.old_due_at) FROM core.extension x WHERE x.issue_id = i.id AND x.round = i.round AND x.granted),
    'why', (SELECT engine.mask(x.reason) FROM core.extension x WHERE x.issue_id = i.id AND x.round = i.round AND x.granted)) END;
END $$;

CREATE FUNCTION engine.speaker_messages(lang text, opinion_id bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('from', CASE m.sender WHEN 'speaker' THEN 'me' ELSE 'office' END,
           'mine', m.sender = 'speaker', 'on', engine.day_of(m.at), 'on_text', engine.day_text($1, m.at), 'text', m.body) ORDER BY m.id), '[]')
    FROM core.message m WHERE m.opinion_id = $2
$$;

CREATE FUNCTION engine.speaker_rating(lang text, o core.opinion, i core.issue) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('attitude', engine.choice($1, 'satisfaction', r.attitude), 'result', engine.choice($1, 'satisfaction', r.result),
           'solved', engine.choice($1, 'solved', r.solved), 'reason', r.reason, 'on', engine.day_of(r.at), 'on_text', engine.day_text($1, r.at),
           'uncounted', CASE WHEN r.voided_at IS NOT NULL THEN engine.choice($1, 'void_kind', r.void_kind) || jsonb_build_object('on_text', engine.day_text($1, r.voided_at)) END)
    FROM core.rating r WHERE r.opinion_id = ($2).id AND r.issue_id = ($3).id AND r.reached AND r.round <= ($3).round ORDER BY r.round DESC LIMIT 1
$$;

-- Where the result is on public display, while it is.
CREATE FUNCTION engine.speaker_notice(i core.issue) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN CASE WHEN engine.on_display(i) THEN '/progress/notices/' || i.id END;
END $$;

CREATE FUNCTION engine.speaker_answer(lang text, i core.issue) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN ($2).replied_at IS NOT NULL AND ($2).answer <> '' THEN jsonb_build_object(
    'text', ($2).answer, 'on', engine.day_of(($2).replied_at), 'on_text', engine.day_text($1, ($2).replied_at),
    'result_class', engine.choice($1, 'result_class', ($2).result_class), 'round', ($2).round) END
$$;
