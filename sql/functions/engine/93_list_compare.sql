-- Two issues of a list side by side: what came, what went, and which cells say something else. Rows meet by their numbers.

CREATE FUNCTION engine.cell_text(cell jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE jsonb_typeof($1) WHEN 'object' THEN coalesce($1 ->> 'text', $1 ->> 'label', $1 ->> 'value') ELSE $1 #>> '{}' END
$$;

CREATE FUNCTION engine.list_lines(f core.list_issue) RETURNS TABLE (place bigint, number text, href text, cells jsonb) LANGUAGE sql STABLE AS $$
  SELECT k, r ->> 'number', r ->> 'href', (SELECT jsonb_object_agg(c ->> 'key', coalesce(engine.cell_text(r -> 'cells' -> (n::integer - 1)), '')) FROM jsonb_array_elements(($1).columns) WITH ORDINALITY AS y(c, n))
    FROM jsonb_array_elements(($1).rows) WITH ORDINALITY AS x(r, k)
$$;

-- A row's place changes with every row above it and says nothing of the row.
CREATE FUNCTION engine.list_changes(columns jsonb, old jsonb, new jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('label', c ->> 'label', 'old', $2 ->> (c ->> 'key'), 'new', $3 ->> (c ->> 'key')) ORDER BY k), '[]')
    FROM jsonb_array_elements($1) WITH ORDINALITY AS x(c, k)
   WHERE c ->> 'key' <> 'seq' AND coalesce($2 ->> (c ->> 'key'), '') <> coalesce($3 ->> (c ->> 'key'), '')
$$;

-- What a row is called in a comparison: its second column, the first that is no place.
CREATE FUNCTION engine.list_line_json(columns jsonb, number text, href text, cells jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('number', $2, 'href', $3, 'title', engine.excerpt(coalesce($4 ->> ($1 -> 1 ->> 'key'), ''), 80))
$$;

CREATE FUNCTION engine.compare_lists(old core.list_issue, new core.list_issue) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH pair AS MATERIALIZED (
    SELECT coalesce(a.number, b.number) AS number, coalesce(b.href, a.href) AS href, a.number IS NULL AS came, b.number IS NULL AS went,
           coalesce(b.cells, a.cells) AS cells, engine.list_changes(($2).columns, a.cells, b.cells) AS changes, coalesce(b.place, a.place) AS place
      FROM engine.list_lines($1) a FULL JOIN engine.list_lines($2) b ON b.number = a.number
  ), line AS (
    SELECT p.*, engine.list_line_json(($2).columns, p.number, p.href, p.cells) AS shown FROM pair p
  )
  SELECT jsonb_build_object(
    'added',   coalesce(jsonb_agg(shown ORDER BY place) FILTER (WHERE came), '[]'),
    'removed', coalesce(jsonb_agg(shown ORDER BY place) FILTER (WHERE went), '[]'),
    'changed', coalesce(jsonb_agg(shown || jsonb_build_object('changes', changes) ORDER BY place) FILTER (WHERE NOT came AND NOT went AND changes <> '[]'), '[]'),
    'same',    count(*) FILTER (WHERE NOT came AND NOT went AND changes = '[]')) FROM line
$$;
