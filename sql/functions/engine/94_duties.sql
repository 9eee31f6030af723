-- What offices owe: one list of a period, kept by the office, handed in by a day, late for ever when it came late.

-- Until when: the limit counted from the last day of the period, which is not counted itself.
CREATE FUNCTION engine.duty_due(l rules.list, starts_on date) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE d.unit WHEN 'wd' THEN engine.end_of_day(engine.add_workdays(x.last, d.n)) ELSE engine.due(engine.day_start(x.last::text), d.key) END
    FROM rules.deadline d, (SELECT ($2 + engine.period_length(($1).period))::date - 1 AS last) x WHERE d.key = ($1).deadline
$$;

-- The periods that an office has no row for yet: the present one, and every one since its last.
CREATE FUNCTION engine.missing_duties(max_rows integer) RETURNS TABLE (list text, office_id smallint, starts_on date) LANGUAGE sql STABLE AS $$
  WITH present AS MATERIALIZED (
    SELECT l.code, engine.period_start(engine.day(engine.clock()), l.period) AS now FROM rules.list l WHERE l.kind = 'duty' AND l.active
  )
  SELECT l.code, o.id, s::date
    FROM rules.list l JOIN core.office o ON o.organ AND o.active AND o.code <> l.receiver
    JOIN present n ON n.code = l.code
    CROSS JOIN LATERAL generate_series(coalesce((SELECT max(r.starts_on) + engine.period_length(l.period) FROM core.duty_report r
      WHERE r.list = l.code AND r.office_id = o.id), n.now)::timestamp, n.now::timestamp, engine.period_length(l.period)) s
   WHERE l.kind = 'duty' AND l.active ORDER BY s, l.sort, o.sort LIMIT $1
$$;

CREATE FUNCTION engine.open_duty(list text, office smallint, starts_on date) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  made bigint;
BEGIN
  INSERT INTO core.duty_report (list, office_id, starts_on, period, opened_at, due_at)
    SELECT l.code, office, open_duty.starts_on, engine.period_of(open_duty.starts_on, l.period), engine.clock(), engine.duty_due(l, open_duty.starts_on)
      FROM rules.list l WHERE l.code = open_duty.list
    ON CONFLICT ON CONSTRAINT duty_report_once_key DO NOTHING RETURNING id INTO made;
  PERFORM engine.record('duty', made, 'open', NULL, 'system', NULL, NULL) WHERE made IS NOT NULL;
  RETURN made;
END $$;

-- How many were opened; a second run finds nothing to open.
CREATE FUNCTION engine.open_duties(max_rows integer) RETURNS integer LANGUAGE sql VOLATILE AS $$
  SELECT count(engine.open_duty(m.list, m.office_id, m.starts_on))::integer FROM engine.missing_duties($1) m
$$;

CREATE FUNCTION engine.duty_state(r core.duty_report) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN ($1).late THEN 'late' WHEN ($1).handed_in_at IS NOT NULL THEN 'on_time'
    ELSE CASE engine.lamp_code(($1).due_at) WHEN 'red' THEN 'overdue' WHEN 'blue' THEN 'soon' ELSE 'owed' END END
$$;

CREATE FUNCTION engine.duty_lamp(lang text, r core.duty_report) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.choice($1, 'duty_state', s) || jsonb_build_object('code', CASE WHEN s IN ('late', 'overdue') THEN 'red' WHEN s = 'soon' THEN 'blue' ELSE 'green' END)
    FROM engine.duty_state($2) s
$$;

-- One's own office's, those handed in to one's office, or all.
CREATE FUNCTION engine.sees_duty(actor core.actor, r core.duty_report) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE engine.may($1, 'duty.read') WHEN 'all' THEN true WHEN 'office' THEN ($2).office_id = ($1).office_id OR engine.receives($1, l) ELSE false END
    FROM rules.list l WHERE l.code = ($2).list
$$;

