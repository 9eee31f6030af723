#include "buf.h"
#include "cases.h"
#include "form.h"
#include "text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* After the headers that it needs. */
#include <cmocka.h>

static void tells_utf8(void **state)
{
	const char *hex = case_text(*state, "bytes");
	char bytes[64];
	size_t n = strlen(hex) / 2;
	for (size_t i = 0; i < n; i++) {
		char pair[] = { hex[2 * i], hex[2 * i + 1], '\0' };
		bytes[i] = (char)strtoul(pair, NULL, 16);
	}
	assert_int_equal(text_valid(bytes, n), json_is_true(json_object_get(*state, "valid")));
}

static void tidies(void **state)
{
	char *tidy = text_tidy(case_text(*state, "text"));
	assert_string_equal(tidy, case_text(*state, "tidy"));
	assert_int_equal(text_points(tidy), json_integer_value(json_object_get(*state, "points")));
	free(tidy);
}

static void tells_plain(void **state)
{
	size_t max = (size_t)json_integer_value(json_object_get(*state, "max"));
	assert_int_equal(text_plain(case_text(*state, "text"), max), json_is_true(json_object_get(*state, "plain")));
}

static enum attempt decode(void *arg)
{
	const char *text = case_text(arg, "form"), *code = NULL;
	json_t *found = form_parse(text, strlen(text), json_is_true(json_object_get(arg, "lenient")), &code);
	enum attempt outcome = ATTEMPT_WRONG;
	if (found && json_equal(found, json_object_get(arg, "fields")))
		outcome = ATTEMPT_RIGHT;
	else if (!found && case_text_or(arg, "code", NULL) && !strcmp(code, case_text(arg, "code")))
		outcome = ATTEMPT_RIGHT;
	else if (!found && !strcmp(code, "internal"))
		outcome = ATTEMPT_FAILED;
	json_decref(found);
	return outcome;
}

static void decodes(void **state)
{
	assert_int_equal(decode(*state), ATTEMPT_RIGHT);
	if (!json_is_true(json_object_get(*state, "lenient")))
		each_allocation_fails(decode, *state);
}

static enum attempt gather(void *arg)
{
	struct buf b = { 0 };
	long times = (long)json_integer_value(json_object_get(arg, "times"));
	const char *piece = case_text(arg, "piece");
	for (long i = 0; i < times; i++) {
		buf_puts(&b, piece);
		buf_putf(&b, "%ld", i % 10);
	}
	size_t len = b.len;
	char *text = buf_steal(&b);
	enum attempt outcome = text ? ATTEMPT_WRONG : ATTEMPT_FAILED;
	if (text && len == (size_t)times * (strlen(piece) + 1) && strlen(text) == len)
		outcome = ATTEMPT_RIGHT;
	free(text);
	return outcome;
}

static void gathers(void **state)
{
	assert_int_equal(gather(*state), ATTEMPT_RIGHT);
	each_allocation_fails(gather, *state);
}

int main(void)
{
	static const struct case_file files[] = { { "text_utf8", tells_utf8 }, { "text_tidy", tidies },
		{ "text_plain", tells_plain }, { "form", decodes }, { "buf", gathers }, { NULL, NULL } };
	return cases_run("text", files);
}
