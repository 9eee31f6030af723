/* Whether an answer has a shape that its question could have made. */
#ifndef XQ_ANSWER_SHAPE_H
#define XQ_ANSWER_SHAPE_H

#include "questionnaire.h"

/* An answer longer than this, whatever its question allows, is refused (code points). */
enum { ANSWER_TEXT_MAX = 5000 };

/* NULL when it fits, else what is wrong: answer.type, answer.choice, answer.twice, answer.row, answer.scale,
 * answer.form, answer.ranking. *row is the row or item that it is wrong in, or NULL. Empty texts, lists and objects
 * always fit where texts, lists and objects do: they are no answer. */
const char *answer_shape(const struct question *question, const json_t *answer, const char **row);

/* The code points that the question allows in a text; ANSWER_TEXT_MAX where it does not say. */
size_t answer_length_max(const struct questionnaire *survey, const struct input *input);

/* A text in the form that its input asks for: a date that exists, a time. */
bool answer_in_form(enum input_type type, const char *text);

#endif
