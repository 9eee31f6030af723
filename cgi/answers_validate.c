/* What survey-core checks when a survey is to be completed. */
#include "answers_state.h"

#include "text16.h"

#include <math.h>
#include <string.h>

bool answer_refuse(json_t *errors, struct answer_error error)
{
	json_t *json = json_pack("{ss, ss}", "name", error.name, "code", error.code);
	if (!json || json_array_append_new(errors, json))
		return false;
	bool ok = !error.row || !json_object_set_new(json, "row", json_string(error.row));
	ok = ok && (!error.text || !json_object_set(json, "text", (json_t *)error.text));
	ok = ok && (isnan(error.least) || !json_object_set_new(json, "least", json_real(error.least)));
	return ok && (isnan(error.most) || !json_object_set_new(json, "most", json_real(error.most)));
}

/* One box that is being checked: a question, or an item of a multipletext. */
struct box {
	const struct question *question;
	const char *row;
	struct value value; /* as validators see it */
	json_t *errors;
	bool memory;
};

static void refuse(struct box *box, const char *code, const json_t *text, double least, double most)
{
	struct answer_error error = { box->question->name, box->row, code, text, least, most };
	box->memory = answer_refuse(box->errors, error) && box->memory;
}

static void refuse_plainly(struct box *box, const char *code)
{
	refuse(box, code, NULL, NAN, NAN);
}

/* ---- validators ------------------------------------------------------------------------------------------------- */

static bool number_passes(const struct validator *v, const struct value *value)
{
	double number = value_as_number(value);
	if (value_blank(value))
		return true;
	return !isnan(number) && !(v->least > number) && !(v->most < number);
}

/* Ends with a digit (and nothing after it, not even a line's end). */
static bool ends_in_digit(struct arena *arena, const struct value *value)
{
	struct value text = value_to_text(arena, value);
	char last = text.text.len ? text.text.bytes[text.text.len - 1] : ' ';
	return last >= '0' && last <= '9';
}

static bool text_passes(struct arena *arena, const struct validator *v, const struct value *value)
{
	if (value_blank(value))
		return true;
	if (v->no_digits && ends_in_digit(arena, value))
		return false;
	if (value->kind != VALUE_TEXT)
		return true;
	double length = (double)text16_length(value->text.bytes);
	return !(v->least > 0 && length < v->least) && !(v->most > 0 && length > v->most);
}

static bool count_passes(const struct validator *v, const struct value *value)
{
	double n = value->kind == VALUE_LIST ? (double)value->list.n : 0;
	return n == 0 || (!(v->least != 0 && n < v->least) && !(v->most != 0 && n > v->most));
}

static bool pattern_passes(struct arena *arena, const struct validator *v, const struct value *value)
{
	bool none = v->type == VALIDATOR_EMAIL ? !value_truth(value) : value_blank(value);
	if (none || !v->pattern)
		return true;
	struct value text = value_to_text(arena, value);
	return pattern_matches(v->pattern, arena, text.text.bytes);
}

static bool passes(struct state *s, const struct validator *v, const struct box *box)
{
	switch (v->type) {
	case VALIDATOR_NUMERIC:
		return number_passes(v, &box->value);
	case VALIDATOR_TEXT:
		return text_passes(&s->arena, v, &box->value);
	case VALIDATOR_ANSWER_COUNT:
		return count_passes(v, &box->value);
	case VALIDATOR_EXPRESSION:
		return !v->expression || state_holds(s, v->expression, box->question, NULL);
	default:
		return pattern_passes(&s->arena, v, &box->value);
	}
}

static void run_validators(struct state *s, const struct validator *v, struct box *box)
{
	static const char *const codes[] = { "validator.numeric", "validator.text", "validator.count", "validator.regex",
		"validator.email", "validator.expression" };
	for (; v; v = v->next)
		if (!passes(s, v, box))
			refuse(box, codes[v->type], v->text, v->least, v->most);
}

