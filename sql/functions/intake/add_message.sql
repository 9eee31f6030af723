-- The speaker adds to the opinion: the answer to an open question, else a message that staff find with it.

CREATE FUNCTION intake.add_message(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  o core.opinion := engine.opinion_of(args, true);
BEGIN
  IF NOT engine.same_form('opinion', o.id, args ->> 'key') THEN
    IF o.state = 21 THEN
      PERFORM engine.apply('opinion', o.id, 'supply', NULL, 'person', engine.pick(args, ARRAY['text', 'key']), ctx);
    ELSE
      PERFORM engine.insert_message(o, args ->> 'text', args ->> 'key');
    END IF;
  END IF;
  RETURN engine.tracking(ctx ->> 'lang', engine.opinion_of(args, false));
END $$;
