/* A master that keeps so many worker processes alive. */
#ifndef XQ_PREFORK_H
#define XQ_PREFORK_H

struct metrics;

struct prefork {
	long workers;
	/* A worker's life; answers its exit status. SIGTERM is blocked in it: stop_fd becomes readable instead, and the worker
	 * ends when what it has begun is finished. */
	int (*work)(void *to, int stop_fd);
	void (*reload)(void *to); /* before the workers are replaced after a SIGHUP; or NULL */
	void *to;
	struct metrics *metrics;
};

/* Runs until SIGTERM or SIGINT and until the last worker has ended. A worker that dies is replaced within a second. SIGHUP lets
 * every worker finish and starts a fresh one in its place. Answers 0, or -1 when it cannot begin. */
int prefork_run(const struct prefork *prefork);

#endif
