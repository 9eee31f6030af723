#include "survey_draw.h"

#include "questionnaire.h"
#include "survey_form.h"
#include "survey_plan.h"

#include <stdlib.h>

/* The form in one language. NULL without memory. */
static json_t *form_in(const struct pages *pages, const struct questionnaire *questionnaire, const char *lang)
{
	struct survey_form form = { .questionnaire = questionnaire, .pages = pages, .lang = lang };
	char *html = survey_form_html(&form);
	json_t *text = html ? json_string(html) : NULL;
	free(html);
	return text;
}

json_t *survey_draw(const struct pages *pages, const char *text, json_t **errors)
{
	json_t *document = json_loads(text, JSON_REJECT_DUPLICATES, NULL), *drawn = NULL;
	*errors = NULL;
	struct questionnaire *questionnaire = json_is_object(document) ? questionnaire_read(document, errors) : NULL;
	if (questionnaire)
		drawn = json_pack("{ss s{so so} so so}", "document", text, "form", "zh-CN",
			form_in(pages, questionnaire, "zh-CN"), "en", form_in(pages, questionnaire, "en"), "questions",
			survey_form_questions(questionnaire, pages), "plan", survey_plan(questionnaire));
	questionnaire_free(questionnaire);
	json_decref(document);
	return drawn;
}
