#include "designer_view.h"

#include "designer.h"
#include "questionnaire.h"
#include "survey_form.h"
#include "survey_plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What can be added by choosing, in the order of how often it is. */
static const struct {
	const char *name;
	bool choices, rows, several, other, numbers, box;
} types[] = {
	{ "radiogroup", true, false, false, true, false, false },
	{ "checkbox", true, false, true, true, false, false },
	{ "matrix", true, true, false, false, false, false },
	{ "rating", false, false, false, false, true, false },
	{ "boolean", false, false, false, false, false, false },
	{ "comment", false, false, false, false, false, true },
	{ "text", false, false, false, false, false, true },
	{ "dropdown", true, false, false, true, false, false },
	{ "ranking", true, false, false, false, false, false },
	{ "html", false, false, false, false, false, false },
};

enum { TYPES = sizeof types / sizeof types[0] };

static const char *const inputs[] = { "text", "number", "date", "month", "time", "email", "tel" };

struct viewing {
	const struct pages *pages;
	const char *lang;
	json_t *document;
};

static const char *word(const struct viewing *v, const char *group, const char *name)
{
	char dotted[96];
	snprintf(dotted, sizeof dotted, "survey_edit.%s.%s", group, name);
	return pages_text(v->pages, v->lang, dotted);
}

static const char *text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));
	return text ? text : "";
}

static const char *title_of(const struct viewing *v, const json_t *question)
{
	const char *text = questionnaire_text(json_object_get(question, "title"), v->lang);
	if (!text)
		text = questionnaire_text(json_object_get(question, "html"), v->lang);
	return text ? text : text_of(question, "name");
}

/* The option and its negation that a condition of ours says; "" where it is another's. */
static void read_condition(const struct viewing *v, const char *text, char option[160], bool *negated)
{
	char name[64], operator[16], value[64];
	option[0] = '\0';
	*negated = false;
	if (!text || sscanf(text, "{%63[^}]} %15s '%63[^']'", name, operator, value) != 3)
		return;
	struct designer_place place;
	for (size_t at = 0; (place = designer_find(v->document, at)).array; at++)
		if (!strcmp(text_of(place.question, "name"), name))
			snprintf(option, 160, "%s %s=%s", text_of(place.question, "type"), name, value);
	*negated = !strcmp(operator, "notcontains") || !strcmp(operator, "<>");
}

/* The words of an option of a question. */
static const char *option_words(const struct viewing *v, const json_t *question, const char *code)
{
	const json_t *choice;
	size_t i;
	json_array_foreach(json_object_get(question, "choices"), i, choice)
	{
		const char *value = json_string_value(json_is_object(choice) ? json_object_get(choice, "value") : choice);
		if (value && !strcmp(value, code))
			return questionnaire_text(json_object_get(choice, "text"), v->lang);
	}
	return !strcmp(code, "none") ? questionnaire_text(json_object_get(question, "noneText"), v->lang) : NULL;
}

/* "if 'Town' was chosen": a condition of ours in words; another's as it is written. NULL for none. */
static json_t *say_condition(const struct viewing *v, const char *text)
{
	char option[160], said[600], type[32], name[64], value[64];
	bool negated;
	struct designer_place place;
	read_condition(v, text, option, &negated);
	if (!text || sscanf(option, "%31s %63[^=]=%63s", type, name, value) != 3)
		return text ? json_string(text) : NULL;
	for (size_t at = 0; (place = designer_find(v->document, at)).array; at++) {
		const char *words = option_words(v, place.question, value);
		if (strcmp(text_of(place.question, "name"), name) != 0)
			continue;
		snprintf(said, sizeof said, "%s%.200s%s", word(v, "said", negated ? "unless" : "if"), words ? words : value,
			word(v, "said", "chosen"));
		return json_string(said);
	}
	return json_string(text);
}

