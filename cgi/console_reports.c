/* The views: as a page, and as a file to take away. */
#include "console.h"
#include "console_export.h"
#include "exchange.h"

const struct field console_issue_filters[] = {
	{ .name = "state", .type = FIELD_TEXT, .max = 100 },
	{ .name = "office", .type = FIELD_TEXT, .max = 100 },
	{ .name = "category", .type = FIELD_TEXT, .max = 100 },
	{ .name = "source", .type = FIELD_TEXT, .max = 100 },
	{ .name = "lamp", .type = FIELD_TEXT, .max = 100 },
	{ .name = "rectify_type", .type = FIELD_TEXT, .max = 100 },
	{ .name = "key_issue", .type = FIELD_TEXT, .max = 100 },
	{ .name = "rebound", .type = FIELD_TEXT, .max = 100 },
	{ .name = "from", .type = FIELD_DATE },
	{ .name = "to", .type = FIELD_DATE },
	{ .name = "after", .type = FIELD_TEXT, .max = 100 },
	{ 0 },
};

/* What any report is narrowed by; each report says which of these it knows. */
static const struct field report_filters[] = {
	{ .name = "state", .type = FIELD_TEXT, .max = 100 },
	{ .name = "office", .type = FIELD_TEXT, .max = 100 },
	{ .name = "category", .type = FIELD_TEXT, .max = 100 },
	{ .name = "main_category", .type = FIELD_TEXT, .max = 100 },
	{ .name = "source", .type = FIELD_TEXT, .max = 100 },
	{ .name = "lamp", .type = FIELD_TEXT, .max = 100 },
	{ .name = "rectify_type", .type = FIELD_TEXT, .max = 100 },
	{ .name = "key_issue", .type = FIELD_TEXT, .max = 100 },
	{ .name = "rebound", .type = FIELD_TEXT, .max = 100 },
	{ .name = "period", .type = FIELD_TEXT, .max = 100 },
	{ .name = "set", .type = FIELD_TEXT, .max = 100 },
	{ .name = "term", .type = FIELD_TEXT, .max = 100 },
	{ .name = "conclusion", .type = FIELD_TEXT, .max = 100 },
	{ .name = "account", .type = FIELD_TEXT, .max = 100 },
	{ .name = "audit_kind", .type = FIELD_TEXT, .max = 100 },
	{ .name = "duty_office", .type = FIELD_TEXT, .max = 100 },
	{ .name = "age", .type = FIELD_TEXT, .max = 100 },
	{ .name = "due", .type = FIELD_TEXT, .max = 100 },
	{ .name = "part", .type = FIELD_TEXT, .max = 100 },
	{ .name = "from", .type = FIELD_DATE },
	{ .name = "to", .type = FIELD_DATE },
	{ .name = "after", .type = FIELD_TEXT, .max = 100 },
	{ 0 },
};

#define REPORT "SELECT console.report($1::jsonb, $2::jsonb)"

static int report_csv(struct exchange *x)
{
	return console_csv(x, REPORT);
}

static int report_xlsx(struct exchange *x)
{
	return console_xlsx(x, REPORT);
}

static const struct route routes[] = {
	{ .method = "GET",
		.path = "/console/reports",
		.need = NEED_SESSION,
		.sql = "SELECT console.reports($1::jsonb, $2::jsonb)",
		.page = "reports" },
	{ .method = "GET",
		.path = "/console/reports/{name}",
		.need = NEED_SESSION,
		.fields = report_filters,
		.open = true,
		.sql = REPORT,
		.page = "report" },
	{ .method = "GET",
		.path = "/console/reports/{name}.csv",
		.need = NEED_SESSION,
		.fields = report_filters,
		.open = true,
		.large = true,
		.own = report_csv },
	{ .method = "GET",
		.path = "/console/reports/{name}.xlsx",
		.need = NEED_SESSION,
		.fields = report_filters,
		.open = true,
		.large = true,
		.own = report_xlsx },
};

const struct route_table console_reports = ROUTE_TABLE(routes);
