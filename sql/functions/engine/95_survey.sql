-- 乡情微调研: written by one, published by another, open until its time is over, counted once, told to everybody.

CREATE FUNCTION engine.survey_subject(s core.survey) RETURNS engine.subject LANGUAGE sql IMMUTABLE AS $$
  SELECT ROW('survey', ($1).id, NULL, ($1).version, NULL, NULL)::engine.subject
$$;

-- Whether a permission reaches a survey: everywhere, or in the office that leads it.
CREATE FUNCTION engine.survey_may(actor core.actor, s core.survey, permission text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(CASE engine.may($1, $3) WHEN 'all' THEN true WHEN 'office' THEN ($2).office_id = ($1).office_id END, false)
$$;

CREATE FUNCTION engine.seen_survey(actor core.actor, id bigint) RETURNS core.survey LANGUAGE plpgsql STABLE AS $$
DECLARE
  s core.survey;
BEGIN
  PERFORM engine.need(actor, 'survey.read');
  SELECT * INTO s FROM core.survey x WHERE x.id = seen_survey.id;
  IF s.id IS NULL OR NOT engine.survey_may(actor, s, 'survey.read') THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  RETURN s;
END $$;

CREATE FUNCTION engine.survey_number(p_at timestamptz) RETURNS text LANGUAGE sql VOLATILE AS $$
  INSERT INTO core.survey_number AS n (year, last) VALUES (extract(year FROM engine.day(p_at)), 1)
  ON CONFLICT (year) DO UPDATE SET last = n.last + 1
  RETURNING format('WDY-%s-%s', n.year, lpad(n.last::text, greatest(2, length(n.last::text)), '0'))
$$;

-- Six letters that cannot be taken for one another: what a person can type from a poster.
CREATE FUNCTION engine.survey_code() RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  alphabet constant text := '0123456789abcdefghjkmnpqrstvwxyz';
  noise constant bytea := uuid_send(gen_random_uuid());
BEGIN
  RETURN (SELECT string_agg(substr(alphabet, get_byte(noise, k) % 32 + 1, 1), '') FROM generate_series(10, 15) k);
END $$;

-- What may be done, in which state, on which permission; a correction is a draft beside what is published.
CREATE FUNCTION engine.survey_steps() RETURNS TABLE (action text, states text[], drafted boolean, proposed boolean, permission text)
LANGUAGE sql IMMUTABLE AS $$
  VALUES ('settle',    ARRAY['draft'],                    NULL::boolean, NULL::boolean, 'survey.make'),
         ('propose',   ARRAY['draft'],                    true,  false, 'survey.make'),
         ('propose',   ARRAY['open', 'paused'],           true,  false, 'survey.make'),
         ('send_back', ARRAY['proposed', 'open', 'paused'], true, true, 'survey.publish'),
         ('publish',   ARRAY['proposed', 'open', 'paused'], true, true, 'survey.publish'),
         ('correct',   ARRAY['open', 'paused'],           false, NULL,  'survey.make'),
         ('drop',      ARRAY['open', 'paused'],           true,  NULL,  'survey.make'),
         ('extend',    ARRAY['open', 'paused'],           NULL,  NULL,  'survey.make'),
         ('pause',     ARRAY['open'],                     NULL,  NULL,  'survey.make'),
         ('resume',    ARRAY['paused'],                   NULL,  NULL,  'survey.make'),
         ('close',     ARRAY['open', 'paused'],           NULL,  NULL,  'survey.publish'),
         ('add_channel', ARRAY['draft', 'open', 'paused'], NULL, NULL,  'survey.make'),
         ('set_quota',   ARRAY['open', 'paused'],         NULL,  NULL,  'survey.make'),
         ('drop_quota',  ARRAY['open', 'paused'],         NULL,  NULL,  'survey.make'),
         ('codes',       ARRAY['open', 'paused'],         NULL,  NULL,  'survey.make'),
         ('links',       ARRAY['open', 'paused'],         NULL,  NULL,  'survey.make'),
         ('note',      ARRAY['open', 'paused', 'closed', 'published'], NULL, NULL, 'survey.make'),
         ('raise',     ARRAY['closed', 'published'],      NULL,  NULL,  'survey.draw'),
         ('attach',    ARRAY['closed', 'published'],      NULL,  NULL,  'survey.draw'),
         ('tell',      ARRAY['closed', 'published'],      NULL,  NULL,  'survey.make'),
         ('tell_all',  ARRAY['closed'],                   NULL,  NULL,  'survey.publish')
$$;

-- Why somebody may not do it now; NULL when they may. Whoever wrote it does not publish it.
CREATE FUNCTION engine.survey_refusal(actor core.actor, s core.survey, action text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN NOT bool_or(engine.survey_may($1, $2, p.permission)) THEN 'forbidden'
              WHEN NOT bool_or(($2).state = ANY (p.states) AND coalesce(p.drafted = (($2).draft IS NOT NULL), true)
                               AND coalesce(p.proposed = (($2).proposed_by IS NOT NULL), true)) THEN 'action_not_now'
              WHEN $3 = 'publish' AND ($1).account_id IN (($2).drafted_by, ($2).proposed_by) THEN 'proposal.own'
              WHEN $3 IN ('codes', 'links') AND ($2).access <> CASE $3 WHEN 'codes' THEN 'codes' ELSE 'personal' END THEN 'action_not_now'
              WHEN $3 = 'drop_quota' AND NOT EXISTS (SELECT FROM core.survey_quota q WHERE q.survey_id = ($2).id) THEN 'action_not_now'
              WHEN $3 = 'tell_all' AND ($2).summary = '' THEN 'survey.no_summary'
              WHEN $3 = 'tell_all' AND NOT EXISTS (SELECT FROM core.survey_result r WHERE r.survey_id = ($2).id) THEN 'survey.not_counted' END
    FROM engine.survey_steps() p WHERE p.action = $3
$$;

CREATE FUNCTION engine.survey_values(s core.survey) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object('title', ($1).title, 'title_en', ($1).title_en, 'audience', ($1).audience, 'access', ($1).access,
    'place', ($1).place, 'minutes', ($1).minutes, 'opens_on', engine.day(($1).opens_at), 'closes_on', engine.day(($1).closes_at), 'most', ($1).most,
    'words_question', ($1).words_question, 'contact_question', ($1).contact_question, 'mix_question', ($1).mix_question, 'said', ($1).said, 'summary', ($1).summary))
$$;

CREATE FUNCTION engine.survey_form(p_lang text, s core.survey, p_action text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_action rules.action;
BEGIN
  SELECT a.* INTO STRICT v_action FROM rules.action a WHERE a.layer = 'survey' AND a.code = p_action;
  RETURN engine.filled_form(engine.action_json(p_lang, engine.survey_subject(s), v_action, NULL), engine.survey_values(s));
END $$;

CREATE FUNCTION engine.survey_actions(p_lang text, actor core.actor, s core.survey, p_sheets boolean) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(engine.survey_form($1, $3, a.code) ORDER BY a.sort), '[]') FROM rules.action a
   WHERE a.layer = 'survey' AND a.code IN (SELECT p.action FROM engine.survey_steps() p) AND (a.code IN ('codes', 'links')) = p_sheets AND engine.survey_refusal($2, $3, a.code) IS NULL
$$;

CREATE FUNCTION engine.survey_title(p_lang text, s core.survey) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN $1 = 'en' AND ($2).title_en <> '' THEN ($2).title_en ELSE ($2).title END
$$;

CREATE FUNCTION engine.survey_taken(p_survey bigint) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT c.taken FROM core.survey_count c WHERE c.survey_id = $1), 0)
$$;

