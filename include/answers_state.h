/* A survey while it is being answered: what survey-core keeps in its models, and in which order it changes. */
#ifndef XQ_ANSWERS_STATE_H
#define XQ_ANSWERS_STATE_H

#include "questionnaire.h"

struct question_state {
	bool visible, required, read_only;
	struct value value; /* the question's own */
	struct value data; /* the survey's; the same but for a value that is empty */
	struct value comment;
	bool *choices_shown, *choices_off, *rows_shown; /* by choice and row; special choices are always shown */
	struct value *set_aside; /* choices that were dropped when they were hidden, to come back with them */
	size_t set_aside_n;
	bool dropping; /* hidden choices; any other change forgets what was set aside */
	bool rows_made, rows_null; /* what an unanswered row is: undefined until its value was set */
	bool items_null; /* what an item without a text is: undefined once another has one */
};

struct container_state {
	bool visible, required, read_only;
	bool hidden; /* as last noticed */
	bool passed; /* a page that was found right when it was left */
};

struct calculated_state {
	struct value value;
	struct value given; /* with the answers, until it is calculated */
	bool done, running;
};

struct state {
	const struct questionnaire *survey;
	struct arena arena;
	double now;
	struct question_state *questions;
	struct container_state *containers;
	struct calculated_state *calculated;
	bool loading, running, again, completed;
	bool tracking; /* only conditions that name one of the keys are run */
	struct key *keys;
	const struct container *page; /* that is shown */
};

/* A survey as it stands before anything is answered. False without memory. */
bool state_start(struct state *s, const struct questionnaire *survey, double now);
void state_free(struct state *s);

/* Takes all answers at once. */
void state_answer(struct state *s, const json_t *answers);

/* Runs all conditions, again as long as they change values (but not for ever). */
void state_run(struct state *s);

/* Drops what is hidden or unused; no condition runs any more. */
void state_complete(struct state *s);

/* An expression of a question (or NULL), or of one of its choices. */
struct value state_evaluate(
	struct state *s, const struct expression *expression, const struct question *question, const struct value *item);
bool state_holds(
	struct state *s, const struct expression *expression, const struct question *question, const struct value *item);

/* Shows a page that is visible, when the one that is shown is not. */
void state_turn_page(struct state *s);

/* Drops choices that are hidden. */
void state_clear_hidden_choices(struct state *s, const struct question *q);
/* Drops rows that are hidden. */
void state_clear_hidden_rows(struct state *s, const struct question *q);
void state_run_choices(struct state *s, const struct question *q);
void state_run_rows(struct state *s, const struct question *q);

/* Takes a value as it is, with what rows and items become with it. */
void state_take(struct state *s, const struct question *q, struct value value);

/* Gives the default to a question without an answer. */
void state_set_default(struct state *s, const struct question *q);

/* Drops the answer of a question that cannot be seen, and what is hidden within one that can. The reason is one of the
 * words for clearing, or CLEAR_DEFAULT at the end. */
void state_clear_hidden(struct state *s, const struct question *q, enum clearing reason);

/* Sets a question's value as its model does, with all that follows. */
void state_set(struct state *s, const struct question *q, struct value value);
void state_clear(struct state *s, const struct question *q, bool keep_comment);
void state_set_comment(struct state *s, const struct question *q, struct value comment);

bool state_empty(const struct state *s, const struct question *q);
bool state_read_only(const struct state *s, const struct question *q);
bool state_container_visible(const struct state *s, const struct container *c);
bool state_container_read_only(const struct state *s, const struct container *c);
bool state_shown(const struct state *s, const struct question *q); /* with all around it */
bool state_other(const struct state *s, const struct question *q); /* whether "other" is chosen */
enum clearing state_clearing(const struct state *s, const struct question *q);
bool state_selected(const struct state *s, const struct question *q, const struct value *choice);

/* The member of the answers for a name; in the state's arena, NULL without memory. */
const char *state_key(struct state *s, const char *name, const char *suffix);

/* A value changed; whether a condition is left alone for naming none that did. */
void keys_add(struct state *s, const char *name, const char *suffix, bool gone);
bool keys_leave(const struct state *s, const struct expression *expression);

/* The value of a name in an expression; to is a struct lookup. */
struct lookup {
	struct state *state;
	const struct question *question;
	const struct value *item;
};
struct value state_look_up(void *to, const struct expression_variable *variable, bool *strict);

/* Appends what is wrong to errors. */
struct answer_error {
	const char *name, *row, *code;
	const json_t *text;
	double least, most; /* NaN for none */
};
bool answer_refuse(json_t *errors, struct answer_error error);

/* What survey-core checks, and what it does not. */
bool answers_validate(struct state *s, json_t *errors);
bool answers_validate_page(struct state *s, const struct container *page, json_t *errors);
bool answers_limits(struct state *s, json_t *errors);
bool answers_shapes(const struct questionnaire *survey, const json_t *answers, json_t *errors);

#endif
