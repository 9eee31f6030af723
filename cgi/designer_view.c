#include "designer_view.h"

#include "designer.h"
#include "questionnaire.h"
#include "survey_form.h"
#include "survey_plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* The question of a name; NULL for none. */
static const json_t *named(const struct viewing *v, const char *name)
{
	struct designer_place place;
	for (size_t at = 0; (place = designer_find(v->document, at)).array; at++)
		if (!strcmp(text_of(place.question, "name"), name))
			return place.question;
	return NULL;
}

/* The option that a condition of ours says, as a form sends it; "" where the condition is another's. */
static bool read_condition(const struct viewing *v, const char *text, char option[200])
{
	struct designer_condition condition;
	bool ours = designer_condition_read(text, &condition);
	const json_t *question = ours ? named(v, condition.name) : NULL;
	option[0] = '\0';
	if (question)
		snprintf(option, 200, "%s %s=%s", text_of(question, "type"), condition.name, condition.value);
	return ours && condition.negated;
}

/* A value as it stands in a condition. */
static void write_value(const json_t *value, char out[64])
{
	if (json_is_string(value))
		snprintf(out, 64, "%s", json_string_value(value));
	else if (json_is_boolean(value))
		snprintf(out, 64, "%s", json_is_true(value) ? "true" : "false");
	else
		snprintf(out, 64, "%.15g", json_number_value(value));
}

/* The options of a question that a condition can name, as {value, text}. */
static json_t *options_of(const struct viewing *v, const json_t *question)
{
	json_t *options = json_array();
	const json_t *choice;
	size_t i;
	if (!strcmp(text_of(question, "type"), "ranking"))
		return options;
	json_array_foreach(json_object_get(question, "choices"), i, choice)
	{
		const json_t *value = json_is_object(choice) ? json_object_get(choice, "value") : choice;
		json_array_append_new(options, json_pack("{sO* sO*}", "value", value, "text", json_object_get(choice, "text")));
	}
	if (json_is_true(json_object_get(question, "showNoneItem")))
		json_array_append_new(
			options, json_pack("{ss sO*}", "value", "none", "text", json_object_get(question, "noneText")));
	if (!strcmp(text_of(question, "type"), "boolean"))
		for (int truth = 1; truth >= 0; truth--) {
			const json_t *label = json_object_get(question, truth ? "labelTrue" : "labelFalse");
			const char *plain = pages_text(v->pages, v->lang, truth ? "survey.yes" : "survey.no");
			json_array_append_new(options,
				json_pack("{sb so}", "value", truth, "text", label ? json_deep_copy(label) : json_string(plain)));
		}
	return options;
}

