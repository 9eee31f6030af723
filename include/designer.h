/* A survey's document as a clerk works on it: questions in order, each changed by filling in a form. What the forms do not know of stays
 * in the document as it is. */
#ifndef XQ_DESIGNER_H
#define XQ_DESIGNER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* The question at a place, from 0, counting through pages and panels; with where it stands. array is NULL where there is none. */
struct designer_place {
	json_t *array; /* borrowed: the elements that it is one of */
	size_t index; /* in them */
	json_t *question; /* borrowed */
};
struct designer_place designer_find(json_t *document, size_t at);

/* What a type of question has beside its words, which is what its form asks for. */
struct designer_kind {
	const char *name;
	bool choices, rows, several, other, scale, length, input;
};

/* The types that can be added by choosing, in the order of how often they are, ended by a NULL name. */
extern const struct designer_kind designer_kinds[];

/* NULL where a document holds a type that the forms do not know. */
const struct designer_kind *designer_kind(const json_t *question);

/* A condition of the designer's own making: whether an option of a question was chosen, or was not. */
struct designer_condition {
	char name[64], value[64];
	bool negated;
};

/* Whether a condition is one that a form can show. */
bool designer_condition_read(const char *text, struct designer_condition *condition);

/* How many questions there are. */
size_t designer_count(json_t *document);

/* A new question at the end, under a name that nobody has, with what designer_change takes. 0, or -1 without memory. */
int designer_add(json_t *document, const char *type, const json_t *fields) __attribute__((warn_unused_result));

/* Takes the question one place up or down, over the border of a page too; nothing where it is the first or the last. */
int designer_move(json_t *document, size_t at, bool up) __attribute__((warn_unused_result));
int designer_remove(json_t *document, size_t at) __attribute__((warn_unused_result));

/* Sets title and description of the survey itself: fields title, title_en, description, description_en. */
int designer_head(json_t *document, const json_t *fields) __attribute__((warn_unused_result));

/* Changes a question by what its form sent, all strings: title, title_en, description, description_en, required ("true"), choices
 * and rows (a line each: code, blank, words, and " / " with the English words), other, none (words), most, least, lowest, highest,
 * length, input, shown_when ("radiogroup q2=B"), shown_not ("true"). An absent or empty one takes the member away, where the type has it;
 * what the form shows as it is stays as it is written in the document. 0, or -1 without memory. */
int designer_change(json_t *question, const json_t *fields) __attribute__((warn_unused_result));

/* The same fields with what they hold, for the form to show. A new object, or NULL without memory. */
json_t *designer_fields(const json_t *question) __attribute__((warn_unused_result));

#endif
