/* What somebody answered, checked against a questionnaire as survey-core 3.1.1 checks it, and more.
 *
 * Equal to survey-core (given `survey.data = answers`, then `survey.validate()`, then `survey.doComplete()`): the
 * verdict, which questions, rows and choices are visible, and the cleaned answers, which are its `survey.data` at the end.
 *
 * Refused although survey-core lets it pass, by codes that begin with `answer.`:
 *   answer.unknown   a member that is no question, comment or calculated value; null as an answer
 *   answer.type      a value of another type than the question makes: a number as a text, a list for one choice
 *   answer.choice    a value that is not among the choices, columns or rate values
 *   answer.row       a row or an item that the question has not
 *   answer.twice     one choice chosen twice
 *   answer.scale     a number outside a rating's or a slider's scale, or between its steps
 *   answer.form      a date, month or time that is none
 *   answer.ranking   a ranking that leaves choices out, where it may not
 *   answer.long      a text or comment over its maxLength, or ANSWER_TEXT_MAX (code points)
 *   answer.many      more choices than maxSelectedChoices
 *   answer.exclusive a choice that excludes all others, with others
 *   answer.disabled  a choice that its enableIf or choicesEnableIf disables
 *   answer.text      a computed value that is no valid text (an expression cut a character in two)
 *   answer.uncomputable    answers whose expressions would make more than the memory allowed
 * After one of the first eight nothing else is checked: the answers did not come from the form. Empty texts, lists and
 * objects are no answers and pass as such. */
#ifndef XQ_ANSWERS_H
#define XQ_ANSWERS_H

#include "questionnaire.h"

#include <jansson.h>

/* Checks answers, an object, at a moment (milliseconds since 1970 UTC). A new object, or NULL without memory:
 *   valid     whether they can be taken
 *   errors    [{name, row, code, text, least, most}]: the question or panel; the row or item; what is wrong; what the
 *             author wants said (a localised string); limits. Only name and code are always there.
 *   visible   [name] of the questions that are shown
 *   rows      {question: [row]} that are shown, of those matrices where some can be hidden
 *   choices   {question: [value]} likewise
 *   required  [name], readOnly [name]
 *   data      the cleaned answers; present when valid */
json_t *answers_check(const struct questionnaire *questionnaire, const json_t *answers, double now)
	__attribute__((warn_unused_result));

#endif
