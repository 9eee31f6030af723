#include "answers_state.h"

#include "text16.h"

#include <stdlib.h>
#include <string.h>

/* survey-core's own bound on conditions that change what they depend on. */
enum { RUNS_MAX = 10 };

static void run_container(struct state *s, const struct container *c);

/* ---- what is so ------------------------------------------------------------------------------------------------- */

bool state_empty(const struct state *s, const struct question *q)
{
	return value_blank(&s->questions[q->index].value);
}

bool state_container_read_only(const struct state *s, const struct container *c)
{
	for (; c; c = c->parent)
		if (s->containers[c->index].read_only)
			return true;
	return false;
}

bool state_read_only(const struct state *s, const struct question *q)
{
	return s->questions[q->index].read_only || state_container_read_only(s, q->parent);
}

bool state_container_visible(const struct state *s, const struct container *c)
{
	for (size_t i = 0; s->containers[c->index].visible && i < c->elements_n; i++) {
		const struct element *e = &c->elements[i];
		if (e->question ? s->questions[e->question->index].visible : state_container_visible(s, e->container))
			return true;
	}
	return false;
}

static bool around_shown(const struct state *s, const struct question *q)
{
	for (const struct container *c = q->parent; c; c = c->parent)
		if (!state_container_visible(s, c))
			return false;
	return true;
}

bool state_shown(const struct state *s, const struct question *q)
{
	return s->questions[q->index].visible && around_shown(s, q);
}

bool state_selected(const struct state *s, const struct question *q, const struct value *choice)
{
	const struct value *value = &s->questions[q->index].value;
	struct arena none = { .limit = 0 };
	if (value->kind != VALUE_LIST)
		return value->kind == choice->kind && value_equal(&none, value, choice, (struct value_equality){ 0 });
	for (size_t i = 0; i < value->list.n; i++)
		if (value_equal(&none, &value->list.items[i], choice, (struct value_equality){ 0 }))
			return true;
	return false;
}

bool state_other(const struct state *s, const struct question *q)
{
	struct value other = value_text("other");
	return question_has_other(q) && state_selected(s, q, &other);
}

enum clearing state_clearing(const struct state *s, const struct question *q)
{
	return q->clearing == CLEAR_DEFAULT ? s->survey->clearing : q->clearing;
}

static bool clears_on_hidden(const struct state *s, const struct question *q)
{
	enum clearing clearing = state_clearing(s, q);
	return clearing == CLEAR_ON_HIDDEN || clearing == CLEAR_ON_HIDDEN_CONTAINER;
}

/* ---- what changes ----------------------------------------------------------------------------------------------- */

/* A value of this name is another now: conditions run, after those that are running or at once. */
static void changed(struct state *s, const char *name, const char *suffix, bool gone)
{
	if (s->loading || s->completed)
		return;
	keys_add(s, name, suffix, gone);
	if (s->running) {
		s->again = true;
		return;
	}
	s->tracking = true;
	state_run(s);
	s->tracking = false;
}

void state_set_comment(struct state *s, const struct question *q, struct value comment)
{
	struct question_state *state = &s->questions[q->index];
	if (value_empty(&comment) && value_empty(&state->comment))
		return;
	state->comment = value_empty(&comment) ? value_none() : comment;
	/* Who names the question itself may mean what was written for "other". */
	if (!s->loading && !s->completed)
		keys_add(s, q->name, "", state->data.kind <= VALUE_NULL);
	changed(s, q->name, "-Comment", false);
}

/* The question's own value, and what its rows and items become with it. */
void state_take(struct state *s, const struct question *q, struct value value)
{
	struct question_state *state = &s->questions[q->index];
	/* Of several choices there is always a list. */
	struct value nothing = { .kind = VALUE_LIST };
	state->value = question_selects_several(q) && value.kind != VALUE_LIST ? nothing : value;
	state->rows_made = state->rows_made || !value_empty(&value);
	state->rows_null = state->rows_null || state->rows_made;
	state->items_null = !value_truth(&value);
}

void state_set(struct state *s, const struct question *q, struct value value)
{
	struct question_state *state = &s->questions[q->index];
	struct value nothing = { .kind = VALUE_LIST };
	bool several = question_selects_several(q);
	const struct value *old = several && !value_truth(&state->value) ? &nothing : &state->value;
	const struct value *new = several && !value_truth(&value) ? &nothing : &value;
	if (!state->dropping)
		state->set_aside_n = 0;
	if (value_same(&s->arena, old, new))
		return;
	state_take(s, q, value);
	bool same = value_same(&s->arena, &state->data, &value) ||
		(value.kind == VALUE_TEXT && !value.text.len && state->data.kind == VALUE_UNDEFINED);
	if (!same) {
		state->data = value_empty(&value) ? value_none() : value;
		changed(s, q->name, "", value.kind <= VALUE_NULL && !several);
	}
	if (question_has_other(q) && !state_other(s, q))
		state_set_comment(s, q, value_none());
}