/* "if 'Town' was chosen": a condition of ours in words; another's as it is written. NULL for none. */
static json_t *say_condition(const struct viewing *v, const char *text)
{
	char said[600], value[64];
	struct designer_condition condition;
	bool ours = designer_condition_read(text, &condition);
	const json_t *question = ours ? named(v, condition.name) : NULL, *option;
	json_t *options = question ? options_of(v, question) : NULL, *words = NULL;
	size_t i;
	json_array_foreach(options, i, option)
	{
		write_value(json_object_get(option, "value"), value);
		const char *label = questionnaire_text(json_object_get(option, "text"), v->lang);
		if (words || strcmp(value, condition.value) != 0)
			continue;
		snprintf(said, sizeof said, "%s%.200s%s", word(v, "said", condition.negated ? "unless" : "if"),
			label ? label : value, word(v, "said", "chosen"));
		words = json_string(said);
	}
	json_decref(options);
	return words || !text ? words : json_string(text);
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
	for (const struct designer_kind *kind = designer_kinds; kind->name; kind++)
		json_array_append_new(list, choice_list(v, "type", kind->name, NULL));
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

/* The words of the innermost question or page that a path leads to, "pages[0].elements[2].choices[1]"; NULL for none. */
static const char *title_at(const struct viewing *v, const char *path)
{
	const json_t *here = v->document;
	const char *title = NULL;
	char member[16];
	unsigned place;
	int used;
	while (sscanf(path, "%15[a-z][%u]%n", member, &place, &used) == 2 &&
		(!strcmp(member, "pages") || !strcmp(member, "elements"))) {
		here = json_array_get(json_object_get(here, member), place);
		if (!strcmp(member, "elements"))
			title = title_of(v, here);
		path += used + (path[used] == '.');
	}
	return title && *title ? title : NULL;
}

static void word_problems(const struct viewing *v, json_t *problems)
{
	size_t i;
	json_t *problem;
	json_array_foreach(problems, i, problem)
	{
		const char *said = word(v, "problem", text_of(problem, "code"));
		const char *title = title_at(v, text_of(problem, "path"));
		json_object_set_new(problem, "text", json_string(said ? said : word(v, "problem", "any")));
		if (title)
			json_object_set_new(problem, "title", json_string(title));
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
	json_t *view = json_pack("{sb so so so so so* ss* ss*}", "has_problems", json_array_size(problems) > 0, "questions",
		questions_of(&v), "head", designer_fields(document), "types", types_of(&v), "checks", checks_of(&v, advice),
		"problems", problems, "preview", preview, "plan", code);
	free(preview);
	free(code);
	json_decref(plan);
	return view;
}

/* ---- one question ---- */

/* The options of one question, each as its form sends it and in words. */
static void offer(const struct viewing *v, json_t *list, const json_t *question, const char *now)
{
	char value[64], code[200], label[400];
	json_t *options = options_of(v, question);
	const json_t *option;
	size_t i;
	json_array_foreach(options, i, option)
	{
		const char *words = questionnaire_text(json_object_get(option, "text"), v->lang);
		write_value(json_object_get(option, "value"), value);
		snprintf(code, sizeof code, "%s %s=%s", text_of(question, "type"), text_of(question, "name"), value);
		snprintf(label, sizeof label, "%.200s · %.150s", title_of(v, question), words ? words : value);
		json_array_append_new(
			list, json_pack("{ss ss sb}", "code", code, "label", label, "checked", now && !strcmp(now, code)));
	}
	json_decref(options);
}

/* Every option of the questions before this one. */
static json_t *conditions(const struct viewing *v, size_t at, const char *now)
{
	json_t *list = json_array();
	for (size_t i = 0; i < at; i++)
		offer(v, list, designer_find(v->document, i).question, now);
	return list;
}

static json_t *inputs_of(const struct viewing *v, const char *now)
{
	json_t *list = json_array();
	for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++)
		json_array_append_new(list, choice_list(v, "input", inputs[i], now));
	return list;
}

json_t *designer_question_view(const struct pages *pages, const char *lang, json_t *document, size_t at)
{
	struct viewing v = { pages, lang, document };
	const json_t *question = designer_find(document, at).question;
	if (!question)
		return NULL;
	const char *type = text_of(question, "type"), *label = word(&v, "type", type),
			   *condition = json_string_value(json_object_get(question, "visibleIf"));
	static const struct designer_kind bare;
	const struct designer_kind *kind = designer_kind(question);
	char option[200];
	bool negated = read_condition(&v, condition, option);
	if (!kind)
		kind = &bare;
	return json_pack("{sI ss so so so sb sb sb sb sb sb sb sb ss*}", "at", (json_int_t)at, "type_label",
		label ? label : type, "fields", designer_fields(question), "conditions", conditions(&v, at, option), "inputs",
		inputs_of(&v, text_of(question, "inputType")), "has_choices", kind->choices, "has_rows", kind->rows, "has_most",
		kind->several, "has_other", kind->other, "has_scale", kind->scale, "has_box", kind->length, "has_input",
		kind->input, "shown_not", negated, "kept_condition", condition && !*option ? condition : NULL);
}
