-- Whoever opens the database finds a sentence on every table and column, and every constraint by a name that says what it keeps.
\ir fixture.psql

CREATE TEMP VIEW tables AS SELECT c.* FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace IN ('core'::regnamespace, 'rules'::regnamespace);

SELECT plan(7);
SELECT cmp_ok((SELECT count(*) FROM tables), '>', 30::bigint, 'the tables are looked at');
SELECT is_empty($$SELECT oid::regclass FROM tables WHERE obj_description(oid, 'pg_class') IS NULL$$, 'every table has a comment');
SELECT is_empty($$SELECT t.oid::regclass, a.attname FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE col_description(t.oid, a.attnum) IS NULL$$, 'every column has a comment');
SELECT is_empty($$SELECT t.oid::regclass, d.description FROM tables t JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = t.oid
  WHERE d.description !~ '^[A-Za-z0-9].*[.]$' OR char_length(d.description) < 5$$, 'every comment is a sentence');
SELECT is_empty($$SELECT oid, nspname FROM pg_namespace WHERE nspname IN ('core', 'rules', 'engine', 'intake', 'reader', 'console', 'worker')
  AND obj_description(oid, 'pg_namespace') IS NULL$$, 'every schema has a comment');
-- PostgreSQL's own names: table_check, table_column_check, with a number where there are several.
SELECT is_empty($$SELECT k.conrelid::regclass, k.conname FROM pg_constraint k JOIN tables t ON t.oid = k.conrelid
  WHERE k.contype = 'c' AND k.conname ~ ('^' || t.relname || '(_.*)?_check[0-9]*$')$$, 'every condition on a table has a name of its own');
SELECT is_empty($$SELECT t.oid::regclass FROM tables t WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = t.oid AND k.contype = 'p')$$,
  'every table has a primary key');
SELECT * FROM finish();
ROLLBACK;
