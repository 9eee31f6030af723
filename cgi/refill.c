#include "refill.h"

#include <stdbool.h>
#include <string.h>

#include "catalogue.h"

struct refilling {
	json_t *errors;
	const json_t *input;
	const char *action;
	bool others; /* inside an action that was not submitted */
};

static const char *text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* A field called contact.name was typed into {"contact": {"name": …}}, or came under its whole name. */
static const json_t *typed(const json_t *input, const char *name)
{
	const json_t *value = json_object_get(input, name);
	return value != NULL ? value : catalogue_find(input, name);
}

static bool chosen(const json_t *value, const char *code)
{
	size_t i;
	json_t *item;
	if (json_is_string(value))
		return strcmp(json_string_value(value), code) == 0;
	json_array_foreach(
		value, i, item) if (json_is_string(item) && strcmp(json_string_value(item), code) == 0) return true;
	return false;
}

static bool ticked(const json_t *value)
{
	static const char *const yes[] = { "true", "on", "1", NULL };
	for (const char *const *word = yes; *word != NULL; word++)
		if (chosen(value, *word))
			return true;
	return json_is_true(value);
}

static int check_options(json_t *options, const json_t *value)
{
	size_t i;
	json_t *option;
	json_array_foreach(options, i, option)
	{
		const char *code = text_of(option, "code");
		if (code != NULL && json_object_set_new(option, "checked", json_boolean(chosen(value, code))) != 0)
			return -1;
		if (check_options(json_object_get(option, "options"), value) != 0)
			return -1;
	}
	return 0;
}

static int set_value(json_t *field, const json_t *value)
{
	const char *type = text_of(field, "type");
	json_t *options = json_object_get(field, "options");
	if (strcmp(type, "bool") == 0)
		return json_object_set_new(field, "checked", json_boolean(ticked(value)));
	if (value == NULL)
		return strcmp(type, "multi") == 0 ? check_options(options, NULL) : 0;
	if (json_object_set(field, "value", (json_t *)value) != 0)
		return -1;
	return check_options(options, value);
}

/* The rows that draw a form mark the choice by its value; a template can only ask a flag. */
static int show_value(json_t *field)
{
	const json_t *value = json_object_get(field, "value");
	if (value == NULL || json_is_null(value))
		return 0;
	return set_value(field, value);
}

static int set_error(json_t *field, const struct refilling *r)
{
	const char *name = text_of(field, "name");
	size_t i;
	json_t *error;
	json_array_foreach(r->errors, i, error)
	{
		const char *about = text_of(error, "field");
		json_t *label = json_object_get(field, "label");
		if (about == NULL || strcmp(about, name) != 0)
			continue;
		if (json_is_string(label) && json_object_set(error, "label", label) != 0)
			return -1;
		if (json_object_get(error, "message") != NULL &&
			json_object_set(field, "error", json_object_get(error, "message")) != 0)
			return -1;
	}
	return 0;
}

static int fill_field(json_t *field, const struct refilling *r)
{
	json_t *first = json_array_get(json_object_get(field, "options"), 0);
	if (json_object_get(first, "options") != NULL && json_object_set_new(field, "is_grouped", json_true()) != 0)
		return -1;
	if (r->others)
		return show_value(field);
	if (set_error(field, r) != 0)
		return -1;
	return r->input == NULL ? show_value(field) : set_value(field, typed(r->input, text_of(field, "name")));
}

static int walk(json_t *value, const struct refilling *outer)
{
	struct refilling here = *outer;
	const char *key, *action = text_of(value, "action");
	json_t *member;
	size_t i;
	int result = 0;
	if (action != NULL && (outer->action == NULL || strcmp(action, outer->action) != 0))
		here.others = true;
	else if (action != NULL && json_object_set_new(value, "submitted", json_true()) != 0)
		return -1;
	if (text_of(value, "name") != NULL && text_of(value, "type") != NULL)
		return fill_field(value, &here);
	if (json_is_object(value))
		json_object_foreach(value, key, member) result = result != 0 ? result : walk(member, &here);
	json_array_foreach(value, i, member) result = result != 0 ? result : walk(member, &here);
	return result;
}

int refill(json_t *data, json_t *problem, const json_t *input, const char *action)
{
	struct refilling r = { json_object_get(problem, "errors"), input, action, false };
	json_t *error;
	size_t i;
	if (action != NULL)
		json_array_foreach(
			r.errors, i, error) if (json_object_set_new(error, "action", json_string(action)) != 0) return -1;
	return walk(data, &r);
}
