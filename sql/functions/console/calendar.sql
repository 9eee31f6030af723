-- The work calendar, which everybody signed in may read and the system administrator maintains, and the limits counted by it.

CREATE FUNCTION console.calendar(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
BEGIN
  RETURN engine.calendar_page(ctx ->> 'lang', actor, engine.path_id(args)::integer);
END $$;

CREATE FUNCTION console.calendar_now(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
BEGIN
  RETURN engine.calendar_page(ctx ->> 'lang', actor, extract(year FROM engine.day(engine.clock()))::integer);
END $$;

CREATE FUNCTION console.calendar_action(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  form constant jsonb := args - ARRAY['id', 'action'];
  fields jsonb;
BEGIN
  IF coalesce(args ->> 'action', '') NOT IN ('set_day', 'remove_day') THEN
    PERFORM engine.fail(404, 'not_found');
  ELSIF NOT engine.begin_calendar(actor, form) THEN
    fields := engine.check_fields(args ->> 'action', ROW('calendar', 0, NULL, NULL, NULL, NULL)::engine.subject, form);
    IF args ->> 'action' = 'set_day' THEN
      PERFORM engine.set_day(actor, form, fields);
    ELSE
      PERFORM engine.remove_day(actor, form, fields);
    END IF;
  END IF;
  RETURN engine.calendar_page(ctx ->> 'lang', actor, engine.path_id(args)::integer);
END $$;

CREATE FUNCTION console.calendar_import_form(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
BEGIN
  PERFORM engine.need(actor, 'calendar.edit');
  RETURN engine.frame(ctx ->> 'lang', actor, 'calendar') || jsonb_build_object('form', engine.notice_form(ctx ->> 'lang', 'preview', NULL));
END $$;

CREATE FUNCTION console.calendar_preview(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
BEGIN
  PERFORM engine.need(actor, 'calendar.edit');
  RETURN engine.frame(lang, actor, 'calendar') || jsonb_build_object('form', engine.notice_form(lang, 'preview', args ->> 'text'),
    'report', engine.notice_report(lang, args ->> 'text'));
END $$;

CREATE FUNCTION console.calendar_import(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  year integer;
BEGIN
  IF NOT engine.begin_calendar(actor, args) THEN
    year := engine.load_notice(actor, args);
  ELSE
    SELECT e.subject_id INTO year FROM core.event e WHERE e.layer = 'calendar' AND e.key = engine.form_key(args);
  END IF;
  RETURN engine.calendar_page(ctx ->> 'lang', actor, year);
END $$;

CREATE FUNCTION console.deadlines(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
BEGIN
  RETURN engine.frame(ctx ->> 'lang', actor, 'calendar') || jsonb_build_object('deadlines', engine.deadlines_json(ctx ->> 'lang'),
    'office_closes', engine.param('office_closes')::integer);
END $$;
