-- Every function of the tree, read through by those who know the language: plpgsql_check, and PostgreSQL's own validator.
\ir fixture.psql

CREATE TEMP VIEW ours AS SELECT p.oid, l.lanname, p.prorettype FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
  WHERE n.nspname IN ('core', 'engine', 'intake', 'reader', 'console', 'worker');

-- A program function has ctx and args whether it needs them or not.
SELECT plan(4);
SELECT cmp_ok((SELECT count(*) FROM ours WHERE lanname = 'plpgsql'), '>', 40::bigint, 'there is something to read');
SELECT is_empty($$SELECT o.oid::regprocedure, c.lineno, c.level, c.message FROM ours o,
  LATERAL plpgsql_check_function_tb(o.oid, CASE WHEN o.prorettype = 'trigger'::regtype
    THEN (SELECT t.tgrelid FROM pg_trigger t WHERE t.tgfoid = o.oid LIMIT 1) ELSE 0 END, extra_warnings => true, security_warnings => true) c
  WHERE o.lanname = 'plpgsql' AND c.message !~ '^unused parameter "(ctx|args)"$'$$, 'plpgsql_check finds nothing');
SELECT lives_ok($$SELECT fmgr_sql_validator(oid) FROM ours WHERE lanname = 'sql'$$, 'every SQL function says what it can do');
SELECT is_empty($$SELECT oid::regprocedure FROM ours WHERE lanname NOT IN ('sql', 'plpgsql')$$, 'no other language');
SELECT * FROM finish();
ROLLBACK;
