/* xq-console: the staff's desks, where opinions become problems and problems are put right. */
#include "console.h"
#include "config.h"
#include "exchange.h"
#include "seal.h"
#include "service.h"
#include "signin.h"

#include <stdio.h>

static const struct field signin_fields[] = {
	{ .name = "username", .type = FIELD_TEXT, .required = true, .max = 32 },
	{ .name = "password", .type = FIELD_SECRET, .required = true, .max = 200 },
	{ 0 },
};

const struct field console_action_fields[] = {
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

#define OPINION "SELECT console.opinion($1::jsonb, $2::jsonb)"
#define ISSUE "SELECT console.issue($1::jsonb, $2::jsonb)"
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

int console_lead_to(struct exchange *x, const char *member)
{
	json_t *id = json_object_get(json_object_get(x->answer, member), "id");
	char text[24];
	snprintf(text, sizeof text, "%" JSON_INTEGER_FORMAT, json_integer_value(id));
	return json_object_set_new(x->params, "id", json_string(text)) ? failure_set(&x->failure, 500, "internal") : 0;
}

static const struct route desk_routes[] = {
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
		.fields = console_action_fields,
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
		.fields = console_issue_filters,
		.sql = "SELECT console.issues($1::jsonb, $2::jsonb)",
		.page = "issues" },
	{ .method = "GET", .path = "/console/issues/{id}", .need = NEED_SESSION, .sql = ISSUE, .page = "issue" },
	{ .method = "POST",
		.path = "/console/issues/{id}/actions/{action}",
		.need = NEED_SESSION,
		.fields = console_action_fields,
		.open = true,
		.sql = "SELECT console.issue_action($1::jsonb, $2::jsonb)",
		.then = "/console/issues/{id}",
		.done = "{action}",
		.again_sql = ISSUE,
		.again_page = "issue" },
};

int main(int argc, char **argv)
{
	const struct route_table tables[] = { ROUTE_TABLE(desk_routes), console_admin, console_calendar, console_campaigns,
		console_circulars, console_duties, console_evidence, console_lists, console_password, console_search,
		console_supervision, console_reports, console_survey_edit, console_survey_entry, console_survey_publish,
		console_survey_reach, console_survey_results, console_surveys, console_telling, { 0 } };
	const struct program program = { .name = "xq-console", .tables = tables, .keys = true, .sessions = true };
	return service_main(&program, argc, argv);
}
