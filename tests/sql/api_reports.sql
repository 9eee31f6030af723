-- The views: on offer to whom, and on record when taken away as a file.
\ir api.psql
SELECT plan(13);
SELECT fx.linked('a', 50) AS a, fx.linked('b', 60) AS b \gset
UPDATE core.assignment SET office_id = fx.office('caijing') WHERE issue_id = :b;
SELECT fx.ctx('supervisor') AS supervisor, fx.ctx('handler') AS handler, fx.ctx('sysadmin') AS sysadmin \gset
SELECT is(console.reports(:'supervisor', '{}') #>> '{reports,0,href}', '/console/reports/ledger', 'the ledger is on offer');
SELECT is(console.reports(:'sysadmin', '{}') -> 'reports', '[]', 'not to an administrator');
SELECT is(fx.refused('console.report', :'sysadmin', '{"name": "ledger"}'), 'XQ403 forbidden', 'who does not get it by its name either');
SELECT is(fx.refused('console.report', :'supervisor', '{"name": "nothing"}'), 'XQ404 not_found', 'no such report');
SELECT is(fx.refused('console.report', :'supervisor', '{"name": "ledger", "after": "x"}'), 'XQ422 wrong_type after', 'no such row');
SELECT is(console.report(:'supervisor', '{"name": "ledger"}') -> 'n', '2', 'all rows for a supervisor');
SELECT is(console.report(:'handler', '{"name": "ledger"}') -> 'n', '1', 'its own for an office');
SELECT is(console.report(:'handler', '{"name": "ledger", "office": "caijing"}') -> 'n', '0', 'of which another office leads none');
SELECT is(console.report(:'supervisor', '{"name": "ledger", "state": "60"}') -> 'n', '1', 'narrowed by a filter');
SELECT is(console.report(:'supervisor', '{"name": "ledger"}') #>> '{me,username}', 'fx.supervisor', 'in the frame of the console');
SELECT is((SELECT count(*) FROM core.event WHERE layer = 'report'), 0::bigint, 'looking is not taking');
SELECT console.report(:'supervisor', '{"name": "ledger", "export": "csv", "state": "60"}') \g /dev/null
SELECT is((SELECT detail FROM core.event WHERE layer = 'report'), '{"report": "ledger", "as": "csv", "filters": {"state": "60"}, "rows": 1}', 'a file is on record');
SELECT is((SELECT actor_role FROM core.event WHERE layer = 'report'), 'supervisor', 'with who took it');
SELECT * FROM finish();
ROLLBACK;
