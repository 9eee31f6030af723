-- Search: what the index finds is what reading everything finds; who finds what; until it is indexed it is found all the same.
\ir api.psql
SELECT plan(34);
CREATE FUNCTION fx.search(p_role text, p_args jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT console.search(fx.ctx(p_role), p_args) $$;
CREATE FUNCTION fx.hits(p_role text, p_args jsonb) RETURNS text[] LANGUAGE sql AS $$
  SELECT coalesce(array_agg(r ->> 'number' ORDER BY r ->> 'number'), '{}') FROM jsonb_array_elements(fx.search(p_role, p_args) -> 'rows') r $$;
CREATE FUNCTION fx.q(p_q text, p_more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS $$ SELECT jsonb_build_object('q', p_q) || p_more $$;
CREATE FUNCTION fx.no(p_id bigint) RETURNS text LANGUAGE sql AS 'SELECT number FROM core.opinion WHERE id = p_id';

SELECT fx.submit('a', '{"text": "接待室总是没有人值班，电话13812345678。", "office": "huanzi", "category": "C03"}') AS a,
  fx.submit('b', '{"text": "值班人员很热心，ＡＢＣ窗口也好找到。"}') AS b, fx.submit('c', '{"text": "有人收受礼品，请查一查这件事情。", "kind": "accusation"}') AS c \gset
SELECT fx.issue(50) AS i \gset
UPDATE core.issue SET title = '值班安排不落实' WHERE id = :i;
SELECT number AS issue FROM core.issue WHERE id = :i \gset
UPDATE core.opinion SET state = 26 WHERE id = :c;

-- Before and after the worker has been there.
CREATE FUNCTION fx.round(p_when text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
  a bigint := (SELECT min(id) FROM core.opinion WHERE body LIKE '接待室总%');
  b bigint := (SELECT min(id) FROM core.opinion WHERE body LIKE '值班人员%');
  i text := (SELECT number FROM core.issue WHERE title = '值班安排不落实');
BEGIN
  RETURN NEXT is(fx.hits('triage', fx.q('值班')), ARRAY(SELECT unnest(ARRAY[fx.no(a), fx.no(b), i]) ORDER BY 1), p_when || 'two characters');
  RETURN NEXT is(fx.hits('triage', fx.q('值班 电话')), ARRAY[fx.no(a)], p_when || 'two words, both of them');
  RETURN NEXT is(fx.hits('triage', fx.q('abc窗口')), ARRAY[fx.no(b)], p_when || 'full width and capitals are the same');
  RETURN NEXT is(fx.hits('triage', fx.q('138-no')), '{}', p_when || 'what is nowhere is not found');
  RETURN NEXT is(fx.hits('triage', fx.q('13812345678')), ARRAY[fx.no(a)], p_when || 'triage finds a number that it may read');
  RETURN NEXT is(fx.hits('assigner', fx.q('13812345678')), '{}', p_when || 'an approver, who reads it hidden, does not');
  RETURN NEXT is(fx.hits('handler', fx.q('值班')), ARRAY[i], p_when || 'an office finds its own problems, never an opinion');
  RETURN NEXT is(fx.hits('triage', fx.q('收受礼品')), '{}', p_when || 'what was transferred is out of sight');
END
$$;
SELECT fx.round('unindexed: ');
SELECT engine.index_search(1000) \g /dev/null
SELECT is((SELECT count(*) FROM core.search_entry), 4::bigint, 'all is indexed');
SELECT is((SELECT count(*) FROM core.search_dirty), 0::bigint, 'and the queue is empty');
SELECT is(engine.index_search(1000), 0, 'nothing is indexed twice');
SELECT is((SELECT upto FROM core.search_mark), 0::bigint, 'the mark waits for what may still be committed');
SET LOCAL xq.clock = '2026-11-24 11:00:00+08';
SELECT engine.index_search(1000) \g /dev/null
SELECT is((SELECT upto FROM core.search_mark), :c::bigint, 'a quarter of an hour');
SET LOCAL xq.clock = '2026-11-24 10:00:00+08';
SELECT fx.round('indexed: ');

SELECT is(fx.hits('triage', fx.q('值班', '{"kind": "issue"}')), ARRAY[:'issue'], 'by kind');
SELECT is(fx.hits('triage', fx.q('值班', '{"office": "huanzi"}')), ARRAY[fx.no(:a)], 'by office');
SELECT is(fx.hits('triage', fx.q(replace(:'issue', '-', ''))), ARRAY[:'issue'], 'a number without its hyphens');
SELECT is(fx.hits('triage', fx.q(lower(replace(fx.no(:b), '-', '')))), ARRAY[fx.no(:b)], 'an opinion''s too');
SELECT is((SELECT bool_or(strpos(r ->> 'parts', 'Research') > 0) FROM jsonb_array_elements(fx.search('triage', fx.q('research')) -> 'rows') r), false, 'found by its office''s name of the other language, which is not shown');
SELECT is(fx.refused('console.search', fx.ctx('triage'), fx.q('值')), 'XQ422 too_short q', 'one character is no word');
SELECT is(fx.refused('console.search', fx.ctx('sysadmin'), fx.q('值班')), 'XQ403 forbidden', 'an administrator searches nothing');
SELECT is(engine.snippet('接待室没有人值班', ARRAY['值班']), '[{"hit": false, "text": "接待室没有人"}, {"hit": true, "text": "值班"}]', 'what was looked for is marked');
UPDATE core.issue SET title = '改了名字的问题' WHERE id = :i;
SELECT is(fx.hits('supervisor', fx.q('改了名字')), ARRAY[:'issue'], 'new words are found before they are indexed');
SELECT is(fx.hits('supervisor', fx.q('值班')), '{}', 'and old ones no more');

-- 300 words of chance over texts of chance.
CREATE FUNCTION fx.chance(p_n integer) RETURNS text LANGUAGE sql VOLATILE AS $$
  SELECT string_agg(substr('值班接待电话窗口调研代表意见整改', 1 + floor(random() * 16)::integer, 1), '') FROM generate_series(1, p_n) $$;
SELECT setseed(0.5) \g /dev/null
SELECT count(fx.submit('t' || n, jsonb_build_object('text', fx.chance(10 + n % 60)))) FROM generate_series(1, 400) n \g /dev/null
SELECT engine.index_search(1000) \g /dev/null
CREATE TEMP TABLE word AS SELECT n, fx.chance(2 + n % 3) AS w FROM generate_series(1, 300) n;
SELECT is_empty($$SELECT w FROM word
  WHERE (SELECT coalesce(array_agg(e.subject_id ORDER BY e.subject_id), '{}') FROM core.search_entry e JOIN core.opinion o ON o.id = e.subject_id
          WHERE e.kind = 'opinion' AND e.grams @> engine.grams(w) AND strpos(o.body, w) > 0)
     <> (SELECT coalesce(array_agg(o.id ORDER BY o.id), '{}') FROM core.opinion o WHERE strpos(o.body, w) > 0)$$, 'the index misses nothing that reading finds');
CREATE FUNCTION fx.all_hits(p_q text) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
  v_page jsonb;
  v_after text := '';
  v_all text[] := '{}';
BEGIN
  LOOP
    v_page := fx.search('triage', fx.q(p_q, jsonb_build_object('after', v_after)));
    v_all := v_all || ARRAY(SELECT r ->> 'number' FROM jsonb_array_elements(v_page -> 'rows') r);
    v_after := v_page ->> 'next';
    EXIT WHEN v_after IS NULL;
  END LOOP;
  RETURN v_all;
END
$$;
SELECT is_empty($$SELECT w FROM word WHERE n <= 30 AND fx.all_hits(w)::text
  <> (SELECT coalesce(array_agg(o.number ORDER BY o.received_at DESC, o.id DESC), '{}')::text FROM core.opinion o WHERE strpos(o.body, w) > 0)$$,
  'page by page every hit comes once, newest first');
SELECT set_eq('SELECT kind FROM core.search_entry', ARRAY['opinion', 'issue'], 'nothing but opinions and problems is indexed');
SELECT * FROM finish();
ROLLBACK;
