/* The work calendar and the limits that are counted by it. */
#include "console.h"
#include "exchange.h"

enum { NOTICE_MAX_CHARS = 60000 };

static const struct field action_fields[] = {
	{ .name = "key", .type = FIELD_UUID },
	{ .name = "version", .type = FIELD_INT, .max = 1000000000 },
	{ 0 },
};

/* The text of a notice goes from the preview to the import as it is. */
static const struct field notice_fields[] = {
	{ .name = "text", .type = FIELD_LONGTEXT, .required = true, .min = 8, .max = NOTICE_MAX_CHARS },
	{ .name = "key", .type = FIELD_UUID },
	{ .name = "version", .type = FIELD_INT, .max = 1000000000 },
	{ 0 },
};

/* The page goes on to the year that was imported, which is rarely the present one. */
static int go_to_year(struct exchange *x)
{
	json_t *year = json_object_get(x->answer, "year");
	return json_object_set(x->params, "id", year) ? failure_set(&x->failure, 500, "internal") : 0;
}

#define YEAR "SELECT console.calendar($1::jsonb, $2::jsonb)"
#define IMPORT_FORM "SELECT console.calendar_import_form($1::jsonb, $2::jsonb)"

static const struct route routes[] = {
	{ .method = "GET",
		.path = "/console/calendar",
		.need = NEED_SESSION,
		.sql = "SELECT console.calendar_now($1::jsonb, $2::jsonb)",
		.page = "calendar" },
	{ .method = "GET", .path = "/console/calendar/{id}", .need = NEED_SESSION, .sql = YEAR, .page = "calendar" },
	{ .method = "POST",
		.path = "/console/calendar/{id}/actions/{action}",
		.need = NEED_SESSION,
		.fields = action_fields,
		.open = true,
		.sql = "SELECT console.calendar_action($1::jsonb, $2::jsonb)",
		.then = "/console/calendar/{id}",
		.done = "{action}",
		.again_sql = YEAR,
		.again_page = "calendar" },
	{ .method = "GET",
		.path = "/console/calendar/import",
		.need = NEED_SESSION,
		.sql = IMPORT_FORM,
		.page = "calendar_import" },
	{ .method = "POST",
		.path = "/console/calendar/preview",
		.need = NEED_SESSION,
		.fields = notice_fields,
		.sql = "SELECT console.calendar_preview($1::jsonb, $2::jsonb)",
		.page = "calendar_import",
		.again_sql = IMPORT_FORM,
		.again_page = "calendar_import" },
	{ .method = "POST",
		.path = "/console/calendar/import",
		.need = NEED_SESSION,
		.fields = notice_fields,
		.sql = "SELECT console.calendar_import($1::jsonb, $2::jsonb)",
		.after = go_to_year,
		.then = "/console/calendar/{id}",
		.done = "import",
		.again_sql = IMPORT_FORM,
		.again_page = "calendar_import" },
	{ .method = "GET",
		.path = "/console/deadlines",
		.need = NEED_SESSION,
		.sql = "SELECT console.deadlines($1::jsonb, $2::jsonb)",
		.page = "deadlines" },
};

const struct route_table console_calendar = ROUTE_TABLE(routes);
