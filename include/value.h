/* Values as expressions see them: what ECMAScript calls undefined, null, boolean, number, string, array, object and
 * Date, and the conversions between them, to the letter of ECMA-262 and of survey-core 3.1.1's helpers.
 *
 * Values are small and copied; what they point at lives in an arena, which outlives them. */
#ifndef XQ_VALUE_H
#define XQ_VALUE_H

#include "arena.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum value_kind {
	VALUE_UNDEFINED, /* zero */
	VALUE_NULL,
	VALUE_BOOL,
	VALUE_NUMBER,
	VALUE_TEXT,
	VALUE_LIST,
	VALUE_OBJECT,
	VALUE_DATE
};

struct value {
	enum value_kind kind;
	union {
		bool truth;
		double number;
		struct {
			const char *bytes; /* UTF-8 (a half of a pair cut in two stands as three bytes), ends with a NUL */
			size_t len;
		} text;
		struct {
			struct value *items;
			size_t n;
		} list;
		struct {
			struct value_member *members;
			size_t n;
		} object;
		double *date; /* milliseconds since 1970 UTC; shared by its copies, as a Date is */
	};
};

struct value_member {
	const char *name;
	struct value value;
};

/* A text longer than this is not made: expressions that double a text would otherwise never end. */
enum { VALUE_TEXT_MAX = 256 * 1024 };

struct value value_none(void); /* undefined */
struct value value_null(void);
struct value value_bool(bool truth);
struct value value_number(double number);
struct value value_date(struct arena *arena, double milliseconds);
/* Borrows a NUL-terminated text. */
struct value value_text(const char *text);
struct value value_text_copy(struct arena *arena, const char *bytes, size_t len);

/* A copy of JSON in the arena, and JSON of a value (undefined and numbers that JSON has not become null; NULL without
 * memory). */
struct value value_from_json(struct arena *arena, const json_t *json);
json_t *value_to_json(const struct value *value) __attribute__((warn_unused_result));

/* Whether its texts are whole: an expression may have cut a character in two, and JSON has no place for that. */
bool value_speakable(const struct value *value);

/* ToBoolean, ToNumber, ToString. */
bool value_truth(const struct value *value);
double value_to_number(const struct value *value);
struct value value_to_text(struct arena *arena, const struct value *value);

/* Whether survey-core calls it empty: undefined, null, "", NaN, [], and objects with nothing but empty members. The
 * second also calls a text of white space empty, as questions do. */
bool value_empty(const struct value *value);
bool value_blank(const struct value *value);

/* Helpers.getNumber: NaN for what is no number. */
double value_as_number(const struct value *value);
bool value_is_number(const struct value *value);

/* Helpers.isTwoValueEquals. */
struct value_equality {
	bool ignore_order, fold_case, trim, keep_types; /* keep_types: "1" is not 1 */
};
bool value_equal(struct arena *arena, const struct value *a, const struct value *b, struct value_equality how);

/* As a question compares its values: case and white space count, types are kept. */
bool value_same(struct arena *arena, const struct value *a, const struct value *b);

/* -1, 0, 1; 2 where a NaN makes them incomparable (the relational operators). */
int value_order(struct arena *arena, const struct value *a, const struct value *b);

/* The member of an object, or NULL. */
const struct value *value_member(const struct value *object, const char *name);

/* Adds or replaces a member, or removes it. The members are copied: who shares them keeps his own. False without
 * memory. */
bool value_set_member(struct arena *arena, struct value *object, const char *name, const struct value *value);

#endif
