-- What is to be told: taken by the worker, and how it went.

CREATE FUNCTION worker.outbox_take(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  batch constant integer := 2;  -- times the ten seconds that one attempt may take: so much longer than its seconds a round may last
  mail constant boolean := coalesce((args ->> 'mail')::boolean, true);
BEGIN
  IF mail THEN
    PERFORM engine.write_digests(4 * batch);
  END IF;
  PERFORM engine.note_mail(mail);
  PERFORM engine.sweep_outbox(1000);
  RETURN jsonb_build_object('items', engine.take_outbox(batch, nullif(args ->> 'site', ''), mail),
    'next_at', engine.time_of(engine.outbox_next(mail)), 'seconds', engine.param('outbox_round')::integer);
END $$;

CREATE FUNCTION worker.outbox_done(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
BEGIN
  PERFORM engine.need_text(args ->> 'result', 4, 6, 'result');
  PERFORM engine.outbox_done((args ->> 'id')::bigint, (args ->> 'attempt')::integer, args ->> 'result', coalesce(args ->> 'error', ''));
  RETURN jsonb_build_object('done', true);
END $$;
