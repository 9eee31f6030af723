-- Nobody of the office that an opinion is about learns of it: every role of that office, at every place where staff meet opinions, finds
-- neither words nor number nor that there is one. And it is not left lying: somebody else has it.
\ir api.psql

CREATE FUNCTION fx.search(p_ctx jsonb, p_q text) RETURNS jsonb LANGUAGE sql AS $$
  SELECT console.search(p_ctx, jsonb_build_object('q', p_q)) -> 'rows'
$$;

-- All that a role is shown anywhere, as one text; what is refused shows nothing.
CREATE FUNCTION fx.shown(p_sql text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_got text;
BEGIN
  EXECUTE p_sql INTO v_got;
  RETURN coalesce(v_got, '');
EXCEPTION WHEN SQLSTATE 'XQ403' OR SQLSTATE 'XQ404' THEN
  RETURN '';
END
$$;

-- The same people once more, in the office that is spoken of; and a clerk and an approver of another.
SELECT fx.account('fx.own-' || replace(r.code, '_', '-'), 'huanzi', r.code) FROM rules.role r WHERE r.code NOT IN ('person', 'system') \g /dev/null
UPDATE core.account SET email = username || '@example.org', tell = 'each';
UPDATE rules.param SET value = 1 WHERE key = 'mail_on';

-- About huanzi: one that names it, waiting; one whose problem it handles, rated; one that is about to be given to it; one transferred.
SELECT fx.submit('names', fx.sealed('reply') || '{"office": "huanzi", "category": "C03", "text": "楠木厅里没有人接待，等了一个上午。", "source": "survey"}') AS names,
       fx.submit('likes', '{"text": "松竹厅里没有人接待，等了一个下午。"}') AS likes \gset
SELECT fx.linked('handled', 70, fx.sealed('reply') || '{"text": "楠木厅的答复说得很空，问题没有解决。"}') AS issue \gset
SELECT issue_id AS issue, id AS handled FROM core.opinion WHERE receipt_mac = decode(fx.mac('handled'), 'hex') \gset
UPDATE core.issue SET office_id = fx.office('huanzi') WHERE id = :issue;
UPDATE core.assignment SET office_id = fx.office('huanzi') WHERE issue_id = :issue;
SELECT fx.rating(:handled, :issue, 'dissatisfied') \g /dev/null
UPDATE core.rating SET reason = '楠木厅还是老样子';
INSERT INTO core.objection (issue_id, round, at, key, body) VALUES (:issue, 1, engine.clock(), gen_random_uuid(), '楠木厅的公示说得不对');
SELECT fx.submit('about to', '{"text": "楠木厅门口的牌子挂错了，跑了两趟。"}') AS coming \gset
SELECT engine.apply('opinion', :coming, 'open', fx.who('triage'), NULL, '{}') \g /dev/null
SELECT engine.apply('opinion', :coming, 'assign', fx.who('triage'), NULL, '{"category": "C03", "scope": "own", "title": "门口的牌子与内容不符", "problem": "门口的牌子与内容不符，群众多跑一趟。",
  "manifestation": "", "lead_office": "huanzi", "leader": "fx.leader", "rectify_type": "fix_by"}') \g /dev/null
SELECT fx.submit('sealed', '{"office": "huanzi", "text": "楠木厅有人收了礼，请查一查这件事。"}') AS sealed \gset
UPDATE core.opinion SET state = 26 WHERE id = :sealed;
SELECT fx.submit('more' || n, '{"office": "huanzi", "category": "C03", "text": "楠木厅里的电话一直没有人接。"}') FROM generate_series(1, 3) n \g /dev/null
SELECT engine.raise_hotspots() \g /dev/null
CREATE TEMP TABLE hidden AS SELECT * FROM core.opinion WHERE id NOT IN (:likes);

CREATE TEMP TABLE place (name text, sql text, sees text);   -- sees: a role that must find something there, so that the place is a place
INSERT INTO place
SELECT 'the page of ' || o.id, format('SELECT console.opinion(%%L, ''{"id": %s}'')::text', o.id), CASE WHEN o.id = :names THEN 'triage' END FROM hidden o
UNION ALL SELECT 'the contact of ' || o.id, format('SELECT console.contact_look(%%L, ''{"id": %s, "reason": "核对情况"}'')::text', o.id), NULL FROM hidden o
UNION ALL SELECT x.name, x.sql, x.sees FROM (VALUES
  ('the list',           'SELECT console.opinions(%L, ''{}'') ->> ''rows''', 'triage'),
  ('the list of the office', 'SELECT console.opinions(%L, ''{"office": "huanzi"}'') ->> ''rows''', 'assigner'),
  ('what is like it',    format('SELECT console.opinion(%%L, ''{"id": %s}'') ->> ''similar''', :likes), 'triage'),
  ('the search for words', 'SELECT fx.search(%L, ''楠木厅'')::text', 'triage'),
  ('the search for a number', format('SELECT fx.search(%%L, %L)::text', (SELECT number FROM hidden WHERE id = :names)), 'assigner'),
  ('the desk',           'SELECT console.desk(%L, ''{}'') ->> ''groups''', 'triage'),
  ('the desk in numbers', 'SELECT (SELECT string_agg(r ->> ''cells'', '''') FROM jsonb_array_elements(console.report(%L, ''{"name": "desk"}'') -> ''rows'') r)', NULL),
  ('the problem',        format('SELECT (console.issue(%%L, ''{"id": %s}'') - ''nav'')::text', :issue), 'triage'),
  ('the hot spots',      'SELECT console.hotspots(%L, ''{}'') ->> ''hotspots''', 'triage'),
  ('the audit',          'SELECT console.report(%L, ''{"name": "audit", "audit_kind": "work"}'') ->> ''rows''', 'auditor'),
  ('the surveys',        'SELECT console.report(%L, ''{"name": "survey"}'') ->> ''rows''', NULL),
  ('the ledger',         'SELECT console.report(%L, ''{"name": "ledger"}'') ->> ''rows''', NULL),
  ('the hot spots as a report', 'SELECT console.report(%L, ''{"name": "hotspot"}'') ->> ''rows''', 'supervisor')) x (name, sql, sees);

-- A mark of what is hidden: its words, its number, its address; a hot spot of the office.
CREATE FUNCTION fx.marks(p_text text) RETURNS text LANGUAGE sql AS $$
  SELECT nullif(concat_ws(', ', (SELECT string_agg(h.number, ', ') FROM hidden h WHERE strpos(p_text, h.number) > 0 OR strpos(p_text, '/console/opinions/' || h.id || '"') > 0),
    CASE WHEN p_text LIKE '%楠木%' THEN 'words' END, CASE WHEN p_text LIKE '%条意见%' OR p_text LIKE '%ledger?office=huanzi%' THEN 'a hot spot' END), '')
$$;

SELECT plan((SELECT count(*)::integer FROM place) + (SELECT count(*)::integer FROM place WHERE sees IS NOT NULL) + 23);
SELECT is((SELECT string_agg(r.code || ': ' || m.found, '; ' ORDER BY r.code) FROM rules.role r,
             LATERAL (SELECT fx.marks(fx.shown(format(p.sql, fx.ctx('own_' || r.code)))) AS found) m
            WHERE r.code NOT IN ('person', 'system') AND m.found IS NOT NULL), NULL, 'nobody of the office: ' || p.name) FROM place p;
SELECT isnt(fx.marks(fx.shown(format(p.sql, fx.ctx(p.sees)))), NULL, 'somebody of another: ' || p.name) FROM place p WHERE p.sees IS NOT NULL;

-- Those who are told by mail.
SELECT is((SELECT array_agg(DISTINCT a.username) FROM core.outbox o JOIN core.account a ON a.id = o.account_id
            WHERE o.layer = 'opinion' AND o.subject_id IN (:names, :sealed) AND a.office_id = fx.office('huanzi')), NULL, 'no mail goes to the office');
SELECT isnt_empty(format('SELECT FROM core.outbox WHERE account_id IS NOT NULL AND layer = ''opinion'' AND subject_id = %s', :names), 'but to others');
SELECT is((SELECT count(*) FROM engine.waiting(fx.who('own_triage')) w WHERE w.layer = 'opinion' AND w.id IN (SELECT id FROM hidden)), 0::bigint, 'nor does a digest count it');

-- A caller of the office calls nobody who spoke of it.
SELECT is(fx.error(format('SELECT engine.apply(''issue'', %s, ''record_revisit'', fx.who(''own_revisitor''), NULL, ''{"opinion": "x"}'')', :issue)) LIKE 'XQ4%', true, 'nor does a caller of it call');

-- Where every clerk must stand aside, the approver sorts it and the party group approves.
SELECT is(engine.keeper(o), 'triage', 'as long as one clerk of another office is there, the clerk sorts it') FROM core.opinion o WHERE id = :names;
UPDATE core.account SET active = false WHERE username = 'fx.triage';
SELECT is(engine.keeper(o), 'assigner', 'then the approver of assignments') FROM core.opinion o WHERE id = :names;
SELECT isnt(fx.marks(fx.shown(format('SELECT console.desk(%L, ''{}'') ->> ''groups''', fx.ctx('assigner')))), NULL, 'who has it on the desk');
SELECT is((SELECT g ->> 'label' FROM jsonb_array_elements(console.desk(fx.ctx('assigner'), '{}') -> 'groups') g WHERE g ->> 'code' = 'stand-in'),
  '受理员须回避，由您受理', 'and is told why');
SELECT is(fx.marks(fx.shown(format('SELECT console.desk(%L, ''{}'') ->> ''groups''', fx.ctx('own_assigner')))), NULL, 'but not an approver of that office');
SELECT is(console.opinion(fx.ctx('assigner'), jsonb_build_object('id', :names)) -> 'stands_in', 'true', 'the page says it too');
SELECT is(fx.refused('console.opinion', fx.ctx('party_group'), jsonb_build_object('id', :likes)), 'XQ403 forbidden', 'the party group reads nothing else');
SELECT engine.apply('opinion', :names, 'open', fx.who('assigner'), NULL, '{}') \g /dev/null
SELECT is(engine.apply('opinion', :names, 'assign', fx.who('assigner'), NULL, '{"category": "C03", "scope": "own", "title": "接待时间没有人值守", "problem": "接待时间没有人值守，群众久等。",
  "manifestation": "", "lead_office": "huanzi", "leader": "fx.leader", "rectify_type": "fix_by"}') -> 'proposed', 'true', 'the approver proposes');
SELECT is(fx.error(format('SELECT engine.apply(''opinion'', %s, ''approve'', fx.who(''assigner''), NULL, ''{}'')', :names)) LIKE 'XQ403%', true, 'and does not approve the own proposal');
SELECT is(engine.apply('opinion', :names, 'approve', fx.who('party_group'), NULL, '{}') -> 'state', '30', 'a member of the party group does');

-- Where the approvers are of that office as well, the party group does both.
SELECT fx.account('fx.third-party-group', 'lingdao', 'party_group') \g /dev/null
UPDATE core.account SET email = 'third@example.org', tell = 'each' WHERE username = 'fx.third-party-group';
UPDATE core.account SET active = false WHERE username = 'fx.assigner';
SELECT fx.submit('last', '{"office": "huanzi", "text": "楠木厅的会开得太多，材料要了三遍。"}') AS last \gset
SELECT is(engine.keeper(o), 'party_group', 'with no approver left, the party group') FROM core.opinion o WHERE id = :last;
SELECT is((SELECT count(*) FROM core.outbox o WHERE o.layer = 'opinion' AND o.subject_id = :last AND o.account_id = (fx.who('third_party_group')).account_id), 1::bigint, 'which is told');
SELECT is((SELECT count(*) FROM core.outbox o WHERE o.layer = 'opinion' AND o.subject_id = :last AND o.account_id = (fx.who('own_party_group')).account_id), 0::bigint, 'save a member of that office');
SELECT isnt(console.opinion(fx.ctx('third_party_group'), jsonb_build_object('id', :last)) #>> '{opinion,text}', NULL, 'and reads it');
SELECT engine.apply('opinion', :last, 'open', fx.who('third_party_group'), NULL, '{}') \g /dev/null
SELECT is((SELECT state FROM core.opinion WHERE id = :last), 20, 'and sorts it');

-- What names no office may be about the clerk's own all the same: the clerk stands aside.
UPDATE core.account SET active = true WHERE username IN ('fx.triage', 'fx.assigner');
SELECT fx.submit('unnamed', '{"text": "上次会后没有人回话，材料也没有退回来。"}') AS unnamed \gset
SELECT is(console.opinion_action(fx.ctx('own_triage'), jsonb_build_object('id', :unnamed, 'action', 'recuse')) #>> '{opinion,text}', '', 'a clerk who stands aside sees it no more');
SELECT is(fx.refused('console.opinion', fx.ctx('own_triage'), jsonb_build_object('id', :unnamed)), 'XQ404 not_found', 'nor does anybody of that office');
SELECT is((SELECT engine.keeper(o) FROM core.opinion o WHERE id = :unnamed), 'triage', 'a clerk of another office has it');
SELECT engine.apply('opinion', :unnamed, 'recuse', fx.who('triage'), NULL, '{}') \g /dev/null
SELECT is((SELECT engine.keeper(o) FROM core.opinion o WHERE id = :unnamed), 'party_group', 'and where all stood aside, the approver''s office with them, the party group');
SELECT * FROM finish();
ROLLBACK;
