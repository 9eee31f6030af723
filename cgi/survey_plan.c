#include "survey_plan.h"

#include "expression_code.h"
#include "survey_form.h"

#include <stdio.h>

/* A variable as it was written: #name is taken as it is. */
static json_t *variable_json(const struct expression_variable *variable)
{
	return variable->as_is ? json_pack("[sss]", "v", variable->name, "#") : json_pack("[ss]", "v", variable->name);
}

static json_t *step_json(const struct expression *expression, const struct step *step)
{
	switch (step->kind) {
	case STEP_CONSTANT:
		return json_pack("[so]", "c", value_to_json(&step->constant));
	case STEP_VARIABLE:
		return variable_json(&expression->variables[step->variable]);
	case STEP_UNARY:
		return json_pack("[ss]", "u", expression_operator_name(step->operator));
	case STEP_BINARY:
		return json_pack("[ss]", "b", expression_operator_name(step->operator));
	case STEP_LIST:
		return json_pack("[sI]", "l", (json_int_t)step->call.arguments);
	default:
		return json_pack("[ssI]", "f", expression_function_name(step->call.function), (json_int_t)step->call.arguments);
	}
}

/* NULL for no expression, and without memory. */
static json_t *code_of(const struct expression *expression)
{
	json_t *code = expression ? json_array() : NULL;
	for (size_t i = 0; code && i < expression->n; i++)
		if (json_array_append_new(code, step_json(expression, &expression->steps[i]))) {
			json_decref(code);
			return NULL;
		}
	return code;
}

static json_t *values_of(const struct choice_list *list)
{
	json_t *values = list->n ? json_array() : NULL;
	for (size_t i = 0; i < list->n; i++)
		json_array_append_new(values, value_to_json(&list->items[i].value));
	return values;
}

static json_t *item_names(const struct question *q)
{
	json_t *names = json_array();
	for (size_t i = 0; i < q->items_n; i++)
		json_array_append_new(names, json_string(q->items[i].name));
	return names;
}

/* The conditions of single choices, by their places; NULL where none has any. */
static json_t *choice_codes(const struct choice_list *list)
{
	json_t *codes = json_object();
	for (size_t i = 0; i < list->n; i++) {
		char place[24];
		snprintf(place, sizeof place, "%zu", i);
		if (list->items[i].visible_if)
			json_object_set_new(codes, place, code_of(list->items[i].visible_if));
	}
	if (json_object_size(codes))
		return codes;
	json_decref(codes);
	return NULL;
}

static json_t *question_json(const struct question *q)
{
	const struct choice_list *list = q->type == QUESTION_MATRIX ? &q->columns : &q->choices;
	return json_pack("{ss ss so* so* so* so* so* so* so* so* so*}", "name", q->name, "type", survey_form_type(q),
		"values", values_of(list), "rows", q->items_n ? item_names(q) : values_of(&q->rows), "shown",
		code_of(q->visible_if), "enabled", code_of(q->enable_if), "required", code_of(q->required_if), "computed",
		code_of(q->expression), "choices", choice_codes(&q->choices), "choicesShown", code_of(q->choices_visible_if),
		"rowsShown", code_of(q->rows_visible_if));
}

static void add_container(json_t *containers, const struct container *c)
{
	char place[24];
	snprintf(place, sizeof place, "%zu", c->index);
	if (c->visible_if)
		json_object_set_new(containers, place, code_of(c->visible_if));
	for (size_t i = 0; i < c->elements_n; i++)
		if (c->elements[i].container)
			add_container(containers, c->elements[i].container);
}

json_t *survey_plan(const struct questionnaire *questionnaire)
{
	json_t *questions = json_array(), *containers = json_object(), *calculated = json_array();
	for (size_t i = 0; i < questionnaire->questions_n; i++)
		json_array_append_new(questions, question_json(questionnaire->questions[i]));
	for (size_t i = 0; i < questionnaire->pages_n; i++)
		add_container(containers, questionnaire->pages[i]);
	for (size_t i = 0; i < questionnaire->calculated_n; i++)
		json_array_append_new(calculated,
			json_pack("{ss so*}", "name", questionnaire->calculated[i].name, "code",
				code_of(questionnaire->calculated[i].expression)));
	return json_pack("{so so so}", "questions", questions, "containers", containers, "calculated", calculated);
}
