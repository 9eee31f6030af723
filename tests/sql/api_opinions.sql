-- Opinions on the desks of staff: who reads what, what is hidden, what is on record.
\ir api.psql
SELECT plan(62);
SELECT fx.submit('a', '{"office": "bangongshi", "category": "C03"}') AS a, fx.submit('b', fx.sealed('reply') || '{"office": "bangongshi", "kind": "complaint"}') AS b,
  fx.submit('c', fx.sealed('protected')) AS c, fx.submit('d', fx.sealed('reply') || '{"text": "完全不同的另外一段文字内容", "office": "bangongshi"}') AS d \gset
UPDATE core.opinion SET state = 20 WHERE id IN (:a, :b);
SELECT fx.ctx('triage') AS triage, fx.ctx('assigner') AS assigner, fx.ctx('handler') AS handler, fx.ctx('discipline') AS discipline, fx.ctx('revisitor') AS revisitor \gset

-- The inbox.
SELECT console.opinions(:'triage', '{}') AS inbox \gset
SELECT is((SELECT array_agg((r ->> 'id')::bigint) FROM jsonb_array_elements(:'inbox'::jsonb -> 'rows') r), ARRAY[:d, :c, :b, :a]::bigint[], 'the latest first');
SELECT is(:'inbox'::jsonb #>> '{rows,3,excerpt}', '接待室的电话一直没有人接，电话13812345678。', 'triage reads the words as they are');
SELECT is(console.opinions(:'assigner', '{}') #>> '{rows,3,excerpt}', '接待室的电话一直没有人接，电话［电话］。', 'others without numbers');
SELECT is(:'inbox'::jsonb #> '{rows,3,state,code}', '20', 'its state');
SELECT is(:'inbox'::jsonb #>> '{rows,3,lamp,code}', 'blue', 'the light');
SELECT is(:'inbox'::jsonb -> 'next_href', 'null', 'one page is all');
CREATE FUNCTION fx.found(p_ctx jsonb, p_args jsonb) RETURNS bigint[] LANGUAGE sql AS $$
  SELECT coalesce(array_agg((r ->> 'id')::bigint ORDER BY r -> 'id'), '{}') FROM jsonb_array_elements(console.opinions(p_ctx, p_args) -> 'rows') r $$;
SELECT is(fx.found(:'triage', '{"state": "20"}'), ARRAY[:a, :b]::bigint[], 'by state');
SELECT is(fx.found(:'triage', '{"kind": "complaint"}'), ARRAY[:b]::bigint[], 'by kind');
SELECT is(fx.found(:'triage', '{"category": "C03"}'), ARRAY[:a]::bigint[], 'by category');
SELECT is(fx.found(:'triage', '{"office": "bangongshi"}'), ARRAY[:a, :b, :d]::bigint[], 'by office');
SELECT is(fx.found(:'triage', '{"source": "survey"}'), '{}', 'by source');
SELECT is(fx.found(:'triage', '{"from": "2026-11-25"}'), '{}', 'from a day');
SELECT is(fx.found(:'triage', '{"from": "2026-11-24", "to": "2026-11-24"}'), ARRAY[:a, :b, :c, :d]::bigint[], 'to a day');
SELECT is(fx.found(:'triage', jsonb_build_object('after', :c)), ARRAY[:a, :b]::bigint[], 'after a row');
SELECT is(fx.refused('console.opinions', :'triage', '{"state": "77"}'), 'XQ422 not_a_choice state', 'no such state');
SELECT is(fx.refused('console.opinions', :'triage', '{"kind": "x'' OR true"}'), 'XQ422 not_a_choice kind', 'no such kind');
SELECT is(fx.refused('console.opinions', :'triage', '{"from": "2026-02-31"}'), 'XQ422 bad_date from', 'no such day');
SELECT is(fx.refused('console.opinions', :'triage', '{"after": "1; x"}'), 'XQ422 wrong_type after', 'no such row');
SELECT is(fx.refused('console.' || f, :'handler', jsonb_build_object('id', :a, 'action', 'open')), 'XQ403 forbidden', 'an office never gets to ' || f)
  FROM unnest(ARRAY['opinions', 'opinion', 'opinion_action', 'contact_look']) f;
SELECT count(fx.submit('page' || n)) FROM generate_series(1, 25) n \g /dev/null
SELECT console.opinions(:'triage', '{"source": "web"}') AS page \gset
SELECT is(jsonb_array_length(:'page'::jsonb -> 'rows'), 25, 'a page holds 25');
SELECT is(:'page'::jsonb ->> 'next_href', '/console/opinions?source=web&after=' || (:'page'::jsonb #>> '{rows,24,id}'), 'and leads to the next');
SELECT is(engine.query_text('{"a": "b&c=d e?中%", "z": ""}', ARRAY['a', 'z']), 'a=b%26c%3Dd%20e%3F%E4%B8%AD%25', 'what a link carries stays in its place');

-- One opinion.
SELECT console.opinion(:'triage', jsonb_build_object('id', :b)) AS seen \gset
SELECT is(:'seen'::jsonb #>> '{opinion,text}', '接待室的电话一直没有人接，电话13812345678。', 'the words');
SELECT is(:'seen'::jsonb -> 'contact', '{"has": true, "looks": 0, "may_look": true}', 'a contact that may be looked at');
SELECT is(:'seen'::jsonb #>> '{similar,0,number}', (SELECT number FROM core.opinion WHERE id = :a), 'the one that is like it');
SELECT is(jsonb_array_length(:'seen'::jsonb -> 'similar'), 1, 'not the one that is not');
SELECT ok(:'seen'::jsonb -> 'actions' @> '[{"action": "assign", "needs_approval": true}]', 'what may be done');
SELECT is(:'seen'::jsonb #>> '{history,0,action,code}', 'submit', 'what happened');
SELECT is(console.opinion(:'assigner', jsonb_build_object('id', :b)) #> '{contact,may_look}', 'false', 'an approver looks at no contact');
SELECT is(fx.refused('console.opinion', :'triage', '{"id": 999999}'), 'XQ404 not_found', 'no such opinion');
SELECT is(fx.refused('console.opinion', :'triage', '{"id": "12x"}'), 'XQ404 not_found', 'no number at all');

SELECT fx.submit('sealed twin', '{"office": "bangongshi"}') AS e, fx.submit('closed twin', '{"office": "bangongshi"}') AS f \gset
UPDATE core.opinion SET state = 26 WHERE id = :e;
UPDATE core.opinion SET state = 29, closed_at = engine.clock() WHERE id = :f;
SELECT is(jsonb_array_length(console.opinion(:'triage', jsonb_build_object('id', :b)) -> 'similar'), 1, 'nor one that was transferred or closed');
UPDATE core.opinion SET state = 29 WHERE id = :e;

-- Doing something.
SELECT console.opinion_action(:'triage', jsonb_build_object('id', :a, 'action', 'transfer', 'note', '涉及收受礼品', 'version', 1)) AS proposed \gset
SELECT is(:'proposed'::jsonb #>> '{proposal,action,code}', 'transfer', 'a proposal waits');
SELECT is(:'proposed'::jsonb #> '{proposal,fields}', '[{"label": "移送说明（内部）", "value": "涉及收受礼品"}]', 'with what was written');
SELECT is(:'proposed'::jsonb #>> '{history,0,action,label}', '拟移送', 'and stands in the history');
SELECT is(:'proposed'::jsonb #>> '{history,0,note}', '移送说明（内部）：涉及收受礼品', 'with its words');
SELECT is((SELECT string_agg(g ->> 'code' || ' ' || (g ->> 'count'), ',') FROM jsonb_array_elements(console.desk(:'triage', '{}') -> 'groups') g), 'state-10 27,state-20 1', 'it waits on no desk of triage''s');
SELECT is(fx.refused('console.opinion_action', :'assigner', jsonb_build_object('id', :a, 'action', 'approve', 'version', 1)), 'XQ409 changed_meanwhile version', 'a stale form');
SELECT is(fx.refused('console.opinion_action', :'triage', jsonb_build_object('id', :a, 'action', 'approve')), 'XQ403 forbidden', 'not by the same person');
SELECT is(fx.refused('console.opinion_action', :'assigner', jsonb_build_object('id', :a, 'action', 'approve', 'extra', 'x')), 'XQ422 unknown_field extra', 'no field beyond');
SELECT jsonb_build_object('id', :a, 'action', 'approve', 'key', '6f1c9a4e-0000-4000-8000-0000000000d1') AS form \gset
SELECT console.opinion_action(:'assigner', :'form') AS gone \gset
SELECT is(:'gone'::jsonb -> 'opinion' -> 'state' -> 'code', '26', 'transferred');
SELECT is(:'gone'::jsonb -> 'opinion' ->> 'text', '', 'and out of sight');
SELECT is(console.opinion_action(:'assigner', :'form'), :'gone'::jsonb, 'the same form again answers the same');
SELECT is(fx.refused('console.opinion_action', :'assigner', :'form'::jsonb || '{"key": "6f1c9a4e-0000-4000-8000-0000000000d2"}'), 'XQ404 not_found', 'and another finds nothing');
SELECT is(fx.refused('console.opinion', :'triage', jsonb_build_object('id', :a)), 'XQ404 not_found', 'for triage too');
SELECT is(fx.found(:'discipline', '{}'), ARRAY[:a]::bigint[], 'the liaison sees what was transferred');
SELECT is(console.opinion(:'discipline', jsonb_build_object('id', :a)) #>> '{opinion,number}', (SELECT number FROM core.opinion WHERE id = :a), 'and reads it');
SELECT is(fx.refused('console.opinion', :'discipline', jsonb_build_object('id', :b)), 'XQ404 not_found', 'and nothing else');

-- The contact.
SELECT is(fx.refused('console.contact_look', :'triage', jsonb_build_object('id', :b, 'reason', '核对')), 'XQ422 too_short reason', 'not without a reason');
SELECT is(fx.refused('console.contact_look', :'triage', jsonb_build_object('id', :c, 'reason', '需要核对情况')), 'XQ403 contact.protected', 'not a protected one');
SELECT console.contact_look(:'triage', jsonb_build_object('id', :b, 'reason', '需要核对情况')) AS look \gset
SELECT is(convert_from(decode(:'look'::jsonb ->> 'sealed', 'base64'), 'UTF8'), 'box of a contact', 'the sealed box');
SELECT is((SELECT (e.detail, e.actor_role)::text FROM core.event e WHERE e.layer = 'opinion' AND e.subject_id = :b AND e.action = 'contact_look'),
  '("{""reason"": ""需要核对情况""}",triage)', 'and who wanted it, and why');
SELECT is(console.opinion(:'triage', jsonb_build_object('id', :b)) #> '{contact,looks}', '1', 'counted on the page');
UPDATE core.opinion SET state = 26 WHERE id = :d;
SELECT is(fx.refused('console.contact_look', :'triage', jsonb_build_object('id', :d, 'reason', '需要核对情况')), 'XQ403 forbidden', 'not once it was transferred');
SELECT is(fx.refused('console.contact_look', :'revisitor', jsonb_build_object('id', :b, 'reason', '需要回访')), 'XQ403 forbidden', 'a revisitor has no business there yet');
SELECT fx.issue(70) AS issue \gset
UPDATE core.opinion SET state = 30, issue_id = :issue WHERE id = :b;
INSERT INTO core.voice (issue_id, opinion_id, joined_at) VALUES (:issue, :b, engine.clock());
SELECT is(console.contact_look(:'revisitor', jsonb_build_object('id', :b, 'reason', '需要回访')) ->> 'seal_key', '00112233aabbccdd', 'but when the call is due');
INSERT INTO core.assignment (issue_id, office_id, part, assigned_at) VALUES (:issue, fx.office('xinfang'), 'co', engine.clock());
SELECT is(fx.refused('console.contact_look', :'revisitor', jsonb_build_object('id', :b, 'reason', '需要回访')), 'XQ404 not_found', 'not from an office that handled it');
UPDATE core.assignment SET ended_at = engine.clock() WHERE issue_id = :issue AND part = 'co';
UPDATE core.issue SET state = 80 WHERE id = :issue;
SELECT is(fx.refused('console.contact_look', :'revisitor', jsonb_build_object('id', :b, 'reason', '需要回访')), 'XQ403 forbidden', 'and not after');
SELECT intake.withdraw_contact(fx.nobody(), fx.receipt('b')) \g /dev/null
SELECT is(fx.refused('console.contact_look', :'triage', jsonb_build_object('id', :b, 'reason', '需要核对情况')), 'XQ404 contact.none', 'nor what was withdrawn');
SELECT * FROM finish();
ROLLBACK;
