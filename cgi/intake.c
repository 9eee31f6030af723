/* xq-intake: opinions come in, and the people who handed them in come back with their receipts. */
#include "intake.h"
#include "config.h"
#include "exchange.h"
#include "receipt.h"
#include "seal.h"
#include "secret.h"
#include "service.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = { "opinion", "suggestion", "criticism", "complaint", "accusation", "praise",
	"unsure", NULL };
static const char *const protections[] = { "none", "reply", "protected", NULL };
static const char *const satisfactions[] = { "satisfied", "basically", "dissatisfied", NULL };
static const char *const solutions[] = { "yes", "partly", "no", NULL };

static const struct field opinion_fields[] = {
	{ .name = "key", .type = FIELD_UUID, .required = true },
	{ .name = "kind", .type = FIELD_CHOICE, .required = true, .choices = kinds },
	{ .name = "text", .type = FIELD_LONGTEXT, .required = true, .min = 10, .max = 5000 },
	{ .name = "category", .type = FIELD_CODE, .max = 10 },
	{ .name = "office", .type = FIELD_CODE, .max = 40 },
	{ .name = "place", .type = FIELD_TEXT, .max = 100 },
	{ .name = "protection", .type = FIELD_CHOICE, .required = true, .choices = protections },
	{ .name = "contact.name", .type = FIELD_TEXT, .max = 50 },
	{ .name = "contact.phone", .type = FIELD_TEXT, .max = 30 },
	{ .name = "contact.email", .type = FIELD_TEXT, .max = 100 },
	{ .name = "publish_consent", .type = FIELD_BOOL, .required = true },
	{ .name = "disclose_consent", .type = FIELD_BOOL, .required = true },
	{ .name = "notice_version", .type = FIELD_INT, .required = true, .min = 1, .max = 1000000 },
	{ 0 },
};

static const struct field track_fields[] = {
	{ .name = "receipt", .type = FIELD_RECEIPT, .required = true, .max = 64 },
	{ 0 },
};

static const struct field message_fields[] = {
	{ .name = "receipt", .type = FIELD_RECEIPT, .required = true, .max = 64 },
	{ .name = "text", .type = FIELD_LONGTEXT, .required = true, .min = 2, .max = 5000 },
	{ .name = "key", .type = FIELD_UUID },
	{ 0 },
};

static const struct field rating_fields[] = {
	{ .name = "receipt", .type = FIELD_RECEIPT, .required = true, .max = 64 },
	{ .name = "attitude", .type = FIELD_CHOICE, .required = true, .choices = satisfactions },
	{ .name = "result", .type = FIELD_CHOICE, .required = true, .choices = satisfactions },
	{ .name = "solved", .type = FIELD_CHOICE, .required = true, .choices = solutions },
	{ .name = "contacted", .type = FIELD_BOOL },
	{ .name = "part", .type = FIELD_INT, .min = 1, .max = 1000 },
	{ .name = "reason", .type = FIELD_LONGTEXT, .max = 1000 },
	{ .name = "key", .type = FIELD_UUID },
	{ 0 },
};

static const struct field withdrawal_fields[] = {
	{ .name = "receipt", .type = FIELD_RECEIPT, .required = true, .max = 64 },
	{ .name = "key", .type = FIELD_UUID },
	{ 0 },
};

static const struct field objection_fields[] = {
	{ .name = "text", .type = FIELD_LONGTEXT, .required = true, .min = 10, .max = 1000 },
	{ .name = "key", .type = FIELD_UUID, .required = true },
	{ 0 },
};

static int out_of_memory(struct exchange *x)
{
	return failure_set(&x->failure, 500, "internal");
}

