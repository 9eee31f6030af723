/* Reads the grammar of survey-core's expressions, which is a parsing expression grammar: the first alternative that fits
 * is taken, and what was written for one that did not fit is taken back. */
#include "expression_code.h"

#include <stdlib.h>
#include <string.h>

struct parser {
	struct arena *arena;
	const char *at;
	struct step *steps;
	struct expression_variable *variables;
	size_t n, variables_n;
	int depth;
	struct expression_error error;
};

/* NOTHING is null or undefined, which have no operand of their own and may only stand beside an operator. */
enum parsed { FAILED, VALUE, NOTHING };

struct mark {
	const char *at;
	size_t n, variables_n;
};

struct spelling {
	const char *text;
	enum operator operator;
};

static enum parsed parse_expression(struct parser *p);
static enum parsed parse_factor(struct parser *p);

static struct mark mark(const struct parser *p)
{
	return (struct mark){ p->at, p->n, p->variables_n };
}

static enum parsed back(struct parser *p, struct mark to)
{
	p->at = to.at;
	p->n = to.n;
	p->variables_n = to.variables_n;
	return FAILED;
}

static enum parsed refuse(struct parser *p, const char *code, const char *name, size_t len)
{
	if (!p->error.code) {
		p->error.code = code;
		p->error.name = arena_text(p->arena, name, len);
	}
	return FAILED;
}

static void emit(struct parser *p, struct step step)
{
	p->steps[p->n++] = step;
}

static enum parsed constant(struct parser *p, struct value value)
{
	emit(p, (struct step){ .kind = STEP_CONSTANT, .constant = value });
	return VALUE;
}

static void space(struct parser *p)
{
	p->at += strspn(p->at, " \t\n\r");
}

static bool word(struct parser *p, const char *text)
{
	size_t n = strlen(text);
	if (strncasecmp(p->at, text, n))
		return false;
	p->at += n;
	return true;
}

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static size_t digits(const char *at)
{
	return strspn(at, "0123456789");
}

/* A letter, then letters and digits: the length, or 0. */
static size_t name_length(const char *at)
{
	size_t n = 0;
	if (!letter(*at))
		return 0;
	while (letter(at[n]) || (at[n] >= '0' && at[n] <= '9'))
		n++;
	return n;
}

static bool parse_sign(struct parser *p, const struct spelling *spellings, enum operator *operator)
{
	for (; spellings->text; spellings++)
		if (word(p, spellings->text)) {
			*operator = spellings->operator;
			return true;
		}
	return false;
}

/* One level of binary operators, which lean to the left. Where the right side is optional, its lack is nothing. */
static enum parsed parse_level(struct parser *p, const struct spelling *spellings, enum parsed (*operand)(struct parser *),
	bool optional)
{
	enum operator operator= OPERATOR_OR;
	enum parsed left = operand(p), right;
	while (left != FAILED) {
		struct mark before = mark(p);
		space(p);
		if (!parse_sign(p, spellings, &operator)) {
			back(p, before);
			break;
		}
		space(p);
		right = operand(p);
		if (right == FAILED && optional)
			right = constant(p, value_null());
		if (right == FAILED) {
			back(p, before);
			break;
		}
		emit(p, (struct step){ .kind = STEP_BINARY, .operator = operator });
		left = VALUE;
	}
	return left;
}

static bool parse_number(struct parser *p, double *number)
{
	size_t whole = digits(p->at);
	char *end = NULL;
	if (whole && p->at[whole] == '.' && digits(p->at + whole + 1)) {
		size_t n = whole + 1 + digits(p->at + whole + 1);
		char *copy = arena_text(p->arena, p->at, n);
		*number = copy ? strtod(copy, &end) : 0;
		p->at += n;
		return true;
	}
	if (!whole)
		return false;
	size_t n = *p->at == '0' ? 1 : whole;
	char *copy = arena_text(p->arena, p->at, n);
	*number = copy ? strtod(copy, &end) : 0;
	p->at += n;
	return true;
}

