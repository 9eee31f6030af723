-- The settings of telling: one's own, and the state of the outbox for whoever runs the system.

CREATE FUNCTION engine.telling_subject(p_actor core.actor) RETURNS engine.subject LANGUAGE sql IMMUTABLE AS $$
  SELECT ROW('telling', (p_actor).account_id, NULL, NULL, NULL, NULL)::engine.subject
$$;

-- Everybody sets their own; what has failed is tried again by the administrator.
CREATE FUNCTION engine.telling_actions(p_actor core.actor) RETURNS SETOF rules.action LANGUAGE sql STABLE AS $$
  SELECT a.* FROM rules.action a
   WHERE a.layer = 'telling' AND (a.code <> 'retry_outbox' OR engine.may(p_actor, 'outbox.read') IS NOT NULL)
$$;

CREATE FUNCTION engine.set_telling(p_actor core.actor, p_fields jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_email text := coalesce(p_fields ->> 'email', '');
BEGIN
  IF v_email <> '' AND v_email !~ '^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}$' THEN
    PERFORM engine.fail(422, 'account.bad_email', 'email');
  END IF;
  UPDATE core.account a SET email = v_email, tell = p_fields ->> 'tell' WHERE a.id = (p_actor).account_id;
END
$$;

CREATE FUNCTION engine.retry_outbox() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE core.outbox SET done_at = NULL, result = NULL, attempts = 0, next_at = engine.clock() WHERE result = 'failed';
  PERFORM pg_notify('xq_work', '');
END
$$;

-- What a form holds before anybody typed.
CREATE FUNCTION engine.telling_form(p_lang text, p_actor core.actor, p_action rules.action) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_mine core.account;
  v_form jsonb := engine.action_json(p_lang, engine.telling_subject(p_actor), p_action, NULL);
BEGIN
  SELECT a.* INTO STRICT v_mine FROM core.account a WHERE a.id = (p_actor).account_id;
  RETURN v_form || jsonb_build_object('href', '/console/telling/actions/' || (p_action).code, 'fields', (
    SELECT coalesce(jsonb_agg(f || CASE f ->> 'name' WHEN 'email' THEN jsonb_build_object('value', v_mine.email)
        WHEN 'tell' THEN jsonb_build_object('value', v_mine.tell, 'options', engine.choice_options(p_lang, 'tell', v_mine.tell)) ELSE '{}' END ORDER BY k), '[]')
      FROM jsonb_array_elements(v_form -> 'fields') WITH ORDINALITY AS x (f, k)));
END
$$;

-- How many wait, were sent, are void or failed, in the last thirty days; and why, where something failed. No receiver is named.
CREATE FUNCTION engine.outbox_state(p_lang text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH recent AS (
    SELECT o.template, coalesce(o.result, CASE WHEN o.attempts > 0 THEN 'retrying' ELSE 'waiting' END) AS state, o.error
      FROM core.outbox o WHERE o.created_at > engine.clock() - interval '30 days'
  )
  SELECT jsonb_build_object('mail_on', engine.param('mail_on') = 1,
    'no_server', engine.param('mail_on') = 1 AND EXISTS (SELECT FROM core.heartbeat h WHERE h.program = 'xq-worker' AND h.mail IS FALSE),
    'held', (SELECT count(*) FROM core.outbox o WHERE o.done_at IS NULL AND o.webhook_id IS NULL),
    'counts', (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', engine.choice(p_lang, 'outbox_kind', c.template),
                 'state', engine.choice(p_lang, 'outbox_state', c.state), 'n', c.n) ORDER BY c.template, c.state), '[]')
                 FROM (SELECT r.template, r.state, count(*) AS n FROM recent r GROUP BY r.template, r.state) c),
    'errors', (SELECT coalesce(jsonb_agg(jsonb_build_object('error', c.error, 'n', c.n) ORDER BY c.n DESC, c.error), '[]')
                 FROM (SELECT r.error, count(*) AS n FROM recent r WHERE r.error <> '' AND r.state <> 'sent' GROUP BY r.error) c))
$$;

CREATE FUNCTION engine.telling_page(p_lang text, p_actor core.actor) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RETURN engine.frame(p_lang, p_actor, 'telling') || jsonb_build_object('actions', (
      SELECT jsonb_agg(engine.telling_form(p_lang, p_actor, a) ORDER BY a.sort) FROM engine.telling_actions(p_actor) a))
    || CASE WHEN engine.may(p_actor, 'outbox.read') IS NULL THEN '{}' ELSE jsonb_build_object('outbox', engine.outbox_state(p_lang)) END;
END
$$;
