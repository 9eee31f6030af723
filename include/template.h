/* A parsed Mustache template: what mustache_parse.c makes and mustache.c renders. */
#ifndef XQ_TEMPLATE_H
#define XQ_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

/* Deeper nesting of sections or partials is a mistake; partials that include each other end here. */
enum { TEMPLATE_DEPTH = 32, TEMPLATE_NAME_MAX = 120 };

enum node_kind {
	NODE_TEXT,
	NODE_LINE, /* a line begins: the place of a standalone partial's indentation */
	NODE_VALUE,
	NODE_SECTION,
	NODE_INVERTED,
	NODE_PARTIAL
};

struct node {
	enum node_kind kind;
	bool escape; /* of a value */
	bool standalone; /* of a partial: alone on its line, text is its indentation */
	unsigned line;
	const char *text; /* borrowed from the template: text, or the blanks before a standalone partial */
	size_t len;
	const char *name; /* borrowed likewise */
	size_t name_len;
	struct node *child;
	struct node *next;
	const struct template *partial; /* borrowed from the set; NULL when missing */
};

struct template
{
	char *name;
	char *text;
	size_t len;
	struct node *first;
	struct template *next;
};

/* A new template, or NULL with a line in why. The caller frees it with template_free. */
struct template *template_parse(const char *name, const char *text, size_t len, char *why, size_t n)
	__attribute__((warn_unused_result));
void template_free(struct template *template);

#endif
