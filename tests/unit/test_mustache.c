#include "cases.h"
#include "mustache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* After the headers that it needs. */
#include <cmocka.h>

static char why[256];

/* A linked set of the case's template and partials, or NULL with why. */
static struct mustache *load(const json_t *test)
{
	const char *name, *text = case_text(test, "template");
	json_t *partial;
	struct mustache *set = mustache_new();
	int wrong = !set || mustache_add(set, "main", text, strlen(text), why, sizeof why);
	json_object_foreach(json_object_get(test, "partials"), name, partial)
	{
		const char *body = json_string_value(partial);
		wrong = wrong || mustache_add(set, name, body, strlen(body), why, sizeof why);
	}
	if (!wrong && !mustache_link(set, json_is_true(json_object_get(test, "missing_ok")), why, sizeof why))
		return set;
	mustache_free(set);
	return NULL;
}

static enum attempt render(void *arg)
{
	const json_t *test = arg;
	struct mustache *set = load(test);
	char *text = set ? mustache_render(set, "main", json_object_get(test, "data"), NULL) : NULL;
	enum attempt outcome = !text ? ATTEMPT_FAILED : ATTEMPT_WRONG;
	if (text && !strcmp(text, case_text(test, "expected")))
		outcome = ATTEMPT_RIGHT;
	free(text);
	mustache_free(set);
	return outcome;
}

static void renders(void **state)
{
	const json_t *test = *state;
	size_t len = 0;
	struct mustache *set = load(test);
	if (!set)
		fail_msg("%s", why);
	char *text = mustache_render(set, "main", json_object_get(test, "data"), &len);
	assert_non_null(text);
	assert_string_equal(text, case_text(test, "expected"));
	assert_int_equal(len, strlen(text));
	free(text);
	mustache_free(set);
	each_allocation_fails(render, *state);
}

static void refuses(void **state)
{
	const json_t *test = *state;
	why[0] = '\0';
	assert_null(load(test));
	if (!strstr(why, case_text(test, "error")))
		fail_msg("the reason is '%s'", why);
}

/* Loads, and ends although its partials or sections would not. */
static void gives_up(void **state)
{
	struct mustache *set = load(*state);
	assert_non_null(set);
	assert_null(mustache_render(set, "main", json_object_get(*state, "data"), NULL));
	assert_null(mustache_render(set, "nobody", NULL, NULL));
	mustache_free(set);
}

static int collect(void *to, const char *template_name, unsigned line, const char *name)
{
	json_array_append_new(to, json_sprintf("%s:%u:%s", template_name, line, name));
	return strcmp(name, "stop") == 0;
}

static void names(void **state)
{
	json_t *found = json_array();
	struct mustache *set = load(*state);
	assert_non_null(set);
	assert_int_equal(mustache_names(set, collect, found), json_is_true(json_object_get(*state, "stops")));
	assert_true(json_equal(found, json_object_get(*state, "expected")));
	json_decref(found);
	mustache_free(set);
}

int main(void)
{
	static const struct case_file files[] = { { "mustache", renders }, { "mustache_refused", refuses },
		{ "mustache_endless", gives_up }, { "mustache_names", names }, { NULL, NULL } };
	return cases_run("mustache", files);
}
