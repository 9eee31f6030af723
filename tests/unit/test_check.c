#include "cases.h"
#include "check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

/* After the headers that it needs. */
#include <cmocka.h>

enum { FIELDS_MAX = 8 };

static enum field_type type_named(const char *name)
{
	for (int type = FIELD_TEXT; type <= FIELD_RECEIPT; type++)
		if (!strcmp(check_type_name((enum field_type)type), name))
			return (enum field_type)type;
	fail_msg("no field type %s", name);
	return FIELD_END;
}

static const char *const colours[] = { "red", "green", NULL };

static void read_fields(const json_t *list, struct field fields[FIELDS_MAX])
{
	size_t i;
	json_t *one;
	memset(fields, 0, FIELDS_MAX * sizeof *fields);
	json_array_foreach(list, i, one)
	{
		assert_true(i < FIELDS_MAX - 1);
		fields[i] = (struct field){ .name = case_text(one, "name"),
			.type = type_named(case_text(one, "type")),
			.required = json_is_true(json_object_get(one, "required")),
			.min = (long)json_integer_value(json_object_get(one, "min")),
			.max = (long)json_integer_value(json_object_get(one, "max")),
			.choices = colours };
	}
}

static json_t *run(const json_t *test, struct failure *failure)
{
	struct field fields[FIELDS_MAX];
	read_fields(json_object_get(test, "fields"), fields);
	struct check check = { .fields = fields,
		.form = json_is_true(json_object_get(test, "form")),
		.open = json_is_true(json_object_get(test, "open")),
		.forgive_names = json_is_true(json_object_get(test, "forgive")) };
	return check_fields(&check, json_object_get(test, "in"), failure);
}

static void checks(void **state)
{
	struct failure failure = { 0 };
	json_t *before = json_deep_copy(*state), *out = run(*state, &failure);
	json_t *expected = json_object_get(*state, "out"), *errors = json_object_get(*state, "errors");
	if (expected && !json_equal(out, expected))
		fail_msg("%s", out ? json_dumps(out, 0) : json_dumps(failure.errors, 0));
	if (errors && (out || failure.status != 422 || !json_equal(failure.errors, errors)))
		fail_msg("%s", json_dumps(out ? out : failure.errors, JSON_ENCODE_ANY));
	assert_true(expected || errors);
	assert_true(json_equal(before, *state));
	json_decref(before);
	json_decref(out);
	failure_clear(&failure);
}

static enum attempt check_attempt(void *arg)
{
	struct failure failure = { 0 };
	json_t *out = run(arg, &failure);
	enum attempt outcome = ATTEMPT_WRONG;
	if (out && json_equal(out, json_object_get(arg, "out")))
		outcome = ATTEMPT_RIGHT;
	else if (!out && failure.status >= 400)
		outcome = failure.status == 500 || failure.status == 422 ? ATTEMPT_FAILED : ATTEMPT_WRONG;
	json_decref(out);
	failure_clear(&failure);
	return outcome;
}

static void checks_without_memory(void **state)
{
	each_allocation_fails(check_attempt, *state);
}

int main(void)
{
	static const struct case_file files[] = { { "check", checks }, { "check_refused", checks },
		{ "check_memory", checks_without_memory }, { NULL, NULL } };
	return cases_run("check", files);
}
