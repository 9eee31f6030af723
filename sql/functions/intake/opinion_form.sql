-- What the opinion form is drawn from: the notice in force, the organ's own texts, and the fields.

CREATE FUNCTION intake.opinion_form(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  lang text := ctx ->> 'lang';
BEGIN
  RETURN jsonb_build_object(
    'notice', engine.notice(lang),
    'welcome', engine.wording(lang, 'welcome'),
    'scope', engine.wording(lang, 'scope'),
    'not_here', engine.wording(lang, 'not_here'),
    'promise', engine.wording(lang, 'promise'),
    'fields', engine.matter_fields(lang) || engine.contact_fields(lang));
END $$;