CREATE FUNCTION engine.keeps_duty(actor core.actor, r core.duty_report, permission text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(engine.may($1, $3) IS NOT NULL AND ($2).office_id = ($1).office_id, false)
$$;

CREATE FUNCTION engine.duty_row(lang text, r core.duty_report) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('id', ($2).id, 'href', '/console/duties/' || ($2).id, 'title', engine.word($1, p.zh, p.en), 'period', ($2).period,
           'period_text', engine.period_text($1, ($2).period), 'office', engine.office($1, ($2).office_id) -> 'label',
           'receiver', (SELECT engine.office($1, o.id) -> 'label' FROM core.office o WHERE o.code = l.receiver),
           'due_text', engine.day_text($1, ($2).due_at), 'handed_in_text', engine.minute_text($1, ($2).handed_in_at), 'lamp', engine.duty_lamp($1, $2))
    FROM rules.list l JOIN rules.report p ON p.name = l.report WHERE l.code = ($2).list
$$;

-- The lines as cells in the order of the columns of the list.
CREATE FUNCTION engine.duty_rows(lang text, r core.duty_report) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'number', ($2).period || '-' || d.seq, 'href', '/console/duties/' || ($2).id, 'cells', jsonb_build_array(
           d.seq, engine.office($1, ($2).office_id) ->> 'label', engine.period_text($1, ($2).period), d.fields ->> 'what', d.fields ->> 'steps', d.fields ->> 'person',
           d.fields ->> 'due_on', engine.choice($1, 'completion', d.fields ->> 'completion') ->> 'label')) ORDER BY d.seq), '[]')
    FROM core.duty_item d WHERE d.report_id = ($2).id AND d.dropped_at IS NULL
$$;

-- The same with each cell's heading beside it, for screens on which a table has no room.
CREATE FUNCTION engine.duty_lines(columns jsonb, rows jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('cells', (
           SELECT jsonb_agg(jsonb_build_object('label', $1 -> (k - 1)::integer -> 'label', 'type', $1 -> (k - 1)::integer -> 'type', 'text', coalesce(c #>> '{}', '')) ORDER BY k)
             FROM jsonb_array_elements(r -> 'cells') WITH ORDINALITY AS x(c, k))) ORDER BY n), '[]')
    FROM jsonb_array_elements($2) WITH ORDINALITY AS y(r, n)
$$;

CREATE FUNCTION engine.duty_subject(r core.duty_report) RETURNS engine.subject LANGUAGE sql STABLE AS $$
  SELECT ROW('duty', ($1).id, NULL, ($1).version, NULL, NULL)::engine.subject
$$;

-- What may be done with it now: its own kind of line, how far a line is, taking one out, handing it in.
CREATE FUNCTION engine.duty_offers(actor core.actor, r core.duty_report, action text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT ($2).handed_in_at IS NULL AND CASE WHEN $3 = 'hand_in' THEN engine.keeps_duty($1, $2, 'duty.hand_in')
    ELSE engine.keeps_duty($1, $2, 'duty.keep') AND ($3 = ($2).list OR $3 IN ('progress', 'drop')) END
$$;

CREATE FUNCTION engine.duty_actions(lang text, actor core.actor, r core.duty_report) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(engine.action_json($1, engine.duty_subject($3), a, NULL)
           || jsonb_build_object('href', format('/console/duties/%s/actions/%s', ($3).id, a.code)) ORDER BY a.sort), '[]')
    FROM rules.action a WHERE a.layer = 'duty' AND engine.duty_offers($2, $3, a.code)
     AND (a.code NOT IN ('progress', 'drop') OR EXISTS (SELECT FROM core.duty_item d WHERE d.report_id = ($3).id AND d.dropped_at IS NULL))
$$;

-- Counted from the last day of the period, whatever day of the week that is.
CREATE FUNCTION engine.duty_how(lang text, r core.duty_report) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT engine.rule_text(lang, d, d.n, d.unit)
            || CASE WHEN engine.duty_due(l, r.starts_on) IS DISTINCT FROM r.due_at THEN engine.then_how(lang, engine.day_start(x.last::text), r.due_at)
                    WHEN d.unit = 'wd' THEN engine.workdays_after_how(lang, x.last, d.n)
                    ELSE engine.count_how(lang, engine.day_start(x.last::text), d.n, d.unit, d.rolls) END
            FROM rules.list l JOIN rules.deadline d ON d.key = l.deadline,
                 LATERAL (SELECT (r.starts_on + engine.period_length(l.period))::date - 1 AS last) x WHERE l.code = r.list);
END $$;

CREATE FUNCTION engine.duty_data(lang text, actor core.actor, r core.duty_report) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT engine.duty_row($1, $3) || jsonb_build_object('version', ($3).version, 'columns', engine.report_columns(p, $1), 'rows', engine.duty_rows($1, $3),
           'lines', engine.duty_lines(engine.report_columns(p, $1), engine.duty_rows($1, $3)),
           'how', engine.duty_how($1, $3),
           'actions', engine.duty_actions($1, $2, $3), 'issue', (SELECT engine.list_issue_row($1, f) FROM core.list_issue f WHERE f.id = ($3).issue_id))
    FROM rules.list l JOIN rules.report p ON p.name = l.report WHERE l.code = ($3).list);
