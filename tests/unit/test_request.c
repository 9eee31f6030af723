#include "cases.h"
#include "request.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* After the headers that it needs. */
#include <cmocka.h>

enum { PARAMS_MAX = 16 };

struct wire {
	char *envp[PARAMS_MAX + 1];
	char *body;
	size_t len, at, step;
};

static size_t read_step(void *from, void *to, size_t n)
{
	struct wire *wire = from;
	size_t left = wire->len - wire->at, part = n < wire->step ? n : wire->step;
	if (part > left)
		part = left;
	memcpy(to, wire->body + wire->at, part);
	wire->at += part;
	return part;
}

/* The body of a case: its text, times over, or its bytes in hexadecimal. */
static void wire_body(struct wire *wire, const json_t *test)
{
	const char *text = case_text_or(test, "body", ""), *hex = case_text_or(test, "bytes", NULL);
	size_t times = (size_t)json_integer_value(json_object_get(test, "times"));
	size_t len = hex ? strlen(hex) / 2 : strlen(text);
	times = times ? times : 1;
	wire->body = malloc(len * times + 1);
	wire->len = len * times;
	for (size_t i = 0; i < times && !hex; i++)
		memcpy(wire->body + i * len, text, len);
	for (size_t i = 0; hex && i < len; i++) {
		char pair[] = { hex[2 * i], hex[2 * i + 1], '\0' };
		wire->body[i] = (char)strtoul(pair, NULL, 16);
	}
	wire->step = (size_t)json_integer_value(json_object_get(test, "step"));
	wire->step = wire->step ? wire->step : 8192;
}

static void wire_open(struct wire *wire, const json_t *test)
{
	size_t i, n = 0;
	json_t *param;
	*wire = (struct wire){ 0 };
	wire_body(wire, test);
	json_array_foreach(json_object_get(test, "params"), i, param)
	{
		assert_true(n < PARAMS_MAX - 1);
		wire->envp[n++] = strdup(json_string_value(param));
	}
	if (!json_object_get(test, "as_is")) {
		wire->envp[n] = malloc(40);
		(void)snprintf(wire->envp[n], 40, "CONTENT_LENGTH=%zu", wire->len);
	}
}

static void wire_close(struct wire *wire)
{
	for (char **param = wire->envp; *param; param++)
		free(*param);
	free(wire->body);
}

static int run(struct request *request, struct wire *wire, struct failure *failure)
{
	struct source source = { wire, read_step };
	if (request_head(request, wire->envp, failure))
		return -1;
	return request_body(request, &source, failure);
}

static const char *const face_names[] = { "both", "page", "api", "plain" };

/* What came of the request, in the words of a case. */
static json_t *told(const struct request *request, const struct failure *failure)
{
	if (failure->status)
		return json_pack("{s:i, s:s}", "status", failure->status, "code", failure->code);
	return json_pack("{s:s, s:b, s:s, s:s, s:O, s:O, s:b, s:s, s:s?, s:s?, s:b}", "method", request->method, "head",
		request->head, "path", request->path, "face", face_names[request->face], "query", request->query, "body",
		request->body, "form", request->form, "lang", request->view.lang, "size", request->view.size, "theme",
		request->view.theme, "signed_in", request->token[0] != '\0');
}

/* Whether everything that expected names is so. */
static bool agrees(const json_t *found, const json_t *expected)
{
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)(uintptr_t)expected, key, value)
	{
		if (!json_equal(json_object_get(found, key), value))
			return false;
	}
	return json_object_size(expected) > 0;
}

static void reads(void **state)
{
	struct request request;
	struct failure failure = { 0 };
	struct wire wire;
	wire_open(&wire, *state);
	int wrong = run(&request, &wire, &failure);
	json_t *found = told(&request, &failure);
	assert_int_equal(wrong != 0, failure.status != 0);
	assert_int_equal(strlen(request.id), REQUEST_ID_CHARS);
	if (!agrees(found, json_object_get(*state, "expected")))
		fail_msg("%s", json_dumps(found, 0));
	json_decref(found);
	request_free(&request);
	failure_clear(&failure);
	wire_close(&wire);
}

static enum attempt read_attempt(void *arg)
{
	struct request request;
	struct failure failure = { 0 };
	struct wire *wire = arg;
	wire->at = 0;
	int wrong = run(&request, wire, &failure);
	/* jansson's reader takes some failed allocations for bad JSON. */
	bool refused = failure.status == 500 || !strcmp(failure.code, "bad_json");
	enum attempt outcome = !wrong ? ATTEMPT_RIGHT : refused ? ATTEMPT_FAILED : ATTEMPT_WRONG;
	if (!wrong && (json_object_size(request.body) != 2 || json_object_size(request.query) != 1))
		outcome = ATTEMPT_WRONG;
	request_free(&request);
	failure_clear(&failure);
	return outcome;
}

static void reads_without_memory(void **state)
{
	struct wire wire;
	wire_open(&wire, *state);
	each_allocation_fails(read_attempt, &wire);
	wire_close(&wire);
}

int main(void)
{
	static const struct case_file files[] = { { "request", reads }, { "request_refused", reads },
		{ "request_memory", reads_without_memory }, { NULL, NULL } };
	return cases_run("request", files);
}
