#include "metrics.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

/* Changes with the layout below: a file of another release counts as none. */
static const uint64_t MAGIC = 0x7871636f756e7431u;

static const long bucket_us[] = { 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000, 1000000, 5000000 };

enum { BUCKETS = sizeof bucket_us / sizeof bucket_us[0], CLASSES = 6 };

struct metrics {
	uint64_t magic;
	_Atomic uint64_t started, beat, respawns, sum_us;
	_Atomic uint64_t answers[CLASSES]; /* by the first digit of the status */
	_Atomic uint64_t buckets[BUCKETS + 1]; /* by duration, each counted once; the last has no bound */
};

static const char *const programs[] = { "xq-intake", "xq-reader", "xq-console", "xq-worker", NULL };

static struct metrics *map(int fd)
{
	if (ftruncate(fd, sizeof(struct metrics)))
		return NULL;
	void *at = mmap(NULL, sizeof(struct metrics), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	return at == MAP_FAILED ? NULL : at;
}

/* The old file is replaced, never truncated: whoever still maps it keeps its pages. */
struct metrics *metrics_open(const char *run_dir, const char *program, char *why, size_t n)
{
	char path[PATH_MAX], fresh[PATH_MAX];
	struct metrics *metrics = NULL;
	int room = snprintf(path, sizeof path, "%s/metrics-%s", run_dir, program);
	int more = snprintf(fresh, sizeof fresh, "%s/metrics-%s.new", run_dir, program);
	bool fits = room > 0 && more > 0 && more < PATH_MAX;
	int fd = fits ? open(fresh, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
	if (fd >= 0) {
		metrics = map(fd);
		close(fd);
	}
	if (metrics) {
		metrics->magic = MAGIC;
		metrics->started = (uint64_t)time(NULL);
	}
	if (metrics && !rename(fresh, path))
		return metrics;
	snprintf(why, n, "%s: %s", path, strerror(errno));
	return NULL;
}

void metrics_request(struct metrics *metrics, int status, long long microseconds)
{
	size_t bucket = 0, class = (size_t)status / 100;
	while (bucket < BUCKETS && microseconds > bucket_us[bucket])
		bucket++;
	metrics->answers[class < CLASSES ? class : 0]++;
	metrics->buckets[bucket]++;
	metrics->sum_us += (uint64_t)microseconds;
}

void metrics_respawn(struct metrics *metrics)
{
	metrics->respawns++;
}

void metrics_beat(struct metrics *metrics)
{
	metrics->beat = (uint64_t)time(NULL);
}

static bool load(const char *run_dir, const char *program, struct metrics *to)
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof path, "%s/metrics-%s", run_dir, program);
	int fd = n > 0 && n < PATH_MAX ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	if (fd < 0)
		return false;
	bool whole = read(fd, to, sizeof *to) == (ssize_t)sizeof *to && to->magic == MAGIC;
	close(fd);
	return whole;
}

long metrics_beat_age(const char *run_dir, const char *program)
{
	struct metrics metrics;
	if (!load(run_dir, program, &metrics) || !metrics.beat)
		return -1;
	long age = (long)(time(NULL) - (time_t)metrics.beat);
	return age > 0 ? age : 0;
}

static void write_answers(struct buf *out, const char *program, const struct metrics *m)
{
	for (int i = 2; i < CLASSES; i++)
		buf_putf(out, "xq_answers_total{program=\"%s\",status=\"%dxx\"} %llu\n", program, i,
			(unsigned long long)m->answers[i]);
}

static void write_durations(struct buf *out, const char *program, const struct metrics *m)
{
	unsigned long long n = 0;
	for (size_t i = 0; i < BUCKETS; i++) {
		n += m->buckets[i];
		buf_putf(
			out, "xq_answer_seconds_bucket{program=\"%s\",le=\"%g\"} %llu\n", program, (double)bucket_us[i] / 1e6, n);
	}
	n += m->buckets[BUCKETS];
	buf_putf(out, "xq_answer_seconds_bucket{program=\"%s\",le=\"+Inf\"} %llu\n", program, n);
	buf_putf(out, "xq_answer_seconds_sum{program=\"%s\"} %.6f\n", program, (double)m->sum_us / 1e6);
	buf_putf(out, "xq_answer_seconds_count{program=\"%s\"} %llu\n", program, n);
}

static void write_respawns(struct buf *out, const char *program, const struct metrics *m)
{
	buf_putf(out, "xq_worker_deaths_total{program=\"%s\"} %llu\n", program, (unsigned long long)m->respawns);
}

static void write_started(struct buf *out, const char *program, const struct metrics *m)
{
	buf_putf(out, "xq_started_seconds{program=\"%s\"} %llu\n", program, (unsigned long long)m->started);
}

static void write_beat(struct buf *out, const char *program, const struct metrics *m)
{
	if (m->beat)
		buf_putf(out, "xq_beat_seconds{program=\"%s\"} %llu\n", program, (unsigned long long)m->beat);
}

static const struct family {
	const char *name, *type, *help;
	void (*write)(struct buf *out, const char *program, const struct metrics *m);
} families[] = {
	{ "xq_answers_total", "counter", "Answers by class of status.", write_answers },
	{ "xq_answer_seconds", "histogram", "Time from the first byte read to the last written.", write_durations },
	{ "xq_worker_deaths_total", "counter", "Workers that died and were replaced.", write_respawns },
	{ "xq_started_seconds", "gauge", "When the program started, in Unix time.", write_started },
	{ "xq_beat_seconds", "gauge", "When the program was last at work, in Unix time.", write_beat },
};

void metrics_text(const char *run_dir, struct buf *out)
{
	for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
		const struct family *family = &families[i];
		buf_putf(out, "# HELP %s %s\n# TYPE %s %s\n", family->name, family->help, family->name, family->type);
		for (const char *const *program = programs; *program; program++) {
			struct metrics metrics;
			if (load(run_dir, *program, &metrics))
				family->write(out, *program, &metrics);
		}
	}
}
