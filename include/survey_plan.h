/* What a browser needs to show and hide questions as the server would: the parsed expressions, and what the controls stand for. */
#ifndef XQ_SURVEY_PLAN_H
#define XQ_SURVEY_PLAN_H

#include "questionnaire.h"

#include <jansson.h>

/* {questions: [{name, values, rows, shown, enabled, required, computed, choices, choicesShown, rowsShown}], containers: {place: shown},
 * calculated: [{name, code}]}. An expression is a list of steps for a stack machine: ["c", constant], ["v", name], ["u" or "b", operator],
 * ["l", n], ["f", function, n]. Members that say nothing are absent. A new object, or NULL without memory. */
json_t *survey_plan(const struct questionnaire *questionnaire) __attribute__((warn_unused_result));

#endif
