/* The operators, as OperandMaker of survey-core has them. */
#include "expression_code.h"

#include "moment.h"
#include "text16.h"

#include <math.h>
#include <string.h>

const char *expression_operator_name(enum operator operator)
{
	static const char *const names[] = { "or", "and", "equal", "notequal", "less", "lessorequal", "greater",
		"greaterorequal", "plus", "minus", "mul", "div", "mod", "power", "contains", "notcontains", "anyof", "allof",
		"noneof", "empty", "notempty", "negate" };
	return names[operator];
}

int expression_decimals(struct arena *arena, const struct value *value)
{
	if (!value_is_number(value) || (value->kind == VALUE_NUMBER && floor(value->number) == value->number))
		return 0;
	struct value text = value_to_text(arena, value);
	const char *point = strchr(text.text.bytes, '.');
	return point ? (int)strcspn(point + 1, ".") : 0;
}

static double rounded(double number, int digits)
{
	return digits > 0 ? text16_to_fixed(number, digits) : number;
}

static struct value sum_numbers(struct arena *arena, const struct value *a, const struct value *b)
{
	int m = expression_decimals(arena, a), n = expression_decimals(arena, b);
	return value_number(rounded(value_to_number(a) + value_to_number(b), m > n ? m : n));
}

struct value expression_join(struct arena *arena, const struct value *a, const struct value *b)
{
	struct value x = value_to_text(arena, a), y = value_to_text(arena, b);
	size_t n = x.text.len + y.text.len;
	if (n > VALUE_TEXT_MAX)
		arena_exceed(arena);
	char *text = arena_take(arena, n + 1);
	if (!text)
		return value_text("");
	memcpy(text, x.text.bytes, x.text.len);
	memcpy(text + x.text.len, y.text.bytes, y.text.len);
	/* Halves of a pair that meet become one again. */
	return text16_substring(arena, text, 0, INFINITY);
}

static struct value join_lists(struct arena *arena, const struct value *a, const struct value *b)
{
	size_t m = a->list.n, n = b->list.n;
	struct value list = { .kind = VALUE_LIST,
		.list = { arena_take(arena, (m + n + 1) * sizeof *list.list.items), m + n } };
	if (!list.list.items)
		return value_none();
	for (size_t i = 0; i < m + n; i++)
		list.list.items[i] = i < m ? a->list.items[i] : b->list.items[i - m];
	return list;
}

static struct value list_as_text(struct arena *arena, const struct value *list)
{
	struct value text = value_text(""), comma = value_text(", ");
	for (size_t i = 0; i < list->list.n; i++) {
		struct value none = value_text(""), *item = &list->list.items[i];
		if (i)
			text = expression_join(arena, &text, &comma);
		text = expression_join(arena, &text, item->kind <= VALUE_NULL ? &none : item);
	}
	return text;
}

static struct value list_plus_number(struct arena *arena, const struct value *list, const struct value *number)
{
	struct value sum = value_number(0);
	for (size_t i = 0; i < list->list.n; i++)
		if (list->list.items[i].kind == VALUE_NUMBER)
			sum = sum_numbers(arena, &sum, &list->list.items[i]);
	return sum_numbers(arena, &sum, number);
}

/* + of ECMAScript. */
static struct value plainly_plus(struct arena *arena, const struct value *a, const struct value *b)
{
	bool text = a->kind >= VALUE_TEXT || b->kind >= VALUE_TEXT;
	return text ? expression_join(arena, a, b) : value_number(value_to_number(a) + value_to_number(b));
}

