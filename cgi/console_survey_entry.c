/* 代录: a clerk types in what came on paper. It is checked and sealed like any other response, and marked as typed in. */
#include "console.h"
#include "exchange.h"
#include "survey_response.h"

static const struct field entry_fields[] = {
	{ .name = "key", .type = FIELD_UUID, .required = true },
	{ .name = "n", .type = FIELD_INT, .required = true, .min = 1, .max = 100000 },
	{ .name = "src", .type = FIELD_CODE, .max = 32 },
	{ .name = "void", .type = FIELD_BOOL },
	{ 0 },
};

#define ENTRY "SELECT console.survey_entry($1::jsonb, $2::jsonb)"
#define DOCUMENT "SELECT console.survey_document($1::jsonb, $2::jsonb)"

static int take(struct exchange *x)
{
	return survey_response_take(x, DOCUMENT);
}

static int redraw(struct exchange *x)
{
	return survey_response_redraw(x, DOCUMENT);
}

static const struct route routes[] = {
	{ .method = "GET",
		.path = "/console/surveys/{id}/entry",
		.need = NEED_SESSION,
		.sql = ENTRY,
		.page = "survey_entry" },
	{ .method = "POST",
		.path = "/console/surveys/{id}/entry",
		.need = NEED_SESSION,
		.fields = entry_fields,
		.loose = true,
		.before = take,
		.sql = "SELECT console.survey_answer($1::jsonb, $2::jsonb)",
		.after = survey_response_told,
		.page = "survey_entry",
		.done = "entry",
		.again_sql = ENTRY,
		.again_page = "survey_entry",
		.redraw = redraw },
};

const struct route_table console_survey_entry = ROUTE_TABLE(routes);
