-- What this is and what has come of it.

CREATE FUNCTION reader.home(ctx jsonb, args jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  v_lang constant text := ctx->>'lang';
BEGIN
  RETURN jsonb_build_object('organ', jsonb_build_object('name', engine.wording(v_lang, 'organ')),
    'figures', engine.public_figures(v_lang), 'cases', engine.public_cases(v_lang, 3),
    'offices_n', (SELECT count(*) FROM core.office o WHERE o.organ AND o.active), 'months', 12,
    'surveys_open', EXISTS (SELECT FROM core.survey s WHERE s.access = 'open' AND engine.survey_refused(s) IS NULL));
END
$$;
COMMENT ON FUNCTION reader.home(jsonb, jsonb) IS 'What has come of it: the figures of twelve months and the latest cases.';
