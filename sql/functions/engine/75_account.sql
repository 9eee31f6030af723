-- Accounts, as the administrator's command handles them; every change is an event.

-- The three administrators watch each other and hold no right over data: none of them is anything else.
CREATE FUNCTION engine.check_roles(p_roles jsonb) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_roles text[] := ARRAY(SELECT DISTINCT r.value FROM jsonb_array_elements_text(coalesce(p_roles, '[]')) r ORDER BY 1);
BEGIN
  IF cardinality(v_roles) = 0 THEN
    PERFORM engine.fail(422, 'required', 'roles');
  ELSIF EXISTS (SELECT FROM unnest(v_roles) r WHERE r IN ('person', 'system')
                 OR NOT EXISTS (SELECT FROM rules.role k WHERE k.code = r)) THEN
    PERFORM engine.fail(422, 'not_a_choice', 'roles');
  ELSIF v_roles && ARRAY['sysadmin', 'secadmin', 'auditor'] AND cardinality(v_roles) > 1 THEN
    PERFORM engine.fail(422, 'account.roles_conflict', 'roles');
  END IF;
  RETURN v_roles;
END
$$;

CREATE FUNCTION engine.set_roles(p_account bigint, p_roles text[]) RETURNS void LANGUAGE sql AS $$
  DELETE FROM core.account_role WHERE account_id = p_account AND role <> ALL (p_roles);
  INSERT INTO core.account_role (account_id, role) SELECT p_account, r FROM unnest(p_roles) r ON CONFLICT DO NOTHING
$$;

CREATE FUNCTION engine.office_id(p_code text) RETURNS smallint LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_id smallint;
BEGIN
  SELECT o.id INTO v_id FROM core.office o WHERE o.code = p_code AND o.active;
  IF v_id IS NULL THEN
    PERFORM engine.fail(422, 'not_a_choice', 'office');
  END IF;
  RETURN v_id;
END
$$;

CREATE FUNCTION engine.account_json(p_account bigint) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT jsonb_build_object('id', a.id, 'username', a.username, 'name', a.name, 'office', o.code, 'active', a.active,
      'roles', (SELECT coalesce(jsonb_agg(r.role ORDER BY r.role), '[]') FROM core.account_role r WHERE r.account_id = a.id),
      'created_at', engine.time_of(a.created_at))
      FROM core.account a JOIN core.office o ON o.id = a.office_id WHERE a.id = p_account);
END
$$;

-- The roles by which an account is in use; an account that is closed leaves nobody behind.
CREATE FUNCTION engine.roles_in_use(p_account bigint) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT ARRAY(SELECT r.role FROM core.account_role r JOIN core.account a ON a.id = r.account_id WHERE a.id = p_account AND a.active)
$$;

-- None of the three administrators vanishes with a change to an account that was one.
CREATE FUNCTION engine.check_last(p_roles text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM unnest(p_roles) k WHERE k IN ('sysadmin', 'secadmin', 'auditor')
               AND NOT EXISTS (SELECT FROM core.account_role r JOIN core.account a ON a.id = r.account_id WHERE r.role = k AND a.active)) THEN
    PERFORM engine.fail(409, 'admin.last');
  END IF;
END
$$;

-- {username, name, office, password_hash}: the id of an account that may do nothing yet.
CREATE FUNCTION engine.new_account(p_args jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_id bigint;
BEGIN
  IF coalesce(p_args ->> 'username', '') !~ '^[a-z][a-z0-9._-]{1,31}$' THEN
    PERFORM engine.fail(422, 'account.bad_username', 'username');
  ELSIF btrim(coalesce(p_args ->> 'name', '')) = '' THEN
    PERFORM engine.fail(422, 'required', 'name');
  ELSIF coalesce(p_args ->> 'password_hash', '') = '' THEN
    PERFORM engine.fail(422, 'required', 'password_hash');
  END IF;
  INSERT INTO core.account (username, name, office_id, password_hash, created_at)
  VALUES (p_args ->> 'username', btrim(p_args ->> 'name'), engine.office_id(p_args ->> 'office'), p_args ->> 'password_hash', engine.clock())
  ON CONFLICT (username) DO NOTHING RETURNING id INTO v_id;
  IF v_id IS NULL THEN
    PERFORM engine.fail(409, 'account.exists', 'username');
  END IF;
  RETURN v_id;
END
$$;

-- {username, name, office, roles[], password_hash}
CREATE FUNCTION engine.account_add(p_args jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_roles constant text[] := engine.check_roles(p_args -> 'roles');
  v_id constant bigint := engine.new_account(p_args);
BEGIN
  PERFORM engine.set_roles(v_id, v_roles);
  PERFORM engine.record('account', v_id, 'add', NULL, 'system', NULL, NULL, p_args - 'password_hash');
  RETURN engine.account_json(v_id);
END
$$;

-- {username, name, office, roles[one of the three administrators], password_hash}: made where nobody is one yet; NULL: somebody is.
CREATE FUNCTION engine.first_administrator(p_args jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('admin', 0));
  IF EXISTS (SELECT FROM core.account_role r JOIN core.account a ON a.id = r.account_id WHERE a.active AND p_args -> 'roles' ? r.role) THEN
    RETURN NULL;
  END IF;
  RETURN engine.account_add(p_args);
END
$$;

CREATE FUNCTION engine.account_list(p_args jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(engine.account_json(a.id) ORDER BY a.username), '[]') FROM core.account a
   WHERE p_args ->> 'role' IS NULL
      OR EXISTS (SELECT FROM core.account_role r WHERE r.account_id = a.id AND r.role = p_args ->> 'role')
$$;

-- {username, and what is to change of: name, office, roles[], password_hash, active}. Sessions end with the old rights; a fresh
-- password is changed by its owner before anything else.
CREATE FUNCTION engine.account_set(p_args jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_id bigint;
  v_roles text[];
  v_before engine.setting;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('admin', 0));
  SELECT a.id INTO v_id FROM core.account a WHERE a.username = p_args ->> 'username' FOR UPDATE;
  IF v_id IS NULL THEN
    PERFORM engine.fail(404, 'not_found', 'username');
  END IF;
  v_roles := engine.roles_in_use(v_id);
  v_before := engine.setting('account', v_id);
  UPDATE core.account a
     SET name = coalesce(nullif(btrim(p_args ->> 'name'), ''), a.name), active = coalesce((p_args ->> 'active')::boolean, a.active),
         office_id = CASE WHEN p_args ? 'office' THEN engine.office_id(p_args ->> 'office') ELSE a.office_id END,
         password_hash = coalesce(nullif(p_args ->> 'password_hash', ''), a.password_hash),
         must_change = a.must_change OR p_args ? 'password_hash', reset_by = CASE WHEN p_args ? 'password_hash' THEN NULL ELSE a.reset_by END,
         reset_at = CASE WHEN p_args ? 'password_hash' THEN engine.clock() ELSE a.reset_at END
   WHERE a.id = v_id;
  IF p_args ? 'roles' THEN
    PERFORM engine.set_roles(v_id, engine.check_roles(p_args -> 'roles'));
  END IF;
  PERFORM engine.check_last(v_roles);
  DELETE FROM core.session s WHERE s.account_id = v_id;
  PERFORM engine.record('account', v_id, 'set', NULL, 'system', NULL, NULL, engine.setting_detail(v_before, engine.setting('account', v_id))
    || CASE WHEN p_args ? 'password_hash' THEN '{"password": "changed"}'::jsonb ELSE '{}' END);
  RETURN engine.account_json(v_id);
END
$$;