static struct value plus(struct arena *arena, const struct value *a, const struct value *b)
{
	bool lists = a->kind == VALUE_LIST || b->kind == VALUE_LIST;
	if (value_is_number(a) && value_is_number(b)) {
		if (a->kind == VALUE_TEXT || b->kind == VALUE_TEXT)
			return expression_join(arena, a, b);
		/* survey-core breaks off at a list of one fraction, which it takes for a number. */
		if (lists && expression_decimals(arena, a) + expression_decimals(arena, b) > 0)
			arena_exceed(arena);
		return lists ? plainly_plus(arena, a, b) : sum_numbers(arena, a, b);
	}
	if (!lists)
		return plainly_plus(arena, a, b);
	if (a->kind == b->kind)
		return join_lists(arena, a, b);
	const struct value *list = a->kind == VALUE_LIST ? a : b, *other = list == a ? b : a;
	if (other->kind == VALUE_NUMBER)
		return list_plus_number(arena, list, other);
	if (other->kind != VALUE_TEXT)
		return plainly_plus(arena, a, b);
	struct value text = list_as_text(arena, list);
	return list == a ? expression_join(arena, &text, b) : expression_join(arena, a, &text);
}

static struct value arithmetic(
	struct arena *arena, enum operator operator, const struct value * a, const struct value *b)
{
	double x = value_to_number(a), y = value_to_number(b);
	int m = expression_decimals(arena, a), n = expression_decimals(arena, b);
	switch (operator) {
	case OPERATOR_OR:
		return value_truth(a) ? *a : *b;
	case OPERATOR_AND:
		return value_truth(a) ? *b : *a;
	case OPERATOR_PLUS:
		return plus(arena, a, b);
	case OPERATOR_MINUS:
		return value_number(rounded(x - y, m > n ? m : n));
	case OPERATOR_TIMES:
		return value_number(rounded(x * y, m + n));
	case OPERATOR_DIVIDED:
		return value_truth(b) ? value_number(x / y) : value_null();
	case OPERATOR_MODULO:
		return value_truth(b) ? value_number(fmod(x, y)) : value_null();
	default:
		return value_number(pow(x, y));
	}
}

/* What an empty operand counts as beside another. */
static struct value not_empty(const struct value *value, const struct value *other)
{
	if (!value_empty(value))
		return *value;
	if (other->kind == VALUE_NUMBER)
		return value_number(0);
	if (value->kind == VALUE_TEXT)
		return *value;
	if (other->kind == VALUE_TEXT)
		return value_text("");
	if (other->kind == VALUE_LIST)
		return (struct value){ .kind = VALUE_LIST };
	return value_number(0);
}

static void cut_clock(double *date, bool minutes, bool hours)
{
	struct moment parts = moment_parts(*date);
	parts.second = parts.millisecond = 0;
	if (minutes)
		parts.minute = 0;
	if (hours)
		parts.hour = parts.minute = 0;
	*date = moment_of(&parts);
}

/* A text beside a date becomes one; the date is cut (for good, as it is shared) to what the text tells. */
static struct value for_dates(struct arena *arena, const struct value *value, const struct value *other)
{
	if (other->kind == VALUE_DATE && value->kind == VALUE_TEXT) {
		struct value date = value_date(arena, moment_parse(value->text.bytes));
		struct moment parts = moment_parts(*other->date);
		parts.millisecond = 0;
		*other->date = moment_of(&parts);
		if (date.kind == VALUE_DATE && !(parts.hour > 0 || parts.minute > 0 || parts.second > 0)) {
			parts = moment_parts(*date.date);
			parts.hour = parts.minute = parts.second = 0;
			*date.date = moment_of(&parts);
		}
		return date;
	}
	if (other->kind == VALUE_TEXT && value->kind == VALUE_DATE) {
		size_t n = text16_length(other->text.bytes);
		if (n < 17)
			cut_clock(value->date, n < 14, n < 11);
	}
	return *value;
}

static bool equal(struct arena *arena, const struct value *left, const struct value *right, bool strict)
{
	struct value a = for_dates(arena, left, right), b = for_dates(arena, right, &a);
	if (a.kind == VALUE_TEXT && !strcmp(a.text.bytes, "undefined"))
		a = value_none();
	if (b.kind == VALUE_TEXT && !strcmp(b.text.bytes, "undefined"))
		b = value_none();
	return value_equal(
		arena, &a, &b, (struct value_equality){ .ignore_order = !strict, .fold_case = true, .trim = true });
}

