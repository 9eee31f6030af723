-- A ledger that was kept in a workbook, brought here: every row is looked at before any is loaded, and nothing is half-loaded.
-- A row whose number is known is never changed by it: it is the same, or it differs and that is said.

CREATE TYPE engine.ledger_line AS (
  line        integer,                 -- the row of the sheet, as its reader counts
  c           jsonb,                   -- its cells by the keys of the ledger's columns
  known_id    bigint,                  -- the issue that has the number already
  hidden      boolean,                 -- and the reader may not see it
  source      text,
  category    text,
  office_id   smallint,
  co          smallint[],
  rectify     text,
  state       integer,
  leader_id   bigint,
  person_id   bigint,
  completion  text,
  closing     text,
  lookback    text,
  lamp        text,
  raised_on   date,
  due_on      date,
  replied_on  date,
  closed_on   date,
  lookback_on date
);

CREATE FUNCTION engine.ledger_keys(p_row jsonb) RETURNS TABLE (place bigint, key text) LANGUAGE sql STABLE AS $$
  SELECT x.k, n.key FROM jsonb_array_elements_text(p_row) WITH ORDINALITY AS x(t, k)
    JOIN (SELECT c->>'key' AS key, h.heading FROM rules.report r, jsonb_array_elements(r.columns) c,
            LATERAL (VALUES (c->>'zh'), (c->>'en')) AS h (heading) WHERE r.name = 'ledger'
          UNION SELECT h.key, h.heading FROM rules.list_heading h WHERE h.report = 'ledger') n ON n.heading = btrim(x.t, E' \t\r\n\u3000')
$$;
COMMENT ON FUNCTION engine.ledger_keys(jsonb) IS 'Which columns of the ledger a row of headings names, and where.';

CREATE FUNCTION engine.ledger_head(p_sheet jsonb) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT k::integer FROM jsonb_array_elements(p_sheet) WITH ORDINALITY AS x(r, k)
   WHERE k <= 20 AND (SELECT count(DISTINCT key) FROM engine.ledger_keys(r)) >= 3 ORDER BY k LIMIT 1
$$;
COMMENT ON FUNCTION engine.ledger_head(jsonb) IS 'The row of the sheet that holds the headings: the first near the top that names three columns.';

CREATE FUNCTION engine.ledger_cells(p_sheet jsonb, p_head integer) RETURNS TABLE (line integer, c jsonb) LANGUAGE sql STABLE AS $$
  WITH keys AS MATERIALIZED (
    SELECT DISTINCT ON (key) key, place FROM engine.ledger_keys(p_sheet->(p_head - 1)) ORDER BY key, place
  ), cell AS (
    SELECT x.k::integer AS line, n.key, btrim(x.r ->> (n.place::integer - 1), E' \t\r\n\u3000') AS t
      FROM jsonb_array_elements(p_sheet) WITH ORDINALITY AS x(r, k), keys n WHERE x.k > p_head
  )
  SELECT s.line, jsonb_object_agg(s.key, s.t) FROM cell s WHERE s.t <> '' AND s.key <> 'seq' GROUP BY s.line
$$;
COMMENT ON FUNCTION engine.ledger_cells(jsonb, integer) IS 'The rows under the headings as objects; empty cells and empty rows are left out.';

-- A day however a clerk writes it; a bare number is what a workbook holds for a day. NULL: it is none.
CREATE FUNCTION engine.ledger_day(p_text text) RETURNS date LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  v constant text[] := regexp_match(p_text, '^\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(\s.*)?$');
BEGIN
  IF v IS NOT NULL THEN
    RETURN make_date(v[1]::integer, v[2]::integer, v[3]::integer);
  ELSIF p_text ~ '^[0-9]{5}$' AND p_text::integer BETWEEN 20000 AND 80000 THEN
    RETURN date '1899-12-30' + p_text::integer;
  END IF;
  RETURN NULL;
EXCEPTION WHEN datetime_field_overflow THEN
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION engine.ledger_day(text) IS 'A day as a workbook writes it; NULL when it is none.';

-- The five words of completion and the four of striking off say it where no state is given.
CREATE FUNCTION engine.ledger_state(c jsonb) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN $1 ? 'state' THEN (SELECT s.code FROM rules.state s WHERE s.layer = 'issue' AND $1 ->> 'state' IN (s.zh, s.en))
    ELSE CASE coalesce((SELECT k.code FROM rules.choice k WHERE k.list = 'closing_step' AND $1 ->> 'closing' IN (k.zh, k.en)), 'none')
      WHEN 'closed' THEN 90 WHEN 'pending' THEN 80 WHEN 'returned' THEN 50
      ELSE CASE coalesce((SELECT k.code FROM rules.choice k WHERE k.list = 'completion' AND $1 ->> 'completion' IN (k.zh, k.en)), 'not_started')
        WHEN 'under_way' THEN 50 WHEN 'mostly' THEN 60 WHEN 'done' THEN 80 WHEN 'kept_on' THEN 52 ELSE 40 END END END
