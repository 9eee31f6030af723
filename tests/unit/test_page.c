#include "cases.h"
#include "page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* After the headers that it needs. */
#include <cmocka.h>

static char why[512];

/* The web folder that a case describes, path by path; a case without one has the plain one of page.json. */
static struct pages *load(const json_t *test)
{
	char dir[64];
	const char *path;
	json_t *body;
	json_t *defaults = json_load_file("tests/unit/data/page_folder.json", 0, NULL);
	json_t *folder = json_deep_copy(defaults);
	scratch_new(dir);
	json_object_update(folder, json_object_get(test, "folder"));
	json_object_foreach(folder, path, body)
	{
		char *text = json_is_string(body) ? strdup(json_string_value(body)) : json_dumps(body, 0);
		if (!json_is_null(body))
			scratch_write(dir, path, text, strlen(text), 0644);
		free(text);
	}
	json_decref(defaults);
	json_decref(folder);
	struct pages *pages = pages_load(dir, why, sizeof why);
	scratch_free(dir);
	return pages;
}

static const char *view_of(const json_t *test, const char *name)
{
	return case_text_or(json_object_get(test, "view"), name, NULL);
}

static char *render_page(const struct pages *pages, const json_t *test, size_t *len)
{
	struct page_input in = { .lang = view_of(test, "lang"),
		.size = view_of(test, "size"),
		.theme = view_of(test, "theme"),
		.path = view_of(test, "path"),
		.request_id = "0123456789abcdef",
		.key = view_of(test, "key"),
		.csrf = view_of(test, "csrf"),
		.done = view_of(test, "done"),
		.data = json_object_get(test, "data"),
		.problem = json_object_get(test, "problem"),
		.input = json_object_get(test, "input"),
		.retry = json_object_get(test, "retry") };
	return page_render(pages, case_text_or(test, "page", "main"), &in, len);
}

/* The words are told of a page whose template is in the case. */
static void renders(void **state)
{
	size_t len = 0;
	json_t *before = json_deep_copy(*state);
	struct pages *pages = load(*state);
	if (!pages)
		fail_msg("%s", why);
	char *html = render_page(pages, *state, &len);
	assert_non_null(html);
	assert_string_equal(html, case_text(*state, "expected"));
	assert_int_equal(len, strlen(html));
	assert_true(json_equal(before, *state));
	free(html);
	json_decref(before);
	pages_free(pages);
}

static void refuses(void **state)
{
	why[0] = '\0';
	assert_null(load(*state));
	if (!strstr(why, case_text(*state, "error")))
		fail_msg("the reason is '%s'", why);
}

struct drawing {
	const struct pages *pages;
	const json_t *test;
};

static enum attempt draw(void *arg)
{
	const struct drawing *drawing = arg;
	char *html = render_page(drawing->pages, drawing->test, NULL);
	enum attempt outcome = html ? ATTEMPT_RIGHT : ATTEMPT_FAILED;
	if (html && strcmp(html, case_text(drawing->test, "expected")) != 0)
		outcome = ATTEMPT_WRONG;
	free(html);
	return outcome;
}

static void renders_without_memory(void **state)
{
	struct pages *pages = load(*state);
	assert_non_null(pages);
	struct drawing drawing = { pages, *state };
	each_allocation_fails(draw, &drawing);
	pages_free(pages);
}

static enum attempt load_again(void *arg)
{
	struct pages *pages = pages_load(arg, why, sizeof why);
	enum attempt outcome = pages ? ATTEMPT_RIGHT : ATTEMPT_FAILED;
	pages_free(pages);
	return outcome;
}

/* The folder of the product itself: it loads, it has its pages, and it loads or says why when memory ends. */
static void loads_the_product(void **state)
{
	size_t i;
	json_t *name;
	char root[] = "web";
	struct pages *pages = pages_load(root, why, sizeof why);
	if (!pages)
		fail_msg("%s", why);
	json_array_foreach(json_object_get(*state, "pages"), i, name)
	{
		if (!pages_has(pages, json_string_value(name)))
			fail_msg("there is no page %s", json_string_value(name));
	}
	assert_false(pages_has(pages, "no_such_page"));
	assert_false(pages_has(pages, "head"));
	assert_non_null(pages_text(pages, "en", "site.name"));
	assert_non_null(pages_text(pages, NULL, "site.name"));
	assert_null(pages_text(pages, "en", "site"));
	assert_null(pages_text(pages, "en", "site.name.more"));
	pages_free(pages);
}

static void loads_without_memory(void **state)
{
	char dir[64];
	const char *path;
	json_t *body;
	scratch_new(dir);
	json_object_foreach(json_object_get(*state, "folder"), path, body)
	{
		char *text = json_is_string(body) ? strdup(json_string_value(body)) : json_dumps(body, 0);
		scratch_write(dir, path, text, strlen(text), 0644);
		free(text);
	}
	each_allocation_fails(load_again, dir);
	scratch_free(dir);
}

int main(void)
{
	static const struct case_file files[] = { { "page", renders }, { "page_refill", renders },
		{ "page_refused", refuses }, { "page_memory", renders_without_memory },
		{ "page_load_memory", loads_without_memory }, { "page_product", loads_the_product }, { NULL, NULL } };
	return cases_run("page", files);
}
