-- The issues that somebody may see: all of them, those of the own office, or those they lead.

CREATE FUNCTION console.issues(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
  names constant text[] := ARRAY['state', 'office', 'category', 'source', 'rectify_type', 'lamp', 'key_issue', 'rebound', 'from', 'to'];
  fields jsonb;
  rows jsonb;
BEGIN
  PERFORM engine.need(actor, 'issue.read');
  fields := engine.report_filters(names, args, lang);
  SELECT coalesce(jsonb_agg(engine.issue_row(lang, i) ORDER BY i.id DESC), '[]') INTO rows
    FROM engine.found_issues(actor, engine.filter_values(fields), engine.cursor_of(args)) i;
  RETURN engine.frame(lang, actor, 'issues') || jsonb_strip_nulls(jsonb_build_object('campaigns', CASE WHEN engine.may(actor, 'campaign.read') IS NOT NULL THEN '/console/campaigns' END)) || engine.list_of(lang, fields, rows, '/console/issues', args);
END $$;
