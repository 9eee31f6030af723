-- The speaker rates: attitude and result apart, a reason where one of them did not satisfy.

CREATE FUNCTION intake.rate(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  o core.opinion := engine.opinion_of(args, false);
BEGIN
  IF o.issue_id IS NULL THEN
    PERFORM engine.fail(409, 'action_not_now');
  END IF;
  PERFORM engine.apply('issue', o.issue_id, 'rate', NULL, 'person',
    engine.pick(args, ARRAY['attitude', 'result', 'solved', 'contacted', 'reason', 'key']), ctx || jsonb_build_object('opinion_id', o.id));
  RETURN engine.tracking(ctx ->> 'lang', engine.opinion_of(args, false));
END $$;
