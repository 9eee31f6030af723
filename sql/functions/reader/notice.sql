-- The privacy notice in force.

CREATE FUNCTION reader.notice(ctx jsonb, args jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
BEGIN
  RETURN engine.notice(ctx->>'lang') || jsonb_build_object('promise', engine.wording(ctx->>'lang', 'promise'));
END
$$;
COMMENT ON FUNCTION reader.notice(jsonb, jsonb) IS 'The privacy notice in force, with the promise of protection.';
