/* Reads the grammar of survey-core's expressions, which is a parsing expression grammar: the first alternative that fits
 * is taken, and what was written for one that did not fit is taken back. */
#include "expression_parser.h"

#include <string.h>

struct spelling {
	const char *text;
	enum operator operator;
};

static enum parsed parse_expression(struct parser *p);
static enum parsed parse_factor(struct parser *p);

static bool parse_sign(struct parser *p, const struct spelling *spellings, enum operator* operator)
{
	for (; spellings->text; spellings++)
		if (parser_word(p, spellings->text)) {
			*operator= spellings->operator;
			return true;
		}
	return false;
}

/* One level of binary operators, which lean to the left. Where the right side is optional, its lack is nothing. */
static enum parsed parse_level(
	struct parser *p, const struct spelling *spellings, enum parsed (*operand)(struct parser *), bool optional)
{
	enum operator operator= OPERATOR_OR;
	enum parsed left = operand(p), right;
	while (left != FAILED) {
		struct mark before = parser_mark(p);
		parser_space(p);
		if (!parse_sign(p, spellings, &operator)) {
			parser_back(p, before);
			break;
		}
		parser_space(p);
		right = operand(p);
		if (right == FAILED && optional)
			right = parser_constant(p, value_null());
		if (right == FAILED) {
			parser_back(p, before);
			break;
		}
		parser_emit(p, (struct step){ .kind = STEP_BINARY, .operator = operator });
		left = VALUE;
	}
	return left;
}

/* A list of expressions, maybe empty: how many. */
static size_t parse_sequence(struct parser *p)
{
	size_t n = 0;
	struct mark before = parser_mark(p);
	for (;;) {
		if (n) {
			parser_space(p);
			if (*p->at != ',')
				break;
			p->at++;
			parser_space(p);
		}
		enum parsed item = parse_expression(p);
		if (item == NOTHING)
			parser_refuse(p, "expression.nothing", "", 0);
		if (item == FAILED)
			break;
		before = parser_mark(p);
		n++;
	}
	parser_back(p, before);
	/* survey-core takes a list without its first item, and forgets the others. */
	if (n == 0 && p->at[strspn(p->at, " \t\n\r")] == ',')
		parser_refuse(p, "expression.nothing", "", 0);
	return n;
}

/* As in all brackets of the grammar but the square ones, the closing one may lack. */
static enum parsed parse_call(struct parser *p)
{
	const char *name = p->at;
	size_t len = parser_name_length(name);
	if (!len || name[len] != '(')
		return FAILED;
	p->at += len + 1;
	size_t n = parse_sequence(p);
	p->at += *p->at == ')';
	int function = expression_function(name, len);
	if (function < 0)
		return parser_refuse(p, "expression.function", name, len);
	parser_emit(p, (struct step){ .kind = STEP_CALL, .call = { (size_t)function, n } });
	return VALUE;
}

static enum parsed parse_unary(struct parser *p)
{
	struct mark before = parser_mark(p);
	enum operator operator= OPERATOR_NEGATE;
	enum parsed operand = FAILED;
	if (parser_word(p, "!") || parser_word(p, "negate")) {
		parser_space(p);
		operand = parse_factor(p);
	}
	if (operand == FAILED) {
		parser_back(p, before);
		operand = parser_atom(p);
		parser_space(p);
		operator= parser_word(p, "empty") ? OPERATOR_EMPTY
			: parser_word(p, "notempty")  ? OPERATOR_NOT_EMPTY
										  : OPERATORS;
	}
	if (operand == FAILED || operator== OPERATORS)
		return parser_back(p, before);
	if (operand == NOTHING)
		return parser_refuse(p, "expression.nothing", "", 0);
	parser_emit(p, (struct step){ .kind = STEP_UNARY, .operator = operator });
	return VALUE;
}

static enum parsed parse_bracketed(struct parser *p)
{
	struct mark before = parser_mark(p);
	if (*p->at != '(')
		return FAILED;
	p->at++;
	enum parsed inner = parse_expression(p);
	if (inner == FAILED)
		return parser_back(p, before);
	p->at += *p->at == ')';
	return inner;
}

