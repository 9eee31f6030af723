/* What closed surveys say: their figures, one question by another, open answers; and the figures as files. */
#include "console.h"
#include "console_export.h"
#include "exchange.h"

static const struct field cross_fields[] = {
	{ .name = "row", .type = FIELD_TEXT, .max = 100 },
	{ .name = "col", .type = FIELD_TEXT, .max = 100 },
	{ 0 },
};

static const struct field words_fields[] = {
	{ .name = "q", .type = FIELD_TEXT, .max = 100 },
	{ .name = "word", .type = FIELD_TEXT, .max = 30 },
	{ .name = "channel", .type = FIELD_TEXT, .max = 100 },
	{ .name = "chose", .type = FIELD_TEXT, .max = 200 },
	{ .name = "after", .type = FIELD_TEXT, .max = 100 },
	{ 0 },
};

#define RESULTS "SELECT console.survey_results($1::jsonb, $2::jsonb)"

static int results_csv(struct exchange *x)
{
	return console_csv(x, RESULTS);
}

static int results_xlsx(struct exchange *x)
{
	return console_xlsx(x, RESULTS);
}

static int results_json(struct exchange *x)
{
	return console_json(x, RESULTS);
}

static const struct route routes[] = {
	{ .method = "GET",
		.path = "/console/surveys/{id}/results",
		.need = NEED_SESSION,
		.fields = cross_fields,
		.sql = RESULTS,
		.page = "survey_results" },
	{ .method = "GET", .path = "/console/surveys/{id}/results.csv", .need = NEED_SESSION, .own = results_csv },
	{ .method = "GET", .path = "/console/surveys/{id}/results.xlsx", .need = NEED_SESSION, .own = results_xlsx },
	{ .method = "GET", .path = "/console/surveys/{id}/results.json", .need = NEED_SESSION, .own = results_json },
	{ .method = "GET",
		.path = "/console/surveys/{id}/words",
		.need = NEED_SESSION,
		.fields = words_fields,
		.sql = "SELECT console.survey_words($1::jsonb, $2::jsonb)",
		.page = "survey_words" },
};

const struct route_table console_survey_results = ROUTE_TABLE(routes);
