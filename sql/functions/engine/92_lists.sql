-- Issuing a list: its rows as they are shown now, frozen under a number and a date.

-- The next running number of a mark and year: QD-2026-003.
CREATE FUNCTION engine.list_number(mark text, day date) RETURNS text LANGUAGE sql VOLATILE AS $$
  INSERT INTO core.list_number AS n (mark, year, last) VALUES ($1, extract(year FROM $2), 1)
  ON CONFLICT ON CONSTRAINT list_number_pkey DO UPDATE SET last = n.last + 1
  RETURNING format('%s-%s-%s', n.mark, n.year, lpad(n.last::text, greatest(3, length(n.last::text)), '0'))
$$;

-- What the seal is over: whatever is shown of a frozen list.
CREATE FUNCTION engine.list_digest(f core.list_issue) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(convert_to(jsonb_build_array(f.number, f.list, f.title, f.meeting, f.issued_on, f.note, f.organ, f.lang, f.filter, f.filter_text,
                                             f.columns, f.rows)::text, 'UTF8'))
$$;

CREATE FUNCTION engine.list_of_report(report text) RETURNS rules.list LANGUAGE sql STABLE AS $$
  SELECT l.* FROM rules.list l WHERE l.report = $1 AND l.active
$$;

-- Rows without what leads away from them: a frozen row says what it is about and what it said.
CREATE FUNCTION engine.list_rows(rows jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_agg(engine.pick(r, ARRAY['number', 'href', 'cells']) ORDER BY k), '[]')
    FROM jsonb_array_elements($1) WITH ORDINALITY AS x(r, k)
$$;

-- The same form sent again issues nothing again.
CREATE FUNCTION engine.list_issued_before(actor core.actor, list text, key uuid) RETURNS core.list_issue LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  f core.list_issue;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('list:' || key, 0)) WHERE key IS NOT NULL;
  SELECT * INTO f FROM core.list_issue i WHERE i.key = list_issued_before.key;
  IF f.id IS NOT NULL AND (f.issued_by <> actor.account_id OR f.list <> list_issued_before.list) THEN
    PERFORM engine.fail(409, 'list.key_used', 'key');
  END IF;
  RETURN f;
END $$;

-- What is shown is kept under the next number; fields are meeting, issued_on and note.
CREATE FUNCTION engine.keep_list(lang text, actor core.actor, l rules.list, shown jsonb, fields jsonb, office smallint, key uuid)
RETURNS core.list_issue LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  f core.list_issue;
BEGIN
  f := ROW(nextval(pg_get_serial_sequence('core.list_issue', 'id')), engine.list_number(l.mark, (fields ->> 'issued_on')::date), l.code, shown ->> 'title',
    fields ->> 'meeting', (fields ->> 'issued_on')::date, coalesce(fields ->> 'note', ''), shown ->> 'organ', lang, engine.filter_values(shown -> 'filters'),
    engine.report_filter_text(shown -> 'filters', lang), shown -> 'columns', engine.list_rows(shown -> 'rows'), NULL, office, actor.account_id,
    engine.clock(), key)::core.list_issue;
  f.sha256 := engine.list_digest(f);
  INSERT INTO core.list_issue OVERRIDING SYSTEM VALUE SELECT (f).*;
  PERFORM engine.record('list', f.id, 'issue', actor.account_id, coalesce(engine.role_for(actor, 'list.issue'), engine.role_for(actor, 'duty.hand_in')), NULL, NULL,
    jsonb_build_object('number', f.number, 'sha256', encode(f.sha256, 'hex')), key);
  RETURN f;
END $$;

-- filters are the report's own; fields are meeting, issued_on and note.
CREATE FUNCTION engine.freeze_list(lang text, actor core.actor, l rules.list, filters jsonb, fields jsonb, office smallint, key uuid)
RETURNS core.list_issue LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  f constant core.list_issue := engine.list_issued_before(actor, l.code, key);
BEGIN
  IF f.id IS NOT NULL THEN
    RETURN f;
  END IF;
  RETURN engine.keep_list(lang, actor, l, engine.report_data(l.report, filters, actor, lang, true), fields, office, key);
END $$;

-- Whether the lists of a kind are handed in to the actor's own office.
CREATE FUNCTION engine.receives(actor core.actor, l rules.list) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(engine.may($1, 'duty.read') IS NOT NULL AND (SELECT o.code FROM core.office o WHERE o.id = ($1).office_id) = ($2).receiver, false)
$$;

-- Whose frozen lists somebody may read: all, those of the own office, or what was issued by oneself.
CREATE FUNCTION engine.reads_list(actor core.actor, f core.list_issue) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE engine.may($1, r.permission) WHEN 'all' THEN true WHEN 'office' THEN ($2).office_id = ($1).office_id
                                           WHEN 'led' THEN ($2).issued_by = ($1).account_id ELSE false END
         OR engine.receives($1, l)
    FROM rules.list l JOIN rules.report r ON r.name = l.report WHERE l.code = ($2).list
$$;

CREATE FUNCTION engine.found_lists(actor core.actor, after bigint) RETURNS SETOF core.list_issue LANGUAGE sql STABLE AS $$
  SELECT f.* FROM core.list_issue f JOIN rules.list l ON l.code = f.list AND l.kind = 'issue' WHERE ($2 IS NULL OR f.id < $2) AND engine.reads_list($1, f) ORDER BY f.id DESC LIMIT engine.page_rows() + 1