static enum parsed parse_list(struct parser *p)
{
	struct mark before = parser_mark(p);
	if (*p->at != '[')
		return FAILED;
	p->at++;
	size_t n = parse_sequence(p);
	if (*p->at != ']')
		return parser_back(p, before);
	p->at++;
	parser_emit(p, (struct step){ .kind = STEP_LIST, .call = { 0, n } });
	return VALUE;
}

static enum parsed parse_factor(struct parser *p)
{
	static enum parsed (*const alternatives[])(
		struct parser *) = { parse_bracketed, parse_call, parse_unary, parser_atom, parse_list };
	enum parsed parsed = FAILED;
	if (p->depth == EXPRESSION_DEPTH_MAX)
		return parser_refuse(p, "expression.depth", "", 0);
	p->depth++;
	for (size_t i = 0; parsed == FAILED && !p->error.code && i < sizeof alternatives / sizeof *alternatives; i++)
		parsed = alternatives[i](p);
	p->depth--;
	return parsed;
}

static enum parsed parse_function_operators(struct parser *p)
{
	static const struct spelling signs[] = { { "*=", OPERATOR_CONTAINS }, { "contains", OPERATOR_CONTAINS },
		{ "contain", OPERATOR_CONTAINS }, { "notcontains", OPERATOR_NOT_CONTAINS },
		{ "notcontain", OPERATOR_NOT_CONTAINS }, { "anyof", OPERATOR_ANY_OF }, { "allof", OPERATOR_ALL_OF },
		{ "noneof", OPERATOR_NONE_OF }, { NULL, OPERATORS } };
	return parse_level(p, signs, parse_factor, true);
}

static enum parsed parse_power(struct parser *p)
{
	static const struct spelling signs[] = { { "^", OPERATOR_POWER }, { "power", OPERATOR_POWER },
		{ NULL, OPERATORS } };
	return parse_level(p, signs, parse_function_operators, false);
}

static enum parsed parse_product(struct parser *p)
{
	static const struct spelling signs[] = { { "*", OPERATOR_TIMES }, { "/", OPERATOR_DIVIDED },
		{ "%", OPERATOR_MODULO }, { NULL, OPERATORS } };
	return parse_level(p, signs, parse_power, false);
}

static enum parsed parse_sum(struct parser *p)
{
	static const struct spelling signs[] = { { "+", OPERATOR_PLUS }, { "-", OPERATOR_MINUS }, { NULL, OPERATORS } };
	return parse_level(p, signs, parse_product, false);
}

static enum parsed parse_comparison(struct parser *p)
{
	static const struct spelling signs[] = { { "<=", OPERATOR_LESS_EQUAL }, { "lessorequal", OPERATOR_LESS_EQUAL },
		{ ">=", OPERATOR_GREATER_EQUAL }, { "greaterorequal", OPERATOR_GREATER_EQUAL }, { "==", OPERATOR_EQUAL },
		{ "equal", OPERATOR_EQUAL }, { "=", OPERATOR_EQUAL }, { "!=", OPERATOR_NOT_EQUAL },
		{ "notequal", OPERATOR_NOT_EQUAL }, { "<", OPERATOR_LESS }, { "less", OPERATOR_LESS },
		{ ">", OPERATOR_GREATER }, { "greater", OPERATOR_GREATER }, { NULL, OPERATORS } };
	return parse_level(p, signs, parse_sum, false);
}

static enum parsed parse_and(struct parser *p)
{
	static const struct spelling signs[] = { { "&&", OPERATOR_AND }, { "and", OPERATOR_AND }, { NULL, OPERATORS } };
	return parse_level(p, signs, parse_comparison, false);
}

static enum parsed parse_expression(struct parser *p)
{
	static const struct spelling signs[] = { { "||", OPERATOR_OR }, { "or", OPERATOR_OR }, { NULL, OPERATORS } };
	struct mark before = parser_mark(p);
	parser_space(p);
	enum parsed parsed = parse_level(p, signs, parse_and, false);
	if (parsed == FAILED)
		return parser_back(p, before);
	parser_space(p);
	return parsed;
}

