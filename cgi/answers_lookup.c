/* What the names in expressions stand for, now. */
#include "answers_state.h"
#include "questionnaire_place.h"
#include "text16.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool list_index(const struct value *list, double index, struct value *value)
{
	if (index < 0)
		index += (double)list->list.n;
	if (!(index > -1) || index >= (double)list->list.n)
		return false;
	/* A fraction is no place in a list: there is nothing there. */
	*value = floor(index) == index ? list->list.items[(size_t)index] : value_none();
	return true;
}

static bool step_into(struct arena *arena, const struct value *from, const char *name, struct value *to)
{
	if (!strcmp(name, "length") && (from->kind == VALUE_LIST || (from->kind == VALUE_TEXT && from->text.len))) {
		*to = value_number(from->kind == VALUE_LIST ? (double)from->list.n : (double)text16_length(from->text.bytes));
		return true;
	}
	if (from->kind == VALUE_LIST) {
		char *end;
		unsigned long index = strtoul(name, &end, 10);
		bool plain = *name >= '0' && *name <= '9' && !*end && (*name != '0' || !name[1]);
		return plain && index < from->list.n && (*to = from->list.items[index], to->kind != VALUE_UNDEFINED);
	}
	(void)arena;
	for (size_t i = 0; from->kind == VALUE_OBJECT && i < from->object.n; i++)
		if (!strcasecmp(from->object.members[i].name, name)) {
			*to = from->object.members[i].value;
			return to->kind != VALUE_UNDEFINED;
		}
	return false;
}

/* Follows segments into a value, an index first where there is one. */
static bool walk(struct state *s, struct value value, const struct segment *first, const struct segment *rest, size_t n,
	struct value *found)
{
	for (size_t i = 0; i <= n; i++) {
		const struct segment *at = i ? &rest[i - 1] : first;
		if (i && !step_into(&s->arena, &value, at->name, &value))
			return false;
		if (at && at->indexed && (value.kind != VALUE_LIST || !list_index(&value, at->index, &value)))
			return false;
	}
	*found = value;
	return true;
}

static bool in_data(struct state *s, const struct place *place, const struct value *data, struct value *found)
{
	return data->kind != VALUE_UNDEFINED && walk(s, *data, &place->first, place->rest, place->rest_n, found);
}

static bool in_matrix(struct state *s, const struct place *place, struct value *found)
{
	const struct question *q = place->question;
	struct question_state *state = &s->questions[q->index];
	for (size_t i = 0; place->rest_n && i < q->rows.n; i++) {
		const char *row = q->rows.items[i].value.text.bytes;
		if (strcasecmp(row, place->rest[0].name))
			continue;
		state->rows_made = true;
		if (place->rest_n > 1)
			break;
		const struct value *cell = value_member(&state->value, row);
		*found = cell && !value_empty(cell) ? *cell : state->rows_null ? value_null() : value_none();
		return true;
	}
	return place->rest_n && walk(s, state->value, NULL, place->rest, place->rest_n, found) &&
		state->value.kind == VALUE_OBJECT;
}

static bool in_items(struct state *s, const struct place *place, struct value *found)
{
	const struct question *q = place->question;
	const struct question_state *state = &s->questions[q->index];
	for (size_t i = 0; place->rest_n && i < q->items_n; i++) {
		if (strcmp(q->items[i].name, place->rest[0].name))
			continue;
		const struct value *text = value_member(&state->value, q->items[i].name);
		struct value value = text ? *text : state->items_null ? value_null() : value_none();
		bool indexed = place->rest[0].indexed && value.kind == VALUE_LIST;
		if (place->rest_n == 1 && !indexed) {
			*found = value;
			return true;
		}
		return !value_blank(&value) && walk(s, value, NULL, place->rest + 1, place->rest_n - 1, found);
	}
	return false;
}

static bool in_question(struct state *s, const struct place *place, struct value *found, bool *strict)
{
	const struct question *q = place->question;
	struct value value = s->questions[q->index].value;
	if (q->type == QUESTION_MATRIX)
		return in_matrix(s, place, found);
	if (q->type == QUESTION_MULTIPLETEXT)
		return in_items(s, place, found);
	bool indexed = place->first.indexed && place->first.index > -1;
	if (!place->rest_n) {
		*strict = q->type == QUESTION_RANKING;
		if (indexed && value.kind == VALUE_LIST && !list_index(&value, place->first.index, &value))
			value = value_none();
		*found = value;
		return true;
	}
	if (value_blank(&value))
		return false;
	if (place->first.indexed && place->first.index >= 0) {
		if (value.kind != VALUE_LIST || !list_index(&value, place->first.index, &value))
			return false;
	}
	return walk(s, value, NULL, place->rest, place->rest_n, found);
}

static bool look(struct state *s, const struct place *place, struct value *found, bool *strict)
{
	if (place->kind == PLACE_CALCULATED) {
		const struct calculated_state *c = &s->calculated[place->calculated - s->survey->calculated];
		return in_data(s, place, &c->value, found) || in_data(s, place, &c->given, found);
	}
	const struct question_state *question = &s->questions[place->question->index];
	if (place->kind == PLACE_COMMENT)
		return in_data(s, place, &question->comment, found);
	return in_question(s, place, found, strict) || (!place->in_panel && in_data(s, place, &question->data, found));
}

static bool asks_length(const char *name)
{
	size_t n = strlen(name);
	return n >= 7 && !strcmp(name + n - 7, ".length");
}

struct value state_look_up(void *to, const struct expression_variable *variable, bool *strict)
{
	const struct lookup *lookup = to;
	const struct place *place = variable->place;
	struct value found = { 0 };
	*strict = false;
	if (place->kind == PLACE_ITEM)
		return *lookup->item;
	if (place->kind == PLACE_SELF) {
		*strict = lookup->question->type == QUESTION_RANKING;
		return lookup->state->questions[lookup->question->index].value;
	}
	if (look(lookup->state, place, &found, strict))
		return found;
	return asks_length(place->name) ? value_number(0) : value_null();
}