static bool in_order(struct arena *arena, const struct value *left, const struct value *right, int order)
{
	if (left->kind <= VALUE_NULL || right->kind <= VALUE_NULL)
		return false;
	struct value a = for_dates(arena, left, right), b = for_dates(arena, right, &a);
	int found = value_order(arena, &a, &b);
	return found != 2 && (order < 0 ? found < 0 : found > 0);
}

static bool text_within(struct arena *arena, const struct value *left, const struct value *right, bool wanted)
{
	if (!value_truth(right))
		return false;
	struct value text = value_to_text(arena, right);
	struct value a = text16_lower(arena, left->text.bytes, left->text.len);
	struct value b = text16_lower(arena, text.text.bytes, text.text.len);
	return text16_contains(arena, a.text.bytes, b.text.bytes) == wanted;
}

static bool listed(struct arena *arena, const struct value *list, const struct value *item)
{
	for (size_t i = 0; i < list->list.n; i++)
		if (equal(arena, &list->list.items[i], item, false))
			return true;
	return false;
}

/* Whether left has all of right, or, where not wanted, has not. */
static bool contains(struct arena *arena, const struct value *left, const struct value *right, bool wanted)
{
	if (left->kind == VALUE_LIST && left->list.n == 0)
		return !wanted;
	if (!value_truth(left) && !(left->kind == VALUE_BOOL || (left->kind == VALUE_NUMBER && left->number == 0)))
		return false;
	if (left->kind != VALUE_LIST) {
		struct value text = value_to_text(arena, left);
		return text_within(arena, &text, right, wanted);
	}
	if (right->kind != VALUE_LIST)
		return listed(arena, left, right) == wanted;
	for (size_t i = 0; i < right->list.n; i++)
		if (!listed(arena, left, &right->list.items[i]))
			return !wanted;
	return wanted;
}

static bool any_of(struct arena *arena, const struct value *left, const struct value *right)
{
	if (value_empty(left))
		return value_empty(right);
	if (value_empty(right))
		return true;
	if (left->kind != VALUE_LIST)
		return contains(arena, right, left, true);
	if (right->kind != VALUE_LIST)
		return contains(arena, left, right, true);
	for (size_t i = 0; i < right->list.n; i++)
		if (contains(arena, left, &right->list.items[i], true))
			return true;
	return false;
}

static bool all_of(struct arena *arena, const struct value *left, const struct value *right)
{
	if (!value_truth(left) && !value_empty(right))
		return false;
	if (right->kind != VALUE_LIST)
		return contains(arena, left, right, true);
	for (size_t i = 0; i < right->list.n; i++)
		if (!contains(arena, left, &right->list.items[i], true))
			return false;
	return true;
}

static bool holds(
	struct arena *arena, enum operator operator, const struct value * a, const struct value *b, bool strict)
{
	switch (operator) {
	case OPERATOR_EQUAL:
	case OPERATOR_NOT_EQUAL:
		return equal(arena, a, b, strict) == (operator== OPERATOR_EQUAL);
	case OPERATOR_LESS:
	case OPERATOR_GREATER:
		return in_order(arena, a, b, operator== OPERATOR_LESS ? -1 : 1);
	case OPERATOR_LESS_EQUAL:
	case OPERATOR_GREATER_EQUAL:
		return equal(arena, a, b, false) || in_order(arena, a, b, operator== OPERATOR_LESS_EQUAL ? -1 : 1);
	case OPERATOR_CONTAINS:
		return contains(arena, a, b, true);
	case OPERATOR_NOT_CONTAINS:
		return (!value_truth(a) && !value_empty(b)) || contains(arena, a, b, false);
	case OPERATOR_ALL_OF:
		return all_of(arena, a, b);
	default:
		return any_of(arena, a, b) == (operator== OPERATOR_ANY_OF);
	}
}

struct value expression_binary(
	struct arena *arena, enum operator operator, const struct value * left, const struct value *right, bool strict)
{
	bool arithmetical = operator<= OPERATOR_AND ||(operator>= OPERATOR_PLUS && operator<= OPERATOR_POWER);
	if (!arithmetical)
		return value_bool(holds(arena, operator, left, right, strict));
	struct value a = not_empty(left, right), b = not_empty(right, &a);
	return arithmetic(arena, operator, & a, &b);
}
