-- Evidence: who may add, read and hide it, once for each form, and never more than there is room for.
\ir api.psql
SELECT plan(34);
SELECT fx.linked('a', 50) AS a, fx.linked('b', 50) AS b, fx.linked('c', 80) AS c, fx.linked('d', 30) AS d \gset
UPDATE core.assignment SET office_id = fx.office('caijing') WHERE issue_id = :b;
SELECT fx.measure(:a, false) \g /dev/null
SELECT fx.ctx('handler') AS handler, fx.ctx('office_head') AS head, fx.ctx('supervisor') AS sup, fx.ctx('leader') AS leader, fx.ctx('sysadmin') AS sysadmin \gset

-- What the program sends once a file is kept.
CREATE FUNCTION fx.file(p_issue bigint, p_more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_object('id', p_issue, 'name', 'C:\照片\接待室13812345678.JPEG', 'type', 'jpeg', 'bytes', 2048, 'sha256', repeat('ab', 32),
    'stored_as', replace(gen_random_uuid()::text, '-', '')) || p_more
$$;

SELECT is(console.admit_evidence(:'handler', fx.file(:a)), '{"max_bytes": 8388608}', 'an office may add to its own');
SELECT is(fx.refused('console.admit_evidence', :'handler', fx.file(:b)), 'XQ404 not_found', 'to no other''s');
SELECT is(fx.refused('console.admit_evidence', :'sup', fx.file(:a)), 'XQ403 forbidden', 'whoever only watches adds nothing');
SELECT is(fx.refused('console.add_evidence', :'leader', fx.file(:a)), 'XQ403 forbidden', 'nor does a leader');
SELECT is(fx.refused('console.add_evidence', :'sysadmin', fx.file(:a)), 'XQ403 forbidden', 'nor an administrator');
SELECT is(fx.refused('console.add_evidence', fx.nobody(), fx.file(:a)), 'XQ401 sign_in_required', 'nor a stranger');
SELECT is(fx.refused('console.add_evidence', :'handler', fx.file(:c)), 'XQ409 action_not_now', 'nothing is added while closing is looked at');
SELECT is(fx.refused('console.add_evidence', :'handler', fx.file(:d)), 'XQ409 action_not_now', 'nor before it was signed for');
SELECT is(fx.refused('console.add_evidence', :'handler', fx.file(:a, '{"measure": 2}')), 'XQ422 not_a_choice measure', 'nor to a measure that is none');
SELECT is(fx.refused('console.admit_evidence', :'handler', fx.file(:a, '{"bytes": 8388609}')), 'XQ422 evidence.large', 'nor too much of it');

SELECT console.add_evidence(:'handler', fx.file(:a, '{"measure": 1, "key": "11111111-1111-4111-8111-111111111111"}')) AS one \gset
SELECT is(:'one'::jsonb #> '{evidence,n}', '1', 'the first');
SELECT is(:'one'::jsonb #>> '{evidence,name}', '接待室［电话］.jpg', 'under a name without folders and numbers');
SELECT is(console.add_evidence(:'handler', fx.file(:a, '{"measure": 1, "key": "11111111-1111-4111-8111-111111111111"}')) #> '{evidence,n}', '1', 'the same form again is the same');
SELECT is(console.admit_evidence(:'handler', fx.file(:a, '{"key": "11111111-1111-4111-8111-111111111111"}')) -> 'repeated', 'true', 'and known before the file is looked at');
SELECT is(fx.refused('console.add_evidence', :'head', fx.file(:a, '{"key": "11111111-1111-4111-8111-111111111111"}')), 'XQ409 key.other_words key', 'a key is of one hand');
SELECT is((SELECT count(*)::integer FROM core.evidence), 1, 'one row of it all');
SELECT is((SELECT string_agg(detail::text, '') FROM core.event WHERE layer = 'issue' AND action = 'evidence'),
  format('{"sha256": "%s", "measure": 1, "evidence": 1}', repeat('ab', 32)), 'the event says which, and no name');
SELECT is(console.add_evidence(:'head', fx.file(:a, '{"name": null, "type": "pdf"}')) #>> '{evidence,name}', '佐证材料.pdf', 'what has no name is called something');

SELECT is(console.evidence(:'sup', jsonb_build_object('id', :a, 'n', '1')) ->> 'type', 'jpeg', 'whoever sees the issue reads it');
SELECT is(console.evidence(:'leader', jsonb_build_object('id', :a, 'n', '1')) ->> 'type', 'jpeg', 'its leader too');
SELECT is(fx.refused('console.evidence', :'sysadmin', jsonb_build_object('id', :a, 'n', '1')), 'XQ403 forbidden', 'an administrator does not');
SELECT is(fx.refused('console.evidence', :'handler', jsonb_build_object('id', :b, 'n', '1')), 'XQ404 not_found', 'nor another office');
SELECT is(fx.refused('console.evidence', :'sup', jsonb_build_object('id', :a, 'n', '1x')), 'XQ404 not_found', 'a number that is none');
SELECT is((SELECT jsonb_agg((e ->> 'n') || (e ? 'remove')::text) FROM jsonb_array_elements(console.issue(:'handler', jsonb_build_object('id', :a)) -> 'evidence') e), '["1false", "2false"]', 'shown to a handler, who hides nothing');
SELECT is(fx.refused('console.remove_evidence', :'handler', jsonb_build_object('id', :a, 'n', '1', 'reason', '传错了文件')), 'XQ403 forbidden', 'nor may');
SELECT is(fx.refused('console.remove_evidence', :'head', jsonb_build_object('id', :a, 'n', '1')), 'XQ422 required reason', 'a head says why');
SELECT is(jsonb_array_length(console.remove_evidence(:'head', jsonb_build_object('id', :a, 'n', '1', 'reason', '传错了文件', 'key', '22222222-2222-4222-8222-222222222222')) -> 'evidence'), 1, 'and it is hidden');
SELECT is(jsonb_array_length(console.remove_evidence(:'head', jsonb_build_object('id', :a, 'n', '1', 'reason', '传错了文件', 'key', '22222222-2222-4222-8222-222222222222')) -> 'evidence'), 1, 'once');
SELECT is(fx.refused('console.evidence', :'head', jsonb_build_object('id', :a, 'n', '1')), 'XQ404 not_found', 'from everybody');
SELECT is(fx.error('DELETE FROM core.evidence'), 'XQ900 DELETE on core.evidence is not allowed', 'the row stays');
INSERT INTO core.account_role (account_id, role) VALUES ((fx.who('supervisor')).account_id, 'handler');
SELECT is(fx.refused('console.admit_evidence', :'sup', fx.file(:a)), 'XQ403 forbidden', 'a handler of another office who sees it all adds nothing');
INSERT INTO core.assignment (issue_id, office_id, part, assigned_at) VALUES (:a, fx.office('xinfang'), 'co', engine.clock());
SELECT is(console.admit_evidence(:'sup', fx.file(:a)) ->> 'max_bytes', '8388608', 'one of an office that helps may');
SELECT is(fx.refused('console.admit_evidence', :'leader', fx.file(:a)), 'XQ403 forbidden', 'not anybody else of it');
UPDATE rules.param SET value = 1 WHERE key = 'evidence_per_issue';
SELECT is(fx.refused('console.add_evidence', :'head', fx.file(:a)), 'XQ409 evidence.many', 'and there is an end to it');
SELECT * FROM finish();
ROLLBACK;