static json_t *row_of(const struct viewing *v, const json_t *question, size_t at)
{
	const char *type = text_of(question, "type"), *label = word(v, "type", type);
	return json_pack("{sI ss ss ss sO* so*}", "at", (json_int_t)at, "name", text_of(question, "name"), "type_label",
		label ? label : type, "title", title_of(v, question), "required", json_object_get(question, "isRequired"),
		"condition", say_condition(v, json_string_value(json_object_get(question, "visibleIf"))));
}

static json_t *questions_of(const struct viewing *v)
{
	json_t *rows = json_array();
	struct designer_place place;
	for (size_t at = 0; (place = designer_find(v->document, at)).array; at++)
		json_array_append_new(rows, row_of(v, place.question, at));
	return rows;
}

static json_t *choice_list(const struct viewing *v, const char *group, const char *name, const char *chosen)
{
	const char *label = word(v, group, name);
	return json_pack(
		"{ss ss sb}", "code", name, "label", label ? label : name, "checked", chosen && !strcmp(chosen, name));
}

static json_t *types_of(const struct viewing *v)
{
	json_t *list = json_array();
	for (size_t i = 0; i < TYPES; i++)
		json_array_append_new(list, choice_list(v, "type", types[i].name, NULL));
	return list;
}

/* ---- the traps of the field ---- */

struct found {
	bool identity, unsure, no_default, open;
	size_t questions;
};

static bool says(const json_t *json, const char *const *words)
{
	char *text = json_dumps(json, JSON_ENCODE_ANY);
	bool found = false;
	for (; text && *words && !found; words++)
		found = strstr(text, *words) != NULL;
	free(text);
	return found;
}

/* Whether a question about a judgement leaves a way out for who cannot judge. */
static bool lets_pass(const json_t *question)
{
	static const char *const ways[] = { "不清楚", "不了解", "说不清", "没有接触", "dontknow", "showDontKnowItem",
		NULL };
	const char *type = text_of(question, "type");
	return (strcmp(type, "matrix") && strcmp(type, "rating")) || says(question, ways);
}

static void look_at(const json_t *question, struct found *found)
{
	static const char *const who[] = { "身份", "您是", NULL };
	const char *type = text_of(question, "type");
	bool one = !strcmp(type, "radiogroup") || !strcmp(type, "dropdown");
	found->questions += strcmp(type, "html") != 0;
	found->identity |=
		one && json_is_true(json_object_get(question, "isRequired")) && says(json_object_get(question, "title"), who);
	found->unsure &= lets_pass(question);
	found->no_default &= !json_object_get(question, "defaultValue");
	found->open |= !strcmp(type, "comment");
}

static void check(const struct viewing *v, json_t *list, const char *name, bool good)
{
	json_array_append_new(list, json_pack("{ss ss sb}", "code", name, "text", word(v, "check", name), "good", good));
}

static json_t *checks_of(const struct viewing *v, const json_t *advice)
{
	struct found found = { .unsure = true, .no_default = true };
	struct designer_place place;
	json_t *list = json_array();
	for (size_t at = 0; (place = designer_find(v->document, at)).array; at++)
		look_at(place.question, &found);
	check(v, list, "identity", found.identity);
	check(v, list, "unsure", found.unsure);
	check(v, list, "no_default", found.no_default);
	check(v, list, "open", found.open);
	check(v, list, "short",
		found.questions > 0 &&
			(json_int_t)found.questions <= json_integer_value(json_object_get(advice, "questions_most")));
	return list;
}

/* ---- the document as it would be published ---- */

static void word_problems(const struct viewing *v, json_t *problems)
{
	size_t i;
	json_t *problem;
	json_array_foreach(problems, i, problem)
	{
		const char *said = word(v, "problem", text_of(problem, "code"));
		json_object_set_new(problem, "text", json_string(said ? said : word(v, "problem", "any")));
	}
}

static char *preview_of(const struct viewing *v, json_t **problems, json_t **plan)
{
	struct questionnaire *questionnaire = questionnaire_read(v->document, problems);
	if (!questionnaire)
		return NULL;
	struct survey_form form = { .questionnaire = questionnaire, .pages = v->pages, .lang = v->lang };
	char *html = survey_form_html(&form);
	*plan = survey_plan(questionnaire);
	questionnaire_free(questionnaire);
	return html;
}

