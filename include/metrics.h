/* Counters of a program, shared by its workers through a file, so that any program can tell those of all. */
#ifndef XQ_METRICS_H
#define XQ_METRICS_H

#include "buf.h"

#include <stddef.h>

struct metrics;

/* A fresh set of counters at run_dir/metrics-<program>, in place of an older one. NULL with a line in why. It lives as long as
 * the process and is inherited over fork. */
struct metrics *metrics_open(const char *run_dir, const char *program, char *why, size_t n)
	__attribute__((warn_unused_result));

/* One request was answered with status after so many microseconds. */
void metrics_request(struct metrics *metrics, int status, long long microseconds);

/* A worker died and is replaced. */
void metrics_respawn(struct metrics *metrics);

/* The program is at work now. */
void metrics_beat(struct metrics *metrics);

/* Seconds since a program's last beat, or -1 when it has no counters or never beat. */
long metrics_beat_age(const char *run_dir, const char *program);

/* The counters of every program in the text format of Prometheus. */
void metrics_text(const char *run_dir, struct buf *out);

#endif
