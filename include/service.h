/* A FastCGI program: a name, route tables, and the service that runs them. */
#ifndef XQ_SERVICE_H
#define XQ_SERVICE_H

#include "route.h"

enum {
	/* Of one statement; of one that reads or writes a whole ledger. nginx waits for half as much again as the longest. */
	STATEMENT_MS = 10000,
	LARGE_STATEMENT_MS = 60000
};

struct program {
	const char *name;
	const struct route_table *tables;
	bool keys; /* it works with the server's keys */
	bool sessions; /* its rows may need a session */
};

/* The whole program: `--config FILE` serves until SIGTERM, `--config FILE --check` loads everything and ends, `--routes`, with
 * or without a configuration, prints the route table. Answers the exit status. */
int service_main(const struct program *program, int argc, char **argv);

#endif
