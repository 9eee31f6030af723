/* A report's cells: a text, a number, null, or an object that carries one with its label. */
#ifndef XQ_CELL_H
#define XQ_CELL_H

#include <jansson.h>
#include <stdbool.h>

/* Whether report has columns, and rows (and a total, where it has one) with exactly as many cells. */
bool report_is_whole(const json_t *report);

/* The text or number that the cell shows, borrowed: an object's value, text or label. NULL when it shows nothing.
 * A rate, which carries its denominator n, is its text: it does not go anywhere without n. */
const json_t *cell_value(const json_t *cell);

/* A text as it is, a boolean as true or false, anything else as "". Borrowed. */
const char *cell_text(const json_t *value);

#endif
