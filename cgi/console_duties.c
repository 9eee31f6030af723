/* What offices owe: the lists of main responsibility, kept and handed in. */
#include "console.h"
#include "service.h"

static const struct field after_fields[] = {
	{ .name = "after", .type = FIELD_TEXT, .max = 100 },
	{ 0 },
};

static const struct field action_fields[] = {
	{ .name = "key", .type = FIELD_UUID },
	{ .name = "version", .type = FIELD_INT, .max = 1000000000 },
	{ 0 },
};

#define DUTY "SELECT console.duty($1::jsonb, $2::jsonb)"

static const struct route routes[] = {
	{ .method = "GET",
		.path = "/console/duties",
		.need = NEED_SESSION,
		.fields = after_fields,
		.sql = "SELECT console.duties($1::jsonb, $2::jsonb)",
		.page = "duties" },
	{ .method = "GET", .path = "/console/duties/{id}", .need = NEED_SESSION, .sql = DUTY, .page = "duty" },
	{ .method = "POST",
		.path = "/console/duties/{id}/actions/{action}",
		.need = NEED_SESSION,
		.fields = action_fields,
		.open = true,
		.sql = "SELECT console.duty_action($1::jsonb, $2::jsonb)",
		.then = "/console/duties/{id}",
		.done = "{action}",
		.again_sql = DUTY,
		.again_page = "duty" },
};

const struct route_table console_duties = ROUTE_TABLE(routes);
