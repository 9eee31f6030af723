-- 整改台账: one row per issue, every column an office, a leader or an inspection asks for. No word of a speaker is in it.

CREATE FUNCTION engine.ledger_completion(p_issue core.issue, p_lang text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT engine.choice(p_lang, 'completion', CASE
    WHEN (p_issue).closing_kind = 'withdrawn' THEN 'withdrawn'
    WHEN (p_issue).state = 52 OR (p_issue).closing_kind = 'kept_on' THEN 'kept_on'
    WHEN s.closed OR (p_issue).state = 82 THEN 'done'
    WHEN (p_issue).state >= 60 AND (p_issue).state NOT IN (75, 76, 97) THEN 'mostly'
    WHEN (p_issue).state >= 40 THEN 'under_way'
    ELSE 'not_started' END) ->> 'label'
    FROM rules.state s WHERE s.code = (p_issue).state
$$;
COMMENT ON FUNCTION engine.ledger_completion(core.issue, text) IS 'How far the rectification has come, in the ledger''s five words.';

CREATE FUNCTION engine.ledger_raised(p_issue core.issue) RETURNS TABLE (n bigint, raised_on date) LANGUAGE sql STABLE AS $$
  SELECT v.n + coalesce(g.opinions, 0), coalesce(least(engine.day(v.first), g.raised_on), engine.day((p_issue).opened_at))
    FROM (SELECT count(*) AS n, min(o.received_at) AS first FROM core.voice w JOIN core.opinion o ON o.id = w.opinion_id WHERE w.issue_id = (p_issue).id) v
    LEFT JOIN core.ledger_origin g ON g.issue_id = (p_issue).id
$$;
COMMENT ON FUNCTION engine.ledger_raised(core.issue) IS 'How many opinions raised it, and when it was first raised; with what a workbook brought along.';

CREATE FUNCTION engine.ledger_leader(p_issue core.issue) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT a.name FROM core.account a WHERE a.id = (p_issue).leader_id),
                  (SELECT nullif(g.leader, '') FROM core.ledger_origin g WHERE g.issue_id = (p_issue).id))
$$;
COMMENT ON FUNCTION engine.ledger_leader(core.issue) IS 'The leader in charge, by account or as a workbook named one.';