static enum parsed parse_arithmetic(struct parser *p)
{
	double number;
	if (!strncmp(p->at, "0x", 2) && digits(p->at + 2)) {
		number = 0;
		for (p->at += 2; digits(p->at); p->at++)
			number = number * 16 + (*p->at - '0');
		return constant(p, value_number(number));
	}
	struct mark before = mark(p);
	bool minus = *p->at == '-';
	p->at += minus;
	if (!parse_number(p, &number))
		return back(p, before);
	return constant(p, value_number(minus ? -number : number));
}

/* Between quotes no quote stands but with a backslash before it. */
static enum parsed parse_quoted(struct parser *p)
{
	char quote = *p->at;
	const char *at = p->at + 1;
	if (quote != '\'' && quote != '"')
		return FAILED;
	char *text = arena_take(p->arena, strlen(at) + 1);
	size_t n = 0;
	while (text && *at && *at != '\'' && *at != '"') {
		at += *at == '\\' && (at[1] == '\'' || at[1] == '"');
		text[n++] = *at++;
	}
	if (!text || *at != quote)
		return FAILED;
	p->at = at + 1;
	return constant(p, (struct value){ .kind = VALUE_TEXT, .text = { text, n } });
}

static enum parsed parse_constant(struct parser *p)
{
	if (word(p, "true"))
		return constant(p, value_bool(true));
	if (word(p, "false"))
		return constant(p, value_bool(false));
	if (parse_arithmetic(p) == VALUE)
		return VALUE;
	size_t n = name_length(p->at);
	if (!n)
		return parse_quoted(p);
	p->at += n;
	return constant(p, value_text_copy(p->arena, p->at - n, n));
}

static enum parsed parse_variable(struct parser *p)
{
	size_t n = *p->at == '{' ? strcspn(p->at + 1, "{}") : 0;
	if (!n || p->at[n + 1] != '}')
		return FAILED;
	bool as_is = n > 1 && p->at[1] == '#';
	p->variables[p->variables_n] =
		(struct expression_variable){ arena_text(p->arena, p->at + 1 + as_is, n - as_is), as_is, NULL };
	emit(p, (struct step){ .kind = STEP_VARIABLE, .variable = p->variables_n++ });
	p->at += n + 2;
	return VALUE;
}

static enum parsed parse_atom(struct parser *p)
{
	struct mark before = mark(p);
	space(p);
	if (!strncmp(p->at, "undefined", 9) || !strncmp(p->at, "null", 4)) {
		p->at += *p->at == 'u' ? 9 : 4;
		constant(p, value_null());
		return NOTHING;
	}
	if (parse_constant(p) == VALUE || parse_variable(p) == VALUE)
		return VALUE;
	return back(p, before);
}

/* A list of expressions, maybe empty: how many. */
static size_t parse_sequence(struct parser *p)
{
	size_t n = 0;
	struct mark before = mark(p);
	for (;;) {
		if (n) {
			space(p);
			if (*p->at != ',')
				break;
			p->at++;
			space(p);
		}
		enum parsed item = parse_expression(p);
		if (item == NOTHING)
			refuse(p, "expression.nothing", "", 0);
		if (item == FAILED)
			break;
		before = mark(p);
		n++;
	}
	back(p, before);
	return n;
}

/* As in all brackets of the grammar but the square ones, the closing one may lack. */
static enum parsed parse_call(struct parser *p)
{
	const char *name = p->at;
	size_t len = name_length(name);
	if (!len || name[len] != '(')
		return FAILED;
	p->at += len + 1;
	size_t n = parse_sequence(p);
	p->at += *p->at == ')';
	int function = expression_function(name, len);
	if (function < 0)
		return refuse(p, "expression.function", name, len);
	emit(p, (struct step){ .kind = STEP_CALL, .call = { (size_t)function, n } });
	return VALUE;
}

