-- The only grants of the tree: a program connects, and calls the functions of its own schema. Nothing else is anybody's.

SELECT current_database() AS db \gset
GRANT CONNECT ON DATABASE :"db" TO xq_intake, xq_reader, xq_console, xq_worker;

GRANT USAGE ON SCHEMA intake  TO xq_intake;
GRANT USAGE ON SCHEMA reader  TO xq_reader;
GRANT USAGE ON SCHEMA console TO xq_console;
GRANT USAGE ON SCHEMA worker  TO xq_worker;

GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA intake  TO xq_intake;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA reader  TO xq_reader;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA console TO xq_console;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA worker  TO xq_worker;
