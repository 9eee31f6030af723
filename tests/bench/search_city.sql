-- A city of :rows opinions and an issue for every twenty of them, indexed as the worker does it. Texts are of two hundred words by their
-- weight, so that some are common and some are rare.
\set ON_ERROR_STOP 1
SET client_min_messages = warning;
SET maintenance_work_mem = '512MB';
CREATE SCHEMA bench;
-- The k-th word comes about 200 / k times as often as the last.
CREATE TABLE bench.word AS SELECT k, CASE k WHEN 1 THEN '接待' WHEN 2 THEN '代表' WHEN 3 THEN '调研' WHEN 4 THEN '电话' ELSE
    chr(19968 + (k * 7919) % 6000) || chr(19968 + (k * 104729) % 6000) END AS w FROM generate_series(1, 200) k;
CREATE FUNCTION bench.words(p_n integer) RETURNS text LANGUAGE sql VOLATILE AS $$
  SELECT string_agg(w.w, '' ORDER BY g) FROM (SELECT g, least(200, floor(200 ^ random()))::integer AS k FROM generate_series(1, p_n) g) x JOIN bench.word w USING (k) $$;
SELECT setseed(0.5) \g /dev/null
-- A text is :sentences of five thousand sentences: a million texts need not be a million calls.
CREATE TABLE bench.sentence AS SELECT id, bench.words(12) AS s FROM generate_series(0, 4999) id;
ALTER TABLE bench.sentence ADD PRIMARY KEY (id);

-- One in twenty-nine is open, in every office the same.
INSERT INTO core.opinion (number, receipt_mac, fingerprint, received_at, source, lang, kind, claimed_category, claimed_office, body,
  protection, publish_consent, disclose_consent, notice_version, state, closed_at)
SELECT 'B' || n, sha256(int8send(n)), sha256('x'), now() - (:rows - n) * interval '30 seconds', 'web', 'zh-CN', 'opinion', 'C03',
  (SELECT (array_agg(id ORDER BY id))[1 + n % 14] FROM core.office WHERE organ),
  (SELECT string_agg(s.s, '' ORDER BY g) FROM generate_series(1, :sentences) g JOIN bench.sentence s ON s.id = (n * (31 * g - 14) + n / (7 * g)) % 5000)
    || CASE WHEN n % 25000 = 7 THEN '鼍鼋' ELSE '' END, 'none', true, false, 1, CASE WHEN n % 29 = 0 THEN 20 ELSE 29 END, CASE WHEN n % 29 = 0 THEN NULL ELSE now() END
  FROM generate_series(1, :rows) n;
INSERT INTO core.issue (number, state, title, problem, category, scope, source, rectify_type, office_id, opened_at)
SELECT 'BZ-' || n, 50, left(a.s, 20), b.s, 'C03', 'own', 'web', 'fix_by', (SELECT (array_agg(id ORDER BY id))[1 + n % 14] FROM core.office WHERE organ),
       now() - (:rows - n * 20) * interval '30 seconds'
  FROM generate_series(1, :rows / 20) n JOIN bench.sentence a ON a.id = n % 5000 JOIN bench.sentence b ON b.id = (n * 7) % 5000;
INSERT INTO core.assignment (issue_id, office_id, part, assigned_at) SELECT i.id, i.office_id, 'lead', i.opened_at FROM core.issue i;
ANALYZE core.opinion; ANALYZE core.issue;

-- The index for all of them is made at the end: far faster, and the same.
DROP INDEX core.search_entry_opinion_idx, core.search_entry_issue_idx;
DO $$ BEGIN WHILE engine.index_search(1000) > 0 LOOP COMMIT; END LOOP; END $$;
CREATE INDEX search_entry_opinion_idx ON core.search_entry USING gin (grams) WHERE kind = 'opinion';
CREATE INDEX search_entry_issue_idx ON core.search_entry USING gin (grams) WHERE kind = 'issue';
VACUUM ANALYZE;
