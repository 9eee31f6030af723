-- How much came in, how much was done, and what people say of it.

CREATE FUNCTION reader.progress(ctx jsonb, args jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  v_lang constant text := ctx->>'lang';
BEGIN
  RETURN jsonb_build_object(
    'period', engine.day_text(v_lang, engine.public_since()) || engine.word(v_lang, '至今。', ' until now.'),
    'as_of_text', engine.word(v_lang, '截至', 'As of ') || engine.minute_text(v_lang, engine.clock()),
    'figures', engine.public_figures(v_lang), 'months', engine.public_months(v_lang), 'categories', engine.public_categories(v_lang),
    'satisfaction', engine.public_satisfaction(v_lang), 'cases', engine.public_cases(v_lang, 20),
    'notices', engine.notices(v_lang), 'has_notices', engine.notices(v_lang) <> '[]');
END
$$;
COMMENT ON FUNCTION reader.progress(jsonb, jsonb) IS 'The public progress page: counts, months, categories, satisfaction, cases.';
