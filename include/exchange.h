/* One request from its first byte to its answer, and what it may lean on. */
#ifndef XQ_EXCHANGE_H
#define XQ_EXCHANGE_H

#include "failure.h"
#include "reply.h"
#include "request.h"

#include <jansson.h>
#include <stdbool.h>

struct config;
struct db;
struct metrics;
struct pages;
struct program;
struct route;
struct secret;

/* What stays the same from request to request. All borrowed. */
struct service {
	const struct program *program;
	const struct config *config;
	const struct secret *secret; /* NULL in a program that has no keys */
	const struct pages *pages;
	struct db *db;
	struct metrics *metrics;
};

struct exchange {
	const struct service *service; /* borrowed */
	const struct route *route; /* borrowed; NULL before one is found */
	struct request request;
	json_t *params; /* path parameters */
	json_t *args; /* what the SQL function is told: params and checked fields */
	json_t *ctx; /* who asks, in which language, on which face */
	json_t *answer; /* what it answered */
	int status; /* of a success; a hook may change it */
	struct failure failure;
	struct reply reply;
	char allow[64]; /* methods of a path that was asked by another */
	json_t *held; /* what one hook keeps for a later one; SQL is not told */
	char
		new_token[REQUEST_TOKEN_CHARS + 1]; /* of the session cookie where token_changed; empty takes the cookie away */
	bool token_changed;
};

/* Fills exchange->reply, whatever happens. envp is borrowed until exchange_free; body is read at most once. */
void exchange_run(
	struct exchange *exchange, const struct service *service, char *const *envp, const struct source *body);

/* The only place where an exchange dies. */
void exchange_free(struct exchange *exchange);

#endif
