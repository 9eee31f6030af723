/* Choices as lines of text: "B 农村居民 / Village" is a code, the words, and the English words. What comes back as it was shown stays as it
 * was written in the document. */
#ifndef XQ_DESIGNER_LINES_H
#define XQ_DESIGNER_LINES_H

#include <jansson.h>

/* The choices that lines say, where the list was before so. A line without a code gets a letter of its own. A new array; NULL for none. */
json_t *designer_lines(const char *text, const json_t *before) __attribute__((warn_unused_result));

/* The same for the items of a multipletext. */
json_t *designer_lines_items(const char *text, const json_t *before) __attribute__((warn_unused_result));

/* The lines that show a list. The caller frees; NULL for an empty list. */
char *designer_lines_show(const json_t *list) __attribute__((warn_unused_result));
char *designer_lines_show_items(const json_t *items) __attribute__((warn_unused_result));

#endif
