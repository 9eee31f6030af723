#include "value.h"

#include "moment.h"
#include "text.h"
#include "text16.h"

#include <math.h>
#include <string.h>

/* Deeper than any answer or list of lists that an expression can write. */
enum { DEPTH_MAX = 64 };

struct value value_none(void)
{
	return (struct value){ .kind = VALUE_UNDEFINED };
}

struct value value_null(void)
{
	return (struct value){ .kind = VALUE_NULL };
}

struct value value_bool(bool truth)
{
	return (struct value){ .kind = VALUE_BOOL, .truth = truth };
}

struct value value_number(double number)
{
	return (struct value){ .kind = VALUE_NUMBER, .number = number };
}

struct value value_date(struct arena *arena, double milliseconds)
{
	double *date = arena_take(arena, sizeof *date);
	if (!date)
		return value_none();
	*date = milliseconds;
	return (struct value){ .kind = VALUE_DATE, .date = date };
}

struct value value_text(const char *text)
{
	return (struct value){ .kind = VALUE_TEXT, .text = { text, strlen(text) } };
}

struct value value_text_copy(struct arena *arena, const char *bytes, size_t len)
{
	if (len > VALUE_TEXT_MAX)
		arena_exceed(arena);
	const char *copy = arena_text(arena, bytes, len);
	return copy ? (struct value){ .kind = VALUE_TEXT, .text = { copy, len } } : value_text("");
}

static struct value list_from_json(struct arena *arena, const json_t *json)
{
	size_t n = json_array_size(json);
	struct value list = { .kind = VALUE_LIST, .list = { arena_take(arena, (n + 1) * sizeof *list.list.items), n } };
	for (size_t i = 0; list.list.items && i < n; i++)
		list.list.items[i] = value_from_json(arena, json_array_get(json, i));
	return list.list.items ? list : value_none();
}

static struct value object_from_json(struct arena *arena, const json_t *json)
{
	const char *name;
	json_t *member;
	struct value object = { .kind = VALUE_OBJECT };
	json_object_foreach((json_t *)json, name, member)
	{
		struct value value = value_from_json(arena, member);
		if (!value_set_member(arena, &object, name, &value))
			break;
	}
	return object;
}

struct value value_from_json(struct arena *arena, const json_t *json)
{
	switch (json ? json_typeof(json) : JSON_NULL) {
	case JSON_TRUE:
	case JSON_FALSE:
		return value_bool(json_is_true(json));
	case JSON_INTEGER:
	case JSON_REAL:
		return value_number(json_number_value(json));
	case JSON_STRING:
		return value_text_copy(arena, json_string_value(json), json_string_length(json));
	case JSON_ARRAY:
		return list_from_json(arena, json);
	case JSON_OBJECT:
		return object_from_json(arena, json);
	default:
		return json ? value_null() : value_none();
	}
}

static json_t *number_to_json(double number)
{
	if (!isfinite(number))
		return json_null();
	bool whole = floor(number) == number && fabs(number) < 9007199254740992.0;
	return whole ? json_integer((json_int_t)number) : json_real(number);
}

static json_t *date_to_json(double date)
{
	char text[40];
	if (isnan(date))
		return json_null();
	moment_iso(date, text);
	return json_string(text);
}

static json_t *list_to_json(const struct value *value)
{
	json_t *json = json_array();
	for (size_t i = 0; json && i < value->list.n; i++)
		if (json_array_append_new(json, value_to_json(&value->list.items[i]))) {
			json_decref(json);
			return NULL;
		}
	return json;
}

static json_t *object_to_json(const struct value *value)
{
	json_t *json = json_object();
	for (size_t i = 0; json && i < value->object.n; i++) {
		const struct value_member *member = &value->object.members[i];
		if (member->value.kind == VALUE_UNDEFINED)
			continue;
		if (json_object_set_new_nocheck(json, member->name, value_to_json(&member->value))) {
			json_decref(json);
			return NULL;
		}
	}
	return json;
}

json_t *value_to_json(const struct value *value)
{
	switch (value->kind) {
	case VALUE_BOOL:
		return json_boolean(value->truth);
	case VALUE_NUMBER:
		return number_to_json(value->number);
	case VALUE_TEXT:
		return json_stringn(value->text.bytes, value->text.len);
	case VALUE_LIST:
		return list_to_json(value);
	case VALUE_OBJECT:
		return object_to_json(value);
	case VALUE_DATE:
		return date_to_json(*value->date);
	default:
		return json_null();
	}
}

bool value_speakable(const struct value *value)
{
	bool fine = value->kind != VALUE_TEXT || text_valid(value->text.bytes, value->text.len);
	for (size_t i = 0; value->kind == VALUE_LIST && i < value->list.n; i++)
		fine = fine && value_speakable(&value->list.items[i]);
	return fine;
}

const struct value *value_member(const struct value *object, const char *name)
{
	for (size_t i = 0; object->kind == VALUE_OBJECT && i < object->object.n; i++)
		if (!strcmp(object->object.members[i].name, name))
			return &object->object.members[i].value;
	return NULL;
}

bool value_set_member(struct arena *arena, struct value *object, const char *name, const struct value *value)
{
	size_t n = object->object.n, kept = 0;
	struct value_member *members = arena_take(arena, (n + 1) * sizeof *members);
	if (!members)
		return false;
	for (size_t i = 0; i < n; i++)
		if (strcmp(object->object.members[i].name, name))
			members[kept++] = object->object.members[i];
	if (value) {
		char *copy = arena_text(arena, name, strlen(name));
		if (!copy)
			return false;
		members[kept++] = (struct value_member){ copy, *value };
	}
	object->object.members = members;
	object->object.n = kept;
	return true;
}

bool value_truth(const struct value *value)
{
	switch (value->kind) {
	case VALUE_BOOL:
		return value->truth;
	case VALUE_NUMBER:
		return value->number != 0 && !isnan(value->number);
	case VALUE_TEXT:
		return value->text.len > 0;
	default:
		return value->kind >= VALUE_LIST;
	}
}

static bool empty_within(const struct value *value, int depth)
{
	if (value->kind == VALUE_LIST)
		return value->list.n == 0;
	if (value->kind == VALUE_OBJECT) {
		for (size_t i = 0; i < value->object.n; i++)
			if (depth == 0 || !empty_within(&value->object.members[i].value, depth - 1))
				return false;
		return true;
	}
	if (value->kind == VALUE_NUMBER)
		return isnan(value->number);
	return value->kind == VALUE_UNDEFINED || value->kind == VALUE_NULL ||
		(value->kind == VALUE_TEXT && value->text.len == 0);
}

bool value_empty(const struct value *value)
{
	return empty_within(value, DEPTH_MAX);
}

bool value_blank(const struct value *value)
{
	size_t len = 1;
	if (value->kind == VALUE_TEXT)
		text16_trim(value->text.bytes, &len);
	return len == 0 || value_empty(value);
}
