-- 问题清单, 责任清单, 整改清单: linked views over the same issues. No word of a speaker is in them.

-- The same issue in the other lists: there it is the first row of a page. One text per list, to be ended with the row's place and name.
CREATE FUNCTION engine.list_others(p_report text, p_query engine.report_query) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(jsonb_build_object('label', engine.word((p_query).lang, r.zh, r.en),
           'href', '/console/reports/' || r.name || '?' || CASE q WHEN '' THEN '' ELSE q || '&' END || 'after=') ORDER BY l.sort)
    FROM rules.list l JOIN rules.report r ON r.name = l.report, engine.query_text((p_query).filters, r.filters) AS q
   WHERE l.kind = 'issue' AND l.active AND l.report <> p_report
$$;
COMMENT ON FUNCTION engine.list_others(text, engine.report_query) IS 'Where an issue is found in the lists beside this one, without its own place.';

CREATE FUNCTION engine.list_links(p_others jsonb, p_id bigint, p_number text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_agg(o || jsonb_build_object('href', (o->>'href') || (p_id + 1) || '#' || p_number) ORDER BY k), '[]')
    FROM jsonb_array_elements(p_others) WITH ORDINALITY AS x(o, k)
$$;
COMMENT ON FUNCTION engine.list_links(jsonb, bigint, text) IS 'Links from one issue to itself in the other lists.';

CREATE FUNCTION engine.list_page(p_query engine.report_query) RETURNS TABLE (id bigint, place bigint) LANGUAGE sql STABLE AS $$
  SELECT f.* FROM (SELECT i.id, row_number() OVER (ORDER BY i.id DESC) AS place FROM engine.report_issues(p_query) i) f
   WHERE (p_query).after IS NULL OR f.id < (p_query).after ORDER BY f.id DESC LIMIT (p_query).max_rows
$$;
COMMENT ON FUNCTION engine.list_page(engine.report_query) IS 'The issues of a page with their places among all that the filters let through.';

CREATE FUNCTION engine.list_supervisor(p_issue bigint, p_lang text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT a.name FROM core.supervision s JOIN core.account a ON a.id = s.raised_by WHERE s.issue_id = p_issue ORDER BY s.id DESC LIMIT 1),
    (SELECT string_agg(a.name, engine.word(p_lang, '、', ', ') ORDER BY a.id) FROM core.account a JOIN core.account_role r ON r.account_id = a.id
      WHERE r.role = 'supervisor' AND a.active))
$$;
COMMENT ON FUNCTION engine.list_supervisor(bigint, text) IS 'Who supervises an issue: who last sent a notice about it, or those whose office it is.';

-- 佐证: what the office named as its documents, and how many files stand with the issue; neither is asked of anybody.
CREATE FUNCTION engine.list_evidence(i core.issue, l text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT nullif(concat_ws(engine.word($2, '；', '; '), nullif(($1).documents, ''),
           CASE WHEN count(*) > 0 THEN format(engine.word($2, '佐证材料%s份', 'evidence: %s'), count(*)) END), '')
    FROM core.evidence e WHERE e.issue_id = ($1).id AND e.removed_at IS NULL
$$;
COMMENT ON FUNCTION engine.list_evidence(core.issue, text) IS 'What shows that an issue was put right: documents by name, files by number.';

CREATE FUNCTION engine.list_cells(p_report text, i core.issue, p_place bigint, l text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT CASE p_report
    WHEN 'list-problems' THEN (SELECT jsonb_build_array(p_place, i.problem, i.manifestation, engine.category(l, i.category) ->> 'label',
        engine.choice(l, 'source', i.source) ->> 'label', f.n, f.raised_on, engine.choice(l, 'yes_no', CASE WHEN i.key_issue THEN 'yes' ELSE 'no' END) ->> 'label',
        engine.choice(l, 'yes_no', CASE WHEN i.rebounds > 0 THEN 'yes' ELSE 'no' END) ->> 'label') FROM engine.ledger_raised(i) f)
    WHEN 'list-duties' THEN jsonb_build_array(p_place, i.title, engine.ledger_leader(i), engine.office(l, i.office_id) ->> 'label',
        engine.ledger_offices(i.id, 'co', l), engine.ledger_person(i.id), engine.list_supervisor(i.id, l), engine.day((engine.lead(i.id)).signed_at))
    WHEN 'list-measures' THEN (SELECT jsonb_build_array(p_place, i.title, engine.choice(l, 'rectify_type', i.rectify_type) ->> 'label', t->>'what', t->>'target',
        engine.day(i.due_at), t->>'progress', engine.ledger_completion(i, l), engine.list_evidence(i, l)) FROM engine.ledger_measures(i.id) AS t)
  END
$$;
COMMENT ON FUNCTION engine.list_cells(text, core.issue, bigint, text) IS 'An issue''s row in one of the three lists, in the order of its columns.';

CREATE FUNCTION engine.report_list(p_report text, p_query engine.report_query) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH page AS MATERIALIZED (
    SELECT * FROM engine.list_page(p_query)
  ), others AS MATERIALIZED (
    SELECT engine.list_others(p_report, p_query) AS o
  )
  SELECT jsonb_build_object('n', (SELECT count(*) FROM engine.report_issues(p_query)), 'rows', coalesce(jsonb_agg(
           jsonb_build_object('id', i.id, 'number', i.number, 'href', '/console/issues/' || i.id, 'links', engine.list_links(o, i.id, i.number),
             'cells', engine.list_cells(p_report, i, p.place, (p_query).lang)) ORDER BY i.id DESC), '[]'))
    FROM page p JOIN core.issue i ON i.id = p.id, others
$$;
COMMENT ON FUNCTION engine.report_list(text, engine.report_query) IS 'One of the three lists, newest issue first.';
