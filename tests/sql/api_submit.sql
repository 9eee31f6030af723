-- An opinion comes in: once, whole, and refused where the form could not have sent it.
\ir api.psql
SELECT plan(42);

SELECT intake.opinion_form(fx.nobody(), '{}') AS form \gset
SELECT is((:'form'::jsonb #>> '{notice,version}')::integer, (SELECT max(version) FROM rules.notice), 'the form has the notice in force');
SELECT is(jsonb_array_length(:'form'::jsonb #> '{fields,kind,options}'), 7, 'seven kinds');
SELECT is(:'form'::jsonb #>> '{fields,protection,value}', 'none', 'no contact unless one is chosen');
SELECT is(:'form'::jsonb #>> '{fields,text,is_longtext}', 'true', 'a template can tell the kind of field');
SELECT ok(:'form'::jsonb #> '{fields,office,options}' @> '[{"code": "xinfang"}]', 'the organ''s offices are on offer');
SELECT ok(NOT :'form'::jsonb #> '{fields,office,options}' @> '[{"code": "fayuan"}]', 'bodies outside are not');
SELECT ok(:'form'::jsonb #> '{fields,category,options}' @> '[{"options": [{"code": "C03"}]}]', 'categories stand in groups');
SELECT is(intake.opinion_form('{"lang": "en"}', '{}') #>> '{fields,kind,label}', 'What is it', 'in English on request');
SELECT isnt(:'form'::jsonb ->> 'promise', NULL, 'the promise is there');

SELECT intake.submit(fx.nobody(), fx.form('one', '{"category": "C03", "office": "huanzi", "place": "东湖"}')) AS first \gset
SELECT id AS one FROM core.opinion WHERE number = :'first'::jsonb ->> 'number' \gset
SELECT is(:'first'::jsonb ->> 'created', 'true', 'the first time it is new');
SELECT matches(:'first'::jsonb ->> 'number', '^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$', 'its number');
SELECT is(:'first'::jsonb #> '{status,code}', '10', 'received');
SELECT is(:'first'::jsonb #>> '{next,by_on}', '2026-12-09', 'told within fifteen days');
SELECT is(:'first'::jsonb ->> 'received_at', '2026-11-24T10:00:00+08:00', 'at this moment');
SELECT is(fx.events('opinion', :one, 'submit'), 1::bigint, 'an event says so');
SELECT is((SELECT (o.claimed_category, f.code, o.place, o.state)::text FROM core.opinion o JOIN core.office f ON f.id = o.claimed_office WHERE o.id = :one),
  '(C03,huanzi,东湖,10)', 'what was named is kept');
SELECT is((SELECT step_due_at FROM core.opinion WHERE id = :one), engine.due(engine.clock(), 'open_opinion'), 'triage has a working day to open it');

SELECT engine.apply('opinion', :one, 'open', fx.who('triage'), NULL, '{}') \g /dev/null
SELECT is(intake.submit(fx.nobody(), fx.form('one')), :'first'::jsonb || '{"created": false}', 'the same form has the same answer, whatever happened since');
SELECT is((SELECT count(*) FROM core.opinion), 1::bigint, 'and is one opinion');
SELECT is(fx.events('opinion', :one, 'submit'), 1::bigint, 'and one event');
SELECT is(fx.refused('intake.submit', fx.nobody(), fx.form('one', jsonb_build_object('fingerprint', fx.mac('other')))), 'XQ409 key.other_words key', 'other words under the same key are refused');

SELECT fx.submit('sealed', fx.sealed('reply')) AS sealed \gset
SELECT is((SELECT convert_from(sealed, 'UTF8') || ' ' || seal_key FROM core.identity WHERE opinion_id = :sealed), 'box of a contact 00112233aabbccdd', 'a sealed contact is kept apart');
SELECT is((SELECT count(*) FROM core.identity), 1::bigint, 'and none where none was left');

CREATE TEMP TABLE wrong (more jsonb, error text);
INSERT INTO wrong VALUES
  ('{"kind": "gossip"}', 'XQ422 not_a_choice kind'),
  ('{"kind": null}', 'XQ422 required kind'),
  ('{"protection": "half"}', 'XQ422 not_a_choice protection'),
  ('{"text": "　 \n "}', 'XQ422 required text'),
  ('{"text": "只有九个字的意见呀　　　　"}', 'XQ422 too_short text'),
  (jsonb_build_object('text', repeat('长', 5001)), 'XQ422 too_long text'),
  ('{"category": "Z1"}', 'XQ422 not_a_choice category'),
  ('{"office": "nowhere"}', 'XQ422 not_a_choice office'),
  (jsonb_build_object('place', repeat('地', 101)), 'XQ422 too_long place'),
  ('{"notice_version": 99999999999}', 'XQ422 notice.outdated notice_version'),
  ('{"protection": "none", "sealed": "AAAA"}', 'XQ422 contact.not_with_none protection'),
  ('{"protection": "reply"}', 'XQ422 contact.required contact.phone');
SELECT is(fx.refused('intake.submit', fx.nobody(), fx.form('wrong', more)), error, left(more::text, 40)) FROM wrong;
SELECT is((SELECT count(*) FROM core.opinion), 2::bigint, 'nothing of what was refused is kept');
SELECT fx.submit('durable') AS durable \gset
SELECT is((SELECT xmax::text FROM core.opinion WHERE id = :durable), '0', 'a row nobody has locked');
SELECT intake.submit(fx.nobody(), fx.form('durable')) \g /dev/null
SELECT isnt((SELECT xmax::text FROM core.opinion WHERE id = :durable), '0', 'is locked by the repeat, which the log therefore knows of');

UPDATE core.office SET active = false WHERE code = 'jiansi';
SELECT is(fx.refused('intake.submit', fx.nobody(), fx.form('late', '{"office": "jiansi"}')), 'XQ422 not_a_choice office', 'an office that is no more is refused');
UPDATE rules.choice SET active = false WHERE list = 'kind' AND code = 'praise';
SELECT is(jsonb_array_length(intake.opinion_form(fx.nobody(), '{}') #> '{fields,kind,options}'), 6, 'and a kind no longer offered is not on offer');
UPDATE rules.category SET active = false WHERE code = 'C03';
SELECT is(fx.refused('intake.submit', fx.nobody(), fx.form('late', '{"category": "C03"}')), 'XQ422 not_a_choice category', 'a category no longer offered is refused');
CREATE OR REPLACE FUNCTION engine.opinion_number() RETURNS text LANGUAGE sql AS $$ SELECT number FROM core.opinion LIMIT 1 $$;
SELECT is(fx.refused('intake.submit', fx.nobody(), fx.form('unlucky')), 'XQ503 busy', 'a number drawn twice is drawn again by the next try');
SELECT * FROM finish();
ROLLBACK;
