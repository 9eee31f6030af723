/* Tests are data: each case of tests/unit/data/<file>.json, an array of objects with a name, is a test of its own. */
#ifndef XQ_CASES_H
#define XQ_CASES_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* *state is the case. */
typedef void (*case_test)(void **state);

struct case_file {
	const char *name;
	case_test test;
};

/* Runs all cases of all files under cmocka; files ends with a NULL name. An empty or unreadable file fails. */
int cases_run(const char *group, const struct case_file *files);

/* The string member of a case; fails the test where it is missing. */
const char *case_text(const json_t *test, const char *member);
const char *case_text_or(const json_t *test, const char *member, const char *otherwise);

/* A fresh folder in memory, and its end with all that is in it. */
void scratch_new(char dir[64]);
void scratch_free(const char *dir);

/* Writes dir/path, making folders on the way. */
void scratch_write(const char *dir, const char *path, const void *data, size_t len, unsigned mode);

/* Keys of a fixed server, so that what is derived from them can stand in a case. */
void scratch_keys(const char *dir);

/* An attempt under a failing allocator: ATTEMPT_WRONG is an answer that is neither right nor an error. */
enum attempt { ATTEMPT_RIGHT, ATTEMPT_FAILED, ATTEMPT_WRONG };

/* Runs attempt with the first, the second, the third… allocation failing, until it needs no more of them. Each run must
 * be right or report failure, and the last one right; leaks are the sanitizer's to find. */
void each_allocation_fails(enum attempt (*attempt)(void *arg), void *arg);

#endif
