-- The six gates of striking off (销号). One function says which hold and what is missing; the checklist shows it, the conditions of
-- applying, reviewing and striking off ask it.

-- Those who have not been heard, by the letters they are known by.
CREATE FUNCTION engine.unheard(p_issue core.issue) RETURNS TABLE (n bigint, opinion_id bigint) LANGUAGE sql STABLE AS $$
  SELECT s.n, s.opinion_id FROM engine.speakers((p_issue).id) s WHERE NOT engine.is_heard(p_issue, s.opinion_id)
$$;

CREATE FUNCTION engine.gate_measures(p_issue core.issue) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT string_agg(m.seq::text, '、' ORDER BY m.seq) FROM core.measure m WHERE m.issue_id = (p_issue).id AND m.done_at IS NULL
$$;

CREATE FUNCTION engine.is_replied(p_issue core.issue) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT (p_issue).replied_at IS NOT NULL AND (p_issue).answer <> ''
     AND ((p_issue).state IN (60, 70, 80, 81, 82) OR (p_issue).closed_at IS NOT NULL)
$$;

-- Who took up the review of the present application, where that was somebody other than who applied and of another office.
CREATE FUNCTION engine.independent_review(p_issue core.issue) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT NOT engine.is_applicant((p_issue).id, a.id) AND NOT engine.handles((p_issue).id, a.office_id)
    FROM core.event e JOIN core.account a ON a.id = e.actor_id
   WHERE e.layer = 'issue' AND e.subject_id = (p_issue).id AND e.action = 'take_review' AND (p_issue).state >= 81 AND (p_issue).state <> 97
   ORDER BY e.seq DESC LIMIT 1), false)
$$;

-- What each gate lacks: a key of rules.wording and what to put into it; NULL: it holds.
CREATE FUNCTION engine.gate_lacks(p_issue core.issue) RETURNS TABLE (number integer, lacks text, what text) LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_measures text := engine.gate_measures(p_issue);
  v_unheard bigint := (SELECT count(*) FROM engine.unheard(p_issue));
  v_voices bigint := (SELECT count(*) FROM core.voice v WHERE v.issue_id = (p_issue).id);
BEGIN
  RETURN QUERY VALUES
    (1, CASE WHEN v_measures IS NOT NULL THEN 'gate_measures' END, v_measures),
    (2, CASE WHEN NOT engine.is_replied(p_issue) THEN 'gate_reply' END, v_voices::text),
    (3, CASE WHEN v_unheard > 0 THEN 'gate_heard' END, v_unheard::text),
    (4, CASE WHEN (p_issue).state < 80 OR (p_issue).state = 97 THEN 'gate_apply'
             WHEN NOT engine.independent_review(p_issue) THEN 'gate_review' END, NULL),
    (5, CASE WHEN '' IN ((p_issue).one_reflection, (p_issue).lasting) THEN 'gate_reflection' END, NULL),
    (6, CASE WHEN NOT (p_issue).key_issue OR (p_issue).state = 82 OR (p_issue).closed_at IS NOT NULL THEN NULL
             WHEN engine.has_consent((p_issue).id) THEN 'gate_publicity' ELSE 'gate_second' END, NULL);
END
$$;

CREATE FUNCTION engine.closing_gates(p_issue core.issue)
RETURNS TABLE (number integer, zh text, en text, met boolean, missing_zh text, missing_en text) LANGUAGE sql STABLE AS $$
  SELECT l.number, c.zh, c.en, l.lacks IS NULL, coalesce(format(w.zh, l.what), ''), coalesce(format(w.en, replace(l.what, '、', ', ')), '')
    FROM engine.gate_lacks(p_issue) l JOIN rules.choice c ON (c.list, c.code) = ('gate', l.number::text)
    LEFT JOIN rules.wording w ON w.key = l.lacks ORDER BY l.number
$$;
COMMENT ON FUNCTION engine.closing_gates(core.issue) IS 'The six gates: their words in both languages, whether each holds, and what is missing. Nobody who spoke is named.';

CREATE FUNCTION engine.guard_gate(p_move engine.move, p_number integer) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT g.met FROM engine.closing_gates((p_move).subject.issue) g WHERE g.number = p_number
$$;