END $$;

CREATE FUNCTION engine.seen_duty(actor core.actor, id bigint, lock boolean) RETURNS core.duty_report LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  r core.duty_report;
BEGIN
  PERFORM FROM core.duty_report d WHERE d.id = seen_duty.id AND lock FOR UPDATE;
  SELECT * INTO r FROM core.duty_report d WHERE d.id = seen_duty.id;
  IF r.id IS NULL OR engine.sees_duty(actor, r) IS NOT TRUE THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  RETURN r;
END $$;

-- True when the same form did it before; its key is nobody else's.
CREATE FUNCTION engine.hand_in(lang text, actor core.actor, r core.duty_report, note text, key uuid) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  l rules.list;
  f core.list_issue;
  rows constant jsonb := engine.duty_rows(lang, r);
BEGIN
  IF rows = '[]' AND note IS NULL THEN
    PERFORM engine.fail(422, 'required', 'note');
  END IF;
  SELECT * INTO l FROM rules.list x WHERE x.code = r.list;
  f := engine.keep_list(lang, actor, l, (SELECT jsonb_build_object('title', engine.word(lang, p.zh, p.en), 'organ', engine.wording(lang, 'organ'), 'filters', '[]'::jsonb,
         'columns', engine.report_columns(p, lang), 'rows', rows) FROM rules.report p WHERE p.name = l.report),
         jsonb_build_object('meeting', engine.period_text(lang, r.period), 'issued_on', engine.day(engine.clock()), 'note', note), r.office_id, key);
  UPDATE core.duty_report d SET handed_in_at = engine.clock(), handed_in_by = actor.account_id, issue_id = f.id WHERE d.id = r.id;
END $$;

CREATE FUNCTION engine.duty_do(lang text, actor core.actor, r core.duty_report, action text, fields jsonb, key uuid) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  CASE action
    WHEN 'hand_in' THEN PERFORM engine.hand_in(lang, actor, r, fields ->> 'note', key);
    WHEN 'drop' THEN UPDATE core.duty_item d SET dropped_at = engine.clock() WHERE d.report_id = r.id AND d.seq = (duty_do.fields ->> 'item')::integer;
    WHEN 'progress' THEN UPDATE core.duty_item d SET fields = d.fields || jsonb_build_object('completion', duty_do.fields -> 'completion')
                          WHERE d.report_id = r.id AND d.seq = (duty_do.fields ->> 'item')::integer;
    ELSE INSERT INTO core.duty_item (report_id, seq, fields)
         SELECT r.id, 1 + coalesce(max(d.seq), 0), duty_do.fields FROM core.duty_item d WHERE d.report_id = r.id;
  END CASE;
END $$;
