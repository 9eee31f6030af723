-- Who may do what in the database itself. Every program role against every object: a grant too many is found, and one missing.
\ir fixture.psql

CREATE TEMP TABLE program AS SELECT unnest(ARRAY['intake', 'reader', 'console', 'worker']) AS schema;
CREATE TEMP VIEW own_schema AS SELECT n.* FROM pg_namespace n WHERE n.nspname IN ('core', 'rules', 'engine', 'intake', 'reader', 'console', 'worker');
CREATE TEMP VIEW own_function AS SELECT p.*, n.nspname FROM pg_proc p JOIN own_schema n ON n.oid = p.pronamespace;
CREATE TEMP VIEW own_relation AS SELECT c.*, n.nspname FROM pg_class c JOIN own_schema n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v', 'm', 'S', 'f', 'p');

SELECT plan(19);
SELECT is((SELECT count(*) FROM own_schema), 7::bigint, 'the seven schemas are there');
SELECT cmp_ok((SELECT count(*) FROM own_relation), '>', 40::bigint, 'the tables and sequences are looked at');
SELECT cmp_ok((SELECT count(*) FROM own_function), '>', 100::bigint, 'the functions are looked at');

SELECT is_empty($$SELECT nspname, pg_get_userbyid(nspowner) FROM own_schema WHERE pg_get_userbyid(nspowner) <> 'xq_owner'
  UNION ALL SELECT proname, pg_get_userbyid(proowner) FROM own_function WHERE pg_get_userbyid(proowner) <> 'xq_owner'
  UNION ALL SELECT relname, pg_get_userbyid(relowner) FROM own_relation WHERE pg_get_userbyid(relowner) <> 'xq_owner'$$, 'everything belongs to the owner');
SELECT is_empty($$SELECT rolname FROM pg_roles WHERE rolname LIKE 'xq\_%' AND rolname <> 'xq_admin'
  AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls OR rolcanlogin = (rolname = 'xq_owner'))$$,
  'no role is mightier than it must be, and the owner cannot log in');
SELECT is_empty($$SELECT m.roleid::regrole, m.member::regrole FROM pg_auth_members m WHERE m.roleid::regrole::text LIKE 'xq\_%' OR m.member::regrole::text LIKE 'xq\_%'$$,
  'no role is a member of another');

SELECT set_eq($$SELECT p.schema, n.nspname FROM program p, own_schema n WHERE has_schema_privilege('xq_' || p.schema, n.oid, 'USAGE')$$,
  'SELECT schema, schema::name AS own FROM program', 'each program may use its own schema, and no other');
SELECT is_empty($$SELECT p.schema, n.nspname FROM program p, pg_namespace n WHERE has_schema_privilege('xq_' || p.schema, n.oid, 'CREATE')$$,
  'no program may create anything in any schema');
SELECT set_eq($$SELECT p.schema, f.oid FROM program p, own_function f WHERE has_function_privilege('xq_' || p.schema, f.oid, 'EXECUTE')$$,
  $$SELECT p.schema, f.oid FROM program p JOIN own_function f ON f.nspname = p.schema$$, 'each program may call its own functions, all of them and no others');
SELECT is_empty($$SELECT p.schema, r.oid::regclass, x FROM program p, own_relation r, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) x
  WHERE r.relkind <> 'S' AND has_table_privilege('xq_' || p.schema, r.oid, x)$$, 'no program may touch a table');
SELECT is_empty($$SELECT p.schema, a.attrelid::regclass, a.attname FROM program p, own_relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0
  WHERE r.relkind <> 'S' AND has_column_privilege('xq_' || p.schema, r.oid, a.attnum, 'SELECT, INSERT, UPDATE, REFERENCES')$$, 'nor a column');
SELECT is_empty($$SELECT p.schema, r.oid::regclass FROM program p, own_relation r WHERE r.relkind = 'S' AND has_sequence_privilege('xq_' || p.schema, r.oid, 'USAGE, SELECT, UPDATE')$$,
  'nor a sequence');
SELECT is_empty($$SELECT p.schema, x FROM program p, unnest(ARRAY['CREATE', 'TEMP']) x WHERE has_database_privilege('xq_' || p.schema, current_database(), x)$$,
  'no program may make schemas or temporary tables');
SELECT is((SELECT bool_and(has_database_privilege('xq_' || p.schema, current_database(), 'CONNECT')) FROM program p), true, 'each program may connect');

SELECT is_empty($$SELECT f.oid::regprocedure FROM own_function f, aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a WHERE a.grantee = 0$$,
  'no function is open to everybody');
SELECT is_empty($$SELECT f.oid::regprocedure FROM own_function f WHERE f.prosecdef
  AND NOT EXISTS (SELECT FROM unnest(f.proconfig) c WHERE c ~ '^search_path=pg_catalog,.*pg_temp$' AND c !~ 'public|\$user')$$,
  'every function that acts as the owner pins its search path, temporary tables last');
SELECT is_empty($$SELECT f.oid::regprocedure FROM own_function f JOIN program p ON p.schema = f.nspname WHERE NOT f.prosecdef
  UNION ALL SELECT f.oid::regprocedure FROM own_function f WHERE f.prosecdef AND f.nspname NOT IN (SELECT schema FROM program)$$,
  'a program''s functions act as the owner, the engine''s act as their caller');
SELECT is_empty($$SELECT f.oid::regprocedure FROM own_function f JOIN program p ON p.schema = f.nspname
  WHERE pg_get_function_identity_arguments(f.oid) <> 'ctx jsonb, args jsonb' OR f.prorettype <> 'jsonb'::regtype$$,
  'every program function has the one signature');
SELECT set_eq($$SELECT r.rolname, split_part(c, '=', 1) FROM pg_roles r, unnest(r.rolconfig) c WHERE r.rolname LIKE 'xq\_%' AND r.rolname <> 'xq_admin'$$,
  $$SELECT ('xq_' || schema)::name, s FROM program, unnest(ARRAY['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'search_path']) s$$,
  'every program has its limits');
SELECT * FROM finish();
ROLLBACK;