CREATE FUNCTION engine.survey_row(p_lang text, s core.survey) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object('id', s.id, 'href', '/console/surveys/' || s.id, 'number', s.number, 'code', s.code, 'version', s.version,
    'title', engine.survey_title(p_lang, s), 'state', engine.choice(p_lang, 'survey_state', s.state), 'office', engine.office(p_lang, s.office_id),
    'audience', engine.choice(p_lang, 'survey_audience', s.audience), 'access', engine.choice(p_lang, 'survey_access', s.access),
    'place', nullif(s.place, ''), 'minutes', s.minutes, 'opens_text', engine.day_text(p_lang, s.opens_at), 'closes_text', engine.day_text(p_lang, s.closes_at),
    'most', s.most, 'taken', CASE WHEN s.opened_at IS NOT NULL THEN engine.survey_taken(s.id) END, 'address', '/surveys/' || s.code))
$$;

CREATE FUNCTION engine.survey_latest(p_survey bigint) RETURNS core.survey_version LANGUAGE sql STABLE AS $$
  SELECT * FROM core.survey_version v WHERE v.survey_id = $1 ORDER BY v.n DESC LIMIT 1
$$;

CREATE FUNCTION engine.survey_versions(p_lang text, p_survey bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('n', v.n, 'note', v.note, 'made_by', engine.person($1, v.made_by, NULL),
           'published_by', engine.person($1, v.published_by, NULL), 'published_text', engine.day_text($1, v.published_at)) ORDER BY v.n DESC), '[]')
    FROM core.survey_version v WHERE v.survey_id = $2
