/* Supervision: notices to offices, and the talks above them. */
#include "console.h"

static const struct field action_fields[] = {
	{ .name = "key", .type = FIELD_UUID },
	{ .name = "version", .type = FIELD_INT, .max = 1000000000 },
	{ 0 },
};

static const struct field notice_filters[] = {
	{ .name = "level", .type = FIELD_TEXT, .max = 100 },
	{ .name = "state", .type = FIELD_TEXT, .max = 100 },
	{ .name = "office", .type = FIELD_TEXT, .max = 100 },
	{ .name = "after", .type = FIELD_TEXT, .max = 100 },
	{ 0 },
};

static const struct field talk_filters[] = {
	{ .name = "kind", .type = FIELD_TEXT, .max = 100 },
	{ .name = "after", .type = FIELD_TEXT, .max = 100 },
	{ 0 },
};

#define NOTICE "SELECT console.supervision($1::jsonb, $2::jsonb)"
#define TALK "SELECT console.talk($1::jsonb, $2::jsonb)"
#define TALKS "SELECT console.talks($1::jsonb, $2::jsonb)"

static const struct route routes[] = {
	{ .method = "GET",
		.path = "/console/supervisions",
		.need = NEED_SESSION,
		.fields = notice_filters,
		.sql = "SELECT console.supervisions($1::jsonb, $2::jsonb)",
		.page = "supervisions" },
	{ .method = "GET",
		.path = "/console/supervisions/{id}",
		.need = NEED_SESSION,
		.sql = NOTICE,
		.page = "supervision" },
	{ .method = "POST",
		.path = "/console/supervisions/{id}/actions/{action}",
		.need = NEED_SESSION,
		.fields = action_fields,
		.open = true,
		.sql = "SELECT console.supervision_action($1::jsonb, $2::jsonb)",
		.then = "/console/supervisions/{id}",
		.done = "{action}",
		.again_sql = NOTICE,
		.again_page = "supervision" },
	{ .method = "POST",
		.path = "/console/issues/{id}/notices/actions/{action}",
		.need = NEED_SESSION,
		.fields = action_fields,
		.open = true,
		.sql = "SELECT console.issue_notice($1::jsonb, $2::jsonb)",
		.then = "/console/issues/{id}",
		.done = "{action}",
		.again_sql = "SELECT console.issue($1::jsonb, $2::jsonb)",
		.again_page = "issue" },
	{ .method = "GET",
		.path = "/console/talks",
		.need = NEED_SESSION,
		.fields = talk_filters,
		.sql = TALKS,
		.page = "talks" },
	{ .method = "POST",
		.path = "/console/talks/actions/{action}",
		.need = NEED_SESSION,
		.fields = action_fields,
		.open = true,
		.sql = "SELECT console.new_talk($1::jsonb, $2::jsonb)",
		.then = "/console/talks",
		.done = "{action}",
		.again_sql = TALKS,
		.again_page = "talks" },
	{ .method = "GET", .path = "/console/talks/{id}", .need = NEED_SESSION, .sql = TALK, .page = "talk" },
	{ .method = "POST",
		.path = "/console/talks/{id}/actions/{action}",
		.need = NEED_SESSION,
		.fields = action_fields,
		.open = true,
		.sql = "SELECT console.talk_action($1::jsonb, $2::jsonb)",
		.then = "/console/talks/{id}",
		.done = "{action}",
		.again_sql = TALK,
		.again_page = "talk" },
};

const struct route_table console_supervision = ROUTE_TABLE(routes);
