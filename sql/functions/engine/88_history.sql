-- What happened, as staff read it: who, when, from where to where, and what was written then.

CREATE FUNCTION engine.option_text(lang text, list text, value jsonb, subject engine.subject) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(string_agg(o.label, engine.word($1, '、', ', ') ORDER BY o.sort), $3 #>> '{}')
    FROM engine.options($1, $2, $4) o WHERE $3 @> to_jsonb(o.code)
$$;

CREATE FUNCTION engine.field_text(lang text, f rules.action_field, value jsonb, subject engine.subject) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN ($2).options IS NOT NULL THEN engine.option_text($1, ($2).options, $3, $4)
              WHEN ($2).type = 'bool' THEN engine.choice($1, 'yes_no', CASE WHEN $3 = 'true' THEN 'yes' ELSE 'no' END) ->> 'label'
              WHEN ($2).type = 'date' THEN engine.day_text($1, ($3 #>> '{}')::date)
              ELSE $3 #>> '{}' END
$$;

-- The fields of an action that were filled, with their labels.
CREATE FUNCTION engine.filled_fields(lang text, action text, filled jsonb, subject engine.subject) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('label', engine.word($1, f.zh, f.en),
                                               'value', engine.field_text($1, f, $3 -> f.name, $4)) ORDER BY f.sort), '[]')
    FROM rules.action_field f WHERE f.layer = ($4).layer AND f.action = $2 AND $3 ? f.name
$$;

CREATE FUNCTION engine.event_note(lang text, e core.event, subject engine.subject) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT string_agg((f ->> 'label') || engine.word($1, '：', ': ') || engine.excerpt(rtrim(f ->> 'value', '。.'), 300), engine.word($1, '；', '; ') ORDER BY k)
    FROM jsonb_array_elements(engine.filled_fields($1, regexp_replace(($2).action, '^propose:', ''), ($2).detail, $3)) WITH ORDINALITY AS x(f, k)
$$;

CREATE FUNCTION engine.event_name(lang text, layer text, action text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN $3 LIKE 'propose:%' THEN (
      SELECT engine.enum($1, $3, '拟' || a.zh, 'Proposed: ' || a.en) FROM rules.action a WHERE a.layer = $2 AND a.code = substr($3, 9))
    ELSE engine.action_name($1, $2, $3) END
$$;

-- An office that knew the minute in which somebody rated it could guess who that was: it reads the day.
CREATE FUNCTION engine.event_time(lang text, e core.event) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN ($2).layer = 'issue' AND ($2).actor_role = 'person'
    THEN jsonb_build_object('at', engine.day_of(($2).at), 'at_text', engine.day_text($1, ($2).at))
    ELSE jsonb_build_object('at', engine.time_of(($2).at), 'at_text', engine.minute_text($1, ($2).at)) END
$$;

CREATE FUNCTION engine.staff_event(lang text, e core.event, subject engine.subject) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.event_time($1, $2) || jsonb_strip_nulls(jsonb_build_object(
    'actor', engine.person($1, ($2).actor_id, ($2).actor_role), 'action', engine.event_name($1, ($2).layer, ($2).action),
    'from', CASE WHEN ($2).from_state <> ($2).to_state THEN engine.state($1, ($2).from_state) END,
    'to', CASE WHEN ($2).from_state IS DISTINCT FROM ($2).to_state THEN engine.state($1, ($2).to_state) END,
    'note', nullif(concat_ws(engine.word($1, '；', '; '), CASE WHEN ($2).layer = 'issue' AND ($2).action = 'grant_extension' THEN
                        engine.extension_text($1, engine.decided_extension(($2).subject_id, ($2).at)) END, engine.event_note($1, $2, $3)), '')))
$$;

CREATE FUNCTION engine.staff_history(lang text, subject engine.subject) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(engine.staff_event($1, e, $2) ORDER BY e.seq DESC), '[]')
    FROM core.event e WHERE e.layer = ($2).layer AND e.subject_id = ($2).id
$$;

-- What waits for a second person; NULL when nothing does.
CREATE FUNCTION engine.proposal_json(lang text, subject engine.subject) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('id', p.id, 'action', engine.action_name($1, t.layer, t.action), 'by', engine.person($1, p.proposed_by, t.role),
           'on', engine.day_of(p.proposed_at), 'on_text', engine.day_text($1, p.proposed_at),
           'fields', engine.filled_fields($1, t.action, p.fields, $2))
    FROM engine.open_proposal(($2).layer, ($2).id) p JOIN rules.transition t ON t.id = p.transition_id
$$;
