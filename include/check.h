/* Declared inputs: a route says which fields it takes, and nothing else comes through. */
#ifndef XQ_CHECK_H
#define XQ_CHECK_H

#include "failure.h"

#include <jansson.h>
#include <stdbool.h>

/* Zero ends a table. */
enum field_type {
	FIELD_END,
	FIELD_TEXT, /* min and max in code points, after trimming */
	FIELD_LONGTEXT, /* the same over several lines; trimmed in a form only, to the letter in JSON */
	FIELD_SECRET, /* a text that is taken as it is and never written back */
	FIELD_CODE, /* a code of ours, up to max of letters, digits, _ - . */
	FIELD_CHOICE,
	FIELD_BOOL, /* in a form, absent is false */
	FIELD_INT, /* min to max */
	FIELD_DATE, /* YYYY-MM-DD */
	FIELD_UUID, /* told in lower case */
	FIELD_RECEIPT /* as typed, up to max */
};

struct field {
	const char *name; /* `contact.name` is the member name of the object contact */
	enum field_type type;
	bool required;
	long min, max;
	const char *const *choices; /* of FIELD_CHOICE, ends with NULL */
};

struct check {
	const struct field *fields; /* may be NULL: none */
	bool form; /* values are strings, and an empty one is an absent one */
	bool open; /* any other flat names pass, with strings, numbers, booleans or lists of strings */
	bool forgive_names; /* names that are not declared are left out instead of refused */
};

/* Checks in (an object, or NULL for none) and collects every field's error. A new object of typed values, or NULL with failure
 * set. Absent values are absent in it. */
json_t *check_fields(const struct check *check, const json_t *in, struct failure *failure)
	__attribute__((warn_unused_result));

/* The name of a type in the API's description. */
const char *check_type_name(enum field_type type);

#endif
