/* The lists: issued for a meeting, kept as they were, compared; and the ledger of an office, loaded from its workbook. */
#include "console.h"
#include "console_export.h"
#include "db.h"
#include "exchange.h"
#include "service.h"
#include "upload.h"
#include "xlsx_read.h"

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

static const struct field key_fields[] = {
	{ .name = "key", .type = FIELD_UUID },
	{ 0 },
};

static const struct field paste_fields[] = {
	{ .name = "key", .type = FIELD_UUID },
	{ .name = "text", .type = FIELD_LONGTEXT, .required = true, .min = 2, .max = 60000 },
	{ 0 },
};

#define IMPORT "SELECT console.ledger_import($1::jsonb, $2::jsonb)"
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

/* The form stands on a list's own page: it is drawn again for that list, through the filters that it was sent with. */
static int again_issue(struct exchange *x)
{
	bool done = !json_object_update(x->args, x->request.body) &&
		!json_object_set_new(x->params, "action", json_string("issue"));
	return done ? 0 : failure_set(&x->failure, 500, "internal");
}

/* Only the rows go on: the workbook itself is gone when the request ends. */
static int import_workbook(struct exchange *x)
{
	struct upload upload;
	const char *code;
	if (upload_open(x, &upload))
		return -1;
	json_t *sheet = xlsx_read(upload.fd, &code);
	upload_close(&upload);
	if (!sheet)
		return failure_set(&x->failure, 422, code);
	if (json_object_set_new(x->args, "sheet", sheet))
		return failure_set(&x->failure, 500, "internal");
	return db_call(
		x->service->db, "SELECT console.stage_ledger($1::jsonb, $2::jsonb)", x->ctx, x->args, &x->answer, &x->failure);
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
		.again = again_issue,
		.again_sql = "SELECT console.issue_list_again($1::jsonb, $2::jsonb)",
		.again_page = "lists" },
	{ .method = "GET", .path = "/console/lists/{id}", .need = NEED_SESSION, .sql = LIST_ISSUE, .page = "list_issue" },
	{ .method = "GET", .path = "/console/lists/{id}.csv", .need = NEED_SESSION, .large = true, .own = list_csv },
	{ .method = "GET", .path = "/console/lists/{id}.xlsx", .need = NEED_SESSION, .large = true, .own = list_xlsx },
	{ .method = "GET",
		.path = "/console/lists/{id}/compare",
		.need = NEED_SESSION,
		.fields = compare_fields,
		.sql = "SELECT console.compare_lists($1::jsonb, $2::jsonb)",
		.page = "list_compare" },
	{ .method = "GET",
		.path = "/console/lists/ledger/import",
		.need = NEED_SESSION,
		.sql = "SELECT console.import_form($1::jsonb, $2::jsonb)",
		.page = "import" },
	{ .method = "POST",
		.path = "/console/lists/ledger/import",
		.need = NEED_SESSION,
		.face = FACE_API,
		.fields = key_fields,
		.upload = UPLOAD_MAX,
		.large = true,
		.own = import_workbook },
	{ .method = "POST",
		.path = "/console/lists/ledger/paste",
		.need = NEED_SESSION,
		.fields = paste_fields,
		.sql = "SELECT console.paste_ledger($1::jsonb, $2::jsonb)",
		.after = go_to_it,
		.then = "/console/lists/imports/{id}",
		.again_sql = "SELECT console.import_form($1::jsonb, $2::jsonb)",
		.again_page = "import" },
	{ .method = "GET",
		.path = "/console/lists/imports/{id}",
		.need = NEED_SESSION,
		.sql = IMPORT,
		.page = "import_check" },
	{ .method = "POST",
		.path = "/console/lists/imports/{id}/load",
		.need = NEED_SESSION,
		.fields = key_fields,
		.large = true,
		.sql = "SELECT console.load_ledger($1::jsonb, $2::jsonb)",
		.then = "/console/lists/imports/{id}",
		.again_sql = IMPORT,
		.again_page = "import_check" },
};

const struct route_table console_lists = ROUTE_TABLE(routes);
