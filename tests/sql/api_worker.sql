-- What happens by itself when its time has come.
\ir api.psql
SELECT plan(23);
SELECT fx.submit('a') AS a, fx.submit('b', fx.sealed('reply')) AS b \gset
SELECT engine.apply('opinion', x, 'open', fx.who('triage'), NULL, '{}'), engine.apply('opinion', x, 'ask', fx.who('triage'), NULL, '{"question": "请问是哪一天的事？"}')
  FROM unnest(ARRAY[:a]) x \g /dev/null
SELECT worker.run_due(fx.nobody(), '{}') AS early \gset
SELECT is(:'early'::jsonb - 'next_at', '{"done": 0, "more": false}', 'nothing is due');
SELECT is(:'early'::jsonb ->> 'next_at', '2026-12-04T23:59:59+08:00', 'until then');
SET LOCAL xq.clock = '2026-12-04 23:59:59+08';
SELECT is(worker.run_due(fx.nobody(), '{}') -> 'done', '0', 'the last second is the speaker''s');
SET LOCAL xq.clock = '2026-12-05 00:00:00+08';
SELECT is(worker.run_due(fx.nobody(), '{}') -> 'done', '1', 'then it is due');
SELECT is((SELECT state FROM core.opinion WHERE id = :a), 20, 'and goes on as it is');
SELECT is((SELECT actor_role FROM core.event WHERE layer = 'opinion' AND subject_id = :a AND to_state = 20 AND from_state = 21), 'system', 'by itself');
SELECT is(worker.run_due(fx.nobody(), '{}'), '{"done": 0, "more": false, "next_at": null}', 'once');
SELECT is((SELECT at FROM core.heartbeat WHERE program = 'xq-worker'), engine.clock(), 'the worker lives');

SELECT fx.issue(90) AS closed \gset
INSERT INTO core.lookback (issue_id, round, due_on, done_at) VALUES (:closed, 1, '2026-12-06', NULL), (:closed, 1, '2026-12-01', engine.clock());
SELECT is(engine.run_job(ROW('issue', :closed, 'lookback', engine.clock())::engine.job, fx.nobody()), false, 'what is not due after all is left for later');
UPDATE core.issue SET closed_at = engine.clock() WHERE id = :closed;
SELECT is(worker.run_due(fx.nobody(), '{}') ->> 'next_at', '2026-12-06T00:00:00+08:00', 'a look-back is ahead');
SET LOCAL xq.clock = '2026-12-06 00:00:01+08';
SELECT is(worker.run_due(fx.nobody(), '{}') -> 'done', '1', 'and begins on its day');
SELECT is((SELECT state FROM core.issue WHERE id = :closed), 95, 'at the supervisor''s desk');

UPDATE core.opinion SET state = 27, closed_at = '2026-06-06 10:00+08' WHERE id = :b;
SELECT is(worker.run_due(fx.nobody(), '{}') -> 'done', '0', 'a contact is kept for six months');
UPDATE core.opinion SET closed_at = '2026-06-05 10:00+08' WHERE id = :b;
SELECT is(worker.run_due(fx.nobody(), '{}') -> 'done', '1', 'and no longer, though the last day is a Saturday');
SELECT is((SELECT sealed FROM core.identity WHERE opinion_id = :b), NULL, 'the box is gone');
SELECT is(fx.events('opinion', :b, 'contact_erased'), 1::bigint, 'an event says so');
SELECT ok(fx.track('b') -> 'history' @> '[{"label": "联系方式已到期删除"}]', 'and so does the history');

SELECT fx.ctx('triage'), fx.ctx('assigner') \g /dev/null
INSERT INTO core.throttle VALUES ('old', engine.clock() - interval '15 minutes', 3), ('new', engine.clock() - interval '14 minutes', 3);
UPDATE core.session SET expires_at = engine.clock() WHERE account_id = (fx.who('triage')).account_id;
UPDATE core.session SET created_at = engine.clock() - interval '7 hours' WHERE account_id = (fx.who('assigner')).account_id;
SELECT worker.run_due(fx.nobody(), '{}') \g /dev/null
SELECT is((SELECT array_agg(account_id) FROM core.session), ARRAY[(fx.who('assigner')).account_id], 'idle sessions are swept');
SELECT is((SELECT array_agg(bucket) FROM core.throttle), ARRAY['new'], 'and attempts that are over');
UPDATE core.session SET created_at = engine.clock() - interval '8 hours';
SELECT worker.run_due(fx.nobody(), '{}') \g /dev/null
SELECT is((SELECT count(*) FROM core.session), 0::bigint, 'and sessions of a whole day');

SELECT is(worker.heartbeat(fx.nobody(), '{"program": "xq-intake"}') ->> 'at', '2026-12-06T00:00:01+08:00', 'a program lives');
SELECT is((SELECT at FROM core.heartbeat WHERE program = 'xq-intake'), engine.clock(), 'on record');
SELECT is(fx.refused('worker.heartbeat', fx.nobody(), '{}'), 'XQ422 required program', 'and has a name');
SELECT * FROM finish();
ROLLBACK;
