/* Text as ECMAScript measures it: in units of UTF-16. */
#ifndef XQ_TEXT16_H
#define XQ_TEXT16_H

#include "arena.h"
#include "value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The code point at *at (of valid UTF-8, or half of a pair in three bytes), which moves on. */
uint32_t text16_next(const char **at);

size_t text16_length(const char *text);

/* The units of text, *n of them; NULL without memory. */
uint16_t *text16_units(struct arena *arena, const char *text, size_t *n);

/* Texts by their units: <0, 0, >0. */
int text16_compare(const char *a, const char *b);

/* Whether part is in text, unit by unit. */
bool text16_contains(struct arena *arena, const char *text, const char *part);

/* The units from start to end (which may be any numbers, NaN for none), as String.prototype.substring cuts. */
struct value text16_substring(struct arena *arena, const char *text, double start, double end);

/* Without white space around it: *len bytes from the answer on. */
const char *text16_trim(const char *text, size_t *len);

/* A copy in lower case. */
struct value text16_lower(struct arena *arena, const char *text, size_t len);

/* Numbers: the shortest text of a number (size 48); Number(text); parseFloat(text); number.toFixed(digits) parsed
 * again. */
void text16_of_number(double number, char out[48]);
double text16_to_number(const char *text);
double text16_parse_float(const char *text);
double text16_to_fixed(double number, int digits);

#endif
