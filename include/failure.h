/* Why a request was refused: an HTTP status, a stable dotted code, and the fields it is about. It never holds words of a request. */
#ifndef XQ_FAILURE_H
#define XQ_FAILURE_H

#include <jansson.h>

enum { FAILURE_CODE_MAX = 64 };

/* All zero is no failure. */
struct failure {
	int status;
	char code[FAILURE_CODE_MAX];
	json_t *errors; /* owned: [{"field","code"}], or NULL */
	int retry_after; /* seconds, or 0 */
};

/* Makes it this failure, whatever it was before. code is literal. Answers -1, so that a caller can return it. */
int failure_set(struct failure *failure, int status, const char *code);

/* Adds a field; the first one also makes it a 422 fields.invalid where no failure was set. Answers -1. */
int failure_field(struct failure *failure, const char *field, const char *code);

/* Frees what it owns and makes it no failure again. */
void failure_clear(struct failure *failure);

#endif