CREATE FUNCTION engine.ledger_closing(p_issue core.issue, p_lang text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT engine.choice(p_lang, 'closing_step', CASE
    WHEN (p_issue).closing_kind = 'withdrawn' THEN 'withdrawn'
    WHEN s.closed THEN 'closed'
    WHEN s.code IN (80, 81, 82) THEN 'pending'
    WHEN (SELECT e.to_state FROM core.event e WHERE e.layer = 'issue' AND e.subject_id = (p_issue).id AND e.from_state IN (80, 81, 82)
           ORDER BY e.seq DESC LIMIT 1) = 50 THEN 'returned'
    ELSE coalesce((SELECT g.closing FROM core.ledger_origin g WHERE g.issue_id = (p_issue).id), 'none') END) ->> 'label'
    FROM rules.state s WHERE s.code = (p_issue).state
$$;
COMMENT ON FUNCTION engine.ledger_closing(core.issue, text) IS 'Where striking off stands: not applied for, under review, struck off, returned.';

CREATE FUNCTION engine.ledger_offices(p_issue bigint, p_part text, p_lang text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT string_agg(engine.word(p_lang, o.zh, o.en), engine.word(p_lang, '、', ', ') ORDER BY o.sort)
    FROM core.assignment a JOIN core.office o ON o.id = a.office_id
   WHERE a.issue_id = p_issue AND a.part = p_part AND a.ended_at IS NULL
$$;
COMMENT ON FUNCTION engine.ledger_offices(bigint, text, text) IS 'The offices that lead or help, in one text.';

CREATE FUNCTION engine.ledger_person(p_issue bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT c.name FROM core.assignment a JOIN core.account c ON c.id = a.signed_by
                    WHERE a.issue_id = p_issue AND a.part = 'lead' AND a.ended_at IS NULL),
                  (SELECT nullif(g.person, '') FROM core.ledger_origin g WHERE g.issue_id = p_issue))
$$;
COMMENT ON FUNCTION engine.ledger_person(bigint) IS 'Who signed for the issue in the lead office.';

CREATE FUNCTION engine.ledger_measures(p_issue bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'what',     string_agg(m.seq || '. ' || m.what, E'\n' ORDER BY m.seq),
    'target',   string_agg(m.seq || '. ' || m.target, E'\n' ORDER BY m.seq) FILTER (WHERE m.target <> ''))
    FROM core.measure m WHERE m.issue_id = p_issue
$$;
COMMENT ON FUNCTION engine.ledger_measures(bigint) IS 'Measures and targets, each numbered in one text.';

CREATE FUNCTION engine.ledger_progress(p_issue bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT nullif(concat_ws(E'\n', (SELECT nullif(g.progress, '') FROM core.ledger_origin g WHERE g.issue_id = p_issue),
    (SELECT string_agg(concat_ws(' ', engine.day(e.at), (e.detail->>'measure') || '.', (e.detail->>'percent') || '%', e.detail->>'text'), E'\n' ORDER BY e.seq)
       FROM core.event e WHERE e.layer = 'issue' AND e.subject_id = p_issue AND e.action = 'progress')), '')
$$;
COMMENT ON FUNCTION engine.ledger_progress(bigint) IS 'Every report of progress, a line each: when, on which measure, how far, in what words.';

CREATE FUNCTION engine.ledger_ratings(p_issue core.issue, p_lang text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(engine.rated_text(p_issue, p_lang), (SELECT nullif(g.ratings, '') FROM core.ledger_origin g WHERE g.issue_id = (p_issue).id))
$$;
COMMENT ON FUNCTION engine.ledger_ratings(core.issue, text) IS 'How the speakers rated the result in the present round, what was left out apart; else as a workbook has it.';

CREATE FUNCTION engine.ledger_reviewer(p_issue core.issue) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT a.name FROM core.event e JOIN core.account a ON a.id = e.actor_id
                    WHERE e.layer = 'issue' AND e.subject_id = (p_issue).id AND e.from_state = 81 AND (p_issue).closed_at IS NOT NULL
                    ORDER BY e.seq DESC LIMIT 1),
                  (SELECT nullif(g.reviewer, '') FROM core.ledger_origin g WHERE g.issue_id = (p_issue).id))
$$;
COMMENT ON FUNCTION engine.ledger_reviewer(core.issue) IS 'Who reviewed the striking off.';

CREATE FUNCTION engine.ledger_remark(p_issue core.issue, p_lang text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT concat_ws(engine.word(p_lang, '；', '; '),
    CASE WHEN (p_issue).key_issue THEN engine.word(p_lang, '重点问题', 'key issue') END,
    CASE WHEN (p_issue).round > 1 THEN format(engine.word(p_lang, '第%s轮', 'round %s'), (p_issue).round) END,
    CASE WHEN (p_issue).rebounds > 0 THEN format(engine.word(p_lang, '反弹%s次', 'relapsed %s times'), (p_issue).rebounds) END,
    CASE WHEN (p_issue).published THEN engine.word(p_lang, '已公开', 'published') END,
    (SELECT nullif(g.remark, '') FROM core.ledger_origin g WHERE g.issue_id = (p_issue).id))
$$;
COMMENT ON FUNCTION engine.ledger_remark(core.issue, text) IS 'What a reader of the ledger must not overlook.';

-- One query for all rows: a function of a row would have its parts planned anew for each.
CREATE FUNCTION engine.report_ledger(p_query engine.report_query) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH found AS (
    SELECT i.id, row_number() OVER (ORDER BY i.id DESC) AS place FROM engine.report_issues(p_query) i
  ), page AS (
    SELECT f.*, (p_query).lang AS l FROM found f WHERE (p_query).after IS NULL OR f.id < (p_query).after ORDER BY f.id DESC LIMIT (p_query).max_rows
  ), line AS (
    SELECT p.id, jsonb_build_array(p.place, i.number, i.title, i.problem, i.manifestation, engine.choice(l, 'source', i.source) ->> 'label',
      engine.category(l, left(i.category, 1)) ->> 'label', engine.category(l, i.category) ->> 'label',
      o.n, o.raised_on, engine.ledger_leader(i), engine.office(l, i.office_id) ->> 'label', engine.ledger_offices(i.id, 'co', l),
      engine.ledger_person(i.id), engine.choice(l, 'rectify_type', i.rectify_type) ->> 'label', m.t->>'what', m.t->>'target',
      engine.day(i.due_at), engine.word(l, s.zh, s.en), engine.ledger_progress(i.id), engine.ledger_completion(i, l), engine.day(i.replied_at),
      engine.ledger_ratings(i, l), engine.ledger_closing(i, l), engine.day(i.closed_at), engine.ledger_reviewer(i), engine.day(b.done_at),
      engine.choice(l, 'lookback_conclusion', b.conclusion) ->> 'label', engine.choice(l, 'lamp', lamp) ->> 'label',
      engine.ledger_remark(i, l)) AS cells
      FROM page p JOIN core.issue i ON i.id = p.id JOIN rules.state s ON s.code = i.state CROSS JOIN engine.lamp_marks() AS marks CROSS JOIN LATERAL engine.lamp_of(i, marks)
      CROSS JOIN LATERAL engine.ledger_raised(i) o,
      LATERAL (SELECT engine.ledger_measures(i.id) AS t OFFSET 0) m
      LEFT JOIN LATERAL (SELECT k.done_at, k.conclusion FROM core.lookback k WHERE k.issue_id = i.id AND k.done_at IS NOT NULL
                          ORDER BY k.done_at DESC LIMIT 1) b ON true
  )
  SELECT jsonb_build_object('n', (SELECT count(*) FROM found), 'rows', coalesce(jsonb_agg(
           jsonb_build_object('id', id, 'href', '/console/issues/' || id, 'cells', cells) ORDER BY id DESC), '[]'))
    FROM line
$$;
COMMENT ON FUNCTION engine.report_ledger(engine.report_query) IS 'The ledger, newest issue first; each row in the order of the report''s columns.';
