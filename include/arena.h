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
};

/* Zeroed memory, aligned for any type; NULL when there is none. */
void *arena_take(struct arena *arena, size_t size) __attribute__((warn_unused_result));

/* A copy of n bytes with a NUL after them. */
char *arena_text(struct arena *arena, const char *text, size_t n) __attribute__((warn_unused_result));

void arena_free(struct arena *arena);

#endif