/* The keyed hash of everything that was said, in one spelling: it tells a repeat from other words under the same key. */
static int add_fingerprint(struct exchange *x)
{
	unsigned char mac[SECRET_MAC_BYTES];
	char hex[2 * SECRET_MAC_BYTES + 1];
	char *text = json_dumps(x->args, JSON_COMPACT | JSON_SORT_KEYS);
	if (!text)
		return out_of_memory(x);
	int wrong = secret_mac(x->service->secret, SECRET_FINGER, text, strlen(text), mac);
	sodium_memzero(text, strlen(text));
	free(text);
	secret_hex(mac, sizeof mac, hex);
	return wrong || json_object_set_new(x->args, "fingerprint", json_string(hex)) ? out_of_memory(x) : 0;
}

static int check_contact(struct exchange *x, const json_t *contact)
{
	bool none = !strcmp(json_string_value(json_object_get(x->args, "protection")), "none");
	bool reachable = json_object_get(contact, "phone") || json_object_get(contact, "email");
	const char *code = none && json_object_size(contact) ? "contact.not_with_none"
		: !none && !reachable                            ? "contact.required"
														 : NULL;
	if (!code)
		return 0;
	failure_set(&x->failure, 422, code);
	return failure_field(&x->failure, none ? "protection" : "contact.phone", code);
}

/* From here on the contact is in no place where SQL, a log or a page could find it; but for whether it holds an address that the
 * speaker wants to be told at, which is asked about when there is something to tell. */
static int seal(struct exchange *x)
{
	json_t *contact = json_object_get(x->args, "contact");
	const char *protection = json_string_value(json_object_get(x->args, "protection"));
	if (check_contact(x, contact))
		return -1;
	json_t *sealed =
		json_object_size(contact) ? seal_contact(x->service->config->keys, protection, contact) : json_object();
	bool by_mail = json_object_get(contact, "email") && !strcmp(protection, "reply");
	json_object_del(x->args, "contact");
	int wrong = !sealed || json_object_update(x->args, sealed) ||
		json_object_set_new(x->args, "by_mail", json_boolean(by_mail));
	json_decref(sealed);
	return wrong ? out_of_memory(x) : 0;
}

static int add_receipt_mac(struct exchange *x, const char *receipt)
{
	char hex[65];
	if (receipt_mac(x->service->secret, receipt, hex) || json_object_set_new(x->args, "receipt_mac", json_string(hex)))
		return out_of_memory(x);
	return 0;
}

/* The receipt is shown to the person and told to nobody else. */
static int hold(struct exchange *x, const char *receipt)
{
	char groups[RECEIPT_GROUPS_SIZE];
	receipt_groups(receipt, groups);
	x->held = json_string(groups);
	sodium_memzero(groups, sizeof groups);
	return x->held ? 0 : out_of_memory(x);
}

static int before_submit(struct exchange *x)
{
	char receipt[RECEIPT_SIZE];
	receipt_derive(x->service->secret, json_string_value(json_object_get(x->args, "key")), receipt);
	json_object_del(x->args, "key");
	int wrong = add_fingerprint(x);
	if (!wrong)
		wrong = seal(x);
	if (!wrong)
		wrong = add_receipt_mac(x, receipt);
	if (!wrong)
		wrong = hold(x, receipt);
	sodium_memzero(receipt, sizeof receipt);
	json_object_set_new(x->args, "lang", json_string(x->request.view.lang));
	json_object_set_new(x->args, "source", json_string("web"));
	return wrong;
}

static int after_submit(struct exchange *x)
{
	if (json_is_true(json_object_get(x->answer, "created")))
		x->status = 201;
	json_object_del(x->answer, "created");
	return json_object_set(x->answer, "receipt", x->held) ? out_of_memory(x) : 0;
}

/* What is no receipt is answered like one that nobody has, but for the words: it was mistyped. */
static int take_receipt(struct exchange *x, const json_t *from)
{
	char receipt[RECEIPT_SIZE];
	const char *typed = json_string_value(json_object_get(from, "receipt"));
	if (!typed || !receipt_read(typed, receipt)) {
		failure_set(&x->failure, 404, "receipt.mistyped");
		return failure_field(&x->failure, "receipt", "receipt.mistyped");
	}
	int wrong = add_receipt_mac(x, receipt);
	sodium_memzero(receipt, sizeof receipt);
	return wrong;
}

