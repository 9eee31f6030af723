-- Telling people: rows with their event, whom, when, once, and never a word or an identity.
\ir api.psql
SELECT plan(74);

CREATE FUNCTION fx.told(p_template text DEFAULT NULL) RETURNS bigint LANGUAGE sql AS $$
  SELECT count(*) FROM core.outbox o WHERE p_template IS NULL OR o.template = p_template
$$;
CREATE FUNCTION fx.each(VARIADIC p_roles text[]) RETURNS void LANGUAGE sql AS $$
  UPDATE core.account a SET email = replace(a.username, '.', '-') || '@work.example', tell = 'each' FROM unnest(p_roles) r
   WHERE a.id = (fx.who(r)).account_id
$$;
CREATE FUNCTION fx.receivers() RETURNS text[] LANGUAGE sql AS $$
  SELECT array_agg(a.username ORDER BY a.username) FROM core.outbox o JOIN core.account a ON a.id = o.account_id
$$;
CREATE FUNCTION fx.mailbox(p_name text) RETURNS jsonb LANGUAGE sql AS $$
  SELECT fx.sealed('reply') || '{"by_mail": true}'
$$;
CREATE FUNCTION fx.take() RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_object('items', coalesce(jsonb_agg(i), '[]'))  -- what a round takes, a few at a time
    FROM generate_series(1, 6) n, LATERAL (SELECT worker.outbox_take(fx.nobody(), jsonb_build_object('site', 'http://site.example/', 'n', n)) AS t) x, jsonb_array_elements(t -> 'items') i
$$;
CREATE FUNCTION fx.done(p_id bigint, p_attempt integer, p_result text, p_error text DEFAULT '') RETURNS void LANGUAGE sql AS $$
  SELECT worker.outbox_done(fx.nobody(), jsonb_build_object('id', p_id, 'attempt', p_attempt, 'result', p_result, 'error', p_error))
$$;
DELETE FROM core.outbox;
SELECT fx.each('triage', 'assigner', 'handler', 'office_head') \g /dev/null

-- Off: nothing is written but for other systems.
SELECT fx.submit('off', fx.mailbox('off')) AS off \gset
SELECT is(fx.told(), 0::bigint, 'mail is off: nobody is told');
SELECT is(engine.write_digests(9), 0, 'and no digest is written');
UPDATE rules.param SET value = 1 WHERE key = 'mail_on';

-- With the event, and gone with it.
SAVEPOINT submitted;
SELECT fx.submit('a', fx.mailbox('a')) AS a \gset
SELECT is(fx.receivers(), ARRAY['fx.triage'], 'whoever owns the state hears of it');
SELECT is((SELECT next_at FROM core.outbox), '2026-11-25 08:00+08', 'what a speaker did is told the next working morning');
SELECT is((SELECT (layer, subject_id, seq)::text FROM core.outbox), format('(opinion,%s,1)', :a), 'it names its event');
SELECT is(fx.take() -> 'items', '[]', 'and not before');
ROLLBACK TO submitted;
SELECT is(fx.told(), 0::bigint, 'what is rolled back is not told');
SET LOCAL xq.clock = '2026-11-27 17:00:00+08';
SELECT fx.submit('a', fx.mailbox('a')) AS a \gset
SELECT is((SELECT next_at FROM core.outbox), '2026-11-30 08:00+08', 'on a Friday that is Monday');
SET LOCAL xq.clock = '2026-11-24 10:00:00+08';
SELECT fx.submit('a', fx.mailbox('a')) AS again \gset
SELECT is(fx.told(), 1::bigint, 'a repeat is no event');

