/* Regular expressions of ECMAScript (without the u flag) that can be matched in a time linear to the text.
 *
 * The dialect: characters, . [ ] classes, \d \D \w \W \s \S, \b \B ^ $, groups (also (?: ) and named ones), |, and
 * * + ? {n} {n,} {n,m} with or without a further ?; \t \n \v \f \r \0 \xhh \uhhhh, and a backslash before
 * punctuation. Back references and looking around, which no automaton can do, are refused, as is a letter outside
 * ASCII where case is folded. Written for this purpose, because the libraries that keep to linear time speak another
 * dialect (RE2: points instead of UTF-16 units, other \s, other escapes), and equal verdicts are the promise. */
#ifndef XQ_PATTERN_H
#define XQ_PATTERN_H

#include "arena.h"

#include <stdbool.h>

/* An automaton of more states is refused: {n,m} multiplies them. */
enum { PATTERN_STATES_MAX = 2000, PATTERN_DEPTH_MAX = 32 };

struct pattern;

/* Into the arena. NULL with *code: pattern.syntax, pattern.unsupported or pattern.large; NULL in it without memory. */
struct pattern *pattern_parse(struct arena *arena, const char *text, bool fold_case, const char **code)
	__attribute__((warn_unused_result));

/* Whether it is found anywhere in text. Takes working memory from the arena. */
bool pattern_matches(const struct pattern *pattern, struct arena *arena, const char *text);

#endif
