#include "cases.h"
#include "route.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* After the headers that it needs. */
#include <cmocka.h>

static const struct route routes[] = {
	{ .method = "GET", .path = "/", .need = NEED_NOBODY, .sql = "s", .page = "home" },
	{ .method = "GET", .path = "/things", .need = NEED_NOBODY, .sql = "s", .page = "things" },
	{ .method = "POST", .path = "/things", .need = NEED_NOBODY, .sql = "s", .page = "thing" },
	{ .method = "GET", .path = "/things/{id}", .need = NEED_SESSION, .sql = "s", .page = "thing" },
	{ .method = "POST",
		.path = "/things/{id}/actions/{action}",
		.need = NEED_SESSION,
		.sql = "s",
		.then = "/things/{id}" },
	{ .method = "GET", .path = "/reports/{name}", .need = NEED_SESSION, .sql = "s", .page = "report" },
	{ .method = "GET", .path = "/reports/{name}.csv", .need = NEED_SESSION, .sql = "s", .page = "csv" },
	{ .method = "DELETE", .path = "/session", .need = NEED_SESSION, .face = FACE_API, .sql = "s" },
	{ .method = "GET", .path = "/form", .need = NEED_NOBODY, .face = FACE_PAGE, .page = "form" },
	{ .method = "GET", .path = "/healthz", .need = NEED_NOBODY, .face = FACE_PLAIN, .page = "health" },
};

enum { ROUTES = sizeof routes / sizeof *routes, FIRST = 4 };

/* Where one table ends and the next begins makes no difference. */
static const struct route_table tables[] = { { routes, FIRST }, { routes + FIRST, ROUTES - FIRST }, { 0 } };

static void finds(void **state)
{
	char path[512], allow[64];
	json_t *params = NULL;
	(void)strcpy(path, case_text(*state, "path"));
	struct request request = { .method = case_text_or(*state, "method", "GET"),
		.path = path,
		.face = json_is_true(json_object_get(*state, "api")) ? FACE_API : FACE_PAGE };
	const struct route *found = route_find(tables, &request, &params, allow, sizeof allow);
	const char *expected = case_text_or(*state, "route", NULL);
	assert_int_equal(found != NULL, expected != NULL);
	if (found) {
		assert_string_equal(found->path, expected);
		assert_string_equal(found->method, request.method);
		assert_true(json_equal(params, json_object_get(*state, "params")));
	} else
		assert_string_equal(allow, case_text_or(*state, "allow", ""));
	json_decref(params);
}

static void fills(void **state)
{
	char *text = route_fill(case_text(*state, "text"), json_object_get(*state, "params"));
	assert_non_null(text);
	assert_string_equal(text, case_text(*state, "expected"));
	free(text);
}

static enum need need_of(const char *name)
{
	return !strcmp(name, "nobody") ? NEED_NOBODY : !strcmp(name, "session") ? NEED_SESSION : NEED_UNSET;
}

static void verifies(void **state)
{
	struct route rows[] = { routes[0],
		{ .method = case_text_or(*state, "method", NULL),
			.path = case_text_or(*state, "path", NULL),
			.need = need_of(case_text_or(*state, "need", "")),
			.sql = case_text_or(*state, "sql", NULL),
			.page = case_text_or(*state, "page", NULL) } };
	const struct route_table faulty[] = { ROUTE_TABLE(rows), { 0 } };
	const char *fault = route_verify(faulty);
	assert_int_equal(fault == NULL, json_is_true(json_object_get(*state, "sound")));
	assert_null(route_verify(tables));
	json_t *dump = route_dump(tables);
	assert_int_equal(json_array_size(dump), ROUTES);
	json_decref(dump);
}

int main(void)
{
	static const struct case_file files[] = { { "route", finds }, { "route_filled", fills },
		{ "route_table", verifies }, { NULL, NULL } };
	return cases_run("route", files);
}
