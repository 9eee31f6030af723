/* Surveys as people answer them. What was answered is checked and sealed before SQL is told that somebody answered. */
#include "exchange.h"
#include "intake.h"
#include "page.h"
#include "service.h"
#include "survey_response.h"

#include <stdio.h>

enum { VERSION_MAX = 100000 };

static const struct field source_fields[] = {
	{ .name = "src", .type = FIELD_CODE, .max = 32 },
	{ 0 },
};

static const struct field answer_fields[] = {
	{ .name = "key", .type = FIELD_UUID, .required = true },
	{ .name = "n", .type = FIELD_INT, .required = true, .min = 1, .max = VERSION_MAX },
	{ .name = "src", .type = FIELD_CODE, .max = 32 },
	{ .name = "token", .type = FIELD_TEXT, .max = 64 },
	{ 0 },
};

#define SURVEY "SELECT intake.survey($1::jsonb, $2::jsonb)"
#define DOCUMENT "SELECT intake.survey_document($1::jsonb, $2::jsonb)"

static int no_memory(struct exchange *x)
{
	return failure_set(&x->failure, 500, "internal");
}

static int take(struct exchange *x)
{
	return survey_response_take(x, DOCUMENT);
}

static int redraw(struct exchange *x)
{
	return survey_response_redraw(x, DOCUMENT);
}

/* Why it cannot be answered now, in words. */
static int say_refused(struct exchange *x)
{
	char dotted[96];
	const char *code = json_string_value(json_object_get(x->answer, "refused"));
	if (!code)
		return 0;
	snprintf(dotted, sizeof dotted, "errors.%s.detail", code);
	const char *text = pages_text(x->service->pages, x->request.view.lang, dotted);
	return json_object_set_new(x->answer, "refused_text", json_string(text ? text : "")) ? no_memory(x) : 0;
}

static const struct route routes[] = {
	{ .method = "GET",
		.path = "/surveys",
		.need = NEED_NOBODY,
		.sql = "SELECT intake.surveys($1::jsonb, $2::jsonb)",
		.page = "surveys" },
	{ .method = "GET",
		.path = "/surveys/{code}",
		.need = NEED_NOBODY,
		.fields = source_fields,
		.sql = SURVEY,
		.after = say_refused,
		.page = "survey" },
	{ .method = "POST",
		.path = "/surveys/{code}",
		.need = NEED_NOBODY,
		.fields = answer_fields,
		.loose = true,
		.before = take,
		.sql = "SELECT intake.answer($1::jsonb, $2::jsonb)",
		.after = survey_response_told,
		.page = "survey_thanks",
		.again_sql = SURVEY,
		.again_page = "survey",
		.redraw = redraw },
};

const struct route_table intake_surveys = ROUTE_TABLE(routes);
