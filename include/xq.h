/* The admin command: its parts, and what they share. */
#ifndef XQ_XQ_H
#define XQ_XQ_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "config.h"

struct pg_conn; /* libpq's PGconn */

/* One run of the command. */
struct xq {
	struct config *config; /* NULL without --config */
	struct pg_conn *conn; /* connected when first asked */
	char **args; /* what stands behind the command's name, ending with NULL */
};

/* Each is a command that reads xq->args: 0, or the exit status after a line on standard error. */
int xq_migrate(struct xq *xq);
int xq_keys(struct xq *xq);
int xq_account(struct xq *xq);
int xq_webhook(struct xq *xq);
int xq_office(struct xq *xq);
int xq_category(struct xq *xq);
int xq_choice(struct xq *xq);
int xq_rule(struct xq *xq);
int xq_param(struct xq *xq);
int xq_text(struct xq *xq);
int xq_verify(struct xq *xq);
int xq_status(struct xq *xq);
int xq_demo(struct xq *xq);
int xq_render(struct xq *xq);

/* A line on standard error; answers 1. */
int xq_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Calls a literal statement with one jsonb parameter as xq_owner. The one value that it answers, a new reference; NULL
 * after a line on standard error. param may be NULL. */
json_t *xq_ask(struct xq *xq, const char *sql, const json_t *param) __attribute__((warn_unused_result));

/* Runs a psql script in one transaction, as the user of the configuration. 0, or -1 after psql's own lines. */
int xq_script(struct xq *xq, const char *script, size_t len) __attribute__((warn_unused_result));

/* Ends the connection, where there is one. */
void xq_disconnect(struct xq *xq);

/* The password on standard input's first line, or a fresh one. The caller wipes and frees; NULL after a line. */
char *xq_password(bool from_stdin) __attribute__((warn_unused_result));

/* Prints rows (a list of lists of strings) under the headings (ends with NULL), aligned for a terminal that shows
 * Chinese. */
void xq_table(const char *const *headings, const json_t *rows);

/* Prints every account with its office and roles. 0, or 1. */
int xq_account_table(struct xq *xq);

#endif
