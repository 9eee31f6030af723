-- Surveys as staff make, publish, watch and close them. What is in a document is looked at by the program, which draws it as well.

CREATE FUNCTION console.surveys(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  v_lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
  found jsonb;
BEGIN
  PERFORM engine.need(actor, 'survey.read');
  SELECT coalesce(jsonb_agg(engine.survey_row(v_lang, s) ORDER BY s.id DESC), '[]') INTO found
    FROM (SELECT x.* FROM core.survey x WHERE engine.survey_may(actor, x, 'survey.read')
            AND (engine.cursor_of(args) IS NULL OR x.id < engine.cursor_of(args)) ORDER BY x.id DESC LIMIT engine.page_rows() + 1) s;
  RETURN engine.frame(v_lang, actor, 'surveys') || engine.page_of(found, '/console/surveys', args, '{}') || jsonb_build_object('actions',
    CASE WHEN engine.may(actor, 'survey.make') IS NULL THEN '[]'::jsonb
         ELSE jsonb_build_array(engine.filled_form(engine.survey_form(v_lang, NULL, 'make'), jsonb_build_object('issue', args -> 'issue')) || '{"href": "/console/surveys"}') END);
END $$;

-- One at a time: two clicks on one form make one survey.
CREATE FUNCTION console.survey_make(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  v_key constant uuid := engine.form_key(args);
  v_id bigint;
BEGIN
  PERFORM engine.need(actor, 'survey.make');
  PERFORM pg_advisory_xact_lock(hashtextextended('survey:make', 0));
  v_id := engine.done_with('survey', NULL, 'make', actor, v_key);
  IF v_id IS NULL THEN
    v_id := engine.survey_make(actor, engine.check_fields('make', engine.survey_subject(NULL), args - 'document'), args ->> 'document', v_key);
  END IF;
  RETURN engine.survey_json(ctx ->> 'lang', actor, engine.seen_survey(actor, v_id));
END $$;

CREATE FUNCTION console.survey(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
BEGIN
  RETURN engine.survey_json(ctx ->> 'lang', actor, engine.seen_survey(actor, engine.path_id(args)));
END $$;

CREATE FUNCTION console.survey_save(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  s constant core.survey := engine.seen_survey(actor, engine.path_id(args));
BEGIN
  PERFORM engine.survey_save(actor, s.id, args ->> 'document', args, engine.form_key(args));
  RETURN engine.survey_json(ctx ->> 'lang', actor, engine.seen_survey(actor, s.id));
END $$;

CREATE FUNCTION console.survey_action(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  v_id constant bigint := engine.path_id(args);
BEGIN
  PERFORM engine.survey_act(actor, v_id, args ->> 'action', args - ARRAY['id', 'action']);
  RETURN engine.survey_json(ctx ->> 'lang', actor, engine.seen_survey(actor, v_id));
END $$;

-- The sheets of codes, and of personal links who has answered.
CREATE FUNCTION console.survey_codes(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  s constant core.survey := engine.seen_survey(actor, engine.path_id(args));
BEGIN
  IF NOT engine.survey_may(actor, s, 'survey.make') THEN
    PERFORM engine.fail(403, 'forbidden');
  END IF;
  RETURN engine.survey_json(ctx ->> 'lang', actor, s) || jsonb_build_object('sheets', engine.sheets_json(s.id), 'people', engine.answered_json(s.id),
    'has_people', EXISTS (SELECT FROM core.survey_token t WHERE t.survey_id = s.id AND t.delegate_id IS NOT NULL), 'actions', engine.survey_actions(ctx ->> 'lang', actor, s, true));
END $$;

-- Makes a sheet and answers what to print; the program adds the codes, which are known to it and to the paper alone.
CREATE FUNCTION console.survey_sheet(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  v_id constant bigint := engine.path_id(args);
BEGIN
  PERFORM engine.survey_act(actor, v_id, args ->> 'action', args - ARRAY['id', 'action']);
  RETURN engine.survey_json(ctx ->> 'lang', actor, engine.seen_survey(actor, v_id)) || jsonb_build_object('slips', engine.sheet_json(v_id, args -> 'given'));
END $$;

-- 代录: the form that a clerk types papers into, what it is checked against, and a paper taken.
CREATE FUNCTION console.survey_entry(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  s constant core.survey := engine.entered_survey(actor, args);
BEGIN
  RETURN engine.frame(ctx ->> 'lang', actor, 'surveys') || engine.survey_page(ctx ->> 'lang', s, NULL)
      || jsonb_build_object('survey', engine.survey_row(ctx ->> 'lang', s), 'channels', engine.channel_rows(ctx ->> 'lang', s.id));
END $$;

CREATE FUNCTION console.survey_document(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
BEGIN
  RETURN engine.survey_document(engine.entered_survey(engine.actor(ctx), args), args);
END $$;

CREATE FUNCTION console.survey_answer(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  s constant core.survey := engine.entered_survey(actor, args);
  created constant boolean := engine.take_response(s, args || jsonb_build_object('channel', args ->> 'src'), true);
BEGIN
  IF created THEN
    PERFORM engine.survey_record(s.id, 'paper', actor, 'survey.make', '{}', NULL);
  END IF;
  RETURN console.survey_entry(ctx, args) || jsonb_build_object('created', created)
      || CASE WHEN args -> 'opinion' IS NULL THEN '{}' ELSE jsonb_build_object('opinion', intake.submit(ctx, args -> 'opinion')) END;
END $$;
