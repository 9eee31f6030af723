/* What ECMAScript and survey-core's helpers make of a value that should be a text, a number, or equal to another. */
#include "moment.h"
#include "text16.h"
#include "value.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

enum { DEPTH_MAX = 16, HEX_MAX = 32, DIGITS_MAX = 15 };

/* Appends to a list's text; NULL once memory has ended. */
static char *append(struct arena *arena, char *to, size_t *len, const char *more, size_t n)
{
	if (*len + n > VALUE_TEXT_MAX) {
		arena_exceed(arena);
		return NULL;
	}
	if (to)
		memcpy(to + *len, more, n);
	*len += n;
	return to;
}

static struct value list_to_text(struct arena *arena, const struct value *value)
{
	struct value *parts = arena_take(arena, (value->list.n + 1) * sizeof *parts);
	size_t total = value->list.n, len = 0;
	for (size_t i = 0; parts && i < value->list.n; i++) {
		bool none = value->list.items[i].kind <= VALUE_NULL;
		parts[i] = none ? value_text("") : value_to_text(arena, &value->list.items[i]);
		total += parts[i].text.len;
	}
	char *text = parts ? arena_take(arena, total + 1) : NULL;
	for (size_t i = 0; text && i < value->list.n; i++) {
		if (i)
			text = append(arena, text, &len, ",", 1);
		text = text ? append(arena, text, &len, parts[i].text.bytes, parts[i].text.len) : NULL;
	}
	return text ? (struct value){ .kind = VALUE_TEXT, .text = { text, len } } : value_text("");
}

struct value value_to_text(struct arena *arena, const struct value *value)
{
	static const char *const plain[] = { "undefined", "null" };
	char text[80];
	switch (value->kind) {
	case VALUE_TEXT:
		return *value;
	case VALUE_BOOL:
		return value_text(value->truth ? "true" : "false");
	case VALUE_LIST:
		return list_to_text(arena, value);
	case VALUE_OBJECT:
		return value_text("[object Object]");
	case VALUE_NUMBER:
		text16_of_number(value->number, text);
		return value_text_copy(arena, text, strlen(text));
	case VALUE_DATE:
		moment_text(*value->date, text);
		return value_text_copy(arena, text, strlen(text));
	default:
		return value_text(plain[value->kind]);
	}
}

/* A list of one is what its member is; of more, no number. */
static const struct value *only(const struct value *value)
{
	for (int depth = 0; value->kind == VALUE_LIST && value->list.n == 1 && depth < DEPTH_MAX; depth++)
		value = &value->list.items[0];
	return value;
}

double value_to_number(const struct value *value)
{
	bool listed = value->kind == VALUE_LIST;
	value = only(value);
	switch (value->kind) {
	case VALUE_NULL:
		return 0;
	case VALUE_BOOL:
		return listed ? NAN : value->truth;
	case VALUE_NUMBER:
		return value->number;
	case VALUE_TEXT:
		return text16_to_number(value->text.bytes);
	case VALUE_LIST:
		return value->list.n == 0 ? 0 : NAN;
	case VALUE_DATE:
		return listed ? NAN : *value->date;
	default:
		return listed && value->kind == VALUE_UNDEFINED ? 0 : NAN;
	}
}

/* Helpers.isStringHasOperator. */
static bool has_operator(const char *text)
{
	const char *minus = strrchr(text, '-'), *plus = strrchr(text, '+');
	if ((minus && minus > text) || (plus && plus > text))
		return false;
	return strpbrk(text, "*^/%") != NULL;
}

/* A text with its only comma as the point of a number. */
static void comma_to_point(char *text)
{
	char *comma = strchr(text, ',');
	if (comma && !strchr(comma + 1, ','))
		*comma = '.';
}

/* parseInt of what follows 0x. */
static double hexadecimal(const char *text)
{
	double number = isxdigit((unsigned char)*text) ? 0 : NAN;
	for (; isxdigit((unsigned char)*text); text++) {
		int c = *text | 32;
		number = number * 16 + (c <= '9' ? c - '0' : c - 'a' + 10);
	}
	return number;
}

static double number_in(const char *text)
{
	char few[256];
	size_t len;
	text = text16_trim(text, &len);
	if (len == 0)
		return NAN;
	/* Longer than any number is written: only its beginning could be read as one, and all of it has to be. */
	if (len >= sizeof few)
		return NAN;
	memcpy(few, text, len);
	few[len] = '\0';
	if (!strncmp(few, "0x", 2))
		return len > HEX_MAX ? NAN : hexadecimal(few + 2);
	if ((len > DIGITS_MAX && strspn(few, "0123456789") == len) || has_operator(few))
		return NAN;
	comma_to_point(few);
	return isfinite(text16_to_number(few)) ? text16_parse_float(few) : NAN;
}

double value_as_number(const struct value *value)
{
	value = only(value);
	if (value->kind == VALUE_TEXT)
		return number_in(value->text.bytes);
	return value->kind == VALUE_NUMBER && isfinite(value->number) ? value->number : NAN;
}

bool value_is_number(const struct value *value)
{
	return !isnan(value_as_number(value));
}

int value_order(struct arena *arena, const struct value *a, const struct value *b)
{
	struct value x = *a, y = *b;
	if (x.kind == VALUE_LIST || x.kind == VALUE_OBJECT)
		x = value_to_text(arena, &x);
	if (y.kind == VALUE_LIST || y.kind == VALUE_OBJECT)
		y = value_to_text(arena, &y);
	if (x.kind == VALUE_TEXT && y.kind == VALUE_TEXT)
		return text16_compare(x.text.bytes, y.text.bytes);
	double m = value_to_number(&x), n = value_to_number(&y);
	return isnan(m) || isnan(n) ? 2 : m < n ? -1 : m > n;
}
