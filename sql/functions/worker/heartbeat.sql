-- A program says that it lives.

CREATE FUNCTION worker.heartbeat(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
BEGIN
  RETURN jsonb_build_object('at', engine.time_of(engine.beat(engine.need_text(args ->> 'program', 2, 50, 'program'))));
END $$;
