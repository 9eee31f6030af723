-- A password that somebody else has seen is changed by its owner before anything else, who reads how it came about.

CREATE FUNCTION engine.reset_text(lang text, a core.account) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN ($2).reset_at IS NULL THEN engine.word($1, '这是新账号，口令由管理员生成。', 'This is a new account; an administrator made its password.')
    WHEN ($2).reset_by IS NULL THEN format(engine.word($1, '您的口令于%s由系统终端重设。', 'Your password was made anew on %s, from the system''s terminal.'), engine.minute_text($1, ($2).reset_at))
    ELSE format(engine.word($1, '您的口令于%s重设：%s申请，%s同意并交付。', 'Your password was made anew on %s: %s asked for it, %s consented and handed it over.'),
                engine.minute_text($1, ($2).reset_at), engine.person($1, ($2).reset_asked_by, NULL), engine.person($1, ($2).reset_by, NULL)) END
$$;

-- The account that must change its password; 409 for one that need not.
CREATE FUNCTION engine.changing_account(actor core.actor) RETURNS core.account LANGUAGE plpgsql STABLE AS $$
DECLARE
  mine core.account;
BEGIN
  SELECT * INTO mine FROM core.account a WHERE a.id = actor.account_id;
  IF NOT mine.must_change THEN
    PERFORM engine.fail(409, 'action_not_now');
  END IF;
  RETURN mine;
END $$;

CREATE FUNCTION console.password(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx, true);
BEGIN
  RETURN jsonb_build_object('me', engine.me(ctx ->> 'lang', actor), 'how', engine.reset_text(ctx ->> 'lang', engine.changing_account(actor)));
END $$;

-- For the program alone, which compares the new one with the old.
CREATE FUNCTION console.password_now(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
BEGIN
  RETURN jsonb_build_object('password_hash', (engine.changing_account(engine.actor(ctx, true))).password_hash);
END $$;

-- Other sessions of the account end: whoever opened them knew the old password.
CREATE FUNCTION console.change_password(ctx jsonb, args jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, core, rules, engine, pg_temp AS $$
DECLARE
  actor constant core.actor := engine.actor(ctx, true);
  mine constant core.account := engine.changing_account(actor);
BEGIN
  UPDATE core.account a SET password_hash = args ->> 'password_hash', must_change = false WHERE a.id = mine.id;
  DELETE FROM core.session s WHERE s.account_id = mine.id AND s.token_mac <> engine.session_mac(ctx);
  PERFORM engine.record('account', mine.id, 'own_password', mine.id, coalesce(actor.roles[1], 'system'), NULL, NULL);
  RETURN jsonb_build_object('changed', true);
END $$;
