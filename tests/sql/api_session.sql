-- Signing in, staying in, signing out.
\ir api.psql
SELECT plan(27);
CREATE FUNCTION fx.begin(p_name text) RETURNS jsonb LANGUAGE sql AS $$ SELECT console.signin_begin(fx.nobody(), jsonb_build_object('username', p_name)) $$;
CREATE FUNCTION fx.tries(p_name text, p_n integer) RETURNS bigint LANGUAGE sql AS $$
  SELECT count(fx.begin(p_name)) FROM generate_series(1, p_n) $$;
SELECT (fx.who('triage')).account_id AS triage \gset

SELECT is(fx.begin('fx.triage'), jsonb_build_object('account_id', :triage, 'password_hash', '$argon2id$'), 'an account and its hash');
SELECT is(fx.begin(' FX.Triage ') -> 'account_id', to_jsonb(:triage), 'however it is typed');
SELECT is(fx.begin('nobody'), '{"account_id": null, "password_hash": null}', 'nobody, in the same shape');
SELECT is(fx.events('account', :triage, 'signin_attempt'), 2::bigint, 'an attempt is on record before it is known how it went');
SELECT engine.account_set('{"username": "fx.handler", "active": false}') \g /dev/null
SELECT is(fx.begin('fx.handler'), '{"account_id": null, "password_hash": null}', 'a closed account is nobody');
SELECT is(fx.refused('console.signin_done', fx.nobody(), jsonb_build_object('account_id', (fx.who('handler')).account_id, 'token_mac', fx.mac('x'))),
  'XQ401 signin.wrong', 'and cannot be opened');

SELECT is(fx.tries('fx.triage', 6), 6::bigint, 'eight attempts');
SELECT is(fx.error($$SELECT fx.begin('fx.triage')$$), 'XQ429 signin.wait', 'not a ninth');
DO $$ DECLARE wait text; BEGIN PERFORM fx.begin('fx.triage');
EXCEPTION WHEN SQLSTATE 'XQ429' THEN GET STACKED DIAGNOSTICS wait = PG_EXCEPTION_DETAIL; PERFORM set_config('fx.wait', wait, true); END $$;
SELECT is(current_setting('fx.wait', true), '900', 'and how many seconds are left');
SELECT is(fx.tries('nobody', 7), 7::bigint, 'an unknown name');
SELECT is(fx.error($$SELECT fx.begin('nobody')$$), 'XQ429 signin.wait', 'counts the same');
SELECT is((SELECT count(*) FROM core.throttle WHERE bucket LIKE '%nobody%' OR bucket LIKE '%triage%'), 0::bigint, 'what was typed is not kept');
SET LOCAL xq.clock = '2026-11-24 10:15:01+08';
SELECT is(fx.tries('fx.triage', 1), 1::bigint, 'the window passes');
SELECT fx.tries('fx.triage', 5) \g /dev/null
UPDATE rules.param SET value = 9 WHERE key = 'signin_attempts_all';
SELECT fx.tries('other', 3) \g /dev/null
SELECT is(fx.error($$SELECT fx.begin('one.more')$$), 'XQ429 signin.wait', 'all attempts together have a limit too');

SELECT console.signin_done(fx.nobody(), jsonb_build_object('account_id', :triage, 'token_mac', fx.mac('token'))) AS opened \gset
SELECT jsonb_build_object('lang', 'zh-CN', 'session', fx.mac('token')) AS ctx \gset
SELECT is(:'opened'::jsonb - 'account', '{"expires_at": "2026-11-24T10:30:01+08:00"}', 'a quarter of an hour');
SELECT is(:'opened'::jsonb #>> '{account,roles,0,code}', 'triage', 'with its roles');
SELECT is(fx.events('account', :triage, 'signin'), 1::bigint, 'an event says so');
SELECT is((SELECT count(*) FROM core.throttle WHERE bucket = engine.signin_bucket('fx.triage')), 0::bigint, 'success forgets the attempts');
SELECT is(console.whoami(:'ctx', '{}') #>> '{account,username}', 'fx.triage', 'signed in');
SELECT is(console.whoami(fx.nobody(), '{}'), '{"account": null}', 'nobody is an answer');
SELECT console.signin_done(:'ctx', jsonb_build_object('account_id', :triage, 'token_mac', fx.mac('next'))) \g /dev/null
SELECT is(console.whoami(:'ctx', '{}'), '{"account": null}', 'signing in again ends what the browser had');
SELECT is(fx.events('account', :triage, 'signout'), 1::bigint, 'which is on record');
SELECT jsonb_build_object('lang', 'zh-CN', 'session', fx.mac('next')) AS ctx \gset
SELECT is(console.signout(:'ctx', '{}'), '{"account": null}', 'signed out');
SELECT is(console.whoami(:'ctx', '{}'), '{"account": null}', 'the cookie is worth nothing');
SELECT console.signout(:'ctx', '{}') \g /dev/null
SELECT is(fx.events('account', :triage, 'signout'), 2::bigint, 'once');

SELECT is(coalesce(array_agg(f ORDER BY f), '{}'), '{}', 'without a session every door is closed') FROM unnest(ARRAY['desk', 'opinions', 'opinion', 'opinion_action',
  'contact_look', 'issues', 'issue', 'issue_action', 'reports', 'report']) f
 WHERE fx.refused('console.' || f, fx.nobody(), '{"id": 1, "name": "ledger", "action": "open", "reason": "核对情况"}') <> 'XQ401 sign_in_required';
SET LOCAL xq.clock = '2026-11-24 10:20:00+08';
SELECT fx.ctx('assigner') AS idle \gset
SET LOCAL xq.clock = '2026-11-24 10:36:00+08';
SELECT is(fx.refused('console.desk', :'idle', '{}'), 'XQ401 sign_in_required', 'an idle session is over');
SELECT * FROM finish();
ROLLBACK;
