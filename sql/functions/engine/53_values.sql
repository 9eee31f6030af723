-- A form that is filled before anybody types: the values of a record in the fields of an action.

CREATE FUNCTION engine.set_value(field jsonb, value text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN $2 IS NULL THEN $1
              WHEN $1 ? 'options' THEN $1 || jsonb_build_object('value', $2, 'options', (
                SELECT coalesce(jsonb_agg(CASE WHEN o ->> 'code' = $2 THEN o || '{"checked": true}' ELSE o - 'checked' END ORDER BY k), '[]')
                  FROM jsonb_array_elements($1 -> 'options') WITH ORDINALITY AS x(o, k)))
              ELSE $1 || jsonb_build_object('value', $2) END
$$;

CREATE FUNCTION engine.set_values(fields jsonb, vals jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_agg(engine.set_value(f, $2 ->> (f ->> 'name')) ORDER BY k), '[]') FROM jsonb_array_elements($1) WITH ORDINALITY AS x(f, k)
$$;