/* ---- questions -------------------------------------------------------------------------------------------------- */

static void check_limits(struct state *s, const struct question *q, struct box *box)
{
	struct value latest = value_text("2999-12-31"), most = q->input.most;
	double value = value_to_number(&box->value), step = q->input.step;
	bool number = q->input.type == INPUT_NUMBER;
	if (value_blank(&box->value))
		return;
	if (q->input.type == INPUT_DATE && most.kind == VALUE_UNDEFINED)
		most = latest;
	if (q->input.least.kind != VALUE_UNDEFINED && value_order(&s->arena, &box->value, &q->input.least) == -1)
		refuse(box, "limit.least", NULL, number ? q->input.least.number : NAN, NAN);
	if (most.kind != VALUE_UNDEFINED && value_order(&s->arena, &box->value, &most) == 1)
		refuse(box, "limit.most", NULL, NAN, number ? most.number : NAN);
	if (!number || isnan(step) || !value_is_number(&box->value))
		return;
	double scale = 1;
	while (
		(floor(step * scale + 0.5) / scale != step || floor(value * scale + 0.5) / scale != value) && scale < 1000000)
		scale *= 10;
	step = floor(step * scale + 0.5);
	if (step > 0 && fmod(floor(value * scale + 0.5), step) != 0)
		refuse_plainly(box, "limit.step");
}

static void check_rows(struct state *s, const struct question *q, struct box *box)
{
	const struct question_state *state = &s->questions[q->index];
	bool missing = false, again = false;
	for (size_t i = 0; i < q->rows.n; i++) {
		const struct value *cell = value_member(&state->value, q->rows.items[i].value.text.bytes), *other;
		if (!state->rows_shown[i])
			continue;
		if (!cell || value_empty(cell)) {
			missing = true;
			if (q->each_row_required) {
				box->row = q->rows.items[i].value.text.bytes;
				refuse_plainly(box, "rows.required");
			}
			continue;
		}
		for (size_t j = 0; j < i; j++)
			if (state->rows_shown[j] && (other = value_member(&state->value, q->rows.items[j].value.text.bytes))) {
				struct value a = value_to_text(&s->arena, cell), b = value_to_text(&s->arena, other);
				again = again || !strcmp(a.text.bytes, b.text.bytes);
			}
	}
	(void)missing;
	box->row = NULL;
	if (q->each_row_unique && again)
		refuse_plainly(box, "rows.unique");
}

static bool only_exclusive(const struct state *s, const struct question *q)
{
	for (size_t i = 0; i < q->choices.n; i++)
		if (q->choices.items[i].exclusive && s->questions[q->index].choices_shown[i] &&
			state_selected(s, q, &q->choices.items[i].value))
			return true;
	return false;
}

static void check_choices(struct state *s, const struct question *q, struct box *box)
{
	const struct question_state *state = &s->questions[q->index];
	double n = state->value.kind == VALUE_LIST ? (double)state->value.list.n : 0;
	if (state_other(s, q) && value_empty(&state->comment))
		refuse_plainly(box, "other.required");
	if (question_selects_several(q) && q->least_chosen >= 1 && n < q->least_chosen && !(n == 1 && only_exclusive(s, q)))
		refuse(box, "choices.least", NULL, q->least_chosen, NAN);
}

/* "other" is checked as what was written for it, where that is no choice by itself. */
static struct value as_written(struct state *s, const struct question *q)
{
	const struct question_state *state = &s->questions[q->index];
	struct value written = state->value;
	if (!state_other(s, q) || value_blank(&state->comment))
		return written;
	for (size_t i = 0; i < q->choices.n; i++)
		if (value_equal(&s->arena, &q->choices.items[i].value, &state->comment, (struct value_equality){ 0 }))
			return written;
	if (written.kind != VALUE_LIST)
		return state->comment;
	struct value *items = arena_take(&s->arena, (written.list.n + 1) * sizeof *items);
	for (size_t i = 0; items && i < written.list.n; i++) {
		bool other = written.list.items[i].kind == VALUE_TEXT && !strcmp(written.list.items[i].text.bytes, "other");
		items[i] = other ? state->comment : written.list.items[i];
	}
	written.list.items = items ? items : written.list.items;
	return written;
}

