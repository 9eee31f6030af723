/* Names and values as a browser's form sends them. */
#ifndef XQ_FORM_H
#define XQ_FORM_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Decodes application/x-www-form-urlencoded text into a new object of strings; a name that stands twice becomes a list,
 * `contact.name` a member of the object `contact`. A pair that is badly encoded ends in NULL with *code "bad_form",
 * "bad_utf8" or "too_large" (pairs beyond counting), or is left out where lenient. NULL with *code "internal" without memory. */
json_t *form_parse(const char *data, size_t len, bool lenient, const char **code) __attribute__((warn_unused_result));

/* The same fields as a flat list [{"name","value"}] that gives form_parse the same object again. NULL without memory. */
json_t *form_flatten(const json_t *typed) __attribute__((warn_unused_result));

#endif
