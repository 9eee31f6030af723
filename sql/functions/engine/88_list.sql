-- The inbox and the list of issues: filters as form fields, rows by descending id, one page at a time.

CREATE FUNCTION engine.opinion_filter(name text, value text, lang text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN CASE name
    WHEN 'state' THEN engine.choice_field('state', engine.word(lang, '状态', 'State'), false, engine.state_options(lang, 'opinion', value)
           || jsonb_build_array(engine.option('30', engine.word(lang, '已立为问题', 'Became an issue'), NULL, value = '30')))
    WHEN 'kind' THEN engine.choice_field('kind', engine.word(lang, '类型', 'Kind'), false, engine.choice_options(lang, 'kind', value))
    ELSE engine.report_filter(name, value, lang) || CASE name
      WHEN 'office' THEN jsonb_build_object('label', engine.word(lang, '反映的委办室', 'Office named'))
      WHEN 'from' THEN jsonb_build_object('label', engine.word(lang, '收到自', 'Received from'))
      WHEN 'to' THEN jsonb_build_object('label', engine.word(lang, '收到至', 'Received until'))
      ELSE '{}' END END
    || CASE WHEN value IS NULL THEN '{}' ELSE jsonb_build_object('value', value) END;
END $$;

-- A value that is not on offer is refused rather than found nowhere.
CREATE FUNCTION engine.checked_filter(field jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF field ? 'value' AND field ->> 'type' = 'date' THEN
    PERFORM engine.report_day(field ->> 'value', field ->> 'name');
  ELSIF field ? 'value' AND field ->> 'name' = 'period' AND NOT EXISTS (SELECT FROM engine.period_days(field ->> 'value')) THEN
    PERFORM engine.fail(422, 'bad_period', 'period');
  ELSIF field ? 'value' AND field ->> 'type' <> 'text' AND engine.option_label(field -> 'options', field ->> 'value') IS NULL THEN
    PERFORM engine.fail(422, 'not_a_choice', field ->> 'name');
  END IF;
  RETURN field;
END $$;

CREATE FUNCTION engine.opinion_filters(lang text, args jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(engine.checked_filter(engine.opinion_filter(n, nullif($2 ->> n, ''), $1)) ORDER BY k)
    FROM unnest(ARRAY['state', 'kind', 'category', 'office', 'source', 'from', 'to']) WITH ORDINALITY AS x(n, k)
$$;

CREATE FUNCTION engine.filter_names(fields jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT array_agg(f ->> 'name' ORDER BY k) FROM jsonb_array_elements($1) WITH ORDINALITY AS x(f, k)
$$;

CREATE FUNCTION engine.filter_values(fields jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_object_agg(f ->> 'name', f -> 'value') FILTER (WHERE f ? 'value'), '{}') FROM jsonb_array_elements($1) AS f
$$;

CREATE FUNCTION engine.found_opinions(actor core.actor, f jsonb, after bigint) RETURNS SETOF core.opinion LANGUAGE sql STABLE AS $$
  SELECT o.* FROM core.opinion o LEFT JOIN core.office c ON c.id = o.claimed_office
   WHERE ($3 IS NULL OR o.id < $3)
     AND ($2 ->> 'state'    IS NULL OR o.state = ($2 ->> 'state')::integer)
     AND ($2 ->> 'kind'     IS NULL OR o.kind = $2 ->> 'kind')
     AND ($2 ->> 'category' IS NULL OR engine.filed_category(o) = $2 ->> 'category' OR engine.filed_category(o) LIKE ($2 ->> 'category') || '.%')
     AND ($2 ->> 'office'   IS NULL OR c.code = $2 ->> 'office')
     AND ($2 ->> 'source'   IS NULL OR o.source = $2 ->> 'source')
     AND ($2 ->> 'from'     IS NULL OR o.received_at >= engine.day_start($2 ->> 'from'))
     AND ($2 ->> 'to'       IS NULL OR o.received_at <= engine.end_of_day(($2 ->> 'to')::date))
     AND engine.reads_opinion($1, o)
   ORDER BY o.id DESC LIMIT engine.page_rows() + 1
$$;

-- The light by its word, everywhere the same; a code of list lamp.
CREATE FUNCTION engine.due_json(lang text, due timestamptz, lamp text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object('due_on', engine.day_of($2), 'due_text', engine.day_text($1, $2),
           'days', engine.day($2) - engine.day(engine.clock()), 'lamp', engine.choice($1, 'lamp', $3)))
$$;

CREATE FUNCTION engine.opinion_due(lang text, o core.opinion) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  i core.issue := engine.issue_of(o);
BEGIN
  IF o.issue_id IS NOT NULL THEN
    RETURN engine.issue_due(lang, i);
  END IF;
  RETURN engine.due_json(lang, o.step_due_at, engine.lamp_code(o.step_due_at));
END $$;

CREATE FUNCTION engine.issue_due(lang text, i core.issue) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN engine.due_json(lang, engine.issue_limit(i), engine.issue_lamp(i));
END $$;

-- Where an opinion stands, for staff: once it is linked, where its issue stands.
CREATE FUNCTION engine.opinion_state(lang text, o core.opinion) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.state($1, CASE WHEN ($2).state = 30 THEN (engine.issue_of($2)).state ELSE ($2).state END)
$$;

CREATE FUNCTION engine.opinion_row(lang text, actor core.actor, o core.opinion) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN jsonb_strip_nulls(jsonb_build_object('id', o.id, 'href', '/console/opinions/' || o.id, 'number', o.number,
      'received_text', engine.minute_text(lang, o.received_at), 'kind', engine.choice(lang, 'kind', o.kind),
      'state', engine.opinion_state(lang, o), 'category', engine.category(lang, engine.filed_category(o)),
      'office', engine.office(lang, o.claimed_office), 'protection', engine.choice(lang, 'protection', o.protection),
      'excerpt', engine.excerpt(engine.words(actor, o.body), 80)) || engine.opinion_due(lang, o));
END $$;

-- Through the same filters as the reports, what each may see by its own role.
CREATE FUNCTION engine.found_issues(actor core.actor, f jsonb, after bigint) RETURNS SETOF core.issue LANGUAGE plpgsql STABLE AS $$
DECLARE
  sees_all constant boolean := engine.may(actor, 'issue.read') = 'all';
BEGIN
  RETURN QUERY SELECT i.* FROM engine.report_issues(ROW(f, actor, 'all', '', NULL, NULL)::engine.report_query) i
    WHERE (after IS NULL OR i.id < after) AND (sees_all OR engine.sees_issue(actor, i.id))
    ORDER BY i.id DESC LIMIT engine.page_rows() + 1;
END $$;

CREATE FUNCTION engine.issue_row(lang text, i core.issue) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN jsonb_strip_nulls(jsonb_build_object('id', i.id, 'href', '/console/issues/' || i.id, 'number', i.number, 'title', i.title,
      'state', engine.state(lang, i.state), 'category', engine.category(lang, i.category), 'lead', engine.office(lang, i.office_id),
      'source', engine.choice(lang, 'source', i.source), 'rectify_type', engine.choice(lang, 'rectify_type', i.rectify_type),
      'key_issue', i.key_issue, 'rebound', i.rebounds > 0, 'round', i.round) || engine.issue_due(lang, i));
END $$;

-- Filters, rows and the way on, in the shape of every list.
CREATE FUNCTION engine.list_of(lang text, fields jsonb, rows jsonb, path text, args jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN engine.page_of(rows, path, args, engine.filter_names(fields))
    || jsonb_build_object('filters', fields, 'query_text', engine.report_filter_text(fields, lang));
END $$;
