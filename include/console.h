/* The parts of xq-console: each a table of routes on one subject. */
#ifndef XQ_CONSOLE_H
#define XQ_CONSOLE_H

#include "check.h"
#include "route.h"

/* What a list of issues is narrowed by. */
extern const struct field console_issue_filters[];

/* What every form of an action sends with its own fields: its key, and the version it was drawn from. */
extern const struct field console_action_fields[];

struct exchange;

/* Sets the path's {id} to that of the answer's member, so that a page goes on to what it has just made. 0, or -1 with failure set. */
int console_lead_to(struct exchange *x, const char *member) __attribute__((warn_unused_result));

extern const struct route_table console_admin;
extern const struct route_table console_calendar;
extern const struct route_table console_campaigns;
extern const struct route_table console_circulars;
extern const struct route_table console_evidence;
extern const struct route_table console_duties;
extern const struct route_table console_lists;
extern const struct route_table console_password;
extern const struct route_table console_reports;
extern const struct route_table console_search;
extern const struct route_table console_supervision;
extern const struct route_table console_survey_edit;
extern const struct route_table console_survey_entry;
extern const struct route_table console_survey_publish;
extern const struct route_table console_survey_reach;
extern const struct route_table console_survey_results;
extern const struct route_table console_surveys;
extern const struct route_table console_telling;

#endif
