/* Answers one line of JSON for each: {"now", "survey", "answers"} is checked, {"expression"} is only parsed, and
 * {"pattern", "fold", "text"} is matched. With BROKEN in the environment it is wrong by intent. Not part of the
 * product. */
#include "answers.h"
#include "pattern.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static json_t *check(const json_t *line)
{
	json_t *errors;
	struct questionnaire *survey = questionnaire_read(json_object_get(line, "survey"), &errors);
	if (!survey)
		return json_pack("{so}", "refused", errors ? errors : json_null());
	json_t *report =
		answers_check(survey, json_object_get(line, "answers"), json_number_value(json_object_get(line, "now")));
	questionnaire_free(survey);
	return report ? report : json_pack("{ss}", "refused", "memory");
}

static json_t *parse(const char *text)
{
	struct arena arena = { .limit = 1 << 24 };
	struct expression_error error;
	struct expression *expression = expression_parse(&arena, text, &error);
	json_t *answer = json_pack("{sb, ss}", "parsed", expression != NULL, "code", error.code ? error.code : "");
	arena_free(&arena);
	return answer;
}

static json_t *match(const json_t *line, const char *text)
{
	struct arena arena = { .limit = 1 << 24 };
	const char *code = NULL;
	struct pattern *pattern = pattern_parse(&arena, text, json_is_true(json_object_get(line, "fold")), &code);
	bool found = pattern && pattern_matches(pattern, &arena, json_string_value(json_object_get(line, "text")));
	json_t *answer = json_pack("{ss, sb}", "code", code ? code : "", "found", found);
	arena_free(&arena);
	return answer;
}

/* For the proof that a wrong engine is noticed: notempty becomes empty. */
static void spoil(char *line)
{
	for (char *at = line; (at = strstr(at, " notempty"));)
		memcpy(at, "    empty", 9);
}

int main(void)
{
	char *text = NULL;
	size_t room = 0;
	bool broken = getenv("BROKEN") != NULL;
	while (getline(&text, &room, stdin) > 0) {
		if (broken)
			spoil(text);
		json_t *line = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
		const char *expression = json_string_value(json_object_get(line, "expression"));
		const char *pattern = json_string_value(json_object_get(line, "pattern"));
		json_t *answer = !line ? json_pack("{ss}", "refused", "json")
			: expression       ? parse(expression)
			: pattern          ? match(line, pattern)
							   : check(line);
		char *told = json_dumps(answer, JSON_COMPACT | JSON_REAL_PRECISION(17));
		puts(told ? told : "{}");
		fflush(stdout);
		free(told);
		json_decref(answer);
		json_decref(line);
	}
	free(text);
	return 0;
}
