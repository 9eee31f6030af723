-- An opinion comes in. One opinion per receipt, however often and however simultaneously the form is sent.

CREATE FUNCTION intake.submit(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  mac bytea := decode(args ->> 'receipt_mac', 'hex');
  o core.opinion := engine.lock_receipt(mac);
  created boolean := false;
BEGIN
  IF o.id IS NULL THEN
    o := engine.insert_opinion(ctx, args, engine.check_submission(args));
    created := o.id IS NOT NULL;
  END IF;
  IF created THEN
    PERFORM engine.record('opinion', o.id, 'submit', NULL, 'person', NULL, 10, '{}', NULL);
  ELSIF o.id IS NULL THEN
    o := engine.lock_receipt(mac); -- the same form, sent at the same time, was first
  END IF;
  IF o.id IS NULL THEN
    PERFORM engine.fail(503, 'busy'); -- chance drew a number that is taken
  ELSIF o.fingerprint <> decode(args ->> 'fingerprint', 'hex') THEN
    PERFORM engine.fail(409, 'key.other_words', 'key');
  END IF;
  RETURN engine.acknowledgement(ctx ->> 'lang', o, created);
END $$;
