-- Looking at a contact: the reason is on record, in the same transaction, before the program opens the box.

CREATE FUNCTION console.contact_look(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  subject engine.subject;
  o core.opinion;
  refusal text;
BEGIN
  PERFORM engine.need(actor, 'contact.look');
  subject := engine.subject('opinion', engine.path_id(args));
  o := (subject).opinion;
  refusal := engine.look_refusal(actor, o);
  IF refusal IS NOT NULL THEN
    PERFORM engine.fail(CASE WHEN refusal IN ('contact.none', 'not_found') THEN 404 ELSE 403 END, refusal);
  END IF;
  PERFORM engine.record('opinion', o.id, 'contact_look', actor.account_id, engine.role_for(actor, 'contact.look'), NULL, NULL,
                        engine.check_fields('contact_look', subject, args - 'id'));
  RETURN engine.frame(ctx ->> 'lang', actor, 'opinions') || (
    SELECT jsonb_build_object('number', o.number, 'opinion', jsonb_build_object('id', o.id, 'href', '/console/opinions/' || o.id),
             'sealed', translate(encode(d.sealed, 'base64'), E'\n', ''), 'seal_key', d.seal_key,
             'protection', engine.choice(ctx ->> 'lang', 'protection', o.protection))
      FROM core.identity d WHERE d.opinion_id = o.id);
END $$;
