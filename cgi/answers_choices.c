/* Choices and rows that are shown or hidden, and what becomes of answers that named them. */
#include "answers_state.h"

#include <string.h>

static bool same(const struct value *a, const struct value *b)
{
	struct arena none = { .limit = 0 };
	return value_equal(&none, a, b, (struct value_equality){ 0 });
}

/* Whether a value is among the choices that are shown. */
static bool known(const struct state *s, const struct question *q, const struct value *value)
{
	for (size_t i = 0; i < q->choices.n; i++)
		if (s->questions[q->index].choices_shown[i] && same(&q->choices.items[i].value, value))
			return true;
	return value->kind == VALUE_TEXT && !strcmp(value->text.bytes, "other");
}

static void set_aside(struct question_state *state, const struct question *q, const struct value *value)
{
	for (size_t i = 0; i < state->set_aside_n; i++)
		if (same(&state->set_aside[i], value))
			return;
	if (state->set_aside_n < q->choices.n)
		state->set_aside[state->set_aside_n++] = *value;
}

static bool taken_back(struct question_state *state, const struct value *value)
{
	for (size_t i = 0; i < state->set_aside_n; i++)
		if (same(&state->set_aside[i], value)) {
			memmove(state->set_aside + i, state->set_aside + i + 1, (--state->set_aside_n - i) * sizeof *value);
			return true;
		}
	return false;
}

/* What was set aside and is shown again goes to the end of list. */
static void take_back(struct state *s, const struct question *q, struct value *list)
{
	struct question_state *state = &s->questions[q->index];
	for (size_t i = 0; i < q->choices.n; i++) {
		const struct value *choice = &q->choices.items[i].value;
		if (state->choices_shown[i] && taken_back(state, choice) && !state_selected(s, q, choice))
			list->list.items[list->list.n++] = *choice;
	}
}

static void clear_of_several(struct state *s, const struct question *q)
{
	struct question_state *state = &s->questions[q->index];
	size_t n = state->value.kind == VALUE_LIST ? state->value.list.n : 0;
	struct value back = { .kind = VALUE_LIST }, kept = { .kind = VALUE_LIST };
	back.list.items = arena_take(&s->arena, (q->choices.n + 1) * sizeof *back.list.items);
	kept.list.items = arena_take(&s->arena, (n + q->choices.n + 1) * sizeof *kept.list.items);
	if (!back.list.items || !kept.list.items)
		return;
	take_back(s, q, &back);
	for (size_t i = 0; i < n; i++)
		if (known(s, q, &state->value.list.items[i]))
			kept.list.items[kept.list.n++] = state->value.list.items[i];
		else
			set_aside(state, q, &state->value.list.items[i]);
	bool other = kept.list.n != n || back.list.n;
	for (size_t i = 0; i < back.list.n; i++)
		kept.list.items[kept.list.n++] = back.list.items[i];
	state->dropping = true;
	if (other && kept.list.n)
		state_set(s, q, kept);
	else if (other)
		state_clear(s, q, true);
	state->dropping = false;
}

void state_clear_hidden_choices(struct state *s, const struct question *q)
{
	const struct question_state *state = &s->questions[q->index];
	if (state_empty(s, q) && !state->set_aside_n)
		return;
	if (question_selects_several(q))
		clear_of_several(s, q);
	else if (!known(s, q, &state->value))
		state_clear(s, q, true);
}

static bool shows(struct state *s, const struct question *q, const struct expression *of_all, const struct choice *item)
{
	const struct expression *condition = item->visible_if ? item->visible_if : of_all;
	return !condition || state_holds(s, condition, q, &item->value);
}

static bool enabled(struct state *s, const struct question *q, const struct choice *choice)
{
	const struct expression *condition = choice->enable_if ? choice->enable_if : q->choices_enable_if;
	return !condition || state_holds(s, condition, q, &choice->value);
}

void state_run_choices(struct state *s, const struct question *q)
{
	bool *shown = s->questions[q->index].choices_shown, other = false;
	for (size_t i = 0; i < q->choices.plain; i++)
		s->questions[q->index].choices_off[i] = !enabled(s, q, &q->choices.items[i]);
	for (size_t i = 0; i < q->choices.plain; i++) {
		bool visible = shows(s, q, q->choices_visible_if, &q->choices.items[i]);
		other = other || visible != shown[i];
		shown[i] = visible;
	}
	if (other)
		state_clear_hidden_choices(s, q);
}

void state_run_rows(struct state *s, const struct question *q)
{
	struct question_state *state = &s->questions[q->index];
	for (size_t i = 0; i < q->rows.n; i++) {
		bool visible = shows(s, q, q->rows_visible_if, &q->rows.items[i]);
		if (visible != state->rows_shown[i])
			state->rows_made = state->rows_null = false;
		state->rows_shown[i] = visible;
	}
}

void state_clear_hidden_rows(struct state *s, const struct question *q)
{
	struct question_state *state = &s->questions[q->index];
	struct value kept = state->value;
	if (state_empty(s, q))
		return;
	for (size_t i = 0; i < q->rows.n; i++) {
		const char *row = q->rows.items[i].value.text.bytes;
		const struct value *cell = value_member(&kept, row);
		/* A 0 stays: survey-core takes it for no answer here. */
		if (cell && value_truth(cell) && !state->rows_shown[i])
			value_set_member(&s->arena, &kept, row, NULL);
	}
	if (kept.object.n != state->value.object.n)
		state_set(s, q, kept);
}
