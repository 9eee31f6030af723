#include "check.h"

#include "text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	NAME_MAX_CHARS = 64,
	OPEN_NAMES_MAX = 64,
	OPEN_LIST_MAX = 200,
	INT_DIGITS_MAX = 15 /* keeps every integer below 2^53 */
};

static const char *const type_names[] = {
	[FIELD_TEXT] = "text",
	[FIELD_LONGTEXT] = "longtext",
	[FIELD_SECRET] = "secret",
	[FIELD_CODE] = "code",
	[FIELD_CHOICE] = "choice",
	[FIELD_BOOL] = "bool",
	[FIELD_INT] = "int",
	[FIELD_DATE] = "date",
	[FIELD_UUID] = "uuid",
	[FIELD_RECEIPT] = "receipt",
};

const char *check_type_name(enum field_type type)
{
	return type_names[type];
}

/* A name we may repeat in an answer: what is no plain name is told as an empty one. */
static const char *sayable(const char *name)
{
	return text_plain(name, NAME_MAX_CHARS) ? name : "";
}

static json_t *refuse(struct failure *failure, const struct field *field, const char *code)
{
	failure_field(failure, field->name, code);
	return NULL;
}

/* A value that memory has no room for must not pass for an absent one. */
static json_t *made(json_t *value, struct failure *failure)
{
	if (!value && !failure->status)
		failure_set(failure, 500, "internal");
	return value;
}

static json_t *check_text(const struct field *field, const char *text, struct failure *failure)
{
	size_t n = text_points(text);
	if (n < (size_t)field->min)
		return refuse(failure, field, "too_short");
	if (n > (size_t)field->max)
		return refuse(failure, field, "too_long");
	return json_string(text);
}

static json_t *check_choice(const struct field *field, const char *text, struct failure *failure)
{
	for (const char *const *choice = field->choices; *choice; choice++)
		if (!strcmp(*choice, text))
			return json_string(text);
	return refuse(failure, field, "not_a_choice");
}

/* A category's code has capitals (C03), an office's has none: which codes there are is the database's to say. */
static json_t *check_code(const struct field *field, const char *text, struct failure *failure)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.";
	size_t n = strspn(text, letters);
	bool good = n > 0 && n <= (size_t)field->max && text[n] == '\0';
	return good ? json_string(text) : refuse(failure, field, "not_a_choice");
}

static json_t *check_uuid(const struct field *field, const char *text, struct failure *failure)
{
	static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	char lower[sizeof shape];
	bool good = strlen(text) == sizeof shape - 1;
	for (size_t i = 0; good && i < sizeof shape; i++) {
		lower[i] = (char)(text[i] >= 'A' && text[i] <= 'F' ? text[i] + 32 : text[i]);
		good = shape[i] == 'x' ? lower[i] && strchr("0123456789abcdef", lower[i]) : lower[i] == shape[i];
	}
	return good ? json_string(lower) : refuse(failure, field, "bad_uuid");
}

static json_t *check_date(const struct field *field, const char *text, struct failure *failure)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	char tail;
	int y, m, d;
	bool shaped = strlen(text) == 10 && strspn(text, "0123456789-") == 10 && text[4] == '-' && text[7] == '-' &&
		sscanf(text, "%4d-%2d-%2d%c", &y, &m, &d, &tail) == 3;
	if (!shaped || y < 1900 || y > 2200 || m < 1 || m > 12)
		return refuse(failure, field, "bad_date");
	bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
	if (d < 1 || d > days[m - 1] + (m == 2 && leap))
		return refuse(failure, field, "bad_date");
	return json_string(text);
}

static json_t *check_receipt(const struct field *field, const char *text, struct failure *failure)
{
	return text_points(text) <= (size_t)field->max ? json_string(text) : refuse(failure, field, "too_long");
}

static bool digits(const char *text)
{
	size_t n = strspn(text, "0123456789");
	return n > 0 && n <= INT_DIGITS_MAX && !text[n];
}

static json_t *check_int(const struct field *field, const json_t *value, bool form, struct failure *failure)
{
	const char *text = json_string_value(value);
	json_int_t n = json_integer_value(value);
	if (form && text && digits(text + (*text == '-')))
		n = atoll(text);
	else if (!json_is_integer(value))
		return refuse(failure, field, "wrong_type");
	return n >= field->min && n <= field->max ? made(json_integer(n), failure) : refuse(failure, field, "out_of_range");
}

static json_t *check_bool(const struct field *field, const json_t *value, bool form, struct failure *failure)
{
	const char *text = json_string_value(value);
	if (json_is_boolean(value))
		return json_boolean(json_is_true(value));
	if (form && text)
		for (const char *const *yes = (const char *const[]){ "true", "on", "1", "yes", NULL }; *yes; yes++)
			if (!strcmp(text, *yes))
				return json_true();
	if (form && text && (!strcmp(text, "false") || !strcmp(text, "0") || !strcmp(text, "no")))
		return json_false();
	return refuse(failure, field, "wrong_type");
}

typedef json_t *(*text_check)(const struct field *field, const char *text, struct failure *failure);

static const text_check text_checks[] = {
	[FIELD_TEXT] = check_text,
	[FIELD_LONGTEXT] = check_text,
	[FIELD_SECRET] = check_text,
	[FIELD_CODE] = check_code,
	[FIELD_CHOICE] = check_choice,
	[FIELD_DATE] = check_date,
	[FIELD_UUID] = check_uuid,
	[FIELD_RECEIPT] = check_receipt,
};

