-- The half-year campaigns of looking back.

CREATE FUNCTION console.campaigns(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
BEGIN
  PERFORM engine.need(actor, 'campaign.read');
  RETURN engine.frame(lang, actor, 'campaigns') || jsonb_build_object('actions', engine.campaign_actions(lang, actor),
    'campaigns', (SELECT coalesce(jsonb_agg(engine.campaign_row(lang, c) ORDER BY c.period DESC), '[]') FROM core.campaign c));
END $$;

CREATE FUNCTION console.campaign(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  v_lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
  c core.campaign;
BEGIN
  PERFORM engine.need(actor, 'campaign.read');
  SELECT * INTO c FROM core.campaign p WHERE p.id = engine.path_id(args);
  IF c.id IS NULL THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  RETURN engine.frame(v_lang, actor, 'campaigns') || engine.campaign_row(v_lang, c) || engine.campaign_conclusions(v_lang, c)
    || jsonb_build_object('seed', c.seed, 'until_text', engine.day_text(v_lang, c.until_on), 'by', engine.person(v_lang, c.started_by, NULL),
         'reasons', engine.campaign_reasons(v_lang, c), 'issues', engine.campaign_issues(v_lang, c));
END $$;

-- Starting one draws the sample at once; the same form again answers the campaign that it started.
CREATE FUNCTION console.campaign_start(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  subject constant engine.subject := ROW('campaign', 0, NULL, 0, NULL, NULL)::engine.subject;
  form constant uuid := engine.form_key(args);
  started bigint;
BEGIN
  PERFORM engine.need(actor, 'campaign.start');
  PERFORM pg_advisory_xact_lock(hashtextextended('campaign', 0)); -- one is started at a time
  SELECT e.subject_id INTO started FROM core.event e WHERE e.layer = 'campaign' AND e.action = 'start' AND e.key = form;
  IF started IS NULL THEN
    started := (engine.start_campaign(actor, engine.check_fields('start', subject, args), form)).id;
  END IF;
  RETURN console.campaign(ctx, jsonb_build_object('id', started));
END $$;
