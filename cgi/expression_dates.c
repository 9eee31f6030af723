/* The functions that reckon with dates. */
#include "expression_functions.h"

#include "moment.h"
#include "text16.h"

#include <math.h>
#include <string.h>

static const struct value missing = { .kind = VALUE_UNDEFINED };

/* createDate: nothing is now. */
static double date_of(const struct call *call, const struct value *value)
{
	if (!value_truth(value))
		return call->scope->now;
	if (value->kind == VALUE_TEXT)
		return moment_parse(value->text.bytes);
	if (value->kind == VALUE_LIST || value->kind == VALUE_OBJECT) {
		struct value text = value_to_text(call->scope->arena, value);
		return moment_parse(text.text.bytes);
	}
	double date = trunc(value_to_number(value));
	return fabs(date) <= 8.64e15 ? date : NAN;
}

static double midnight(const struct call *call)
{
	struct moment parts = moment_parts(call->scope->now);
	parts.hour = parts.minute = parts.second = parts.millisecond = 0;
	return moment_of(&parts);
}

struct value call_get_date(const struct call *call)
{
	if (!call_given(call, 0))
		return value_null();
	return value_date(call->scope->arena, date_of(call, call_argument(call, 0)));
}

struct value call_current_date(const struct call *call)
{
	return value_date(call->scope->arena, call->scope->now);
}

struct value call_today(const struct call *call)
{
	struct moment parts = moment_parts(midnight(call));
	if (call->n == 1) {
		struct value sum = value_number(parts.day + value_to_number(call_argument(call, 0)));
		/* A text is added as a text. */
		if (call_argument(call, 0)->kind >= VALUE_TEXT) {
			struct value day = value_number(parts.day);
			sum = expression_binary(call->scope->arena, OPERATOR_PLUS, &day, call_argument(call, 0), false);
		}
		parts.day = value_to_number(&sum);
	}
	return value_date(call->scope->arena, moment_of(&parts));
}

static double days_between(double a, double b)
{
	struct moment x = moment_parts(a), y = moment_parts(b);
	return ceil(fabs(moment_utc_day(y.year, y.month, y.day) - moment_utc_day(x.year, x.month, x.day)) / 86400000);
}

static struct value difference(
	const struct call *call, const struct value *from, const struct value *to, const char *unit)
{
	if (!strcmp(unit, "days") && (!value_truth(from) || !value_truth(to)))
		return value_number(0);
	double a = date_of(call, from), b = date_of(call, to);
	if (!strcmp(unit, "days"))
		return value_number(days_between(a, b));
	struct moment x = moment_parts(a), y = moment_parts(b);
	double months = (y.year - x.year) * 12 + y.month - x.month - (y.day < x.day);
	if (!strcmp(unit, "months"))
		return value_number(months);
	return value_number(isnan(months) ? 0 : trunc(months / 12));
}

struct value call_age(const struct call *call)
{
	if (!call_given(call, 0))
		return value_null();
	return difference(call, call_argument(call, 0), &missing, call_word(call, 1, "years"));
}

struct value call_date_diff(const struct call *call)
{
	const char *unit = call_word(call, 2, "days");
	if (!call_given(call, 0) || !call_given(call, 1))
		return value_null();
	double size = !strcmp(unit, "hours") ? 3600000
		: !strcmp(unit, "minutes")       ? 60000
		: !strcmp(unit, "seconds")       ? 1000
										 : 0;
	if (!size)
		return difference(call, call_argument(call, 0), call_argument(call, 1), unit);
	double apart = fabs(date_of(call, call_argument(call, 1)) - date_of(call, call_argument(call, 0)));
	return value_number(ceil(apart / size));
}

struct value call_diff_days(const struct call *call)
{
	if (call->n != 2)
		return value_number(0);
	return difference(call, call_argument(call, 0), call_argument(call, 1), "days");
}

struct value call_date_add(const struct call *call)
{
	if (!call_given(call, 0) || !call_given(call, 1))
		return value_null();
	struct moment parts = moment_parts(date_of(call, call_argument(call, 0)));
	struct {
		const char *unit;
		double *part;
	} units[] = { { "days", &parts.day }, { "months", &parts.month }, { "years", &parts.year },
		{ "hours", &parts.hour }, { "minutes", &parts.minute }, { "seconds", &parts.second } };
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (!strcmp(call_word(call, 2, "days"), units[i].unit)) {
			struct value old = value_number(*units[i].part);
			const struct value *add = call_argument(call, 1);
			struct value sum = add->kind >= VALUE_TEXT
				? expression_binary(call->scope->arena, OPERATOR_PLUS, &old, add, false)
				: value_number(old.number + value_to_number(add));
			*units[i].part = value_to_number(&sum);
		}
	return value_date(call->scope->arena, moment_of(&parts));
}

static struct moment parts_or_today(const struct call *call)
{
	return moment_parts(call_given(call, 0) ? date_of(call, call_argument(call, 0)) : midnight(call));
}

struct value call_year(const struct call *call)
{
	return value_number(parts_or_today(call).year);
}

struct value call_month(const struct call *call)
{
	return value_number(parts_or_today(call).month + 1);
}

struct value call_day(const struct call *call)
{
	return value_number(parts_or_today(call).day);
}

struct value call_weekday(const struct call *call)
{
	struct moment parts = parts_or_today(call);
	return value_number(isnan(parts.year) ? NAN : parts.weekday);
}

struct value call_current_year(const struct call *call)
{
	return value_number(moment_parts(call->scope->now).year);
}

struct value call_get_year(const struct call *call)
{
	if (call->n != 1 || !call_given(call, 0))
		return missing;
	return call_year(call);
}
