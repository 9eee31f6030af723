#include "mustache.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "template.h"

struct mustache {
	struct template *first;
};

/* The blanks before each standalone partial that is being rendered, innermost first. */
struct indent {
	const char *text;
	size_t len;
	const struct indent *outer;
};

/* The values that the open sections stand on, innermost first. */
struct scope {
	const json_t *value;
	const struct scope *outer;
};

struct mustache *mustache_new(void)
{
	return calloc(1, sizeof(struct mustache));
}

void mustache_free(struct mustache *set)
{
	if (set == NULL)
		return;
	while (set->first != NULL) {
		struct template *next = set->first->next;
		template_free(set->first);
		set->first = next;
	}
	free(set);
}

static const struct template *find(const struct mustache *set, const char *name, size_t len)
{
	for (const struct template *t = set->first; t != NULL; t = t->next)
		if (strncmp(t->name, name, len) == 0 && t->name[len] == '\0')
			return t;
	return NULL;
}

int mustache_add(struct mustache *set, const char *name, const char *text, size_t len, char *why, size_t n)
{
	if (find(set, name, strlen(name)) != NULL) {
		snprintf(why, n, "template %s is there twice", name);
		return -1;
	}
	struct template *template = template_parse(name, text, len, why, n);
	if (template == NULL)
		return -1;
	template->next = set->first;
	set->first = template;
	return 0;
}

static int link_nodes(const struct mustache *set, const struct template *template, struct node *node, bool missing_ok,
	char *why, size_t n)
{
	for (; node != NULL; node = node->next) {
		if (link_nodes(set, template, node->child, missing_ok, why, n) != 0)
			return -1;
		if (node->kind != NODE_PARTIAL)
			continue;
		node->partial = find(set, node->name, node->name_len);
		if (node->partial == NULL && !missing_ok) {
			snprintf(why, n, "template %s, line %u: there is no partial %.*s", template->name, node->line,
				(int)node->name_len, node->name);
			return -1;
		}
	}
	return 0;
}

int mustache_link(struct mustache *set, bool missing_ok, char *why, size_t n)
{
	for (struct template *t = set->first; t != NULL; t = t->next)
		if (link_nodes(set, t, t->first, missing_ok, why, n) != 0)
			return -1;
	return 0;
}

bool mustache_has(const struct mustache *set, const char *name)
{
	return find(set, name, strlen(name)) != NULL;
}

static const char *entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

static void put_escaped(struct buf *out, const char *text, size_t len)
{
	size_t from = 0;
	for (size_t i = 0; i < len; i++) {
		const char *replacement = entity(text[i]);
		if (replacement == NULL)
			continue;
		buf_put(out, text + from, i - from);
		buf_puts(out, replacement);
		from = i + 1;
	}
	buf_put(out, text + from, len - from);
}

static void put_value(struct buf *out, const json_t *value, bool escape)
{
	if (json_is_string(value) && escape)
		put_escaped(out, json_string_value(value), json_string_length(value));
	else if (json_is_string(value))
		buf_put(out, json_string_value(value), json_string_length(value));
	else if (json_is_integer(value))
		buf_putf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	else if (json_is_real(value))
		buf_putf(out, "%.15g", json_real_value(value));
	else if (json_is_boolean(value))
		buf_puts(out, json_is_true(value) ? "true" : "false");
}

static void put_indent(struct buf *out, const struct indent *indent)
{
	if (indent == NULL)
		return;
	put_indent(out, indent->outer);
	buf_put(out, indent->text, indent->len);
}

/* The first part of a dotted name is looked up from the innermost scope outwards; the rest only within what it named.
 */
static const json_t *look_up(const struct scope *scope, const char *name, size_t len)
{
	const json_t *value = NULL;
	if (len == 1 && name[0] == '.')
		return scope->value;
	const char *end = name + len;
	const char *dot = memchr(name, '.', len);
	size_t part = (size_t)((dot != NULL ? dot : end) - name);
	for (; scope != NULL && value == NULL; scope = scope->outer)
		value = json_object_getn(scope->value, name, part);
	while (value != NULL && name + part < end) {
		name += part + 1;
		dot = memchr(name, '.', (size_t)(end - name));
		part = (size_t)((dot != NULL ? dot : end) - name);
		value = json_object_getn(value, name, part);
	}
	return value;
}

