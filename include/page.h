/* Pages: templates, catalogues and the context that the two are rendered with. */
#ifndef XQ_PAGE_H
#define XQ_PAGE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct pages;

/* Everything is borrowed for the call, and may be NULL where marked. */
struct page_input {
	const char *organ; /* whose service this is, in Chinese; or NULL */
	const char *lang; /* "zh-CN" or "en"; anything else is taken as zh-CN */
	const char *size; /* "large" or NULL */
	const char *theme; /* "dark", "light" or NULL for the system's */
	const char *path; /* the path a view link leads back to */
	const char *request_id;
	const char *key; /* the submitted form key; NULL or "" draws a fresh one */
	const char *csrf; /* or NULL */
	const char *done; /* an action's code, or NULL */
	const json_t *data; /* the SQL answer, or NULL; never changed */
	const json_t *problem; /* problem+json of a refused request, or NULL */
	const json_t *input; /* what was typed: strings, lists of strings, nested objects; or NULL. "action" in it names
							* the submitted action: fields of another action are left as they are */
	const json_t *retry; /* {action, fields:[{name,value}]} or NULL */
};

/* Loads web_root/pages, web_root/partials and web_root/i18n, once. NULL with a line in why when a template does not
 * parse, a partial is missing, the languages have different keys, or a template names a text that no catalogue has. The
 * caller frees with pages_free. */
struct pages *pages_load(const char *web_root, char *why, size_t n) __attribute__((warn_unused_result));
void pages_free(struct pages *pages);

/* Whether there is a page of that name. */
bool pages_has(const struct pages *pages, const char *name);

/* The catalogue's text under a dotted name, owned by pages, or NULL. */
const char *pages_text(const struct pages *pages, const char *lang, const char *dotted);

/* Renders web_root/pages/<name>.html. The caller frees; NULL when the page is unknown or memory ends. */
char *page_render(const struct pages *pages, const char *name, const struct page_input *in, size_t *len)
	__attribute__((warn_unused_result));

#endif
