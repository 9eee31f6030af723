-- What the three administrators may set, all by one mechanism: a setting is a row of one of seven lists, a change is an action of its
-- list's layer. Nothing is ever deleted, and each change is an event with what was and what is.

-- The number of a setting that is known by a word: it fits a path and a JSON number.
CREATE FUNCTION engine.setting_id(p_list text, p_code text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT hashtextextended(p_list || ':' || p_code, 0) & 562949953421311
$$;

CREATE FUNCTION engine.account_settings() RETURNS SETOF engine.setting LANGUAGE sql STABLE AS $$
  SELECT 'account', a.id, a.username, a.name, a.name, a.active, false, NULL::jsonb, jsonb_build_object('name', a.name, 'office', o.code,
           'roles', (SELECT coalesce(jsonb_agg(r.role ORDER BY r.role), '[]') FROM core.account_role r WHERE r.account_id = a.id)),
         row_number() OVER (ORDER BY NOT a.active, o.sort, a.username)
    FROM core.account a JOIN core.office o ON o.id = a.office_id
$$;

CREATE FUNCTION engine.number_settings(p_list text) RETURNS SETOF engine.setting LANGUAGE sql STABLE AS $$
  SELECT 'deadline', engine.setting_id('deadline', d.key), d.key, d.zh, d.en, true, d.own, d.shipped,
         jsonb_build_object('n', d.n, 'unit', d.unit), row_number() OVER (ORDER BY d.key)
    FROM rules.deadline d WHERE p_list = 'deadline'
  UNION ALL
  SELECT 'param', engine.setting_id('param', p.key), p.key, coalesce(c.zh, p.source), coalesce(c.en, p.key), true, p.own, p.shipped,
         jsonb_build_object('value', trim_scale(p.value)), coalesce(c.sort, 1000)
    FROM rules.param p LEFT JOIN rules.choice c ON c.list = 'param' AND c.code = p.key WHERE p_list = 'param'
$$;

CREATE FUNCTION engine.text_settings(p_list text) RETURNS SETOF engine.setting LANGUAGE sql STABLE AS $$
  SELECT 'wording', engine.setting_id('wording', w.key), w.key, coalesce(c.zh, w.zh), coalesce(c.en, w.en), true, w.own, w.shipped,
         jsonb_build_object('zh', w.zh, 'en', w.en), coalesce(c.sort, 1000)
    FROM rules.wording w LEFT JOIN rules.choice c ON c.list = 'wording' AND c.code = w.key WHERE p_list = 'wording'
  UNION ALL
  SELECT 'choice', engine.setting_id('choice', c.list || '.' || c.code), c.list || '.' || c.code, c.zh, c.en, c.active, c.own, c.shipped,
         jsonb_build_object('zh', c.zh, 'en', c.en), row_number() OVER (ORDER BY c.list, c.sort, c.code)
    FROM rules.choice c WHERE p_list = 'choice' AND c.list NOT IN ('admin_list', 'param', 'wording', 'hideable', 'always')   -- the names of these pages, and what may be hidden there
$$;

CREATE FUNCTION engine.settings(p_list text) RETURNS SETOF engine.setting LANGUAGE plpgsql STABLE AS $$
BEGIN
  CASE p_list
    WHEN 'office' THEN
      RETURN QUERY SELECT p_list, o.id::bigint, o.code, o.zh, o.en, o.active, o.own, o.shipped, jsonb_build_object('zh', o.zh, 'en', o.en), o.sort::bigint FROM core.office o;
    WHEN 'category' THEN
      RETURN QUERY SELECT p_list, engine.setting_id(p_list, c.code), c.code, c.zh, c.en, c.active, c.own, c.shipped,
                          jsonb_build_object('zh', c.zh, 'full_zh', c.full_zh, 'en', c.en), c.sort::bigint FROM rules.category c;
    WHEN 'account' THEN RETURN QUERY SELECT * FROM engine.account_settings();
    WHEN 'deadline', 'param' THEN RETURN QUERY SELECT * FROM engine.number_settings(p_list);
    WHEN 'wording', 'choice' THEN RETURN QUERY SELECT * FROM engine.text_settings(p_list);
    ELSE PERFORM engine.fail(404, 'not_found');
  END CASE;
END
$$;

CREATE FUNCTION engine.setting(p_list text, p_id bigint) RETURNS engine.setting LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_setting engine.setting;
BEGIN
  SELECT s.* INTO v_setting FROM engine.settings(p_list) s WHERE s.id = p_id;
  IF v_setting.id IS NULL THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  RETURN v_setting;
END
$$;

-- Offices and accounts have histories of their own; all else is a rule.
CREATE FUNCTION engine.setting_layer(p_list text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_list IN ('office', 'account') THEN p_list ELSE 'rule' END
$$;

-- So many changes it has seen; signing in is none.
CREATE FUNCTION engine.setting_version(p_list text, p_id bigint) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT count(*)::integer FROM core.event e WHERE e.layer = engine.setting_layer(p_list) AND e.subject_id = p_id
     AND (e.action = 'set' OR e.action IN (SELECT a.code FROM rules.action a WHERE a.layer = p_list))
$$;

-- Rights are the security administrator's to give, all else is the system administrator's.
CREATE FUNCTION engine.setting_permission(p_list text, p_action text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_list = 'account' AND p_action IN ('grant', 'end_sessions', 'consent') THEN 'admin.grant' ELSE 'admin.edit' END
$$;

-- A fresh password was asked for, and the security administrator has not consented yet.
CREATE FUNCTION engine.reset_waits(p_account bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM core.account a WHERE a.id = p_account AND a.active AND a.reset_asked_at > coalesce(a.reset_at, '-infinity'))
$$;

-- A choice that people pick; what the program itself says, or must always be able to hear, stays.
CREATE FUNCTION engine.is_hideable(p_code text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM rules.choice h WHERE h.list = 'hideable' AND h.code = split_part(p_code, '.', 1))
     AND NOT EXISTS (SELECT FROM rules.choice a WHERE a.list = 'always' AND a.code = p_code)
$$;

-- The three weights of the score make up one whole: they are changed together.
CREATE FUNCTION engine.is_weight(p_setting engine.setting) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT (p_setting).list = 'param' AND (p_setting).code IN ('score_response', 'score_solved', 'score_satisfied')
$$;

-- Whether an action makes sense as the setting stands.
CREATE FUNCTION engine.setting_offers(p_setting engine.setting, p_action text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_action = 'add' THEN (p_setting).id IS NULL
              WHEN p_action = 'consent' THEN engine.reset_waits((p_setting).id)
              WHEN p_action = 'password' THEN (p_setting).active AND NOT engine.reset_waits((p_setting).id)
              WHEN p_action = 'weights' OR engine.is_weight(p_setting) THEN p_action = 'weights' AND coalesce(engine.is_weight(p_setting), false)
              WHEN p_action = 'hide' AND (p_setting).list = 'choice' THEN (p_setting).active AND engine.is_hideable((p_setting).code)
              WHEN p_action IN ('hide', 'disable', 'end_sessions') THEN (p_setting).active
              WHEN p_action IN ('show', 'enable') THEN NOT (p_setting).active
              WHEN p_action = 'reset' THEN (p_setting).own AND (p_setting).shipped IS NOT NULL
              WHEN p_action = 'rename' AND (p_setting).list = 'category' THEN (p_setting).code !~ '^[AB]'
              ELSE (p_setting).id IS NOT NULL END
$$;

-- The setting as an action leaves it. What the product shipped is kept from the first change on.
CREATE FUNCTION engine.setting_after(p_setting engine.setting, p_action text, p_fields jsonb) RETURNS engine.setting LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  CASE p_action
    WHEN 'hide', 'disable' THEN p_setting.active := false;
    WHEN 'show', 'enable'  THEN p_setting.active := true;
    WHEN 'reset' THEN
      p_setting.now := p_setting.shipped;
      p_setting.own := false;
      p_setting.shipped := NULL;
    WHEN 'change', 'rename', 'grant' THEN
      IF NOT p_setting.own THEN
        p_setting.shipped := p_setting.now;
      END IF;
      p_setting.now := p_setting.now || p_fields;
      p_setting.own := true;
    ELSE NULL;
  END CASE;
  RETURN p_setting;
END
$$;

CREATE FUNCTION engine.store_rule(p engine.setting) RETURNS void LANGUAGE sql AS $$
  UPDATE rules.category SET zh = (p).now ->> 'zh', full_zh = (p).now ->> 'full_zh', en = (p).now ->> 'en', active = (p).active, own = (p).own, shipped = (p).shipped
   WHERE (p).list = 'category' AND code = (p).code;
  UPDATE rules.deadline SET n = ((p).now ->> 'n')::integer, unit = (p).now ->> 'unit', own = (p).own, shipped = (p).shipped
   WHERE (p).list = 'deadline' AND key = (p).code;
  UPDATE rules.param SET value = ((p).now ->> 'value')::numeric, own = (p).own, shipped = (p).shipped WHERE (p).list = 'param' AND key = (p).code;
  UPDATE rules.wording SET zh = (p).now ->> 'zh', en = (p).now ->> 'en', own = (p).own, shipped = (p).shipped WHERE (p).list = 'wording' AND key = (p).code;
  UPDATE rules.choice c SET zh = (p).now ->> 'zh', en = (p).now ->> 'en', active = (p).active, own = (p).own, shipped = (p).shipped
   WHERE (p).list = 'choice' AND c.list || '.' || c.code = (p).code
$$;

-- Sessions end with the old rights.
CREATE FUNCTION engine.store_account(p engine.setting, p_hash text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE core.account a SET name = p.now ->> 'name', active = p.active, password_hash = coalesce(p_hash, a.password_hash),
         office_id = (SELECT o.id FROM core.office o WHERE o.code = p.now ->> 'office') WHERE a.id = p.id;
  PERFORM engine.set_roles(p.id, ARRAY(SELECT jsonb_array_elements_text(p.now -> 'roles')));
  DELETE FROM core.session s WHERE s.account_id = p.id;
END
$$;

CREATE FUNCTION engine.store_setting(p engine.setting, p_hash text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  CASE p.list
    WHEN 'office' THEN UPDATE core.office o SET zh = p.now ->> 'zh', en = p.now ->> 'en', active = p.active, own = p.own, shipped = p.shipped WHERE o.id = p.id;
    WHEN 'account' THEN PERFORM engine.store_account(p, p_hash);
    ELSE PERFORM engine.store_rule(p);
  END CASE;
END
$$;

-- Nobody is left alone with his own rights: none changes his own, and an administrator's password is made anew from the terminal alone.
CREATE FUNCTION engine.account_refusal(p_actor core.actor, p_setting engine.setting, p_action text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN (p_setting).list = 'account' AND (p_setting).id = (p_actor).account_id THEN 'admin.self'
              WHEN (p_setting).list = 'account' AND p_action = 'consent' AND EXISTS (SELECT FROM core.account a WHERE a.id = (p_setting).id AND a.reset_asked_by = (p_actor).account_id) THEN 'proposal.own'
              WHEN (p_setting).list = 'account' AND p_action IN ('password', 'consent') AND (p_setting).now -> 'roles' ?| ARRAY['sysadmin', 'secadmin', 'auditor'] THEN 'admin.not_theirs' END
$$;

CREATE FUNCTION engine.check_number(p_setting engine.setting, p_fields jsonb, p_field text) RETURNS numeric LANGUAGE plpgsql AS $$
DECLARE
  v_text constant text := p_fields ->> p_field;
  v_param rules.param;
BEGIN
  SELECT p.* INTO v_param FROM rules.param p WHERE p.key = p_setting.code;
  IF v_text !~ '^[0-9]{1,6}([.][0-9]{1,3})?$' OR scale(v_text::numeric) > v_param.decimals THEN
    PERFORM engine.fail(422, 'wrong_type', p_field);
  ELSIF v_text::numeric NOT BETWEEN v_param.least AND v_param.most THEN
    PERFORM engine.fail(422, 'out_of_range', p_field);
  END IF;
  RETURN v_text::numeric;
END
$$;

-- A text with a place for a number keeps that place, once, and no other takes one.
CREATE FUNCTION engine.check_place(p_setting engine.setting, p_fields jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_name text;
BEGIN
  FOREACH v_name IN ARRAY ARRAY['zh', 'en'] LOOP
    IF p_setting.now ->> v_name LIKE '%\%s%' AND p_fields ->> v_name !~ '^[^%]*%s[^%]*$' THEN
      PERFORM engine.fail(422, 'admin.keep_place', v_name);
    END IF;
  END LOOP;
END
$$;

-- What the form cannot know: who asks about whom, and bounds that stand with the rule.
CREATE FUNCTION engine.check_setting(p_actor core.actor, p_setting engine.setting, p_action text, p_fields jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  IF engine.account_refusal(p_actor, p_setting, p_action) IS NOT NULL THEN
    PERFORM engine.fail(403, engine.account_refusal(p_actor, p_setting, p_action));
  ELSIF p_action = 'change' AND p_setting.list = 'param' THEN
    RETURN jsonb_build_object('value', engine.check_number(p_setting, p_fields, 'value'));
  ELSIF p_action = 'change' AND p_setting.list = 'wording' THEN
    PERFORM engine.check_place(p_setting, p_fields);
  ELSIF p_action = 'hide' AND p_setting.list = 'choice' AND NOT EXISTS (SELECT FROM rules.choice c
      WHERE c.list = split_part(p_setting.code, '.', 1) AND c.active AND c.list || '.' || c.code <> p_setting.code) THEN
    PERFORM engine.fail(409, 'admin.last_choice');
  END IF;
  IF p_action = 'grant' THEN
    RETURN jsonb_build_object('roles', CASE WHEN p_fields ? 'roles' THEN to_jsonb(engine.check_roles(p_fields -> 'roles')) ELSE '[]' END);
  END IF;
  RETURN p_fields;
END
$$;

CREATE FUNCTION engine.add_office(p_fields jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_id bigint;
BEGIN
  IF p_fields ->> 'code' !~ '^[a-z][a-z0-9]+$' THEN
    PERFORM engine.fail(422, 'admin.bad_code', 'code');
  END IF;
  INSERT INTO core.office (code, zh, en, organ, own, sort)
  SELECT p_fields ->> 'code', p_fields ->> 'zh', p_fields ->> 'en', true, true, max(o.sort) + 1 FROM core.office o WHERE o.organ
  ON CONFLICT (code) DO NOTHING RETURNING id INTO v_id;
  IF v_id IS NULL THEN
    PERFORM engine.fail(409, 'admin.exists', 'code');
  END IF;
  RETURN v_id;
END
$$;

-- A fresh password takes two: the system administrator asks, the security administrator consents and hands it over; its owner changes
-- it before anything else, and reads who did it.
CREATE FUNCTION engine.note_reset(p_actor core.actor, p_account bigint, p_action text) RETURNS void LANGUAGE sql AS $$
  UPDATE core.account SET reset_asked_by = (p_actor).account_id, reset_asked_at = engine.clock() WHERE id = p_account AND p_action = 'password';
  UPDATE core.account SET reset_by = (p_actor).account_id, reset_at = engine.clock(), must_change = true WHERE id = p_account AND p_action = 'consent';
  UPDATE core.account SET must_change = true WHERE id = p_account AND p_action = 'add'
$$;

-- The role in which a change is recorded; from the terminal it is the system's.
CREATE FUNCTION engine.record_setting(p_actor core.actor, p_list text, p_id bigint, p_action text, p_detail jsonb, p_args jsonb) RETURNS void LANGUAGE sql AS $$
  SELECT engine.record(engine.setting_layer(p_list), p_id, p_action, (p_actor).account_id,
    coalesce(engine.role_for(p_actor, engine.setting_permission(p_list, p_action)), 'system'), NULL, NULL, p_detail, engine.form_key(p_args))
$$;

-- What a form with this key did already; NULL: nothing. One change of the settings at a time.
CREATE FUNCTION engine.setting_done(p_actor core.actor, p_list text, p_args jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_key constant uuid := engine.form_key(p_args);
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('admin', 0));
  RETURN (SELECT e.subject_id FROM core.event e
           WHERE e.layer = engine.setting_layer(p_list) AND e.key = v_key AND e.actor_id = (p_actor).account_id LIMIT 1);
END
$$;

-- {fields …, password_hash of an account}: the id of what was added.
CREATE FUNCTION engine.add_setting(p_actor core.actor, p_list text, p_args jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_fields constant jsonb := engine.check_fields('add', ROW(p_list, 0, NULL, NULL, NULL, NULL)::engine.subject, p_args - 'password_hash');
  v_id bigint;
BEGIN
  IF p_list = 'office' THEN
    v_id := engine.add_office(v_fields);
  ELSE
    v_id := engine.new_account(v_fields || jsonb_build_object('password_hash', p_args -> 'password_hash'));
    PERFORM engine.note_reset(p_actor, v_id, 'add');
  END IF;
  PERFORM engine.record_setting(p_actor, p_list, v_id, 'add',
    jsonb_build_object('list', p_list, 'code', (engine.setting(p_list, v_id)).code, 'is', v_fields), p_args);
  RETURN v_id;
END
$$;

CREATE FUNCTION engine.setting_detail(p_before engine.setting, p_after engine.setting) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object('list', (p_before).list, 'code', (p_before).code)
    || CASE WHEN (p_before).now IS DISTINCT FROM (p_after).now THEN jsonb_build_object('was', (p_before).now, 'is', (p_after).now)
            WHEN (p_before).active <> (p_after).active THEN jsonb_build_object('was', jsonb_build_object('active', (p_before).active), 'is', jsonb_build_object('active', (p_after).active))
            ELSE '{}' END
$$;

-- The three weights at once: {response, solved, satisfied}, which make up one. Each that changes is an event of its own.
CREATE FUNCTION engine.change_weights(p_actor core.actor, p_id bigint, p_args jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_fields constant jsonb := engine.check_fields('weights', ROW('param', p_id, NULL, NULL, NULL, NULL)::engine.subject, p_args);
  v_sum numeric := 0;
  v_before engine.setting;
  v_after engine.setting;
BEGIN
  FOR v_before IN SELECT s.* FROM engine.settings('param') s WHERE engine.is_weight(s) ORDER BY s.sort LOOP
    v_sum := v_sum + engine.check_number(v_before, v_fields, substr(v_before.code, 7));
  END LOOP;
  IF v_sum <> 1 THEN
    PERFORM engine.fail(422, 'admin.weights_sum', 'satisfied');
  END IF;
  FOR v_before IN SELECT s.* FROM engine.settings('param') s WHERE engine.is_weight(s) ORDER BY s.sort LOOP
    v_after := engine.setting_after(v_before, 'change', jsonb_build_object('value', (v_fields ->> substr(v_before.code, 7))::numeric));
    IF v_before.id = p_id OR v_before.now <> v_after.now THEN
      PERFORM engine.store_setting(v_after, NULL);
      PERFORM engine.record_setting(p_actor, 'param', v_before.id, 'weights', engine.setting_detail(v_before, v_after), CASE WHEN v_before.id = p_id THEN p_args ELSE '{}' END);
    END IF;
  END LOOP;
END
$$;

CREATE FUNCTION engine.change_setting(p_actor core.actor, p_list text, p_id bigint, p_action text, p_args jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_before constant engine.setting := engine.setting(p_list, p_id);
  v_roles constant text[] := CASE p_list WHEN 'account' THEN engine.roles_in_use(p_id) END;
  v_after engine.setting;
  v_fields jsonb;
BEGIN
  PERFORM engine.check_version(ROW(p_list, p_id, NULL, engine.setting_version(p_list, p_id), NULL, NULL)::engine.subject, p_args);
  IF NOT engine.setting_offers(v_before, p_action) THEN
    PERFORM engine.fail(409, 'action_not_now');
  ELSIF p_action = 'weights' THEN
    PERFORM engine.change_weights(p_actor, p_id, p_args);
    RETURN;
  END IF;
  v_fields := engine.check_fields(p_action, ROW(p_list, p_id, NULL, NULL, NULL, NULL)::engine.subject, p_args - 'password_hash');
  v_after := engine.setting_after(v_before, p_action, engine.check_setting(p_actor, v_before, p_action, v_fields));
  IF p_action <> 'password' THEN
    PERFORM engine.store_setting(v_after, p_args ->> 'password_hash');
  END IF;
  IF p_list = 'account' THEN
    PERFORM engine.note_reset(p_actor, p_id, p_action);
  END IF;
  PERFORM engine.check_last(v_roles);
  PERFORM engine.record_setting(p_actor, p_list, p_id, p_action, engine.setting_detail(v_before, v_after), p_args);
END
$$;

-- Carries out a change, or an addition where there is no id. done: now, and not by an earlier sending of the same form.
CREATE FUNCTION engine.set_setting(p_actor core.actor, p_list text, p_id bigint, p_action text, p_args jsonb, OUT id bigint, OUT done boolean) LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM rules.choice c JOIN rules.action a ON a.layer = c.code AND a.code = p_action
                  WHERE c.list = 'admin_list' AND c.code = p_list AND (a.code = 'add') = (p_id IS NULL)) THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  id := engine.setting_done(p_actor, p_list, p_args);
  done := id IS NULL;
  IF done AND p_id IS NULL THEN
    id := engine.add_setting(p_actor, p_list, p_args);
  ELSIF done THEN
    PERFORM engine.change_setting(p_actor, p_list, p_id, p_action, p_args);
    id := p_id;
  END IF;
END
$$;

-- From the terminal: {list, code, action, fields}.
CREATE FUNCTION engine.terminal_setting(p_args jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_id bigint;
BEGIN
  IF p_args ->> 'action' <> 'add' THEN
    SELECT s.id INTO v_id FROM engine.settings(p_args ->> 'list') s WHERE s.code = p_args ->> 'code';
    IF v_id IS NULL THEN
      PERFORM engine.fail(404, 'not_found', 'code');
    END IF;
  END IF;
  RETURN to_jsonb((engine.set_setting(NULL, p_args ->> 'list', v_id, p_args ->> 'action', p_args -> 'fields')).id);
END
$$;
