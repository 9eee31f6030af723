-- V18 审计: who did what, and to which. No word, no reason, no field of a form: an auditor sees that a contact was looked at, not why,
-- nor what was in it. Speakers act through their receipts and are nobody's to audit: only what staff did is here.

CREATE FUNCTION engine.audit_kind(p_event core.event) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN (p_event).action = 'contact_look' THEN 'contact'
              WHEN (p_event).action = 'export' THEN 'export'
              WHEN (p_event).layer = 'account' AND (p_event).action IN ('signin', 'signin_attempt') THEN 'signin'
              WHEN (p_event).layer IN ('account', 'office', 'rule', 'calendar') THEN 'permission'
              ELSE 'work' END
$$;
COMMENT ON FUNCTION engine.audit_kind(core.event) IS 'What sort of act an event is, for the auditor''s filter.';

-- What it was done to, by its public name; an opinion about the auditor's own office has none.
CREATE FUNCTION engine.audit_subject(p_query engine.report_query, p_event core.event) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE (p_event).layer
    WHEN 'opinion'  THEN (SELECT CASE WHEN engine.concerns_office(o, NULL, ((p_query).actor).office_id) THEN engine.word((p_query).lang, '（应当回避）', '(withheld)')
                                      ELSE o.number END FROM core.opinion o WHERE o.id = (p_event).subject_id)
    WHEN 'issue'    THEN (SELECT i.number FROM core.issue i WHERE i.id = (p_event).subject_id)
    WHEN 'account'  THEN (SELECT a.username FROM core.account a WHERE a.id = (p_event).subject_id)
    WHEN 'report'   THEN (p_event).detail->>'report'
    WHEN 'circular' THEN (SELECT coalesce(c.number, c.period) FROM core.circular c WHERE c.id = (p_event).subject_id)
    ELSE (p_event).subject_id::text END
$$;
COMMENT ON FUNCTION engine.audit_subject(engine.report_query, core.event) IS 'The number or name of what was acted on.';

CREATE FUNCTION engine.audit_action(p_lang text, p_event core.event) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(engine.event_name(p_lang, (p_event).layer, (p_event).action) ->> 'label', engine.choice(p_lang, 'audit_action', (p_event).action) ->> 'label', (p_event).action)
$$;
COMMENT ON FUNCTION engine.audit_action(text, core.event) IS 'What was done, in words.';

CREATE FUNCTION engine.audit_events(p_filters jsonb) RETURNS SETOF core.event LANGUAGE sql STABLE AS $$
  SELECT e.* FROM core.event e, engine.asked_period(p_filters) p
   WHERE (e.actor_id IS NOT NULL OR e.layer = 'account') AND e.at BETWEEN p.from_at AND p.to_at
     AND (p_filters->>'account' IS NULL OR (SELECT a.username FROM core.account a WHERE a.id = coalesce(e.actor_id, e.subject_id)) = p_filters->>'account')
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
