-- The one way to any report: its row says its columns, filters and who may see it; its function answers {n, rows}, and where it
-- has them: columns (that live rows make), total {cells}, notes [text] on how things were counted, chart (engine.chart_lines, engine.chart_bars).
-- A row without an id belongs to a whole that is not cut into pages. A cell is a text, a number, null, or
-- {value, text, href?, tone?}.
-- A new report is a row of rules.report, a function, and a line here.

CREATE FUNCTION engine.report_rows(p_name text, p_query engine.report_query) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN CASE p_name
    WHEN 'ledger' THEN engine.report_ledger(p_query)
    WHEN 'league' THEN engine.report_league(p_query)
    WHEN 'heat' THEN engine.report_heat(p_query)
    WHEN 'ageing' THEN engine.report_ageing(p_query)
    WHEN 'warnings' THEN engine.report_warnings(p_query)
    WHEN 'trend' THEN engine.report_trend(p_query)
    WHEN 'sources' THEN engine.report_sources(p_query)
    WHEN 'survey'   THEN engine.report_survey(p_query)
    WHEN 'survey_opinions' THEN engine.report_survey_opinions(p_query)
    WHEN 'contact'  THEN engine.report_contact(p_query)
    WHEN 'delegate_contact' THEN engine.report_delegate_contact(p_query)
    WHEN 'reception' THEN engine.report_reception(p_query)
    WHEN 'lookback' THEN engine.report_lookback(p_query)
    WHEN 'rebound'  THEN engine.report_rebound(p_query)
    WHEN 'kept_on'  THEN engine.report_kept_on(p_query)
    WHEN 'hotspot'  THEN engine.report_hotspot(p_query)
    WHEN 'desk'     THEN engine.report_desk(p_query)
    WHEN 'audit'    THEN engine.report_audit(p_query)
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

-- An address that somebody else shared may name an office all the same: then it narrows, and stands in the form.
CREATE FUNCTION engine.report_names(p_report rules.report, p_scope text, p_asked jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT array_remove(array_remove((p_report).filters, CASE WHEN p_scope = 'office' THEN 'duty_office' END),
                      CASE WHEN p_scope <> 'office' THEN 'part' WHEN coalesce(p_asked ->> 'office', '') = '' THEN 'office' END)
$$;
COMMENT ON FUNCTION engine.report_names(rules.report, text, jsonb) IS 'The filters on offer: whoever sees one office''s rows is asked for its part, everybody else which office.';

CREATE FUNCTION engine.report_mark(p_actor core.actor, p_fields jsonb, p_lang text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format(engine.word(p_lang, '%s（%s）%s；筛选：%s', '%s (%s), %s; filter: %s'), (p_actor).name, (p_actor).username,
                engine.minute_text(p_lang, engine.clock()), engine.report_filter_text(p_fields, p_lang))
$$;
COMMENT ON FUNCTION engine.report_mark(core.actor, jsonb, text) IS 'The watermark: who looked, when, through which filter.';

CREATE FUNCTION engine.report_links(p_name text, p_asked jsonb, p_names text[], p_rows jsonb, p_max integer) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  WITH link AS (
    SELECT '/console/reports/' || p_name AS path, engine.query_text(p_asked, p_names) AS query,
           jsonb_array_length(p_rows) > p_max AND p_rows->0 ? 'id' AS more
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

CREATE FUNCTION engine.report_list(p_lang text, p_actor core.actor) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH seen AS (
    SELECT r.section, r.sort, jsonb_build_object('name', r.name, 'title', engine.word(p_lang, r.zh, r.en),
             'note', engine.word(p_lang, r.note_zh, r.note_en), 'href', '/console/reports/' || r.name) AS item
      FROM rules.report r WHERE engine.may(p_actor, r.permission) IS NOT NULL
  ), grouped AS (
    SELECT c.code, c.sort, engine.choice(p_lang, 'report_section', c.code) AS name, jsonb_agg(s.item ORDER BY s.sort) AS items
      FROM seen s JOIN rules.choice c ON c.list = 'report_section' AND c.code = s.section GROUP BY c.code, c.sort
  )
  SELECT jsonb_build_object(
    'reports', (SELECT coalesce(jsonb_agg(s.item ORDER BY s.sort), '[]') FROM seen s),
    'sections', (SELECT coalesce(jsonb_agg(jsonb_build_object('code', g.code, 'label', g.name->>'label', 'items', g.items) ORDER BY g.sort), '[]') FROM grouped g))
$$;
COMMENT ON FUNCTION engine.report_list(text, core.actor) IS 'The reports that somebody may see, in one list and by their groups.';

-- The report's own columns; those that live rows make (a category each, a month each) stand after the first.
CREATE FUNCTION engine.report_head(p_report rules.report, p_lang text, p_each jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_each IS NULL THEN c ELSE jsonb_build_array(c->0) || p_each || (c - 0) END FROM engine.report_columns(p_report, p_lang) c
$$;
COMMENT ON FUNCTION engine.report_head(rules.report, text, jsonb) IS 'All columns of a report, with those that its rows ask for.';

CREATE FUNCTION engine.report_data(name text, filters jsonb, actor core.actor, lang text, all_rows boolean) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_report constant rules.report := engine.report_of(name);
  v_scope constant text := engine.need(actor, v_report.permission);
  v_names constant text[] := engine.report_names(v_report, v_scope, filters);
  v_fields constant jsonb := engine.report_filters(v_names, filters, lang);
  v_asked constant jsonb := (SELECT coalesce(jsonb_object_agg(f->>'name', f->>'value'), '{}') FROM jsonb_array_elements(v_fields) f WHERE f ? 'value');
  v_max constant integer := CASE WHEN NOT all_rows THEN engine.page_rows() END;
  v_found constant jsonb := engine.report_rows(name, ROW(v_asked, actor, v_scope, lang, (filters->>'after')::bigint, v_max + 1)::engine.report_query);
BEGIN
  RETURN engine.report_links(name, v_asked, v_names, v_found->'rows', v_max) || jsonb_build_object('name', name, 'organ', engine.wording(lang, 'organ'),
    'title', engine.word(lang, v_report.zh, v_report.en), 'note', engine.word(lang, v_report.note_zh, v_report.note_en),
    'as_of_text', engine.word(lang, '截至', 'As of ') || engine.minute_text(lang, engine.clock()),
    'by_text', engine.report_mark(actor, v_fields, lang),
    'filters', v_fields, 'columns', engine.report_head(v_report, lang, v_found->'columns'), 'n', v_found->'n', 'print', true,
    'rows', (SELECT coalesce(jsonb_agg((r - 'id') || jsonb_build_object('cells', engine.drawn_cells(r->'cells')) ORDER BY k)
                       FILTER (WHERE v_max IS NULL OR k <= v_max OR NOT r ? 'id'), '[]')
               FROM jsonb_array_elements(v_found->'rows') WITH ORDINALITY AS x(r, k)),
    'total', CASE WHEN v_found#>>'{total,cells}' IS NOT NULL THEN jsonb_build_object('cells', engine.drawn_cells(v_found#>'{total,cells}')) END,
    'notes', coalesce(v_found->'notes', '[]'), 'has_notes', jsonb_array_length(coalesce(v_found->'notes', '[]')) > 0,
    'chart', v_found->'chart', 'opens', jsonb_path_exists(v_found, '$.rows[*].href'));
END
$$;
COMMENT ON FUNCTION engine.report_data(text, jsonb, core.actor, text, boolean) IS
  'A report as its page, its CSV and its workbook show it: columns, filters, watermark, and the rows that this reader may see.';
