/* Publishing: the document is read for good, drawn in each language, and told to SQL together with the questions that the results
 * are counted by. */
#include "console.h"
#include "db.h"
#include "exchange.h"
#include "page.h"
#include "questionnaire.h"
#include "service.h"
#include "survey_form.h"
#include "survey_plan.h"

#include <stdlib.h>

#define SURVEY "SELECT console.survey($1::jsonb, $2::jsonb)"

static int no_memory(struct exchange *x)
{
	return failure_set(&x->failure, 500, "internal");
}

static int draw_in(struct exchange *x, const struct questionnaire *questionnaire, const char *lang, json_t *to)
{
	struct survey_form form = { .questionnaire = questionnaire, .pages = x->service->pages, .lang = lang };
	char *html = survey_form_html(&form);
	int wrong = !html || json_object_set_new(to, lang, json_string(html));
	free(html);
	return wrong ? no_memory(x) : 0;
}

/* What SQL keeps of the version: the very document that was read, and all that is made of it. */
static int give(struct exchange *x, const struct questionnaire *questionnaire, const char *text)
{
	json_t *forms = json_object(), *questions = survey_form_questions(questionnaire, x->service->pages);
	int wrong =
		!forms || !questions || draw_in(x, questionnaire, "zh-CN", forms) || draw_in(x, questionnaire, "en", forms);
	json_t *given = wrong ? NULL
						  : json_pack("{ss sO sO so}", "document", text, "form", forms, "questions", questions, "plan",
								survey_plan(questionnaire));
	json_decref(forms);
	json_decref(questions);
	return given && !json_object_set_new(x->args, "given", given) ? 0 : no_memory(x);
}

/* The document of the survey as it stands, which says as well whether the person may see it. NULL with failure set. */
static json_t *document_of(struct exchange *x)
{
	json_t *args = json_pack("{sO}", "id", json_object_get(x->params, "id")), *answer = NULL, *document = NULL;
	if (!args)
		no_memory(x);
	else if (!db_call(x->service->db, SURVEY, x->ctx, args, &answer, &x->failure))
		document = json_incref(json_object_get(answer, "document"));
	json_decref(args);
	json_decref(answer);
	if (!document && !x->failure.status)
		failure_set(&x->failure, 409, "action_not_now");
	return document;
}

static int render(struct exchange *x)
{
	json_t *errors = NULL, *text = document_of(x);
	json_t *parsed = text ? json_loads(json_string_value(text), JSON_REJECT_DUPLICATES, NULL) : NULL;
	struct questionnaire *questionnaire = parsed ? questionnaire_read(parsed, &errors) : NULL;
	int wrong = -1;
	if (questionnaire)
		wrong = give(x, questionnaire, json_string_value(text));
	else if (text)
		failure_set(&x->failure, 409, "survey.unsupported");
	questionnaire_free(questionnaire);
	json_decref(parsed);
	json_decref(errors);
	json_decref(text);
	if (!wrong && json_object_set_new(x->args, "action", json_string("publish")))
		wrong = no_memory(x);
	return wrong;
}

static const struct route routes[] = {
	{ .method = "POST",
		.path = "/console/surveys/{id}/actions/publish",
		.need = NEED_SESSION,
		.fields = console_action_fields,
		.open = true,
		.before = render,
		.sql = "SELECT console.survey_action($1::jsonb, $2::jsonb)",
		.then = "/console/surveys/{id}",
		.done = "publish",
		.again_sql = SURVEY,
		.again_page = "survey_staff" },
};

const struct route_table console_survey_publish = ROUTE_TABLE(routes);
