/* The controls of a survey's questions, one kind for each type. */
#ifndef XQ_SURVEY_CONTROLS_H
#define XQ_SURVEY_CONTROLS_H

#include "buf.h"
#include "survey_form.h"

#include <stdbool.h>

enum { DRAWING_CONTROL_MAX = 40 };

struct drawing {
	struct buf out;
	const struct survey_form *form; /* borrowed */
	size_t shown; /* questions drawn so far */
};

/* Appends a text as it stands between tags or inside a quoted attribute; nothing for NULL. */
void drawing_text(struct buf *out, const char *text);

/* The catalogue's survey.<name>; "" where there is none. */
const char *drawing_word(const struct drawing *d, const char *name);

/* A localised text of the document, or such a member of an element; NULL where there is none. */
const char *drawing_local(const struct drawing *d, const json_t *text);
const char *drawing_member(const struct drawing *d, const json_t *json, const char *name);

/* Draws what was refused at a control. */
void drawing_errors(struct drawing *d, const char *control);

/* The name of a control: q3, q3-other with part, q3-2 with a place that is not below zero. */
void drawing_control(char out[DRAWING_CONTROL_MAX], const struct question *q, const char *part, long place);

/* Draws everything that a question is answered with. Not for html, which is not answered. */
void survey_control(struct drawing *d, const struct question *q);

/* Whether its controls share a legend, instead of one control having a label. */
bool survey_control_grouped(const struct question *q);

#endif
