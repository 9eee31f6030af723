/* Circulars: figures of a period with words around them, drafted by one, issued by another. */
#include "console.h"
#include "exchange.h"

#include <stdio.h>

static const struct field draft_fields[] = {
	{ .name = "period", .type = FIELD_TEXT, .required = true, .min = 4, .max = 7 },
	{ .name = "key", .type = FIELD_UUID },
	{ .name = "version", .type = FIELD_INT, .max = 1000000000 },
	{ 0 },
};

static const struct field action_fields[] = {
	{ .name = "key", .type = FIELD_UUID },
	{ .name = "version", .type = FIELD_INT, .max = 1000000000 },
	{ 0 },
};

static const struct field list_fields[] = {
	{ .name = "after", .type = FIELD_TEXT, .max = 100 },
	{ 0 },
};

#define CIRCULAR "SELECT console.circular($1::jsonb, $2::jsonb)"
#define CIRCULARS "SELECT console.circulars($1::jsonb, $2::jsonb)"

/* A page goes on to the draft that it has just made. */
static int lead_to_draft(struct exchange *x)
{
	return console_lead_to(x, "circular");
}

static const struct route routes[] = {
	{ .method = "GET",
		.path = "/console/circulars",
		.need = NEED_SESSION,
		.fields = list_fields,
		.sql = CIRCULARS,
		.page = "circulars" },
	{ .method = "POST",
		.path = "/console/circulars",
		.need = NEED_SESSION,
		.fields = draft_fields,
		.sql = "SELECT console.circular_draft($1::jsonb, $2::jsonb)",
		.after = lead_to_draft,
		.then = "/console/circulars/{id}",
		.again_sql = CIRCULARS,
		.again_page = "circulars" },
	{ .method = "GET", .path = "/console/circulars/{id}", .need = NEED_SESSION, .sql = CIRCULAR, .page = "circular" },
	{ .method = "POST",
		.path = "/console/circulars/{id}/actions/{action}",
		.need = NEED_SESSION,
		.fields = action_fields,
		.open = true,
		.sql = "SELECT console.circular_action($1::jsonb, $2::jsonb)",
		.then = "/console/circulars/{id}",
		.done = "{action}",
		.again_sql = CIRCULAR,
		.again_page = "circular" },
};

const struct route_table console_circulars = ROUTE_TABLE(routes);
