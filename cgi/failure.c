#include "failure.h"

#include <stdio.h>

/* Whoever sends a thousand wrong names is told of the first of them. */
enum { ERRORS_MAX = 32, UNAVAILABLE_SECONDS = 5 };

int failure_set(struct failure *failure, int status, const char *code)
{
	failure_clear(failure);
	failure->status = status;
	snprintf(failure->code, sizeof failure->code, "%s", code);
	if (status == 503)
		failure->retry_after = UNAVAILABLE_SECONDS;
	return -1;
}

int failure_field(struct failure *failure, const char *field, const char *code)
{
	if (!failure->status)
		failure_set(failure, 422, "fields.invalid");
	if (!failure->errors)
		failure->errors = json_array();
	if (json_array_size(failure->errors) < ERRORS_MAX)
		json_array_append_new(failure->errors, json_pack("{ss ss}", "field", field, "code", code));
	return -1;
}

void failure_clear(struct failure *failure)
{
	json_decref(failure->errors);
	*failure = (struct failure){ 0 };
}
