/* The lists: issued for a meeting, kept as they were, compared; and the ledger of an office, loaded from its workbook. */
#include "console.h"
#include "console_export.h"
#include "exchange.h"

static const struct field after_fields[] = {
	{ .name = "after", .type = FIELD_TEXT, .max = 100 },
	{ 0 },
};

/* Filters travel as filter_state, filter_office and so on; the function knows which there are. */
static const struct field issue_fields[] = {
	{ .name = "key", .type = FIELD_UUID },
	{ .name = "version", .type = FIELD_INT, .max = 1000000000 },
	{ .name = "list", .type = FIELD_CODE, .required = true, .max = 40 },
	{ 0 },
};

static const struct field compare_fields[] = {
	{ .name = "with", .type = FIELD_INT, .required = true, .min = 1, .max = 1000000000 },
	{ 0 },
};

#define LIST_ISSUE "SELECT console.list_issue($1::jsonb, $2::jsonb)"

static int list_csv(struct exchange *x)
{
	return console_csv(x, LIST_ISSUE);
}

static int list_xlsx(struct exchange *x)
{
	return console_xlsx(x, LIST_ISSUE);
}

/* The page goes on to what was made, whose number only the answer knows. */
static int go_to_it(struct exchange *x)
{
	json_t *id = json_object_get(x->answer, "id");
	return json_object_set(x->params, "id", id) ? failure_set(&x->failure, 500, "internal") : 0;
}

static const struct route routes[] = {
	{ .method = "GET",
		.path = "/console/lists",
		.need = NEED_SESSION,
		.fields = after_fields,
		.sql = "SELECT console.lists($1::jsonb, $2::jsonb)",
		.page = "lists" },
	{ .method = "POST",
		.path = "/console/lists",
		.need = NEED_SESSION,
		.fields = issue_fields,
		.open = true,
		.sql = "SELECT console.issue_list($1::jsonb, $2::jsonb)",
		.after = go_to_it,
		.then = "/console/lists/{id}",
		.again_sql = "SELECT console.lists($1::jsonb, $2::jsonb)",
		.again_page = "lists" },
	{ .method = "GET", .path = "/console/lists/{id}", .need = NEED_SESSION, .sql = LIST_ISSUE, .page = "list_issue" },
	{ .method = "GET", .path = "/console/lists/{id}.csv", .need = NEED_SESSION, .own = list_csv },
	{ .method = "GET", .path = "/console/lists/{id}.xlsx", .need = NEED_SESSION, .own = list_xlsx },
	{ .method = "GET",
		.path = "/console/lists/{id}/compare",
		.need = NEED_SESSION,
		.fields = compare_fields,
		.sql = "SELECT console.compare_lists($1::jsonb, $2::jsonb)",
		.page = "list_compare" },
};

const struct route_table console_lists = ROUTE_TABLE(routes);