$$;

-- What happened to it. That an opinion was drawn from it is for those who draw, and for none of them where one is about their own office.
CREATE FUNCTION engine.survey_history(p_lang text, actor core.actor, s core.survey) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_drawn constant boolean := engine.survey_may(actor, s, 'survey.draw')
    AND NOT EXISTS (SELECT FROM core.survey_finding f WHERE f.survey_id = s.id AND engine.finding_concerns(f, actor.office_id));
BEGIN
  RETURN (SELECT coalesce(jsonb_agg(engine.staff_event(p_lang, e, engine.survey_subject(s)) ORDER BY e.seq DESC), '[]') FROM core.event e
           WHERE e.layer = 'survey' AND e.subject_id = s.id AND (v_drawn OR e.action <> 'raise'));
END $$;

CREATE FUNCTION engine.survey_json(p_lang text, actor core.actor, s core.survey) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN engine.frame(p_lang, actor, 'surveys') || jsonb_build_object(
    'survey', engine.survey_row(p_lang, s) || jsonb_build_object('is_drafted', s.draft IS NOT NULL, 'is_correction', s.draft IS NOT NULL AND s.opened_at IS NOT NULL,
      'may_edit', s.draft IS NOT NULL AND s.proposed_by IS NULL AND engine.survey_may(actor, s, 'survey.make'),
      'opened', s.opened_at IS NOT NULL, 'shows_code', s.opened_at IS NOT NULL AND s.access = 'open',
      'may_enter', s.state IN ('open', 'paused') AND engine.survey_may(actor, s, 'survey.make'), 'shows_codes', s.opened_at IS NOT NULL AND s.access <> 'open' AND engine.survey_may(actor, s, 'survey.make'),
      'drafted_by', engine.person(p_lang, s.drafted_by, NULL), 'said', s.said, 'summary', s.summary),
    'advice', jsonb_build_object('questions_most', engine.param('survey_questions_most')), 'survey_organ', engine.wording(p_lang, 'organ'), 'findings', engine.findings_json(p_lang, actor, s), 'has_findings', EXISTS (SELECT FROM engine.seen_findings(actor, s.id)),
    'notes', engine.field_notes_json(p_lang, s.id), 'has_notes', EXISTS (SELECT FROM core.field_note n WHERE n.survey_id = s.id), 'channels', engine.channel_rows(p_lang, s.id),
    'quotas', engine.quotas_json(p_lang, s.id), 'has_quotas', EXISTS (SELECT FROM core.survey_quota q WHERE q.survey_id = s.id),
    'document', coalesce(s.draft, (engine.survey_latest(s.id)).document), 'versions', engine.survey_versions(p_lang, s.id), 'has_versions', s.opened_at IS NOT NULL,
    'actions', engine.survey_actions(p_lang, actor, s, false), 'history', engine.survey_history(p_lang, actor, s));
END $$;

CREATE FUNCTION engine.survey_record(s bigint, p_action text, actor core.actor, p_permission text, p_detail jsonb, p_key uuid) RETURNS void LANGUAGE sql VOLATILE AS $$
  SELECT engine.record('survey', $1, $2, ($3).account_id, coalesce(engine.role_for($3, $4), 'system'), NULL, NULL, $5, $6)
$$;

