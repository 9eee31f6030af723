#include "buf.h"

#include <sodium.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAP = 256 };

static bool grow(struct buf *b, size_t more)
{
	if (b->failed || more > SIZE_MAX / 4 - b->len - 1) {
		b->failed = true;
		return false;
	}
	size_t need = b->len + more + 1;
	if (b->data && need <= b->cap)
		return true;
	size_t cap = b->cap ? b->cap : FIRST_CAP;
	while (cap < need)
		cap *= 2;
	char *data = realloc(b->data, cap);
	if (!data) {
		b->failed = true;
		return false;
	}
	b->data = data;
	b->cap = cap;
	return true;
}

void buf_put(struct buf *b, const void *data, size_t len)
{
	if (!grow(b, len))
		return;
	if (len)
		memcpy(b->data + b->len, data, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void buf_puts(struct buf *b, const char *text)
{
	buf_put(b, text, strlen(text));
}

void buf_putf(struct buf *b, const char *format, ...)
{
	va_list first, second;
	va_start(first, format);
	va_copy(second, first);
	int n = vsnprintf(NULL, 0, format, first);
	va_end(first);
	if (n < 0)
		b->failed = true;
	else if (grow(b, (size_t)n)) {
		vsnprintf(b->data + b->len, (size_t)n + 1, format, second);
		b->len += (size_t)n;
	}
	va_end(second);
}

char *buf_steal(struct buf *b)
{
	if (!b->data)
		buf_put(b, "", 0);
	char *data = b->failed ? NULL : b->data;
	if (!data)
		free(b->data);
	*b = (struct buf){ 0 };
	return data;
}

void buf_free(struct buf *b)
{
	free(b->data);
	*b = (struct buf){ 0 };
}

void buf_wipe(struct buf *b)
{
	if (b->data)
		sodium_memzero(b->data, b->cap);
	buf_free(b);
}
