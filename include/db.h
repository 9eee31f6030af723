/* The database: one connection of the process's own, one verb. */
#ifndef XQ_DB_H
#define XQ_DB_H

#include "failure.h"

#include <jansson.h>
#include <stdbool.h>

struct db;

/* A connection that is made when it is first needed. conninfo and name (told to the server) are borrowed.
 * limit_ms bounds a statement. NULL without memory; the caller frees with db_free. */
struct db *db_new(const char *conninfo, const char *name, int limit_ms) __attribute__((warn_unused_result));
void db_free(struct db *db);

/* Bounds the statements that follow by another limit. */
void db_limit(struct db *db, int limit_ms);

/* Lets a readable stop_fd cancel the running statement: it is rolled back and answered as busy, and never sent again. */
void db_stop_on(struct db *db, int stop_fd);

/* Calls `SELECT schema.function($1::jsonb, $2::jsonb)`, a literal, in a transaction of its own. 0 with a new reference in
 * *answer, always an object; or -1 with failure set, which is then all that is known: after a lost connection, a timeout or
 * a warning at the commit the write may or may not have happened, and it is not tried again. */
int db_call(struct db *db, const char *sql, const json_t *ctx, const json_t *args, json_t **answer,
	struct failure *failure) __attribute__((warn_unused_result));

/* A statement without parameters and without an answer, such as LISTEN. 0, or -1 with failure set. */
int db_do(struct db *db, const char *sql, struct failure *failure) __attribute__((warn_unused_result));

/* The connection's descriptor to poll for notifications, or -1 when there is none. */
int db_socket(struct db *db);

/* Whether a notification came since the last time; also notices a lost connection, after which db_socket is -1. */
bool db_notified(struct db *db);

#endif
