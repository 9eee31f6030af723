/* The expression language of SurveyJS (survey-core 3.1.1): parsed once to code for a stack machine, run as often as
 * needed. Neither recurses deeper than EXPRESSION_DEPTH_MAX.
 *
 * Operators: or and = != < <= > >= + - * / % ^ ! empty notempty contains notcontains anyof allof noneof, with all of
 * their spellings. Functions: iif sum avg min max count round trunc age today currentDate currentYear dateDiff diffDays
 * dateAdd getDate getYear year month day weekday substring isDisplayMode. Any other name, also one that survey-core
 * knows, is refused when the expression is parsed. The time zone is Asia/Shanghai.
 *
 * Known to differ: ECMAScript leaves the last bit of a power that is no whole number to each implementation, and V8's is not
 * always the C library's. */
#ifndef XQ_EXPRESSION_H
#define XQ_EXPRESSION_H

#include "arena.h"
#include "value.h"

#include <stdbool.h>
#include <stddef.h>

/* Brackets within brackets. Nobody reads more; the stack carries it many times over. */
enum { EXPRESSION_DEPTH_MAX = 32 };

struct expression;

struct expression_variable {
	const char *name; /* as written between the braces, without the # that keeps its value as it is */
	bool as_is;
	const void *place; /* for who links the expression; NULL when parsed */
};

struct expression_scope {
	struct arena *arena;
	double now; /* milliseconds since 1970 UTC */
	/* The value of a variable. Sets *strict where lists are compared in their order. */
	struct value (*lookup)(void *to, const struct expression_variable *variable, bool *strict);
	void *to;
};

/* What is wrong with a text: an error's code, and the name that it is about or "". */
struct expression_error {
	const char *code; /* expression.syntax, .depth, .function, .nothing; NULL without memory */
	const char *name; /* in the arena */
};

/* Parses text into the arena; NULL with *error. */
struct expression *expression_parse(struct arena *arena, const char *text, struct expression_error *error)
	__attribute__((warn_unused_result));

/* The variables, each occurrence once. */
struct expression_variable *expression_variables(const struct expression *expression, size_t *n);

/* Whether it may come to something else although none of its variables changed: it calls a function without any. */
bool expression_fresh(const struct expression *expression);

/* What it comes to. Once the scope's arena has failed the value means nothing. */
struct value expression_run(const struct expression *expression, const struct expression_scope *scope);

/* Calls each for every operator and function that it uses, by its name in the language of survey-core. */
void expression_uses(const struct expression *expression, void (*each)(void *to, const char *name), void *to);

#endif