void state_clear(struct state *s, const struct question *q, bool keep_comment)
{
	if (s->questions[q->index].value.kind != VALUE_UNDEFINED)
		state_set(s, q, value_none());
	if (!keep_comment && (q->comment || question_has_other(q)))
		state_set_comment(s, q, value_none());
}

void state_set_default(struct state *s, const struct question *q)
{
	if (value_blank(&q->default_value) || !state_empty(s, q))
		return;
	if (clears_on_hidden(s, q) && !s->questions[q->index].visible)
		return;
	state_set(s, q, q->default_value);
}

/* Drops the answer of a question that cannot be seen, and what is hidden within one that can. */
void state_clear_hidden(struct state *s, const struct question *q, enum clearing reason)
{
	enum clearing clearing = state_clearing(s, q);
	if (clearing == CLEAR_NONE || (reason == CLEAR_ON_HIDDEN && clearing == CLEAR_ON_COMPLETE) ||
		(reason == CLEAR_ON_HIDDEN_CONTAINER && clearing != reason))
		return;
	if ((reason == CLEAR_ON_HIDDEN_CONTAINER && !around_shown(s, q)) || !state_shown(s, q))
		state_clear(s, q, false);
	if (question_selects(q))
		state_clear_hidden_choices(s, q);
	if (q->type == QUESTION_MATRIX)
		state_clear_hidden_rows(s, q);
}

static void set_visible(struct state *s, const struct question *q, bool visible)
{
	if (s->questions[q->index].visible == visible)
		return;
	s->questions[q->index].visible = visible;
	if (!clears_on_hidden(s, q))
		return;
	if (!visible)
		state_clear_hidden(s, q, CLEAR_ON_HIDDEN);
	if (state_shown(s, q))
		state_set_default(s, q);
}

/* ---- conditions ------------------------------------------------------------------------------------------------- */

struct value state_evaluate(
	struct state *s, const struct expression *expression, const struct question *question, const struct value *item)
{
	struct lookup lookup = { s, question, item };
	struct expression_scope scope = { &s->arena, s->now, state_look_up, &lookup };
	return expression_run(expression, &scope);
}

/* == true of ECMAScript. */
bool state_holds(
	struct state *s, const struct expression *expression, const struct question *question, const struct value *item)
{
	struct value value = state_evaluate(s, expression, question, item);
	if (value.kind == VALUE_BOOL)
		return value.truth;
	return value.kind >= VALUE_NUMBER && value.kind <= VALUE_LIST && value_to_number(&value) == 1;
}

static bool is(struct value value, bool truth)
{
	return value.kind == VALUE_BOOL && value.truth == truth;
}

static void run_expression(struct state *s, const struct question *q)
{
	if (!q->expression || state_read_only(s, q) || keys_leave(s, q->expression))
		return;
	struct value value = state_evaluate(s, q->expression, q, NULL);
	if (value.kind == VALUE_NUMBER && value.number > 1.7976931348623157e308)
		value = value_none();
	else if (q->precision >= 0 && value.kind != VALUE_NUMBER && value_is_number(&value))
		arena_exceed(&s->arena); /* survey-core breaks off */
	else if (q->precision >= 0 && value_is_number(&value))
		value = value_number(text16_to_fixed(value.number, (int)q->precision));
	state_set(s, q, value);
}

static void run_question(struct state *s, const struct question *q)
{
	struct question_state *state = &s->questions[q->index];
	if (q->visible_if && !keys_leave(s, q->visible_if))
		set_visible(s, q, is(state_evaluate(s, q->visible_if, q, NULL), true));
	if (q->enable_if && !keys_leave(s, q->enable_if))
		state->read_only = is(state_evaluate(s, q->enable_if, q, NULL), false);
	if (q->required_if && !keys_leave(s, q->required_if))
		state->required = is(state_evaluate(s, q->required_if, q, NULL), true);
	if (q->type == QUESTION_EXPRESSION)
		run_expression(s, q);
	else if (question_selects(q))
		state_run_choices(s, q);
	else if (q->type == QUESTION_MATRIX)
		state_run_rows(s, q);
}