/* The spellings that survey-core rewrites before it parses, wherever they stand. */
static char *rewritten(struct arena *arena, const char *text)
{
	static const char *const pairs[][2] = { { "=>", ">=" }, { "=<", "<=" }, { "<>", "!=" }, { "equals", "equal " } };
	char *copy = arena_text(arena, text, strlen(text));
	for (size_t i = 0; copy && i < sizeof pairs / sizeof *pairs; i++)
		for (char *at = copy; (at = strstr(at, pairs[i][0])); at += strlen(pairs[i][1]))
			memcpy(at, pairs[i][1], strlen(pairs[i][1]));
	return copy;
}

static size_t deepest(const struct step *steps, size_t n)
{
	size_t now = 0, most = 0;
	for (size_t i = 0; i < n; i++) {
		enum step_kind kind = steps[i].kind;
		if (kind == STEP_BINARY)
			now--;
		else if (kind == STEP_LIST || kind == STEP_CALL)
			now = now - steps[i].call.arguments + 1;
		else
			now += kind != STEP_UNARY;
		most = now > most ? now : most;
	}
	return most;
}

/* What a value on the stack was made of. */
struct made {
	bool variables, fresh;
};

/* Whether a function is called without a variable in its arguments; what is within the arguments of another that has
 * some is of no matter. */
static bool calls_without_variables(struct arena *scratch, const struct step *steps, size_t n, size_t stack)
{
	struct made *made = arena_take(scratch, (stack + 1) * sizeof *made);
	size_t top = 0;
	for (size_t i = 0; made && i < n; i++) {
		const struct step *step = &steps[i];
		bool gathers = step->kind == STEP_LIST || step->kind == STEP_CALL;
		size_t taken = gathers ? step->call.arguments : step->kind == STEP_BINARY ? 2 : step->kind == STEP_UNARY;
		struct made all = { .variables = step->kind == STEP_VARIABLE };
		for (; taken > 0; taken--) {
			top--;
			all.variables = all.variables || made[top].variables;
			all.fresh = all.fresh || made[top].fresh;
		}
		if (step->kind == STEP_CALL)
			all.fresh = !all.variables;
		made[top++] = all;
	}
	return made && made[0].fresh;
}

static struct expression *finish(struct arena *arena, const struct parser *p)
{
	struct expression *expression = arena_take(arena, sizeof *expression);
	if (!expression)
		return NULL;
	*expression = (struct expression){ .n = p->n,
		.stack = deepest(p->steps, p->n),
		.steps = arena_take(arena, (p->n + 1) * sizeof *p->steps),
		.variables = arena_take(arena, (p->variables_n + 1) * sizeof *p->variables),
		.variables_n = p->variables_n };
	if (!expression->steps || !expression->variables)
		return NULL;
	struct arena scratch = { .limit = (expression->stack + 2) * sizeof(struct made) + 64 };
	expression->fresh = calls_without_variables(&scratch, p->steps, p->n, expression->stack);
	arena->failed = arena->failed || scratch.failed;
	arena_free(&scratch);
	memcpy(expression->steps, p->steps, p->n * sizeof *p->steps);
	memcpy(expression->variables, p->variables, p->variables_n * sizeof *p->variables);
	return expression;
}

struct expression *expression_parse(struct arena *arena, const char *text, struct expression_error *error)
{
	/* No step is written for less than a character but the nothing beside an operator. */
	size_t most = 2 * strlen(text) + 2;
	struct arena scratch = { .limit = most * (sizeof(struct step) + sizeof(struct expression_variable)) + 64 };
	struct parser p = {
		.arena = arena, .at = rewritten(arena, text), .steps = arena_take(&scratch, most * sizeof *p.steps)
	};
	p.variables = arena_take(&scratch, most * sizeof *p.variables);
	struct expression *expression = NULL;
	if (p.at && p.steps && p.variables) {
		enum parsed parsed = parse_expression(&p);
		if (parsed == FAILED || *p.at)
			parser_refuse(&p, "expression.syntax", p.at, strnlen(p.at, 1));
		else if (parsed == NOTHING)
			parser_refuse(&p, "expression.nothing", "", 0);
		expression = p.error.code ? NULL : finish(arena, &p);
	}
	arena->failed = arena->failed || scratch.failed;
	arena_free(&scratch);
	*error = p.error;
	return expression;
}