json_t *designer_view(const struct pages *pages, const char *lang, json_t *document, const json_t *advice)
{
	struct viewing v = { pages, lang, document };
	json_t *problems = NULL, *plan = NULL;
	char *preview = preview_of(&v, &problems, &plan), *code = plan ? json_dumps(plan, JSON_COMPACT) : NULL;
	word_problems(&v, problems);
	json_t *view = json_pack("{so so so so so* ss* ss*}", "questions", questions_of(&v), "head",
		designer_fields(document), "types", types_of(&v), "checks", checks_of(&v, advice), "problems", problems,
		"preview", preview, "plan", code);
	free(preview);
	free(code);
	json_decref(plan);
	return view;
}

/* ---- one question ---- */

static void offer(const struct viewing *v, json_t *list, const json_t *question, const json_t *choice, const char *now)
{
	const json_t *value = json_is_object(choice) ? json_object_get(choice, "value") : choice;
	const char *words = questionnaire_text(json_object_get(choice, "text"), v->lang);
	char code[160], label[400], number[24];
	snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	const char *text = json_is_string(value) ? json_string_value(value) : number;
	snprintf(code, sizeof code, "%s %s=%s", text_of(question, "type"), text_of(question, "name"), text);
	snprintf(label, sizeof label, "%.200s · %.150s", title_of(v, question), words ? words : text);
	json_array_append_new(
		list, json_pack("{ss ss sb}", "code", code, "label", label, "checked", now && !strcmp(now, code)));
}

/* Every option of the questions before this one. */
static json_t *conditions(const struct viewing *v, size_t at, const char *now)
{
	json_t *list = json_array();
	for (size_t i = 0; i < at; i++) {
		const json_t *question = designer_find(v->document, i).question, *choice;
		size_t k;
		if (!strcmp(text_of(question, "type"), "ranking"))
			continue;
		json_array_foreach(json_object_get(question, "choices"), k, choice)
		{
			offer(v, list, question, choice, now);
		}
		if (json_is_true(json_object_get(question, "showNoneItem"))) {
			json_t *none = json_pack("{ss sO*}", "value", "none", "text", json_object_get(question, "noneText"));
			offer(v, list, question, none, now);
			json_decref(none);
		}
	}
	return list;
}

static json_t *inputs_of(const struct viewing *v, const char *now)
{
	json_t *list = json_array();
	for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++)
		json_array_append_new(list, choice_list(v, "input", inputs[i], now));
	return list;
}

static size_t type_place(const char *name)
{
	size_t i = 0;
	while (i < TYPES && strcmp(types[i].name, name))
		i++;
	return i;
}

json_t *designer_question_view(const struct pages *pages, const char *lang, json_t *document, size_t at)
{
	struct viewing v = { pages, lang, document };
	const json_t *question = designer_find(document, at).question;
	if (!question)
		return NULL;
	const char *type = text_of(question, "type"),
			   *condition = json_string_value(json_object_get(question, "visibleIf"));
	size_t k = type_place(type);
	bool known = k < TYPES, negated;
	char option[160];
	read_condition(&v, condition, option, &negated);
	const char *label = word(&v, "type", type);
	return json_pack("{sI ss so so so sb sb sb sb sb sb sb sb ss*}", "at", (json_int_t)at, "type_label",
		label ? label : type, "fields", designer_fields(question), "conditions", conditions(&v, at, option), "inputs",
		inputs_of(&v, text_of(question, "inputType")), "has_choices", known && types[k].choices, "has_rows",
		known && types[k].rows, "has_most", known && types[k].several, "has_other", known && types[k].other,
		"has_scale", known && types[k].numbers, "has_box", known && types[k].box, "has_input", !strcmp(type, "text"),
		"shown_not", negated, "kept_condition", condition && !*option ? condition : NULL);
}
