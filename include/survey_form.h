/* A survey as HTML that works without any script: every question is there, and the server decides what counts.
 *
 * Controls are called after the place of their question in the document: q0 for its value (the place of a choice, from
 * 0, where it has choices), q0-other and q0-comment for what is written beside it, q0-2 for the row, item or choice at
 * that place of a matrix, a multipletext or a ranking. */
#ifndef XQ_SURVEY_FORM_H
#define XQ_SURVEY_FORM_H

#include "page.h"
#include "questionnaire.h"

#include <jansson.h>

enum { SURVEY_FORM_ROW_MAX = 4 * QUESTIONNAIRE_NAME_MAX + 1 };

/* The name of a matrix row in the answers. */
void survey_form_row_name(const struct choice *row, char out[SURVEY_FORM_ROW_MAX]);

/* Everything is borrowed for the call. */
struct survey_form {
	const struct questionnaire *questionnaire;
	const struct pages *pages; /* whose catalogue says "required" and the like */
	const char *lang;
	const json_t *input; /* what was typed, by the names of the controls; NULL draws an empty form */
	const json_t *errors; /* what was refused, as survey_form_errors made it; or NULL */
};

/* The inner HTML of the form. The caller frees; NULL without memory. */
char *survey_form_html(const struct survey_form *form) __attribute__((warn_unused_result));

/* The answers that a form's controls hold, by the names of the questions, as survey-core would have them: a new object,
 * or NULL without memory. What no control of the form could have sent is left out. */
json_t *survey_form_answers(const struct questionnaire *questionnaire, const json_t *input)
	__attribute__((warn_unused_result));

/* The questions in order as the results read them: name, type, title, choices, rows, required. A new array, or NULL
 * without memory. */
json_t *survey_form_questions(const struct questionnaire *questionnaire, const struct pages *pages)
	__attribute__((warn_unused_result));

/* The words at a choice, localised; of a boolean those for its side. NULL for none of the document's own. */
const json_t *survey_form_words(const struct question *q, const struct choice *choice);

/* The catalogue's word, survey.<word>, for a choice that the product itself adds to a question, or for yes and no; NULL for any other. */
const char *survey_form_word(const struct choice *choice);

/* What SurveyJS calls the type of a question. */
const char *survey_form_type(const struct question *q);

#endif
