#include "cases.h"
#include "page.h"
#include "questionnaire.h"
#include "survey_draw.h"
#include "survey_form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* After the headers that it needs. */
#include <cmocka.h>

static struct pages *pages;

static struct questionnaire *read(const json_t *test)
{
	json_t *errors = NULL;
	struct questionnaire *questionnaire = questionnaire_read(json_object_get(test, "document"), &errors);
	json_decref(errors);
	assert_non_null(questionnaire);
	return questionnaire;
}

/* What the controls of a form hold becomes the answers that survey-core would have. */
static void is_read(void **state)
{
	struct questionnaire *questionnaire = read(*state);
	json_t *answers = survey_form_answers(questionnaire, json_object_get(*state, "input"));
	assert_true(json_equal(answers, json_object_get(*state, "answers")));
	json_decref(answers);
	questionnaire_free(questionnaire);
}

static void is_drawn(void **state)
{
	struct questionnaire *questionnaire = read(*state);
	const struct survey_form form = { questionnaire, pages, case_text_or(*state, "lang", "zh-CN"),
		json_object_get(*state, "input"), json_object_get(*state, "errors") };
	char *html = survey_form_html(&form);
	const json_t *text;
	size_t i;
	json_array_foreach(json_object_get(*state, "contains"), i, text)
	{
		if (!strstr(html, json_string_value(text)))
			fail_msg("lacks %s in %s", json_string_value(text), html);
	}
	json_array_foreach(json_object_get(*state, "lacks"), i, text) assert_null(strstr(html, json_string_value(text)));
	free(html);
	questionnaire_free(questionnaire);
}

/* What is kept of a version; or the codes for which it is refused. */
static void is_published(void **state)
{
	json_t *errors = NULL;
	const json_t *wanted = json_object_get(*state, "errors"), *code;
	json_t *drawn = survey_draw(pages, case_text(*state, "text"), &errors);
	size_t i;
	assert_int_equal(drawn != NULL, wanted == NULL);
	assert_true(!drawn || json_equal(json_object_get(drawn, "questions"), json_object_get(*state, "questions")));
	assert_true(!drawn || json_equal(json_object_get(drawn, "plan"), json_object_get(*state, "plan")));
	json_array_foreach(wanted, i, code) assert_string_equal(
		json_string_value(json_object_get(json_array_get(errors, i), "code")), json_string_value(code));
	json_decref(errors);
	json_decref(drawn);
}

int main(void)
{
	static const struct case_file files[] = { { "survey_read", is_read }, { "survey_drawn", is_drawn },
		{ "survey_published", is_published }, { NULL, NULL } };
	char why[512] = "";
	pages = pages_load("web", why, sizeof why);
	if (!pages)
		fprintf(stderr, "%s\n", why);
	int result = pages ? cases_run("survey", files) : 1;
	pages_free(pages);
	return result;
}
