-- The contact goes at once; the opinion is handled all the same.

CREATE FUNCTION intake.withdraw_contact(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  o core.opinion := engine.opinion_of(args, true);
BEGIN
  PERFORM engine.drop_contact(o.id, 'person', 'contact_withdrawal');
  RETURN engine.tracking(ctx ->> 'lang', o);
END $$;
