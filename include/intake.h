/* The parts of xq-intake. */
#ifndef XQ_INTAKE_H
#define XQ_INTAKE_H

#include "route.h"

extern const struct route_table intake_surveys;

#endif
