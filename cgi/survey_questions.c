#include "survey_form.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const languages[] = { "zh-CN", "en" };

const char *survey_form_type(const struct question *q)
{
	static const char *const type_names[] = {
		[QUESTION_TEXT] = "text",
		[QUESTION_COMMENT] = "comment",
		[QUESTION_RADIOGROUP] = "radiogroup",
		[QUESTION_DROPDOWN] = "dropdown",
		[QUESTION_CHECKBOX] = "checkbox",
		[QUESTION_TAGBOX] = "tagbox",
		[QUESTION_RANKING] = "ranking",
		[QUESTION_BOOLEAN] = "boolean",
		[QUESTION_RATING] = "rating",
		[QUESTION_SLIDER] = "slider",
		[QUESTION_MATRIX] = "matrix",
		[QUESTION_MULTIPLETEXT] = "multipletext",
		[QUESTION_EXPRESSION] = "expression",
		[QUESTION_HTML] = "html",
	};
	return type_names[q->type];
}

const json_t *survey_form_words(const struct question *q, const struct choice *choice)
{
	if (q->type == QUESTION_BOOLEAN)
		return json_object_get(q->json, choice->value.truth ? "labelTrue" : "labelFalse");
	return choice->text;
}

/* A localised text in both languages; where the document has none, the catalogue's word, else plain. */
static json_t *texts_of(const struct pages *pages, const json_t *text, const char *word, const char *plain)
{
	json_t *texts = json_object();
	for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++) {
		char dotted[64];
		const char *said = questionnaire_text(text, languages[i]);
		snprintf(dotted, sizeof dotted, "survey.%s", word ? word : "");
		if (!said && word)
			said = pages_text(pages, languages[i], dotted);
		if (!texts || json_object_set_new(texts, languages[i], json_string(said ? said : plain))) {
			json_decref(texts);
			return NULL;
		}
	}
	return texts;
}

const char *survey_form_word(const struct choice *choice)
{
	static const char *const specials[] = { [SPECIAL_NOTHING] = "nothing",
		[SPECIAL_REFUSED] = "refused",
		[SPECIAL_DONT_KNOW] = "dont_know",
		[SPECIAL_OTHER] = "other" };
	if (choice->value.kind == VALUE_BOOL)
		return choice->value.truth ? "yes" : "no";
	return specials[choice->special];
}

/* NULL without memory, as all below. */
static json_t *choice_json(const struct pages *pages, const struct question *q, const struct choice *choice)
{
	json_t *value = value_to_json(&choice->value);
	char *plain = value ? json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15)) : NULL;
	const char *text = json_is_string(value) ? json_string_value(value) : plain;
	json_t *texts = text ? texts_of(pages, survey_form_words(q, choice), survey_form_word(choice), text) : NULL;
	free(plain);
	return json_pack("{so so}", "value", value, "text", texts);
}

static json_t *choices_json(const struct pages *pages, const struct question *q, const struct choice_list *list)
{
	json_t *choices = json_array();
	for (size_t i = 0; i < list->n; i++)
		if (json_array_append_new(choices, choice_json(pages, q, &list->items[i]))) {
			json_decref(choices);
			return NULL;
		}
	return choices;
}

static json_t *items_json(const struct pages *pages, const struct question *q)
{
	json_t *rows = json_array();
	for (size_t i = 0; i < q->items_n; i++) {
		const struct text_item *item = &q->items[i];
		json_t *texts = texts_of(pages, json_object_get(item->json, "title"), NULL, item->name);
		if (json_array_append_new(rows, json_pack("{ss so}", "value", item->name, "text", texts))) {
			json_decref(rows);
			return NULL;
		}
	}
	return rows;
}

static json_t *question_json(const struct pages *pages, const struct question *q)
{
	const struct choice_list *choices = q->type == QUESTION_MATRIX ? &q->columns : &q->choices;
	json_t *rows = q->type == QUESTION_MULTIPLETEXT ? items_json(pages, q) : choices_json(pages, q, &q->rows);
	json_t *title = texts_of(pages, json_object_get(q->json, "title"), NULL, q->name);
	return json_pack("{ss ss so so so sb}", "name", q->name, "type", survey_form_type(q), "title", title, "choices",
		choices_json(pages, q, choices), "rows", rows, "required", q->required);
}

json_t *survey_form_questions(const struct questionnaire *questionnaire, const struct pages *pages)
{
	json_t *questions = json_array();
	for (size_t i = 0; i < questionnaire->questions_n; i++) {
		const struct question *q = questionnaire->questions[i];
		if (q->type != QUESTION_HTML && json_array_append_new(questions, question_json(pages, q))) {
			json_decref(questions);
			return NULL;
		}
	}
	return questions;
}
