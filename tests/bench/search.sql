-- Search at size: psql -v rows=1000000. One issue for every twenty opinions; texts of words by their weight, so that some are common
-- and some are rare. All of it is rolled back. Prints the milliseconds of each question, the median of five.
\set ON_ERROR_STOP 1
\pset pager off
SET client_min_messages = warning;
SET work_mem = '256MB';
SET maintenance_work_mem = '512MB';
BEGIN;
CREATE SCHEMA bench;
-- Two hundred words; the k-th comes about 200 / k times as often as the last.
CREATE TABLE bench.word AS SELECT k, CASE k WHEN 1 THEN '接待' WHEN 2 THEN '代表' WHEN 3 THEN '调研' WHEN 4 THEN '电话' ELSE
    chr(19968 + (k * 7919) % 6000) || chr(19968 + (k * 104729) % 6000) END AS w FROM generate_series(1, 200) k;
CREATE FUNCTION bench.words(p_n integer) RETURNS text LANGUAGE sql VOLATILE AS $$
  SELECT string_agg(w.w, '' ORDER BY g) FROM (SELECT g, least(200, floor(200 ^ random()))::integer AS k FROM generate_series(1, p_n) g) x JOIN bench.word w USING (k) $$;
-- Three of five thousand sentences to a text: a million texts need not be a million calls.
CREATE TABLE bench.sentence AS SELECT id, bench.words(12) AS s FROM generate_series(0, 4999) id;
ALTER TABLE bench.sentence ADD PRIMARY KEY (id);

INSERT INTO core.opinion (number, receipt_mac, fingerprint, received_at, source, lang, kind, claimed_category, claimed_office, body,
  protection, publish_consent, disclose_consent, notice_version, state, closed_at)
SELECT 'B' || n, sha256(int8send(n)), sha256('x'), now() - (:rows - n) * interval '30 seconds', 'web', 'zh-CN', 'opinion', 'C03',
  (SELECT (array_agg(id ORDER BY id))[1 + n % 14] FROM core.office WHERE organ), a.s || b.s || c.s || CASE WHEN n % 25000 = 7 THEN '鼍鼋' ELSE '' END, 'none', true, false, 1,
  CASE WHEN n % 30 = 0 THEN 20 ELSE 29 END, CASE WHEN n % 30 = 0 THEN NULL ELSE now() END
  FROM generate_series(1, :rows) n JOIN bench.sentence a ON a.id = (n * 31) % 5000 JOIN bench.sentence b ON b.id = (n / 7) % 5000 JOIN bench.sentence c ON c.id = (n * 17 + n / 5000) % 5000;
INSERT INTO core.issue (number, state, title, problem, category, scope, source, rectify_type, office_id, opened_at)
SELECT 'BZ-' || n, 50, left(a.s, 20), b.s, 'C03', 'own', 'web', 'fix_by', (SELECT (array_agg(id ORDER BY id))[1 + n % 14] FROM core.office WHERE organ),
       now() - (:rows - n * 20) * interval '30 seconds'
  FROM generate_series(1, :rows / 20) n JOIN bench.sentence a ON a.id = n % 5000 JOIN bench.sentence b ON b.id = (n * 7) % 5000;
DROP INDEX core.search_entry_opinion_idx, core.search_entry_issue_idx;
SELECT clock_timestamp() AS t \gset
ANALYZE core.opinion; ANALYZE core.issue;
DO $$ BEGIN WHILE engine.index_search(1000) > 0 LOOP END LOOP; END $$;
SELECT format('%s entries built in %s s', (SELECT count(*) FROM core.search_entry), round(extract(epoch FROM clock_timestamp() - :'t'::timestamptz)));
CREATE INDEX search_entry_opinion_idx ON core.search_entry USING gin (grams) WHERE kind = 'opinion';
CREATE INDEX search_entry_issue_idx ON core.search_entry USING gin (grams) WHERE kind = 'issue';
ANALYZE core.opinion; ANALYZE core.issue; ANALYZE core.search_entry;
SELECT format('table %s, index %s', pg_size_pretty(pg_table_size('core.search_entry')), pg_size_pretty(pg_relation_size('core.search_entry_opinion_idx')));

INSERT INTO core.account (username, name, office_id, password_hash, created_at) SELECT 'bench.' || r, r, (SELECT id FROM core.office WHERE code = 'xinfang'), 'x', now() FROM unnest(ARRAY['triage', 'assigner']) r;
INSERT INTO core.account_role SELECT id, substr(username, 7) FROM core.account WHERE username LIKE 'bench.%';
INSERT INTO core.session SELECT sha256(convert_to(username, 'UTF8')), id, now(), now(), now() + interval '1 h' FROM core.account WHERE username LIKE 'bench.%';
CREATE FUNCTION bench.time(p_what text, p_role text, p_args jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_t timestamptz;
  v_ms numeric[] := '{}';
  v_found jsonb;
BEGIN
  FOR n IN 1..5 LOOP
    v_t := clock_timestamp();
    v_found := console.search(jsonb_build_object('lang', 'zh-CN', 'session', encode(sha256(convert_to('bench.' || p_role, 'UTF8')), 'hex')), p_args);
    v_ms := v_ms || round(extract(epoch FROM clock_timestamp() - v_t)::numeric * 1000, 1);
  END LOOP;
  RETURN format('%s ms  %s rows%s  %s (%s)', (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY m) FROM unnest(v_ms) m), jsonb_array_length(v_found -> 'rows'),
                CASE WHEN v_found ? 'note' THEN ', bounded' ELSE '' END, p_what, p_role);
END
$$;
SELECT bench.time(x.what, r, x.args) FROM unnest(ARRAY['triage', 'assigner']) r, (VALUES
  ('two characters, common', '{"q": "接待"}'::jsonb),
  ('two characters, one text in 25,000', '{"q": "鼍鼋"}'),
  ('two characters, nowhere', '{"q": "龘靐"}'),
  ('two characters, middling', jsonb_build_object('q', (SELECT w FROM bench.word WHERE k = 60))),
  ('four characters, of common words', '{"q": "接待代表"}'),
  ('four characters, rare together', jsonb_build_object('q', (SELECT w FROM bench.word WHERE k = 150) || '调研')),
  ('two words', '{"q": "接待 电话"}'),
  ('a number', '{"q": "B4711"}'),
  ('common, in an office', '{"q": "接待", "office": "huanzi"}'),
  ('common, open and in an office', '{"q": "接待", "office": "huanzi", "state": "20"}'),
  ('common, in a month long ago', '{"q": "接待", "from": "2026-01-01", "to": "2026-01-31"}'),
  ('rare, open', '{"q": "鼍鼋", "state": "20"}'),
  ('common, problems only', '{"q": "调研", "kind": "issue"}')) x (what, args);
CREATE FUNCTION bench.similar() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  o core.opinion;
  v_t timestamptz;
BEGIN
  SELECT * INTO o FROM core.opinion p WHERE p.state = 20 ORDER BY p.id DESC LIMIT 1;
  PERFORM engine.similar_opinions(o);
  v_t := clock_timestamp();
  PERFORM engine.similar_opinions(o);
  RETURN format('%s ms  similar among %s open of the office', round(extract(epoch FROM clock_timestamp() - v_t)::numeric * 1000, 1),
    (SELECT count(*) FROM core.opinion p WHERE p.closed_at IS NULL AND p.claimed_office = o.claimed_office));
END
$$;
SELECT bench.similar();
ROLLBACK;
