/* A document made ready to be published. */
#ifndef XQ_SURVEY_DRAW_H
#define XQ_SURVEY_DRAW_H

#include "page.h"

#include <jansson.h>

/* Everything that is kept of a version: {document, form: {zh-CN, en}, questions, plan}. NULL with *errors, a new array of {path, code,
 * name}, when the document is not supported; NULL in it without memory, or where text is no JSON object. */
json_t *survey_draw(const struct pages *pages, const char *text, json_t **errors) __attribute__((warn_unused_result));

#endif
