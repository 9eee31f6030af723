-- The speaker takes the opinion back, while it is still being looked at.

CREATE FUNCTION intake.withdraw(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  o core.opinion := engine.opinion_of(args, false);
BEGIN
  IF o.reason IS DISTINCT FROM 'withdrawn' THEN
    PERFORM engine.apply('opinion', o.id, 'withdraw', NULL, 'person', engine.pick(args, ARRAY['key']), ctx);
  END IF;
  RETURN engine.tracking(ctx ->> 'lang', engine.opinion_of(args, false));
END $$;