$$;

CREATE FUNCTION engine.seen_list(actor core.actor, id bigint) RETURNS core.list_issue LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  f core.list_issue;
BEGIN
  SELECT * INTO f FROM core.list_issue i WHERE i.id = seen_list.id;
  IF f.id IS NULL OR engine.reads_list(actor, f) IS NOT TRUE THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  RETURN f;
END $$;

CREATE FUNCTION engine.list_issue_row(lang text, f core.list_issue) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('id', ($2).id, 'href', '/console/lists/' || ($2).id, 'number', ($2).number, 'list', ($2).list, 'title', ($2).title,
           'meeting', ($2).meeting, 'issued_on', ($2).issued_on, 'issued_text', engine.day_text($1, ($2).issued_on), 'n', jsonb_array_length(($2).rows),
           'by', engine.person($1, ($2).issued_by, NULL))
$$;

-- Earlier and later issues of the same list in the same language and of the same office: what it can be held against.
CREATE FUNCTION engine.list_siblings(lang text, actor core.actor, f core.list_issue) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(engine.list_issue_row($1, s) || jsonb_build_object('compare_href', '/console/lists/' || ($3).id || '/compare?with=' || s.id) ORDER BY s.id DESC), '[]')
    FROM (SELECT i.* FROM core.list_issue i WHERE i.list = ($3).list AND i.lang = ($3).lang AND i.id <> ($3).id AND i.office_id IS NOT DISTINCT FROM ($3).office_id
            AND engine.reads_list($2, i) ORDER BY i.id DESC LIMIT 20) s
$$;

CREATE FUNCTION engine.list_head(lang text, f core.list_issue) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format(engine.word($1, '%s　%s　%s', '%s, %s, %s'), ($2).number, engine.day_text($1, ($2).issued_on), ($2).meeting)
$$;

-- A frozen list in the shape of a report, so that the same page, CSV and workbook draw it.
CREATE FUNCTION engine.list_issue_data(lang text, actor core.actor, f core.list_issue) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN engine.list_issue_row(lang, f) || jsonb_build_object('name', f.number, 'organ', f.organ, 'note', f.note, 'number_text', engine.list_head(f.lang, f),
    'filter_text', f.filter_text, 'columns', f.columns, 'rows', f.rows, 'sha256', encode(f.sha256, 'hex'), 'intact', f.sha256 = engine.list_digest(f),
    'by_text', format(engine.word(f.lang, '%s 印发：%s（%s）；筛选：%s', '%s issued by %s (%s); filter: %s'), f.number, engine.person(f.lang, f.issued_by, NULL),
                      engine.minute_text(f.lang, f.issued_at), f.filter_text),
    'csv_href', '/console/lists/' || f.id || '.csv', 'xlsx_href', '/console/lists/' || f.id || '.xlsx', 'siblings', engine.list_siblings(lang, actor, f));
END $$;

-- The form that issues the list which is being looked at, through the same filters.
CREATE FUNCTION engine.list_form(lang text, actor core.actor, l rules.list, filters jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('code', ($3).code, 'href', '/console/lists') || CASE WHEN engine.may($2, 'list.issue') IS NULL THEN '{}' ELSE jsonb_build_object(
           'action', engine.action_json($1, s, a, NULL) || jsonb_build_object('href', '/console/lists', 'fields', engine.set_values(
             engine.action_fields($1, 'issue', s), jsonb_build_object('issued_on', engine.day(engine.clock())))),
           'hidden', jsonb_build_array(jsonb_build_object('name', 'list', 'value', ($3).code)) || coalesce((
             SELECT jsonb_agg(jsonb_build_object('name', 'filter_' || k, 'value', v #>> '{}')) FROM jsonb_each($4) AS x(k, v)), '[]')) END
    FROM (SELECT ROW('list', 0, NULL, 0, NULL, NULL)::engine.subject AS s) x, rules.action a WHERE a.layer = 'list' AND a.code = 'issue'
$$;

CREATE FUNCTION engine.lists_json(lang text, actor core.actor) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('code', l.code, 'title', engine.word($1, r.zh, r.en), 'note', engine.word($1, r.note_zh, r.note_en),
           'href', '/console/reports/' || l.report) ORDER BY l.sort), '[]')
    FROM rules.list l JOIN rules.report r ON r.name = l.report WHERE l.kind = 'issue' AND l.active AND engine.may($2, r.permission) IS NOT NULL
$$;

-- Of what was sent, the members whose names begin so, without the beginning; and the others.
CREATE FUNCTION engine.prefixed(args jsonb, prefix text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_object_agg(substr(k, length($2) + 1), v), '{}') FROM jsonb_each($1) AS x(k, v) WHERE starts_with(k, $2)
$$;

CREATE FUNCTION engine.unprefixed(args jsonb, prefix text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_object_agg(k, v), '{}') FROM jsonb_each($1) AS x(k, v) WHERE NOT starts_with(k, $2)
$$;

CREATE FUNCTION engine.check_filter_names(filters jsonb, report text) RETURNS void LANGUAGE plpgsql STABLE AS $$
DECLARE
  unknown constant text := (SELECT min(k) FROM jsonb_object_keys(filters) k, engine.report_of(report) r WHERE k <> ALL (r.filters));
BEGIN
  IF unknown IS NOT NULL THEN
    PERFORM engine.fail(422, 'unknown_field', 'filter_' || unknown);
  END IF;
END $$;
