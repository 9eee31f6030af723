/* What the parts of the reader of questionnaires share. */
#ifndef XQ_QUESTIONNAIRE_READER_H
#define XQ_QUESTIONNAIRE_READER_H

#include "questionnaire.h"

struct reader {
	struct questionnaire *survey;
	json_t *errors;
	char path[256]; /* of what is being read; cut where it is longer */
	size_t path_len;
	int depth;
	struct question *questions; /* in reading order, linked by their index later */
	struct pending *pending; /* expressions to be linked once all names are known */
	bool failed; /* memory has ended */
};

/* How a member of an object in the document is taken. */
enum property_kind {
	PROPERTY_LOOKS, /* of no matter here */
	PROPERTY_WORDS, /* a localised string */
	PROPERTY_TRUTH, /* into a bool */
	PROPERTY_FALSE, /* may only be false */
	PROPERTY_NUMBER, /* into a double */
	PROPERTY_EXPRESSION, /* into a struct expression * */
	PROPERTY_ITEMS_EXPRESSION, /* the same, run for each choice or row */
	PROPERTY_RESULT_EXPRESSION, /* the same, and what it comes to is kept */
	PROPERTY_READ /* by the reader of its type */
};

struct property {
	const char *name;
	enum property_kind kind;
	size_t offset; /* of the member that takes it */
};

/* Who owns an expression: names mean something else in a question, and in one of its choices. */
struct owner {
	struct question *question; /* or NULL */
	bool item; /* a choice or a row of the question */
	bool result; /* what it comes to is kept */
};

/* Goes into a member or an item of a list, and back to what stood before. */
size_t reader_enter(struct reader *r, const char *member, const json_t *list, size_t index);
void reader_leave(struct reader *r, size_t mark);

void reader_refuse(struct reader *r, const char *code, const char *name);
void reader_refuse_member(struct reader *r, const char *member, const char *code, const char *name);

/* Takes the members of object by tables (each ends with a NULL name), and refuses every other. */
void reader_take(
	struct reader *r, const json_t *object, const struct property *const *tables, void *into, struct owner owner);

/* An expression that is linked at the end. NULL with an error. */
struct expression *reader_expression(struct reader *r, const char *member, const json_t *text, struct owner owner);

/* Links what was read; refuses unknown names. */
void reader_link(struct reader *r);

/* A name that expressions can use and that is not there yet; NULL with an error. */
const char *reader_name(struct reader *r, const json_t *object, bool own_space);

/* The parts. */
void reader_question(struct reader *r, const json_t *json, struct question *question);
void reader_choices(
	struct reader *r, const json_t *json, const char *member, struct question *question, struct choice_list *list);
void reader_specials(struct reader *r, const json_t *json, struct question *question);
struct validator *reader_validators(
	struct reader *r, const json_t *json, struct question *question, const struct input *input);
void reader_input(struct reader *r, const json_t *json, struct input *input, bool limits);
bool reader_scalar(const json_t *json);

/* Refuses a member, a localised text, unless it is text only: nothing that a browser would take for a tag or a
 * reference. */
void reader_plain(struct reader *r, const json_t *object, const char *member);

#endif