static void each_question(
	struct state *s, const struct container *c, void (*each)(struct state *, const struct question *))
{
	for (size_t i = 0; i < c->elements_n; i++)
		if (c->elements[i].question)
			each(s, c->elements[i].question);
		else
			each_question(s, c->elements[i].container, each);
}

static void container_hid(struct state *s, const struct question *q)
{
	state_clear_hidden(s, q, CLEAR_ON_HIDDEN_CONTAINER);
}

/* survey-core shows one page at a time. When that page hides it turns to another, but checks the one it leaves (which
 * drops hidden choices there), until that was found right once. */
void state_turn_page(struct state *s)
{
	const struct container *old = s->page;
	if (old && state_container_visible(s, old))
		return;
	s->page = NULL;
	for (size_t i = 0; i < s->survey->pages_n && !s->page; i++)
		if (state_container_visible(s, s->survey->pages[i]))
			s->page = s->survey->pages[i];
	if (!old || s->containers[old->index].passed)
		return;
	json_t *errors = json_array();
	if (!errors || !answers_validate_page(s, old, errors))
		s->arena.failed = true;
	s->containers[old->index].passed = json_array_size(errors) == 0;
	json_decref(errors);
}

static void notice(struct state *s, const struct container *c)
{
	bool visible = state_container_visible(s, c);
	s->containers[c->index].hidden = !visible;
	each_question(s, c, visible ? state_set_default : container_hid);
	if (!c->parent && (c == s->page || (visible && !s->page)))
		state_turn_page(s);
}

static void run_own(struct state *s, const struct container *c)
{
	struct container_state *state = &s->containers[c->index];
	if (c->visible_if && !keys_leave(s, c->visible_if)) {
		bool visible = is(state_evaluate(s, c->visible_if, NULL, NULL), true);
		bool other = visible != state->visible;
		state->visible = visible;
		if (other)
			notice(s, c);
	}
	if (c->enable_if && !keys_leave(s, c->enable_if))
		state->read_only = is(state_evaluate(s, c->enable_if, NULL, NULL), false);
	if (c->required_if && !keys_leave(s, c->required_if))
		state->required = is(state_evaluate(s, c->required_if, NULL, NULL), true);
}

static void run_container(struct state *s, const struct container *c)
{
	bool before = state_container_visible(s, c);
	for (size_t i = 0; i < c->elements_n; i++)
		if (c->elements[i].question)
			run_question(s, c->elements[i].question);
		else
			run_container(s, c->elements[i].container);
	run_own(s, c);
	bool after = state_container_visible(s, c);
	if (before != after && after == s->containers[c->index].hidden)
		notice(s, c);
}

static void calculate(struct state *s, size_t i);

static void calculate_needed(struct state *s, size_t i)
{
	size_t n;
	const struct expression_variable *variables = expression_variables(s->survey->calculated[i].expression, &n);
	for (size_t j = 0; j < s->survey->calculated_n; j++)
		for (size_t v = 0; j != i && v < n; v++)
			if (!strcmp(variables[v].name, s->survey->calculated[j].name)) {
				calculate(s, j);
				break;
			}
}

static void calculate(struct state *s, size_t i)
{
	struct calculated_state *c = &s->calculated[i];
	if (c->done || c->running)
		return;
	c->running = true;
	calculate_needed(s, i);
	struct value value = state_evaluate(s, s->survey->calculated[i].expression, NULL, NULL);
	c->running = false;
	c->done = true;
	if (value_equal(&s->arena, &value, &c->value, (struct value_equality){ 0 }))
		return;
	bool other = !value_equal(&s->arena, &value, &c->value, (struct value_equality){ .fold_case = true, .trim = true });
	c->given = value_none();
	c->value = value;
	if (other)
		changed(s, s->survey->calculated[i].lower, "", value.kind <= VALUE_NULL);
}

static void run_once(struct state *s)
{
	for (size_t i = 0; i < s->survey->calculated_n; i++)
		s->calculated[i].done = false;
	for (size_t i = 0; i < s->survey->calculated_n; i++)
		calculate(s, i);
	for (size_t i = 0; i < s->survey->pages_n; i++)
		run_container(s, s->survey->pages[i]);
}

void state_run(struct state *s)
{
	if (s->running || s->completed)
		return;
	s->running = true;
	for (int runs = 0; runs <= RUNS_MAX && !s->arena.failed; runs++) {
		s->again = false;
		run_once(s);
		if (!s->again)
			break;
	}
	s->running = false;
	s->keys = NULL;
}
