-- A result on public display, and objections to it: anybody's, without a name.

CREATE FUNCTION intake.notice(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
BEGIN
  RETURN engine.notice_page(ctx ->> 'lang', engine.notice_of(args));
END $$;

CREATE FUNCTION intake.object(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  i core.issue := engine.notice_of(args);
BEGIN
  PERFORM engine.object_to(i, engine.need_text(args ->> 'text', 10, 1000, 'text'), (args ->> 'key')::uuid);
  RETURN engine.notice_page(ctx ->> 'lang', i);
END $$;
