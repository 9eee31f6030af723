-- What surveys said, as far as it has been published.

CREATE FUNCTION reader.results(ctx jsonb, args jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp SET jit = off AS $$
BEGIN
  RETURN jsonb_build_object('surveys', (SELECT coalesce(jsonb_agg(engine.survey_head(ctx ->> 'lang', s) - ARRAY['said', 'state'] || jsonb_build_object('href', '/results/' || s.code,
      'n_text', coalesce('n=' || (r.public ->> 'n'), ''), 'published_text', engine.day_text(ctx ->> 'lang', s.published_at)) ORDER BY s.published_at DESC, s.id DESC), '[]')
    FROM core.survey s JOIN core.survey_result r ON r.survey_id = s.id WHERE s.state = 'published'));
END
$$;
COMMENT ON FUNCTION reader.results(jsonb, jsonb) IS 'The surveys whose results have been published.';

CREATE FUNCTION reader.survey_result(ctx jsonb, args jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp SET jit = off AS $$
BEGIN
  RETURN engine.public_results(ctx ->> 'lang', engine.survey_by_code(args ->> 'code'));
END
$$;
COMMENT ON FUNCTION reader.survey_result(jsonb, jsonb) IS 'What a survey said, or when it will be counted.';
