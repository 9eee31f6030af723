#include "cases.h"
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* After the headers that it needs. */
#include <cmocka.h>

static struct config *load(const json_t *test, char why[256])
{
	char dir[64], path[128];
	const char *text = case_text(test, "file");
	scratch_new(dir);
	scratch_write(dir, "program.conf", text, strlen(text), 0600);
	(void)snprintf(path, sizeof path, "%s/program.conf", dir);
	struct config *config = config_load(path, why, 256);
	scratch_free(dir);
	return config;
}

static void loads(void **state)
{
	static const char *const names[] = { "socket", "database", NULL };
	char why[256] = "";
	struct config *config = load(*state, why);
	if (!config)
		fail_msg("%s", why);
	json_t *found =
		json_pack("{s:s?, s:s?, s:i, s:i, s:s?}", "socket", config->socket, "database", config->database, "workers",
			(int)config->workers, "max_requests", (int)config->max_requests, "missing", config_missing(config, names));
	if (!json_equal(found, json_object_get(*state, "expected")))
		fail_msg("%s", json_dumps(found, 0));
	json_decref(found);
	config_free(config);
}

static void refuses(void **state)
{
	char why[256] = "";
	assert_null(load(*state, why));
	if (!strstr(why, case_text(*state, "error")))
		fail_msg("the reason is '%s'", why);
}

static enum attempt load_attempt(void *arg)
{
	char why[256];
	struct config *config = load(arg, why);
	enum attempt outcome = config ? ATTEMPT_RIGHT : ATTEMPT_FAILED;
	config_free(config);
	return outcome;
}

static void loads_without_memory(void **state)
{
	each_allocation_fails(load_attempt, *state);
}

int main(void)
{
	static const struct case_file files[] = { { "config", loads }, { "config_refused", refuses },
		{ "config_memory", loads_without_memory }, { NULL, NULL } };
	return cases_run("config", files);
}
