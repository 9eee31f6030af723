/* The parts of xq-console: each a table of routes on one subject. */
#ifndef XQ_CONSOLE_H
#define XQ_CONSOLE_H

#include "check.h"
#include "route.h"

/* What a list of issues, and any report on them, is narrowed by. */
extern const struct field console_issue_filters[];

extern const struct route_table console_admin;
extern const struct route_table console_calendar;
extern const struct route_table console_reports;

#endif
