#include "cases.h"
#include "designer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* After the headers that it needs. */
#include <cmocka.h>

static int act(const json_t *test, json_t *document)
{
	const char *name = case_text(test, "act");
	size_t at = (size_t)json_integer_value(json_object_get(test, "at"));
	const json_t *fields = json_object_get(test, "fields");
	if (!strcmp(name, "add"))
		return designer_add(document, case_text(fields, "type"), fields);
	if (!strcmp(name, "head"))
		return designer_head(document, fields);
	if (!strcmp(name, "change"))
		return designer_change(designer_find(document, at).question, fields);
	if (!strcmp(name, "remove"))
		return designer_remove(document, at);
	return designer_move(document, at, !strcmp(name, "up"));
}

static void changes(void **state)
{
	json_t *document = json_deep_copy(json_object_get(*state, "document"));
	assert_int_equal(act(*state, document), 0);
	char *got = json_dumps(document, JSON_COMPACT), *want = json_dumps(json_object_get(*state, "wanted"), JSON_COMPACT);
	if (!json_equal(document, json_object_get(*state, "wanted")))
		fail_msg("%s instead of %s", got, want);
	free(got);
	free(want);
	json_decref(document);
}

/* What a form shows, sent back as it is, changes nothing. */
static void comes_back(void **state)
{
	json_t *question = json_deep_copy(json_object_get(*state, "question")), *fields = designer_fields(question),
		   *member;
	const char *name;
	void *next;
	json_object_foreach_safe(fields, next, name, member)
	{
		if (json_is_boolean(member))
			json_object_set_new(fields, name, json_string(json_is_true(member) ? "true" : ""));
	}
	json_object_set_new(fields, "shown_when", json_string("kept"));
	assert_int_equal(designer_change(question, fields), 0);
	char *got = json_dumps(question, JSON_COMPACT);
	if (!json_equal(question, json_object_get(*state, "question")))
		fail_msg("%s", got);
	free(got);
	json_decref(fields);
	json_decref(question);
}

int main(void)
{
	static const struct case_file files[] = { { "designer_changes", changes }, { "designer_back", comes_back },
		{ NULL, NULL } };
	return cases_run("designer", files);
}
