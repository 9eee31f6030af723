/* A growing byte string. The first failed allocation sticks, so that only the end of a chain of puts needs a check. */
#ifndef XQ_BUF_H
#define XQ_BUF_H

#include <stdbool.h>
#include <stddef.h>

/* All zero is an empty buffer. data is NUL-terminated once anything was put. */
struct buf {
	char *data;
	size_t len, cap;
	bool failed;
};

/* Appends len bytes, a text, or what printf makes of format; nothing once an allocation has failed. */
void buf_put(struct buf *b, const void *data, size_t len);
void buf_puts(struct buf *b, const char *text);
void buf_putf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The string, which the caller frees; NULL when an allocation failed. The buffer is empty afterwards. */
char *buf_steal(struct buf *b) __attribute__((warn_unused_result));

/* Frees; buf_wipe overwrites the bytes first. */
void buf_free(struct buf *b);
void buf_wipe(struct buf *b);

#endif
