/* Mustache templates, parsed once and rendered over jansson values.
 *
 * Interpolation, sections, inverted sections, partials and comments follow the public specification. Set-delimiter
 * tags, blocks, parents, dynamic names and anything that is not a plain dotted name are refused when a template is
 * added. False, null, an absent name, an empty list and an empty string do not open a section; the number 0 does. */
#ifndef XQ_MUSTACHE_H
#define XQ_MUSTACHE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct mustache; /* a set of named templates that may include each other */

/* An empty set, or NULL without memory. The caller frees it with mustache_free. */
struct mustache *mustache_new(void) __attribute__((warn_unused_result));
void mustache_free(struct mustache *set);

/* Parses text (copied) under name. 0, or -1 with a line in why: name, line number and reason. */
int mustache_add(struct mustache *set, const char *name, const char *text, size_t len, char *why, size_t n)
	__attribute__((warn_unused_result));

/* Resolves every {{> name}} after the last mustache_add. A name nobody added renders as nothing where missing_ok,
 * as the specification has it; otherwise -1 with a line in why. */
int mustache_link(struct mustache *set, bool missing_ok, char *why, size_t n) __attribute__((warn_unused_result));

/* Whether something was added under name. */
bool mustache_has(const struct mustache *set, const char *name);

/* Renders a linked template into a string of *len bytes (len may be NULL) ending in a NUL, which the caller frees.
 * NULL when the name is unknown, memory ends, or templates include each other deeper than the limit. */
char *mustache_render(const struct mustache *set, const char *name, const json_t *data, size_t *len)
	__attribute__((warn_unused_result));

/* Calls each for every name that any template interpolates or opens a section with, until each answers non-zero;
 * answers what each answered last. */
typedef int (*mustache_visit)(void *to, const char *template_name, unsigned line, const char *name);
int mustache_names(const struct mustache *set, mustache_visit each, void *to);

#endif