static int before_track(struct exchange *x)
{
	int wrong = take_receipt(x, x->args);
	json_object_del(x->args, "receipt");
	return wrong;
}

static int again_track(struct exchange *x)
{
	return take_receipt(x, x->request.body);
}

#define TRACK "SELECT intake.track($1::jsonb, $2::jsonb)"
#define NOTICE "SELECT intake.notice($1::jsonb, $2::jsonb)"
#define OPINION_FORM "SELECT intake.opinion_form($1::jsonb, $2::jsonb)"

static const struct route routes[] = {
	{ .method = "GET", .path = "/opinions", .need = NEED_NOBODY, .sql = OPINION_FORM, .page = "opinion" },
	{ .method = "POST",
		.path = "/opinions",
		.need = NEED_NOBODY,
		.fields = opinion_fields,
		.before = before_submit,
		.sql = "SELECT intake.submit($1::jsonb, $2::jsonb)",
		.after = after_submit,
		.page = "receipt",
		.again_sql = OPINION_FORM,
		.again_page = "opinion" },
	{ .method = "GET", .path = "/progress/notices/{id}", .need = NEED_NOBODY, .sql = NOTICE, .page = "notice" },
	{ .method = "POST",
		.path = "/progress/notices/{id}/objections",
		.need = NEED_NOBODY,
		.fields = objection_fields,
		.sql = "SELECT intake.object($1::jsonb, $2::jsonb)",
		.page = "notice",
		.done = "objection",
		.again_sql = NOTICE,
		.again_page = "notice" },
	{ .method = "GET", .path = "/track", .need = NEED_NOBODY, .face = FACE_PAGE, .page = "track" },
	{ .method = "POST",
		.path = "/track",
		.need = NEED_NOBODY,
		.fields = track_fields,
		.before = before_track,
		.sql = TRACK,
		.page = "tracking",
		.again_page = "track" },
	{ .method = "POST",
		.path = "/track/messages",
		.need = NEED_NOBODY,
		.fields = message_fields,
		.before = before_track,
		.sql = "SELECT intake.add_message($1::jsonb, $2::jsonb)",
		.page = "tracking",
		.done = "message",
		.again_sql = TRACK,
		.again = again_track,
		.again_page = "tracking" },
	{ .method = "POST",
		.path = "/track/rating",
		.need = NEED_NOBODY,
		.fields = rating_fields,
		.before = before_track,
		.sql = "SELECT intake.rate($1::jsonb, $2::jsonb)",
		.page = "tracking",
		.done = "rating",
		.again_sql = TRACK,
		.again = again_track,
		.again_page = "tracking" },
	{ .method = "POST",
		.path = "/track/contact-withdrawal",
		.need = NEED_NOBODY,
		.fields = withdrawal_fields,
		.before = before_track,
		.sql = "SELECT intake.withdraw_contact($1::jsonb, $2::jsonb)",
		.page = "tracking",
		.done = "contact_withdrawal",
		.again_sql = TRACK,
		.again = again_track,
		.again_page = "tracking" },
	{ .method = "POST",
		.path = "/track/withdrawal",
		.need = NEED_NOBODY,
		.fields = withdrawal_fields,
		.before = before_track,
		.sql = "SELECT intake.withdraw($1::jsonb, $2::jsonb)",
		.page = "tracking",
		.done = "withdrawal",
		.again_sql = TRACK,
		.again = again_track,
		.again_page = "tracking" },
};

int main(int argc, char **argv)
{
	const struct route_table tables[] = { ROUTE_TABLE(routes), intake_surveys, { 0 } };
	const struct program program = { .name = "xq-intake", .tables = tables, .keys = true };
	return service_main(&program, argc, argv);
}
