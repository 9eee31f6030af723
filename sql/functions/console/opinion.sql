-- One opinion, for those who may read it.

CREATE FUNCTION console.opinion(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  o constant core.opinion := engine.readable_opinion(actor, engine.path_id(args));
BEGIN
  RETURN engine.staff_opinion(ctx ->> 'lang', actor, o) || jsonb_build_object('provenance', engine.provenance(ctx ->> 'lang', actor, o.id, NULL));
END $$;