-- Never who acted, never other offices, never who wants none of it.
DELETE FROM core.outbox;
SELECT fx.issue(30) AS i \gset
SELECT is(fx.receivers(), (SELECT array_agg('fx.' || replace(owner_role, '_', '-')) FROM rules.state WHERE code = 30), 'the owner of an issue''s state');
SELECT is((SELECT array_agg(next_at) FROM core.outbox), ARRAY[engine.clock()], 'what staff did is told at once');
DELETE FROM core.outbox;
SELECT engine.apply('issue', :i, 'sign', fx.who('handler'), NULL, '{}') \g /dev/null
SELECT is(fx.receivers(), ARRAY['fx.office-head'], 'whoever is to approve, and not who proposed');
DELETE FROM core.outbox;
UPDATE core.account SET office_id = fx.office('xinfang') WHERE id = (fx.who('handler')).account_id;
SELECT fx.issue(30) AS j \gset
SELECT is(fx.receivers(), NULL, 'another office hears nothing');
UPDATE core.account SET office_id = fx.office('yanjiushi'), tell = 'digest' WHERE id = (fx.who('handler')).account_id;
SELECT fx.issue(30) AS j \gset
SELECT is(fx.receivers(), NULL, 'nor who wants one mail a day');
UPDATE core.account SET tell = 'each', email = '' WHERE id = (fx.who('handler')).account_id;
SELECT fx.issue(30) AS j \gset
SELECT is(fx.receivers(), NULL, 'nor who has no address');
UPDATE core.account SET email = 'h@work.example', active = false WHERE id = (fx.who('handler')).account_id;
SELECT fx.issue(30) AS j \gset
SELECT is(fx.receivers(), NULL, 'nor a closed account');
UPDATE core.account SET active = true WHERE id = (fx.who('handler')).account_id;
SELECT fx.issue(30) AS j, engine.record('issue', :i, 'open', (fx.who('handler')).account_id, 'handler', NULL, 30) \gset
SELECT is(fx.told(), 1::bigint, 'nor who did it');

-- Speakers.
DELETE FROM core.outbox;
SELECT fx.linked('s', 30, fx.mailbox('s')) AS si \gset
SELECT o.id AS s FROM core.opinion o WHERE o.issue_id = :si \gset
SELECT is((SELECT array_agg((opinion_id, next_at)::text) FROM core.outbox WHERE template = 'speaker'), ARRAY[(:s, engine.clock())::text], 'a speaker hears at once what staff did');
SELECT is((SELECT count(*) FROM core.outbox WHERE layer = 'opinion' AND account_id = (fx.who('handler')).account_id), 0::bigint, 'the office hears nothing of the opinion');
SELECT is((SELECT basis FROM core.outbox WHERE template = 'speaker'), format('speaker:%s:2026-11-24', :s), 'under the day');
SELECT engine.record('issue', :si, 'sign', NULL, 'office_head', 30, 40) \g /dev/null
SELECT is(fx.told('speaker'), 1::bigint, 'once a day');
SELECT engine.record('issue', :si, 'close', NULL, 'person', 85, 90) \g /dev/null
SELECT is((SELECT max(next_at) FROM core.outbox WHERE template = 'speaker'), '2026-11-25 08:00+08', 'what another speaker did the next morning');
SET LOCAL xq.clock = '2026-11-25 09:00:00+08';
SELECT engine.record('issue', :si, 'reply', NULL, 'office_head', 50, 60) \g /dev/null
SELECT is(fx.told('speaker'), 2::bigint, 'and that day nothing more');
SET LOCAL xq.clock = '2026-11-24 10:00:00+08';
SELECT fx.linked('phone', 30, fx.sealed('reply')) AS pi, fx.linked('none', 30) AS ni \gset
SELECT is(fx.told('speaker'), 2::bigint, 'who left no address hears through the receipt');
SELECT is((SELECT array_agg(by_mail) FROM core.identity d JOIN core.opinion o ON o.id = d.opinion_id WHERE o.issue_id = :pi), ARRAY[false], 'and nothing says otherwise');

