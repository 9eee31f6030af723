/* Evidence: an office adds a photograph or a file to an issue; whoever sees the issue reads it. */
#include "config.h"
#include "console.h"
#include "db.h"
#include "evidence.h"
#include "exchange.h"
#include "folder.h"
#include "log.h"
#include "secret.h"
#include "service.h"
#include "upload.h"

#include <errno.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct field upload_fields[] = {
	{ .name = "measure", .type = FIELD_INT, .min = 1, .max = 1000000 },
	{ .name = "name", .type = FIELD_TEXT, .max = 200 },
	{ .name = "key", .type = FIELD_UUID },
	{ 0 },
};

static const struct field remove_fields[] = {
	{ .name = "reason", .type = FIELD_LONGTEXT, .required = true, .min = 4, .max = 500 },
	{ .name = "version", .type = FIELD_INT, .max = 1000000000 },
	{ .name = "key", .type = FIELD_UUID },
	{ 0 },
};

#define ADMIT "SELECT console.admit_evidence($1::jsonb, $2::jsonb)"
#define ADD "SELECT console.add_evidence($1::jsonb, $2::jsonb)"
#define READ "SELECT console.evidence($1::jsonb, $2::jsonb)"

static int call(struct exchange *x, const char *sql)
{
	json_decref(x->answer);
	x->answer = NULL;
	return db_call(x->service->db, sql, x->ctx, x->args, &x->answer, &x->failure);
}

/* What the row is to say of the file. */
static int tell(struct exchange *x, const struct evidence *evidence, const char *name)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char hex[2 * sizeof hash + 1];
	crypto_hash_sha256(hash, evidence->data, evidence->len);
	secret_hex(hash, sizeof hash, hex);
	json_t *more = json_pack(
		"{ss ss ss sI}", "type", evidence->type, "sha256", hex, "stored_as", name, "bytes", (json_int_t)evidence->len);
	int wrong = !more || json_object_update(x->args, more);
	json_decref(more);
	return wrong ? failure_set(&x->failure, 500, "internal") : 0;
}

static bool answered(const struct exchange *x)
{
	return json_object_get(x->answer, "evidence") != NULL;
}

/* The file is safe before the row is there; a row that is refused takes its file with it. After a failure that leaves it open
 * whether the row is there (5xx) the file stays: `xq verify` tells of it where it has none. */
static int keep(struct exchange *x, const struct evidence *evidence)
{
	char name[EVIDENCE_NAME_CHARS + 1];
	const char *dir = x->service->config->evidence;
	if (!dir || evidence_store(dir, evidence, name)) {
		log_line(LOG_ERROR, "request %s: evidence could not be kept: %s", x->request.id,
			dir ? strerror(errno) : "no folder is set");
		return failure_set(&x->failure, 503, "unavailable");
	}
	int wrong = tell(x, evidence, name) || call(x, ADD);
	if ((wrong && x->failure.status < 500) || (!wrong && json_is_true(json_object_get(x->answer, "repeated"))))
		evidence_drop(dir, name);
	return wrong ? -1 : 0;
}

static int take(struct exchange *x, const struct upload *upload)
{
	struct evidence evidence;
	const char *code;
	json_int_t most = json_integer_value(json_object_get(x->answer, "max_bytes"));
	if (evidence_read(upload->fd, upload->size, &evidence, &code))
		return failure_set(&x->failure, strcmp(code, "internal") ? 422 : 500, code);
	int wrong = (json_int_t)evidence.len > most ? failure_set(&x->failure, 422, "evidence.large") : keep(x, &evidence);
	evidence_free(&evidence);
	return wrong;
}

static int add(struct exchange *x)
{
	struct upload upload;
	if (upload_open(x, &upload))
		return -1;
	int wrong = json_object_set_new(x->args, "bytes", json_integer((json_int_t)upload.size)) || call(x, ADMIT);
	if (wrong && !x->failure.status)
		failure_set(&x->failure, 500, "internal");
	if (!wrong && !answered(x))
		wrong = take(x, &upload);
	upload_close(&upload);
	return wrong ? -1 : 0;
}

static const struct kind {
	const char *type, *media, *suffix, *disposition;
} kinds[] = {
	{ "jpeg", "image/jpeg", "jpg", "inline" },
	{ "png", "image/png", "png", "inline" },
	{ "pdf", "application/pdf", "pdf", "attachment" },
};

static const struct kind *kind_of(const json_t *answer)
{
	const char *type = json_string_value(json_object_get(answer, "type"));
	for (size_t i = 0; type && i < sizeof kinds / sizeof kinds[0]; i++)
		if (!strcmp(kinds[i].type, type))
			return &kinds[i];
	return NULL;
}

/* Whatever is in it, a browser runs nothing of it; its name and type are ours. */
static void name_it(struct exchange *x, const struct kind *kind)
{
	char value[128];
	reply_start(&x->reply, 200, kind->media);
	snprintf(value, sizeof value, "%s; filename=\"%s.%s\"", kind->disposition,
		json_string_value(json_object_get(x->answer, "name")), kind->suffix);
	reply_header(&x->reply, "Content-Disposition", value);
	reply_header(&x->reply, "Content-Security-Policy", "default-src 'none'; sandbox");
	reply_header(&x->reply, "Cache-Control", "no-store");
}

static int show(struct exchange *x)
{
	char path[PATH_MAX], why[256] = "no folder is set";
	size_t len = 0;
	if (call(x, READ))
		return -1;
	const struct kind *kind = kind_of(x->answer);
	const char *dir = x->service->config->evidence;
	snprintf(path, sizeof path, "%s/%s", dir ? dir : "", json_string_value(json_object_get(x->answer, "stored_as")));
	char *data = kind && dir ? folder_read(path, &len, why, sizeof why) : NULL;
	if (!data) {
		log_line(LOG_ERROR, "request %s: evidence could not be read", x->request.id);
		return failure_set(&x->failure, 500, "internal");
	}
	name_it(x, kind);
	buf_put(&x->reply.body, data, len);
	free(data);
	return 0;
}

static const struct route routes[] = {
	{ .method = "POST",
		.path = "/console/issues/{id}/evidence",
		.need = NEED_SESSION,
		.face = FACE_API,
		.fields = upload_fields,
		.upload = UPLOAD_MAX,
		.own = add },
	{ .method = "GET", .path = "/console/issues/{id}/evidence/{n}", .need = NEED_SESSION, .own = show },
	{ .method = "POST",
		.path = "/console/issues/{id}/evidence/{n}/remove",
		.need = NEED_SESSION,
		.fields = remove_fields,
		.sql = "SELECT console.remove_evidence($1::jsonb, $2::jsonb)",
		.then = "/console/issues/{id}",
		.done = "evidence_remove",
		.again_sql = "SELECT console.issue($1::jsonb, $2::jsonb)",
		.again_page = "issue" },
};

const struct route_table console_evidence = ROUTE_TABLE(routes);
