#include "questionnaire.h"

#include <stdlib.h>
#include <string.h>

void questionnaire_free(struct questionnaire *questionnaire)
{
	if (!questionnaire)
		return;
	json_decref(questionnaire->document);
	arena_free(&questionnaire->arena);
	free(questionnaire);
}

struct question *questionnaire_question(const struct questionnaire *questionnaire, const char *name)
{
	for (size_t i = 0; i < questionnaire->questions_n; i++)
		if (!strcmp(questionnaire->questions[i]->name, name))
			return questionnaire->questions[i];
	return NULL;
}

const char *questionnaire_text(const json_t *text, const char *language)
{
	if (json_is_string(text))
		return json_string_value(text);
	const char *found = json_string_value(json_object_get(text, language));
	if (!found)
		found = json_string_value(json_object_get(text, "default"));
	if (found)
		return found;
	void *first = json_object_iter((json_t *)text);
	return first ? json_string_value(json_object_iter_value(first)) : NULL;
}

bool question_selects(const struct question *question)
{
	return question->type >= QUESTION_RADIOGROUP && question->type <= QUESTION_RANKING;
}

bool question_selects_several(const struct question *question)
{
	return question->type >= QUESTION_CHECKBOX && question->type <= QUESTION_RANKING;
}

bool question_has_other(const struct question *question)
{
	const struct choice_list *choices = &question->choices;
	return choices->n > choices->plain && choices->items[choices->n - 1].special == SPECIAL_OTHER;
}
