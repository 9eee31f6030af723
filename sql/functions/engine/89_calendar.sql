-- The calendar of a year as a page shows it, the forms it is maintained by, and the rules that count by it.

CREATE FUNCTION engine.calendar_day(lang text, day date, w core.work_calendar) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object('n', extract(day FROM $2)::integer, 'day', $2::text,
           'rest', CASE WHEN ($3).note <> '' AND NOT ($3).is_workday THEN true END, 'work', CASE WHEN ($3).note <> '' AND ($3).is_workday THEN true END,
           'weekend', CASE WHEN NOT engine.weekday($2) THEN true END, 'note', CASE WHEN ($3).note <> '' THEN engine.note_text($1, ($3).note) END))
$$;

-- Seven days from Monday; days of other months are blank.
CREATE FUNCTION engine.calendar_week(lang text, month date, monday date) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(CASE WHEN date_trunc('month', d.day) = $2 THEN engine.calendar_day($1, d.day, w) ELSE '{}'::jsonb END ORDER BY d.day)
    FROM (SELECT $3 + k AS day FROM generate_series(0, 6) k) d LEFT JOIN core.work_calendar w ON w.day = d.day
$$;

CREATE FUNCTION engine.calendar_months(lang text, year integer) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_build_object('label', engine.word($1, format('%s年%s月', $2, k), to_char(make_date($2, k, 1), 'FMMonth YYYY')), 'weeks', (
           SELECT jsonb_agg(jsonb_build_object('days', engine.calendar_week($1, make_date($2, k, 1), monday::date)) ORDER BY monday)
             FROM generate_series(date_trunc('week', make_date($2, k, 1)), make_date($2, k, 1) + interval '1 month - 1 day', '7 days') monday)) ORDER BY k)
    FROM generate_series(1, 12) k
$$;

CREATE FUNCTION engine.calendar_days(lang text, year integer) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('day', w.day::text, 'text', engine.day_text($1, w.day), 'weekday', engine.weekday_text($1, w.day),
           'work', w.is_workday, 'kind', engine.choice($1, 'day_kind', CASE WHEN w.is_workday THEN 'work' ELSE 'rest' END),
           'note', engine.note_text($1, w.note), 'own', w.own) ORDER BY w.day), '[]')
    FROM core.work_calendar w WHERE w.day BETWEEN make_date($2, 1, 1) AND make_date($2, 12, 31) AND w.note <> ''
$$;

-- The years that are known, and the one that is asked for.
CREATE FUNCTION engine.calendar_years(year integer) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_build_object('label', y::text, 'href', '/console/calendar/' || y, 'current', y = $1) ORDER BY y)
    FROM (SELECT extract(year FROM w.day)::integer AS y FROM core.work_calendar w WHERE w.note <> '' UNION SELECT $1
          UNION SELECT extract(year FROM engine.day(engine.clock()))::integer + k FROM generate_series(0, 1) k) x
$$;

CREATE FUNCTION engine.calendar_action(lang text, action rules.action, href text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.action_json($1, ROW('calendar', 0, NULL, NULL, NULL, NULL)::engine.subject, $2, NULL) || jsonb_build_object('href', $3)
$$;

CREATE FUNCTION engine.calendar_actions(lang text, actor core.actor, year integer) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(engine.calendar_action($1, a, format('/console/calendar/%s/actions/%s', $3, a.code)) ORDER BY a.sort), '[]')
    FROM rules.action a WHERE a.layer = 'calendar' AND a.code IN ('set_day', 'remove_day') AND engine.may($2, 'calendar.edit') IS NOT NULL
$$;

CREATE FUNCTION engine.calendar_page(lang text, actor core.actor, year integer) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF year NOT BETWEEN 2000 AND 2100 THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  RETURN engine.frame(lang, actor, 'calendar') || jsonb_build_object('year', year, 'title', engine.word(lang, format('%s年日历', year), format('Calendar of %s', year)),
    'years', engine.calendar_years(year), 'months', engine.calendar_months(lang, year), 'days', engine.calendar_days(lang, year),
    'version', engine.calendar_version(), 'may_edit', engine.may(actor, 'calendar.edit') IS NOT NULL, 'actions', engine.calendar_actions(lang, actor, year));
END $$;

-- The form that takes a notice.
CREATE FUNCTION engine.notice_form(lang text, action text, text text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('action', $2, 'version', engine.calendar_version(), 'fields', (
    SELECT jsonb_agg(engine.action_field($1, f, ROW('calendar', 0, NULL, NULL, NULL, NULL)::engine.subject)
                     || CASE WHEN $3 IS NULL THEN '{}' ELSE jsonb_build_object('value', $3) END)
      FROM rules.action_field f WHERE f.layer = 'calendar' AND f.action = 'import'))
$$;

CREATE FUNCTION engine.line_json(lang text, l engine.calendar_line) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object('line', ($2).line, 'read', CASE WHEN ($2).day IS NOT NULL AND ($2).fault IS NULL
             THEN concat_ws(' ', engine.span_text($1, ($2).day, ($2).until), engine.note_text($1, ($2).note)) ELSE engine.excerpt(($2).said, 80) END,
           'wrong', ($2).fault IS NOT NULL AND ($2).fault <> 'neither',
           'result', coalesce(engine.choice($1, 'calendar_fault', ($2).fault), engine.choice($1, 'day_kind', CASE WHEN ($2).is_workday THEN 'work' ELSE 'rest' END))))
$$;

-- What a notice says, line by line, and what it would change.
CREATE FUNCTION engine.notice_report(lang text, text text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  lines constant engine.calendar_line[] := ARRAY(SELECT l FROM engine.notice_lines(text) l);
  faults constant integer := (SELECT count(*) FROM unnest(lines) l WHERE l.fault <> 'neither');
  year constant integer := engine.notice_year(lines);
BEGIN
  RETURN jsonb_build_object('rows', (SELECT coalesce(jsonb_agg(engine.line_json(lang, l) ORDER BY l.line), '[]') FROM unnest(lines) l),
      'faults', faults, 'ok', faults = 0 AND year IS NOT NULL)
    || CASE WHEN faults = 0 AND year IS NOT NULL THEN jsonb_build_object('year', year, 'counts', engine.notice_counts(lines), 'text', text) ELSE '{}' END;
END $$;

CREATE FUNCTION engine.states_by_limit(lang text, key text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT engine.word($1, '状态：', 'State: ') || string_agg(engine.word($1, s.zh, s.en), engine.word($1, '、', ', ') ORDER BY s.code) || engine.word($1, '。', '.')
    FROM rules.state s WHERE s.deadline = $2
$$;

CREATE FUNCTION engine.deadlines_json(lang text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_build_object('key', d.key, 'label', engine.word($1, d.zh, d.en), 'n', d.n, 'unit', d.unit, 'amount', engine.amount_text($1, d.n, d.unit),
           'source', engine.source_text($1, d), 'use', concat_ws(engine.word($1, '', ' '), engine.states_by_limit($1, d.key), nullif(engine.word($1, d.use_zh, d.use_en), '')),
           'own', d.own) ORDER BY coalesce((SELECT min(s.code) FROM rules.state s WHERE s.deadline = d.key), 100), d.key)
    FROM rules.deadline d
$$;
