-- The chain: every link holds, and a link that was changed, taken out or put in from outside is found. Since nobody can change
-- an event, the test switches the protection off first, as only somebody with the disk in hand could.
\ir drive.psql
SELECT fx.issue(40) AS issue \gset
SELECT fx.opinion(30, :issue) AS opinion \gset
SELECT engine.apply('issue', :issue, 'first_contact', fx.who('handler'), NULL, '{"note": "已了解情况"}') \g /dev/null
SELECT engine.apply('issue', :issue, 'first_contact', fx.who('handler'), NULL, '{"note": "再次了解情况"}') \g /dev/null
SELECT engine.record('account', 1, 'signin', NULL, 'system', NULL, NULL) \g /dev/null

CREATE FUNCTION fx.after(p_sql text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_found text;
BEGIN
  ALTER TABLE core.event DISABLE TRIGGER ALL;
  EXECUTE p_sql;
  ALTER TABLE core.event ENABLE ALWAYS TRIGGER event_is_final;
  SELECT string_agg(concat_ws(' ', b ->> 'layer', b ->> 'seq', b ->> 'what'), ', ' ORDER BY b ->> 'layer', b ->> 'seq')
    INTO v_found FROM jsonb_array_elements(engine.verify() -> 'broken') b;
  RAISE EXCEPTION SQLSTATE 'XQ001';
EXCEPTION WHEN SQLSTATE 'XQ001' THEN
  RETURN coalesce(v_found, '');
END
$$;

SELECT plan(23);
SELECT is(engine.verify() -> 'broken', '[]', 'an untouched chain holds');
SELECT is((engine.verify() ->> 'events')::bigint, (SELECT count(*) FROM core.event), 'all events are counted');
SELECT is((SELECT array_agg(seq ORDER BY seq) FROM core.event WHERE layer = 'issue' AND subject_id = :issue), ARRAY[1, 2, 3], 'places have no gaps');
SELECT is((SELECT count(DISTINCT salt) = count(*) AND min(length(salt)) = 16 FROM core.event), true, 'every event has a salt of its own');
SELECT is((SELECT bool_and(e.digest = sha256(e.salt || convert_to(engine.event_text(e), 'UTF8')) AND length(e.chain) = 32) FROM core.event e), true, 'digests are sha256 of salt and text');
SELECT is((SELECT e.chain FROM core.event e WHERE layer = 'issue' AND subject_id = :issue AND seq = 2),
          (SELECT sha256(a.chain || b.digest) FROM core.event a, core.event b WHERE (a.layer, a.subject_id, a.seq) = ('issue', :issue, 1) AND (b.layer, b.subject_id, b.seq) = ('issue', :issue, 2)),
          'a link is made of the one before and its own digest');
SELECT is((SELECT at FROM core.event WHERE layer = 'issue' AND subject_id = :issue AND seq = 3), engine.clock(), 'an event has the clock''s time');

SELECT is(fx.after(format('UPDATE core.event SET detail = %L WHERE layer = ''issue'' AND seq = 2', '{"note": "别的话"}')), 'issue 2 digest', 'other words are found');
SELECT is(fx.after('UPDATE core.event SET actor_id = NULL WHERE layer = ''issue'' AND seq = 2'), 'issue 2 digest', 'another actor is found');
SELECT is(fx.after('UPDATE core.event SET at = at - interval ''1 us'' WHERE layer = ''issue'' AND seq = 2'), 'issue 2 digest', 'another time is found');
SELECT is(fx.after('UPDATE core.event SET to_state = 50 WHERE layer = ''issue'' AND seq = 2'), 'issue 2 digest', 'another state is found');
SELECT is(fx.after('UPDATE core.event SET salt = ''x'' WHERE layer = ''issue'' AND seq = 2'), 'issue 2 digest', 'another salt is found');
SELECT is(fx.after('UPDATE core.event e SET detail = ''{}'', digest = sha256(e.salt || convert_to(engine.event_text(ROW(e.layer, e.subject_id, e.seq, e.at, e.action, e.actor_id,
  e.actor_role, e.from_state, e.to_state, ''{}''::jsonb, e.key, e.salt, e.digest, e.chain)::core.event), ''UTF8'')) WHERE layer = ''issue'' AND seq = 2'), 'issue 2 chain', 'a digest made to fit breaks the chain');
SELECT is(fx.after('DELETE FROM core.event WHERE layer = ''issue'' AND seq = 2'), 'issue 3 gap', 'an event taken out is found');
SELECT is(fx.after('DELETE FROM core.event WHERE layer = ''issue'' AND seq = 1'), 'issue 2 gap, issue 3 gap', 'a beginning taken off is found');
SELECT is(fx.after('DELETE FROM core.event WHERE layer = ''opinion'''), 'opinion no events', 'a subject without events is found');
SELECT is(fx.after(format('UPDATE core.issue SET state = 50 WHERE id = %s', :issue)), 'issue 3 state', 'a state that no event led to is found');

SELECT is(engine.apply('issue', :issue, 'first_contact', fx.who('handler'), NULL, '{"note": "又了解一次", "key": "0f0e0d0c-0b0a-4908-8706-050403020100"}') ->> 'repeated', 'false', 'a key is new once');
SELECT is(engine.apply('issue', :issue, 'first_contact', fx.who('handler'), NULL, '{"note": "又了解一次", "key": "0F0E0D0C-0b0a-4908-8706-050403020100"}') ->> 'repeated', 'true', 'the same form again does nothing');
SELECT is((SELECT count(*) FROM core.event WHERE layer = 'issue' AND subject_id = :issue), 4::bigint, 'and leaves no event');
SELECT is(fx.error(format($$SELECT engine.apply('issue', %s, 'plan', fx.who('office_head'), NULL, '{"key": "0f0e0d0c-0b0a-4908-8706-050403020100"}')$$, :issue)),
  'XQ409 key.other_words key', 'its key on another action is a mistake');
SELECT is(fx.error(format($$SELECT engine.apply('issue', %s, 'first_contact', fx.who('office_head'), NULL, '{"note": "xx", "key": "0f0e0d0c-0b0a-4908-8706-050403020100"}')$$, :issue)),
  'XQ409 key.other_words key', 'or in another hand');
SELECT is((SELECT detail FROM core.event WHERE layer = 'issue' AND subject_id = :issue AND seq = 2), '{"note": "已了解情况"}', 'staff''s fields are kept');
SELECT * FROM finish();
ROLLBACK;
