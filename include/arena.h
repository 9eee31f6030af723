/* Memory that dies at once: everything a questionnaire, or one check of answers, is made of. */
#ifndef XQ_ARENA_H
#define XQ_ARENA_H

#include <stdbool.h>
#include <stddef.h>

/* All zero but the limit is an empty arena. Once an allocation has failed, or more than limit bytes were asked for,
 * failed stays set and nothing more is given. */
struct arena {
	struct arena_block *blocks;
	size_t taken, limit; /* bytes */
	bool failed;
	bool exceeded; /* it failed for its limit, not for want of memory */
};

/* Zeroed memory, aligned for any type; NULL when there is none. */
void *arena_take(struct arena *arena, size_t size) __attribute__((warn_unused_result));

/* A copy of n bytes with a NUL after them. */
char *arena_text(struct arena *arena, const char *text, size_t n) __attribute__((warn_unused_result));

/* Fails it for a limit of its user's. */
void arena_exceed(struct arena *arena);

void arena_free(struct arena *arena);

#endif
