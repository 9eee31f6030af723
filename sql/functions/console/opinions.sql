-- The inbox: what came in, for those who may read the words.

CREATE FUNCTION console.opinions(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  v_lang constant text := ctx ->> 'lang'; -- an opinion has a column lang
  actor constant core.actor := engine.actor(ctx);
  fields jsonb;
  rows jsonb;
BEGIN
  IF NOT engine.may_opinions(actor) THEN
    PERFORM engine.fail(403, 'forbidden');
  END IF;
  fields := engine.opinion_filters(v_lang, args);
  SELECT coalesce(jsonb_agg(engine.opinion_row(v_lang, actor, o) ORDER BY o.id DESC), '[]') INTO rows
    FROM engine.found_opinions(actor, engine.filter_values(fields), engine.cursor_of(args)) o;
  RETURN engine.frame(v_lang, actor, 'opinions') || engine.list_of(v_lang, fields, rows, '/console/opinions', args);
END $$;
