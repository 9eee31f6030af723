-- What offices owe: looked at, kept, handed in.

CREATE FUNCTION console.duties(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
  scope constant text := engine.need(actor, 'duty.read');
  after constant bigint := engine.cursor_of(args);
  rows jsonb;
BEGIN
  SELECT coalesce(jsonb_agg(engine.duty_row(ctx ->> 'lang', r) ORDER BY r.id DESC), '[]') INTO rows FROM (
    SELECT d.* FROM core.duty_report d WHERE (after IS NULL OR d.id < after) AND engine.sees_duty(actor, d) ORDER BY d.id DESC LIMIT engine.page_rows() + 1) r;
  RETURN engine.frame(lang, actor, 'duties') || engine.page_of(rows, '/console/duties', args, '{}') || jsonb_build_object('all_offices', scope = 'all' OR EXISTS (SELECT FROM rules.list l WHERE engine.receives(actor, l)));
END $$;

CREATE FUNCTION console.duty(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
BEGIN
  RETURN engine.frame(ctx ->> 'lang', actor, 'duties') || engine.duty_data(ctx ->> 'lang', actor, engine.seen_duty(actor, engine.path_id(args), false));
END $$;

CREATE FUNCTION console.duty_action(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  lang constant text := ctx ->> 'lang';
  act constant text := args ->> 'action';
  actor constant core.actor := engine.actor(ctx);
  r core.duty_report := engine.seen_duty(actor, engine.path_id(args), true);
  key constant uuid := engine.form_key(args);
BEGIN
  IF engine.done_with('duty', r.id, act, actor, key) IS NULL THEN
    IF NOT engine.keeps_duty(actor, r, CASE act WHEN 'hand_in' THEN 'duty.hand_in' ELSE 'duty.keep' END) THEN
      PERFORM engine.fail(403, 'forbidden');
    ELSIF r.handed_in_at IS NOT NULL THEN
      PERFORM engine.fail(409, 'duty.handed_in');
    ELSIF NOT engine.duty_offers(actor, r, act) THEN
      PERFORM engine.fail(404, 'not_found');
    ELSIF (args ->> 'version')::integer <> r.version THEN
      PERFORM engine.fail(409, 'changed_meanwhile');
    END IF;
    UPDATE core.duty_report d SET version = d.version + 1 WHERE d.id = r.id;
    PERFORM engine.duty_do(lang, actor, r, act, engine.check_fields(act, engine.duty_subject(r), args - ARRAY['id', 'action']), key);
    PERFORM engine.record('duty', r.id, act, actor.account_id, engine.role_for(actor, CASE act WHEN 'hand_in' THEN 'duty.hand_in' ELSE 'duty.keep' END), NULL, NULL, '{}', key);
  END IF;
  SELECT * INTO r FROM core.duty_report d WHERE d.id = r.id;
  RETURN engine.frame(lang, actor, 'duties') || engine.duty_data(lang, actor, r);
END $$;
