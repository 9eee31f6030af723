-- Somebody does something with an issue that they see.

CREATE FUNCTION console.issue_action(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  i core.issue := engine.seen_issue(actor, engine.path_id(args));
BEGIN
  PERFORM engine.apply('issue', i.id, args ->> 'action', actor, NULL, args - ARRAY['id', 'action'], ctx);
  SELECT * INTO i FROM core.issue p WHERE p.id = i.id;
  RETURN engine.staff_issue(ctx ->> 'lang', actor, i);
END $$;
