/* Problem details (RFC 9457) in the reader's language. */
#ifndef XQ_PROBLEM_H
#define XQ_PROBLEM_H

#include "failure.h"

struct pages;

/* A new object: type, title, status, detail, code, request_id, errors [{field, code, message}]. All words come from the
 * catalogue's `errors`: those of the code, else those of the status. NULL without memory. */
json_t *problem_new(const struct pages *pages, const char *lang, const char *request_id, const struct failure *failure)
	__attribute__((warn_unused_result));

#endif