static bool opens(const json_t *value)
{
	if (json_is_array(value))
		return json_array_size(value) > 0;
	if (json_is_string(value))
		return json_string_length(value) > 0;
	return value != NULL && !json_is_false(value) && !json_is_null(value);
}

static void render(
	struct buf *out, const struct node *node, const struct scope *scope, const struct indent *indent, unsigned depth);

static void render_section(
	struct buf *out, const struct node *node, const struct scope *scope, const struct indent *indent, unsigned depth)
{
	const json_t *value = look_up(scope, node->name, node->name_len);
	if (!opens(value))
		return;
	if (!json_is_array(value)) {
		render(out, node->child, &(struct scope){ value, scope }, indent, depth);
		return;
	}
	for (size_t i = 0; i < json_array_size(value) && !out->failed; i++)
		render(out, node->child, &(struct scope){ json_array_get(value, i), scope }, indent, depth);
}

/* The indentation of a standalone partial stands before each of its lines; a partial within a line has none. */
static void render_partial(
	struct buf *out, const struct node *node, const struct scope *scope, const struct indent *indent, unsigned depth)
{
	if (node->partial == NULL)
		return;
	struct indent inner = { node->text, node->len, indent };
	render(out, node->partial->first, scope, node->standalone ? &inner : NULL, depth);
}

static void render_node(
	struct buf *out, const struct node *node, const struct scope *scope, const struct indent *indent, unsigned depth)
{
	switch (node->kind) {
	case NODE_TEXT:
		buf_put(out, node->text, node->len);
		break;
	case NODE_LINE:
		put_indent(out, indent);
		break;
	case NODE_VALUE:
		put_value(out, look_up(scope, node->name, node->name_len), node->escape);
		break;
	case NODE_SECTION:
		render_section(out, node, scope, indent, depth + 1);
		break;
	case NODE_INVERTED:
		if (!opens(look_up(scope, node->name, node->name_len)))
			render(out, node->child, scope, indent, depth + 1);
		break;
	case NODE_PARTIAL:
		render_partial(out, node, scope, indent, depth + 1);
		break;
	}
}

static void render(
	struct buf *out, const struct node *node, const struct scope *scope, const struct indent *indent, unsigned depth)
{
	if (depth > 2 * TEMPLATE_DEPTH)
		out->failed = true;
	for (; node != NULL && !out->failed; node = node->next)
		render_node(out, node, scope, indent, depth);
}

char *mustache_render(const struct mustache *set, const char *name, const json_t *data, size_t *len)
{
	struct buf out = { 0 };
	const struct template *template = find(set, name, strlen(name));
	if (template == NULL)
		return NULL;
	buf_puts(&out, "");
	render(&out, template->first, &(struct scope){ data, NULL }, NULL, 0);
	if (len != NULL)
		*len = out.len;
	return buf_steal(&out);
}

static int visit_nodes(const struct template *template, const struct node *node, mustache_visit each, void *to)
{
	char name[TEMPLATE_NAME_MAX + 1];
	int stop = 0;
	for (; node != NULL && stop == 0; node = node->next) {
		if (node->kind == NODE_VALUE || node->kind == NODE_SECTION || node->kind == NODE_INVERTED) {
			snprintf(name, sizeof name, "%.*s", (int)node->name_len, node->name);
			stop = each(to, template->name, node->line, name);
		}
		if (stop == 0)
			stop = visit_nodes(template, node->child, each, to);
	}
	return stop;
}

int mustache_names(const struct mustache *set, mustache_visit each, void *to)
{
	int stop = 0;
	for (const struct template *t = set->first; t != NULL && stop == 0; t = t->next)
		stop = visit_nodes(t, t->first, each, to);
	return stop;
}
