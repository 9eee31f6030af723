#include "xq.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "folder.h"
#include "mustache.h"

struct adding {
	struct mustache *set;
	char *why;
	size_t n;
};

static int add(struct adding *to, const char *path, const char *name)
{
	size_t len;
	char *text = folder_read(path, &len, to->why, to->n);
	if (text == NULL)
		return -1;
	int result = mustache_add(to->set, name, text, len, to->why, to->n);
	free(text);
	return result;
}

static int add_partial(void *to, const char *path, const char *stem)
{
	return add(to, path, stem);
}

static int render(struct adding *to, const char *template, const char *partials)
{
	json_error_t error;
	if (add(to, template, "/") != 0 ||
		(partials != NULL && folder_each(partials, ".html", add_partial, to, to->why, to->n) != 0) ||
		mustache_link(to->set, true, to->why, to->n) != 0)
		return xq_fail("%s", to->why);
	json_t *data = json_loadf(stdin, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	if (data == NULL)
		return xq_fail("standard input, line %d: %s", error.line, error.text);
	char *text = mustache_render(to->set, "/", data, NULL);
	if (text != NULL)
		fputs(text, stdout);
	free(text);
	json_decref(data);
	return text != NULL ? 0 : xq_fail("%s cannot be rendered: its partials include each other without end", template);
}

/* A partial that nobody wrote renders as nothing, so that one template can be tried alone. */
int xq_render(struct xq *xq)
{
	char why[PATH_MAX + 256] = "";
	struct adding to = { mustache_new(), why, sizeof why };
	if (to.set == NULL || xq->args[0] == NULL)
		return xq_fail("render TEMPLATE.html [PARTIALS_DIR] <DATA.json");
	int result = render(&to, xq->args[0], xq->args[1]);
	mustache_free(to.set);
	return result;
}
