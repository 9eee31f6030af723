#include "page.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalogue.h"
#include "folder.h"
#include "mustache.h"
#include "refill.h"
#include "secret.h"

struct pages {
	struct mustache *templates;
	json_t *texts; /* by language */
	char asset[17];
};

struct loading {
	struct pages *pages;
	const char *prefix; /* a page is called page/<name>, which no partial can name */
	char *why;
	size_t n;
};

static int load_template(void *to, const char *path, const char *stem)
{
	struct loading *loading = to;
	char name[NAME_MAX + 8];
	size_t len;
	char *text = folder_read(path, &len, loading->why, loading->n);
	if (text == NULL)
		return -1;
	snprintf(name, sizeof name, "%s%s", loading->prefix, stem);
	int result = mustache_add(loading->pages->templates, name, text, len, loading->why, loading->n);
	free(text);
	return result;
}

static int load_folder(
	struct pages *pages, const char *web_root, const char *folder, const char *prefix, char *why, size_t n)
{
	char path[PATH_MAX];
	struct loading loading = { pages, prefix, why, n };
	if (snprintf(path, sizeof path, "%s/%s", web_root, folder) >= PATH_MAX) {
		snprintf(why, n, "%s: the path is too long", folder);
		return -1;
	}
	return folder_each(path, ".html", load_template, &loading, why, n);
}

/* Both languages have the same names, so that asking one of them is enough. */
static int check_name(void *to, const char *template_name, unsigned line, const char *name)
{
	struct loading *loading = to;
	if (strncmp(name, "t.", 2) != 0 || catalogue_find(json_object_get(loading->pages->texts, "en"), name + 2) != NULL)
		return 0;
	snprintf(loading->why, loading->n, "template %s, line %u: no catalogue has '%s'", template_name, line, name);
	return -1;
}

static int load_all(struct pages *pages, const char *web_root, char *why, size_t n)
{
	char path[PATH_MAX];
	struct loading loading = { pages, "", why, n };
	if (load_folder(pages, web_root, "partials", "", why, n) != 0 ||
		load_folder(pages, web_root, "pages", "page/", why, n) != 0 ||
		mustache_link(pages->templates, false, why, n) != 0)
		return -1;
	snprintf(path, sizeof path, "%s/static", web_root);
	if (folder_hash(path, pages->asset, why, n) != 0)
		return -1;
	snprintf(path, sizeof path, "%s/i18n", web_root);
	pages->texts = catalogue_load(path, why, n);
	return pages->texts == NULL ? -1 : mustache_names(pages->templates, check_name, &loading);
}

struct pages *pages_load(const char *web_root, char *why, size_t n)
{
	struct pages *pages = calloc(1, sizeof *pages);
	if (pages != NULL)
		pages->templates = mustache_new();
	if (pages == NULL || pages->templates == NULL)
		snprintf(why, n, "out of memory");
	else if (load_all(pages, web_root, why, n) == 0)
		return pages;
	pages_free(pages);
	return NULL;
}

void pages_free(struct pages *pages)
{
	if (pages == NULL)
		return;
	mustache_free(pages->templates);
	json_decref(pages->texts);
	free(pages);
}

static void full_name(char out[NAME_MAX + 8], const char *name)
{
	snprintf(out, NAME_MAX + 8, "page/%s", name);
}

bool pages_has(const struct pages *pages, const char *name)
{
	char full[NAME_MAX + 8];
	full_name(full, name);
	return mustache_has(pages->templates, full);
}

static bool is_english(const char *lang)
{
	return lang != NULL && strcmp(lang, "en") == 0;
}

static json_t *texts_of(const struct pages *pages, const char *lang)
{
	return json_object_get(pages->texts, is_english(lang) ? "en" : "zh-CN");
}

const char *pages_text(const struct pages *pages, const char *lang, const char *dotted)
{
	return json_string_value(catalogue_find(texts_of(pages, lang), dotted));
}

/* The action whose form was sent: the input says so, or the path does. */
static const char *submitted_action(const struct page_input *in)
{
	static const char folder[] = "/actions/";
	const char *action = json_string_value(json_object_get(in->input, "action"));
	if (action != NULL || in->path == NULL)
		return action;
	const char *at = strstr(in->path, folder);
	return at != NULL ? at + strlen(folder) : NULL;
}

static bool is(const char *text, const char *wanted)
{
	return text != NULL && strcmp(text, wanted) == 0;
}

/* A member of staff who lost the way is shown back to the desk, not to the public's front door. */
static bool is_staff(const char *path)
{
	static const char console[] = "/console";
	return path != NULL && strncmp(path, console, strlen(console)) == 0;
}

static json_t *view(const struct pages *pages, const struct page_input *in)
{
	char uuid[37];
	bool english = is_english(in->lang);
	const char *key = in->key != NULL && in->key[0] != '\0' ? in->key : secret_uuid(uuid);
	return json_pack("{s:O, s:s, s:b, s:b, s:b, s:b, s:b, s:b, s:s?, s:s, s:s?, s:s, s:s?, s:s?, s:s?}", "t",
		texts_of(pages, in->lang), "lang", english ? "en" : "zh-CN", "is_zh", !english, "is_en", english, "large",
		is(in->size, "large"), "dark", is(in->theme, "dark"), "light", is(in->theme, "light"), "staff",
		is_staff(in->path), "path", in->path, "asset", pages->asset, "request_id", in->request_id, "key", key, "csrf",
		in->csrf, "done", in->done, "organ", in->organ);
}

/* Without memory jansson copies an object short of members and says nothing. */
static int set_copy(json_t *context, const char *name, const json_t *value)
{
	if (value == NULL)
		return 0;
	json_t *copy = json_deep_copy(value);
	if (!json_equal(copy, value)) {
		json_decref(copy);
		return -1;
	}
	return json_object_set_new(context, name, copy);
}

/* Copies, for the walk fills them and the caller's stay as they are. */
static int add_answers(json_t *context, const struct page_input *in)
{
	json_t *me = json_object_get(in->data, "me");
	if (set_copy(context, "data", in->data) != 0 || set_copy(context, "problem", in->problem) != 0 ||
		set_copy(context, "input", in->input) != 0 || set_copy(context, "retry", in->retry) != 0 ||
		(me != NULL && json_object_set(context, "me", me) != 0))
		return -1;
	return refill(
		json_object_get(context, "data"), json_object_get(context, "problem"), in->input, submitted_action(in));
}

char *page_render(const struct pages *pages, const char *name, const struct page_input *in, size_t *len)
{
	char full[NAME_MAX + 8];
	char *html = NULL;
	json_t *context = view(pages, in);
	full_name(full, name);
	if (context != NULL && add_answers(context, in) == 0)
		html = mustache_render(pages->templates, full, context, len);
	json_decref(context);
	return html;
}
