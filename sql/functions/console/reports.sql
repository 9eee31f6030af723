-- The views on offer, and one of them; as a file it is a record of its own: who took which rows away.

CREATE FUNCTION console.reports(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
BEGIN
  RETURN engine.frame(lang, actor, 'reports') || engine.report_list(lang, actor);
END $$;

CREATE FUNCTION console.report(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
  filters constant jsonb := args - ARRAY['name', 'export'];
  found jsonb;
BEGIN
  PERFORM engine.cursor_of(args);
  found := engine.report_data(args ->> 'name', filters, actor, lang, args ? 'export');
  IF args ? 'export' THEN
    PERFORM engine.record('report', actor.account_id, 'export', actor.account_id, engine.role_for(actor, (engine.report_of(args ->> 'name')).permission),
                          NULL, NULL, jsonb_build_object('report', args ->> 'name', 'as', args ->> 'export', 'filters', filters, 'rows', found -> 'n'));
  END IF;
  RETURN engine.frame(lang, actor, 'reports') || found || jsonb_strip_nulls(jsonb_build_object('list', (
    SELECT engine.list_form(lang, actor, l, engine.filter_values(found -> 'filters')) FROM engine.list_of_report(args ->> 'name') l WHERE l.kind = 'issue')));
END $$;
