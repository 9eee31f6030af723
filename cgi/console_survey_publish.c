/* Publishing: the document is read for good, drawn in each language, and told to SQL together with the questions that the results
 * are counted by. */
#include "console.h"
#include "db.h"
#include "exchange.h"
#include "service.h"
#include "survey_draw.h"

#define SURVEY "SELECT console.survey($1::jsonb, $2::jsonb)"

static int no_memory(struct exchange *x)
{
	return failure_set(&x->failure, 500, "internal");
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
	json_t *given = text ? survey_draw(x->service->pages, json_string_value(text), &errors) : NULL;
	if (text && !given)
		failure_set(&x->failure, errors ? 409 : 500, errors ? "survey.unsupported" : "internal");
	json_decref(errors);
	json_decref(text);
	if (!given)
		return -1;
	return json_object_set_new(x->args, "given", given) ||
			json_object_set_new(x->args, "action", json_string("publish"))
		? no_memory(x)
		: 0;
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
