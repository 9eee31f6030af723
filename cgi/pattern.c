#include "pattern.h"

#include "pattern_code.h"
#include "text16.h"

#include <string.h>

enum state_kind { STATE_SET, STATE_SPLIT, STATE_START, STATE_END, STATE_EDGE, STATE_NO_EDGE, STATE_FOUND };

struct state {
	enum state_kind kind;
	const struct unit_set *set;
	unsigned next, other; /* other is the second way of a split */
};

struct pattern {
	struct state *states;
	unsigned n;
	bool fold_case, large;
};

static void emit_alternatives(struct pattern *p, const struct sequence *alternatives);

static unsigned emit(struct pattern *p, enum state_kind kind)
{
	if (p->n == PATTERN_STATES_MAX) {
		p->large = true;
		return 0;
	}
	p->states[p->n] = (struct state){ .kind = kind, .next = p->n + 1, .other = p->n + 1 };
	return p->n++;
}

static void emit_once(struct pattern *p, const struct node *node)
{
	static const enum state_kind kinds[] = { STATE_SET, STATE_START, STATE_END, STATE_EDGE, STATE_NO_EDGE };
	if (node->kind == NODE_GROUP)
		emit_alternatives(p, node->alternatives);
	else
		p->states[emit(p, kinds[node->kind])].set = &node->set;
}

/* least times, then as often as it may be: each further time can be left out, the last is gone round. */
static void emit_node(struct pattern *p, const struct node *node)
{
	for (unsigned i = 0; i < node->least && !p->large; i++)
		emit_once(p, node);
	if (node->most == REPEAT_MAX) {
		unsigned split = emit(p, STATE_SPLIT);
		emit_once(p, node);
		unsigned again = emit(p, STATE_SPLIT);
		p->states[again].next = p->states[again].other = split;
		p->states[split].other = p->n;
		return;
	}
	for (unsigned i = node->least; i < node->most && !p->large; i++) {
		unsigned split = emit(p, STATE_SPLIT);
		emit_once(p, node);
		p->states[split].other = p->n;
	}
}

static void emit_sequence(struct pattern *p, const struct sequence *sequence)
{
	for (const struct node *node = sequence->first; node && !p->large; node = node->next)
		emit_node(p, node);
}

static void emit_alternatives(struct pattern *p, const struct sequence *alternatives)
{
	unsigned last = 0;
	bool linked = false;
	for (; alternatives && !p->large; alternatives = alternatives->next) {
		unsigned split = alternatives->next ? emit(p, STATE_SPLIT) : 0;
		emit_sequence(p, alternatives);
		/* The ends of the alternatives are chained until where they meet is known. */
		if (alternatives->next) {
			unsigned end = emit(p, STATE_SPLIT);
			p->states[end].next = linked ? last : end;
			last = end;
			linked = true;
			p->states[split].other = p->n;
		}
	}
	while (linked && !p->large) {
		unsigned previous = p->states[last].next;
		linked = previous != last;
		p->states[last].next = p->states[last].other = p->n;
		last = previous;
	}
}

struct pattern *pattern_parse(struct arena *arena, const char *text, bool fold_case, const char **code)
{
	struct sequence *tree = pattern_read(arena, text, fold_case, code);
	struct arena scratch = { .limit = (PATTERN_STATES_MAX + 1) * sizeof(struct state) };
	struct pattern draft = { .states = tree ? arena_take(&scratch, PATTERN_STATES_MAX * sizeof(struct state)) : NULL };
	struct pattern *pattern = NULL;
	if (draft.states) {
		emit_alternatives(&draft, tree);
		emit(&draft, STATE_FOUND);
		*code = draft.large ? "pattern.large" : NULL;
		pattern = draft.large ? NULL : arena_take(arena, sizeof *pattern);
	}
	if (pattern) {
		*pattern = (struct pattern){ arena_take(arena, draft.n * sizeof(struct state)), draft.n, fold_case, false };
		if (pattern->states)
			memcpy(pattern->states, draft.states, draft.n * sizeof(struct state));
		else
			pattern = NULL;
	}
	arena->failed = arena->failed || scratch.failed;
	arena_free(&scratch);
	return pattern;
}

/* ---- matching --------------------------------------------------------------------------------------------------- */

struct run {
	const struct pattern *pattern;
	const uint16_t *units;
	size_t n, at;
	unsigned *now, *then, now_n, then_n, *waiting;
	size_t *seen; /* the last place, plus one, where a state was entered */
};

static bool in_ranges(const struct unit_set *set, uint16_t unit)
{
	for (size_t i = 0; i < set->n; i++)
		if (unit >= set->ranges[i].from && unit <= set->ranges[i].to)
			return true;
	return false;
}

static bool in_set(const struct pattern *pattern, const struct unit_set *set, uint16_t unit)
{
	bool letter = (unit >= 'a' && unit <= 'z') || (unit >= 'A' && unit <= 'Z');
	bool in = in_ranges(set, unit) || (pattern->fold_case && letter && in_ranges(set, unit ^ 32));
	return in != set->negated;
}

static bool word_unit(const struct run *r, size_t at)
{
	uint16_t c = at < r->n ? r->units[at] : 0;
	return (c >= '0' && c <= '9') || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool passes(const struct run *r, enum state_kind kind)
{
	bool edge = (r->at > 0 && word_unit(r, r->at - 1)) != word_unit(r, r->at);
	switch (kind) {
	case STATE_START:
		return r->at == 0;
	case STATE_END:
		return r->at == r->n;
	case STATE_EDGE:
		return edge;
	case STATE_NO_EDGE:
		return !edge;
	default:
		return true;
	}
}

/* Enters a state, and all that can be reached from it without a unit. True when that is the end. */
static bool enter(struct run *r, unsigned state)
{
	unsigned waiting = 0;
	r->waiting[waiting++] = state;
	while (waiting) {
		unsigned i = r->waiting[--waiting];
		const struct state *s = &r->pattern->states[i];
		if (r->seen[i] == r->at + 1)
			continue;
		r->seen[i] = r->at + 1;
		if (s->kind == STATE_FOUND)
			return true;
		if (s->kind == STATE_SET)
			r->then[r->then_n++] = i;
		else if (passes(r, s->kind)) {
			r->waiting[waiting++] = s->next;
			if (s->kind == STATE_SPLIT)
				r->waiting[waiting++] = s->other;
		}
	}
	return false;
}

static bool run(struct run *r)
{
	for (r->at = 0;; r->at++) {
		/* What was reached at the unit before stands in now. */
		unsigned *swap = r->now;
		r->now = r->then;
		r->now_n = r->then_n;
		r->then = swap;
		r->then_n = 0;
		for (unsigned i = 0; i < r->now_n; i++) {
			const struct state *s = &r->pattern->states[r->now[i]];
			if (in_set(r->pattern, s->set, r->units[r->at - 1]) && enter(r, s->next))
				return true;
		}
		if (enter(r, 0))
			return true;
		if (r->at == r->n)
			return false;
	}
}

bool pattern_matches(const struct pattern *pattern, struct arena *arena, const char *text)
{
	struct run r = { .pattern = pattern };
	r.units = text16_units(arena, text, &r.n);
	r.now = arena_take(arena, pattern->n * sizeof *r.now);
	r.then = arena_take(arena, pattern->n * sizeof *r.then);
	r.waiting = arena_take(arena, (2 * pattern->n + 2) * sizeof *r.waiting);
	r.seen = arena_take(arena, pattern->n * sizeof *r.seen);
	return !arena->failed && run(&r);
}
