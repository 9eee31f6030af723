/* Expressions are read where they stand, and linked to what they name once all of the document is known. */
#include "expression_code.h"
#include "questionnaire_place.h"
#include "questionnaire_reader.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

struct pending {
	struct expression *expression;
	struct owner owner;
	const char *path;
	struct pending *next;
};

struct expression *reader_expression(struct reader *r, const char *member, const json_t *text, struct owner owner)
{
	struct expression_error error;
	struct arena *arena = &r->survey->arena;
	const char *source = json_string_value(text);
	if (!*source)
		return NULL; /* as if it were not there */
	size_t mark = reader_enter(r, member, NULL, 0);
	struct expression *expression = expression_parse(arena, source, &error);
	struct pending *pending = arena_take(arena, sizeof *pending);
	char *path = arena_text(arena, r->path, r->path_len);
	if (error.code)
		reader_refuse(r, error.code, error.name ? error.name : "");
	reader_leave(r, mark);
	if (!expression || !pending || !path)
		return NULL;
	*pending = (struct pending){ expression, owner, path, r->pending };
	r->pending = pending;
	return expression;
}

/* A segment with its index, if it has one that is a number. */
static struct segment segment(struct arena *arena, const char *text, size_t n)
{
	char *name = arena_text(arena, text, n);
	struct segment part = { .name = name ? name : "" };
	char *open = n && text[n - 1] == ']' && name ? strrchr(name, '[') : NULL;
	if (!open)
		return part;
	name[n - 1] = '\0';
	struct value index = value_text(open + 1);
	double number = value_as_number(&index);
	name[n - 1] = ']';
	if (isnan(number))
		return part;
	*open = '\0';
	part.indexed = true;
	part.index = number;
	return part;
}

static bool split(struct arena *arena, const char *name, struct place *place)
{
	size_t n = 1;
	for (const char *c = name; *c; c++)
		n += *c == '.';
	struct segment *parts = arena_take(arena, n * sizeof *parts);
	for (size_t i = 0; parts && i < n; i++, name += strcspn(name, ".") + 1)
		parts[i] = segment(arena, name, strcspn(name, "."));
	if (!parts)
		return false;
	place->first = parts[0];
	place->rest = parts + 1;
	place->rest_n = n - 1;
	return true;
}

static struct question *question_named(const struct questionnaire *survey, const char *name)
{
	for (size_t i = 0; i < survey->questions_n; i++)
		if (!strcasecmp(survey->questions[i]->name, name))
			return survey->questions[i];
	return NULL;
}

static bool inside(const struct container *container, const struct question *question)
{
	for (const struct container *c = question->parent; c; c = c->parent)
		if (c == container)
			return true;
	return false;
}

/* {panel.x}: the question x of the panel that the owner stands in. */
static bool find_in_panel(const struct questionnaire *survey, const struct owner *owner, struct place *place)
{
	struct container *panel = owner->question ? owner->question->parent : NULL;
	if (!panel || !panel->parent || place->first.indexed || !place->rest_n)
		return false;
	place->kind = PLACE_QUESTION;
	place->in_panel = true;
	place->question = question_named(survey, place->rest->name);
	place->first = *place->rest++;
	place->rest_n--;
	return place->question && inside(panel, place->question);
}

static bool find_calculated(const struct questionnaire *survey, struct place *place)
{
	for (size_t i = 0; i < survey->calculated_n; i++)
		if (!strcasecmp(survey->calculated[i].name, place->first.name)) {
			place->kind = PLACE_CALCULATED;
			place->calculated = &survey->calculated[i];
			return true;
		}
	return false;
}

static bool find_comment(struct arena *arena, const struct questionnaire *survey, struct place *place)
{
	const char *name = place->first.name;
	size_t n = strlen(name), end = strlen("-Comment");
	if (n <= end || strcasecmp(name + n - end, "-Comment"))
		return false;
	char *base = arena_text(arena, name, n - end);
	place->kind = PLACE_COMMENT;
	place->question = base ? question_named(survey, base) : NULL;
	return place->question && (place->question->comment || question_has_other(place->question));
}

/* The rows of a matrix and the items of a multipletext stand before all other names in their own expressions. */
static bool shadowed(const struct owner *owner, const char *name)
{
	const struct question *q = owner->question;
	for (size_t i = 0; q && i < q->rows.n; i++)
		if (!strcasecmp(q->rows.items[i].value.text.bytes, name))
			return true;
	for (size_t i = 0; q && i < q->items_n; i++)
		if (!strcasecmp(q->items[i].name, name))
			return true;
	return false;
}

