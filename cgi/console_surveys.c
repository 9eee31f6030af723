/* Surveys as staff make them: a list, a new one from a template or a document, its page, and what may be done with it. */
#include "config.h"
#include "console.h"
#include "exchange.h"
#include "folder.h"
#include "log.h"
#include "service.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

static const struct field list_fields[] = {
	{ .name = "after", .type = FIELD_TEXT, .max = 100 },
	{ .name = "issue", .type = FIELD_TEXT, .max = 20 },
	{ 0 },
};

static const struct field make_fields[] = {
	{ .name = "key", .type = FIELD_UUID },
	{ .name = "version", .type = FIELD_INT, .max = 1000000000 },
	{ .name = "template", .type = FIELD_CODE, .max = 20 },
	{ .name = "document", .type = FIELD_LONGTEXT, .max = 65536 },
	{ 0 },
};

#define SURVEY "SELECT console.survey($1::jsonb, $2::jsonb)"
#define SURVEYS "SELECT console.surveys($1::jsonb, $2::jsonb)"
#define ACT "SELECT console.survey_action($1::jsonb, $2::jsonb)"

/* The product's own document of that name; NULL where there is none. The caller frees. */
static char *template_text(const struct exchange *x, const char *name)
{
	char path[PATH_MAX], why[256];
	size_t len;
	if (snprintf(path, sizeof path, "%s/surveys/%s.json", x->service->config->web_root, name) >= PATH_MAX)
		return NULL;
	char *text = folder_read(path, &len, why, sizeof why);
	if (!text)
		log_line(LOG_WARN, "request %s: no survey template %s", x->request.id, name);
	return text;
}

/* A document that was pasted counts; else the template's. SQL says what is wrong with the template's name. */
static int take_document(struct exchange *x)
{
	const char *name = json_string_value(json_object_get(x->args, "template"));
	if (json_object_get(x->args, "document") || !name)
		return 0;
	char *text = template_text(x, name);
	int wrong = text ? json_object_set_new(x->args, "document", json_string(text)) : 0;
	free(text);
	return wrong ? failure_set(&x->failure, 500, "internal") : 0;
}

/* A page goes on to the questions of the survey that it has just made. */
static int lead_to_survey(struct exchange *x)
{
	return console_lead_to(x, "survey");
}

static const struct route routes[] = {
	{ .method = "GET",
		.path = "/console/surveys",
		.need = NEED_SESSION,
		.fields = list_fields,
		.sql = SURVEYS,
		.page = "surveys_staff" },
	{ .method = "POST",
		.path = "/console/surveys",
		.need = NEED_SESSION,
		.fields = make_fields,
		.open = true,
		.before = take_document,
		.sql = "SELECT console.survey_make($1::jsonb, $2::jsonb)",
		.after = lead_to_survey,
		.then = "/console/surveys/{id}/edit",
		.again_sql = SURVEYS,
		.again_page = "surveys_staff" },
	{ .method = "GET", .path = "/console/surveys/{id}", .need = NEED_SESSION, .sql = SURVEY, .page = "survey_staff" },
	{ .method = "POST",
		.path = "/console/surveys/{id}/actions/{action}",
		.need = NEED_SESSION,
		.fields = console_action_fields,
		.open = true,
		.sql = ACT,
		.then = "/console/surveys/{id}",
		.done = "{action}",
		.again_sql = SURVEY,
		.again_page = "survey_staff" },
};

const struct route_table console_surveys = ROUTE_TABLE(routes);
