-- Signing in and out. The password is checked between the first two, by the program: its hash never leaves this way for an account
-- that is closed, and the attempt is on record before anybody knows how it went.

CREATE FUNCTION console.signin_begin(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  found core.account;
BEGIN
  PERFORM engine.count_attempt('signin', engine.param('signin_attempts_all')::integer);
  PERFORM engine.count_attempt(engine.signin_bucket(args ->> 'username'), engine.param('signin_attempts')::integer);
  SELECT * INTO found FROM core.account a WHERE a.username = lower(btrim(args ->> 'username')) AND a.active;
  IF found.id IS NOT NULL THEN
    PERFORM engine.record('account', found.id, 'signin_attempt', NULL, 'system', NULL, NULL);
  END IF;
  RETURN jsonb_build_object('account_id', found.id, 'password_hash', found.password_hash);
END $$;

CREATE FUNCTION console.signin_done(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor core.actor;
  expires timestamptz;
BEGIN
  SELECT (engine.account_actor(a.id)).* INTO actor FROM core.account a WHERE a.id = (args ->> 'account_id')::bigint AND a.active;
  IF actor.account_id IS NULL THEN
    PERFORM engine.fail(401, 'signin.wrong');
  END IF;
  PERFORM engine.end_session(ctx);
  expires := engine.open_session(actor.account_id, decode(args ->> 'token_mac', 'hex'));
  DELETE FROM core.throttle t WHERE t.bucket = engine.signin_bucket(actor.username);
  PERFORM engine.record('account', actor.account_id, 'signin', actor.account_id, 'system', NULL, NULL);
  RETURN jsonb_build_object('account', engine.me(ctx ->> 'lang', actor), 'expires_at', engine.time_of(expires));
END $$;

CREATE FUNCTION console.signout(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
BEGIN
  PERFORM engine.end_session(ctx);
  RETURN jsonb_build_object('account', NULL);
END $$;

CREATE FUNCTION console.whoami(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  lang constant text := ctx ->> 'lang';
  actor core.actor;
BEGIN
  actor := engine.actor(ctx, true);
  RETURN jsonb_build_object('account', engine.me(lang, actor)) || engine.frame(lang, actor, '');
EXCEPTION WHEN SQLSTATE 'XQ401' THEN -- nobody is signed in: an answer, not an error
  RETURN jsonb_build_object('account', NULL);
END $$;
