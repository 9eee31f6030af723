-- Circulars: those that are issued, for all staff; drafts for those who write and those who issue them.

CREATE FUNCTION console.circulars(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  v_lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
  found jsonb;
BEGIN
  PERFORM engine.need(actor, 'circular.read');
  SELECT coalesce(jsonb_agg(engine.circular_row(v_lang, c) ORDER BY c.id DESC), '[]') INTO found
    FROM (SELECT x.* FROM core.circular x WHERE (x.state = 'issued' OR engine.circular_drafts(actor))
            AND (engine.cursor_of(args) IS NULL OR x.id < engine.cursor_of(args)) ORDER BY x.id DESC LIMIT engine.page_rows() + 1) c;
  RETURN engine.frame(v_lang, actor, 'circulars') || engine.page_of(found, '/console/circulars', args, '{}') || jsonb_build_object('actions',
    CASE WHEN engine.may(actor, 'circular.draft') IS NULL THEN '[]'::jsonb
         ELSE jsonb_build_array(engine.circular_form(v_lang, NULL, 'draft') || '{"href": "/console/circulars"}') END);
END $$;

-- One at a time: two clicks on one form make one draft.
CREATE FUNCTION console.circular_draft(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  v_key constant uuid := engine.form_key(args);
  v_id bigint;
BEGIN
  PERFORM engine.need(actor, 'circular.draft');
  PERFORM pg_advisory_xact_lock(hashtextextended('circular:draft', 0));
  v_id := engine.done_with('circular', NULL, 'draft', actor, v_key);
  IF v_id IS NULL THEN
    v_id := engine.circular_draft(actor, engine.check_fields('draft', engine.circular_subject(NULL), args) ->> 'period', NULL, v_key);
  END IF;
  RETURN engine.circular_json(ctx ->> 'lang', actor, engine.seen_circular(actor, v_id));
END $$;

CREATE FUNCTION console.circular(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
BEGIN
  RETURN engine.circular_json(ctx ->> 'lang', actor, engine.seen_circular(actor, engine.path_id(args)));
END $$;

CREATE FUNCTION console.circular_action(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  v_id bigint;
BEGIN
  v_id := engine.circular_act(actor, engine.path_id(args), args ->> 'action', args - ARRAY['id', 'action']); -- first done, then looked at
  RETURN engine.circular_json(ctx ->> 'lang', actor, engine.seen_circular(actor, v_id));
END $$;
