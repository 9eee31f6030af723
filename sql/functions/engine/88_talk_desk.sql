-- Talks on the desks: who reads a record, who is merely told that there was one.

CREATE FUNCTION engine.talk_row(p_lang text, p_actor core.actor, p_talk core.talk) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object('id', (p_talk).id, 'href', '/console/talks/' || (p_talk).id, 'number', (p_talk).number,
    'title', concat_ws(engine.word(p_lang, '：', ': '), engine.choice(p_lang, 'talk_kind', (p_talk).kind) ->> 'label', engine.office(p_lang, (p_talk).office_id) ->> 'label'),
    'kind', engine.choice(p_lang, 'talk_kind', (p_talk).kind), 'office', engine.office(p_lang, (p_talk).office_id),
    'state', engine.choice(p_lang, 'talk_state', engine.talk_state(p_talk)),
    'cause', CASE WHEN engine.reads_talk(p_actor, (p_talk).kind) THEN engine.choice(p_lang, 'talk_cause', (p_talk).cause) END,
    'held_text', engine.day_text(p_lang, (p_talk).held_on), 'proposed_text', engine.day_text(p_lang, (p_talk).proposed_at)))
$$;

-- Of a talk that one is only told of: when, by whom, and of a summons what the office undertook.
CREATE FUNCTION engine.talk_json(p_lang text, p_actor core.actor, p_talk core.talk) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.talk_row(p_lang, p_actor, p_talk) || jsonb_strip_nulls(jsonb_build_object('version', (p_talk).version,
      'organ', engine.wording(p_lang, 'organ'), 'holder', nullif(engine.person(p_lang, (p_talk).held_by, NULL), ''),
      'commitments', CASE WHEN r OR (p_talk).kind = 'summons' THEN (p_talk).commitments END))
    || CASE WHEN r THEN jsonb_strip_nulls(jsonb_build_object('place', (p_talk).place, 'with_whom', (p_talk).with_whom, 'content', (p_talk).content,
      'issue', (SELECT jsonb_build_object('number', i.number, 'title', i.title)
                  || CASE WHEN engine.sees_issue(p_actor, i.id) THEN jsonb_build_object('readable', true, 'href', '/console/issues/' || i.id) ELSE '{}' END FROM core.issue i WHERE i.id = (p_talk).issue_id),
      'notice', (SELECT jsonb_build_object('number', n.number, 'href', '/console/supervisions/' || n.id) FROM core.supervision n WHERE n.id = (p_talk).supervision_id)))
    ELSE '{}' END
    FROM engine.reads_talk(p_actor, (p_talk).kind) r
$$;

CREATE FUNCTION engine.talk_form(p_lang text, p_subject engine.subject, p_action rules.action) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.action_json(p_lang, p_subject, p_action, NULL)
         || CASE WHEN (p_subject).id IS NULL THEN jsonb_build_object('href', '/console/talks/actions/' || (p_action).code) ELSE '{}' END
$$;

-- On the list: new records of the kinds that one keeps.
CREATE FUNCTION engine.new_talk_forms(p_lang text, p_actor core.actor) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(engine.talk_form(p_lang, ROW('talk', NULL, NULL, NULL, NULL, NULL)::engine.subject, a) ORDER BY a.sort), '[]')
    FROM rules.action a WHERE a.layer = 'talk' AND engine.may(p_actor, 'talk.' || engine.talk_kind_of(a.code)) IS NOT NULL
$$;

CREATE FUNCTION engine.talk_actions(p_lang text, p_actor core.actor, p_talk core.talk) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(engine.talk_form(p_lang, ROW('talk', (p_talk).id, NULL, (p_talk).version, NULL, NULL)::engine.subject, a) ORDER BY a.sort), '[]')
    FROM rules.action a WHERE a.layer = 'talk' AND a.code IN ('record', 'drop') AND engine.talk_state(p_talk) = 'proposed'
     AND engine.may(p_actor, 'talk.' || (p_talk).kind) IS NOT NULL
$$;

CREATE FUNCTION engine.seen_talk(p_actor core.actor, p_id bigint) RETURNS core.talk LANGUAGE plpgsql STABLE AS $$
DECLARE
  t core.talk;
BEGIN
  IF NOT engine.may_talks(p_actor) THEN
    PERFORM engine.fail(403, 'forbidden');
  END IF;
  SELECT k.* INTO t FROM core.talk k WHERE k.id = p_id;
  IF t.id IS NULL OR NOT (engine.reads_talk(p_actor, t.kind) OR engine.told_talk(p_actor, t)) THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  RETURN t;
END
$$;

CREATE FUNCTION engine.staff_talk(p_lang text, p_actor core.actor, p_id bigint) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  t constant core.talk := engine.seen_talk(p_actor, p_id);
BEGIN
  RETURN engine.frame(p_lang, p_actor, 'supervisions') || jsonb_build_object('talk', engine.talk_json(p_lang, p_actor, t),
    'actions', engine.talk_actions(p_lang, p_actor, t),
    'history', CASE WHEN engine.reads_talk(p_actor, t.kind)
                    THEN engine.staff_history(p_lang, ROW('talk', t.id, NULL, t.version, NULL, NULL)::engine.subject) ELSE '[]' END);
END
$$;

CREATE FUNCTION engine.talk_filters(p_lang text, p_args jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(engine.checked_filter(engine.choice_field('kind', engine.word(p_lang, '种类', 'Kind'), false,
           engine.choice_options(p_lang, 'talk_kind', v.value)) || CASE WHEN v.value IS NULL THEN '{}' ELSE jsonb_build_object('value', v.value) END))
    FROM (SELECT nullif(p_args ->> 'kind', '') AS value) v
$$;

CREATE FUNCTION engine.found_talks(p_actor core.actor, p_kind text, p_after bigint) RETURNS SETOF core.talk LANGUAGE sql STABLE AS $$
  SELECT t.* FROM core.talk t
   WHERE (p_after IS NULL OR t.id < p_after) AND (p_kind IS NULL OR t.kind = p_kind)
     AND (engine.reads_talk(p_actor, t.kind) OR engine.told_talk(p_actor, t))
   ORDER BY t.id DESC LIMIT engine.page_rows() + 1
$$;

CREATE FUNCTION engine.staff_talks(p_lang text, p_actor core.actor, p_args jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_fields constant jsonb := engine.talk_filters(p_lang, p_args);
  v_rows jsonb;
BEGIN
  IF NOT engine.may_talks(p_actor) THEN
    PERFORM engine.fail(403, 'forbidden');
  END IF;
  SELECT coalesce(jsonb_agg(engine.talk_row(p_lang, p_actor, t) ORDER BY t.id DESC), '[]') INTO v_rows
    FROM engine.found_talks(p_actor, engine.filter_values(v_fields) ->> 'kind', engine.cursor_of(p_args)) t;
  RETURN engine.frame(p_lang, p_actor, 'supervisions') || engine.list_of(p_lang, v_fields, v_rows, '/console/talks', p_args)
    || jsonb_build_object('actions', engine.new_talk_forms(p_lang, p_actor), 'notices', engine.may(p_actor, 'supervision.read') IS NOT NULL);
END
$$;
