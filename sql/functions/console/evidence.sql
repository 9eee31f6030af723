-- Evidence: asked whether it may come, kept once its file is, read, and hidden. It never has to be there.

-- Before a byte of the file is looked at; where the form was sent before, the answer is what it brought then.
CREATE FUNCTION console.admit_evidence(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  i constant core.issue := engine.seen_issue(actor, engine.path_id(args));
  e constant core.evidence := engine.evidence_before(actor, i.id, engine.form_key(args));
BEGIN
  IF e.id IS NOT NULL THEN
    RETURN engine.evidence_answer(ctx ->> 'lang', e, true);
  END IF;
  PERFORM engine.admit_evidence(actor, i, args);
  RETURN jsonb_build_object('max_bytes', engine.param('evidence_max_bytes')::bigint);
END $$;

CREATE FUNCTION console.add_evidence(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  i core.issue := engine.seen_issue(actor, engine.path_id(args));
  e core.evidence;
BEGIN
  SELECT * INTO i FROM core.issue p WHERE p.id = i.id FOR UPDATE;
  e := engine.evidence_before(actor, i.id, engine.form_key(args));
  IF e.id IS NOT NULL THEN
    RETURN engine.evidence_answer(ctx ->> 'lang', e, true);
  END IF;
  PERFORM engine.admit_evidence(actor, i, args);
  RETURN engine.evidence_answer(ctx ->> 'lang', engine.add_evidence(actor, i, args), false);
END $$;

-- For the program alone, which reads the file: the name it is kept under goes no further.
CREATE FUNCTION console.evidence(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  i constant core.issue := engine.seen_issue(actor, engine.path_id(args));
  e constant core.evidence := engine.seen_evidence(i, args);
BEGIN
  IF e.removed_at IS NOT NULL THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  RETURN jsonb_build_object('stored_as', e.stored_as, 'type', e.type, 'bytes', e.bytes, 'name', i.number || '-' || e.n);
END $$;

CREATE FUNCTION console.remove_evidence(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  i constant core.issue := engine.seen_issue(actor, engine.path_id(args));
BEGIN
  PERFORM engine.remove_evidence(actor, i, engine.seen_evidence(i, args), args);
  RETURN engine.staff_issue(ctx ->> 'lang', actor, i);
END $$;
