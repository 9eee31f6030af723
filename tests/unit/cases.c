#include "cases.h"

#include <errno.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* After the headers that it needs. */
#include <cmocka.h>

static json_t *load(const char *name)
{
	char path[256];
	json_error_t error;
	(void)snprintf(path, sizeof path, "tests/unit/data/%s.json", name);
	json_t *cases = json_load_file(path, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
	if (json_array_size(cases) > 0)
		return cases;
	(void)fprintf(stderr, "%s, line %d: %s\n", path, error.line, cases ? "no cases" : error.text);
	exit(1);
}

static struct CMUnitTest *add_tests(struct CMUnitTest *tests, size_t *n, const json_t *cases, case_test run)
{
	size_t i;
	json_t *one;
	struct CMUnitTest *grown = realloc(tests, (*n + json_array_size(cases)) * sizeof *tests);
	if (!grown)
		exit(1);
	json_array_foreach(cases, i, one)
	{
		const char *name = json_string_value(json_object_get(one, "name"));
		grown[(*n)++] = (struct CMUnitTest){ name ? name : "a case without a name", run, NULL, NULL, one };
	}
	return grown;
}

int cases_run(const char *group, const struct case_file *files)
{
	struct CMUnitTest *tests = NULL;
	size_t n = 0;
	json_t *all = json_array();
	for (; files->name; files++) {
		json_t *cases = load(files->name);
		tests = add_tests(tests, &n, cases, files->test);
		json_array_append_new(all, cases);
	}
	int failed = _cmocka_run_group_tests(group, tests, n, NULL, NULL);
	free(tests);
	json_decref(all);
	return failed;
}

const char *case_text_or(const json_t *test, const char *member, const char *otherwise)
{
	const char *text = json_string_value(json_object_get(test, member));
	return text ? text : otherwise;
}

const char *case_text(const json_t *test, const char *member)
{
	const char *text = case_text_or(test, member, NULL);
	if (!text)
		fail_msg("the case has no text '%s'", member);
	return text;
}

void scratch_new(char dir[64])
{
	(void)snprintf(dir, 64, "/dev/shm/xq-unit-XXXXXX");
	assert_non_null(mkdtemp(dir));
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st, (void)type, (void)at;
	return remove(path);
}

void scratch_free(const char *dir)
{
	assert_int_equal(nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
}

void scratch_write(const char *dir, const char *path, const void *data, size_t len, unsigned mode)
{
	char full[256];
	(void)snprintf(full, sizeof full, "%s/%s", dir, path);
	for (char *slash = full + strlen(dir) + 1; (slash = strchr(slash, '/')); *slash++ = '/') {
		*slash = '\0';
		assert_true(mkdir(full, 0755) == 0 || errno == EEXIST);
	}
	FILE *file = fopen(full, "we");
	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(full, mode), 0);
}

void scratch_keys(const char *dir)
{
	unsigned char master[32];
	for (unsigned i = 0; i < sizeof master; i++)
		master[i] = (unsigned char)i;
	scratch_write(dir, "server.key", master, sizeof master, 0600);
}
