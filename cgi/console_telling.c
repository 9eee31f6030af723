/* How staff are told what waits, and how the outbox is doing. */
#include "console.h"

#define TELLING "SELECT console.telling($1::jsonb, $2::jsonb)"

static const struct route routes[] = {
	{ .method = "GET", .path = "/console/telling", .need = NEED_SESSION, .sql = TELLING, .page = "telling" },
	{ .method = "POST",
		.path = "/console/telling/actions/{action}",
		.need = NEED_SESSION,
		.fields = console_action_fields,
		.open = true,
		.sql = "SELECT console.telling_action($1::jsonb, $2::jsonb)",
		.then = "/console/telling",
		.done = "{action}",
		.again_sql = TELLING,
		.again_page = "telling" },
};

const struct route_table console_telling = ROUTE_TABLE(routes);
