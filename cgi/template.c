#include "template.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct open_section {
	struct node *section;
	struct node **after; /* where the node behind the section goes */
};

struct parser {
	const struct template *template;
	const char *at;
	const char *end;
	unsigned line;
	bool line_begins;
	struct node **tail;
	struct open_section open[TEMPLATE_DEPTH];
	unsigned depth;
	char *why;
	size_t why_size;
};

struct tag {
	char kind; /* one of # ^ / > ! & { or a blank for a plain name */
	const char *name;
	size_t len;
	const char *end;
};

static int refuse(struct parser *p, const char *at, const char *format, ...) __attribute__((format(printf, 3, 4)));

static int refuse(struct parser *p, const char *at, const char *format, ...)
{
	char reason[200];
	va_list args;
	unsigned line = p->line;
	for (const char *c = p->at; c < at; c++)
		line += *c == '\n';
	va_start(args, format);
	vsnprintf(reason, sizeof reason, format, args);
	va_end(args);
	snprintf(p->why, p->why_size, "template %s, line %u: %s", p->template->name, line, reason);
	return -1;
}

static struct node *add(struct parser *p, enum node_kind kind, const char *text, size_t len)
{
	struct node *node = calloc(1, sizeof *node);
	if (node == NULL) {
		refuse(p, p->at, "out of memory");
		return NULL;
	}
	node->kind = kind;
	node->line = p->line;
	node->text = text;
	node->len = len;
	*p->tail = node;
	p->tail = &node->next;
	return node;
}

static void advance(struct parser *p, const char *to)
{
	for (; p->at < to; p->at++)
		p->line += *p->at == '\n';
}

static bool opens_tag(const struct parser *p, const char *at)
{
	return p->end - at >= 2 && at[0] == '{' && at[1] == '{';
}

static const char *find(const char *from, const char *end, const char *what)
{
	return memmem(from, (size_t)(end - from), what, strlen(what));
}

/* Plain dotted names alone: no tag can then mean something else than it says. */
static bool name_is_plain(char kind, const char *name, size_t len)
{
	if (len == 1 && name[0] == '.')
		return kind != '>';
	if (len == 0 || len > TEMPLATE_NAME_MAX || name[0] == '.' || name[len - 1] == '.')
		return false;
	for (size_t i = 0; i < len; i++) {
		bool word = isalnum((unsigned char)name[i]) || name[i] == '_' || name[i] == '-';
		if (!word && !(name[i] == '.' && name[i - 1] != '.'))
			return false;
	}
	return true;
}

static int read_tag(struct parser *p, const char *at, struct tag *tag)
{
	const char *inner = at + 2;
	tag->kind = ' ';
	if (inner < p->end && *inner != '\0' && strchr("#^/>!&{=<$", *inner) != NULL)
		tag->kind = *inner++;
	if (tag->kind == '=')
		return refuse(p, at, "set-delimiter tags are not supported");
	if (tag->kind == '<' || tag->kind == '$')
		return refuse(p, at, "parents and blocks are not supported");
	const char *closing = tag->kind == '{' ? "}}}" : "}}";
	const char *close = find(inner, p->end, closing);
	if (close == NULL)
		return refuse(p, at, "a tag is not closed by %s", closing);
	tag->end = close + strlen(closing);
	while (inner < close && isspace((unsigned char)*inner))
		inner++;
	while (close > inner && isspace((unsigned char)close[-1]))
		close--;
	tag->name = inner;
	tag->len = (size_t)(close - inner);
	if (tag->kind != '!' && !name_is_plain(tag->kind, tag->name, tag->len))
		return refuse(p, at, "'%.*s' is not a plain dotted name", (int)(tag->len < 60 ? tag->len : 60), tag->name);
	return 0;
}

static int open_section(struct parser *p, const struct tag *tag)
{
	if (p->depth == TEMPLATE_DEPTH)
		return refuse(p, p->at, "sections nest deeper than %d", TEMPLATE_DEPTH);
	struct node *node = add(p, tag->kind == '#' ? NODE_SECTION : NODE_INVERTED, NULL, 0);
	if (node == NULL)
		return -1;
	node->name = tag->name;
	node->name_len = tag->len;
	p->open[p->depth++] = (struct open_section){ node, p->tail };
	p->tail = &node->child;
	return 0;
}

static int close_section(struct parser *p, const struct tag *tag)
{
	if (p->depth == 0)
		return refuse(p, p->at, "{{/%.*s}} closes nothing", (int)tag->len, tag->name);
	const struct node *section = p->open[p->depth - 1].section;
	if (section->name_len != tag->len || memcmp(section->name, tag->name, tag->len) != 0)
		return refuse(p, p->at, "{{/%.*s}} closes {{#%.*s}} of line %u", (int)tag->len, tag->name,
			(int)section->name_len, section->name, section->line);
	p->tail = p->open[--p->depth].after;
	return 0;
}

