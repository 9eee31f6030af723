-- Notices of supervision, and the talks above them.

CREATE FUNCTION console.supervisions(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
  scope constant text := engine.need(actor, 'supervision.read');
  fields jsonb;
  rows jsonb;
BEGIN
  fields := engine.notice_filters(lang, actor, args);
  SELECT coalesce(jsonb_agg(engine.notice_row(lang, n) ORDER BY n.id DESC), '[]') INTO rows
    FROM engine.found_notices(actor, engine.filter_values(fields), engine.cursor_of(args)) n;
  RETURN engine.frame(lang, actor, 'supervisions') || engine.list_of(lang, fields, rows, '/console/supervisions', args)
    || jsonb_build_object('talks', engine.may_talks(actor))
    || CASE WHEN scope = 'all' AND NOT args ? 'after' THEN jsonb_build_object('month', jsonb_build_object('reds', engine.month_reds(lang, actor))) ELSE '{}' END;
END $$;

CREATE FUNCTION console.supervision(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
  SELECT engine.staff_notice(ctx ->> 'lang', engine.actor(ctx), engine.path_id(args))
$$;

CREATE FUNCTION console.supervision_action(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  n constant core.supervision := engine.seen_notice(actor, engine.path_id(args));
BEGIN
  PERFORM engine.act_on_notice(actor, n.id, args ->> 'action', args - ARRAY['id', 'action']);
  RETURN engine.staff_notice(ctx ->> 'lang', actor, n.id);
END $$;

-- A notice by hand answers the issue it is about.
CREATE FUNCTION console.issue_notice(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  i constant core.issue := engine.seen_issue(actor, engine.path_id(args));
BEGIN
  IF args ->> 'action' <> 'raise' THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  PERFORM engine.raise_by_hand(actor, i.id, args - ARRAY['id', 'action']);
  RETURN engine.staff_issue(ctx ->> 'lang', actor, i);
END $$;

CREATE FUNCTION console.talks(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
  SELECT engine.staff_talks(ctx ->> 'lang', engine.actor(ctx), args)
$$;

CREATE FUNCTION console.new_talk(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
  SELECT engine.staff_talk(ctx ->> 'lang', a, engine.new_talk(a, args ->> 'action', args - 'action')) FROM engine.actor(ctx) a
$$;

CREATE FUNCTION console.talk(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
  SELECT engine.staff_talk(ctx ->> 'lang', engine.actor(ctx), engine.path_id(args))
$$;

CREATE FUNCTION console.talk_action(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  t constant core.talk := engine.seen_talk(actor, engine.path_id(args));
BEGIN
  PERFORM engine.act_on_talk(actor, t.id, args ->> 'action', args - ARRAY['id', 'action']);
  RETURN engine.staff_talk(ctx ->> 'lang', actor, t.id);
END $$;
