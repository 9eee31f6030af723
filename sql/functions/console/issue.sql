-- One issue, for those who may see it.

CREATE FUNCTION console.issue(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  i constant core.issue := engine.seen_issue(actor, engine.path_id(args));
BEGIN
  RETURN engine.staff_issue(ctx ->> 'lang', actor, i) || jsonb_build_object('provenance', engine.provenance(ctx ->> 'lang', actor, NULL, i.id),
    'follow_href', CASE WHEN i.closed_at IS NOT NULL AND engine.may(actor, 'survey.make') IS NOT NULL THEN '/console/surveys?issue=' || i.number END);
END $$;