-- Messages: no word, no number of an opinion, no contact.
SELECT is(worker.outbox_take(fx.nobody(), '{"mail": false}') - 'seconds', '{"items": [], "next_at": null}', 'without a mail server nothing is taken, and nothing to wake for');
SELECT fx.take() AS taken \gset
SELECT is((SELECT count(*) FROM jsonb_array_elements(:'taken'::jsonb -> 'items') m WHERE m ? 'sealed'), 1::bigint, 'the sealed address goes with the message');
SELECT is(fx.events('opinion', :s, 'contact_told'), 1::bigint, 'and is on record as opened');
SELECT ok((SELECT bool_and(m ->> 'body' LIKE '%http://site.example/%') FROM jsonb_array_elements(:'taken'::jsonb -> 'items') m), 'a mail names the site');
SELECT is((SELECT count(*) FROM jsonb_array_elements(:'taken'::jsonb -> 'items') m, core.opinion o
   WHERE m::text LIKE '%' || o.number || '%' OR m::text LIKE '%' || o.body || '%' OR m::text ~ '13812345678|测试问题|接待室'), 0::bigint, 'no message holds words or the number of an opinion');
SELECT is((SELECT count(*) FROM core.outbox x, core.opinion o
   WHERE x::text LIKE '%' || o.number || '%' OR x::text ~ '13812345678|测试|接待室|work.example'), 0::bigint, 'nor does a row');
SELECT is((SELECT array_agg(DISTINCT key ORDER BY key) FROM jsonb_array_elements(:'taken'::jsonb -> 'items') m, jsonb_object_keys(m) key WHERE m ? 'sealed'),
  ARRAY['attempt', 'body', 'id', 'kind', 'mark', 'sealed', 'subject'], 'a speaker''s is these and no more');
SELECT ok((SELECT m ->> 'body' LIKE '%查询码%' AND m ->> 'body' !~ '[0-9]{4}' FROM jsonb_array_elements(:'taken'::jsonb -> 'items') m WHERE m ? 'sealed'), 'it says where to look, without a number');
SELECT is(fx.take() -> 'items', '[]', 'what is in one hand is not in another');

-- Attempts.
SELECT id AS x, mark AS m FROM core.outbox WHERE opinion_id = :s AND attempts = 1 \gset
SELECT is((SELECT leased_until FROM core.outbox WHERE id = :x), engine.clock() + interval '120 seconds', 'it is lent');
SET LOCAL xq.clock = '2026-11-24 10:02:00+08';
SELECT m.value AS second FROM jsonb_array_elements(fx.take() -> 'items') m WHERE m.value ->> 'id' = :'x' \gset
SELECT is(:'second'::jsonb ->> 'mark', :'m', 'when the lease is over it is lent again, under the same mark');
SELECT is(:'second'::jsonb ->> 'attempt', '2', 'as another attempt');
SELECT is(fx.events('opinion', :s, 'contact_told'), 2::bigint, 'each opening is on record');
SELECT fx.done(:x, 1, 'sent'), fx.done(:x, 1, 'retry', 'curl.28') \g /dev/null
SELECT is((SELECT (result IS NULL, error, leased_until > engine.clock())::text FROM core.outbox WHERE id = :x), '(t,"",t)', 'the word of a stale attempt counts for nothing');
SELECT fx.done(:x, 2, 'retry', 'smtp.451') \g /dev/null
SELECT is((SELECT (next_at - engine.clock(), error, leased_until IS NULL)::text FROM core.outbox WHERE id = :x), '(00:04:00,smtp.451,t)', 'it waits its time');
SELECT is((SELECT array_agg(extract(epoch FROM engine.outbox_wait(n))::integer ORDER BY n) FROM generate_series(1, 8) n),
  ARRAY[60, 240, 960, 3840, 15360, 21600, 21600, 21600], 'which grows up to the longest');
SELECT is(worker.outbox_take(fx.nobody(), '{}') ->> 'next_at', '2026-11-24T10:04:00+08:00', 'the worker is told when to look again');
UPDATE core.outbox SET attempts = 7, next_at = engine.clock() WHERE id = :x;
SELECT fx.take() \g /dev/null
SELECT fx.done(:x, 8, 'retry', 'curl.7') \g /dev/null
SELECT is((SELECT (result, error, done_at = engine.clock())::text FROM core.outbox WHERE id = :x), '(failed,curl.7,t)', 'and is given up in the end');
SELECT fx.done(:x, 8, 'sent') \g /dev/null
SELECT is((SELECT result FROM core.outbox WHERE id = :x), 'failed', 'for good');
SELECT is(fx.refused('worker.outbox_done', fx.nobody(), '{"id": 1, "attempt": 1}'), 'XQ422 required result', 'an end has a name');