-- A document that the program has looked at: an object, of at most 64 KiB. What stands in it is the program's to check.
CREATE FUNCTION engine.need_document(p_document text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF octet_length(coalesce(p_document, '')) NOT BETWEEN 2 AND 65536 THEN
    PERFORM engine.fail(422, CASE WHEN coalesce(p_document, '') = '' THEN 'required' ELSE 'too_long' END, 'document');
  ELSIF jsonb_typeof(p_document::jsonb) <> 'object' THEN
    PERFORM engine.fail(422, 'survey.not_a_document', 'document');
  END IF;
  RETURN p_document;
EXCEPTION WHEN invalid_text_representation THEN
  PERFORM engine.fail(422, 'survey.not_a_document', 'document');
  RETURN NULL;
END $$;

-- A new survey of one's own office, from a document: a template's, an imported one, an earlier round's.
CREATE FUNCTION engine.survey_make(actor core.actor, p_fields jsonb, p_document text, p_key uuid) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_before core.survey;
  v_issue constant bigint := engine.followed_issue(actor, p_fields ->> 'issue');
  v_id bigint;
BEGIN
  SELECT * INTO v_before FROM core.survey x WHERE x.number = p_fields ->> 'round_of';
  INSERT INTO core.survey (code, number, title, title_en, office_id, audience, access, place, closes_at, round_of, issue_id, draft, drafted_by, drafted_at)
  VALUES (engine.survey_code(), engine.survey_number(engine.clock()), p_fields ->> 'title', coalesce(v_before.title_en, ''), actor.office_id,
          p_fields ->> 'audience', coalesce(v_before.access, CASE p_fields ->> 'audience' WHEN 'delegates' THEN 'personal' ELSE 'open' END),
          coalesce(v_before.place, ''), engine.end_of_day(engine.day(engine.clock()) + engine.param('survey_days')::integer), coalesce(v_before.round_of, v_before.id), v_issue,
          engine.need_document(coalesce((engine.survey_latest(v_before.id)).document, p_document)), actor.account_id, engine.clock())
  RETURNING id INTO v_id;
  INSERT INTO core.survey_count (survey_id) VALUES (v_id);
  PERFORM engine.settle_questions(v_id, false);
  PERFORM engine.survey_record(v_id, 'make', actor, 'survey.make', jsonb_strip_nulls(jsonb_build_object('title', p_fields ->> 'title',
    'round_of', p_fields ->> 'round_of', 'issue', p_fields ->> 'issue')), p_key);
  RETURN v_id;
END $$;

-- The draft is replaced; what is published stays as it is.
CREATE FUNCTION engine.survey_save(actor core.actor, p_id bigint, p_document text, p_version jsonb, p_key uuid) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  s core.survey;
BEGIN
  SELECT * INTO STRICT s FROM core.survey x WHERE x.id = p_id FOR UPDATE;
  IF engine.done_with('survey', p_id, 'edit', actor, p_key) IS NOT NULL THEN
    RETURN;
  ELSIF NOT engine.survey_may(actor, s, 'survey.make') THEN
    PERFORM engine.fail(403, 'forbidden');
  ELSIF s.draft IS NULL OR s.proposed_by IS NOT NULL THEN
    PERFORM engine.fail(409, 'action_not_now');
  END IF;
  PERFORM engine.check_version(engine.survey_subject(s), p_version);
  UPDATE core.survey x SET draft = engine.need_document(p_document), drafted_by = actor.account_id, drafted_at = engine.clock(), version = x.version + 1 WHERE x.id = p_id;
  PERFORM engine.survey_record(p_id, 'edit', actor, 'survey.make', '{}', p_key);
END $$;

CREATE FUNCTION engine.survey_settle(s core.survey, f jsonb) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  IF (f ->> 'closes_on')::date < coalesce((f ->> 'opens_on')::date, engine.day(engine.clock())) THEN
    PERFORM engine.fail(422, 'survey.ends_first', 'closes_on');
  ELSIF f ->> 'contact_question' IS NOT NULL AND f ->> 'words_question' IS NULL THEN
    PERFORM engine.fail(422, 'required', 'words_question');
  END IF;
  UPDATE core.survey x SET version = x.version + 1, title = f ->> 'title', title_en = coalesce(f ->> 'title_en', ''), audience = f ->> 'audience',
         access = f ->> 'access', place = coalesce(f ->> 'place', ''), minutes = (f ->> 'minutes')::integer,
         opens_at = engine.day_start(f ->> 'opens_on'), closes_at = engine.end_of_day((f ->> 'closes_on')::date), most = (f ->> 'most')::integer,
         words_question = f ->> 'words_question', contact_question = f ->> 'contact_question',
         mix_question = f ->> 'mix_question' WHERE x.id = s.id;
END $$;

-- The values of a question's choices or rows, in no order.
CREATE FUNCTION engine.values_of(p_question jsonb, p_member text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_agg(c -> 'value' ORDER BY c -> 'value'), '[]') FROM jsonb_array_elements(coalesce($1 -> $2, '[]')) c
$$;

-- Questions of a new version with the version since which each name has had its meaning: a question means the same while its type, its
-- choices and its rows are the same, and its title is, or the change was said to be one of wording.
CREATE FUNCTION engine.survey_since(p_new jsonb, p_before jsonb, p_n integer, p_wording boolean) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_agg(q || jsonb_build_object('since', coalesce((
           SELECT (b -> 'since')::integer FROM jsonb_array_elements($2) b
            WHERE b ->> 'name' = q ->> 'name' AND b -> 'type' = q -> 'type' AND engine.values_of(b, 'choices') = engine.values_of(q, 'choices')
              AND engine.values_of(b, 'rows') = engine.values_of(q, 'rows') AND (p_wording OR b -> 'title' = q -> 'title')), p_n)) ORDER BY k), '[]')
    FROM jsonb_array_elements($1) WITH ORDINALITY AS x(q, k)
