/* Search over what staff may see, and the hot spots that come of many opinions on one thing. */
#include "console.h"

static const struct field search_fields[] = {
	{ .name = "q", .type = FIELD_TEXT, .max = 100 },
	{ .name = "kind", .type = FIELD_TEXT, .max = 100 },
	{ .name = "state", .type = FIELD_TEXT, .max = 100 },
	{ .name = "category", .type = FIELD_TEXT, .max = 100 },
	{ .name = "office", .type = FIELD_TEXT, .max = 100 },
	{ .name = "from", .type = FIELD_DATE },
	{ .name = "to", .type = FIELD_DATE },
	{ .name = "after", .type = FIELD_TEXT, .max = 100 },
	{ 0 },
};

static const struct field study_fields[] = {
	{ .name = "key", .type = FIELD_UUID },
	{ .name = "version", .type = FIELD_INT, .max = 1000000000 },
	{ 0 },
};

#define HOTSPOT "SELECT console.hotspot($1::jsonb, $2::jsonb)"

static const struct route routes[] = {
	{ .method = "GET",
		.path = "/console/search",
		.need = NEED_SESSION,
		.fields = search_fields,
		.sql = "SELECT console.search($1::jsonb, $2::jsonb)",
		.page = "search" },
	{ .method = "GET",
		.path = "/console/hotspots",
		.need = NEED_SESSION,
		.sql = "SELECT console.hotspots($1::jsonb, $2::jsonb)",
		.page = "hotspots" },
	{ .method = "GET", .path = "/console/hotspots/{id}", .need = NEED_SESSION, .sql = HOTSPOT, .page = "hotspot" },
	{ .method = "POST",
		.path = "/console/hotspots/{id}/actions/study",
		.need = NEED_SESSION,
		.fields = study_fields,
		.open = true,
		.sql = "SELECT console.study_hotspot($1::jsonb, $2::jsonb)",
		.then = "/console/hotspots/{id}",
		.done = "study",
		.again_sql = HOTSPOT,
		.again_page = "hotspot" },
};

const struct route_table console_search = ROUTE_TABLE(routes);
