/* A survey: a SurveyJS JSON document, read once and checked against what this product enforces.
 *
 * Everything that is not supported is refused, by path and name; nothing is skipped silently but what only concerns
 * looks. Supported: pages, panels, text (text, number, date, month, time, email, tel), comment, radiogroup, dropdown,
 * checkbox, tagbox, ranking, boolean, rating, slider (single), matrix, multipletext, expression, html (text only);
 * visibleIf, requiredIf, enableIf, choicesVisibleIf, choicesEnableIf, rowsVisibleIf and the visibleIf and enableIf of
 * choices; the validators numeric, text, answercount, regex (pattern.h's dialect), email, expression; other, none,
 * refused, dontknow; comments; calculatedValues; clearInvisibleValues; localised texts; defaultValue.
 *
 * What the texts of expressions can name is found when the document is read: an unknown name is refused. */
#ifndef XQ_QUESTIONNAIRE_H
#define XQ_QUESTIONNAIRE_H

#include "arena.h"
#include "expression.h"
#include "pattern.h"
#include "value.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Nobody answers more; each has a name so that a refusal can say which was passed. */
enum {
	QUESTIONNAIRE_BYTES_MAX = 64 * 1024, /* of the document, as compact JSON */
	QUESTIONNAIRE_DEPTH_MAX = 8, /* panels within panels */
	QUESTIONNAIRE_PAGES_MAX = 50,
	QUESTIONNAIRE_QUESTIONS_MAX = 200,
	QUESTIONNAIRE_CHOICES_MAX = 300, /* of one question; rows and columns too */
	QUESTIONNAIRE_CALCULATED_MAX = 50,
	QUESTIONNAIRE_NAME_MAX = 100, /* code points */
	QUESTIONNAIRE_ERRORS_MAX = 50 /* told at once */
};

enum question_type {
	QUESTION_TEXT,
	QUESTION_COMMENT,
	QUESTION_RADIOGROUP,
	QUESTION_DROPDOWN,
	QUESTION_CHECKBOX,
	QUESTION_TAGBOX,
	QUESTION_RANKING,
	QUESTION_BOOLEAN,
	QUESTION_RATING,
	QUESTION_SLIDER,
	QUESTION_MATRIX,
	QUESTION_MULTIPLETEXT,
	QUESTION_EXPRESSION,
	QUESTION_HTML
};

enum input_type { INPUT_TEXT, INPUT_NUMBER, INPUT_DATE, INPUT_MONTH, INPUT_TIME, INPUT_EMAIL, INPUT_TEL };

/* When an answer is dropped because its question cannot be seen. DEFAULT is what the survey says. */
enum clearing { CLEAR_DEFAULT, CLEAR_NONE, CLEAR_ON_COMPLETE, CLEAR_ON_HIDDEN, CLEAR_ON_HIDDEN_CONTAINER };

enum special { SPECIAL_NONE, SPECIAL_NOTHING, SPECIAL_REFUSED, SPECIAL_DONT_KNOW, SPECIAL_OTHER };

struct choice {
	struct value value;
	const json_t *text; /* a string, an object of strings by language, or NULL */
	struct expression *visible_if, *enable_if;
	bool exclusive; /* not with any other */
	enum special special; /* SPECIAL_NOTHING is "none" */
};

struct choice_list {
	struct choice *items;
	size_t n, plain; /* the special ones stand last */
};

enum validator_type {
	VALIDATOR_NUMERIC,
	VALIDATOR_TEXT,
	VALIDATOR_ANSWER_COUNT,
	VALIDATOR_REGEX,
	VALIDATOR_EMAIL,
	VALIDATOR_EXPRESSION
};

struct validator {
	enum validator_type type;
	const json_t *text; /* what the author wants said */
	double least, most; /* of numbers, lengths (UTF-16 units) or counts; NaN for no limit */
	bool no_digits;
	struct pattern *pattern; /* also of e-mail */
	struct expression *expression;
	struct validator *next;
};

/* One box to write in: a text question, or an item of a multipletext. */
struct input {
	enum input_type type;
	struct value least, most; /* numbers, or texts of the type's form; undefined for none */
	double step, max_length; /* NaN for none; the length in code points */
};

struct text_item {
	const char *name;
	const json_t *json;
	struct input input;
	bool required;
	struct validator *validators;
};

struct question {
	enum question_type type;
	const char *name;
	const json_t *json; /* the question in the document, for its words */
	size_t index; /* among all questions */
	struct container *parent;
	bool visible, required, read_only;
	struct expression *visible_if, *enable_if, *required_if;
	enum clearing clearing;
	struct value default_value; /* undefined for none */
	struct validator *validators;
	bool comment; /* has a comment of its own */
	struct input input; /* of text and comment */
	struct choice_list choices; /* also the values of a rating, and the two of a boolean, yes first */
	struct expression *choices_visible_if, *choices_enable_if;
	double least_chosen, most_chosen; /* 0 for no limit */
	bool rank_selected; /* a ranking that needs not name all choices */
	struct choice_list rows, columns; /* of a matrix */
	struct expression *rows_visible_if;
	bool each_row_required, each_row_unique;
	double least, most, step; /* of a slider */
	struct text_item *items; /* of a multipletext */
	size_t items_n;
	struct expression *expression;
	double precision; /* digits after the point of an expression; negative for all */
};

/* A page or a panel. */
struct container {
	const char *name;
	const json_t *json;
	size_t index; /* among all containers */
	struct container *parent; /* NULL for a page */
	bool visible, required, read_only;
	struct expression *visible_if, *enable_if, *required_if;
	struct element *elements;
	size_t elements_n;
};

/* The one or the other. */
struct element {
	struct container *container;
	struct question *question;
};

struct calculated {
	const char *name, *lower; /* the same in lower case */
	struct expression *expression;
	bool in_result;
};

struct questionnaire {
	struct arena arena;
	json_t *document; /* its own reference */
	enum clearing clearing;
	double max_text_length, max_comment_length; /* code points; NaN for none */
	struct container **pages;
	size_t pages_n, containers_n;
	struct question **questions; /* in the order of the document */
	size_t questions_n;
	struct calculated *calculated;
	size_t calculated_n;
};

/* Reads a document. NULL with *errors, a new array of {path, code, name}, where path is like pages[0].elements[2].type
 * and name what is refused there ("" where the path says it). NULL in *errors without memory. */
struct questionnaire *questionnaire_read(json_t *document, json_t **errors) __attribute__((warn_unused_result));

void questionnaire_free(struct questionnaire *questionnaire);

/* The question of a name, or NULL. */
struct question *questionnaire_question(const struct questionnaire *questionnaire, const char *name);

/* The text of a localised string in a language, else in the survey's own, else any; NULL for none. */
const char *questionnaire_text(const json_t *text, const char *language);

bool question_selects(const struct question *question); /* one or several of choices */
bool question_selects_several(const struct question *question);
bool question_has_other(const struct question *question);

#endif
