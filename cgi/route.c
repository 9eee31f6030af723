#include "route.h"

#include "buf.h"
#include "text.h"
#include "upload.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PARAM_MAX_CHARS = 64, ID_MAX_DIGITS = 15 };

static bool known_method(const char *method)
{
	return method && (!strcmp(method, "GET") || !strcmp(method, "POST") || !strcmp(method, "DELETE"));
}

static bool sound(const struct route *route)
{
	bool works = route->sql || route->own || route->page;
	bool shows = route->page || route->then || route->own || route->face == FACE_API;
	bool draws = !route->again_sql || route->again_page;
	bool takes = !route->upload || (route->own && route->face == FACE_API && route->upload <= UPLOAD_MAX);
	return route->path && *route->path == '/' && known_method(route->method) && route->need != NEED_UNSET && works &&
		shows && draws && takes;
}

/* The row after this one, in its table or the next; the first after NULL. NULL at the end. */
static const struct route *next_row(const struct route_table **table, const struct route *row)
{
	if (!row)
		return (*table)->rows;
	if (row + 1 < (*table)->rows + (*table)->n)
		return row + 1;
	return (++*table)->rows;
}

const char *route_verify(const struct route_table *tables)
{
	for (const struct route *row = NULL; (row = next_row(&tables, row));)
		if (!sound(row))
			return row->path ? row->path : "a row without a path";
	return NULL;
}

/* The value of a path parameter, or NULL when the text is none. */
static json_t *param_value(const char *name, size_t n, const char *text)
{
	if (n == 2 && !strncmp(name, "id", 2)) {
		size_t digits = strspn(text, "0123456789");
		return digits && digits <= ID_MAX_DIGITS && !text[digits] && *text != '0' ? json_integer(atoll(text)) : NULL;
	}
	return text_plain(text, PARAM_MAX_CHARS) && !strchr(text, '.') ? json_string(text) : NULL;
}

/* One {name} of the pattern against the start of the path. How much of the path it took, or 0. */
static size_t take_param(const char *pattern, const char *path, json_t *params)
{
	char text[PARAM_MAX_CHARS + 1];
	size_t name = strcspn(pattern + 1, "}"), n = strcspn(path, "/.");
	if (!n || n > PARAM_MAX_CHARS)
		return 0;
	memcpy(text, path, n);
	text[n] = '\0';
	json_t *value = param_value(pattern + 1, name, text);
	return value && !json_object_setn_new(params, pattern + 1, name, value) ? n : 0;
}

static bool matches(const char *pattern, const char *path, json_t *params)
{
	while (*pattern) {
		if (*pattern != '{') {
			if (*pattern++ != *path++)
				return false;
			continue;
		}
		size_t n = take_param(pattern, path, params);
		if (!n)
			return false;
		path += n;
		pattern += strcspn(pattern, "}") + 1;
	}
	return !*path;
}

static void allow_method(char *allow, size_t size, const char *method)
{
	size_t n = strlen(allow);
	const char *name = strcmp(method, "GET") ? method : "GET, HEAD";
	if (!strstr(allow, name) && n + strlen(name) + 3 < size)
		snprintf(allow + n, size - n, "%s%s", n ? ", " : "", name);
}

static bool faces(const struct route *route, const struct request *request)
{
	if (route->face == FACE_BOTH)
		return true;
	return route->face == request->face || (route->face == FACE_PLAIN && request->face == FACE_PAGE);
}

const struct route *route_find(
	const struct route_table *tables, const struct request *request, json_t **params, char *allow, size_t size)
{
	allow[0] = '\0';
	for (const struct route *row = NULL; (row = next_row(&tables, row));) {
		json_t *found = json_object();
		if (faces(row, request) && matches(row->path, request->path, found)) {
			if (!strcmp(row->method, request->method)) {
				*params = found;
				return row;
			}
			allow_method(allow, size, row->method);
		}
		json_decref(found);
	}
	return NULL;
}

static void fill_one(struct buf *out, const json_t *value)
{
	if (json_is_integer(value))
		buf_putf(out, "%lld", (long long)json_integer_value(value));
	else if (json_is_string(value))
		buf_puts(out, json_string_value(value));
}

char *route_fill(const char *text, const json_t *params)
{
	struct buf out = { 0 };
	while (*text) {
		size_t n = strcspn(text, "{");
		buf_put(&out, text, n);
		text += n;
		if (!*text)
			break;
		size_t name = strcspn(text + 1, "}");
		fill_one(&out, json_object_getn(params, text + 1, name));
		text += name + 2;
	}
	return buf_steal(&out);
}

static json_t *dump_choices(const char *const *choice)
{
	json_t *out = json_array();
	for (; *choice; choice++)
		json_array_append_new(out, json_string(*choice));
	return out;
}

static json_t *dump_field(const struct field *field, const char *name)
{
	json_t *out =
		json_pack("{ss ss sb}", "name", name, "type", check_type_name(field->type), "required", field->required);
	if (field->min)
		json_object_set_new(out, "min", json_integer(field->min));
	if (field->max)
		json_object_set_new(out, "max", json_integer(field->max));
	if (field->choices)
		json_object_set_new(out, "choices", dump_choices(field->choices));
	return out;
}

/* The entry of the object that name's dot names, made where the list does not end with it: members stand together. */
static json_t *outer_entry(json_t *list, const char *name)
{
	size_t n = strcspn(name, ".");
	json_t *last = json_array_get(list, json_array_size(list) - 1);
	const char *there = json_string_value(json_object_get(last, "name"));
	if (there && strlen(there) == n && !strncmp(there, name, n))
		return last;
	json_t *entry = json_pack("{ss% ss sb s[]}", "name", name, n, "type", "object", "required", false, "fields");
	json_array_append_new(list, entry);
	return entry;
}

static json_t *dump_fields(const struct field *field)
{
	json_t *out = json_array();
	for (; field && field->type; field++) {
		const char *dot = strchr(field->name, '.');
		json_t *list = dot ? json_object_get(outer_entry(out, field->name), "fields") : out;
		json_array_append_new(list, dump_field(field, dot ? dot + 1 : field->name));
	}
	return out;
}

/* The whole path on the API; a plain route has but one. NULL for a page alone. */
static json_t *dump_api(const struct route *route)
{
	if (route->face == FACE_PAGE)
		return NULL;
	return json_sprintf("%s%s", route->face == FACE_PLAIN ? "" : request_api_prefix, route->path);
}

static json_t *dump_route(const struct route *route)
{
	bool on_page = route->face == FACE_PAGE || route->face == FACE_BOTH;
	return json_pack("{ss ss so* ss* ss sb ss* ss* so}", "method", route->method, "path", route->path, "api",
		dump_api(route), "at", on_page ? route->path : NULL, "need", route->need == NEED_SESSION ? "session" : "nobody",
		"open", route->open, "sql", route->sql, "page", route->page, "fields", dump_fields(route->fields));
}

json_t *route_dump(const struct route_table *tables)
{
	json_t *out = json_array();
	for (const struct route *row = NULL; (row = next_row(&tables, row));)
		json_array_append_new(out, dump_route(row));
	return out;
}
