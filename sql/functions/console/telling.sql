-- How somebody of the staff is told what waits, as they set it themselves; and, for the administrator, how the outbox is doing.

CREATE FUNCTION console.telling(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
BEGIN
  RETURN engine.telling_page(ctx ->> 'lang', actor);
END $$;

CREATE FUNCTION console.telling_action(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  fields jsonb;
BEGIN
  IF NOT EXISTS (SELECT FROM engine.telling_actions(actor) a WHERE a.code = args ->> 'action') THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  fields := engine.check_fields(args ->> 'action', engine.telling_subject(actor), args - 'action');
  IF NOT engine.same_form('account', actor.account_id, engine.form_key(args)::text) THEN
    IF args ->> 'action' = 'set_telling' THEN
      PERFORM engine.set_telling(actor, fields);
    ELSE
      PERFORM engine.retry_outbox();
    END IF;
    PERFORM engine.record('account', actor.account_id, args ->> 'action', actor.account_id, actor.roles[1], NULL, NULL,
                          fields - 'email', engine.form_key(args));
  END IF;
  RETURN engine.telling_page(ctx ->> 'lang', actor);
END $$;
