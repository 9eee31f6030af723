/* What the two parts of the parser of expressions share: the texts they read, and the code they write. */
#ifndef XQ_EXPRESSION_PARSER_H
#define XQ_EXPRESSION_PARSER_H

#include "expression_code.h"

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

/* Where the parser stands, and back to there: what was written since is taken back. Answers FAILED. */
struct mark parser_mark(const struct parser *p);
enum parsed parser_back(struct parser *p, struct mark to);

/* Keeps the first error. Answers FAILED. */
enum parsed parser_refuse(struct parser *p, const char *code, const char *name, size_t len);

void parser_emit(struct parser *p, struct step step);
enum parsed parser_constant(struct parser *p, struct value value);

void parser_space(struct parser *p);
/* Takes text in any case, if it stands there. */
bool parser_word(struct parser *p, const char *text);
/* A letter, then letters and digits: the length, or 0. */
size_t parser_name_length(const char *at);
/* A constant or a variable. */
enum parsed parser_atom(struct parser *p);

#endif
