-- Somebody does something with an opinion; what the engine refuses is refused with its own words.

-- What an action leaves to those who thereby lost sight of the opinion: that it happened.
CREATE FUNCTION engine.out_of_sight(lang text, actor core.actor, o core.opinion) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.frame($1, $2, 'opinions') || jsonb_build_object(
    'opinion', jsonb_build_object('id', ($3).id, 'number', ($3).number, 'version', ($3).version, 'state', engine.opinion_state($1, $3),
      'kind', engine.choice($1, 'kind', ($3).kind), 'text', '', 'protection', engine.choice($1, 'protection', ($3).protection)),
    'contact', '{"has": false, "looks": 0, "may_look": false}'::jsonb, 'similar', '[]'::jsonb, 'messages', '[]'::jsonb,
    'actions', '[]'::jsonb, 'history', '[]'::jsonb)
$$;

-- Whether somebody has done this with this form before: then it answers as it did, whatever they may see by now.
CREATE FUNCTION engine.acted(actor core.actor, layer text, subject_id bigint, action text, form uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM core.event e WHERE e.layer = $2 AND e.subject_id = $3 AND e.key = $5
                  AND e.action IN ($4, 'propose:' || $4) AND e.actor_id = ($1).account_id)
$$;

CREATE FUNCTION console.opinion_action(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx);
  o core.opinion;
BEGIN
  IF NOT engine.acted(actor, 'opinion', engine.path_id(args), args ->> 'action', engine.form_key(args)) THEN
    o := engine.readable_opinion(actor, engine.path_id(args));
    PERFORM engine.apply('opinion', o.id, args ->> 'action', actor, NULL, args - ARRAY['id', 'action'], ctx);
  END IF;
  SELECT * INTO o FROM core.opinion p WHERE p.id = engine.path_id(args);
  IF engine.reads_opinion(actor, o) THEN
    RETURN engine.staff_opinion(ctx ->> 'lang', actor, o);
  END IF;
  RETURN engine.out_of_sight(ctx ->> 'lang', actor, o);
END $$;
