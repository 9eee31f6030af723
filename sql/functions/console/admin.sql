-- Administration: offices, accounts and roles, categories, limits, numbers, texts. The three administrators read it; who may change
-- what stands in rules.permission.

CREATE FUNCTION console.admin(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
BEGIN
  PERFORM engine.need(actor, 'admin.read');
  RETURN engine.admin_index(ctx ->> 'lang', actor);
END $$;

CREATE FUNCTION console.admin_list(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
BEGIN
  PERFORM engine.need(actor, 'admin.read');
  RETURN engine.admin_list(ctx ->> 'lang', actor, args ->> 'list');
END $$;

CREATE FUNCTION console.admin_setting(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
BEGIN
  PERFORM engine.need(actor, 'admin.read');
  RETURN engine.admin_setting(ctx ->> 'lang', actor, args ->> 'list', engine.path_id(args));
END $$;

-- fresh: done by this very request, so that a password made for it counts and is shown.
CREATE FUNCTION console.admin_action(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  place constant bigint := CASE WHEN args ? 'id' THEN engine.path_id(args) END;
  result record;
BEGIN
  PERFORM engine.need(actor, engine.setting_permission(args ->> 'list', args ->> 'action'));
  result := engine.set_setting(actor, args ->> 'list', place, args ->> 'action', args - ARRAY['list', 'id', 'action']);
  RETURN engine.admin_setting(ctx ->> 'lang', actor, args ->> 'list', result.id) || jsonb_build_object('fresh', result.done);
END $$;