$$;

-- What the program drew is of the very draft that is published.
CREATE FUNCTION engine.survey_publish(s core.survey, actor core.actor, p_rendered jsonb, f jsonb) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_n constant integer := coalesce((SELECT max(v.n) FROM core.survey_version v WHERE v.survey_id = s.id), 0) + 1;
BEGIN
  IF p_rendered ->> 'document' IS DISTINCT FROM s.draft THEN
    PERFORM engine.fail(409, 'changed_meanwhile', 'version');
  ELSIF s.closes_at IS NOT NULL AND s.closes_at <= engine.clock() THEN
    PERFORM engine.fail(422, 'survey.over', 'closes_on');
  END IF;
  INSERT INTO core.survey_version (survey_id, n, document, questions, form, plan, note, made_by, published_by, published_at)
  VALUES (s.id, v_n, s.draft, engine.survey_since(p_rendered -> 'questions', coalesce((engine.survey_latest(s.id)).questions, '[]'), v_n, coalesce((f ->> 'wording')::boolean, false)),
          p_rendered -> 'form', p_rendered -> 'plan', coalesce(f ->> 'note', ''), s.drafted_by, actor.account_id, engine.clock());
  UPDATE core.survey x SET version = x.version + 1, state = CASE WHEN x.state = 'proposed' THEN 'open' ELSE x.state END, draft = NULL, proposed_by = NULL,
         opened_at = coalesce(x.opened_at, engine.clock()) WHERE x.id = s.id;
END $$;

CREATE FUNCTION engine.survey_close(s bigint, actor core.actor, p_key uuid) RETURNS void LANGUAGE sql VOLATILE AS $$
  UPDATE core.survey x SET version = x.version + 1, state = 'closed', closed_at = engine.clock(), draft = NULL, proposed_by = NULL WHERE x.id = $1;
  SELECT pg_notify('xq_work', '')
$$;

