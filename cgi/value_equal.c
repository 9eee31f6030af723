/* When two values are equal, as survey-core's helpers have it. */
#include "text16.h"
#include "value.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 16 };

static bool within(
	struct arena *arena, const struct value *a, const struct value *b, struct value_equality how, int depth);

static bool plain(const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)text[i] >= 0x80)
			return false;
	return true;
}

static bool texts(struct arena *arena, const struct value *a, const struct value *b, struct value_equality how)
{
	const char *x = a->text.bytes, *y = b->text.bytes;
	size_t m = a->text.len, n = b->text.len;
	if (how.trim) {
		x = text16_trim(x, &m);
		y = text16_trim(y, &n);
	}
	if (m == n && !memcmp(x, y, m))
		return true;
	if (!how.fold_case)
		return false;
	if (plain(x, m) && plain(y, n))
		return m == n && !strncasecmp(x, y, n);
	struct value p = text16_lower(arena, x, m), q = text16_lower(arena, y, n);
	return p.text.len == q.text.len && !memcmp(p.text.bytes, q.text.bytes, p.text.len);
}

struct worded {
	const struct value *value;
	struct value text;
};

static int by_text(const void *a, const void *b)
{
	const struct worded *x = a, *y = b;
	return text16_compare(x->text.text.bytes, y->text.text.bytes);
}

/* The members in the order of their texts, undefined last, as Array.prototype.sort puts them. */
static struct value *sorted(struct arena *arena, const struct value *list)
{
	size_t n = list->list.n, last = 0;
	struct worded *pairs = arena_take(arena, (n + 1) * sizeof *pairs);
	struct value *items = arena_take(arena, (n + 1) * sizeof *items);
	if (!pairs || !items)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		if (list->list.items[i].kind == VALUE_UNDEFINED)
			continue;
		const struct value *item = &list->list.items[i];
		pairs[last++] = (struct worded){ item, value_to_text(arena, item) };
	}
	/* glibc's qsort is a merge sort: it keeps the order of equals. */
	qsort(pairs, last, sizeof *pairs, by_text);
	for (size_t i = 0; i < last; i++)
		items[i] = *pairs[i].value;
	return items;
}

static bool lists(
	struct arena *arena, const struct value *a, const struct value *b, struct value_equality how, int depth)
{
	if (a->list.n != b->list.n)
		return false;
	struct value *x = how.ignore_order ? sorted(arena, a) : a->list.items;
	struct value *y = how.ignore_order ? sorted(arena, b) : b->list.items;
	for (size_t i = 0; i < a->list.n; i++)
		if (!x || !y || !within(arena, &x[i], &y[i], how, depth))
			return false;
	return true;
}

static bool objects(
	struct arena *arena, const struct value *a, const struct value *b, struct value_equality how, int depth)
{
	if (a->object.n != b->object.n)
		return false;
	for (size_t i = 0; i < a->object.n; i++) {
		const struct value *other = value_member(b, a->object.members[i].name);
		if (!other || !within(arena, &a->object.members[i].value, other, how, depth))
			return false;
	}
	return true;
}

static bool compound(
	struct arena *arena, const struct value *a, const struct value *b, struct value_equality how, int depth)
{
	if (a->kind == VALUE_LIST && b->kind == VALUE_LIST)
		return lists(arena, a, b, how, depth);
	if (a->kind == VALUE_DATE || b->kind == VALUE_DATE)
		return a->kind == VALUE_DATE && b->kind == VALUE_DATE && *a->date == *b->date;
	/* The lists of survey-core's questions have members of their own: no object equals them, not even one without any. */
	if (a->kind != b->kind)
		return false;
	return objects(arena, a, b, how, depth);
}

/* Whether a truth is the text that says it. */
static bool says(const struct value *truth, const struct value *text)
{
	return text->text.len == (truth->truth ? 4 : 5) && !strcasecmp(text->text.bytes, truth->truth ? "true" : "false");
}

/* == between what is no object. */
static bool loosely(const struct value *a, const struct value *b)
{
	bool none_a = a->kind <= VALUE_NULL, none_b = b->kind <= VALUE_NULL;
	if (none_a || none_b)
		return none_a && none_b;
	return value_to_number(a) == value_to_number(b);
}

static bool primitives(const struct value *a, const struct value *b, struct value_equality how)
{
	if (value_empty(a) != value_empty(b))
		return false;
	if (a->kind == VALUE_BOOL && b->kind == VALUE_TEXT)
		return says(a, b);
	if (b->kind == VALUE_BOOL && a->kind == VALUE_TEXT)
		return says(b, a);
	if (how.keep_types && (a->kind == VALUE_NUMBER || b->kind == VALUE_NUMBER))
		return a->kind == b->kind && a->number == b->number;
	return loosely(a, b);
}

static bool nothing(const struct value *a, const struct value *b)
{
	return (a->kind == VALUE_UNDEFINED && b->kind == VALUE_LIST && b->list.n == 0) ||
		(a->kind <= VALUE_NULL && b->kind == VALUE_TEXT && b->text.len == 0);
}

static bool within(
	struct arena *arena, const struct value *a, const struct value *b, struct value_equality how, int depth)
{
	if (depth == 0)
		return false;
	if (nothing(a, b) || nothing(b, a))
		return true;
	if (a->kind == VALUE_TEXT && b->kind == VALUE_TEXT)
		return texts(arena, a, b, how);
	if (a->kind >= VALUE_LIST && b->kind >= VALUE_LIST)
		return compound(arena, a, b, how, depth - 1);
	if (a->kind >= VALUE_LIST || b->kind >= VALUE_LIST)
		return false;
	return primitives(a, b, how);
}

bool value_equal(struct arena *arena, const struct value *a, const struct value *b, struct value_equality how)
{
	return within(arena, a, b, how, DEPTH_MAX);
}

bool value_same(struct arena *arena, const struct value *a, const struct value *b)
{
	return value_equal(arena, a, b, (struct value_equality){ .keep_types = true });
}
