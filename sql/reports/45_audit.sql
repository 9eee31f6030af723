-- V18 审计: who did what, and to which. No word, no reason, no field of a form: an auditor sees that a contact was looked at, not why,
-- nor what was in it. Speakers act through their receipts and are nobody's to audit: what staff did is here, and what was set from the terminal.

CREATE FUNCTION engine.audit_kind(p_event core.event) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN (p_event).action = 'contact_look' THEN 'contact'
              WHEN (p_event).action = 'export' THEN 'export'
              WHEN (p_event).layer = 'account' AND (p_event).action IN ('signin', 'signin_attempt') THEN 'signin'
              WHEN (p_event).layer IN ('account', 'rule', 'calendar', 'outbox') OR (p_event).layer = 'office' AND (p_event).action NOT IN ('hotspot', 'study_hotspot') THEN 'permission'
              ELSE 'work' END
$$;
COMMENT ON FUNCTION engine.audit_kind(core.event) IS 'What sort of act an event is, for the auditor''s filter.';

-- A setting by its list and its name; the name as it is now, for the event itself holds the old one and the new.
CREATE FUNCTION engine.audit_setting(p_lang text, p_list text, p_id bigint, p_code text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT concat_ws(engine.word(p_lang, '：', ': '), engine.choice(p_lang, 'admin_list', p_list) ->> 'label',
                   coalesce((SELECT engine.word(p_lang, s.zh, s.en) FROM engine.settings(p_list) s WHERE s.id = p_id), p_code))
$$;
COMMENT ON FUNCTION engine.audit_setting(text, text, bigint, text) IS 'A setting in words: 办理期限：审核分类.';

-- What it was done to, by its number or its name in words: never by a title or anything else that somebody wrote about a matter. An opinion
-- about the auditor's own office has none.
CREATE FUNCTION engine.audit_subject(p_query engine.report_query, p_event core.event) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  p_lang constant text := p_query.lang;
  v_id constant bigint := p_event.subject_id;
  v_detail constant jsonb := p_event.detail;
BEGIN
  RETURN CASE p_event.layer
    WHEN 'opinion'  THEN (SELECT CASE WHEN engine.concerns_office(o, NULL, (p_query.actor).office_id) THEN engine.word(p_lang, '（应当回避）', '(withheld)')
                                      ELSE o.number END FROM core.opinion o WHERE o.id = v_id)
    WHEN 'issue'    THEN (SELECT i.number FROM core.issue i WHERE i.id = v_id)
    WHEN 'account'  THEN (SELECT a.username FROM core.account a WHERE a.id = v_id)
    WHEN 'report'   THEN coalesce((SELECT engine.word(p_lang, r.zh, r.en) FROM rules.report r WHERE r.name = v_detail->>'report'), v_detail->>'report', v_detail->>'list', engine.word(p_lang, '整改台账', 'Ledger'))
    WHEN 'office'   THEN engine.office(p_lang, v_id::smallint) ->> 'label'
    WHEN 'rule'     THEN engine.audit_setting(p_lang, v_detail->>'list', v_id, v_detail->>'code')
    WHEN 'calendar' THEN engine.period_text(p_lang, v_id::text)
    WHEN 'supervision' THEN (SELECT n.number FROM core.supervision n WHERE n.id = v_id)
    WHEN 'talk'     THEN (SELECT t.number FROM core.talk t WHERE t.id = v_id)
    WHEN 'circular' THEN (SELECT concat_ws(' ', c.number, engine.period_text(p_lang, c.period)) FROM core.circular c WHERE c.id = v_id)
    WHEN 'list'     THEN (SELECT l.number FROM core.list_issue l WHERE l.id = v_id)
    WHEN 'duty'     THEN (SELECT concat_ws(' ', engine.word(p_lang, t.zh, t.en), engine.office(p_lang, r.office_id) ->> 'label', engine.period_text(p_lang, r.period))
                            FROM core.duty_report r JOIN rules.list l ON l.code = r.list JOIN rules.report t ON t.name = l.report WHERE r.id = v_id)
    WHEN 'survey'   THEN (SELECT s.number FROM core.survey s WHERE s.id = v_id)
    WHEN 'campaign' THEN (SELECT engine.period_text(p_lang, c.period) FROM core.campaign c WHERE c.id = v_id)
    WHEN 'survey'   THEN (SELECT v.number FROM core.survey v WHERE v.id = v_id)
    WHEN 'evidence' THEN (SELECT i.number || ' #' || e.n FROM core.evidence e JOIN core.issue i ON i.id = e.issue_id WHERE e.id = v_id)
    WHEN 'outbox'   THEN (SELECT format(engine.word(p_lang, '接口%s（%s）', 'Hook %s (%s)'), w.id, split_part(split_part(w.url, '://', 2), '/', 1)) FROM core.webhook w WHERE w.id = v_id) END;
END
$$;
COMMENT ON FUNCTION engine.audit_subject(engine.report_query, core.event) IS 'The number or name of what was acted on.';

CREATE FUNCTION engine.audit_action(p_lang text, p_event core.event) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(engine.event_name(p_lang, (p_event).layer, (p_event).action) ->> 'label', engine.action_name(p_lang, (p_event).detail->>'list', (p_event).action) ->> 'label',
                  engine.choice(p_lang, 'audit_action', (p_event).action) ->> 'label', (p_event).action)
$$;
COMMENT ON FUNCTION engine.audit_action(text, core.event) IS 'What was done, in words.';

CREATE FUNCTION engine.audit_events(p_filters jsonb) RETURNS SETOF core.event LANGUAGE sql STABLE AS $$
  SELECT e.* FROM core.event e, engine.asked_period(p_filters) p
   WHERE (e.actor_id IS NOT NULL OR e.layer IN ('account', 'rule', 'calendar', 'outbox') OR e.layer = 'office' AND e.action <> 'hotspot') AND e.at BETWEEN p.from_at AND p.to_at
     AND (p_filters->>'account' IS NULL OR (SELECT a.username FROM core.account a WHERE a.id = coalesce(e.actor_id, CASE WHEN e.layer = 'account' THEN e.subject_id END)) = p_filters->>'account')
     AND (p_filters->>'audit_kind' IS NULL OR engine.audit_kind(e) = p_filters->>'audit_kind')
$$;
COMMENT ON FUNCTION engine.audit_events(jsonb) IS 'What staff did in the period, narrowed by account and sort of act.';

CREATE FUNCTION engine.report_audit(p_query engine.report_query) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH found AS (
    SELECT e, row_number() OVER (ORDER BY e.at DESC, e.layer, e.subject_id, e.seq DESC) AS k FROM engine.audit_events((p_query).filters) e
  ), page AS (
    SELECT f.k, f.e FROM found f WHERE f.k > coalesce((p_query).after, 0) ORDER BY f.k LIMIT (p_query).max_rows
  )
  SELECT jsonb_build_object('n', (SELECT count(*) FROM found), 'notes', jsonb_build_array(engine.period_note(p_query)), 'rows', coalesce(jsonb_agg(jsonb_build_object('id', p.k, 'cells', jsonb_build_array(
           engine.minute_text((p_query).lang, (p.e).at), a.username, engine.person((p_query).lang, (p.e).actor_id, (p.e).actor_role),
           engine.role((p_query).lang, (p.e).actor_role) ->> 'label', engine.choice((p_query).lang, 'audit_kind', engine.audit_kind(p.e)) ->> 'label',
           engine.audit_action((p_query).lang, p.e), engine.choice((p_query).lang, 'audit_layer', (p.e).layer) ->> 'label', engine.audit_subject(p_query, p.e))) ORDER BY p.k), '[]'))
    FROM page p LEFT JOIN core.account a ON a.id = (p.e).actor_id
$$;
COMMENT ON FUNCTION engine.report_audit(engine.report_query) IS 'The latest act first: when, who, in which role, what, and to which.';