static enum parsed parse_unary(struct parser *p)
{
	struct mark before = mark(p);
	enum operator operator= OPERATOR_NEGATE;
	enum parsed operand = FAILED;
	if (word(p, "!") || word(p, "negate")) {
		space(p);
		operand = parse_factor(p);
	}
	if (operand == FAILED) {
		back(p, before);
		operand = parse_atom(p);
		space(p);
		operator= word(p, "empty") ? OPERATOR_EMPTY : word(p, "notempty") ? OPERATOR_NOT_EMPTY : OPERATORS;
	}
	if (operand == FAILED || operator== OPERATORS)
		return back(p, before);
	if (operand == NOTHING)
		return refuse(p, "expression.nothing", "", 0);
	emit(p, (struct step){ .kind = STEP_UNARY, .operator = operator });
	return VALUE;
}

static enum parsed parse_bracketed(struct parser *p)
{
	struct mark before = mark(p);
	if (*p->at != '(')
		return FAILED;
	p->at++;
	enum parsed inner = parse_expression(p);
	if (inner == FAILED)
		return back(p, before);
	p->at += *p->at == ')';
	return inner;
}

static enum parsed parse_list(struct parser *p)
{
	struct mark before = mark(p);
	if (*p->at != '[')
		return FAILED;
	p->at++;
	size_t n = parse_sequence(p);
	if (*p->at != ']')
		return back(p, before);
	p->at++;
	emit(p, (struct step){ .kind = STEP_LIST, .call = { 0, n } });
	return VALUE;
}

static enum parsed parse_factor(struct parser *p)
{
	static enum parsed (*const alternatives[])(
		struct parser *) = { parse_bracketed, parse_call, parse_unary, parse_atom, parse_list };
	enum parsed parsed = FAILED;
	if (p->depth == EXPRESSION_DEPTH_MAX)
		return refuse(p, "expression.depth", "", 0);
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
	static const struct spelling signs[] = { { "^", OPERATOR_POWER }, { "power", OPERATOR_POWER }, { NULL, OPERATORS } };
	return parse_level(p, signs, parse_function_operators, false);
}

static enum parsed parse_product(struct parser *p)
{
	static const struct spelling signs[] = { { "*", OPERATOR_TIMES }, { "/", OPERATOR_DIVIDED }, { "%", OPERATOR_MODULO },
		{ NULL, OPERATORS } };
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
		{ "notequal", OPERATOR_NOT_EQUAL }, { "<", OPERATOR_LESS }, { "less", OPERATOR_LESS }, { ">", OPERATOR_GREATER },
		{ "greater", OPERATOR_GREATER }, { NULL, OPERATORS } };
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
	struct mark before = mark(p);
	space(p);
	enum parsed parsed = parse_level(p, signs, parse_and, false);
	if (parsed == FAILED)
		return back(p, before);
	space(p);
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
	memcpy(expression->steps, p->steps, p->n * sizeof *p->steps);
	memcpy(expression->variables, p->variables, p->variables_n * sizeof *p->variables);
	return expression;
}

struct expression *expression_parse(struct arena *arena, const char *text, struct expression_error *error)
{
	/* No step is written for less than a character but the nothing beside an operator. */
	size_t most = 2 * strlen(text) + 2;
	struct arena scratch = { .limit = most * (sizeof(struct step) + sizeof(struct expression_variable)) + 64 };
	struct parser p = { .arena = arena, .at = rewritten(arena, text), .steps = arena_take(&scratch, most * sizeof *p.steps) };
	p.variables = arena_take(&scratch, most * sizeof *p.variables);
	struct expression *expression = NULL;
	if (p.at && p.steps && p.variables) {
		enum parsed parsed = parse_expression(&p);
		if (parsed == FAILED || *p.at)
			refuse(&p, "expression.syntax", p.at, strnlen(p.at, 1));
		else if (parsed == NOTHING)
			refuse(&p, "expression.nothing", "", 0);
		expression = p.error.code ? NULL : finish(arena, &p);
	}
	arena->failed = arena->failed || scratch.failed;
	arena_free(&scratch);
	*error = p.error;
	return expression;
}
