/* What people copy from paper: Crockford base32 with a check character, in groups of four. */
#ifndef XQ_SYMBOLS_H
#define XQ_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>

enum { SYMBOLS_MAX = 24 };

/* Writes n - 1 characters of five random bits each, a check character and a NUL. n is at most SYMBOLS_MAX; random holds
 * at least 5n / 8 + 1 bytes. */
void symbols_write(const unsigned char *random, size_t n, char *out);

/* Reads what a person typed: either letter case, spaces and dashes anywhere, full-width forms, O for 0, I and L for 1.
 * Writes n characters and a NUL; false, with nothing in out, when there are more or fewer or the check does not fit. */
bool symbols_read(const char *typed, size_t n, char *out);

/* XXXX-XXXX-…: writes a dash after each fourth character but the last. */
void symbols_groups(const char *in, char *out);

#endif
