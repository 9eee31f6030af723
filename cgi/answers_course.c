/* The course of an answering: the survey loads, takes the answers, and is completed. */
#include "answers_state.h"

#include <string.h>

/* The memory that all expressions of one check may take. */
enum { ARENA_MAX = 64 * 1024 * 1024 };

static void start_container(struct state *s, const struct container *c)
{
	s->containers[c->index] =
		(struct container_state){ .visible = c->visible, .required = c->required, .read_only = c->read_only };
	for (size_t i = 0; i < c->elements_n; i++)
		if (c->elements[i].container)
			start_container(s, c->elements[i].container);
}

/* What is hidden from the beginning is known to be: its appearing is a change. */
static void notice_hidden(struct state *s, const struct container *c)
{
	for (size_t i = 0; i < c->elements_n; i++)
		if (c->elements[i].container)
			notice_hidden(s, c->elements[i].container);
	s->containers[c->index].hidden = !state_container_visible(s, c);
}

static bool start_question(struct state *s, const struct question *q)
{
	struct question_state *state = &s->questions[q->index];
	*state = (struct question_state){ .visible = q->visible, .required = q->required, .read_only = q->read_only };
	state->items_null = true;
	state->choices_shown = arena_take(&s->arena, q->choices.n + 1);
	state->choices_off = arena_take(&s->arena, q->choices.n + 1);
	state->rows_shown = arena_take(&s->arena, q->rows.n + 1);
	state->set_aside = arena_take(&s->arena, (q->choices.n + 1) * sizeof *state->set_aside);
	if (!state->choices_shown || !state->choices_off || !state->rows_shown || !state->set_aside)
		return false;
	if (question_selects_several(q))
		state->value.kind = VALUE_LIST;
	memset(state->choices_shown, true, q->choices.n);
	memset(state->rows_shown, true, q->rows.n);
	return true;
}

bool state_start(struct state *s, const struct questionnaire *survey, double now)
{
	*s = (struct state){ .survey = survey, .arena = { .limit = ARENA_MAX }, .now = now, .loading = true };
	s->questions = arena_take(&s->arena, (survey->questions_n + 1) * sizeof *s->questions);
	s->containers = arena_take(&s->arena, (survey->containers_n + 1) * sizeof *s->containers);
	s->calculated = arena_take(&s->arena, (survey->calculated_n + 1) * sizeof *s->calculated);
	if (!s->questions || !s->containers || !s->calculated)
		return false;
	for (size_t i = 0; i < survey->pages_n; i++)
		start_container(s, survey->pages[i]);
	for (size_t i = 0; i < survey->questions_n; i++)
		if (!start_question(s, survey->questions[i]))
			return false;
	for (size_t i = 0; i < survey->questions_n; i++)
		state_set_default(s, survey->questions[i]);
	for (size_t i = 0; i < survey->pages_n; i++)
		notice_hidden(s, survey->pages[i]);
	s->loading = false;
	state_run(s);
	state_turn_page(s);
	return true;
}

void state_free(struct state *s)
{
	arena_free(&s->arena);
}

static struct value given(struct state *s, const json_t *answers, const char *name, const char *suffix)
{
	const char *key = state_key(s, name, suffix);
	if (!key)
		return value_none();
	return value_from_json(&s->arena, json_object_get(answers, key));
}

void state_answer(struct state *s, const json_t *answers)
{
	for (size_t i = 0; i < s->survey->questions_n; i++) {
		const struct question *q = s->survey->questions[i];
		struct question_state *state = &s->questions[i];
		state->data = given(s, answers, q->name, "");
		state->comment = given(s, answers, q->name, "-Comment");
		state->set_aside_n = 0;
		state_take(s, q, state->data);
	}
	for (size_t i = 0; i < s->survey->calculated_n; i++)
		s->calculated[i].given = given(s, answers, s->survey->calculated[i].name, "");
	state_run(s);
	for (size_t i = 0; i < s->survey->questions_n; i++) {
		s->questions[i].set_aside_n = 0;
		if (!value_same(&s->arena, &s->questions[i].value, &s->questions[i].data))
			state_take(s, s->survey->questions[i], s->questions[i].data);
	}
}

void state_complete(struct state *s)
{
	s->completed = true;
	for (size_t i = 0; i < s->survey->questions_n; i++) {
		const struct question *q = s->survey->questions[i];
		if (question_has_other(q) && !state_other(s, q))
			state_set_comment(s, q, value_none());
	}
	for (size_t i = 0; i < s->survey->questions_n; i++)
		state_clear_hidden(s, s->survey->questions[i], CLEAR_DEFAULT);
}
