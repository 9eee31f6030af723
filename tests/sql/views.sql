-- Every figure of the league, heat map, ageing, trend, sources and warnings over a random city, against sums written another way from the tables
-- alone; and every count that is a link against the ledger it leads to, for every role that sees it.
\ir city.psql
SELECT fx.city(400, 0.42) \g /dev/null
UPDATE core.office SET active = true WHERE organ;

-- The ground of the other way: a flat copy of each issue, with its month as text.
CREATE TEMP TABLE flat AS
SELECT i.*, o.zh AS office, to_char(i.opened_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS opened_in, to_char(i.due_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS due_in,
       CASE WHEN i.state IN (90, 95, 99) THEN 'closed' WHEN i.state IN (60, 70, 80, 81, 82) THEN 'replied' ELSE 'working' END AS stage,
       (SELECT a.signed_at FROM core.assignment a WHERE a.issue_id = i.id AND a.part = 'lead' AND a.ended_at IS NULL) AS signed_at
  FROM core.issue i JOIN core.office o ON o.id = i.office_id;
CREATE TEMP TABLE said AS
SELECT f.office, f.category, f.source, f.office_id, f.leader_id, r.*, p.kind, to_char(r.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS rated_in
  FROM core.rating r JOIN flat f ON f.id = r.issue_id JOIN core.opinion p ON p.id = r.opinion_id WHERE r.reached;
CREATE TEMP TABLE months (name text, list text[]);
INSERT INTO months VALUES ('2026-11', '{2026-11}'), ('2026-10', '{2026-10}'), ('2026-Q3', '{2026-07,2026-08,2026-09}'), ('2026-Q2', '{2026-04,2026-05,2026-06}'),
  ('2026-H2', '{2026-07,2026-08,2026-09,2026-10,2026-11,2026-12}'), ('2026-H1', '{2026-01,2026-02,2026-03,2026-04,2026-05,2026-06}'),
  ('2026', (SELECT array_agg('2026-' || lpad(m::text, 2, '0')) FROM generate_series(1, 12) m)),
  ('2025', (SELECT array_agg('2025-' || lpad(m::text, 2, '0')) FROM generate_series(1, 12) m));

CREATE FUNCTION fx.percent(p_good numeric, p_n bigint) RETURNS text LANGUAGE sql AS 'SELECT CASE WHEN p_n >= 5 THEN round(100.0 * p_good / p_n, 1)::text END';
-- Of a set of ratings: response, solved, satisfied and the score, with their denominators.
CREATE FUNCTION fx.said(p_months text[], p_where text) RETURNS TABLE (key text, value text, n bigint, raw numeric) LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY EXECUTE format($q$
    WITH v AS (SELECT * FROM said WHERE (%L::text[] IS NULL OR rated_in = ANY (%L::text[])) AND voided_at IS NULL AND kind <> 'praise' AND (%s)),
    a AS (SELECT (SELECT count(*) FROM v WHERE contacted) AS rg, (SELECT count(*) FROM v) AS rn,
                 (SELECT coalesce(sum(CASE solved WHEN 'yes' THEN 1 WHEN 'partly' THEN 0.5 ELSE 0 END), 0) FROM v WHERE kind <> 'suggestion') AS sg, (SELECT count(*) FROM v WHERE kind <> 'suggestion') AS sn,
                 (SELECT coalesce(sum(CASE result WHEN 'satisfied' THEN 1 WHEN 'basically' THEN 0.9 ELSE 0 END), 0) FROM v) AS tg, (SELECT count(*) FROM v) AS tn)
    SELECT 'response', fx.percent(rg, rn), rn, NULL::numeric FROM a UNION ALL SELECT 'solved', fx.percent(sg, sn), sn, NULL FROM a UNION ALL SELECT 'satisfied', fx.percent(tg, tn), tn, NULL FROM a
    UNION ALL SELECT 'score', CASE WHEN rn >= 5 AND sn >= 5 AND tn >= 5 THEN round(10.0 * rg / rn + 50.0 * sg / sn + 40.0 * tg / tn, 1)::text END, NULL::bigint,
      CASE WHEN rn >= 5 AND sn >= 5 AND tn >= 5 THEN round(10.0 * rg / rn + 50.0 * sg / sn + 40.0 * tg / tn, 1) END FROM a $q$, p_months, p_months, p_where);
END
$$;

CREATE FUNCTION fx.hand_league(p_months text[], p_before text[]) RETURNS TABLE (line text, key text, value text, n bigint) LANGUAGE sql AS $$
  WITH lines AS (SELECT o.zh AS line, format('office = %L', o.zh) AS w, o.zh AS only FROM core.office o WHERE o.organ UNION ALL SELECT '', 'true', NULL),
  c AS (SELECT l.line, count(*) AS opened, count(f.signed_at) AS signed, count(*) FILTER (WHERE f.stage = 'working') AS working, count(*) FILTER (WHERE f.stage = 'replied') AS replied,
               count(*) FILTER (WHERE f.stage = 'closed') AS closed, sum((f.stage = 'working' AND f.due_at < '2026-11-24 10:00+08')::integer) AS overdue,
               sum((f.round > 1 AND f.replied_at > '2000-01-01')::integer) AS redo
          FROM lines l JOIN flat f ON (f.office = l.only OR l.only IS NULL) AND (p_months IS NULL OR f.opened_in = ANY (p_months)) GROUP BY l.line),
  d AS (SELECT l.line, count(*) FILTER (WHERE f.stage <> 'working' OR f.due_at < '2026-11-24 10:00+08') AS due, count(*) FILTER (WHERE f.stage <> 'working' AND coalesce(f.replied_at, f.closed_at) <= f.due_at) AS kept
          FROM lines l JOIN flat f ON (f.office = l.only OR l.only IS NULL) AND (p_months IS NULL OR f.due_in = ANY (p_months)) GROUP BY l.line),
  b AS (SELECT l.line, count(DISTINCT k.issue_id) AS relapsed FROM lines l JOIN flat f ON f.office = l.only OR l.only IS NULL JOIN core.lookback k ON k.issue_id = f.id
         WHERE k.conclusion = 'rebound' AND (p_months IS NULL OR to_char(k.done_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') = ANY (p_months)) GROUP BY l.line),
  s AS (SELECT l.line, x.* FROM lines l, fx.said(p_months, l.w) x),
  e AS (SELECT l.line, x.raw FROM lines l, fx.said(p_before, l.w) x WHERE x.key = 'score' AND p_before IS NOT NULL)
  SELECT l.line, x.key, x.value, x.n FROM lines l LEFT JOIN c USING (line) LEFT JOIN d USING (line) LEFT JOIN b USING (line), LATERAL (VALUES
    ('opened', coalesce(opened, 0)::text, NULL::bigint), ('working', coalesce(working, 0)::text, NULL), ('replied', coalesce(replied, 0)::text, NULL), ('closed', coalesce(closed, 0)::text, NULL),
    ('overdue', coalesce(overdue, 0)::text, NULL), ('redo', coalesce(redo, 0)::text, NULL), ('relapsed', coalesce(relapsed, 0)::text, NULL),
    ('signed', fx.percent(signed, opened), coalesce(opened, 0)), ('on_time', fx.percent(kept, due), coalesce(due, 0)),
    ('opinions', (SELECT count(*) FROM core.voice v JOIN flat f ON f.id = v.issue_id WHERE (f.office = l.only OR l.only IS NULL) AND (p_months IS NULL OR f.opened_in = ANY (p_months)))::text, NULL),
    ('voided', (SELECT count(*) FROM core.rating v JOIN flat f ON f.id = v.issue_id WHERE v.voided_at IS NOT NULL AND (f.office = l.only OR l.only IS NULL)
                AND (p_months IS NULL OR to_char(v.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') = ANY (p_months)))::text, NULL),
    ('rank', CASE WHEN l.only IS NOT NULL THEN (SELECT 1 + count(*) FROM s o JOIN s m ON m.line = l.line AND m.key = 'score' WHERE o.key = 'score' AND o.line <> '' AND o.raw > m.raw
                HAVING (SELECT m.raw IS NOT NULL FROM s m WHERE m.line = l.line AND m.key = 'score'))::text END, NULL),
    ('change', ((SELECT raw FROM s WHERE s.line = l.line AND s.key = 'score') - (SELECT raw FROM e WHERE e.line = l.line))::text, NULL)) AS x (key, value, n)
  UNION ALL SELECT s.line, s.key, s.value, s.n FROM s
$$;

-- The cells in which two tables of cells differ.
CREATE FUNCTION fx.differs(p_name text, p_filters jsonb, p_hand text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY EXECUTE format($q$
    WITH v AS (SELECT line, key, value, n FROM fx.view(%L, %L)), h AS (SELECT line, key, value, n FROM %s)
    SELECT format('view %%s %%s %%s n=%%s', line, key, value, n) FROM (SELECT * FROM v EXCEPT ALL SELECT * FROM h) a
    UNION ALL SELECT format('hand %%s %%s %%s n=%%s', line, key, value, n) FROM (SELECT * FROM h EXCEPT ALL SELECT * FROM v) b LIMIT 20 $q$, p_name, p_filters, p_hand);
END
$$;

SELECT plan(38);
SELECT ok((SELECT count(DISTINCT state) > 15 AND count(DISTINCT office_id) > 10 AND count(DISTINCT opened_in) > 10 FROM flat), 'the city has issues of every sort');
SELECT cmp_ok((SELECT count(*) FROM flat WHERE (opened_at AT TIME ZONE 'Asia/Shanghai')::time >= '23:59:58' OR (opened_at AT TIME ZONE 'Asia/Shanghai')::time = '00:00'), '>', 10::bigint, 'some on the edge of a month');
SELECT ok((SELECT count(*) FILTER (WHERE voided_at IS NOT NULL) > 5 AND count(*) FILTER (WHERE kind = 'praise') > 5 AND count(*) FILTER (WHERE contacted IS NULL) > 5 FROM said), 'and ratings that do not count');

SELECT is_empty($$SELECT fx.differs('league', '{}', 'fx.hand_league(NULL, NULL)')$$, 'league, all time');
SELECT is_empty(format('SELECT fx.differs(%L, %L, %L)', 'league', jsonb_build_object('period', n), format('fx.hand_league(%L, %L)', (SELECT list FROM months WHERE name = n),
  (SELECT list FROM months WHERE name = engine.period_before(n)))), 'league, ' || n) FROM unnest(ARRAY['2026-11', '2026-Q3', '2026-H2', '2026']) n;
SELECT cmp_ok((SELECT count(*) FROM fx.view('league', '{"period": "2026-Q3"}') WHERE key = 'score' AND value IS NOT NULL), '>', 1::bigint, 'some offices have a score');
SELECT cmp_ok((SELECT count(*) FROM fx.view('league', '{"period": "2026-Q3"}') WHERE key = 'change' AND value IS NOT NULL), '>', 1::bigint, 'and a change');

CREATE FUNCTION fx.hand_heat(p_months text[], p_source text, p_key boolean) RETURNS TABLE (line text, key text, value text, n bigint) LANGUAGE sql AS $$
  WITH f AS (SELECT * FROM flat WHERE (p_months IS NULL OR opened_in = ANY (p_months)) AND (p_source IS NULL OR source = p_source) AND (p_key IS NULL OR key_issue = p_key)),
  lines AS (SELECT zh AS line, zh AS only FROM core.office WHERE organ UNION ALL SELECT '', NULL)
  SELECT l.line, k, (SELECT count(*) FROM f WHERE (f.office = l.only OR l.only IS NULL) AND f.category LIKE k || '%')::text, NULL::bigint FROM lines l, unnest(ARRAY['A', 'B', 'C', 'D', 'E', 'X']) k
  UNION ALL SELECT l.line, 'total', (SELECT count(*) FROM f WHERE f.office = l.only OR l.only IS NULL)::text, NULL FROM lines l
  UNION ALL SELECT l.line, 'opinions', (SELECT count(*) FROM f JOIN core.voice v ON v.issue_id = f.id WHERE f.office = l.only OR l.only IS NULL)::text, NULL FROM lines l
$$;
SELECT is_empty($$SELECT fx.differs('heat', '{}', 'fx.hand_heat(NULL, NULL, NULL)')$$, 'heat map, all');
SELECT is_empty($$SELECT fx.differs('heat', '{"period": "2026-Q3", "source": "web"}', 'fx.hand_heat(''{2026-07,2026-08,2026-09}'', ''web'', NULL)')$$, 'heat map, a quarter of one source');
SELECT is_empty($$SELECT fx.differs('heat', '{"key_issue": "yes"}', 'fx.hand_heat(NULL, NULL, true)')$$, 'heat map, key issues');
SELECT ok((SELECT bool_and((n = 0) = (t = 0)) AND max(t) = 4 AND bool_and(t BETWEEN 0 AND 4) FROM (SELECT (c->>'value')::integer AS n, (c->>'tone')::integer AS t
  FROM jsonb_array_elements(engine.data->'rows') r, jsonb_array_elements(r->'cells') c WHERE jsonb_typeof(c->'tone') = 'number') x), 'tones from nothing to four, the number always beside')
  FROM (SELECT engine.report_data('heat', '{}', fx.who('supervisor'), 'zh-CN', true) AS data) engine;

CREATE FUNCTION fx.hand_ageing(p_state integer) RETURNS TABLE (line text, key text, value text, n bigint) LANGUAGE sql AS $$
  WITH f AS (SELECT office, stage, date '2026-11-24' - (opened_at AT TIME ZONE 'Asia/Shanghai')::date AS age, (due_at AT TIME ZONE 'Asia/Shanghai')::date - date '2026-11-24' AS due
               FROM flat WHERE stage <> 'closed' AND (p_state IS NULL OR state = p_state)),
  g AS (SELECT office, 'age_' || CASE WHEN age <= 3 THEN 'to_3' WHEN age <= 7 THEN 'to_7' WHEN age <= 15 THEN 'to_15' WHEN age <= 30 THEN 'to_30' WHEN age <= 60 THEN 'to_60' WHEN age <= 90 THEN 'to_90' ELSE 'over_90' END AS key FROM f
        UNION ALL SELECT office, 'due_' || CASE WHEN due < -30 THEN 'past_over_30' WHEN due < -15 THEN 'past_30' WHEN due < -7 THEN 'past_15' WHEN due < 0 THEN 'past_7' WHEN due = 0 THEN 'today'
                                             WHEN due <= 3 THEN 'in_3' WHEN due <= 7 THEN 'in_7' ELSE 'later' END FROM f WHERE stage = 'working'
        UNION ALL SELECT office, 'total' FROM f),
  keys AS (SELECT list || '_' || code AS key FROM rules.bucket UNION ALL SELECT 'total')
  SELECT o.zh, k.key, (SELECT count(*) FROM g WHERE g.office = o.zh AND g.key = k.key)::text, NULL::bigint FROM core.office o, keys k WHERE o.organ
  UNION ALL SELECT '', k.key, (SELECT count(*) FROM g WHERE g.key = k.key)::text, NULL FROM keys k
$$;
SELECT is_empty($$SELECT fx.differs('ageing', '{}', 'fx.hand_ageing(NULL)')$$, 'ageing, all');
SELECT is_empty($$SELECT fx.differs('ageing', '{"state": "50"}', 'fx.hand_ageing(50)')$$, 'ageing, one state');
UPDATE rules.bucket SET high = 5 WHERE code = 'to_3';
UPDATE rules.bucket SET low = 6 WHERE code = 'to_7';
SELECT is((SELECT value FROM fx.view('ageing') WHERE line = '' AND key = 'age_to_3'), (SELECT count(*)::text FROM flat WHERE stage <> 'closed' AND (opened_at AT TIME ZONE 'Asia/Shanghai')::date >= '2026-11-19'), 'the bounds are rows');

CREATE FUNCTION fx.hand_trend(p_months text[], p_where text) RETURNS TABLE (line text, key text, value text, n bigint) LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY EXECUTE format($q$
  WITH lines AS (SELECT left(m, 4) || '年' || ltrim(right(m, 2), '0') || '月' AS line, ARRAY[m] AS ms FROM unnest(%1$L::text[]) m UNION ALL SELECT '', %1$L::text[]),
  f AS (SELECT * FROM flat WHERE %2$s),
  k AS (SELECT f.id, to_char(b.done_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS done_in, b.conclusion FROM f JOIN core.lookback b ON b.issue_id = f.id AND b.done_at IS NOT NULL),
  c AS (SELECT f.id, d.due, (SELECT min(e.at) FROM core.event e WHERE e.layer = 'issue' AND e.subject_id = f.id AND e.action = 'first_contact' AND e.at >= f.signed_at) AS at
          FROM f, LATERAL (SELECT engine.due(f.signed_at, 'first_contact') AS due) d
         WHERE f.signed_at IS NOT NULL AND EXISTS (SELECT FROM core.voice v JOIN core.opinion p ON p.id = v.opinion_id WHERE v.issue_id = f.id AND p.protection IN ('reply', 'protected'))),
  n AS (SELECT l.line, (SELECT count(*) FROM f WHERE opened_in = ANY (ms)) AS opened, (SELECT count(*) FROM f WHERE opened_in = ANY (ms) AND state = 52) AS kept,
      (SELECT count(*) FROM f WHERE opened_in = ANY (ms) AND stage <> 'working') AS fixed, (SELECT count(*) FROM f WHERE opened_in = ANY (ms) AND replied_at IS NOT NULL) AS answered,
      (SELECT count(*) FROM f WHERE opened_in = ANY (ms) AND replied_at IS NOT NULL AND round >= 2) AS redo,
      (SELECT count(*) FROM f WHERE due_in = ANY (ms) AND (stage <> 'working' OR due_at < '2026-11-24 10:00+08')) AS due,
      (SELECT count(*) FROM f WHERE due_in = ANY (ms) AND stage <> 'working' AND coalesce(replied_at, closed_at) <= due_at) AS in_time,
      (SELECT count(*) FROM f WHERE due_in = ANY (ms) AND due_at < '2026-11-24 10:00+08' AND state <> 52) AS to_close,
      (SELECT count(*) FROM f WHERE due_in = ANY (ms) AND due_at < '2026-11-24 10:00+08' AND stage = 'closed') AS struck,
      (SELECT count(DISTINCT id) FROM k WHERE done_in = ANY (ms)) AS looked, (SELECT count(DISTINCT id) FROM k WHERE done_in = ANY (ms) AND conclusion = 'rebound') AS relapsed,
      (SELECT count(*) FROM c WHERE to_char(due AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') = ANY (ms) AND (due < '2026-11-24 10:00+08' OR at IS NOT NULL)) AS to_contact,
      (SELECT count(*) FROM c WHERE to_char(due AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') = ANY (ms) AND at <= due) AS contacted FROM lines l)
  SELECT n.line, x.* FROM n, LATERAL (VALUES ('opened', opened::text, NULL::bigint), ('voided', (SELECT count(*) FROM lines l, core.rating r JOIN f ON f.id = r.issue_id WHERE l.line = n.line AND r.voided_at IS NOT NULL AND to_char(r.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') = ANY (l.ms))::text, NULL), ('kept_on', kept::text, NULL), ('fixed', fx.percent(fixed, opened - kept), opened - kept), ('redo', fx.percent(redo, answered), answered),
    ('on_time', fx.percent(in_time, due), due), ('struck', fx.percent(struck, to_close), to_close), ('relapsed', fx.percent(relapsed, looked), looked), ('contacted', fx.percent(contacted, to_contact), to_contact)) x (key, value, n)
  UNION ALL SELECT l.line, s.key, s.value, s.n FROM lines l, fx.said(l.ms, %2$L) s $q$, p_months, p_where);
END
$$;
SELECT is_empty($$SELECT fx.differs('trend', '{}', 'fx.hand_trend(''{2025-12,2026-01,2026-02,2026-03,2026-04,2026-05,2026-06,2026-07,2026-08,2026-09,2026-10,2026-11}'', ''true'')')$$, 'trend, the last twelve months');
SELECT is_empty($$SELECT fx.differs('trend', '{"period": "2026-Q3", "office": "bangongshi"}', 'fx.hand_trend(''{2026-07,2026-08,2026-09}'', $w$office = $o$办公室$o$ $w$)')$$, 'trend, a quarter of one office');
SELECT is_empty($$SELECT fx.differs('trend', '{"period": "2026", "source": "web"}', 'fx.hand_trend((SELECT list FROM months WHERE name = ''2026''), $w$source = $o$web$o$ $w$)')$$, 'trend, a year of one source');
SELECT is_empty($$SELECT fx.differs('trend', '{"period": "2026-10", "category": "C03"}', 'fx.hand_trend(''{2026-10}'', $w$category = $o$C03$o$ $w$)')$$, 'trend, a month of one category');
SELECT is((SELECT count(*) FROM jsonb_array_elements(d#>'{chart,lines}') l, jsonb_array_elements(l->'dots')), (SELECT count(*) FROM fx.view('trend') WHERE key IN ('response', 'solved', 'satisfied') AND line <> '' AND value IS NOT NULL),
  'the picture has a point for each rate that is shown, and none where there are too few') FROM (SELECT engine.report_data('trend', '{}', fx.who('supervisor'), 'zh-CN', true) AS d) x;

CREATE FUNCTION fx.hand_sources(p_months text[]) RETURNS TABLE (line text, key text, value text, n bigint) LANGUAGE sql AS $$
  WITH p AS (SELECT o.*, c.zh, to_char(o.received_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS came FROM core.opinion o JOIN rules.choice c ON c.list = 'source' AND c.code = o.source),
  lines AS (SELECT zh AS line, zh AS only FROM rules.choice WHERE list = 'source' UNION ALL SELECT '', NULL)
  SELECT l.line, m, (SELECT count(*) FROM p WHERE came = m AND (zh = l.only OR l.only IS NULL))::text, NULL::bigint FROM lines l, unnest(p_months) m
  UNION ALL SELECT l.line, x.key, x.value, x.n FROM lines l, LATERAL (SELECT count(*) AS n, count(*) FILTER (WHERE protection = 'none') AS without FROM p WHERE came = ANY (p_months) AND (zh = l.only OR l.only IS NULL)) c,
    LATERAL (VALUES ('total', c.n::text, NULL::bigint), ('nameless', fx.percent(c.without, c.n), c.n),
      ('issues', (SELECT count(*) FROM flat f JOIN rules.choice k ON k.list = 'source' AND k.code = f.source WHERE f.opened_in = ANY (p_months) AND (k.zh = l.only OR l.only IS NULL))::text, NULL)) x (key, value, n)
$$;
SELECT is_empty($$SELECT fx.differs('sources', '{"period": "2026-H2"}', 'fx.hand_sources(''{2026-07,2026-08,2026-09,2026-10,2026-11,2026-12}'')')$$, 'sources, a half-year');
SELECT is_empty($$SELECT fx.differs('sources', '{}', 'fx.hand_sources(''{2025-12,2026-01,2026-02,2026-03,2026-04,2026-05,2026-06,2026-07,2026-08,2026-09,2026-10,2026-11}'')')$$, 'sources, twelve months');

-- Warnings: which issues, and each cell of them.
CREATE TEMP TABLE workdays AS SELECT d::date AS d FROM generate_series(timestamp '2025-06-01', '2027-06-01', '1 day') d WHERE engine.workday(d::date);
CREATE FUNCTION fx.hand_warnings() RETURNS TABLE (line text, key text, value text, n bigint) LANGUAGE sql AS $$
  WITH w AS (SELECT f.*, engine.issue_lamp(i) AS lamp, engine.issue_limit(i) AS l FROM flat f JOIN core.issue i USING (id) WHERE f.stage <> 'closed')
  SELECT w.number, x.key, x.value, NULL::bigint FROM w, LATERAL (VALUES
    ('title', w.title), ('office', w.office), ('lamp', CASE w.lamp WHEN 'red' THEN '超期' WHEN 'yellow' THEN '滞后' ELSE '临期' END), ('due_on', to_char(w.l AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')),
    ('left', (SELECT count(*) FILTER (WHERE d > '2026-11-24' AND d <= (w.l AT TIME ZONE 'Asia/Shanghai')::date) - count(*) FILTER (WHERE d <= '2026-11-24' AND d > (w.l AT TIME ZONE 'Asia/Shanghai')::date)
                FROM pg_temp.workdays)::text),
    ('idle', (date '2026-11-24' - (w.progressed_at AT TIME ZONE 'Asia/Shanghai')::date)::text),
    ('blue', (SELECT count(*) FROM core.supervision s WHERE s.issue_id = w.id AND s.level = 'blue' AND s.in_force_at IS NOT NULL)::text), ('yellow', (SELECT count(*) FROM core.supervision s WHERE s.issue_id = w.id AND s.level = 'yellow' AND s.in_force_at IS NOT NULL)::text),
    ('red', (SELECT count(*) FROM core.supervision s WHERE s.issue_id = w.id AND s.level = 'red' AND s.in_force_at IS NOT NULL)::text), ('leader', (SELECT a.name FROM core.account a WHERE a.id = w.leader_id))) x (key, value)
   WHERE w.lamp IN ('red', 'yellow', 'blue')
$$;
SELECT is_empty($$SELECT fx.differs('warnings', '{}', 'fx.hand_warnings()')$$, 'warnings, issue by issue');
SELECT cmp_ok((SELECT count(DISTINCT value) FROM fx.hand_warnings() WHERE key = 'lamp'), '=', 3::bigint, 'with all three lights');
SELECT ok((SELECT bool_and(p >= b) FROM (SELECT array_position('{超期,滞后,临期}', r#>>'{cells,3}') AS p, lag(array_position('{超期,滞后,临期}', r#>>'{cells,3}'), 1, 0) OVER (ORDER BY k) AS b
  FROM jsonb_array_elements(engine.report_data('warnings', '{}', fx.who('supervisor'), 'zh-CN', true)->'rows') WITH ORDINALITY AS x (r, k)) y), 'gravest first');
SELECT is((SELECT count(DISTINCT r->>'href') FROM (SELECT engine.report_data('warnings', '{}', fx.who('supervisor'), 'zh-CN', false) AS d) a,
  LATERAL (SELECT engine.report_data('warnings', jsonb_build_object('after', substring(d->>'next_href' FROM 'after=(\d+)')), fx.who('supervisor'), 'zh-CN', false) AS e) b, LATERAL (SELECT d->'rows' || (e->'rows') AS rows) c, jsonb_array_elements(rows) r),
  2::bigint * engine.page_rows(), 'page by page no row is lost or shown twice');

-- Every count that is a link leads to as many rows; for every role that sees the view, through several filters. An address is asked once.
CREATE TEMP TABLE link AS
  SELECT role, format('%s %s %s %s', r.name, f.filters, v.line, v.key) AS what, v.value::bigint AS n, v.href
    FROM unnest(ARRAY['supervisor', 'party_group', 'office_head', 'handler', 'leader']) role, rules.report r,
         (VALUES ('{}'::jsonb), ('{"period": "2026-Q3"}'), ('{"period": "2026-11", "main_category": "C", "source": "web", "key_issue": "no", "state": "50", "category": "C03"}')) f (filters),
         fx.view(r.name, f.filters, role) v
   WHERE engine.may(fx.who(role), r.permission) IS NOT NULL AND v.href LIKE '/console/reports/ledger%';
CREATE TEMP TABLE led AS SELECT a.role, a.href, fx.ledger_n(a.href, a.role) AS n FROM (SELECT DISTINCT role, href FROM link) a;
SELECT is_empty(format('SELECT l.*, d.n AS found FROM link l LEFT JOIN led d USING (role, href) WHERE l.role = %L AND l.n IS DISTINCT FROM d.n', role), role || ': every linked count is the number of rows that it leads to')
  FROM unnest(ARRAY['supervisor', 'party_group', 'office_head', 'handler', 'leader']) role;
SELECT cmp_ok((SELECT count(*) FROM link WHERE role = 'supervisor'), '>', 300::bigint, 'the supervisor follows many');
SELECT cmp_ok((SELECT count(*) FROM link WHERE role = 'office_head'), '>', 15::bigint, 'an office some');
SELECT is_empty($$SELECT v.key, r.name FROM rules.report r, fx.view(r.name) v WHERE r.name IN ('league', 'heat', 'ageing') AND v.key NOT IN ('opinions', 'voided', 'rank', 'score', 'change', 'total')
  AND v.n IS NULL AND v.value <> '0' AND v.href IS NULL$$, 'and no count of issues is left without its link');

-- Filters that are none.
SELECT is(fx.error($$SELECT engine.report_data('league', '{"period": "2026-Q5"}', fx.who('supervisor'), 'zh-CN', true)$$), 'XQ422 bad_period period', 'a period that is none');
SELECT is(fx.error($$SELECT engine.report_data('ledger', '{"set": "best"}', fx.who('supervisor'), 'zh-CN', true)$$), 'XQ422 not_a_choice set', 'a set that is none');
SELECT * FROM finish();
ROLLBACK;
