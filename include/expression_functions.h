/* What the functions of expressions share. */
#ifndef XQ_EXPRESSION_FUNCTIONS_H
#define XQ_EXPRESSION_FUNCTIONS_H

#include "expression_code.h"

struct call {
	const struct expression_scope *scope;
	const struct value *arguments;
	size_t n;
};

/* An argument, undefined where there is none; whether it is true; what it says where it is a text. */
const struct value *call_argument(const struct call *call, size_t i);
bool call_given(const struct call *call, size_t i);
const char *call_word(const struct call *call, size_t i, const char *otherwise);

struct value call_get_date(const struct call *call);
struct value call_current_date(const struct call *call);
struct value call_today(const struct call *call);
struct value call_age(const struct call *call);
struct value call_date_diff(const struct call *call);
struct value call_diff_days(const struct call *call);
struct value call_date_add(const struct call *call);
struct value call_year(const struct call *call);
struct value call_month(const struct call *call);
struct value call_day(const struct call *call);
struct value call_weekday(const struct call *call);
struct value call_current_year(const struct call *call);
struct value call_get_year(const struct call *call);

#endif
