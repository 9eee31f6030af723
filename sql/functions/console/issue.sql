-- One issue, for those who may see it.

CREATE FUNCTION console.issue(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
BEGIN
  RETURN engine.staff_issue(ctx ->> 'lang', actor, engine.seen_issue(actor, engine.path_id(args)));
END $$;
