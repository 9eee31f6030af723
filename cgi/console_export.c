#include "console_export.h"

#include "db.h"
#include "exchange.h"
#include "export.h"
#include "log.h"
#include "service.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int into_reply(void *to, const void *data, size_t len)
{
	struct buf *body = to;
	buf_put(body, data, len);
	return body->failed ? -1 : 0;
}

static int write_json(const json_t *report, export_sink sink, void *to)
{
	char *text = json_dumps(report, JSON_COMPACT);
	int result = text ? sink(to, text, strlen(text)) : -1;
	free(text);
	return result;
}

/* The name is one that the database has just found among its own. */
static void name_file(struct exchange *x, const char *suffix)
{
	char value[128];
	snprintf(value, sizeof value, "attachment; filename=\"%s.%s\"",
		json_string_value(json_object_get(x->answer, "name")), suffix);
	reply_header(&x->reply, "Content-Disposition", value);
	reply_header(&x->reply, "Cache-Control", "no-store");
}

/* All rows at once, where a page shows some. */
static int export_answer(struct exchange *x, const char *sql, const char *suffix, const char *type,
	int (*write)(const json_t *report, export_sink sink, void *to))
{
	json_object_set_new(x->args, "export", json_string(suffix));
	if (db_call(x->service->db, sql, x->ctx, x->args, &x->answer, &x->failure))
		return -1;
	reply_start(&x->reply, 200, type);
	name_file(x, suffix);
	if (!write(x->answer, into_reply, &x->reply.body))
		return 0;
	log_line(LOG_ERROR, "request %s: rows could not be written as %s", x->request.id, suffix);
	reply_free(&x->reply);
	return failure_set(&x->failure, 500, "internal");
}

int console_csv(struct exchange *x, const char *sql)
{
	return export_answer(x, sql, "csv", "text/csv; charset=utf-8", export_csv);
}

int console_xlsx(struct exchange *x, const char *sql)
{
	return export_answer(
		x, sql, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", export_xlsx);
}

int console_json(struct exchange *x, const char *sql)
{
	return export_answer(x, sql, "json", "application/json", write_json);
}
