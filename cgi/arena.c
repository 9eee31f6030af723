#include "arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 8192 };

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	alignas(max_align_t) char data[];
};

static struct arena_block *block_for(struct arena *arena, size_t size)
{
	struct arena_block *block = arena->blocks;
	if (block && block->size - block->used >= size)
		return block;
	size_t room = size > BLOCK ? size : BLOCK;
	block = malloc(sizeof *block + room);
	if (!block)
		return NULL;
	*block = (struct arena_block){ .next = arena->blocks, .size = room };
	arena->blocks = block;
	return block;
}

void *arena_take(struct arena *arena, size_t size)
{
	size_t need = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
	struct arena_block *block = NULL;
	if (need < size || need > arena->limit - arena->taken)
		arena_exceed(arena);
	if (!arena->failed)
		block = block_for(arena, need);
	if (!block) {
		arena->failed = true;
		return NULL;
	}
	void *memory = block->data + block->used;
	block->used += need;
	arena->taken += need;
	return memset(memory, 0, need);
}

char *arena_text(struct arena *arena, const char *text, size_t n)
{
	char *copy = arena_take(arena, n + 1);
	if (copy)
		memcpy(copy, text, n);
	return copy;
}

void arena_exceed(struct arena *arena)
{
	arena->exceeded = arena->exceeded || !arena->failed;
	arena->failed = true;
}

void arena_free(struct arena *arena)
{
	while (arena->blocks) {
		struct arena_block *next = arena->blocks->next;
		free(arena->blocks);
		arena->blocks = next;
	}
	*arena = (struct arena){ .limit = arena->limit };
}
