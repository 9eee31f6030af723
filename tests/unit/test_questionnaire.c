#include "answers.h"
#include "cases.h"
#include "questionnaire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* After the headers that it needs. */
#include <cmocka.h>

/* 2026-11-25 17:24:58 in Shanghai. */
static const double now = 1795598698000.0;

static json_t *document_of(const json_t *test)
{
	const char *file = json_string_value(json_object_get(test, "file"));
	json_t *document =
		file ? json_load_file(file, JSON_REJECT_DUPLICATES, NULL) : json_incref(json_object_get(test, "survey"));
	if (!document)
		fail_msg("there is no survey %s", file ? file : "in the case");
	return document;
}

/* The errors of a reading as "path code name" lines. */
static void refuses(void **state)
{
	const json_t *test = *state, *expected = json_object_get(test, "errors");
	json_t *document = document_of(test), *errors = NULL, *error, *wanted;
	size_t i;
	struct questionnaire *survey = questionnaire_read(document, &errors);
	assert_null(survey);
	assert_non_null(errors);
	json_array_foreach(expected, i, wanted)
	{
		error = json_array_get(errors, i);
		char line[512];
		snprintf(line, sizeof line, "%s %s %s", json_string_value(json_object_get(error, "path")),
			json_string_value(json_object_get(error, "code")), json_string_value(json_object_get(error, "name")));
		assert_string_equal(line, json_string_value(wanted));
	}
	assert_int_equal(json_array_size(errors), json_array_size(expected));
	json_decref(errors);
	json_decref(document);
}

/* What a report says of one case: all that the case names must be so. */
static bool as_expected(const json_t *test, const json_t *report)
{
	const char *name;
	json_t *wanted;
	json_object_foreach(json_object_get(test, "report"), name,
		wanted) if (!json_equal(wanted, json_object_get(report, name))) return false;
	return true;
}

static enum attempt check_once(void *arg)
{
	const json_t *test = arg;
	json_t *document = document_of(test), *errors = NULL;
	struct questionnaire *survey = questionnaire_read(document, &errors);
	json_t *report = survey ? answers_check(survey, json_object_get(test, "answers"), now) : NULL;
	enum attempt outcome = !report ? ATTEMPT_FAILED : as_expected(test, report) ? ATTEMPT_RIGHT : ATTEMPT_WRONG;
	if (outcome == ATTEMPT_WRONG) {
		char *told = json_dumps(report, JSON_INDENT(1));
		print_error("%s\n", told ? told : "");
		free(told);
	}
	json_decref(report);
	json_decref(errors);
	questionnaire_free(survey);
	json_decref(document);
	return outcome;
}

static void checks(void **state)
{
	assert_int_equal(check_once(*state), ATTEMPT_RIGHT);
	if (!json_object_get(*state, "file"))
		each_allocation_fails(check_once, *state);
}

int main(void)
{
	static const struct case_file files[] = { { "questionnaire_refused", refuses }, { "answers", checks },
		{ NULL, NULL } };
	return cases_run("questionnaire", files);
}