CREATE FUNCTION engine.survey_take(s core.survey, p_action text, actor core.actor, f jsonb, p_given jsonb) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  CASE p_action
    WHEN 'settle'    THEN PERFORM engine.survey_settle(s, f);
    WHEN 'propose'   THEN
      PERFORM engine.settle_questions(s.id, true);
      UPDATE core.survey x SET version = x.version + 1, proposed_by = actor.account_id,
             state = CASE x.state WHEN 'draft' THEN 'proposed' ELSE x.state END WHERE x.id = s.id;
    WHEN 'send_back' THEN UPDATE core.survey x SET version = x.version + 1, proposed_by = NULL,
                                 state = CASE x.state WHEN 'proposed' THEN 'draft' ELSE x.state END WHERE x.id = s.id;
    WHEN 'publish'   THEN PERFORM engine.survey_publish(s, actor, p_given, f);
    WHEN 'correct'   THEN UPDATE core.survey x SET version = x.version + 1, draft = (engine.survey_latest(s.id)).document,
                                 drafted_by = actor.account_id, drafted_at = engine.clock() WHERE x.id = s.id;
    WHEN 'drop'      THEN UPDATE core.survey x SET version = x.version + 1, draft = NULL, proposed_by = NULL WHERE x.id = s.id;
    WHEN 'extend'    THEN
      IF engine.end_of_day((f ->> 'closes_on')::date) <= greatest(engine.clock(), coalesce(s.opens_at, engine.clock())) THEN
        PERFORM engine.fail(422, 'survey.ends_first', 'closes_on');
      END IF;
      UPDATE core.survey x SET version = x.version + 1, closes_at = engine.end_of_day((f ->> 'closes_on')::date) WHERE x.id = s.id;
    WHEN 'pause'     THEN UPDATE core.survey x SET version = x.version + 1, state = 'paused' WHERE x.id = s.id;
    WHEN 'resume'    THEN UPDATE core.survey x SET version = x.version + 1, state = 'open' WHERE x.id = s.id;
    WHEN 'close'     THEN PERFORM engine.survey_close(s.id, actor, NULL);
    WHEN 'add_channel' THEN PERFORM engine.add_channel(s.id, f ->> 'kind', f ->> 'label');
    WHEN 'set_quota'   THEN PERFORM engine.set_quota(s.id, f ->> 'place', (f ->> 'most')::integer);
    WHEN 'drop_quota'  THEN DELETE FROM core.survey_quota q WHERE q.survey_id = s.id AND q.question || '=' || q.option = f ->> 'place';
    WHEN 'codes', 'links' THEN PERFORM engine.make_sheet(s, p_action, f, p_given);
    WHEN 'note'      THEN PERFORM engine.add_field_note(s, actor, f);
    WHEN 'raise', 'attach' THEN PERFORM engine.draw_finding(s, p_action, actor, f);
    WHEN 'tell'      THEN
      PERFORM engine.clean_texts(f);
      UPDATE core.survey x SET version = x.version + 1, said = coalesce(f ->> 'said', ''), summary = coalesce(f ->> 'summary', '') WHERE x.id = s.id;
    WHEN 'tell_all'  THEN UPDATE core.survey x SET version = x.version + 1, state = 'published', published_at = engine.clock() WHERE x.id = s.id;
  END CASE;
END $$;

CREATE FUNCTION engine.survey_act(actor core.actor, p_id bigint, p_action text, p_args jsonb) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  s core.survey := engine.seen_survey(actor, p_id);
  v_key constant uuid := engine.form_key(p_args);
  v_refusal text;
  v_fields jsonb;
BEGIN
  IF NOT EXISTS (SELECT FROM engine.survey_steps() p WHERE p.action = p_action) THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  SELECT * INTO STRICT s FROM core.survey x WHERE x.id = p_id FOR UPDATE;
  IF engine.done_with('survey', p_id, p_action, actor, v_key) IS NOT NULL THEN
    RETURN;
  END IF;
  v_refusal := engine.survey_refusal(actor, s, p_action);
  IF v_refusal IS NOT NULL THEN
    PERFORM engine.fail(CASE WHEN v_refusal IN ('forbidden', 'proposal.own') THEN 403 ELSE 409 END, v_refusal);
  END IF;
  PERFORM engine.check_version(engine.survey_subject(s), p_args);
  v_fields := engine.check_fields(p_action, engine.survey_subject(s), p_args - 'given');
  PERFORM engine.survey_take(s, p_action, actor, v_fields, p_args -> 'given');
  PERFORM engine.survey_record(s.id, p_action, actor, (SELECT min(p.permission) FROM engine.survey_steps() p WHERE p.action = p_action),
    engine.kept_fields('survey', p_action, v_fields), v_key);
END $$;
