-- Who there is. Runs first at every deploy, as the cluster's superuser, and ends as xq_owner: all that follows belongs to it.
-- A program role owns nothing, may connect, and sees the functions of its own schema; grants.sql says so.

SELECT current_database() AS db \gset

SELECT NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'xq_owner') AS no_owner,
       NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'xq_intake') AS no_intake,
       NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'xq_reader') AS no_reader,
       NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'xq_console') AS no_console,
       NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'xq_worker') AS no_worker \gset
\if :no_owner
CREATE ROLE xq_owner;
\endif
\if :no_intake
CREATE ROLE xq_intake;
\endif
\if :no_reader
CREATE ROLE xq_reader;
\endif
\if :no_console
CREATE ROLE xq_console;
\endif
\if :no_worker
CREATE ROLE xq_worker;
\endif

ALTER ROLE xq_owner   NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT;
ALTER ROLE xq_intake  LOGIN   NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT;
ALTER ROLE xq_reader  LOGIN   NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT;
ALTER ROLE xq_console LOGIN   NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT;
ALTER ROLE xq_worker  LOGIN   NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT;

-- A request lives seconds; a statement that lives longer has gone wrong. The worker's due jobs may take longer.
ALTER ROLE xq_intake  SET statement_timeout = '5s';
ALTER ROLE xq_reader  SET statement_timeout = '5s';
ALTER ROLE xq_console SET statement_timeout = '15s';
ALTER ROLE xq_worker  SET statement_timeout = '60s';
ALTER ROLE xq_intake  SET lock_timeout = '2s';
ALTER ROLE xq_reader  SET lock_timeout = '2s';
ALTER ROLE xq_console SET lock_timeout = '3s';
ALTER ROLE xq_worker  SET lock_timeout = '5s';
ALTER ROLE xq_intake  SET idle_in_transaction_session_timeout = '10s';
ALTER ROLE xq_reader  SET idle_in_transaction_session_timeout = '10s';
ALTER ROLE xq_console SET idle_in_transaction_session_timeout = '20s';
ALTER ROLE xq_worker  SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE xq_intake  SET search_path = pg_catalog, pg_temp;
ALTER ROLE xq_reader  SET search_path = pg_catalog, pg_temp;
ALTER ROLE xq_console SET search_path = pg_catalog, pg_temp;
ALTER ROLE xq_worker  SET search_path = pg_catalog, pg_temp;

-- The owner may create schemas here because the database is its own; nobody else may do anything by default.
ALTER DATABASE :"db" OWNER TO xq_owner;
REVOKE ALL ON DATABASE :"db" FROM PUBLIC;
-- To compile a query, or to start helpers for it, takes longer than to run it: none here works on so many rows.
ALTER DATABASE :"db" SET jit = off;
ALTER DATABASE :"db" SET max_parallel_workers_per_gather = 0;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

SET ROLE xq_owner;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC;
