/* xq-reader: what everybody may read. */
#include "health.h"
#include "service.h"

static const struct route routes[] = {
	{ .method = "GET",
		.path = "/",
		.need = NEED_NOBODY,
		.cached = true,
		.sql = "SELECT reader.home($1::jsonb, $2::jsonb)",
		.page = "home" },
	{ .method = "GET",
		.path = "/progress",
		.need = NEED_NOBODY,
		.cached = true,
		.sql = "SELECT reader.progress($1::jsonb, $2::jsonb)",
		.page = "progress" },
	{ .method = "GET",
		.path = "/progress/cases/{id}",
		.need = NEED_NOBODY,
		.cached = true,
		.sql = "SELECT reader.case_page($1::jsonb, $2::jsonb)",
		.page = "case" },
	{ .method = "GET",
		.path = "/results",
		.need = NEED_NOBODY,
		.cached = true,
		.sql = "SELECT reader.results($1::jsonb, $2::jsonb)",
		.page = "results" },
	{ .method = "GET",
		.path = "/results/{code}",
		.need = NEED_NOBODY,
		.cached = true,
		.sql = "SELECT reader.survey_result($1::jsonb, $2::jsonb)",
		.page = "survey_result" },
	{ .method = "GET",
		.path = "/privacy",
		.need = NEED_NOBODY,
		.cached = true,
		.sql = "SELECT reader.notice($1::jsonb, $2::jsonb)",
		.page = "privacy" },
	{ .method = "GET", .path = "/healthz", .need = NEED_NOBODY, .face = FACE_PLAIN, .own = health_show },
	{ .method = "GET", .path = "/metrics", .need = NEED_NOBODY, .face = FACE_PLAIN, .own = health_metrics },
};

static const struct route_table tables[] = { ROUTE_TABLE(routes), { 0 } };

int main(int argc, char **argv)
{
	static const struct program program = { .name = "xq-reader", .tables = tables };
	return service_main(&program, argc, argv);
}
