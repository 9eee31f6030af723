/* The functions, as survey-core registers them. */
#include "expression_functions.h"

#include "text16.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { DEPTH_MAX = 16 };

static const struct value missing = { .kind = VALUE_UNDEFINED };

const struct value *call_argument(const struct call *call, size_t i)
{
	return i < call->n ? &call->arguments[i] : &missing;
}

bool call_given(const struct call *call, size_t i)
{
	return value_truth(call_argument(call, i));
}

/* What a text says, or otherwise where it is none. */
const char *call_word(const struct call *call, size_t i, const char *otherwise)
{
	const struct value *value = call_argument(call, i);
	return value->kind == VALUE_TEXT && value->text.len ? value->text.bytes : otherwise;
}

/* ---- numbers ---------------------------------------------------------------------------------------------------- */

static size_t count_flat(const struct value *values, size_t n, int depth)
{
	size_t count = 0;
	for (size_t i = 0; i < n; i++)
		if (values[i].kind == VALUE_LIST)
			count += depth ? count_flat(values[i].list.items, values[i].list.n, depth - 1) : 0;
		else
			count += values[i].kind > VALUE_NULL;
	return count;
}

static void put_flat(const struct value *values, size_t n, struct value *out, size_t *count, int depth)
{
	for (size_t i = 0; i < n; i++)
		if (values[i].kind == VALUE_LIST) {
			if (depth)
				put_flat(values[i].list.items, values[i].list.n, out, count, depth - 1);
		} else if (values[i].kind > VALUE_NULL)
			out[(*count)++] = value_is_number(&values[i]) ? value_number(value_as_number(&values[i])) : values[i];
}

/* The arguments without their lists' brackets, without what is none, and numbers where they are numbers. */
static struct value flat(const struct call *call)
{
	size_t n = count_flat(call->arguments, call->n, DEPTH_MAX), count = 0;
	struct value list = { .kind = VALUE_LIST, .list = { arena_take(call->scope->arena, (n + 1) * sizeof list), 0 } };
	if (list.list.items)
		put_flat(call->arguments, call->n, list.list.items, &count, DEPTH_MAX);
	list.list.n = count;
	return list;
}

/* One more of a sum. Once it is a text, survey-core breaks off at a fraction: then nothing is computed. */
static struct value add(struct arena *arena, const struct value *sum, const struct value *item)
{
	int m = expression_decimals(arena, sum), n = expression_decimals(arena, item), digits = m > n ? m : n;
	if (sum->kind != VALUE_NUMBER || item->kind >= VALUE_TEXT) {
		if (digits > 0)
			arena_exceed(arena);
		return expression_join(arena, sum, item);
	}
	double added = sum->number + value_to_number(item);
	return value_number(digits > 0 ? text16_to_fixed(added, digits) : added);
}

static struct value sum_of(const struct call *call, const struct value *list)
{
	struct value sum = value_number(0);
	for (size_t i = 0; i < list->list.n; i++)
		sum = add(call->scope->arena, &sum, &list->list.items[i]);
	return sum;
}

static struct value call_sum(const struct call *call)
{
	struct value list = flat(call);
	return sum_of(call, &list);
}

static struct value call_avg(const struct call *call)
{
	struct value list = flat(call), sum = sum_of(call, &list);
	return value_number(list.list.n ? value_to_number(&sum) / (double)list.list.n : 0);
}

static struct value extreme(const struct call *call, int order)
{
	struct value list = flat(call), best = missing;
	for (size_t i = 0; i < list.list.n; i++)
		if (best.kind == VALUE_UNDEFINED || value_order(call->scope->arena, &list.list.items[i], &best) == order)
			best = list.list.items[i];
	return best;
}

static struct value call_min(const struct call *call)
{
	return extreme(call, -1);
}

static struct value call_max(const struct call *call)
{
	return extreme(call, 1);
}

static struct value call_count(const struct call *call)
{
	return value_number((double)flat(call).list.n);
}

