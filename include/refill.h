/* Fields keep what was typed, and say what was wrong with it. */
#ifndef XQ_REFILL_H
#define XQ_REFILL_H

#include <jansson.h>

/* Walks data, which is changed. In every field, an object with the strings name and type, it sets value and checked
 * from input (or, without input, checked from value), error from the problem's message for it, and is_grouped where
 * options stand in groups; the problem's errors get the label of their field. input and problem may be NULL. An object
 * with the string action is only filled when that is the submitted action, and is then marked submitted, so that its
 * form is drawn open. 0, or -1 without memory. */
int refill(json_t *data, json_t *problem, const json_t *input, const char *action) __attribute__((warn_unused_result));

#endif