static int add_named(struct parser *p, const struct tag *tag, const char *indent, size_t indent_len)
{
	struct node *node = add(p, tag->kind == '>' ? NODE_PARTIAL : NODE_VALUE, indent, indent_len);
	if (node == NULL)
		return -1;
	node->escape = tag->kind == ' ';
	node->standalone = indent != NULL;
	node->name = tag->name;
	node->name_len = tag->len;
	return 0;
}

static int apply(struct parser *p, const struct tag *tag, const char *indent, size_t indent_len)
{
	switch (tag->kind) {
	case '!':
		return 0;
	case '#':
	case '^':
		return open_section(p, tag);
	case '/':
		return close_section(p, tag);
	default:
		return add_named(p, tag, indent, indent_len);
	}
}

/* The end of the line when nothing but blanks stands between at and it, else NULL. */
static const char *rest_is_blank(const struct parser *p, const char *at)
{
	while (at < p->end && (*at == ' ' || *at == '\t'))
		at++;
	if (at == p->end)
		return at;
	if (*at == '\r' && p->end - at >= 2 && at[1] == '\n')
		return at + 2;
	return *at == '\n' ? at + 1 : NULL;
}

/* A section, partial or comment tag that is alone on its line takes the line with it. 1 when it was one. */
static int parse_standalone(struct parser *p)
{
	struct tag tag = { 0 };
	const char *at = p->at;
	while (at < p->end && (*at == ' ' || *at == '\t'))
		at++;
	if (!opens_tag(p, at))
		return 0;
	if (read_tag(p, at, &tag) != 0)
		return -1;
	const char *line_end = rest_is_blank(p, tag.end);
	if (line_end == NULL || strchr("#^/>!", tag.kind) == NULL)
		return 0;
	if (apply(p, &tag, p->at, (size_t)(at - p->at)) != 0)
		return -1;
	advance(p, line_end);
	return 1;
}

static int parse_tag(struct parser *p)
{
	struct tag tag = { 0 };
	if (read_tag(p, p->at, &tag) != 0 || apply(p, &tag, NULL, 0) != 0)
		return -1;
	advance(p, tag.end);
	return 0;
}

static int parse_text(struct parser *p)
{
	const char *at = p->at;
	while (at < p->end && !opens_tag(p, at) && *at != '\n')
		at++;
	if (at < p->end && *at == '\n') {
		at++;
		p->line_begins = true;
	}
	if (add(p, NODE_TEXT, p->at, (size_t)(at - p->at)) == NULL)
		return -1;
	advance(p, at);
	return 0;
}

static int parse_step(struct parser *p)
{
	if (p->line_begins) {
		int standalone = parse_standalone(p);
		if (standalone != 0)
			return standalone < 0 ? -1 : 0;
		if (add(p, NODE_LINE, NULL, 0) == NULL)
			return -1;
		p->line_begins = false;
	}
	return opens_tag(p, p->at) ? parse_tag(p) : parse_text(p);
}

static int parse(struct template *template, char *why, size_t n)
{
	struct parser p = { .template = template,
		.at = template->text,
		.end = template->text + template->len,
		.line = 1,
		.line_begins = true,
		.tail = &template->first,
		.why = why,
		.why_size = n };
	while (p.at < p.end)
		if (parse_step(&p) != 0)
			return -1;
	if (p.depth > 0)
		return refuse(&p, p.at, "{{#%.*s}} of line %u is not closed", (int)p.open[p.depth - 1].section->name_len,
			p.open[p.depth - 1].section->name, p.open[p.depth - 1].section->line);
	return 0;
}

struct template *template_parse(const char *name, const char *text, size_t len, char *why, size_t n)
{
	struct template *template = calloc(1, sizeof *template);
	if (template != NULL) {
		template->name = strdup(name);
		template->text = malloc(len + 1);
		template->len = len;
	}
	if (template == NULL || template->name == NULL || template->text == NULL) {
		snprintf(why, n, "template %s: out of memory", name);
		template_free(template);
		return NULL;
	}
	memcpy(template->text, text, len);
	template->text[len] = '\0';
	if (parse(template, why, n) != 0) {
		template_free(template);
		return NULL;
	}
	return template;
}

/* Sections nest no deeper than TEMPLATE_DEPTH, and so does this. */
static void free_nodes(struct node *node)
{
	while (node != NULL) {
		struct node *next = node->next;
		free_nodes(node->child);
		free(node);
		node = next;
	}
}

void template_free(struct template *template)
{
	if (template == NULL)
		return;
	free_nodes(template->first);
	free(template->text);
	free(template->name);
	free(template);
}
