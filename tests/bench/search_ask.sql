\set ON_ERROR_STOP 1
SET client_min_messages = warning;
BEGIN;
DELETE FROM core.session; DELETE FROM core.account_role WHERE account_id IN (SELECT id FROM core.account WHERE username LIKE 'bench.%'); DELETE FROM core.account WHERE username LIKE 'bench.%';
INSERT INTO core.account (username, name, office_id, password_hash, created_at)
  SELECT 'bench.' || r, r, (SELECT id FROM core.office WHERE code = CASE r WHEN 'handler' THEN 'huanzi' ELSE 'xinfang' END), 'x', now() FROM unnest(ARRAY['triage', 'assigner', 'handler']) r;
INSERT INTO core.account_role SELECT id, substr(username, 7) FROM core.account WHERE username LIKE 'bench.%';
INSERT INTO core.session SELECT sha256(convert_to(username, 'UTF8')), id, now(), now(), now() + interval '1 h' FROM core.account WHERE username LIKE 'bench.%';
CREATE FUNCTION bench.cpu() RETURNS bigint LANGUAGE sql VOLATILE AS $$ SELECT split_part(pg_read_file('/proc/self/schedstat', 0, 100), ' ', 1)::bigint $$;
CREATE FUNCTION bench.time(p_what text, p_role text, p_args jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_t timestamptz;
  v_c bigint;
  v_ms numeric[] := '{}';
  v_cpu numeric[] := '{}';
  v_found jsonb;
BEGIN
  FOR n IN 1..5 LOOP
    v_t := clock_timestamp();
    v_c := bench.cpu();
    v_found := console.search(jsonb_build_object('lang', 'zh-CN', 'session', encode(sha256(convert_to('bench.' || p_role, 'UTF8')), 'hex')), p_args);
    v_ms := v_ms || round(extract(epoch FROM clock_timestamp() - v_t)::numeric * 1000, 1);
    v_cpu := v_cpu || round((bench.cpu() - v_c) / 1e6, 1);
  END LOOP;
  RETURN format('%s ms %s cpu %s rows%s  %s (%s)', lpad((SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY m) FROM unnest(v_ms) m)::text, 7), lpad((SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY m) FROM unnest(v_cpu) m)::text, 7), jsonb_array_length(v_found -> 'rows'),
                CASE WHEN v_found ? 'note' THEN ', bounded' ELSE '' END, p_what, p_role);
END
$$;
SELECT bench.time(x.what, r, x.args) FROM unnest(ARRAY['triage', 'assigner', 'handler']) r, (VALUES
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
CREATE FUNCTION bench.similar() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  o core.opinion;
  v_t bigint;
BEGIN
  SELECT * INTO o FROM core.opinion p WHERE p.state = 20 ORDER BY p.id DESC LIMIT 1;
  PERFORM engine.similar_opinions(o);
  v_t := bench.cpu();
  FOR n IN 1..5 LOOP PERFORM engine.similar_opinions(o); END LOOP;
  RETURN format('%s cpu ms  similar among %s open of the office', round((bench.cpu() - v_t)/5e6, 1),
    (SELECT count(*) FROM core.opinion p WHERE p.closed_at IS NULL AND p.claimed_office = o.claimed_office));
END
$$;
SELECT bench.similar();
ROLLBACK;
