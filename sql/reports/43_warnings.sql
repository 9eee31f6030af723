-- 预警督办: open issues whose light is not green, gravest first.

CREATE FUNCTION engine.warned_issues(p_query engine.report_query) RETURNS TABLE (id bigint, lamp text, limit_at timestamptz) LANGUAGE sql STABLE AS $$
  SELECT i.id, k.lamp, l.due FROM engine.report_issues(engine.without(p_query, '{lamp}')) i JOIN rules.state s ON s.code = i.state AND NOT s.closed
   CROSS JOIN engine.lamp_marks() AS m, LATERAL engine.lamp_of(i, m) k, LATERAL engine.limit_of(i) l
   WHERE k.lamp = ANY (CASE WHEN (p_query).filters ? 'lamp' THEN ARRAY[(p_query).filters->>'lamp'] ELSE '{red,yellow,blue}' END)
$$;
COMMENT ON FUNCTION engine.warned_issues(engine.report_query) IS 'The open issues that a light warns of.';

CREATE FUNCTION engine.left_text(p_lang text, p_days bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_days < 0 THEN format(engine.word(p_lang, '超期%s', '%s late'), -p_days)
              WHEN p_days = 0 THEN engine.word(p_lang, '今日', 'today')
              ELSE format(engine.word(p_lang, '剩余%s', '%s left'), p_days) END
$$;
COMMENT ON FUNCTION engine.left_text(text, bigint) IS 'Working days to a limit, or past it, in words.';

CREATE FUNCTION engine.notice_counts(p_issue bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(count(*) FILTER (WHERE s.level = 'blue'), count(*) FILTER (WHERE s.level = 'yellow'), count(*) FILTER (WHERE s.level = 'red'))
    FROM core.supervision s WHERE s.issue_id = p_issue AND s.in_force_at IS NOT NULL
$$;
COMMENT ON FUNCTION engine.notice_counts(bigint) IS 'How many notices of each colour were sent about an issue.';

CREATE FUNCTION engine.report_warnings(p_query engine.report_query) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH found AS MATERIALIZED (
    SELECT w.*, row_number() OVER (ORDER BY array_position('{red,yellow,blue}', w.lamp), w.limit_at, w.id) AS place FROM engine.warned_issues(p_query) w
  ), page AS MATERIALIZED (
    SELECT * FROM found WHERE place > coalesce((p_query).after, 0) ORDER BY place LIMIT (p_query).max_rows
  ), line AS (
    SELECT p.place, '/console/issues/' || i.id AS href, jsonb_build_array(i.number, i.title, engine.word((p_query).lang, o.zh, o.en),
      engine.choice((p_query).lang, 'lamp', p.lamp)->>'label', engine.day(p.limit_at),
      jsonb_build_object('value', d.n, 'text', engine.left_text((p_query).lang, d.n)),
      engine.day(engine.clock()) - engine.day(i.progressed_at)) || engine.notice_counts(i.id) || jsonb_build_array(c.name) AS cells
      FROM page p JOIN core.issue i ON i.id = p.id JOIN core.office o ON o.id = i.office_id LEFT JOIN core.account c ON c.id = i.leader_id,
           LATERAL (SELECT CASE WHEN p.limit_at >= engine.clock() THEN engine.workdays_between(engine.day(engine.clock()), engine.day(p.limit_at))
                              ELSE -engine.workdays_between(engine.day(p.limit_at), engine.day(engine.clock())) END AS n OFFSET 0) d
  )
  SELECT jsonb_build_object('n', (SELECT count(*) FROM found),
    'rows', coalesce(jsonb_agg(jsonb_build_object('id', place, 'href', href, 'cells', cells) ORDER BY place), '[]'),
    'notes', jsonb_build_array(
      engine.word((p_query).lang, '只列现在亮灯的未销号问题：超期（红）、滞后（黄）、临期（蓝），先急后缓。剩余和超期按工作日（含调休上班日，不含节假日），时限取当前一步和整改时限中先到的。',
        'Open issues with a light on now: overdue (red), behind (yellow), due soon (blue), gravest first. Days left and late are working days by the calendar; the limit is the step''s or the rectification''s, whichever ends first.'),
      engine.word((p_query).lang, '上次进展距今按自然日；还没有报过进展的留空。督办单次数是这个问题历来收到的蓝、黄、红单。',
        'Since last progress: natural days, empty where none was reported. Notices: all that the issue ever had, by colour.')))
    FROM line
$$;
COMMENT ON FUNCTION engine.report_warnings(engine.report_query) IS 'What to supervise now: light, days, last progress, notices and leader of each issue.';