static bool of_itself(const struct owner *owner, struct place *place)
{
	static const char *const names[] = { "item", "choice", "self" };
	const char *name = place->first.name;
	if (place->rest_n || place->first.indexed)
		return false;
	for (size_t i = 0; owner->item && i < 3; i++)
		if (!strcasecmp(name, names[i])) {
			place->kind = PLACE_ITEM;
			return true;
		}
	const struct question *q = owner->question;
	place->kind = PLACE_SELF;
	place->question = owner->question;
	return q && !strcmp(name, "self") && q->type != QUESTION_MATRIX && q->type != QUESTION_MULTIPLETEXT;
}

static bool find_question(const struct questionnaire *survey, struct place *place)
{
	place->kind = PLACE_QUESTION;
	place->question = question_named(survey, place->first.name);
	return place->question && place->question->type != QUESTION_HTML;
}

/* What follows a question's name may not be a name that means something else there. */
static bool plain_rest(const struct place *place)
{
	for (size_t i = 0; i < place->rest_n; i++)
		if (!*place->rest[i].name || !strcasecmp(place->rest[i].name, "self") ||
			!strcasecmp(place->rest[i].name, "panel"))
			return false;
	return true;
}

static const struct place *find_place(struct reader *r, const struct owner *owner, const char *name)
{
	struct arena *arena = &r->survey->arena;
	struct place *place = arena_take(arena, sizeof *place);
	if (!place || !split(arena, name, place))
		return NULL;
	place->name = name;
	if (of_itself(owner, place))
		return place;
	if (!strcmp(place->first.name, "panel"))
		return find_in_panel(r->survey, owner, place) && plain_rest(place) ? place : NULL;
	if (shadowed(owner, place->first.name) || !plain_rest(place))
		return NULL;
	bool found =
		find_calculated(r->survey, place) || find_question(r->survey, place) || find_comment(arena, r->survey, place);
	return found ? place : NULL;
}

static bool is_list(const struct expression_variable *variable)
{
	const struct place *place = variable->place;
	return place && place->kind <= PLACE_SELF && question_selects_several(place->question) && !place->rest_n &&
		!place->first.indexed;
}

/* Of how many lists a step makes another: + joins two, a choice keeps the one it takes. */
static size_t lists_kept(const struct step *step)
{
	if (step->kind == STEP_BINARY)
		return step->operator<= OPERATOR_AND ? 1 : step->operator== OPERATOR_PLUS ? 2 : SIZE_MAX;
	bool chooses = step->kind == STEP_CALL && !strcmp(expression_function_name(step->call.function), "iif");
	return chooses ? 1 : SIZE_MAX;
}

/* Whether a list itself, of a question's choices or one that is written down, could be what an expression comes to. It
 * changes with the answer, also where it was put: survey-core's results that hold one differ with the order in which
 * they are looked at. */
static bool comes_to_list(struct arena *arena, const struct expression *expression)
{
	bool *lists = arena_take(arena, expression->stack + 1);
	size_t top = 0;
	for (size_t i = 0; lists && i < expression->n; i++) {
		const struct step *step = &expression->steps[i];
		bool gathers = step->kind == STEP_LIST || step->kind == STEP_CALL;
		size_t taken = gathers ? step->call.arguments : step->kind == STEP_BINARY ? 2 : step->kind == STEP_UNARY, n = 0;
		for (; taken > 0; taken--)
			n += lists[--top];
		if (step->kind == STEP_VARIABLE)
			lists[top++] = is_list(&expression->variables[step->variable]);
		else
			lists[top++] = step->kind == STEP_LIST || n >= lists_kept(step);
	}
	return lists && lists[0];
}

static void link_one(struct reader *r, const struct pending *pending)
{
	size_t n;
	struct expression_variable *variables = expression_variables(pending->expression, &n);
	size_t mark = reader_enter(r, pending->path, NULL, 0);
	for (size_t i = 0; i < n; i++) {
		const char *name = variables[i].name ? variables[i].name : "";
		variables[i].place = *name == '$' ? NULL : find_place(r, &pending->owner, name);
		if (!variables[i].place && !r->survey->arena.failed)
			reader_refuse(r, "expression.variable", name);
	}
	if (pending->owner.result && comes_to_list(&r->survey->arena, pending->expression))
		reader_refuse(r, "expression.list", "");
	reader_leave(r, mark);
}

void reader_link(struct reader *r)
{
	for (const struct pending *pending = r->pending; pending; pending = pending->next)
		link_one(r, pending);
}
