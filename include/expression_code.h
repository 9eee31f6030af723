/* The code that an expression is made of; shared by the parts of the engine that write, link and run it. */
#ifndef XQ_EXPRESSION_CODE_H
#define XQ_EXPRESSION_CODE_H

#include "expression.h"

enum operator{
	OPERATOR_OR,
	OPERATOR_AND,
	OPERATOR_EQUAL,
	OPERATOR_NOT_EQUAL,
	OPERATOR_LESS,
	OPERATOR_LESS_EQUAL,
	OPERATOR_GREATER,
	OPERATOR_GREATER_EQUAL,
	OPERATOR_PLUS,
	OPERATOR_MINUS,
	OPERATOR_TIMES,
	OPERATOR_DIVIDED,
	OPERATOR_MODULO,
	OPERATOR_POWER,
	OPERATOR_CONTAINS,
	OPERATOR_NOT_CONTAINS,
	OPERATOR_ANY_OF,
	OPERATOR_ALL_OF,
	OPERATOR_NONE_OF,
	OPERATOR_EMPTY,
	OPERATOR_NOT_EMPTY,
	OPERATOR_NEGATE,
	OPERATORS
};

enum step_kind { STEP_CONSTANT, STEP_VARIABLE, STEP_UNARY, STEP_BINARY, STEP_LIST, STEP_CALL };

struct step {
	enum step_kind kind;
	union {
		struct value constant;
		size_t variable;
		enum operator operator;
		struct {
			size_t function, arguments;
		} call; /* arguments also of a list */
	};
};

struct expression {
	struct step *steps;
	size_t n, stack; /* the most values that stand on the stack */
	bool fresh; /* calls a function that depends on no variable */
	struct expression_variable *variables;
	size_t variables_n;
};

/* The name that survey-core gives the operator. */
const char *expression_operator_name(enum operator operator);

/* Applies one; strict compares lists in their order. */
struct value expression_binary(
	struct arena *arena, enum operator operator, const struct value * left, const struct value *right, bool strict);

/* Both as texts, one after the other. */
struct value expression_join(struct arena *arena, const struct value *a, const struct value *b);

/* The digits after the point of a number; a text that is one has those it was written with. */
int expression_decimals(struct arena *arena, const struct value *value);

/* A text is what it looks like: true, a quoted text, a number. */
struct value expression_read_text(struct arena *arena, const struct value *value);

/* The number of a function, or -1, and back. */
int expression_function(const char *name, size_t len);
const char *expression_function_name(size_t function);

struct value expression_call(
	const struct expression_scope *scope, size_t function, const struct value *arguments, size_t n);

#endif
