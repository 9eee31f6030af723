-- What a closed survey says: to staff, and as a file, which is a record of its own.

CREATE FUNCTION console.survey_results(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp SET jit = off AS $$
DECLARE
  v_lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
  s constant core.survey := engine.seen_survey(actor, engine.path_id(args));
BEGIN
  IF args ? 'export' THEN
    PERFORM engine.record('survey', s.id, 'export', actor.account_id, engine.role_for(actor, 'survey.read'), NULL, NULL, jsonb_build_object('as', args ->> 'export'), NULL);
    RETURN engine.result_file(v_lang, actor, s);
  END IF;
  RETURN engine.frame(v_lang, actor, 'surveys') || engine.staff_results(v_lang, actor, s, args);
END $$;

CREATE FUNCTION console.survey_words(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp SET jit = off AS $$
DECLARE
  v_lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
  s constant core.survey := engine.seen_survey(actor, engine.path_id(args));
BEGIN
  IF NOT EXISTS (SELECT FROM core.survey_result r WHERE r.survey_id = s.id) THEN
    PERFORM engine.fail(409, 'survey.not_counted');
  END IF;
  RETURN engine.frame(v_lang, actor, 'surveys') || engine.survey_words(v_lang, actor, s, args)
      || jsonb_build_object('survey', engine.survey_head(v_lang, s), 'results_href', '/console/surveys/' || s.id || '/results', 'said', nullif(s.said, ''));
END $$;
