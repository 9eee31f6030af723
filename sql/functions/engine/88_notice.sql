-- 结果公示: what is on public display, and what is said against it.

-- On display, and open to objections, until the step ends.
CREATE FUNCTION engine.on_display(p_issue core.issue) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (p_issue).state = 82 AND (p_issue).published AND (p_issue).public_summary <> '' AND (p_issue).step_due_at >= engine.clock()
$$;

CREATE FUNCTION engine.notice_row(p_lang text, p_issue core.issue) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('id', (p_issue).id, 'title', engine.mask((p_issue).title), 'text', (p_issue).public_summary,
           'category', engine.category(p_lang, (p_issue).category), 'office', engine.office(p_lang, (p_issue).office_id),
           'until_on', engine.day((p_issue).step_due_at), 'until_text', engine.day_text(p_lang, (p_issue).step_due_at),
           'how', engine.basis_how(p_lang, (p_issue).step_basis, (p_issue).step_due_at, false))
$$;

CREATE FUNCTION engine.notices(p_lang text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(engine.notice_row(p_lang, i) ORDER BY i.step_due_at, i.id), '[]')
    FROM core.issue i WHERE i.state = 82 AND engine.on_display(i)
$$;

CREATE FUNCTION engine.notice_of(p_args jsonb) RETURNS core.issue LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_issue core.issue;
BEGIN
  SELECT i.* INTO v_issue FROM core.issue i WHERE i.id = engine.path_id(p_args);
  IF v_issue.id IS NULL OR NOT engine.on_display(v_issue) THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  RETURN v_issue;
END
$$;

CREATE FUNCTION engine.notice_page(p_lang text, p_issue core.issue) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.notice_row(p_lang, p_issue) || jsonb_build_object('field', engine.field('text', 'longtext',
    engine.word(p_lang, '您的异议', 'Your objection'), true, '{"min": 10, "max": 1000}'))
$$;

-- More than so many within the time of the rules, against one result or against all, and it is to be sent a little later: what was typed
-- stays in the form. Nothing is kept of who sends; what is on display stays open to objections for days.
CREATE FUNCTION engine.check_objections(p_issue bigint) RETURNS void LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_wide constant interval := make_interval(mins => engine.param('objection_minutes')::integer);
  v_until timestamptz;
BEGIN
  SELECT max(x.at) + v_wide INTO v_until FROM (
    (SELECT o.at FROM core.objection o WHERE o.issue_id = p_issue AND o.at > engine.clock() - v_wide ORDER BY o.at DESC OFFSET engine.param('objections_one') - 1 LIMIT 1)
    UNION ALL
    (SELECT o.at FROM core.objection o WHERE o.at > engine.clock() - v_wide ORDER BY o.at DESC OFFSET engine.param('objections_all') - 1 LIMIT 1)) x;
  IF v_until IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'XQ429', MESSAGE = 'objection.wait', HINT = '',
                          DETAIL = ceil(extract(epoch FROM v_until - engine.clock()))::text; -- the seconds to wait
  END IF;
END
$$;

-- An objection once for each key; in the issue's history stands that one came, not a word of it.
CREATE FUNCTION engine.object_to(p_issue core.issue, p_text text, p_key uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_was text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('objection:' || p_key, 0));
  SELECT o.body INTO v_was FROM core.objection o WHERE o.key = p_key;
  IF v_was IS NULL THEN
    PERFORM engine.check_objections((p_issue).id);
    INSERT INTO core.objection (issue_id, round, at, key, body) VALUES ((p_issue).id, (p_issue).round, engine.clock(), p_key, p_text);
    PERFORM engine.record('issue', (p_issue).id, 'objection', NULL, 'person', NULL, NULL);
  ELSIF v_was <> p_text THEN
    PERFORM engine.fail(409, 'key.other_words', 'key');
  END IF;
END
$$;

-- For those who decide on them; the office knows that they came and no more.
CREATE FUNCTION engine.objections_json(p_lang text, p_actor core.actor, p_issue bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('on_text', engine.day_text(p_lang, o.at), 'text', engine.words(p_actor, o.body)) ORDER BY o.id), '[]')
    FROM core.objection o WHERE o.issue_id = p_issue
$$;

-- The checklist of an issue. Letters of who is still to be heard for those who may see speakers, counts for the office.
CREATE FUNCTION engine.gates_json(p_lang text, p_actor core.actor, p_issue core.issue) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('number', g.number, 'zh', g.zh, 'en', g.en, 'label', engine.word(p_lang, g.zh, g.en),
           'met', g.met, 'missing', nullif(engine.word(p_lang, g.missing_zh, g.missing_en), ''),
           'who', CASE WHEN g.number = 3 AND engine.may(p_actor, 'contact.look') IS NOT NULL AND engine.is_apart((p_issue).id, (p_actor).office_id) THEN
             (SELECT string_agg(engine.speaker_name(p_lang, u.n), engine.word(p_lang, '、', ', ') ORDER BY u.n) FROM engine.unheard(p_issue) u) END)) ORDER BY g.number)
    FROM engine.closing_gates(p_issue) g
$$;

CREATE FUNCTION engine.related_issues(p_lang text, p_issue core.issue) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_build_object('href', '/console/issues/' || i.id, 'number', i.number, 'title', i.title, 'state', engine.state(p_lang, i.state),
           'older', i.id = (p_issue).origin_id) ORDER BY i.id)
    FROM core.issue i WHERE i.id = (p_issue).origin_id OR i.origin_id = (p_issue).id
$$;

-- What the page of an issue says of striking it off.
CREATE FUNCTION engine.closing_json(p_lang text, p_actor core.actor, p_issue core.issue) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH shown AS (
    SELECT (p_issue).state >= 50 AND (p_issue).closing_kind IS DISTINCT FROM 'withdrawn' AS gates,
           engine.may(p_actor, 'objection.read') IS NOT NULL AND NOT engine.handles((p_issue).id, (p_actor).office_id) AND ((p_issue).state = 82
             OR EXISTS (SELECT FROM core.objection o WHERE o.issue_id = (p_issue).id)) AS objections
  )
  SELECT jsonb_strip_nulls(jsonb_build_object(
    'has_gates', nullif(gates, false), 'gates', CASE WHEN gates THEN engine.gates_json(p_lang, p_actor, p_issue) END,
    'shows_objections', nullif(objections, false),
    'objections', CASE WHEN objections THEN engine.objections_json(p_lang, p_actor, (p_issue).id) END,
    'closing_kind', CASE WHEN (p_issue).closed_at IS NOT NULL THEN engine.choice(p_lang, 'closing_kind', (p_issue).closing_kind) END,
    'related', engine.related_issues(p_lang, p_issue)))
    FROM shown
$$;

-- Whether a rating counts, and what the office said of it.
CREATE FUNCTION engine.rating_marks(p_lang text, p_rating core.rating) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object(
    'voided', CASE WHEN (p_rating).voided_at IS NOT NULL THEN jsonb_build_object('kind', engine.choice(p_lang, 'void_kind', (p_rating).void_kind),
       'reason', (p_rating).void_reason, 'on_text', engine.day_text(p_lang, (p_rating).voided_at)) END,
    'appeal', (SELECT jsonb_build_object('state', engine.choice(p_lang, 'appeal_state',
                        CASE a.upheld WHEN true THEN 'upheld' WHEN false THEN 'refused' ELSE 'waits' END),
                      'reason', a.reason, 'remark', nullif(a.remark, ''), 'on_text', engine.day_text(p_lang, a.asked_at))
                 FROM core.appeal a WHERE a.rating_id = (p_rating).id)))
$$;
