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
BEGIN
  RETURN engine.survey_page(ctx ->> 'lang', engine.survey_by_code(args ->> 'code'), args ->> 'src');
END $$;

-- What the program checks answers against: a version never changes, so it is asked for once.
CREATE FUNCTION intake.survey_document(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  s constant core.survey := engine.survey_by_code(args ->> 'code');
  v core.survey_version;
BEGIN
  SELECT * INTO v FROM core.survey_version x WHERE x.survey_id = s.id AND x.n = (args ->> 'n')::integer;
  IF v.n IS NULL THEN
    PERFORM engine.fail(409, 'changed_meanwhile', 'n');
  END IF;
  RETURN jsonb_strip_nulls(jsonb_build_object('document', CASE WHEN NOT (args -> 'known')::boolean THEN v.document END,
    'notice_version', (SELECT max(x.version) FROM rules.notice x), 'words_question', s.words_question, 'contact_question', s.contact_question,
    'quotas', (SELECT jsonb_agg(DISTINCT q.question) FROM core.survey_quota q WHERE q.survey_id = s.id)));
END $$;

-- An answer is taken once; where its words were given with an address, they become an opinion in the same breath.
CREATE FUNCTION intake.answer(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  s constant core.survey := engine.survey_by_code(args ->> 'code');
  created constant boolean := engine.take_response(s, args, false);
BEGIN
  RETURN jsonb_build_object('created', created, 'survey', engine.survey_row(ctx ->> 'lang', s) - ARRAY['href', 'id', 'version', 'taken', 'most'])
      || CASE WHEN args -> 'opinion' IS NULL THEN '{}' ELSE jsonb_build_object('opinion', intake.submit(ctx, args -> 'opinion')) END;
END $$;
