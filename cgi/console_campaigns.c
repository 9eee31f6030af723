/* The half-year campaigns of looking back at what was struck off. */
#include "console.h"

static const struct field start_fields[] = {
	{ .name = "key", .type = FIELD_UUID },
	{ .name = "version", .type = FIELD_INT, .max = 1000000000 },
	{ 0 },
};

#define CAMPAIGNS "SELECT console.campaigns($1::jsonb, $2::jsonb)"

static const struct route routes[] = {
	{ .method = "GET", .path = "/console/campaigns", .need = NEED_SESSION, .sql = CAMPAIGNS, .page = "campaigns" },
	{ .method = "POST",
		.path = "/console/campaigns",
		.need = NEED_SESSION,
		.fields = start_fields,
		.open = true,
		.sql = "SELECT console.campaign_start($1::jsonb, $2::jsonb)",
		.then = "/console/campaigns",
		.done = "start",
		.again_sql = CAMPAIGNS,
		.again_page = "campaigns" },
	{ .method = "GET",
		.path = "/console/campaigns/{id}",
		.need = NEED_SESSION,
		.sql = "SELECT console.campaign($1::jsonb, $2::jsonb)",
		.page = "campaign" },
};

const struct route_table console_campaigns = ROUTE_TABLE(routes);
