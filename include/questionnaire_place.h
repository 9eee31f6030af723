/* What the names in expressions stand for. */
#ifndef XQ_QUESTIONNAIRE_PLACE_H
#define XQ_QUESTIONNAIRE_PLACE_H

#include "questionnaire.h"

/* A part of a name: a.b[2].c has three. */
struct segment {
	const char *name;
	bool indexed;
	double index;
};

enum place_kind { PLACE_QUESTION, PLACE_SELF, PLACE_ITEM, PLACE_CALCULATED, PLACE_COMMENT };

struct place {
	enum place_kind kind;
	bool in_panel; /* named by its panel, where only the question itself is looked at */
	struct question *question;
	struct calculated *calculated;
	const char *name; /* as written, all of it */
	struct segment first, *rest;
	size_t rest_n;
};

#endif
