-- My desk: what waits for whoever asks.

CREATE FUNCTION console.desk(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
BEGIN
  RETURN engine.frame(ctx ->> 'lang', actor, 'desk') || jsonb_build_object('guide', engine.desk_guide(ctx ->> 'lang', actor),
    'groups', engine.desk_groups(ctx ->> 'lang', actor));
END $$;
