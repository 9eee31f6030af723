/* Delivery: what the outbox holds, sent to mail servers and webhooks. */
#ifndef XQ_OUTBOX_H
#define XQ_OUTBOX_H

#include "failure.h"

#include <stdbool.h>
#include <time.h>

struct config;
struct db;
struct secret;

struct outbox {
	struct db *db; /* borrowed, with all below */
	const struct config *config;
	const struct secret *secret;
	int stop_fd; /* readable: no further one is begun */
};

/* Takes what is due, sends each once, and tells the database how it went. When to look again as Unix time; 0: at once, -1: nothing
 * waits. With failure set where the database did not answer. What was sent but could not be marked so is sent again later under the
 * same mark, by which its receiver knows it. */
time_t outbox_round(const struct outbox *outbox, struct failure *failure) __attribute__((warn_unused_result));

#endif
