-- The pages of administration: the lists, a list, a setting with what may be done and what was done to it.

-- A value as people read it: roles, offices and choices by their names.
CREATE FUNCTION engine.setting_word(lang text, options text, value jsonb) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN $2 = 'role' THEN (SELECT string_agg(engine.word($1, r.zh, r.en), engine.word($1, '、', ', ') ORDER BY r.sort) FROM rules.role r WHERE $3 ? r.code)
              WHEN $2 = 'any_office' THEN (SELECT engine.word($1, o.zh, o.en) FROM core.office o WHERE o.code = $3 #>> '{}')
              WHEN $2 IS NOT NULL THEN engine.choice($1, $2, $3 #>> '{}') ->> 'label'
              ELSE $3 #>> '{}' END
$$;

-- The values of a setting under the labels its forms have.
CREATE FUNCTION engine.setting_facts(lang text, list text, vals jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('name', f.name, 'label', engine.word($1, f.zh, f.en),
           'text', coalesce(engine.setting_word($1, f.options, $3 -> f.name), engine.word($1, '无', 'none'))) ORDER BY f.sort), '[]')
    FROM (SELECT DISTINCT ON (a.name) a.* FROM rules.action_field a WHERE a.layer = $2 AND $3 ? a.name ORDER BY a.name, a.sort) f
$$;

CREATE FUNCTION engine.setting_line(lang text, list text, vals jsonb) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN $3 ? 'active' THEN CASE WHEN ($3 ->> 'active')::boolean THEN engine.word($1, '在用', 'in use') ELSE engine.word($1, '停用', 'not in use') END
              ELSE (SELECT string_agg((f ->> 'label') || engine.word($1, '：', ': ') || (f ->> 'text'), engine.word($1, '；', '; '))
                      FROM jsonb_array_elements(engine.setting_facts($1, $2, $3)) f) END
$$;

CREATE FUNCTION engine.setting_history(lang text, s engine.setting) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('when', engine.minute_text($1, e.at), 'who', engine.person($1, e.actor_id, e.actor_role),
           'what', coalesce(engine.action_name($1, ($2).list, e.action) ->> 'label', engine.word($1, '改动', 'Changed')),
           'was', engine.setting_line($1, ($2).list, e.detail -> 'was'), 'is', engine.setting_line($1, ($2).list, e.detail -> 'is'))) ORDER BY e.seq DESC), '[]')
    FROM core.event e WHERE e.layer = engine.setting_layer(($2).list) AND e.subject_id = ($2).id
     AND (e.action = 'set' OR e.action IN (SELECT a.code FROM rules.action a WHERE a.layer = ($2).list))
$$;

-- A field of a form with what the setting holds now.
CREATE FUNCTION engine.setting_field(lang text, s engine.setting, f rules.action_field) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  value constant jsonb := CASE f.action WHEN 'weights' THEN to_jsonb(trim_scale(engine.param('score_' || f.name))) ELSE s.now -> f.name END;
  field constant jsonb := engine.action_field(lang, f, ROW(f.layer, 0, NULL, NULL, NULL, NULL)::engine.subject);
BEGIN
  IF value IS NULL THEN
    RETURN field;
  ELSIF f.options IS NULL THEN
    RETURN field || jsonb_build_object('value', value #>> '{}');
  END IF;
  RETURN field || jsonb_build_object('options', (SELECT jsonb_agg(CASE WHEN value ? (o ->> 'code') THEN o || '{"checked": true}' ELSE o END ORDER BY k)
    FROM jsonb_array_elements(field -> 'options') WITH ORDINALITY AS x(o, k)));
END $$;

CREATE FUNCTION engine.setting_action(lang text, s engine.setting, action rules.action) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.action_json($1, ROW(($3).layer, 0, NULL, NULL, NULL, NULL)::engine.subject, $3, NULL)
    || jsonb_build_object('href', '/console/admin/' || ($3).layer || coalesce('/' || ($2).id, '') || '/actions/' || ($3).code,
         'fields', (SELECT coalesce(jsonb_agg(engine.setting_field($1, $2, f) ORDER BY f.sort), '[]')
                      FROM rules.action_field f WHERE f.layer = ($3).layer AND f.action = ($3).code))
$$;

CREATE FUNCTION engine.setting_actions(lang text, actor core.actor, list text, s engine.setting) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(engine.setting_action($1, $4, a) ORDER BY a.sort), '[]')
    FROM rules.action a WHERE a.layer = $3 AND engine.may($2, engine.setting_permission($3, a.code)) IS NOT NULL AND engine.setting_offers($4, a.code)
     AND engine.account_refusal($2, $4, a.code) IS NULL
$$;

CREATE FUNCTION engine.setting_json(lang text, s engine.setting) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('id', ($2).id, 'code', ($2).code, 'label', engine.word($1, ($2).zh, ($2).en), 'active', ($2).active, 'own', ($2).own,
           'href', format('/console/admin/%s/%s', ($2).list, ($2).id), 'text', coalesce(engine.setting_line($1, ($2).list, ($2).now), ''))
$$;

CREATE FUNCTION engine.admin_frame(lang text, actor core.actor, list text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  found constant jsonb := (SELECT jsonb_build_object('code', c.code, 'label', engine.word(lang, c.zh, c.en), 'explain', engine.word(lang, c.hint_zh, c.hint_en),
    'href', '/console/admin/' || c.code) FROM rules.choice c WHERE c.list = 'admin_list' AND c.code = admin_frame.list);
BEGIN
  IF found IS NULL THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  RETURN engine.frame(lang, actor, 'admin') || jsonb_build_object('list', found);
END $$;

CREATE FUNCTION engine.admin_index(lang text, actor core.actor) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.frame($1, $2, 'admin') || jsonb_build_object('lists', (
    SELECT jsonb_agg(jsonb_build_object('code', c.code, 'label', engine.word($1, c.zh, c.en), 'explain', engine.word($1, c.hint_zh, c.hint_en),
             'href', '/console/admin/' || c.code, 'count', (SELECT count(*) FROM engine.settings(c.code))) ORDER BY c.sort)
      FROM rules.choice c WHERE c.list = 'admin_list'))
$$;

CREATE FUNCTION engine.admin_list(lang text, actor core.actor, list text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN engine.admin_frame(lang, actor, list) || jsonb_build_object('actions', engine.setting_actions(lang, actor, list, NULL),
    'rows', (SELECT jsonb_agg(engine.setting_json(lang, s) ORDER BY s.sort, s.code) FROM engine.settings(list) s));
END $$;

CREATE FUNCTION engine.admin_setting(lang text, actor core.actor, list text, id bigint) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  head constant jsonb := engine.admin_frame(lang, actor, list);
  s constant engine.setting := engine.setting(list, id);
BEGIN
  RETURN head || jsonb_build_object('setting', engine.setting_json(lang, s) || jsonb_strip_nulls(jsonb_build_object('shipped', engine.setting_line(lang, list, s.shipped),
      'source', (SELECT engine.source_text(lang, d) FROM rules.deadline d WHERE list = 'deadline' AND d.key = s.code),
      'bounds', (SELECT format('%s – %s', trim_scale(p.least), trim_scale(p.most)) FROM rules.param p WHERE list = 'param' AND p.key = s.code))),
    'facts', engine.setting_facts(lang, list, s.now), 'version', engine.setting_version(list, id),
    'actions', engine.setting_actions(lang, actor, list, s), 'history', engine.setting_history(lang, s));
END $$;