static void check_items(struct state *s, const struct question *q, struct box *box)
{
	for (size_t i = 0; i < q->items_n && !state_read_only(s, q); i++) {
		const struct text_item *item = &q->items[i];
		const struct value *value = value_member(&s->questions[q->index].value, item->name);
		box->row = item->name;
		box->value = value ? *value : value_none();
		if (item->required && value_blank(&box->value))
			refuse_plainly(box, "required");
		else
			run_validators(s, item->validators, box);
	}
	box->row = NULL;
}

static bool check_question(struct state *s, const struct question *q, json_t *errors)
{
	struct box box = { .question = q, .errors = errors, .memory = true };
	if (question_selects(q) && state_clearing(s, q) != CLEAR_NONE)
		state_clear_hidden_choices(s, q);
	if (q->type == QUESTION_MULTIPLETEXT)
		check_items(s, q, &box);
	if (!s->questions[q->index].visible || (state_read_only(s, q) && q->type != QUESTION_EXPRESSION))
		return box.memory;
	size_t before = json_array_size(errors);
	box.value = as_written(s, q);
	if (q->type != QUESTION_EXPRESSION && s->questions[q->index].required && state_empty(s, q))
		refuse_plainly(&box, "required");
	if (q->type == QUESTION_TEXT)
		check_limits(s, q, &box);
	else if (q->type == QUESTION_MATRIX)
		check_rows(s, q, &box);
	else if (question_selects(q))
		check_choices(s, q, &box);
	if (json_array_size(errors) == before)
		run_validators(s, q->validators, &box);
	return box.memory;
}

/* ---- panels ----------------------------------------------------------------------------------------------------- */

static void look_for_answers(const struct state *s, const struct container *c, bool *asked, bool *answered)
{
	for (size_t i = 0; i < c->elements_n; i++) {
		const struct element *e = &c->elements[i];
		if (e->container) {
			if (s->containers[e->container->index].visible)
				look_for_answers(s, e->container, asked, answered);
		} else if (e->question && s->questions[e->question->index].visible) {
			*asked = true;
			*answered = *answered || !state_empty(s, e->question);
		}
	}
}

static bool check_container(struct state *s, const struct container *c, json_t *errors)
{
	bool ok = true, asked = false, answered = false;
	for (size_t i = 0; i < c->elements_n && ok; i++) {
		const struct element *e = &c->elements[i];
		if (e->question && s->questions[e->question->index].visible)
			ok = check_question(s, e->question, errors);
		else if (e->container && state_container_visible(s, e->container))
			ok = check_container(s, e->container, errors);
	}
	if (!ok || !s->containers[c->index].required || state_container_read_only(s, c))
		return ok;
	if (s->containers[c->index].visible)
		look_for_answers(s, c, &asked, &answered);
	if (!asked || answered)
		return true;
	return answer_refuse(errors,
		(struct answer_error){ .name = c->name ? c->name : "", .code = "panel.required", .least = NAN, .most = NAN });
}

bool answers_validate_page(struct state *s, const struct container *page, json_t *errors)
{
	return check_container(s, page, errors);
}

bool answers_validate(struct state *s, json_t *errors)
{
	bool shown[QUESTIONNAIRE_PAGES_MAX] = { false };
	for (size_t i = 0; i < s->survey->pages_n; i++)
		shown[i] = state_container_visible(s, s->survey->pages[i]);
	for (size_t i = 0; i < s->survey->pages_n; i++)
		if (shown[i] && !check_container(s, s->survey->pages[i], errors))
			return false;
	return true;
}
