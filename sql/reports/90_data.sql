-- The one way to any report: its row says its columns, filters and who may see it; its function answers {n, rows}.
-- A new report is a row of rules.report, a function, and a line here.

CREATE FUNCTION engine.report_rows(p_name text, p_query engine.report_query) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN CASE p_name
    WHEN 'ledger' THEN engine.report_ledger(p_query)
    WHEN 'list-problems'  THEN engine.report_list(p_name, p_query)
    WHEN 'list-duties'    THEN engine.report_list(p_name, p_query)
    WHEN 'list-tasks'     THEN engine.report_duty_items(p_name, p_query)
    WHEN 'list-negatives' THEN engine.report_duty_items(p_name, p_query)
    WHEN 'duties'         THEN engine.report_duties(p_query)
    WHEN 'list-measures'  THEN engine.report_list(p_name, p_query)
  END;
END
$$;
COMMENT ON FUNCTION engine.report_rows(text, engine.report_query) IS 'The rows of a report by its name.';

CREATE FUNCTION engine.report_columns(p_report rules.report, p_lang text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(c || jsonb_build_object('label', engine.word(p_lang, c->>'zh', c->>'en')) ORDER BY k)
    FROM jsonb_array_elements((p_report).columns) WITH ORDINALITY AS x(c, k)
$$;
COMMENT ON FUNCTION engine.report_columns(rules.report, text) IS 'The columns with their headings in the reader''s language.';

CREATE FUNCTION engine.report_names(p_report rules.report, p_scope text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_scope = 'office' THEN array_remove((p_report).filters, 'office') ELSE (p_report).filters END
$$;
COMMENT ON FUNCTION engine.report_names(rules.report, text) IS 'The filters on offer: whoever sees one office''s rows needs none by office.';

CREATE FUNCTION engine.report_mark(p_actor core.actor, p_fields jsonb, p_lang text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format(engine.word(p_lang, '%s（%s）%s；筛选：%s', '%s (%s), %s; filter: %s'), (p_actor).name, (p_actor).username,
                engine.minute_text(p_lang, engine.clock()), engine.report_filter_text(p_fields, p_lang))
$$;
COMMENT ON FUNCTION engine.report_mark(core.actor, jsonb, text) IS 'The watermark: who looked, when, through which filter.';

CREATE FUNCTION engine.report_links(p_name text, p_asked jsonb, p_names text[], p_rows jsonb, p_max integer) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  WITH link AS (
    SELECT '/console/reports/' || p_name AS path, engine.query_text(p_asked, p_names) AS query, jsonb_array_length(p_rows) > p_max AS more
  ), last AS (
    SELECT l.*, CASE WHEN query = '' THEN '' ELSE '?' || query END AS tail, p_rows->(p_max - 1)->>'id' AS id FROM link l
  )
  SELECT jsonb_build_object('csv_href', path || '.csv' || tail, 'xlsx_href', path || '.xlsx' || tail,
           'next_href', CASE WHEN more THEN path || '?' || query || CASE WHEN query = '' THEN '' ELSE '&' END || 'after=' || id END)
    FROM last
$$;
COMMENT ON FUNCTION engine.report_links(text, jsonb, text[], jsonb, integer) IS 'The same query as a file, and its next page when there is one.';

CREATE FUNCTION engine.report_of(p_name text) RETURNS rules.report LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_report rules.report;
BEGIN
  SELECT r.* INTO v_report FROM rules.report r WHERE r.name = p_name;
  IF v_report.name IS NULL THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  RETURN v_report;
END
$$;
COMMENT ON FUNCTION engine.report_of(text) IS 'A report''s row; 404 when there is none of that name.';

CREATE FUNCTION engine.report_data(name text, filters jsonb, actor core.actor, lang text, all_rows boolean) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_report constant rules.report := engine.report_of(name);
  v_scope constant text := engine.need(actor, v_report.permission);
  v_names constant text[] := engine.report_names(v_report, v_scope);
  v_fields constant jsonb := engine.report_filters(v_names, filters, lang);
  v_asked constant jsonb := (SELECT coalesce(jsonb_object_agg(f->>'name', f->>'value'), '{}') FROM jsonb_array_elements(v_fields) f WHERE f ? 'value');
  v_max constant integer := CASE WHEN NOT all_rows THEN engine.page_rows() END;
  v_found constant jsonb := engine.report_rows(name, ROW(v_asked, actor, v_scope, lang, (filters->>'after')::bigint, v_max + 1)::engine.report_query);
BEGIN
  RETURN engine.report_links(name, v_asked, v_names, v_found->'rows', v_max) || jsonb_build_object('name', name, 'organ', engine.wording(lang, 'organ'),
    'title', engine.word(lang, v_report.zh, v_report.en), 'note', engine.word(lang, v_report.note_zh, v_report.note_en),
    'as_of_text', engine.word(lang, '截至', 'As of ') || engine.minute_text(lang, engine.clock()),
    'by_text', engine.report_mark(actor, v_fields, lang),
    'filters', v_fields, 'columns', engine.report_columns(v_report, lang), 'n', v_found->'n', 'print', true,
    'rows', (SELECT coalesce(jsonb_agg(r - 'id' ORDER BY k) FILTER (WHERE v_max IS NULL OR k <= v_max), '[]')
               FROM jsonb_array_elements(v_found->'rows') WITH ORDINALITY AS x(r, k)));
END
$$;
COMMENT ON FUNCTION engine.report_data(text, jsonb, core.actor, text, boolean) IS
  'A report as its page, its CSV and its workbook show it: columns, filters, watermark, and the rows that this reader may see.';
