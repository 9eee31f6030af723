#include "cases.h"
#include "config.h"
#include "post.h"
#include "secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

/* After the headers that it needs. */
#include <cmocka.h>

/* What is no address is never offered to a server; no address, no server: each ends in its own way. */
static void ends(void **state)
{
	char dir[64], error[POST_ERROR_MAX], sender[] = "from@work.example", smtp[64] = "";
	struct config config = { .keys = dir, .mail_from = sender };
	strncpy(smtp, case_text_or(*state, "smtp", ""), sizeof smtp - 1);
	config.smtp = *smtp ? smtp : NULL;
	scratch_new(dir);
	scratch_keys(dir);
	enum post_end end = post_mail(&config, *state, error);
	scratch_free(dir);
	assert_int_equal(end, json_integer_value(json_object_get(*state, "end")));
	assert_string_equal(error, case_text(*state, "error"));
}

/* Each webhook and each number has a key of its own, the same at every asking. */
static void keeps_keys_apart(void **state)
{
	char dir[64], why[128], one[POST_KEY_CHARS + 1], again[POST_KEY_CHARS + 1], other[POST_KEY_CHARS + 1];
	scratch_new(dir);
	scratch_keys(dir);
	struct secret *secret = secret_open(dir, why, sizeof why);
	scratch_free(dir);
	assert_non_null(secret);
	assert_int_equal(post_webhook_key(secret, 1, 1, one), 0);
	assert_int_equal(post_webhook_key(secret, 1, 1, again), 0);
	assert_int_equal(post_webhook_key(secret, (long)json_integer_value(json_object_get(*state, "webhook")),
						 (long)json_integer_value(json_object_get(*state, "key_no")), other),
		0);
	secret_free(secret);
	assert_memory_equal(one, "whsec_", 6);
	assert_int_equal(strlen(one), POST_KEY_CHARS);
	assert_string_equal(one, again);
	assert_string_not_equal(one, other);
}

int main(void)
{
	static const struct case_file files[] = { { "post_mail", ends }, { "post_key", keeps_keys_apart }, { NULL, NULL } };
	return cases_run("post", files);
}