$$;
COMMENT ON FUNCTION engine.ledger_state(jsonb) IS 'The state a row stands for; NULL where it names one that there is not.';

CREATE FUNCTION engine.ledger_category(c jsonb) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT k.code FROM rules.category k LEFT JOIN rules.category m ON m.code = left(k.code, 1)
   WHERE $1 ->> 'category' IN (k.zh, k.en, k.code, k.code || ' ' || k.zh, k.full_zh)
     AND ($1 ->> 'main_category' IS NULL OR $1 ->> 'main_category' IN (m.zh, m.en, m.code))
   ORDER BY k.active DESC, length(k.code), k.code LIMIT 1
$$;
COMMENT ON FUNCTION engine.ledger_category(jsonb) IS 'The category that a row names, within the main category where it names one.';

CREATE FUNCTION engine.ledger_choice(p_list text, p_text text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT k.code FROM rules.choice k WHERE k.list = p_list AND p_text IN (k.zh, k.en) ORDER BY k.sort LIMIT 1
$$;
COMMENT ON FUNCTION engine.ledger_choice(text, text) IS 'The code of a word of a list, in either language.';

CREATE FUNCTION engine.ledger_account(p_name text, p_role text, p_office smallint) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT min(a.id) FROM core.account a WHERE a.name = p_name AND (p_office IS NULL OR a.office_id = p_office)
     AND (p_role IS NULL OR EXISTS (SELECT FROM core.account_role r WHERE r.account_id = a.id AND r.role = p_role)) HAVING count(*) = 1
$$;
COMMENT ON FUNCTION engine.ledger_account(text, text, smallint) IS 'The one account that bears a name; NULL when none or several do.';

CREATE FUNCTION engine.ledger_offices_named(p_text text) RETURNS smallint[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(coalesce(o.id, 0::smallint) ORDER BY t.k), '{}')
    FROM regexp_split_to_table(p_text, '[、，,；;]\s*') WITH ORDINALITY AS t(name, k)
    LEFT JOIN core.office o ON o.organ AND btrim(t.name) IN (o.zh, o.en) WHERE btrim(t.name) <> ''
$$;
COMMENT ON FUNCTION engine.ledger_offices_named(text) IS 'The offices of a text; 0 for a name that is none''s.';

-- A word that a hundred rows use is looked up once.
CREATE FUNCTION engine.ledger_word(p_key text, p_value text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE p_key
    WHEN 'source'       THEN engine.ledger_choice('source', p_value)
    WHEN 'rectify_type' THEN engine.ledger_choice('rectify_type', p_value)
    WHEN 'completion'   THEN engine.ledger_choice('completion', p_value)
    WHEN 'closing'      THEN engine.ledger_choice('closing_step', p_value)
    WHEN 'lookback'     THEN engine.ledger_choice('lookback_conclusion', p_value)
    WHEN 'lamp'         THEN engine.ledger_choice('lamp', p_value)
    WHEN 'office'       THEN (SELECT o.id::text FROM core.office o WHERE o.organ AND p_value IN (o.zh, o.en))
    WHEN 'co_offices'   THEN engine.ledger_offices_named(p_value)::text
    WHEN 'leader'       THEN engine.ledger_account(p_value, 'leader', NULL)::text
    ELSE engine.ledger_day(p_value)::text END
$$;
COMMENT ON FUNCTION engine.ledger_word(text, text) IS 'What the text of a cell stands for, as its column understands it; NULL: nothing.';

CREATE FUNCTION engine.ledger_lines(p_actor core.actor, p_sheet jsonb, p_head integer) RETURNS SETOF engine.ledger_line LANGUAGE sql STABLE AS $$
  WITH cells AS MATERIALIZED (
    SELECT l.line, l.c FROM engine.ledger_cells(p_sheet, p_head) l
  ), words AS MATERIALIZED (
    SELECT w.key, w.value, engine.ledger_word(w.key, w.value) AS is FROM (
      SELECT DISTINCT v.key, v.value FROM cells, jsonb_each_text(c) v
       WHERE v.key IN ('source', 'rectify_type', 'completion', 'closing', 'lookback', 'lamp', 'office', 'co_offices', 'leader', 'raised_on', 'due_on',
                       'replied_on', 'closed_on', 'lookback_on')) w
  ), word AS MATERIALIZED (
    SELECT c.line, jsonb_object_agg(w.key, w.is) AS w FROM cells c, jsonb_each_text(c.c) v JOIN words w ON w.key = v.key AND w.value = v.value GROUP BY c.line
  ), category AS MATERIALIZED (
    SELECT d.*, engine.ledger_category(jsonb_strip_nulls(jsonb_build_object('main_category', main, 'category', sub))) AS code
      FROM (SELECT DISTINCT c->>'main_category' AS main, c->>'category' AS sub FROM cells) d
  ), state AS MATERIALIZED (
    SELECT d.*, engine.ledger_state(jsonb_strip_nulls(jsonb_build_object('state', state, 'closing', closing, 'completion', completion))) AS code
      FROM (SELECT DISTINCT c->>'state' AS state, c->>'closing' AS closing, c->>'completion' AS completion FROM cells) d
  ), person AS MATERIALIZED (
    SELECT d.*, engine.ledger_account(d.name, NULL, d.office::smallint) AS id
      FROM (SELECT DISTINCT c.c->>'person' AS name, w.w->>'office' AS office FROM cells c JOIN word w USING (line) WHERE c.c ? 'person') d
  ), known AS MATERIALIZED (
    SELECT n.number, n.id FROM core.issue n JOIN cells ON cells.c->>'number' = n.number
    UNION SELECT g.old_number, g.issue_id FROM core.ledger_origin g JOIN cells ON cells.c->>'number' = g.old_number WHERE g.old_number <> ''
  )
  SELECT l.line, l.c, i.id, i.id IS NOT NULL AND NOT engine.sees_issue(p_actor, i.id), w->>'source', k.code, (w->>'office')::smallint,
         coalesce((w->>'co_offices')::smallint[], '{}'), CASE WHEN l.c ? 'rectify_type' THEN w->>'rectify_type' ELSE 'fix_by' END, s.code,
         (w->>'leader')::bigint, p.id, w->>'completion', w->>'closing', w->>'lookback', w->>'lamp', (w->>'raised_on')::date, (w->>'due_on')::date,
         (w->>'replied_on')::date, (w->>'closed_on')::date, (w->>'lookback_on')::date
    FROM cells l LEFT JOIN word USING (line)
    LEFT JOIN category k ON coalesce(k.main, '') = coalesce(l.c->>'main_category', '') AND k.sub = l.c->>'category'
    LEFT JOIN state s ON coalesce(s.state, '') = coalesce(l.c->>'state', '') AND coalesce(s.closing, '') = coalesce(l.c->>'closing', '')
                     AND coalesce(s.completion, '') = coalesce(l.c->>'completion', '')
    LEFT JOIN person p ON p.name = l.c->>'person' AND coalesce(p.office, '') = coalesce(w->>'office', '')
    LEFT JOIN known i ON i.number = l.c->>'number'
   ORDER BY l.line
$$;
COMMENT ON FUNCTION engine.ledger_lines(core.actor, jsonb, integer) IS 'The rows of the sheet with everything they name looked up.';

-- What is wrong with one row: the column, a code of list import_wrong, and the value it is about.
CREATE FUNCTION engine.ledger_wrong(l engine.ledger_line, p_office smallint) RETURNS TABLE (key text, code text, value text) LANGUAGE sql STABLE AS $$
  SELECT w.* FROM (
    SELECT 'problem', 'missing', '' WHERE NOT l.c ?| ARRAY['title', 'problem']
    UNION ALL SELECT 'title', 'long', '' WHERE char_length(l.c->>'title') > 200
    UNION ALL SELECT k, 'long', '' FROM unnest(ARRAY['problem', 'manifestation', 'measures', 'targets', 'progress', 'remark']) k WHERE char_length(l.c->>k) > 20000
    UNION ALL SELECT k, 'missing', '' FROM unnest(ARRAY['source', 'category', 'office']) k WHERE NOT l.c ? k
    UNION ALL SELECT 'source', 'source', l.c->>'source' WHERE l.c ? 'source' AND l.source IS NULL
    UNION ALL SELECT 'category', 'category', l.c->>'category' WHERE l.c ? 'category' AND l.category IS NULL
    UNION ALL SELECT 'category', 'sensitive', l.c->>'category' FROM rules.category k WHERE k.code = l.category AND k.sensitive
    UNION ALL SELECT 'office', 'office', l.c->>'office' WHERE l.c ? 'office' AND l.office_id IS NULL
    UNION ALL SELECT 'office', 'other_office', l.c->>'office' WHERE p_office IS NOT NULL AND l.office_id <> p_office
    UNION ALL SELECT 'co_offices', 'office', l.c->>'co_offices' WHERE 0 = ANY (l.co)
    UNION ALL SELECT 'rectify_type', 'rectify_type', l.c->>'rectify_type' WHERE l.rectify IS NULL
    UNION ALL SELECT 'state', 'state', l.c->>'state' WHERE l.state IS NULL
    UNION ALL SELECT 'completion', 'completion', l.c->>'completion' WHERE l.c ? 'completion' AND l.completion IS NULL
    UNION ALL SELECT 'closing', 'closing', l.c->>'closing' WHERE l.c ? 'closing' AND l.closing IS NULL
    UNION ALL SELECT 'lookback', 'lookback', l.c->>'lookback' WHERE l.c ? 'lookback' AND l.lookback IS NULL
    UNION ALL SELECT k, 'day', l.c->>k FROM (VALUES ('raised_on', l.raised_on), ('due_on', l.due_on), ('replied_on', l.replied_on), ('closed_on', l.closed_on), ('lookback_on', l.lookback_on)) AS d (k, day)
     WHERE l.c ? k AND d.day IS NULL
    UNION ALL SELECT 'opinions', 'number', l.c->>'opinions' WHERE l.c->>'opinions' !~ '^[0-9]{1,6}$'
    UNION ALL SELECT 'progress', 'no_measure', '' WHERE l.c ?| ARRAY['progress', 'targets'] AND NOT l.c ? 'measures'
    UNION ALL SELECT 'number', 'long', '' WHERE char_length(l.c->>'number') > 60
    UNION ALL SELECT 'number', 'taken', l.c->>'number' WHERE l.hidden
    UNION ALL SELECT 'closed_on', 'missing', '' FROM rules.state s WHERE s.code = l.state AND s.closed AND NOT l.c ? 'closed_on'
  ) AS w (key, code, value)
$$;
COMMENT ON FUNCTION engine.ledger_wrong(engine.ledger_line, smallint) IS 'What is wrong with a row; p_office: the only office whose rows may be brought.';

CREATE FUNCTION engine.ledger_label(p_lang text, p_key text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT engine.word(p_lang, c->>'zh', c->>'en') FROM rules.report r, jsonb_array_elements(r.columns) c WHERE r.name = 'ledger' AND c->>'key' = p_key
$$;
COMMENT ON FUNCTION engine.ledger_label(text, text) IS 'The heading of a column of the ledger.';

CREATE FUNCTION engine.ledger_say(p_lang text, w jsonb) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format(engine.word(p_lang, '第%s行 %s：%s', 'Row %s, %s: %s'), w->>'line', engine.ledger_label(p_lang, w->>'key'),
                replace(engine.choice(p_lang, 'import_wrong', w->>'code') ->> 'label', '%s', left(w->>'value', 60)))
$$;
COMMENT ON FUNCTION engine.ledger_say(text, jsonb) IS 'What is wrong with a cell, in a sentence.';

-- Numbers, lights and places aside: the same issue has another place in every sheet, and its light changes by the day.
CREATE FUNCTION engine.ledger_now(p_actor core.actor) RETURNS TABLE (id bigint, c jsonb) LANGUAGE sql STABLE AS $$
  WITH keys AS MATERIALIZED (
    SELECT c->>'key' AS key, k::integer - 1 AS place FROM rules.report r, jsonb_array_elements(r.columns) WITH ORDINALITY AS x(c, k)
     WHERE r.name = 'ledger' AND c->>'key' NOT IN ('seq', 'number', 'lamp')
  )
  SELECT (r->>'id')::bigint, jsonb_object_agg(k.key, btrim(coalesce(r->'cells'->>k.place, ''), E' \t\r\n\u3000'))
    FROM jsonb_array_elements(engine.report_ledger(ROW('{}'::jsonb, p_actor, engine.may(p_actor, 'report.ledger'), 'zh-CN', NULL, NULL)::engine.report_query)->'rows') r, keys k
   GROUP BY 1
$$;
COMMENT ON FUNCTION engine.ledger_now(core.actor) IS 'The rows of the ledger as they stand, by the keys of the columns.';

-- The columns in which a row says something else than the issue that has its number; what the sheet leaves out says nothing.
CREATE FUNCTION engine.ledger_differs(p_row jsonb, p_now jsonb) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(n.key ORDER BY n.key) FROM jsonb_each_text(p_now) n
   WHERE p_row ? n.key AND p_row->>n.key <> n.value AND engine.ledger_day(p_row->>n.key)::text IS DISTINCT FROM n.value
$$;
COMMENT ON FUNCTION engine.ledger_differs(jsonb, jsonb) IS 'Where a row and a known issue say different things; NULL: nowhere.';

CREATE FUNCTION engine.ledger_check(p_actor core.actor, p_sheet jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_head constant integer := engine.ledger_head(p_sheet);
  v_office constant smallint := CASE WHEN engine.may(p_actor, 'ledger.import') = 'office' THEN (p_actor).office_id END;
  v_lines engine.ledger_line[];
  v_wrong jsonb;
  v_differ jsonb := '[]'::jsonb;
BEGIN
  IF v_head IS NULL THEN
    PERFORM engine.fail(422, 'import.no_headings');
  END IF;
  v_lines := ARRAY(SELECT l FROM engine.ledger_lines(p_actor, p_sheet, v_head) l);
  SELECT coalesce(jsonb_agg(jsonb_build_object('line', l.line, 'key', w.key, 'code', w.code, 'value', w.value) ORDER BY l.line, w.key), '[]') INTO v_wrong
    FROM unnest(v_lines) l, engine.ledger_wrong(l, v_office) w;
  SELECT v_wrong || coalesce(jsonb_agg(jsonb_build_object('line', d.line, 'key', 'number', 'code', 'twice', 'value', d.number)), '[]') INTO v_wrong
    FROM (SELECT l.line, l.c->>'number' AS number, row_number() OVER (PARTITION BY l.c->>'number' ORDER BY l.line) AS k FROM unnest(v_lines) l WHERE l.c ? 'number') d WHERE d.k > 1;
  IF EXISTS (SELECT FROM unnest(v_lines) l WHERE l.known_id IS NOT NULL) THEN
    SELECT coalesce(jsonb_agg(jsonb_build_object('line', l.line, 'number', l.c->>'number', 'keys', to_jsonb(d.keys)) ORDER BY l.line), '[]') INTO v_differ
      FROM unnest(v_lines) l JOIN engine.ledger_now(p_actor) n ON n.id = l.known_id, LATERAL (SELECT engine.ledger_differs(l.c, n.c) AS keys) d WHERE d.keys IS NOT NULL;
  END IF;
  RETURN jsonb_build_object('head', v_head, 'n', cardinality(v_lines), 'known', (SELECT count(*) FROM unnest(v_lines) l WHERE l.known_id IS NOT NULL),
    'differ', v_differ, 'wrong', v_wrong, 'wrong_n', jsonb_array_length(v_wrong));
END
$$;
COMMENT ON FUNCTION engine.ledger_check(core.actor, jsonb) IS 'What loading a sheet would do, and everything that is wrong with it.';

-- "1. what", "2. what": a number that continues the count begins a text; lines without one go on with the text before. Where not every
-- measure has its own, as with targets, a number may be left out.
CREATE FUNCTION engine.ledger_items(p_text text, p_gaps boolean) RETURNS TABLE (seq integer, body text) LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  v_line text;
  v_number integer;
BEGIN
  seq := 0;
  FOREACH v_line IN ARRAY string_to_array(p_text, E'\n') LOOP
    v_number := substring(v_line FROM '^([0-9]{1,4})[.．、]')::integer;
    IF v_number = seq + 1 OR (p_gaps AND v_number > seq) THEN
      IF seq > 0 THEN RETURN NEXT; END IF;
      seq := v_number;
      body := regexp_replace(v_line, '^[0-9]+[.．、] ?', '');
    ELSE
      body := CASE WHEN seq = 0 THEN v_line ELSE body || E'\n' || v_line END;
      seq := greatest(seq, 1);
    END IF;
  END LOOP;
  IF seq > 0 THEN RETURN NEXT; END IF;
END
$$;
COMMENT ON FUNCTION engine.ledger_items(text, boolean) IS 'The numbered texts of one cell.';

-- The latest that a cell of progress says of a measure: `2026-11-24 2. 60% words`, with or without the day.
CREATE FUNCTION engine.progress_of(p_text text, p_seq integer) RETURNS TABLE (percent integer, body text) LANGUAGE sql IMMUTABLE AS $$
  SELECT least(100, g[2]::integer), g[3] FROM regexp_split_to_table(p_text, E'\n') WITH ORDINALITY AS t (line, k),
         regexp_match(line, '^(?:[0-9]{4}-[0-9]{2}-[0-9]{2} )?([0-9]{1,4})[.．、] ?([0-9]{1,3})% ?(.*)$') AS g
   WHERE g[1]::integer = p_seq ORDER BY k DESC LIMIT 1
$$;
COMMENT ON FUNCTION engine.progress_of(text, integer) IS 'How far a measure had come, as a workbook says it.';

-- The limit of the step: by rule from now, unless the sheet's light says that it is over, near or far.
CREATE FUNCTION engine.load_step_due(p_state rules.state, p_lamp text, p_due timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN (p_state).closed OR p_lamp = 'none' THEN NULL
    WHEN p_lamp = 'red' THEN engine.end_of_day(engine.day(engine.clock()) - 1)
    WHEN p_lamp = 'blue' AND NOT coalesce(counts.due AND engine.lamp_code(p_due) = 'blue', false) THEN engine.end_of_day(engine.workday_from(engine.day(engine.clock()) + 1))
    WHEN p_lamp IN ('green', 'yellow') THEN CASE WHEN NOT (counts.due AND p_due IS NOT NULL) THEN engine.due(engine.clock(), 'stale_progress') END
    WHEN p_lamp IS NULL AND (p_state).deadline IS NOT NULL THEN engine.due(engine.clock(), (p_state).deadline) END
    FROM (SELECT (p_state).code < 60 OR (p_state).code IN (75, 76, 97) AS due) counts
$$;
COMMENT ON FUNCTION engine.load_step_due(rules.state, text, timestamptz) IS 'When the present step of a loaded issue is to be left.';

CREATE FUNCTION engine.noon(p_on date) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT (p_on + time '12:00') AT TIME ZONE 'Asia/Shanghai'
$$;
COMMENT ON FUNCTION engine.noon(date) IS 'A moment of a day of which nothing but the day is known.';

CREATE FUNCTION engine.remark_rest(p_text text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(string_agg(t, '；' ORDER BY k), '') FROM regexp_split_to_table(p_text, '[；;] ?') WITH ORDINALITY AS x(t, k)
   WHERE t NOT IN ('重点问题', 'key issue', '已公开', 'published', '') AND t !~ '^(第[0-9]+轮|反弹[0-9]+次|round [0-9]+|relapsed [0-9]+ times)$'
$$;
COMMENT ON FUNCTION engine.remark_rest(text) IS 'A remark without what the ledger counts by itself.';

-- A number of our own form is kept, and counting goes on after it; any other is remembered beside a new one.
CREATE FUNCTION engine.own_number(p_number text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(p_number ~ '^ZF-20[0-9]{2}-[0-9]{4,6}$', false)
$$;
COMMENT ON FUNCTION engine.own_number(text) IS 'Whether a number is one of ours.';

CREATE FUNCTION engine.load_numbers(p_lines engine.ledger_line[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO core.issue_number AS n (year, last)
  SELECT substr(l.c->>'number', 4, 4)::integer, max(substr(l.c->>'number', 9)::integer) FROM unnest(p_lines) l WHERE engine.own_number(l.c->>'number') GROUP BY 1
  ON CONFLICT (year) DO UPDATE SET last = greatest(n.last, excluded.last)
$$;
COMMENT ON FUNCTION engine.load_numbers(engine.ledger_line[]) IS 'Lets the counting go on after the numbers that a workbook brings along.';

CREATE TYPE engine.ledger_new AS (
  id     bigint,
  number text,
  due_at timestamptz,
  step   timestamptz,
  l      engine.ledger_line
);

-- From the last row to the first: the ledger shows the newest first, and so they stand as they stood in the sheet.
CREATE FUNCTION engine.ledger_news(p_lines engine.ledger_line[]) RETURNS SETOF engine.ledger_new LANGUAGE sql VOLATILE AS $$
  WITH step AS MATERIALIZED (
    SELECT d.*, engine.load_step_due(s, d.lamp, engine.end_of_day(d.due_on)) AS at
      FROM (SELECT DISTINCT l.state, l.lamp, l.due_on FROM unnest(p_lines) l) d JOIN rules.state s ON s.code = d.state
  ), placed AS MATERIALIZED (
    SELECT nextval(pg_get_serial_sequence('core.issue', 'id')) AS id,
           CASE WHEN engine.own_number((x.l).c->>'number') THEN (x.l).c->>'number' ELSE engine.issue_number(engine.clock()) END AS number, x.l
      FROM (SELECT l FROM unnest(p_lines) l ORDER BY (l).line DESC OFFSET 0) x
  )
  SELECT p.id, p.number, engine.end_of_day((p.l).due_on), s.at, p.l
    FROM placed p LEFT JOIN step s ON s.state = (p.l).state AND s.lamp IS NOT DISTINCT FROM (p.l).lamp AND s.due_on IS NOT DISTINCT FROM (p.l).due_on
$$;
COMMENT ON FUNCTION engine.ledger_news(engine.ledger_line[]) IS 'The issues that the rows become, with their numbers and limits.';

CREATE FUNCTION engine.load_basis(p_by bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT engine.given_basis(p_by, engine.clock()) || '{"import": true}'
$$;
COMMENT ON FUNCTION engine.load_basis(bigint) IS 'How a date came about that a workbook brought along.';

CREATE FUNCTION engine.load_issues(p_new engine.ledger_new[], p_by bigint) RETURNS void LANGUAGE sql AS $$
  INSERT INTO core.issue (id, number, state, round, title, problem, manifestation, category, scope, source, key_issue, rectify_type, office_id, leader_id,
      opened_at, due_at, due_given, due_basis, step_due_at, step_basis, progressed_at, replied_at, closed_at, published, rebounds, closing_kind)
  OVERRIDING SYSTEM VALUE
  SELECT n.id, n.number, (l).state, coalesce((regexp_match(r, '第([0-9]{1,3})轮'))[1]::integer, 1), coalesce(c->>'title', engine.excerpt(c->>'problem', 40)),
      coalesce(c->>'problem', c->>'title'), coalesce(c->>'manifestation', ''), (l).category, 'own', (l).source, r ~ '重点问题|key issue', (l).rectify, (l).office_id,
      (l).leader_id, engine.noon(coalesce((l).raised_on, engine.day(engine.clock()))), n.due_at, n.due_at IS NOT NULL,
      CASE WHEN n.due_at IS NOT NULL THEN b.loaded END, n.step, CASE WHEN n.step IS NOT NULL THEN coalesce(CASE WHEN (l).lamp IS NULL THEN engine.step_basis((l).state, engine.clock()) END, b.loaded) END,
      CASE WHEN (l).lamp = 'yellow' THEN engine.clock() - interval '90 days' ELSE engine.clock() END, engine.noon((l).replied_on), engine.noon((l).closed_on),
      r ~ '已公开|published', coalesce((regexp_match(r, '反弹([0-9]{1,3})次'))[1]::integer, 0), CASE WHEN (l).completion = 'kept_on' THEN 'kept_on' END
    FROM unnest(p_new) n, LATERAL (SELECT (n.l).c AS c, coalesce((n.l).c->>'remark', '') AS r) x, engine.load_basis(p_by) AS b (loaded)
$$;
COMMENT ON FUNCTION engine.load_issues(engine.ledger_new[], bigint) IS 'The issues themselves.';

CREATE FUNCTION engine.load_origins(p_new engine.ledger_new[], p_import bigint) RETURNS void LANGUAGE sql AS $$
  INSERT INTO core.ledger_origin
  SELECT n.id, p_import, CASE WHEN c->>'number' = n.number THEN '' ELSE coalesce(c->>'number', '') END, coalesce((c->>'opinions')::integer, 0), (l).raised_on,
      CASE WHEN (l).leader_id IS NULL THEN coalesce(c->>'leader', '') ELSE '' END, CASE WHEN (l).person_id IS NULL OR (l).state < 40 THEN coalesce(c->>'person', '') ELSE '' END,
      coalesce(c->>'ratings', ''), nullif((l).closing, 'none'), coalesce(c->>'reviewer', ''), CASE WHEN c ? 'remark' THEN engine.remark_rest(c->>'remark') ELSE '' END,
      coalesce(c->>'progress', '')
    FROM unnest(p_new) n, LATERAL (SELECT (n.l).c AS c) x
$$;
COMMENT ON FUNCTION engine.load_origins(engine.ledger_new[], bigint) IS 'What the rows say and nothing else here tells.';

CREATE FUNCTION engine.load_assignments(p_new engine.ledger_new[], p_by bigint) RETURNS void LANGUAGE sql AS $$
  INSERT INTO core.assignment (issue_id, office_id, part, assigned_at, assigned_by, signed_at, signed_by)
  SELECT i.id, (n.l).office_id, 'lead', i.opened_at, p_by, CASE WHEN i.state >= 40 THEN i.opened_at END, CASE WHEN i.state >= 40 THEN (n.l).person_id END
    FROM unnest(p_new) n JOIN core.issue i ON i.id = n.id
  UNION ALL
  SELECT DISTINCT i.id, k, 'co', i.opened_at, p_by, NULL::timestamptz, NULL::bigint FROM unnest(p_new) n JOIN core.issue i ON i.id = n.id, unnest((n.l).co) k
$$;
COMMENT ON FUNCTION engine.load_assignments(engine.ledger_new[], bigint) IS 'Who leads and who helps.';

CREATE FUNCTION engine.load_measures(p_new engine.ledger_new[], p_by bigint) RETURNS void LANGUAGE sql AS $$
  INSERT INTO core.measure (issue_id, seq, round, what, target, owner, due_on, basis, percent, progress, done_at)
  SELECT i.id, m.seq, i.round, m.body, coalesce(t.body, ''), coalesce((n.l).c->>'person', ''), engine.day(coalesce(i.due_at, i.step_due_at, engine.clock())), engine.load_basis(p_by), f.percent,
         coalesce(g.body, ''), CASE WHEN f.percent = 100 THEN coalesce(i.replied_at, engine.clock()) END
    FROM unnest(p_new) n JOIN core.issue i ON i.id = n.id
    CROSS JOIN LATERAL engine.ledger_items((n.l).c->>'measures', false) m
    LEFT JOIN LATERAL engine.ledger_items((n.l).c->>'targets', true) t ON t.seq = m.seq
    LEFT JOIN LATERAL engine.progress_of((n.l).c->>'progress', m.seq) g ON true,
    LATERAL (SELECT CASE WHEN g.percent IS NOT NULL THEN g.percent WHEN i.state >= 60 AND i.state NOT IN (75, 76, 97) THEN 100 ELSE 0 END AS percent) f
$$;
COMMENT ON FUNCTION engine.load_measures(engine.ledger_new[], bigint) IS 'The measures of the rows, with targets and progress by their numbers.';

-- What was struck off and not looked at again is looked at by rule; who waits for more time gets a request to be decided.
CREATE FUNCTION engine.load_followups(p_new engine.ledger_new[], p_by bigint) RETURNS void LANGUAGE sql AS $$
  INSERT INTO core.lookback (issue_id, round, due_on, basis, done_at, conclusion)
  SELECT i.id, i.round, (n.l).lookback_on, engine.load_basis(p_by), engine.noon((n.l).lookback_on), (n.l).lookback FROM unnest(p_new) n JOIN core.issue i ON i.id = n.id WHERE (n.l).lookback_on IS NOT NULL
  UNION ALL
  SELECT i.id, i.round, engine.day(engine.due(i.closed_at, 'lookback_1')), engine.basis(i.closed_at, 'lookback_1'), NULL, NULL FROM unnest(p_new) n JOIN core.issue i ON i.id = n.id
   WHERE i.state IN (90, 95) AND (n.l).lookback_on IS NULL;
  INSERT INTO core.extension (issue_id, round, old_due_at, new_due_at, reason, asked_by, asked_at)
  SELECT i.id, i.round, i.due_at, engine.due(i.due_at, 'extension_max'), '', p_by, engine.clock() FROM unnest(p_new) n JOIN core.issue i ON i.id = n.id
   WHERE i.state = 51 AND i.due_at IS NOT NULL
$$;
COMMENT ON FUNCTION engine.load_followups(engine.ledger_new[], bigint) IS 'Look-backs done and to come, and requests for more time.';

CREATE FUNCTION engine.load_ledger(p_actor core.actor, p_import core.ledger_import) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_lines engine.ledger_line[] := ARRAY(SELECT l FROM engine.ledger_lines(p_actor, (p_import).sheet, ((p_import).found->>'head')::integer) l WHERE l.known_id IS NULL);
  v_new engine.ledger_new[];
  v_role constant text := engine.role_for(p_actor, 'ledger.import');
BEGIN
  PERFORM engine.load_numbers(v_lines);
  v_new := ARRAY(SELECT n FROM engine.ledger_news(v_lines) n);
  PERFORM engine.load_issues(v_new, (p_actor).account_id);
  PERFORM engine.load_origins(v_new, (p_import).id);
  PERFORM engine.load_assignments(v_new, (p_actor).account_id);
  PERFORM engine.load_measures(v_new, (p_actor).account_id);
  PERFORM engine.load_followups(v_new, (p_actor).account_id);
  PERFORM engine.record('issue', n.id, 'import', (p_actor).account_id, v_role, NULL, (n.l).state,
    jsonb_build_object('import', (p_import).id, 'line', (n.l).line, 'old_number', coalesce((n.l).c->>'number', ''))) FROM unnest(v_new) n;
  RETURN cardinality(v_new);
END
$$;
COMMENT ON FUNCTION engine.load_ledger(core.actor, core.ledger_import) IS 'Loads every row that is new; how many they were.';

CREATE FUNCTION engine.ledger_import_json(lang text, i core.ledger_import) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('id', ($2).id, 'href', '/console/lists/imports/' || ($2).id, 'at_text', engine.minute_text($1, ($2).at),
    'n', f -> 'n', 'known', f -> 'known', 'new', (f ->> 'n')::integer - (f ->> 'known')::integer, 'differ_n', jsonb_array_length(f -> 'differ'),
    'same', (f ->> 'known')::integer - jsonb_array_length(f -> 'differ'), 'wrong_n', f -> 'wrong_n',
    'wrong', (SELECT coalesce(jsonb_agg(jsonb_build_object('line', w -> 'line', 'text', engine.ledger_say($1, w)) ORDER BY k), '[]')
                FROM jsonb_array_elements(f -> 'wrong') WITH ORDINALITY AS x(w, k) WHERE k <= 200),
    'differ', (SELECT coalesce(jsonb_agg(jsonb_build_object('line', d -> 'line', 'number', d ->> 'number', 'columns', (
                 SELECT string_agg(engine.ledger_label($1, n), engine.word($1, '、', ', ')) FROM jsonb_array_elements_text(d -> 'keys') n)) ORDER BY k), '[]')
                FROM jsonb_array_elements(f -> 'differ') WITH ORDINALITY AS x(d, k) WHERE k <= 200),
    'loaded', ($2).loaded_at IS NOT NULL, 'may_load', ($2).loaded_at IS NULL AND f -> 'wrong_n' = '0' AND (f ->> 'n')::integer > (f ->> 'known')::integer)
    FROM (SELECT ($2).found AS f) x
$$;
COMMENT ON FUNCTION engine.ledger_import_json(text, core.ledger_import) IS 'A workbook that was read: what it would bring, and what is wrong with it.';
