#include "text16.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wctype.h>

uint32_t text16_next(const char **at)
{
	const unsigned char *s = (const unsigned char *)*at;
	int more = s[0] < 0x80 ? 0 : s[0] < 0xe0 ? 1 : s[0] < 0xf0 ? 2 : 3;
	uint32_t point = more == 0 ? s[0] : s[0] & (0x3fU >> more);
	for (int i = 1; i <= more; i++)
		point = point << 6 | (s[i] & 0x3f);
	*at += more + 1;
	return point;
}

size_t text16_length(const char *text)
{
	size_t n = 0;
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		n += (c & 0xc0) != 0x80;
		n += c >= 0xf0;
	}
	return n;
}

uint16_t *text16_units(struct arena *arena, const char *text, size_t *n)
{
	*n = 0;
	uint16_t *units = arena_take(arena, (text16_length(text) + 1) * sizeof *units);
	while (units && *text) {
		uint32_t point = text16_next(&text);
		if (point > 0xffff) {
			units[(*n)++] = (uint16_t)(0xd800 + ((point - 0x10000) >> 10));
			point = 0xdc00 + ((point - 0x10000) & 0x3ff);
		}
		units[(*n)++] = (uint16_t)point;
	}
	return units;
}

bool text16_contains(struct arena *arena, const char *text, const char *part)
{
	size_t n, m;
	uint16_t *units = text16_units(arena, text, &n), *wanted = text16_units(arena, part, &m);
	if (!units || !wanted)
		return false;
	for (const uint16_t *at = units; m <= n - (size_t)(at - units); at++) {
		size_t left = n - (size_t)(at - units);
		const char *found = memmem(at, left * sizeof *at, wanted, m * sizeof *wanted);
		if (!found)
			return false;
		size_t bytes = (size_t)(found - (const char *)at);
		if (bytes % sizeof *at == 0)
			return true;
		at += bytes / sizeof *at;
	}
	return false;
}

/* A point above the first plane begins with a unit below U+E000. */
static uint32_t weight(uint32_t point)
{
	return point > 0xffff ? 0xd800 : point;
}

int text16_compare(const char *a, const char *b)
{
	while (*a && *b) {
		uint32_t x = text16_next(&a), y = text16_next(&b);
		if (x == y)
			continue;
		if (weight(x) != weight(y))
			return weight(x) < weight(y) ? -1 : 1;
		return x < y ? -1 : 1;
	}
	return *a ? 1 : *b ? -1 : 0;
}

static size_t put_point(char *out, uint32_t point)
{
	if (point < 0x80) {
		out[0] = (char)point;
		return 1;
	}
	int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
	static const unsigned char lead[] = { 0, 0xc0, 0xe0, 0xf0 };
	for (int i = more; i > 0; i--, point >>= 6)
		out[i] = (char)(0x80 | (point & 0x3f));
	out[0] = (char)(lead[more] | point);
	return (size_t)more + 1;
}

static struct value from_units(struct arena *arena, const uint16_t *units, size_t n)
{
	char *out = arena_take(arena, n * 3 + 1);
	size_t len = 0;
	for (size_t i = 0; out && i < n; i++) {
		uint32_t point = units[i];
		bool pair = (point & 0xfc00) == 0xd800 && i + 1 < n && (units[i + 1] & 0xfc00) == 0xdc00;
		if (pair)
			point = 0x10000 + ((point & 0x3ff) << 10) + (units[++i] & 0x3ff);
		len += put_point(out + len, point);
	}
	return (struct value){ .kind = VALUE_TEXT, .text = { out ? out : "", len } };
}

static size_t clamp(double at, size_t n)
{
	return !(at > 0) ? 0 : at >= (double)n ? n : (size_t)at;
}

struct value text16_substring(struct arena *arena, const char *text, double start, double end)
{
	size_t n, from, to;
	uint16_t *units = text16_units(arena, text, &n);
	if (!units)
		return value_text("");
	from = clamp(start, n);
	to = clamp(end, n);
	return from < to ? from_units(arena, units + from, to - from) : from_units(arena, units + to, from - to);
}

static bool space(uint32_t c)
{
	return c == ' ' || (c >= 9 && c <= 13) || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
		c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000 || c == 0xfeff;
}

const char *text16_trim(const char *text, size_t *len)
{
	const char *at = text, *start = text, *end;
	while (*at && space(text16_next(&at)))
		start = at;
	for (at = end = start; *at;)
		if (!space(text16_next(&at)))
			end = at;
	*len = (size_t)(end - start);
	return start;
}

/* Whether there may be letters of two cases besides ASCII's; CJK has none up to U+A640. */
static bool cased(const char *text, const char *end)
{
	while (text < end) {
		uint32_t point = text16_next(&text);
		if (point >= 0x80 && !(point >= 0x2e80 && point < 0xa640))
			return true;
	}
	return false;
}

static uint32_t lower_point(uint32_t point, locale_t utf8)
{
	if (point < 0x80 || !utf8)
		return point >= 'A' && point <= 'Z' ? point + 32 : point;
	return (uint32_t)towlower_l((wint_t)point, utf8);
}

struct value text16_lower(struct arena *arena, const char *text, size_t len)
{
	const char *end = text + len;
	bool other = cased(text, end);
	locale_t utf8 = other ? newlocale(LC_CTYPE_MASK, "C.UTF-8", 0) : 0;
	char *out = arena_take(arena, len * 2 + 1);
	size_t n = 0;
	if (other && !utf8)
		arena->failed = true;
	while (out && text < end) {
		uint32_t point = text16_next(&text);
		if (point == 0x130) { /* İ, the only letter that becomes two */
			n += put_point(out + n, 'i');
			point = 0x307;
		}
		n += put_point(out + n, lower_point(point, utf8));
	}
	if (utf8)
		freelocale(utf8);
	return (struct value){ .kind = VALUE_TEXT, .text = { out ? out : "", n } };
}
