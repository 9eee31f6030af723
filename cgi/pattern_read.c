/* Reads a regular expression into a tree. */
#include "pattern_code.h"

#include "pattern.h"
#include "text16.h"

#include <string.h>

struct reader {
	struct arena *arena;
	const uint16_t *at; /* ends with a zero */
	bool fold_case;
	int depth;
	const char *code;
};

static const struct range digit[] = { { '0', '9' } };
static const struct range word[] = { { '0', '9' }, { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' } };
static const struct range white[] = { { 9, 13 }, { ' ', ' ' }, { 0xa0, 0xa0 }, { 0x1680, 0x1680 }, { 0x2000, 0x200a },
	{ 0x2028, 0x2029 }, { 0x202f, 0x202f }, { 0x205f, 0x205f }, { 0x3000, 0x3000 }, { 0xfeff, 0xfeff } };
static const struct range line_end[] = { { '\n', '\n' }, { '\r', '\r' }, { 0x2028, 0x2029 } };

static struct sequence *read_alternatives(struct reader *r);

static bool refuse(struct reader *r, const char *code)
{
	if (!r->code)
		r->code = code;
	return false;
}

static bool add(struct reader *r, struct unit_set *set, uint32_t from, uint32_t to)
{
	struct range *ranges = arena_take(r->arena, (set->n + 1) * sizeof *ranges);
	if (from > to)
		return refuse(r, "pattern.syntax");
	/* Folding the case of letters outside ASCII is another matter; CJK has none. */
	if (r->fold_case && to > 0x7f && !(from >= 0x2e80 && to <= 0xd7ff))
		return refuse(r, "pattern.unsupported");
	if (!ranges)
		return false;
	if (set->n)
		memcpy(ranges, set->ranges, set->n * sizeof *ranges);
	ranges[set->n] = (struct range){ (uint16_t)from, (uint16_t)to };
	set->ranges = ranges;
	set->n++;
	return true;
}

/* Adds what is in ranges, or all else. Named sets hold whole letters with both cases, so that folding is no matter. */
static bool add_named(struct reader *r, struct unit_set *set, const struct range *ranges, size_t n, bool inverted)
{
	bool fold_case = r->fold_case;
	uint32_t from = 0;
	r->fold_case = false;
	for (size_t i = 0; i < n; i++) {
		if (!inverted)
			add(r, set, ranges[i].from, ranges[i].to);
		else if (ranges[i].from > from)
			add(r, set, from, ranges[i].from - 1U);
		from = ranges[i].to + 1U;
	}
	if (inverted && from <= 0xffff)
		add(r, set, from, 0xffff);
	r->fold_case = fold_case;
	return !r->code;
}

#define NAMED(ranges) (ranges), sizeof(ranges) / sizeof *(ranges)

/* \d and its like after the backslash; false where another character stands. */
static bool read_named(struct reader *r, struct unit_set *set)
{
	uint16_t c = *r->at;
	bool inverted = c == 'D' || c == 'W' || c == 'S';
	if (c == 'd' || c == 'D')
		add_named(r, set, NAMED(digit), inverted);
	else if (c == 'w' || c == 'W')
		add_named(r, set, NAMED(word), inverted);
	else if (c == 's' || c == 'S')
		add_named(r, set, NAMED(white), inverted);
	else
		return false;
	r->at++;
	return true;
}

static bool read_hex(struct reader *r, int n, uint32_t *unit)
{
	*unit = 0;
	for (int i = 0; i < n; i++) {
		uint16_t c = r->at[i];
		uint32_t low = c | 32U;
		if (!(c >= '0' && c <= '9') && !(low >= 'a' && low <= 'f'))
			return refuse(r, "pattern.unsupported");
		*unit = *unit * 16 + (c <= '9' ? c - (uint32_t)'0' : low - 'a' + 10);
	}
	r->at += n;
	return true;
}

/* The unit that an escape means, after its backslash. */
static bool read_escape(struct reader *r, uint32_t *unit)
{
	static const char letters[] = "tnvfr", meant[] = "\t\n\v\f\r";
	uint16_t c = *r->at;
	if (!c)
		return refuse(r, "pattern.syntax");
	r->at++;
	const char *known = c < 0x80 ? strchr(letters, c) : NULL;
	*unit = known ? (uint32_t)meant[known - letters] : c;
	if (c == 'x' || c == 'u')
		return read_hex(r, c == 'x' ? 2 : 4, unit);
	if (c == '0' && !(*r->at >= '0' && *r->at <= '9'))
		*unit = 0;
	else if (!known && (c == '_' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z')))
		return refuse(r, "pattern.unsupported");
	return true;
}

/* One member of a class: *unit, or a named set added at once (*named). */
static bool read_member(struct reader *r, struct unit_set *set, uint32_t *unit, bool *named)
{
	*named = false;
	if (!*r->at)
		return refuse(r, "pattern.syntax");
	*unit = *r->at++;
	if (*unit != '\\')
		return true;
	if (*r->at == 'b') {
		r->at++;
		*unit = '\b';
		return true;
	}
	*named = read_named(r, set);
	return *named ? !r->code : read_escape(r, unit);
}

static bool read_class(struct reader *r, struct unit_set *set)
{
	set->negated = *r->at == '^';
	r->at += set->negated;
	while (*r->at != ']') {
		uint32_t from, to;
		bool named, named_end;
		if (!read_member(r, set, &from, &named))
			return false;
		if (*r->at != '-' || r->at[1] == ']') {
			if (!named && !add(r, set, from, from))
				return false;
			continue;
		}
		r->at++;
		if (!read_member(r, set, &to, &named_end))
			return false;
		if (named || named_end)
			return refuse(r, "pattern.unsupported");
		if (!add(r, set, from, to))
			return false;
	}
	r->at++;
	return true;
}

static bool read_group(struct reader *r, struct node *node)
{
	node->kind = NODE_GROUP;
	if (*r->at == '?') {
		bool named = r->at[1] == '<' && r->at[2] != '=' && r->at[2] != '!';
		if (r->at[1] != ':' && !named)
			return refuse(r, "pattern.unsupported");
		for (r->at += 2; named && *r->at && *r->at != '>';)
			r->at++;
		if (named && !*r->at++)
			return refuse(r, "pattern.syntax");
	}
	if (r->depth == PATTERN_DEPTH_MAX)
		return refuse(r, "pattern.large");
	r->depth++;
	node->alternatives = read_alternatives(r);
	r->depth--;
	if (*r->at != ')')
		return refuse(r, "pattern.syntax");
	r->at++;
	return !r->code;
}

static bool read_term(struct reader *r, struct node *node)
{
	uint32_t unit = *r->at++;
	switch (unit) {
	case '^':
	case '$':
		node->kind = unit == '^' ? NODE_START : NODE_END;
		return true;
	case '(':
		return read_group(r, node);
	case '[':
		return read_class(r, &node->set);
	case '.':
		return add_named(r, &node->set, NAMED(line_end), true);
	case '*':
	case '+':
	case '?':
		return refuse(r, "pattern.syntax");
	case '\\':
		if (*r->at == 'b' || *r->at == 'B') {
			node->kind = *r->at++ == 'b' ? NODE_EDGE : NODE_NO_EDGE;
			return true;
		}
		if (read_named(r, &node->set))
			return !r->code;
		return read_escape(r, &unit) && add(r, &node->set, unit, unit);
	default:
		return add(r, &node->set, unit, unit);
	}
}

static const uint16_t *read_count(const uint16_t *at, unsigned *count)
{
	*count = 0;
	for (; *at >= '0' && *at <= '9'; at++)
		if (*count < REPEAT_MAX)
			*count = *count * 10 + (*at - '0');
	return at;
}

/* {n}, {n,} or {n,m}; any other brace is a character. */
static bool read_braces(struct reader *r, struct node *node)
{
	unsigned least, most;
	const uint16_t *at = read_count(r->at + 1, &least);
	if (at == r->at + 1)
		return false;
	most = least;
	if (*at == ',') {
		const uint16_t *second = ++at;
		at = read_count(at, &most);
		if (at == second)
			most = REPEAT_MAX;
	}
	if (*at != '}')
		return false;
	if (most < least)
		refuse(r, "pattern.syntax");
	node->least = least;
	node->most = most;
	r->at = at + 1;
	return true;
}

static void read_repeat(struct reader *r, struct node *node)
{
	uint16_t c = *r->at;
	node->least = node->most = 1;
	bool repeated = c == '*' || c == '+' || c == '?';
	if (repeated) {
		node->least = c == '+';
		node->most = c == '?' ? 1 : REPEAT_MAX;
		r->at++;
	} else
		repeated = c == '{' && read_braces(r, node);
	if (!repeated)
		return;
	r->at += *r->at == '?';
	if (node->kind != NODE_SET && node->kind != NODE_GROUP)
		refuse(r, "pattern.syntax");
	uint16_t next = *r->at;
	unsigned ignored;
	const uint16_t *braces = next == '{' ? read_count(r->at + 1, &ignored) : NULL;
	if (next == '*' || next == '+' || next == '?' ||
		(braces && braces > r->at + 1 && (*braces == '}' || *braces == ',')))
		refuse(r, "pattern.syntax");
}

static struct sequence *read_sequence(struct reader *r)
{
	struct sequence *sequence = arena_take(r->arena, sizeof *sequence);
	struct node **end = sequence ? &sequence->first : NULL;
	while (end && !r->code && *r->at && *r->at != '|' && *r->at != ')') {
		struct node *node = arena_take(r->arena, sizeof *node);
		if (!node || !read_term(r, node))
			return NULL;
		read_repeat(r, node);
		*end = node;
		end = &node->next;
	}
	return sequence;
}

static struct sequence *read_alternatives(struct reader *r)
{
	struct sequence *first = read_sequence(r);
	for (struct sequence *last = first; last && *r->at == '|'; last = last->next) {
		r->at++;
		last->next = read_sequence(r);
	}
	return first;
}

struct sequence *pattern_read(struct arena *arena, const char *text, bool fold_case, const char **code)
{
	size_t n;
	uint16_t *units = text16_units(arena, text, &n);
	struct reader r = { .arena = arena, .at = units, .fold_case = fold_case };
	struct sequence *sequence = units ? read_alternatives(&r) : NULL;
	if (sequence && !r.code && *r.at)
		r.code = "pattern.syntax";
	*code = r.code;
	return r.code || arena->failed ? NULL : sequence;
}
