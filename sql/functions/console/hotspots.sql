-- Hot spots: all of them, one of them, and the record of its study, which closes it.

CREATE FUNCTION console.hotspots(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  v_lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
BEGIN
  PERFORM engine.need(actor, 'hotspot.read');
  RETURN engine.frame(v_lang, actor, 'hotspots') || jsonb_build_object('hotspots', (
    SELECT coalesce(jsonb_agg(engine.hotspot_json(v_lang, h) ORDER BY (h).studied_at IS NOT NULL, (h).id DESC), '[]')
      FROM (SELECT s FROM engine.seen_hotspots(actor) s ORDER BY s.studied_at IS NOT NULL, s.id DESC LIMIT 200) x (h)));
END $$;

CREATE FUNCTION console.hotspot(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
BEGIN
  RETURN engine.staff_hotspot(ctx ->> 'lang', actor, engine.readable_hotspot(actor, engine.path_id(args)));
END $$;

CREATE FUNCTION console.study_hotspot(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  h core.hotspot := engine.readable_hotspot(actor, engine.path_id(args));
  checked jsonb;
BEGIN
  IF NOT engine.reads_hotspot(actor, 'hotspot.study', h.office_id) THEN
    PERFORM engine.fail(403, 'forbidden');
  ELSIF NOT engine.same_form('office', h.office_id, args ->> 'key') THEN
    PERFORM engine.check_version(engine.hotspot_subject(h), args);
    IF h.studied_at IS NOT NULL THEN
      PERFORM engine.fail(409, 'action_not_now');
    END IF;
    checked := engine.check_fields('study', engine.hotspot_subject(h), args - 'id');
    UPDATE core.hotspot p SET study = checked ->> 'study', studied_at = engine.clock(), studied_by = actor.account_id, version = p.version + 1
     WHERE p.id = h.id RETURNING p.* INTO h;
    PERFORM engine.record('office', h.office_id, 'study_hotspot', actor.account_id, engine.role_for(actor, 'hotspot.study'), NULL, NULL,
                          checked || jsonb_build_object('hotspot', h.id), engine.form_key(args));
  END IF;
  RETURN engine.staff_hotspot(ctx ->> 'lang', actor, h);
END $$;
