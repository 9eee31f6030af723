-- What the rows of a report are made of: counts that lead to the issues they count, pictures drawn from the same numbers.

-- A count as a cell: the number, its link unless there is nothing to see, and how deep its tone is.
CREATE FUNCTION engine.count_cell(p_n bigint, p_href text, p_tone integer DEFAULT NULL) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object('value', coalesce(p_n, 0), 'text', coalesce(p_n, 0)::text,
                                              'href', CASE WHEN p_n > 0 THEN p_href END, 'tone', p_tone))
$$;
COMMENT ON FUNCTION engine.count_cell(bigint, text, integer) IS 'A count with the way to what it counts.';

-- A cell as the template draws it: what it does not have it says, for a name would else be looked up in the row.
CREATE FUNCTION engine.drawn_cell(p_cell jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN jsonb_typeof(p_cell) <> 'object' THEN p_cell
              ELSE jsonb_build_object('drawn', true, 'href', NULL, 'tone', NULL, 'value', NULL)
                   || p_cell || jsonb_build_object('text', coalesce(p_cell->>'text', p_cell->>'value', '')) END
$$;
COMMENT ON FUNCTION engine.drawn_cell(jsonb) IS 'A cell that is an object, complete; any other as it is.';

CREATE FUNCTION engine.drawn_cells(p_cells jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_agg(engine.drawn_cell(c) ORDER BY k), '[]') FROM jsonb_array_elements(p_cells) WITH ORDINALITY AS x(c, k)
$$;
COMMENT ON FUNCTION engine.drawn_cells(jsonb) IS 'The cells of a row, each as the template draws it.';

-- One of the four tones of a heat map by its share of the greatest; 0: nothing there.
CREATE FUNCTION engine.tone(p_n bigint, p_max bigint) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN coalesce(p_n, 0) = 0 OR coalesce(p_max, 0) = 0 THEN 0 ELSE least(4, ceil(4.0 * p_n / p_max))::integer END
$$;
COMMENT ON FUNCTION engine.tone(bigint, bigint) IS 'How deep a cell of a heat map is: 0 to 4.';

-- The frame of every picture: so wide and high; the plot stands in it with room for words on the left and below.
CREATE FUNCTION engine.chart_frame(p_kind text, p_title text, p_desc text, p_ticks jsonb, p_grid jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object('kind', p_kind, 'title', p_title, 'desc', p_desc, 'ticks', p_ticks, 'grid', p_grid,
                            'lines', '[]'::jsonb, 'bars', '[]'::jsonb, 'legend', '[]'::jsonb)
$$;
COMMENT ON FUNCTION engine.chart_frame(text, text, text, jsonb, jsonb) IS 'A picture without its lines and bars.';

-- Where the k-th of n stands from left to right, and a value between 0 and the top from the bottom up.
CREATE FUNCTION engine.chart_x(p_k bigint, p_n bigint) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT (48 + 640 * (p_k - 0.5) / greatest(p_n, 1))::integer
$$;
COMMENT ON FUNCTION engine.chart_x(bigint, bigint) IS 'The place of the k-th of n in a picture 720 wide.';

CREATE FUNCTION engine.chart_y(p_value numeric, p_top numeric) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT (220 - 200 * p_value / p_top)::integer
$$;
COMMENT ON FUNCTION engine.chart_y(numeric, numeric) IS 'The height of a value in a picture 260 high.';

CREATE FUNCTION engine.chart_ticks(p_labels text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('x', engine.chart_x(k, cardinality(p_labels)), 'label', l) ORDER BY k)
           FILTER (WHERE cardinality(p_labels) <= 12 OR k % (1 + cardinality(p_labels) / 12) = 1), '[]')
    FROM unnest(p_labels) WITH ORDINALITY AS x(l, k)
$$;
COMMENT ON FUNCTION engine.chart_ticks(text[]) IS 'The words below a picture; of many every second or third.';

CREATE FUNCTION engine.chart_grid(p_top numeric, p_unit text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_agg(jsonb_build_object('y', engine.chart_y(p_top * q / 4, p_top), 'label', trim_scale(round(p_top * q / 4, 1)) || p_unit) ORDER BY q)
    FROM generate_series(0, 4) q
$$;
COMMENT ON FUNCTION engine.chart_grid(numeric, text) IS 'Five lines across, from nothing to the top.';

-- A line goes on only between neighbours: where a value is missing it breaks.
CREATE FUNCTION engine.chart_path(p_values numeric[], p_top numeric) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(string_agg(CASE WHEN p_values[k - 1] IS NULL THEN 'M' ELSE 'L' END || engine.chart_x(k, cardinality(p_values)) || ' '
                             || engine.chart_y(p_values[k], p_top), ' ' ORDER BY k), '')
    FROM generate_subscripts(p_values, 1) k WHERE p_values[k] IS NOT NULL
$$;
COMMENT ON FUNCTION engine.chart_path(numeric[], numeric) IS 'A line through values; broken where there is none.';

-- p_series: [{"label": text, "values": [number or null, …]}], a value for each label, at most four series.
CREATE FUNCTION engine.chart_lines(p_title text, p_desc text, p_labels text[], p_series jsonb, p_top numeric, p_unit text) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
  WITH line AS (
    SELECT k, s->>'label' AS label, ARRAY(SELECT (v #>> '{}')::numeric FROM jsonb_array_elements(s->'values') WITH ORDINALITY AS y(v, j) ORDER BY j) AS v
      FROM jsonb_array_elements(p_series) WITH ORDINALITY AS x(s, k)
  )
  SELECT engine.chart_frame('lines', p_title, p_desc, engine.chart_ticks(p_labels), engine.chart_grid(p_top, p_unit)) || jsonb_build_object(
    'lines', (SELECT coalesce(jsonb_agg(jsonb_build_object('label', label, 'k', k, 'path', engine.chart_path(v, p_top), 'dots',
       (SELECT coalesce(jsonb_agg(jsonb_build_object('x', engine.chart_x(j, cardinality(v)), 'y', engine.chart_y(v[j], p_top),
                 'label', p_labels[j] || ' ' || label || ' ' || v[j] || p_unit) ORDER BY j), '[]')
          FROM generate_subscripts(v, 1) j WHERE v[j] IS NOT NULL)) ORDER BY k), '[]') FROM line),
    'legend', (SELECT coalesce(jsonb_agg(jsonb_build_object('k', k, 'x', 48 + 165 * (k - 1), 'to', 78 + 165 * (k - 1), 'at', 84 + 165 * (k - 1), 'label', label) ORDER BY k), '[]')
                 FROM line))
$$;
COMMENT ON FUNCTION engine.chart_lines(text, text, text[], jsonb, numeric, text) IS 'Lines over the same labels, each with its own stroke and name.';

CREATE FUNCTION engine.chart_bars(p_title text, p_desc text, p_labels text[], p_values numeric[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  WITH top AS (
    SELECT greatest(4, 4 * ceil(coalesce(max(v), 0) / 4)) AS top, greatest(6, 400 / greatest(cardinality(p_labels), 1)) AS w FROM unnest(p_values) v
  )
  SELECT engine.chart_frame('bars', p_title, p_desc, engine.chart_ticks(p_labels), engine.chart_grid(top, '')) || jsonb_build_object('bars',
    (SELECT coalesce(jsonb_agg(jsonb_build_object('x', engine.chart_x(k, cardinality(p_labels)) - w / 2, 'y', engine.chart_y(coalesce(p_values[k], 0), top),
              'w', w, 'h', 220 - engine.chart_y(coalesce(p_values[k], 0), top), 'at', engine.chart_x(k, cardinality(p_labels)),
              'over', engine.chart_y(coalesce(p_values[k], 0), top) - 5, 'value', p_values[k], 'label', p_labels[k] || ' ' || p_values[k]) ORDER BY k), '[]')
       FROM generate_subscripts(p_labels, 1) k))
    FROM top
$$;
COMMENT ON FUNCTION engine.chart_bars(text, text, text[], numeric[]) IS 'A bar for each label, its number above it.';
