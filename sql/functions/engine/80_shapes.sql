-- The shapes that answers are made of: enumerated values, options, form fields, links. Each is built here and nowhere else.

CREATE FUNCTION engine.choice(lang text, list text, code text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.enum($1, c.code, c.zh, c.en) FROM rules.choice c WHERE c.list = $2 AND c.code = $3
$$;

CREATE FUNCTION engine.category(lang text, code text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.enum($1, c.code, c.zh, c.en) FROM rules.category c WHERE c.code = $2
$$;

CREATE FUNCTION engine.office(lang text, id smallint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.enum($1, o.code, o.zh, o.en) FROM core.office o WHERE o.id = $2
$$;

CREATE FUNCTION engine.role(lang text, code text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.enum($1, r.code, r.zh, r.en) FROM rules.role r WHERE r.code = $2
$$;

CREATE FUNCTION engine.action_name(lang text, layer text, code text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.enum($1, a.code, a.zh, a.en) FROM rules.action a WHERE a.layer = $2 AND a.code = $3
$$;

CREATE FUNCTION engine.wording(lang text, key text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT engine.word($1, w.zh, w.en) FROM rules.wording w WHERE w.key = $2
$$;

-- Staff are named to staff; what nobody did in person was done by the system or by the speaker.
CREATE FUNCTION engine.person(lang text, account_id bigint, role text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT a.name FROM core.account a WHERE a.id = $2), engine.role($1, $3) ->> 'label', '')
$$;

CREATE FUNCTION engine.option(code text, label text, hint text, checked boolean) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object('code', $1, 'label', $2, 'hint', nullif($3, ''), 'checked', nullif($4, false)))
$$;

CREATE FUNCTION engine.choice_options(lang text, list text, chosen text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(engine.option(c.code, engine.word($1, c.zh, c.en), engine.word($1, c.hint_zh, c.hint_en), c.code = $3)
                            ORDER BY c.sort, c.code), '[]')
    FROM rules.choice c WHERE c.list = $2 AND (c.active OR c.code = $3)  -- what was chosen before it was hidden is still asked for by
$$;

-- Main categories are the groups; one without subordinates is its own only choice. The third level is for triage alone.
CREATE FUNCTION engine.category_options(lang text, chosen text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH main AS (
    SELECT r.sort, r.code, engine.word($1, r.zh, r.en) AS label,
           jsonb_agg(engine.option(c.code, engine.word($1, c.zh, c.en), NULL, c.code = $2) ORDER BY c.sort, c.code) AS options
      FROM rules.category r
      JOIN rules.category c ON c.active AND (c.parent = r.code
           OR c.code = r.code AND NOT EXISTS (SELECT FROM rules.category s WHERE s.parent = r.code AND s.active))
     WHERE r.parent IS NULL AND r.active
     GROUP BY r.code
  )
  SELECT coalesce(jsonb_agg(jsonb_build_object('label', label, 'options', options) ORDER BY sort, code), '[]') FROM main
$$;

CREATE FUNCTION engine.office_options(lang text, chosen text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(engine.option(o.code, engine.word($1, o.zh, o.en), NULL, o.code = $2) ORDER BY o.sort, o.code), '[]')
    FROM core.office o WHERE o.organ AND o.active
$$;

CREATE FUNCTION engine.state_options(lang text, layer text, chosen text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(engine.option(s.code::text, engine.word($1, s.zh, s.en), NULL, s.code::text = $3) ORDER BY s.code), '[]')
    FROM rules.state s WHERE s.layer = $2
$$;

-- One field of a form; the is_ member is there because templates cannot compare.
CREATE FUNCTION engine.field(name text, type text, label text, required boolean, more jsonb DEFAULT '{}') RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object('name', $1, 'type', $2, 'label', $3, 'required', $4, 'is_' || $2, true) || $5)
$$;

CREATE FUNCTION engine.choice_field(name text, label text, required boolean, options jsonb, hint text DEFAULT NULL) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
  SELECT engine.field($1, 'choice', $2, $3, jsonb_build_object('options', $4, 'hint', $5))
$$;

CREATE FUNCTION engine.time_of(t timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT to_char($1 AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS"+08:00"')
$$;

CREATE FUNCTION engine.day_of(t timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT to_char($1 AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')
$$;

-- The first instant of a day in the organ's own time.
CREATE FUNCTION engine.day_start(day text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT $1::date::timestamp AT TIME ZONE 'Asia/Shanghai'
$$;

CREATE FUNCTION engine.excerpt(body text, n integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN char_length(t) > $2 THEN left(t, $2 - 1) || '…' ELSE t END
    FROM regexp_replace(btrim($1), '\s+', ' ', 'g') AS t
$$;

-- Percent-encoded for a query: nothing that a filter holds can leave its place.
CREATE FUNCTION engine.url_text(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(string_agg(CASE WHEN c ~ '^[A-Za-z0-9._~-]$' THEN c
                                  ELSE regexp_replace(upper(encode(convert_to(c, 'UTF8'), 'hex')), '(..)', '%\1', 'g') END, '' ORDER BY n), '')
    FROM regexp_split_to_table($1, '') WITH ORDINALITY AS x(c, n) WHERE c <> ''
$$;

CREATE FUNCTION engine.query_text(args jsonb, names text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(string_agg(n || '=' || engine.url_text($1 ->> n), '&' ORDER BY k), '')
    FROM unnest($2) WITH ORDINALITY AS x(n, k) WHERE coalesce($1 ->> n, '') <> ''
$$;

-- A page of a list on a desk: a screen and a half.
CREATE FUNCTION engine.page_rows() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 25';

-- The rows of a list, and the way to its next page when there is one: the caller asks for one row more than a page holds.
CREATE FUNCTION engine.page_of(rows jsonb, path text, args jsonb, names text[]) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH page AS (
    SELECT engine.page_rows() AS n, engine.query_text($3, $4) AS query
  ), kept AS (
    SELECT coalesce(jsonb_agg(r ORDER BY k) FILTER (WHERE k <= n), '[]') AS rows, max(r ->> 'id') FILTER (WHERE k = n) AS last, count(*) > max(n) AS more
      FROM page LEFT JOIN LATERAL jsonb_array_elements($1) WITH ORDINALITY AS x(r, k) ON true
  )
  SELECT jsonb_build_object('rows', kept.rows, 'query_text', query,
                            'next', CASE WHEN more THEN last END,
                            'next_href', CASE WHEN more THEN $2 || '?' || query || CASE WHEN query = '' THEN '' ELSE '&' END || 'after=' || last END)
    FROM kept, page
$$;

-- Of what was sent, only the members named.
CREATE FUNCTION engine.pick(args jsonb, names text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_object_agg(k, v), '{}') FROM jsonb_each($1) AS x(k, v) WHERE k = ANY ($2)
$$;

-- The number in a path; what cannot be one is not found.
CREATE FUNCTION engine.path_id(args jsonb) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF coalesce(args ->> 'id', '') !~ '^[0-9]{1,18}$' THEN
    PERFORM engine.fail(404, 'not_found');
  END IF;
  RETURN (args ->> 'id')::bigint;
END $$;

-- Where the page before ended; NULL for the first page.
CREATE FUNCTION engine.cursor_of(args jsonb) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF coalesce(args ->> 'after', '') !~ '^[0-9]{0,18}$' THEN
    PERFORM engine.fail(422, 'wrong_type', 'after');
  END IF;
  RETURN nullif(args ->> 'after', '')::bigint;
END $$;

-- A year, half-year, quarter or month as the reader writes it.
CREATE FUNCTION engine.period_text(p_lang text, p_period text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN p_period ~ '-H' THEN y || engine.word(p_lang, CASE right(p_period, 1) WHEN '1' THEN '年上半年' ELSE '年下半年' END, ', half ' || right(p_period, 1))
    WHEN p_period ~ '-Q' THEN y || engine.word(p_lang, '年第' || substr('一二三四', right(p_period, 1)::integer, 1) || '季度', ', quarter ' || right(p_period, 1))
    WHEN p_period ~ '-'  THEN CASE WHEN p_lang = 'en' THEN to_char(to_date(p_period, 'YYYY-MM'), 'Mon YYYY') ELSE y || '年' || right(p_period, 2)::integer || '月' END
    ELSE y || engine.word(p_lang, '年', '') END FROM (SELECT left(p_period, 4) AS y) x
$$;
