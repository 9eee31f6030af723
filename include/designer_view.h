/* What the designer's pages show of a document: its questions, what stands in the way of publishing, the traps of the field, and the
 * form as people will see it. */
#ifndef XQ_DESIGNER_VIEW_H
#define XQ_DESIGNER_VIEW_H

#include "page.h"

#include <jansson.h>
#include <stddef.h>

/* The whole document: {questions, head, problems, checks, preview, types}. advice holds questions_most and minutes_most, rows of the
 * rules. A new object, or NULL without memory. */
json_t *designer_view(const struct pages *pages, const char *lang, json_t *document, const json_t *advice)
	__attribute__((warn_unused_result));

/* One question's form: its fields and which of them its type has, the conditions that may be chosen, the kinds of input. A new object,
 * or NULL without memory or where there is no such question. */
json_t *designer_question_view(const struct pages *pages, const char *lang, json_t *document, size_t at)
	__attribute__((warn_unused_result));

#endif
