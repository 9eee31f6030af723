-- Surveys: those that can be answered, one with its form, and an answer.

CREATE FUNCTION intake.surveys(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  v_lang constant text := ctx ->> 'lang';
BEGIN
  RETURN jsonb_build_object('surveys', (SELECT coalesce(jsonb_agg(engine.survey_row(v_lang, s) - ARRAY['href', 'id', 'version', 'taken', 'most'] ORDER BY s.closes_at, s.id), '[]')
    FROM core.survey s WHERE s.access = 'open' AND engine.survey_refused(s) IS NULL));
END $$;

CREATE FUNCTION intake.survey(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  v_page constant jsonb := engine.survey_page(ctx ->> 'lang', engine.survey_by_code(args ->> 'code'), args ->> 'src');
BEGIN
  RETURN CASE WHEN v_page ? 'refused' THEN v_page - ARRAY['form', 'plan'] ELSE v_page END;
END $$;

-- What the program checks answers against: a version never changes, so its document is asked for once.
CREATE FUNCTION intake.survey_document(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
BEGIN
  RETURN engine.survey_document(engine.survey_by_code(args ->> 'code'), args);
END $$;

-- An answer is taken once; where its words were given with an address, they become an opinion in the same breath.
CREATE FUNCTION intake.answer(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  s constant core.survey := engine.survey_by_code(args ->> 'code');
  created constant boolean := engine.take_response(s, args || jsonb_build_object('channel', args ->> 'src'), false);
BEGIN
  RETURN jsonb_build_object('created', created, 'survey', engine.survey_row(ctx ->> 'lang', s) - ARRAY['href', 'id', 'version', 'taken', 'most'])
      || CASE WHEN args -> 'opinion' IS NULL THEN '{}' ELSE jsonb_build_object('opinion', intake.submit(ctx, args -> 'opinion')) END;
END $$;
