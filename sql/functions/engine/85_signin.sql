-- Attempts to sign in are counted before any password is looked at; an unknown name counts like a known one.

-- A typed name may be anything, even a password in the wrong field: only its hash is kept.
CREATE FUNCTION engine.signin_bucket(username text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT 'signin:' || encode(sha256(convert_to(lower(btrim(coalesce($1, ''))), 'UTF8')), 'hex')
$$;

-- Past the limit nothing is written: the window ends when it was to end, however often somebody goes on trying.
CREATE FUNCTION engine.count_attempt(bucket text, allowed integer) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  wide constant interval := make_interval(mins => engine.param('signin_window_minutes')::integer);
  opened constant timestamptz := engine.clock() - wide;
  n integer;
  began timestamptz;
BEGIN
  INSERT INTO core.throttle AS t (bucket, started_at, attempts) VALUES (count_attempt.bucket, engine.clock(), 1)
  ON CONFLICT ON CONSTRAINT throttle_pkey DO UPDATE
     SET attempts = CASE WHEN t.started_at <= opened THEN 1 ELSE t.attempts + 1 END,
         started_at = CASE WHEN t.started_at <= opened THEN excluded.started_at ELSE t.started_at END
  RETURNING attempts, started_at INTO n, began;
  IF n > allowed THEN
    RAISE EXCEPTION USING ERRCODE = 'XQ429', MESSAGE = 'signin.wait', HINT = '',
                          DETAIL = ceil(extract(epoch FROM began + wide - engine.clock()))::text; -- the seconds to wait
  END IF;
END $$;

CREATE FUNCTION engine.open_session(account_id bigint, token_mac bytea) RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
  INSERT INTO core.session (token_mac, account_id, created_at, seen_at, expires_at)
  VALUES ($2, $1, engine.clock(), engine.clock(), engine.session_end(engine.clock())) RETURNING expires_at
$$;

-- The browser's session, whoever's it was: its token is worth nothing from now on, also to somebody who took a copy of it.
CREATE FUNCTION engine.end_session(ctx jsonb) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  account bigint;
BEGIN
  DELETE FROM core.session s WHERE s.token_mac = engine.session_mac(ctx) RETURNING s.account_id INTO account;
  IF account IS NOT NULL THEN
    PERFORM engine.record('account', account, 'signout', account, 'system', NULL, NULL);
  END IF;
END $$;
