/* What every part of the reader does: paths, refusals, properties, names, expressions. */
#include "questionnaire_reader.h"

#include "text.h"
#include "text16.h"

#include <stdio.h>
#include <string.h>

size_t reader_enter(struct reader *r, const char *member, const json_t *list, size_t index)
{
	size_t mark = r->path_len, room = sizeof r->path - mark;
	const char *dot = mark ? "." : "";
	int n = list ? snprintf(r->path + mark, room, "%s%s[%zu]", dot, member, index)
				 : snprintf(r->path + mark, room, "%s%s", dot, member);
	r->path_len = n < 0 || (size_t)n >= room ? sizeof r->path - 1 : mark + (size_t)n;
	return mark;
}

void reader_leave(struct reader *r, size_t mark)
{
	r->path_len = mark;
	r->path[mark] = '\0';
}

/* A path, or a name, that was cut within a character loses what is left of it. */
static json_t *cut_text(const char *text, size_t len)
{
	while (len && !text_valid(text, len))
		len--;
	return json_stringn(text, len);
}

void reader_refuse(struct reader *r, const char *code, const char *name)
{
	if (json_array_size(r->errors) >= QUESTIONNAIRE_ERRORS_MAX)
		return;
	json_t *path = cut_text(r->path, r->path_len), *what = cut_text(name, strnlen(name, 200));
	json_t *error = json_pack("{so, ss, so}", "path", path, "code", code, "name", what);
	if (!error || json_array_append_new(r->errors, error))
		r->failed = true;
}

void reader_refuse_member(struct reader *r, const char *member, const char *code, const char *name)
{
	size_t mark = reader_enter(r, member, NULL, 0);
	reader_refuse(r, code, name);
	reader_leave(r, mark);
}

static bool words(const json_t *json)
{
	const char *language;
	json_t *text;
	if (!json_is_object(json))
		return json_is_string(json);
	json_object_foreach((json_t *)json, language, text) if (!json_is_string(text)) return false;
	return true;
}

void reader_plain(struct reader *r, const json_t *object, const char *member)
{
	const json_t *json = json_object_get(object, member);
	const char *language, *text = json_string_value(json);
	json_t *one;
	bool markup = (text && strpbrk(text, "<&")) || (json && !words(json));
	json_object_foreach((json_t *)json, language, one)
	{
		text = json_string_value(one);
		markup = markup || !text || strpbrk(text, "<&");
	}
	if (markup)
		reader_refuse_member(r, member, "html.markup", "");
}

static const struct property *find(const struct property *const *tables, const char *name)
{
	for (; *tables; tables++)
		for (const struct property *p = *tables; p->name; p++)
			if (!strcmp(p->name, name))
				return p;
	return NULL;
}

static bool fits(enum property_kind kind, const json_t *value)
{
	switch (kind) {
	case PROPERTY_WORDS:
		return words(value);
	case PROPERTY_TRUTH:
		return json_is_boolean(value);
	case PROPERTY_FALSE:
		return json_is_false(value);
	case PROPERTY_NUMBER:
		return json_is_number(value);
	case PROPERTY_EXPRESSION:
	case PROPERTY_ITEMS_EXPRESSION:
	case PROPERTY_RESULT_EXPRESSION:
		return json_is_string(value);
	default:
		return true;
	}
}

static void take(
	struct reader *r, const struct property *p, const char *name, const json_t *value, void *into, struct owner owner)
{
	void *member = (char *)into + p->offset;
	if (!fits(p->kind, value)) {
		reader_refuse_member(r, name, "property.value", name);
		return;
	}
	if (p->kind == PROPERTY_TRUTH)
		*(bool *)member = json_is_true(value);
	else if (p->kind == PROPERTY_NUMBER)
		*(double *)member = json_number_value(value);
	owner.item = owner.item || p->kind == PROPERTY_ITEMS_EXPRESSION;
	owner.result = p->kind == PROPERTY_RESULT_EXPRESSION;
	if (p->kind >= PROPERTY_EXPRESSION && p->kind <= PROPERTY_RESULT_EXPRESSION)
		*(struct expression **)member = reader_expression(r, name, value, owner);
}

void reader_take(
	struct reader *r, const json_t *object, const struct property *const *tables, void *into, struct owner owner)
{
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)object, name, value)
	{
		const struct property *p = find(tables, name);
		if (p)
			take(r, p, name, value, into, owner);
		else
			reader_refuse_member(r, name, "property.unsupported", name);
	}
}

bool reader_scalar(const json_t *json)
{
	return json_is_string(json) || json_is_number(json) || json_is_boolean(json);
}

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);
	return n >= m && !strcasecmp(text + n - m, end);
}

/* Names that mean something else in an expression, or in an object of ECMAScript. */
static bool usable(const char *name, bool own_space)
{
	static const char *const taken[] = { "self", "item", "choice", "panel", "parent", "row", "survey", "column",
		"matrix", "composite", "length", "pageno", "pagecount", "locale", "timespent", "__proto__", "undefined", NULL };
	size_t len;
	text16_trim(name, &len);
	if (!*name || len != strlen(name) || text_points(name) > QUESTIONNAIRE_NAME_MAX || strpbrk(name, ".[]{}$#:|\"'\\"))
		return false;
	for (const unsigned char *c = (const unsigned char *)name; *c; c++)
		if (*c < ' ' || *c == 0x7f)
			return false;
	if (!own_space && strspn(name, "0123456789") == strlen(name))
		return false;
	for (size_t i = 0; taken[i]; i++)
		if (!strcasecmp(name, taken[i]))
			return false;
	return own_space || !(ends_with(name, "-Comment") || ends_with(name, "-unwrapped"));
}

const char *reader_name(struct reader *r, const json_t *object, bool own_space)
{
	const json_t *json = json_object_get(object, "name");
	const char *name = json_string_value(json);
	if (!name)
		reader_refuse_member(r, "name", "name.missing", "");
	else if (!usable(name, own_space))
		reader_refuse_member(r, "name", "name.unusable", name);
	else
		return name;
	return NULL;
}