/* Math.round: halves upwards. */
static double nearest(double number)
{
	double down = floor(number);
	return number - down >= 0.5 ? down + 1 : down;
}

static struct value call_round(const struct call *call)
{
	struct value list = flat(call), zero = value_number(0);
	const struct value *precision = list.list.n > 1 && value_truth(&list.list.items[1]) ? &list.list.items[1] : &zero;
	if (!list.list.n || !value_is_number(&list.list.items[0]) || !value_is_number(precision))
		return value_number(NAN);
	double p = pow(10, value_to_number(precision));
	return value_number(nearest(value_to_number(&list.list.items[0]) * p * (1 + DBL_EPSILON)) / p);
}

/* Cuts the number's text after so many digits; with no precision given, all digits after the point stay. */
static struct value call_trunc(const struct call *call)
{
	char text[48];
	struct value list = flat(call);
	bool precise = list.list.n > 1 && value_truth(&list.list.items[1]);
	if (!list.list.n || !value_is_number(&list.list.items[0]) || (precise && !value_is_number(&list.list.items[1])))
		return value_number(NAN);
	text16_of_number(value_to_number(&list.list.items[0]), text);
	double keep = precise ? value_to_number(&list.list.items[1]) : -1;
	char *after = text + (*text == '-') + strspn(text + (*text == '-'), "0123456789");
	/* A precision that is no natural number makes the pattern of survey-core one that only whole numbers fit. */
	size_t n = keep > 0 && floor(keep) == keep ? (size_t)fmin(keep, 40) : 0;
	if (n && *after) {
		size_t fraction = strspn(after + 1, "0123456789");
		after[1 + (fraction < n ? fraction : n)] = '\0';
	} else
		*after = '\0';
	return value_number(text16_to_number(text));
}

/* ---- choice and text -------------------------------------------------------------------------------------------- */

static struct value call_iif(const struct call *call)
{
	if (call->n < 2)
		return value_null();
	return *call_argument(call, call_given(call, 0) ? 1 : 2);
}

static struct value call_substring(const struct call *call)
{
	const struct value *text = call_argument(call, 0), *start = call_argument(call, 1), *end = call_argument(call, 2);
	if (call->n < 2 || text->kind != VALUE_TEXT || !value_is_number(start))
		return value_text("");
	double to = value_is_number(end) ? value_to_number(end) : INFINITY;
	return text16_substring(call->scope->arena, text->text.bytes, trunc(value_to_number(start)), trunc(to));
}

static struct value call_is_display_mode(const struct call *call)
{
	(void)call;
	return value_bool(false);
}

/* ---- by name ---------------------------------------------------------------------------------------------------- */

static const struct {
	const char *name;
	struct value (*function)(const struct call *call);
} functions[] = { { "age", call_age }, { "avg", call_avg }, { "count", call_count },
	{ "currentDate", call_current_date }, { "currentYear", call_current_year }, { "dateAdd", call_date_add },
	{ "dateDiff", call_date_diff }, { "day", call_day }, { "diffDays", call_diff_days }, { "getDate", call_get_date },
	{ "getYear", call_get_year }, { "iif", call_iif }, { "isDisplayMode", call_is_display_mode }, { "max", call_max },
	{ "min", call_min }, { "month", call_month }, { "round", call_round }, { "substring", call_substring },
	{ "sum", call_sum }, { "today", call_today }, { "trunc", call_trunc }, { "weekday", call_weekday },
	{ "year", call_year } };

int expression_function(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
		if (strlen(functions[i].name) == len && !memcmp(functions[i].name, name, len))
			return (int)i;
	return -1;
}

const char *expression_function_name(size_t function)
{
	return functions[function].name;
}

struct value expression_call(
	const struct expression_scope *scope, size_t function, const struct value *arguments, size_t n)
{
	struct call call = { scope, arguments, n };
	// cppcheck-suppress returnDanglingLifetime ; it lives in the scope's arena
	return functions[function].function(&call);
}
