-- The speaker rates: attitude and result apart, a reason where one of them did not satisfy. Of several problems the one that the form
-- names by its place, otherwise the first that waits for it.

CREATE FUNCTION intake.rate(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  o core.opinion := engine.opinion_of(args, false);
  issue bigint;
BEGIN
  SELECT (p.issue).id INTO issue FROM engine.parts(o.id) p
   WHERE p.place = (args ->> 'part')::integer OR args ->> 'part' IS NULL
   ORDER BY engine.same_form('issue', (p.issue).id, args ->> 'key') DESC, p.place <> engine.part_to_rate(o), p.place LIMIT 1;
  IF issue IS NULL THEN
    PERFORM engine.fail(409, 'action_not_now');
  END IF;
  PERFORM engine.apply('issue', issue, 'rate', NULL, 'person',
    engine.pick(args, ARRAY['attitude', 'result', 'solved', 'contacted', 'reason', 'key']), ctx || jsonb_build_object('opinion_id', o.id));
  RETURN engine.tracking(ctx ->> 'lang', engine.opinion_of(args, false));
END $$;
