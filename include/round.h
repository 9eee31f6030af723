/* What the worker's rounds share. */
#ifndef XQ_ROUND_H
#define XQ_ROUND_H

#include <jansson.h>
#include <time.h>

/* Who asks, for a call that no request is behind: a new object, or NULL without memory. */
json_t *round_ctx(void) __attribute__((warn_unused_result));

/* Unix time of an ISO 8601 time with offset, such as 2026-11-23T14:05:00+08:00; -1 when it is none, or NULL. */
time_t round_time(const char *text);

#endif
