/* A FastCGI program: a name, route tables, and the service that runs them. */
#ifndef XQ_SERVICE_H
#define XQ_SERVICE_H

#include "route.h"

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
