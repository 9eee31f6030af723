/* The smallest parts of an expression: constants and variables. */
#include "expression_parser.h"

#include <stdlib.h>
#include <string.h>

struct mark parser_mark(const struct parser *p)
{
	return (struct mark){ p->at, p->n, p->variables_n };
}

enum parsed parser_back(struct parser *p, struct mark to)
{
	p->at = to.at;
	p->n = to.n;
	p->variables_n = to.variables_n;
	return FAILED;
}

enum parsed parser_refuse(struct parser *p, const char *code, const char *name, size_t len)
{
	if (!p->error.code) {
		p->error.code = code;
		p->error.name = arena_text(p->arena, name, len);
	}
	return FAILED;
}

void parser_emit(struct parser *p, struct step step)
{
	p->steps[p->n++] = step;
}

enum parsed parser_constant(struct parser *p, struct value value)
{
	parser_emit(p, (struct step){ .kind = STEP_CONSTANT, .constant = value });
	return VALUE;
}

void parser_space(struct parser *p)
{
	p->at += strspn(p->at, " \t\n\r");
}

bool parser_word(struct parser *p, const char *text)
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

size_t parser_name_length(const char *at)
{
	size_t n = 0;
	if (!letter(*at))
		return 0;
	while (letter(at[n]) || (at[n] >= '0' && at[n] <= '9'))
		n++;
	return n;
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
		return parser_constant(p, value_number(number));
	}
	struct mark before = parser_mark(p);
	bool minus = *p->at == '-';
	p->at += minus;
	if (!parse_number(p, &number))
		return parser_back(p, before);
	return parser_constant(p, value_number(minus ? -number : number));
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
	return parser_constant(p, (struct value){ .kind = VALUE_TEXT, .text = { text, n } });
}

static enum parsed parse_constant(struct parser *p)
{
	if (parser_word(p, "true"))
		return parser_constant(p, value_bool(true));
	if (parser_word(p, "false"))
		return parser_constant(p, value_bool(false));
	if (parse_arithmetic(p) == VALUE)
		return VALUE;
	size_t n = parser_name_length(p->at);
	if (!n)
		return parse_quoted(p);
	p->at += n;
	return parser_constant(p, value_text_copy(p->arena, p->at - n, n));
}

static enum parsed parse_variable(struct parser *p)
{
	size_t n = *p->at == '{' ? strcspn(p->at + 1, "{}") : 0;
	if (!n || p->at[n + 1] != '}')
		return FAILED;
	bool as_is = n > 1 && p->at[1] == '#';
	p->variables[p->variables_n] =
		(struct expression_variable){ arena_text(p->arena, p->at + 1 + as_is, n - as_is), as_is, NULL };
	parser_emit(p, (struct step){ .kind = STEP_VARIABLE, .variable = p->variables_n++ });
	p->at += n + 2;
	return VALUE;
}

enum parsed parser_atom(struct parser *p)
{
	struct mark before = parser_mark(p);
	parser_space(p);
	if (!strncmp(p->at, "undefined", 9) || !strncmp(p->at, "null", 4)) {
		p->at += *p->at == 'u' ? 9 : 4;
		parser_constant(p, value_null());
		return NOTHING;
	}
	if (parse_constant(p) == VALUE || parse_variable(p) == VALUE)
		return VALUE;
	return parser_back(p, before);
}