-- Nobody to tell any more.
UPDATE core.outbox SET done_at = engine.clock(), result = 'sent', leased_until = NULL WHERE done_at IS NULL AND opinion_id IS NULL;
SELECT engine.drop_contact(:s, 'person', 'contact_withdrawal') \g /dev/null
SET LOCAL xq.clock = '2026-11-25 09:00:00+08';
SELECT fx.take() AS taken \gset
SELECT is(:'taken'::jsonb -> 'items', '[]', 'a contact that was withdrawn is not handed out');
SELECT is((SELECT array_agg(result) FROM core.outbox WHERE opinion_id = :s AND id <> :x), ARRAY['void'], 'and its message is void');
SELECT is(fx.events('opinion', :s, 'contact_told'), 3::bigint, 'without an opening');

-- Other systems.
DELETE FROM core.outbox;
SELECT engine.webhook_add('{"url": "https://other.example/hook"}') ->> 'id' AS w \gset
SELECT is(fx.error($$SELECT engine.webhook_add('{"url": "https://a:b@other.example/"}')$$), 'XQ422 webhook.bad_url url', 'an address holds no password');
SELECT fx.submit('w') AS w1 \gset
SELECT is(fx.told('webhook'), 0::bigint, 'what a speaker did other systems are not told');
SELECT engine.record('opinion', :w1, 'open', (fx.who('triage')).account_id, 'triage', 10, 20), engine.record('opinion', :w1, 'propose:refuse', (fx.who('triage')).account_id, 'triage', 20, 29),
  engine.record('opinion', :w1, 'message', (fx.who('triage')).account_id, 'triage', NULL, NULL), engine.record('issue', :i, 'sign', NULL, 'office_head', 30, 40) \g /dev/null
SELECT is((SELECT array_agg(layer || ':' || subject_id ORDER BY id) FROM core.outbox WHERE template = 'webhook'), ARRAY['opinion:' || :w1, 'issue:' || :i], 'they are told of steps, not of proposals or words');
SELECT is((SELECT array_agg(m ->> 'key_no' || ' ' || (m ->> 'url')) FROM jsonb_array_elements(fx.take() -> 'items') m WHERE m ->> 'kind' = 'webhook'),
  ARRAY['1 https://other.example/hook', '1 https://other.example/hook'], 'at their address');
SELECT is((SELECT engine.webhook_post(o) ->> 'body' FROM core.outbox o WHERE layer = 'issue' AND template = 'webhook')::jsonb,
  jsonb_build_object('type', 'issue.sign', 'timestamp', '2026-11-25T09:00:00+08:00', 'data', jsonb_build_object('layer', 'issue', 'from', 30, 'to', 40,
    'number', (SELECT number FROM core.issue WHERE id = :i))), 'an issue by its number');
SELECT is((SELECT engine.webhook_post(o) ->> 'body' FROM core.outbox o WHERE layer = 'opinion' AND template = 'webhook')::jsonb -> 'data', '{"layer": "opinion", "from": 10, "to": 20}', 'an opinion by nothing');
SELECT engine.webhook_set(jsonb_build_object('id', :w, 'active', false, 'rotate', true)) AS set \gset
SELECT is(:'set'::jsonb, jsonb_build_object('id', :w, 'key_no', 2), 'another key');
SELECT is((SELECT DISTINCT engine.outbox_message(o, NULL) FROM core.outbox o WHERE template = 'webhook'), NULL, 'one taken away is told nothing');

