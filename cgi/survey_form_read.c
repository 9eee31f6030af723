#include "survey_controls.h"
#include "survey_form.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reading {
	const json_t *input;
	json_t *answers;
	bool failed;
};

static const char *typed(const struct reading *r, const char *control)
{
	const json_t *value = json_object_get(r->input, control);
	return json_is_string(value) && json_string_length(value) ? json_string_value(value) : NULL;
}

/* The place that a control names, below n; -1 for none. */
static long place_of(const char *text, size_t n)
{
	char *end;
	if (!text || text[0] < '0' || text[0] > '9')
		return -1;
	long place = strtol(text, &end, 10);
	return *end == '\0' && place >= 0 && (size_t)place < n ? place : -1;
}

static void keep(struct reading *r, const char *name, json_t *value)
{
	if (!value || json_object_set_new(r->answers, name, value))
		r->failed = true;
}

/* A number where a number was asked for and typed; what is none stays a text, for the check to refuse. */
static json_t *number_or_text(const char *text)
{
	char *end;
	double number = strtod(text, &end);
	if (*end != '\0' || !isfinite(number) || strpbrk(text, "xXpPnN"))
		return json_string(text);
	if (number == floor(number) && fabs(number) < 9007199254740992.0)
		return json_integer((json_int_t)number);
	return json_real(number);
}

static json_t *box_value(const struct input *input, const char *text)
{
	return input->type == INPUT_NUMBER ? number_or_text(text) : json_string(text);
}

static void read_box(struct reading *r, const struct question *q)
{
	char control[DRAWING_CONTROL_MAX];
	drawing_control(control, q, NULL, -1);
	const char *text = typed(r, control);
	if (text)
		keep(r, q->name, q->type == QUESTION_SLIDER ? number_or_text(text) : box_value(&q->input, text));
}

static void read_one(struct reading *r, const struct question *q)
{
	char control[DRAWING_CONTROL_MAX];
	drawing_control(control, q, NULL, -1);
	long place = place_of(typed(r, control), q->choices.n);
	if (place >= 0)
		keep(r, q->name, value_to_json(&q->choices.items[place].value));
}

/* One ticked box comes as a text, several as a list. */
static void read_several(struct reading *r, const struct question *q)
{
	char control[DRAWING_CONTROL_MAX];
	drawing_control(control, q, NULL, -1);
	json_t *value = json_object_get(r->input, control), *chosen = json_array();
	for (size_t i = 0; i < q->choices.n; i++) {
		bool found = place_of(typed(r, control), q->choices.n) == (long)i;
		for (size_t k = 0; k < json_array_size(value); k++)
			found |= place_of(json_string_value(json_array_get(value, k)), q->choices.n) == (long)i;
		if (found && json_array_append_new(chosen, value_to_json(&q->choices.items[i].value)))
			r->failed = true;
	}
	if (json_array_size(chosen))
		keep(r, q->name, json_incref(chosen));
	json_decref(chosen);
}

/* The choices in the order of the places they were given; those of one place in the document's order, for the check
 * to see that fewer were ranked where a place is missing. */
static void read_ranking(struct reading *r, const struct question *q)
{
	char control[DRAWING_CONTROL_MAX];
	json_t *ranked = json_array();
	for (size_t place = 0; place < q->choices.n; place++)
		for (size_t i = 0; i < q->choices.n; i++) {
			drawing_control(control, q, NULL, (long)i);
			if (place_of(typed(r, control), q->choices.n) == (long)place &&
				json_array_append_new(ranked, value_to_json(&q->choices.items[i].value)))
				r->failed = true;
		}
	if (json_array_size(ranked))
		keep(r, q->name, json_incref(ranked));
	json_decref(ranked);
}

void survey_form_row_name(const struct choice *row, char out[SURVEY_FORM_ROW_MAX])
{
	if (row->value.kind == VALUE_TEXT)
		snprintf(out, SURVEY_FORM_ROW_MAX, "%s", row->value.text.bytes);
	else
		snprintf(
			out, SURVEY_FORM_ROW_MAX, "%.15g", row->value.kind == VALUE_NUMBER ? row->value.number : row->value.truth);
}

static json_t *row_answers(struct reading *r, const struct question *q)
{
	char control[DRAWING_CONTROL_MAX], name[SURVEY_FORM_ROW_MAX];
	json_t *rows = json_object();
	for (size_t i = 0; i < q->rows.n; i++) {
		drawing_control(control, q, NULL, (long)i);
		long place = place_of(typed(r, control), q->columns.n);
		survey_form_row_name(&q->rows.items[i], name);
		if (place >= 0 && json_object_set_new(rows, name, value_to_json(&q->columns.items[place].value)))
			r->failed = true;
	}
	return rows;
}

static json_t *item_answers(struct reading *r, const struct question *q)
{
	char control[DRAWING_CONTROL_MAX];
	json_t *items = json_object();
	for (size_t i = 0; i < q->items_n; i++) {
		drawing_control(control, q, NULL, (long)i);
		const char *text = typed(r, control);
		if (text && json_object_set_new(items, q->items[i].name, box_value(&q->items[i].input, text)))
			r->failed = true;
	}
	return items;
}

static void read_parts(struct reading *r, const struct question *q)
{
	json_t *parts = q->type == QUESTION_MATRIX ? row_answers(r, q) : item_answers(r, q);
	if (json_object_size(parts))
		keep(r, q->name, json_incref(parts));
	json_decref(parts);
}

static void read_nothing(struct reading *r, const struct question *q)
{
	(void)r;
	(void)q;
}

static void (*const readers[])(struct reading *r, const struct question *q) = {
	[QUESTION_TEXT] = read_box,
	[QUESTION_COMMENT] = read_box,
	[QUESTION_RADIOGROUP] = read_one,
	[QUESTION_DROPDOWN] = read_one,
	[QUESTION_CHECKBOX] = read_several,
	[QUESTION_TAGBOX] = read_several,
	[QUESTION_RANKING] = read_ranking,
	[QUESTION_BOOLEAN] = read_one,
	[QUESTION_RATING] = read_one,
	[QUESTION_SLIDER] = read_box,
	[QUESTION_MATRIX] = read_parts,
	[QUESTION_MULTIPLETEXT] = read_parts,
	[QUESTION_EXPRESSION] = read_nothing,
	[QUESTION_HTML] = read_nothing,
};

/* What is written beside "other", or as a comment, stands under the question's name with -Comment. */
static void read_comment(struct reading *r, const struct question *q)
{
	char control[DRAWING_CONTROL_MAX], name[4 * QUESTIONNAIRE_NAME_MAX + 16];
	drawing_control(control, q, question_has_other(q) ? "other" : "comment", -1);
	const char *text = typed(r, control);
	snprintf(name, sizeof name, "%s-Comment", q->name);
	if (text)
		keep(r, name, json_string(text));
}

json_t *survey_form_answers(const struct questionnaire *questionnaire, const json_t *input)
{
	struct reading r = { .input = input, .answers = json_object() };
	for (size_t i = 0; r.answers && i < questionnaire->questions_n; i++) {
		const struct question *q = questionnaire->questions[i];
		readers[q->type](&r, q);
		if (q->comment || question_has_other(q))
			read_comment(&r, q);
	}
	if (!r.failed)
		return r.answers;
	json_decref(r.answers);
	return NULL;
}
