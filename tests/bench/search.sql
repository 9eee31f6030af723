-- What the city of search_city.sql is asked, by one who reads words as they are, one who reads them masked, and one who sees the problems of
-- an office: the milliseconds of each question, the median of seven, the least, and those of the processor.
\set ON_ERROR_STOP 1
SET client_min_messages = warning;
BEGIN;
INSERT INTO core.account (username, name, office_id, password_hash, created_at)
  SELECT 'bench.' || r, r, (SELECT id FROM core.office WHERE code = CASE r WHEN 'handler' THEN 'huanzi' ELSE 'xinfang' END), 'x', now() FROM unnest(ARRAY['triage', 'assigner', 'handler']) r;
INSERT INTO core.account_role SELECT id, substr(username, 7) FROM core.account WHERE username LIKE 'bench.%';
INSERT INTO core.session SELECT sha256(convert_to(username, 'UTF8')), id, now(), now(), now() + interval '1 h' FROM core.account WHERE username LIKE 'bench.%';

CREATE FUNCTION bench.ask(p_role text, p_args jsonb) RETURNS jsonb LANGUAGE sql VOLATILE AS $$
  SELECT console.search(jsonb_build_object('lang', 'zh-CN', 'session', encode(sha256(convert_to('bench.' || p_role, 'UTF8')), 'hex')), p_args) $$;
CREATE FUNCTION bench.found(p_role text, p_args jsonb) RETURNS text LANGUAGE sql VOLATILE AS $$
  SELECT jsonb_array_length(a -> 'rows') || CASE WHEN a ->> 'next' <> '' THEN '+' WHEN a ? 'note' THEN ' of the newest' ELSE '' END FROM bench.ask(p_role, p_args) a $$;
CREATE FUNCTION bench.cpu() RETURNS numeric LANGUAGE sql VOLATILE AS $$ SELECT split_part(pg_read_file('/proc/self/schedstat'), ' ', 1)::numeric / 1000000 $$;
CREATE FUNCTION bench.time(p_sql text) RETURNS numeric[] LANGUAGE plpgsql AS $$
DECLARE
  v_start timestamptz;
  v_cpu numeric;
  v_all numeric[] := '{}';
  v_busy numeric[] := '{}';
BEGIN
  FOR n IN 1..7 LOOP
    v_start := clock_timestamp();
    v_cpu := bench.cpu();
    EXECUTE p_sql;
    v_busy := v_busy || bench.cpu() - v_cpu;
    v_all := v_all || extract(epoch FROM clock_timestamp() - v_start)::numeric * 1000;
  END LOOP;
  RETURN (SELECT ARRAY[percentile_disc(0.5) WITHIN GROUP (ORDER BY a), min(a), percentile_disc(0.5) WITHIN GROUP (ORDER BY b)] FROM unnest(v_all, v_busy) x (a, b));
END
$$;
CREATE FUNCTION bench.row(p_what text, p_ms numeric[], p_rows text) RETURNS text LANGUAGE sql AS $$
  SELECT format('%s %s %s  %s %s', lpad(round(p_ms[1], 1)::text, 8), lpad(round(p_ms[2], 1)::text, 8), lpad(round(p_ms[3], 1)::text, 8), rpad(p_rows, 18), p_what) $$;

SELECT format('%s entries; table %s, index %s', (SELECT count(*) FROM core.search_entry), pg_size_pretty(pg_table_size('core.search_entry')), pg_size_pretty(pg_relation_size('core.search_entry_opinion_idx')));
SELECT '  median    least      cpu  rows               question';
SELECT bench.row(x.what || ' (' || r || ')', bench.time(format('SELECT bench.ask(%L, %L)', r, x.args)), bench.found(r, x.args))
  FROM unnest(ARRAY['triage', 'assigner', 'handler']) r, (VALUES
  ('two characters, common', '{"q": "接待"}'::jsonb),
  ('two characters, one text in 25,000', '{"q": "鼍鼋"}'),
  ('two characters, nowhere', '{"q": "龘靐"}'),
  ('two characters, middling', jsonb_build_object('q', (SELECT w FROM bench.word WHERE k = 60))),
  ('two characters, less than middling', jsonb_build_object('q', (SELECT w FROM bench.word WHERE k = 199))),
  ('four characters, of common words', '{"q": "接待代表"}'),
  ('four characters, rare together', jsonb_build_object('q', (SELECT w FROM bench.word WHERE k = 150) || '调研')),
  ('four characters, common but never together', '{"q": "待接表代"}'),
  ('two words', '{"q": "接待 电话"}'),
  ('a number', '{"q": "B4711"}'),
  ('a number of an issue', '{"q": "BZ-4711"}'),
  ('an office', '{"q": "信访室"}'),
  ('an office and a word', '{"q": "信访室 接待"}'),
  ('common, in an office', '{"q": "接待", "office": "huanzi"}'),
  ('common, open and in an office', '{"q": "接待", "office": "huanzi", "state": "20"}'),
  ('middling, open and in an office', jsonb_build_object('q', (SELECT w FROM bench.word WHERE k = 60), 'office', 'huanzi', 'state', '20')),
  ('common, of a category that there is none of', '{"q": "接待", "category": "A1"}'),
  ('common, of a category that all are of', '{"q": "接待", "category": "C03"}'),
  ('common, in a month long ago', '{"q": "接待", "from": "2026-01-01", "to": "2026-01-31"}'),
  ('middling, in a month long ago', jsonb_build_object('q', (SELECT w FROM bench.word WHERE k = 199), 'from', '2026-01-01', 'to', '2026-01-31')),
  ('rare, open', '{"q": "鼍鼋", "state": "20"}'),
  ('common, problems only', '{"q": "调研", "kind": "issue"}'),
  ('middling, problems only', jsonb_build_object('q', (SELECT w FROM bench.word WHERE k = 60), 'kind', 'issue'))) x (what, args);

-- What triage is offered beside the newest open opinion.
CREATE FUNCTION bench.similar(p_id bigint) RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM core.opinion o, engine.similar_opinions(o) s WHERE o.id = p_id $$;
SELECT bench.row(format('opinions like it, of %s open of its office', (SELECT count(*) FROM core.opinion p WHERE p.closed_at IS NULL AND p.claimed_office = o.claimed_office)),
                 bench.time(format('SELECT bench.similar(%s)', o.id)), bench.similar(o.id)::text)
  FROM (SELECT * FROM core.opinion p WHERE p.closed_at IS NULL ORDER BY p.id DESC LIMIT 1) o;
ROLLBACK;
