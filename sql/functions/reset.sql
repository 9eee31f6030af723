-- Functions are rebuilt at every deploy: nothing of yesterday's is left behind. Tables and their triggers live in core and stay.

DROP SCHEMA IF EXISTS engine, intake, reader, console, worker CASCADE;
CREATE SCHEMA engine;
CREATE SCHEMA intake;
CREATE SCHEMA reader;
CREATE SCHEMA console;
CREATE SCHEMA worker;
COMMENT ON SCHEMA engine  IS 'What all programs share: transitions, deadlines, events, words. Callable by the owner alone.';
COMMENT ON SCHEMA intake  IS 'The functions of xq-intake: opinions in, tracking by receipt.';
COMMENT ON SCHEMA reader  IS 'The functions of xq-reader: what everybody may read.';
COMMENT ON SCHEMA console IS 'The functions of xq-console: what staff do, each by its role.';
COMMENT ON SCHEMA worker  IS 'The functions of xq-worker: jobs that fall due.';
