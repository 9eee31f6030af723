/* Text as people write it: UTF-8, measured in code points. */
#ifndef XQ_TEXT_H
#define XQ_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the bytes are UTF-8 without NUL, overlong forms, surrogates or values past U+10FFFF. */
bool text_valid(const char *data, size_t len);

/* Code points of a valid text. */
size_t text_points(const char *text);

/* A copy with line ends as LF and without white space (also U+3000) around it. The caller frees; NULL without memory. */
char *text_tidy(const char *text) __attribute__((warn_unused_result));

/* Whether text is 1 to max characters of a-z, 0-9, '_', '-' and '.', the first a letter or a digit. */
bool text_plain(const char *text, size_t max);

#endif
