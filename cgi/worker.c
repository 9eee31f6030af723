/* xq-worker: does what is due, when it is due. */
#include "config.h"
#include "db.h"
#include "log.h"
#include "metrics.h"
#include "prefork.h"

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
	struct metrics *metrics;
};

static int two_digits(const char *text, int at)
{
	return (text[at] - '0') * 10 + text[at + 1] - '0';
}

/* Unix time of an ISO 8601 time with offset, such as 2026-11-23T14:05:00+08:00; -1 when it is none. */
static time_t read_time(const char *text)
{
	struct tm tm = { 0 };
	const char *rest = text ? strptime(text, "%Y-%m-%dT%H:%M:%S", &tm) : NULL;
	if (!rest)
		return -1;
	if (*rest == '.')
		rest += 1 + strspn(rest + 1, "0123456789");
	if (*rest == 'Z')
		return timegm(&tm);
	if (strlen(rest) != 6 || strspn(rest + 1, "0123456789:") != 5)
		return -1;
	int offset = two_digits(rest, 1) * 3600 + two_digits(rest, 4) * 60;
	return timegm(&tm) - (*rest == '-' ? -offset : offset);
}

/* One round. When to look again, as seconds from now. */
static long run_due(struct db *db, struct failure *failure)
{
	unsigned char random[8];
	char id[17];
	json_t *args = json_object(), *answer = NULL;
	randombytes_buf(random, sizeof random);
	sodium_bin2hex(id, sizeof id, random, sizeof random);
	json_t *ctx = json_pack("{ss ss ss}", "lang", "zh-CN", "request_id", id, "face", "api");
	long wait = RETRY_SECONDS;
	if (!db_call(db, "SELECT worker.run_due($1::jsonb, $2::jsonb)", ctx, args, &answer, failure)) {
		time_t next = read_time(json_string_value(json_object_get(answer, "next_at")));
		wait = next < 0 ? LOOK_SECONDS : (long)(next - time(NULL));
		if (json_is_true(json_object_get(answer, "more")))
			wait = 0;
	}
	json_decref(answer);
	json_decref(args);
	json_decref(ctx);
	return wait < 0 ? 0 : wait > LOOK_SECONDS ? LOOK_SECONDS : wait;
}

/* A connection that has just been made has not been told to listen yet. */
static long look(struct db *db, bool *listening)
{
	struct failure failure = { 0 };
	long wait = RETRY_SECONDS;
	if (db_socket(db) < 0)
		*listening = false;
	if (!*listening)
		*listening = !db_do(db, "LISTEN xq_work", &failure);
	if (*listening)
		wait = run_due(db, &failure);
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
	bool listening = false;
	if (!db)
		return 1;
	db_stop_on(db, stop_fd);
	do {
		metrics_beat(job->metrics);
	} while (!rest(db, job->metrics, stop_fd, time(NULL) + look(db, &listening)));
	db_free(db);
	return 0;
}

static int load(struct job *job, const char *path, char *why, size_t n)
{
	static const char *const needed[] = { "database", "run_dir", NULL };
	job->config = config_load(path, why, n);
	const char *missing = job->config ? config_missing(job->config, needed) : NULL;
	if (missing)
		snprintf(why, n, "%s: %s is missing", path, missing);
	return job->config && !missing ? 0 : -1;
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
	config_free(job.config);
	return wrong ? 1 : 0;
}
