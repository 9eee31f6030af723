-- What has become of an opinion, told to whoever holds its receipt.

CREATE FUNCTION intake.track(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
BEGIN
  RETURN engine.tracking(ctx ->> 'lang', engine.opinion_of(args, false));
END $$;
