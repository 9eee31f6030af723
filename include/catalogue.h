/* The message catalogues: the same names in every language. */
#ifndef XQ_CATALOGUE_H
#define XQ_CATALOGUE_H

#include <jansson.h>
#include <stddef.h>

/* Reads the folders zh-CN and en of dir: {"zh-CN": {…}, "en": {…}}, each the members of all its files at one level. A
 * new reference; NULL with a line in why when a file is no JSON object of texts, two files have the same member, or one
 * language has a name that the other lacks. */
json_t *catalogue_load(const char *dir, char *why, size_t n) __attribute__((warn_unused_result));

/* What stands under a dotted name: a text or an object of texts, borrowed; NULL when nothing does. */
const json_t *catalogue_find(const json_t *texts, const char *dotted);

#endif