-- The digest.
DELETE FROM core.outbox;
UPDATE core.account SET tell = 'digest' WHERE tell = 'each';
UPDATE core.account SET email = 'auditor@work.example' WHERE id = (fx.who('auditor')).account_id;
SET LOCAL xq.clock = '2026-11-25 07:59:59+08';
SELECT is(engine.write_digests(99), 0, 'not before its hour');
SET LOCAL xq.clock = '2026-11-28 09:00:00+08';
SELECT is(engine.write_digests(99), 0, 'not on a day of rest');
SET LOCAL xq.clock = '2026-11-25 08:00:00+08';
SELECT is(engine.write_digests(99), 5, 'one for each who wants it');
SELECT is(engine.write_digests(99), 0, 'once a day');
SELECT is((SELECT o.result FROM core.outbox o WHERE o.account_id = (fx.who('auditor')).account_id), 'void', 'nothing waits: nothing is sent');
SELECT is((SELECT o.data ->> 'state-10' FROM core.outbox o WHERE o.account_id = (fx.who('triage')).account_id),
  (SELECT count(*)::text FROM core.opinion WHERE state = 10), 'what waits is counted');
SELECT ok((SELECT engine.digest_mail(o, NULL) ->> 'body' ~ '登记 *[0-9]|[一-龥]+ [0-9]+' FROM core.outbox o WHERE o.account_id = (fx.who('triage')).account_id), 'pile by pile');
SET LOCAL xq.clock = '2026-11-26 08:00:00+08';
SELECT is(engine.write_digests(99), 5, 'and again the next day');
UPDATE core.outbox SET done_at = '2026-08-01', result = 'sent' WHERE created_at < engine.clock();
SELECT engine.sweep_outbox(99) \g /dev/null
SELECT is(fx.told(), 5::bigint, 'what was sent long ago is deleted');

-- The page.
SELECT is(fx.refused('console.telling', fx.nobody(), '{}'), 'XQ401 sign_in_required', 'it is for staff');
SELECT is(console.telling(fx.ctx('handler'), '{}') ? 'outbox', false, 'the outbox is the administrator''s');
SELECT is((SELECT array_agg(a ->> 'action') FROM jsonb_array_elements(console.telling(fx.ctx('sysadmin'), '{}') -> 'actions') a), ARRAY['set_telling', 'retry_outbox'], 'who may try again');
SELECT is(fx.refused('console.telling_action', fx.ctx('handler'), '{"action": "retry_outbox"}'), 'XQ404 not_found', 'and nobody else');
SELECT is(fx.refused('console.telling_action', fx.ctx('handler'), '{"action": "set_telling", "email": "a b@c", "tell": "each"}'), 'XQ422 account.bad_email email', 'an address is one');
SELECT console.telling_action(fx.ctx('handler'), '{"action": "set_telling", "email": "new@work.example", "tell": "each", "key": "00000000-0000-4000-8000-000000000001"}'),
  console.telling_action(fx.ctx('handler'), '{"action": "set_telling", "email": "old@work.example", "tell": "none", "key": "00000000-0000-4000-8000-000000000001"}') \g /dev/null
SELECT is((SELECT email || ' ' || tell FROM core.account WHERE id = (fx.who('handler')).account_id), 'new@work.example each', 'a repeat does nothing');
SELECT is((SELECT array_agg(detail) FROM core.event WHERE layer = 'account' AND subject_id = (fx.who('handler')).account_id AND action = 'set_telling'), ARRAY['{"tell": "each"}'::jsonb], 'the event does not keep the address');
UPDATE core.outbox SET result = 'failed', done_at = engine.clock(), error = 'curl.7', attempts = 8;
SELECT ok(console.telling(fx.ctx('sysadmin'), '{}') -> 'outbox' -> 'errors' @> '[{"error": "curl.7", "n": 5}]', 'why something failed is shown');
SELECT console.telling_action(fx.ctx('sysadmin'), '{"action": "retry_outbox", "key": "00000000-0000-4000-8000-000000000002"}') \g /dev/null
SELECT is((SELECT count(*) FROM core.outbox WHERE done_at IS NULL AND attempts = 0), 5::bigint, 'and it is tried again');
SELECT * FROM finish();
ROLLBACK;
