/* The tree that a regular expression is read into, and the automaton that is made of it. */
#ifndef XQ_PATTERN_CODE_H
#define XQ_PATTERN_CODE_H

#include "arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct range {
	uint16_t from, to;
};

/* Units in any of the ranges, or in none. */
struct unit_set {
	struct range *ranges;
	size_t n;
	bool negated;
};

enum node_kind { NODE_SET, NODE_START, NODE_END, NODE_EDGE, NODE_NO_EDGE, NODE_GROUP };

/* A term of a sequence, repeated from least to most times (REPEAT_MAX is without end). */
struct node {
	enum node_kind kind;
	unsigned least, most;
	struct unit_set set;
	struct sequence *alternatives; /* of a group */
	struct node *next; /* in its sequence */
};

struct sequence {
	struct node *first;
	struct sequence *next; /* alternative */
};

enum { REPEAT_MAX = 1000000 };

/* Reads text; NULL with *code. */
struct sequence *pattern_read(struct arena *arena, const char *text, bool fold_case, const char **code);

#endif