/* Words sent as JSON are kept to the letter: white space around them is only left out of their measure. In a form it is
 * the browser's doing. Takes measured. */
static json_t *to_the_letter(const struct field *field, const char *given, json_t *measured, struct failure *failure)
{
	json_decref(measured);
	return text_points(given) > (size_t)field->max ? refuse(failure, field, "too_long")
												   : made(json_string(given), failure);
}

/* A typed value; NULL with an error noted, or without one where the field is simply not there. */
static json_t *check_string(const struct field *field, const char *given, bool form, struct failure *failure)
{
	char *tidy = field->type == FIELD_SECRET ? strdup(given) : text_tidy(given);
	json_t *out = NULL;
	if (!tidy)
		failure_set(failure, 500, "internal");
	else if (*tidy)
		out = made(text_checks[field->type](field, tidy, failure), failure);
	else if (field->required)
		refuse(failure, field, "required");
	free(tidy);
	return out && !form && field->type == FIELD_LONGTEXT ? to_the_letter(field, given, out, failure) : out;
}

static json_t *check_value(const struct field *field, const json_t *value, bool form, struct failure *failure)
{
	if (form && json_is_array(value))
		return refuse(failure, field, "duplicate_field");
	bool empty = form && json_is_string(value) && !json_string_length(value);
	if (field->type == FIELD_BOOL && form && (!value || empty))
		return json_false(); /* a box that is not ticked is not sent */
	if (!value || empty)
		return field->required ? refuse(failure, field, "required") : NULL;
	if (field->type == FIELD_BOOL)
		return check_bool(field, value, form, failure);
	if (field->type == FIELD_INT)
		return check_int(field, value, form, failure);
	if (!json_is_string(value))
		return refuse(failure, field, "wrong_type");
	return check_string(field, json_string_value(value), form, failure);
}

/* The name's member of the object its dot names, or of in. */
static const json_t *find(const json_t *in, const char *name)
{
	const char *dot = strchr(name, '.');
	if (!dot)
		return json_object_get(in, name);
	return json_object_get(json_object_getn(in, name, (size_t)(dot - name)), dot + 1);
}

/* Takes value. */
static int put(json_t *out, const char *name, json_t *value)
{
	const char *dot = strchr(name, '.');
	if (!dot)
		return json_object_set_new(out, name, value);
	size_t n = (size_t)(dot - name);
	if (!json_object_getn(out, name, n) && json_object_setn_new(out, name, n, json_object())) {
		json_decref(value);
		return -1;
	}
	return json_object_set_new(json_object_getn(out, name, n), dot + 1, value);
}

static bool declared(const struct field *field, const char *name)
{
	for (; field && field->type; field++)
		if (!strcmp(field->name, name))
			return true;
	return false;
}

static bool declared_outer(const struct field *field, const char *name)
{
	size_t n = strlen(name);
	for (; field && field->type; field++)
		if (!strncmp(field->name, name, n) && field->name[n] == '.')
			return true;
	return false;
}

static bool open_value(const json_t *value)
{
	size_t i;
	json_t *one;
	json_array_foreach(value, i, one) if (!json_is_string(one)) return false;
	return json_array_size(value) <= OPEN_LIST_MAX && !json_is_object(value);
}

static void take_open(const struct check *check, const char *name, json_t *value, json_t *out, struct failure *failure)
{
	bool absent = json_is_null(value) || (check->form && json_is_string(value) && !json_string_length(value));
	bool odd = !text_plain(name, NAME_MAX_CHARS) || strchr(name, '.') || json_object_size(out) >= OPEN_NAMES_MAX;
	if (absent || (odd && check->forgive_names))
		return;
	if (odd)
		failure_field(failure, sayable(name), "unknown_field");
	else if (!open_value(value))
		failure_field(failure, name, "wrong_type");
	else if (json_object_set(out, name, value))
		failure_set(failure, 500, "internal");
}

static void check_inner(const struct check *check, const char *outer, const json_t *object, struct failure *failure)
{
	const char *key;
	json_t *value;
	if (!json_is_object(object))
		failure_field(failure, outer, "wrong_type");
	json_object_foreach((json_t *)(uintptr_t)object, key, value)
	{
		char name[2 * NAME_MAX_CHARS];
		snprintf(name, sizeof name, "%s.%s", outer, key);
		if (!declared(check->fields, name) && !check->forgive_names)
			failure_field(failure, sayable(name), "unknown_field");
	}
}

static void check_names(const struct check *check, const json_t *in, json_t *out, struct failure *failure)
{
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)(uintptr_t)in, name, value)
	{
		if (declared(check->fields, name) && !strchr(name, '.'))
			continue;
		if (declared_outer(check->fields, name))
			check_inner(check, name, value, failure);
		else if (check->open)
			take_open(check, name, value, out, failure);
		else if (!check->forgive_names)
			failure_field(failure, sayable(name), "unknown_field");
	}
}

json_t *check_fields(const struct check *check, const json_t *in, struct failure *failure)
{
	json_t *out = json_object();
	for (const struct field *field = check->fields; out && field && field->type; field++) {
		json_t *value = check_value(field, find(in, field->name), check->form, failure);
		if (value && put(out, field->name, value))
			failure_set(failure, 500, "internal");
	}
	if (out)
		check_names(check, in, out, failure);
	else
		failure_set(failure, 500, "internal");
	if (!failure->status)
		return out;
	json_decref(out);
	return NULL;
}
