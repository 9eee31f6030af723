/* The parts of xq-intake. */
#ifndef XQ_INTAKE_H
#define XQ_INTAKE_H

#include "route.h"

struct exchange;

extern const struct route_table intake_surveys;

/* Checks a response against the version it was given to, cleans and seals it, and leaves in args what SQL is told: who answered by
 * which token, never what. 0, or -1 with failure set and the errors of the controls in held. */
int response_take(struct exchange *x) __attribute__((warn_unused_result));

/* Draws the refused form again with what was typed and what is wrong. 0, or -1 with failure set. */
int response_redraw(struct exchange *x) __attribute__((warn_unused_result));

#endif
