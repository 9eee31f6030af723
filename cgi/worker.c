/* xq-worker: does what is due, when it is due, and tells those who are to be told. */
#include "boxes.h"
#include "config.h"
#include "db.h"
#include "log.h"
#include "metrics.h"
#include "outbox.h"
#include "prefork.h"
#include "round.h"
#include "secret.h"

#include <curl/curl.h>
#include <jansson.h>
#include <poll.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
	/* A round of due jobs may take long, and nobody waits for it. */
	STATEMENT_MS = 60000,
	BEAT_SECONDS = 10,
	/* Even without a notice and without a time: a notice may be lost with a connection, and clocks are set. */
	LOOK_SECONDS = 60,
	RETRY_SECONDS = 2,
	WHY_SIZE = 512
};

struct job {
	struct config *config;
	struct secret *secret;
	struct metrics *metrics;
};

/* Seconds from now until then; a while, where nothing is ahead. The time comes without its fraction: the second must be over, or it
 * would be asked for again and again within it. */
static long until(time_t next)
{
	long wait = next < 0 ? LOOK_SECONDS : (long)(next - time(NULL)) + 1;
	return wait < 0 ? 0 : wait > LOOK_SECONDS ? LOOK_SECONDS : wait;
}

/* What fell due. When to look again, as seconds from now. */
static long run_due(struct db *db, struct failure *failure)
{
	json_t *args = json_object(), *answer = NULL, *ctx = round_ctx();
	long wait = RETRY_SECONDS;
	if (!db_call(db, "SELECT worker.run_due($1::jsonb, $2::jsonb)", ctx, args, &answer, failure)) {
		wait = until(round_time(json_string_value(json_object_get(answer, "next_at"))));
		if (json_is_true(json_object_get(answer, "more")))
			wait = 0;
	}
	json_decref(answer);
	json_decref(args);
	json_decref(ctx);
	return wait;
}

/* A connection that has just been made has not been told to listen yet. */
static bool listen_to(struct db *db, bool *listening, struct failure *failure)
{
	if (db_socket(db) < 0)
		*listening = false;
	if (!*listening)
		*listening = !db_do(db, "LISTEN xq_work", failure);
	return *listening;
}

static long sooner(long a, long b)
{
	return a < b ? a : b;
}

/* One round: what is due is done, closed surveys are opened, then what is to be told is sent. When to look again, as seconds from now. */
static long look(const struct outbox *outbox, bool *listening)
{
	struct failure failure = { 0 };
	long wait = RETRY_SECONDS;
	if (listen_to(outbox->db, listening, &failure)) {
		wait = run_due(outbox->db, &failure);
		if (!failure.status)
			wait = sooner(wait, until(boxes_round(outbox->db, outbox->config, &failure)));
		if (!failure.status)
			wait = sooner(wait, until(outbox_round(outbox, &failure)));
		if (failure.status)
			wait = RETRY_SECONDS;
	}
	failure_clear(&failure);
	return wait;
}

/* Whether something happened on the connection that is a reason to look: a notice, or that it is gone. */
static bool stirred(struct db *db)
{
	return db_notified(db) || db_socket(db) < 0;
}

/* Sleeps until the time has come or the connection stirs. True when it is to stop. */
static bool rest(struct db *db, struct metrics *metrics, int stop_fd, time_t until)
{
	if (db_notified(db)) /* it came together with the last answer */
		until = 0;
	for (;;) {
		long left = (long)(until - time(NULL));
		struct pollfd p[2] = { { .fd = stop_fd, .events = POLLIN }, { .fd = db_socket(db), .events = POLLIN } };
		metrics_beat(metrics);
		poll(p, 2, (int)(left < 0 ? 0 : left < BEAT_SECONDS ? left : BEAT_SECONDS) * 1000);
		if (p[0].revents)
			return true;
		if (time(NULL) >= until || (p[1].revents && stirred(db)))
			return false;
	}
}

static int work(void *to, int stop_fd)
{
	const struct job *job = to;
	struct db *db = db_new(job->config->database, "xq-worker", STATEMENT_MS);
	struct outbox outbox = { .db = db, .config = job->config, .secret = job->secret, .stop_fd = stop_fd };
	bool listening = false;
	if (!db || curl_global_init(CURL_GLOBAL_DEFAULT))
		return 1;
	db_stop_on(db, stop_fd);
	do {
		metrics_beat(job->metrics);
	} while (!rest(db, job->metrics, stop_fd, time(NULL) + look(&outbox, &listening)));
	db_free(db);
	return 0;
}

static int load(struct job *job, const char *path, char *why, size_t n)
{
	static const char *const needed[] = { "database", "run_dir", "keys", NULL };
	job->config = config_load(path, why, n);
	const char *missing = job->config ? config_missing(job->config, needed) : NULL;
	if (missing)
		snprintf(why, n, "%s: %s is missing", path, missing);
	else if (job->config)
		job->secret = secret_open(job->config->keys, why, n);
	return job->secret ? 0 : -1;
}

static int serve(struct job *job, char *why, size_t n)
{
	job->metrics = metrics_open(job->config->run_dir, "xq-worker", why, n);
	if (!job->metrics)
		return -1;
	struct prefork prefork = { .workers = 1, .work = work, .to = job, .metrics = job->metrics };
	return prefork_run(&prefork);
}

int main(int argc, char **argv)
{
	struct job job = { 0 };
	char why[WHY_SIZE] = "";
	bool check = argc == 4 && !strcmp(argv[3], "--check");
	log_open("xq-worker");
	if ((argc != 3 && !check) || strcmp(argv[1], "--config")) {
		fprintf(stderr, "usage: xq-worker --config FILE [--check]\n");
		return 2;
	}
	int wrong = sodium_init() < 0 ? -1 : load(&job, argv[2], why, sizeof why);
	if (!wrong && !check)
		wrong = serve(&job, why, sizeof why);
	if (wrong)
		fprintf(stderr, "xq-worker: %s\n", why);
	secret_free(job.secret);
	config_free(job.config);
	return wrong ? 1 : 0;
}
