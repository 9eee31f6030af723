#include "expression.h"

#include "expression_code.h"
#include "text16.h"

#include <stdlib.h>
#include <string.h>

/* What stands on the stack: a value, and whether lists are compared with it in their order. */
struct operand {
	struct value value;
	bool strict;
};

struct expression_variable *expression_variables(const struct expression *expression, size_t *n)
{
	*n = expression->variables_n;
	return expression->variables;
}

struct value expression_read_text(struct arena *arena, const struct value *value)
{
	const char *text = value->text.bytes;
	size_t n = value->text.len;
	if (value->kind != VALUE_TEXT || n == 0)
		return *value;
	if (!strcasecmp(text, "true") || !strcasecmp(text, "false"))
		return value_bool(!strcasecmp(text, "true"));
	if (n > 1 && strchr("'\"", text[0]) && strchr("'\"", text[n - 1]))
		return value_text_copy(arena, text + 1, n - 2);
	if (!value_is_number(value))
		return *value;
	/* Numbers that begin with a zero are codes, not numbers, but for 0.5. */
	bool point = n > 1 && (text[1] == '.' || text[1] == ',');
	if (text[0] == '0' && strncmp(text, "0x", 2) && ((!point && n > 1) || (point && n < 2)))
		return *value;
	return value_number(value_as_number(value));
}

static struct operand look_up(
	const struct expression *expression, size_t variable, const struct expression_scope *scope)
{
	const struct expression_variable *v = &expression->variables[variable];
	struct operand found = { .strict = false };
	found.value = scope->lookup(scope->to, v, &found.strict);
	if (!v->as_is)
		found.value = expression_read_text(scope->arena, &found.value);
	return found;
}

static struct value unary(enum operator operator, const struct value * value)
{
	if (operator== OPERATOR_NEGATE)
		return value_bool(!value_truth(value));
	return value_bool(value_empty(value) == (operator== OPERATOR_EMPTY));
}

static void binary(const struct expression_scope *scope, enum operator operator, struct operand * left)
{
	bool strict = left[0].strict || left[1].strict;
	left->value = expression_binary(scope->arena, operator, & left[0].value, &left[1].value, strict);
	left->strict = strict;
}

/* Gathers the topmost n values: what a list holds, or a function is called with. */
static struct operand gather(const struct expression_scope *scope, const struct step *step, const struct operand *first)
{
	size_t n = step->call.arguments;
	struct value list = { .kind = VALUE_LIST,
		.list = { arena_take(scope->arena, (n + 1) * sizeof *list.list.items), n } };
	if (!list.list.items)
		return (struct operand){ 0 };
	for (size_t i = 0; i < n; i++)
		list.list.items[i] = first[i].value;
	if (step->kind == STEP_CALL)
		list = expression_call(scope, step->call.function, list.list.items, n);
	return (struct operand){ list, false };
}

struct value expression_run(const struct expression *expression, const struct expression_scope *scope)
{
	struct operand *stack = arena_take(scope->arena, (expression->stack + 1) * sizeof *stack);
	size_t top = 0;
	for (size_t i = 0; i < expression->n && !scope->arena->failed; i++) {
		const struct step *step = &expression->steps[i];
		switch (step->kind) {
		case STEP_CONSTANT:
			stack[top++] = (struct operand){ step->constant, false };
			break;
		case STEP_VARIABLE:
			stack[top++] = look_up(expression, step->variable, scope);
			break;
		case STEP_UNARY:
			stack[top - 1] = (struct operand){ unary(step->operator, & stack[top - 1].value), false };
			break;
		case STEP_BINARY:
			binary(scope, step->operator, & stack[top - 2]);
			top--;
			break;
		default:
			top -= step->call.arguments;
			stack[top] = gather(scope, step, stack + top);
			top++;
			break;
		}
	}
	return scope->arena->failed ? value_none() : stack[0].value;
}

bool expression_fresh(const struct expression *expression)
{
	return expression->fresh;
}

void expression_uses(const struct expression *expression, void (*each)(void *to, const char *name), void *to)
{
	for (size_t i = 0; i < expression->n; i++) {
		const struct step *step = &expression->steps[i];
		if (step->kind == STEP_UNARY || step->kind == STEP_BINARY)
			each(to, expression_operator_name(step->operator));
		else if (step->kind == STEP_CALL)
			each(to, expression_function_name(step->call.function));
	}
}
