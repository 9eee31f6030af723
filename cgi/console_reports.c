/* The views: as a page, and as a file to take away. */
#include "console.h"
#include "db.h"
#include "exchange.h"
#include "export.h"
#include "log.h"

#include <stdio.h>

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
	{ .name = "age", .type = FIELD_TEXT, .max = 100 },
	{ .name = "due", .type = FIELD_TEXT, .max = 100 },
	{ .name = "part", .type = FIELD_TEXT, .max = 100 },
	{ .name = "from", .type = FIELD_DATE },
	{ .name = "to", .type = FIELD_DATE },
	{ .name = "after", .type = FIELD_TEXT, .max = 100 },
	{ 0 },
};

#define REPORT "SELECT console.report($1::jsonb, $2::jsonb)"

static int into_reply(void *to, const void *data, size_t len)
{
	struct buf *body = to;
	buf_put(body, data, len);
	return body->failed ? -1 : 0;
}

/* The name is one that the database has just found among its reports. */
static void name_file(struct exchange *x, const char *suffix)
{
	char value[128];
	snprintf(value, sizeof value, "attachment; filename=\"%s.%s\"",
		json_string_value(json_object_get(x->params, "name")), suffix);
	reply_header(&x->reply, "Content-Disposition", value);
	reply_header(&x->reply, "Cache-Control", "no-store");
}

/* All rows of the report at once, where a page of it shows some. */
static int export_report(struct exchange *x, const char *suffix, const char *type,
	int (*write)(const json_t *report, export_sink sink, void *to))
{
	json_object_set_new(x->args, "export", json_string(suffix));
	if (db_call(x->service->db, REPORT, x->ctx, x->args, &x->answer, &x->failure))
		return -1;
	reply_start(&x->reply, 200, type);
	name_file(x, suffix);
	if (!write(x->answer, into_reply, &x->reply.body))
		return 0;
	log_line(LOG_ERROR, "request %s: a report could not be written as %s", x->request.id, suffix);
	reply_free(&x->reply);
	return failure_set(&x->failure, 500, "internal");
}

static int report_csv(struct exchange *x)
{
	return export_report(x, "csv", "text/csv; charset=utf-8", export_csv);
}

static int report_xlsx(struct exchange *x)
{
	return export_report(x, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", export_xlsx);
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
		.own = report_csv },
	{ .method = "GET",
		.path = "/console/reports/{name}.xlsx",
		.need = NEED_SESSION,
		.fields = report_filters,
		.open = true,
		.own = report_xlsx },
};

const struct route_table console_reports = ROUTE_TABLE(routes);
