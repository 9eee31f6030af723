-- Search: opinions for those who may read them, problems for those who may see them, by words of two characters and more, by number
-- and by office.

CREATE FUNCTION console.search(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  v_lang constant text := ctx ->> 'lang';
  actor constant core.actor := engine.actor(ctx);
  fields jsonb;
  h engine.hunt;
  found record;
  bounded boolean := false;
  rows jsonb := '[]'::jsonb;
BEGIN
  IF NOT engine.may_search(actor) THEN
    PERFORM engine.fail(403, 'forbidden');
  END IF;
  fields := engine.search_filters(v_lang, args);
  h := engine.hunt_of(actor, coalesce(args ->> 'q', ''), engine.filter_values(fields), args ->> 'after');
  IF cardinality(h.words) > 0 THEN
    SELECT * INTO found FROM engine.search(h, nullif(engine.filter_values(fields) ->> 'kind', ''));
    bounded := found.bounded;
    SELECT coalesce(jsonb_agg(engine.search_row(v_lang, h, ROW(u.kind, u.id, u.at)::engine.hit) ORDER BY u.k), '[]') INTO rows
      FROM unnest(found.hits) WITH ORDINALITY AS u (kind, id, at, k);
  END IF;
  RETURN engine.frame(v_lang, actor, 'search') || engine.list_of(v_lang, fields, rows, '/console/search', args)
    || jsonb_strip_nulls(jsonb_build_object('q', nullif(btrim(args ->> 'q'), ''), 'asked', cardinality(h.words) > 0,
      'note', CASE WHEN bounded THEN format(engine.word(v_lang, '这个词很常见：只列最近%s条中找到的。可用筛选条件缩小范围。',
        'A common word: only the latest %s were looked through. Narrow it down with the filters.'), engine.search_far()) END));
END $$;
