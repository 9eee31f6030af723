-- Hot spots: raised at the rule's number, once; seen by whom it concerns; closed by a study.
\ir api.psql
SELECT plan(22);
CREATE FUNCTION fx.three(p_name text) RETURNS void LANGUAGE sql AS $$
  SELECT fx.submit(p_name || n, '{"office": "yanjiushi", "category": "C03"}') FROM generate_series(1, 3) n $$;
SELECT fx.submit('one', '{"office": "yanjiushi", "category": "C03"}'), fx.submit('two', '{"office": "yanjiushi", "category": "C03"}'),
  fx.submit('praise' || n, '{"office": "yanjiushi", "category": "E"}') FROM generate_series(1, 3) n \g /dev/null
SELECT is((SELECT count(*) FROM core.opinion WHERE category IS NULL AND claimed_category = 'C03'), 2::bigint, 'a repeated form is one opinion');
SELECT is(engine.raise_hotspots(), 0, 'two are no hot spot, nor is praise');
SELECT fx.submit('three', '{"office": "yanjiushi", "category": "C03"}') \g /dev/null
SELECT is(engine.raise_hotspots(), 1, 'the third makes one');
SELECT is(engine.raise_hotspots(), 0, 'it is raised once');
SELECT fx.issue(50) AS issue \gset
SELECT id AS h FROM core.hotspot \gset
SELECT is((SELECT (opinions, category, office_id = fx.office('yanjiushi'))::text FROM core.hotspot), '(3,C03,t)', 'of whom, of what, how many');
SELECT is(fx.events('office', fx.office('yanjiushi'), 'hotspot'), 1::bigint, 'on record');
SELECT is((SELECT count(*) FROM jsonb_array_elements(console.desk(fx.ctx(r), '{}') -> 'groups') g WHERE g ->> 'code' = 'hotspot'), 1::bigint, 'on the desk of ' || r)
  FROM unnest(ARRAY['triage', 'supervisor', 'leader']) r;
SELECT is(console.hotspots(fx.ctx('party_group'), '{}') #>> '{hotspots,0,state,code}', 'open', 'and in the list');
SELECT is(fx.refused('console.hotspots', fx.ctx('handler'), '{}'), 'XQ403 forbidden', 'not the office''s to see');
SELECT ok(console.issue(fx.ctx('supervisor'), jsonb_build_object('id', :issue)) -> 'hotspot' ->> 'href' = '/console/hotspots/' || :h, 'on the problem concerned');
SELECT is(fx.refused('console.study_hotspot', fx.ctx('triage'), jsonb_build_object('id', :h, 'study', '共性原因是没有值班制度。')), 'XQ403 forbidden', 'triage does not study it');
SELECT is(console.study_hotspot(fx.ctx('leader'), jsonb_build_object('id', :h, 'version', 1, 'study', '共性原因是没有值班制度。', 'key', '6f1c9a4e-0000-4000-8000-0000000000aa')) #>> '{hotspot,state,code}', 'studied', 'its leader does');
SELECT is(console.study_hotspot(fx.ctx('leader'), jsonb_build_object('id', :h, 'version', 1, 'study', '共性原因是没有值班制度。', 'key', '6f1c9a4e-0000-4000-8000-0000000000aa')) #>> '{hotspot,state,code}', 'studied', 'the same form again is the same');
SELECT is(fx.events('office', fx.office('yanjiushi'), 'study_hotspot'), 1::bigint, 'and one event');
SET LOCAL xq.clock = '2026-11-25 10:00:00+08';
SELECT fx.three('again') \g /dev/null
SELECT is(engine.raise_hotspots(), 1, 'three more make another');
SELECT is((SELECT (office_id, category, n, peak)::text FROM engine.hotspots('2026-11-01', '2026-12-01')), format('(%s,C03,6,6)', fx.office('yanjiushi')), 'as the views count them');

-- An opinion that was put into two problems speaks in both: of each office and category it counts, once.
SELECT fx.issue(50) AS a, fx.issue(50) AS b, fx.issue(50) AS c \gset
UPDATE core.issue SET office_id = fx.office('nongye'), category = 'C02' WHERE id IN (:b, :c);
SELECT fx.opinion(30, :a, 'complaint', true, 'yanjiushi') AS o \gset
INSERT INTO core.voice (issue_id, opinion_id, joined_at) VALUES (:b, :o, engine.clock()), (:c, :o, engine.clock());
SELECT fx.opinion(30, :b), fx.opinion(30, :b, 'praise'), fx.opinion(30, :b, 'accusation') \g /dev/null
SELECT is((SELECT n FROM engine.hotspots('2026-11-01', '2026-12-01') WHERE office_id = fx.office('yanjiushi') AND category = 'C03'), 7::bigint, 'in the first');
SELECT is_empty($$SELECT FROM engine.hotspots('2026-11-01', '2026-12-01') WHERE office_id = fx.office('nongye')$$, 'two are none in the second; praise and accusations do not count');
SELECT fx.opinion(30, :c) \g /dev/null
SELECT is((SELECT (n, peak)::text FROM engine.hotspots('2026-11-01', '2026-12-01') WHERE office_id = fx.office('nongye') AND category = 'C02'), '(3,3)', 'the third makes one, the same opinion in two problems of a kind being one');
SELECT is(engine.raise_hotspots(), 1, 'and it is raised by the same rule');
SELECT * FROM finish();
ROLLBACK;
