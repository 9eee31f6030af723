/* xq-console: the staff's desks, where opinions become problems and problems are put right. */
#include "config.h"
#include "db.h"
#include "exchange.h"
#include "export.h"
#include "log.h"
#include "seal.h"
#include "service.h"
#include "signin.h"

#include <stdio.h>

static const struct field signin_fields[] = {
	{ .name = "username", .type = FIELD_TEXT, .required = true, .max = 32 },
	{ .name = "password", .type = FIELD_SECRET, .required = true, .max = 200 },
	{ 0 },
};

static const struct field action_fields[] = {
	{ .name = "key", .type = FIELD_UUID },
	{ .name = "version", .type = FIELD_INT, .max = 1000000000 },
	{ 0 },
};

static const struct field look_fields[] = {
	{ .name = "reason", .type = FIELD_LONGTEXT, .required = true, .min = 4, .max = 500 },
	{ .name = "key", .type = FIELD_UUID },
	{ 0 },
};

static const struct field opinion_filters[] = {
	{ .name = "state", .type = FIELD_TEXT, .max = 100 },
	{ .name = "kind", .type = FIELD_TEXT, .max = 100 },
	{ .name = "category", .type = FIELD_TEXT, .max = 100 },
	{ .name = "office", .type = FIELD_TEXT, .max = 100 },
	{ .name = "source", .type = FIELD_TEXT, .max = 100 },
	{ .name = "from", .type = FIELD_DATE },
	{ .name = "to", .type = FIELD_DATE },
	{ .name = "after", .type = FIELD_TEXT, .max = 100 },
	{ 0 },
};

static const struct field issue_filters[] = {
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

#define OPINION "SELECT console.opinion($1::jsonb, $2::jsonb)"
#define ISSUE "SELECT console.issue($1::jsonb, $2::jsonb)"
#define REPORT "SELECT console.report($1::jsonb, $2::jsonb)"
#define WHOAMI "SELECT console.whoami($1::jsonb, $2::jsonb)"
#define SIGNOUT "SELECT console.signout($1::jsonb, $2::jsonb)"

/* The look is on record before anything is opened; what was sealed for the custodian does not open here. */
static int open_contact(struct exchange *x)
{
	const char *sealed = json_string_value(json_object_get(x->answer, "sealed"));
	json_t *contact = sealed ? seal_open_contact(x->service->config->keys, sealed) : NULL;
	json_object_del(x->answer, "sealed");
	json_object_del(x->answer, "seal_key");
	if (!contact)
		return failure_set(&x->failure, 422, "contact.closed");
	return json_object_set_new(x->answer, "contact", contact) ? failure_set(&x->failure, 500, "internal") : 0;
}

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
	{ .method = "GET", .path = "/console/session", .need = NEED_NOBODY, .sql = WHOAMI, .page = "signin" },
	{ .method = "POST",
		.path = "/console/session",
		.need = NEED_NOBODY,
		.fields = signin_fields,
		.own = signin_open,
		.then = "/console",
		.again_sql = WHOAMI,
		.again_page = "signin" },
	{ .method = "DELETE",
		.path = "/console/session",
		.need = NEED_SESSION,
		.face = FACE_API,
		.sql = SIGNOUT,
		.after = signin_close },
	{ .method = "POST",
		.path = "/console/session/end",
		.need = NEED_SESSION,
		.sql = SIGNOUT,
		.after = signin_close,
		.then = "/console/session" },
	{ .method = "GET",
		.path = "/console",
		.need = NEED_SESSION,
		.sql = "SELECT console.desk($1::jsonb, $2::jsonb)",
		.page = "desk" },
	{ .method = "GET",
		.path = "/console/opinions",
		.need = NEED_SESSION,
		.fields = opinion_filters,
		.sql = "SELECT console.opinions($1::jsonb, $2::jsonb)",
		.page = "inbox" },
	{ .method = "GET",
		.path = "/console/opinions/{id}",
		.need = NEED_SESSION,
		.sql = OPINION,
		.page = "opinion_staff" },
	{ .method = "POST",
		.path = "/console/opinions/{id}/actions/{action}",
		.need = NEED_SESSION,
		.fields = action_fields,
		.open = true,
		.sql = "SELECT console.opinion_action($1::jsonb, $2::jsonb)",
		.then = "/console/opinions/{id}",
		.done = "{action}",
		.again_sql = OPINION,
		.again_page = "opinion_staff" },
	{ .method = "POST",
		.path = "/console/opinions/{id}/contact",
		.need = NEED_SESSION,
		.fields = look_fields,
		.sql = "SELECT console.contact_look($1::jsonb, $2::jsonb)",
		.after = open_contact,
		.page = "contact",
		.again_sql = OPINION,
		.again_page = "opinion_staff" },
	{ .method = "GET",
		.path = "/console/issues",
		.need = NEED_SESSION,
		.fields = issue_filters,
		.sql = "SELECT console.issues($1::jsonb, $2::jsonb)",
		.page = "issues" },
	{ .method = "GET", .path = "/console/issues/{id}", .need = NEED_SESSION, .sql = ISSUE, .page = "issue" },
	{ .method = "POST",
		.path = "/console/issues/{id}/actions/{action}",
		.need = NEED_SESSION,
		.fields = action_fields,
		.open = true,
		.sql = "SELECT console.issue_action($1::jsonb, $2::jsonb)",
		.then = "/console/issues/{id}",
		.done = "{action}",
		.again_sql = ISSUE,
		.again_page = "issue" },
	{ .method = "GET",
		.path = "/console/reports",
		.need = NEED_SESSION,
		.sql = "SELECT console.reports($1::jsonb, $2::jsonb)",
		.page = "reports" },
	{ .method = "GET",
		.path = "/console/reports/{name}",
		.need = NEED_SESSION,
		.fields = issue_filters,
		.open = true,
		.sql = REPORT,
		.page = "report" },
	{ .method = "GET",
		.path = "/console/reports/{name}.csv",
		.need = NEED_SESSION,
		.fields = issue_filters,
		.open = true,
		.own = report_csv },
	{ .method = "GET",
		.path = "/console/reports/{name}.xlsx",
		.need = NEED_SESSION,
		.fields = issue_filters,
		.open = true,
		.own = report_xlsx },
};

int main(int argc, char **argv)
{
	static const struct program program = {
		.name = "xq-console", .routes = routes, .n = sizeof routes / sizeof routes[0], .keys = true, .sessions = true
	};
	return service_main(&program, argc, argv);
}
