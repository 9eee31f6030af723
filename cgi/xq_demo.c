#include "xq.h"

#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "folder.h"
#include "page.h"
#include "receipt.h"
#include "seal.h"
#include "secret.h"
#include "survey_draw.h"

enum { RECEIPTS = 7, BOXED = 6, GUARDED = 2 };

#define TRACK \
	"SELECT intake.track('{\"lang\":\"zh-CN\",\"request_id\":\"0000000000000000\",\"face\":\"api\"}'::jsonb, " \
	"$1::jsonb)"

/* The forms of the demonstration have fixed keys: the same server key gives the same receipts. */
static void demo_receipt(const struct secret *secret, int n, char receipt[RECEIPT_SIZE])
{
	char uuid[37];
	snprintf(uuid, sizeof uuid, "00000000-0000-4000-8000-%012d", n);
	receipt_derive(secret, uuid, receipt);
}

static int put_receipt(struct buf *script, const struct secret *secret, int n)
{
	char receipt[RECEIPT_SIZE], mac[65];
	demo_receipt(secret, n, receipt);
	if (receipt_mac(secret, receipt, mac) != 0)
		return -1;
	buf_putf(script, "\\set mac_%d %s\n", n, mac);
	return 0;
}

/* Invented people with numbers that no operator gives out. box is what the scripts call the boxes of that protection.
 */
static int put_contact(struct buf *script, const char *keys, const char *protection, const char *box, int n)
{
	static const char *const names[BOXED] = { "宋知行", "贾明月", "韩小满", "祝长青", "乔安之", "黎向阳" };
	char phone[24];
	snprintf(phone, sizeof phone, "1000000000%d", n);
	json_t *contact = json_pack("{s:s, s:s}", "name", names[n - 1], "phone", phone);
	json_t *sealed = seal_contact(keys, protection, contact);
	const char *key = json_string_value(json_object_get(sealed, "seal_key"));
	if (key != NULL)
		buf_putf(script, "\\set %s_key %s\n\\set %s_%d '%s'\n", box, key, box, n,
			json_string_value(json_object_get(sealed, "sealed")));
	json_decref(contact);
	json_decref(sealed);
	return key != NULL ? 0 : -1;
}

static int put_secrets(struct buf *script, const struct secret *secret, const char *keys)
{
	for (int n = 1; n <= RECEIPTS; n++)
		if (put_receipt(script, secret, n) != 0)
			return -1;
	for (int n = 1; n <= BOXED; n++)
		if (put_contact(script, keys, "reply", "box", n) != 0)
			return -1;
	for (int n = 1; n <= GUARDED; n++)
		if (put_contact(script, keys, "protected", "guard", n) != 0)
			return -1;
	return 0;
}

/* As psql reads a text between quotes. */
static void put_quoted(struct buf *script, const char *text)
{
	buf_puts(script, "'");
	for (; *text != '\0'; text++) {
		if (*text == '\'' || *text == '\\')
			buf_puts(script, "\\");
		buf_put(script, text, 1);
	}
	buf_puts(script, "'");
}

/* A survey as it would be published, for the scripts to publish. */
static int put_survey(struct buf *script, const char *web_root, const struct pages *pages, const char *name)
{
	char path[PATH_MAX], why[PATH_MAX + 64];
	size_t len;
	json_t *errors = NULL;
	if (snprintf(path, sizeof path, "%s/surveys/%s.json", web_root, name) >= PATH_MAX)
		return xq_fail("web_root: the path is too long");
	char *text = folder_read(path, &len, why, sizeof why);
	json_t *drawn = text != NULL ? survey_draw(pages, text, &errors) : NULL;
	char *json = drawn != NULL ? json_dumps(drawn, JSON_COMPACT) : NULL;
	if (json != NULL) {
		buf_putf(script, "\\set survey_%s ", name);
		put_quoted(script, json);
		buf_puts(script, "\n");
	}
	int wrong = json != NULL ? 0 : xq_fail("%s: %s", path, text != NULL ? "this survey cannot be published" : why);
	free(json);
	free(text);
	json_decref(drawn);
	json_decref(errors);
	return wrong;
}

static int put_surveys(struct buf *script, const char *web_root)
{
	static const char *const names[] = { "residents", "delegates", "revisit" };
	char why[512];
	struct pages *pages = pages_load(web_root, why, sizeof why);
	if (pages == NULL)
		return xq_fail("%s", why);
	int wrong = 0;
	for (size_t i = 0; i < sizeof names / sizeof names[0] && wrong == 0; i++)
		wrong = put_survey(script, web_root, pages, names[i]);
	pages_free(pages);
	return wrong;
}

static int include(void *to, const char *path, const char *stem)
{
	struct buf *script = to;
	(void)stem;
	if (strpbrk(path, "'\\\n\r") != NULL)
		return xq_fail("%s: this path cannot be handed to psql", path);
	buf_putf(script, "\\i '%s'\n", path);
	return 0;
}

static int write_script(struct xq *xq, const struct secret *secret, const char *password, struct buf *script)
{
	char path[PATH_MAX], why[PATH_MAX + 64] = "";
	char *hash = secret_password_hash(password);
	if (hash == NULL)
		return xq_fail("out of memory");
	buf_putf(script, "\\set demo_hash '%s'\n", hash);
	free(hash);
	if (put_secrets(script, secret, xq->config->keys) != 0)
		return xq_fail("%s: the keys cannot be used", xq->config->keys);
	if (put_surveys(script, xq->config->web_root) != 0)
		return 1;
	buf_puts(script, "SET ROLE xq_owner;\n");
	if (snprintf(path, sizeof path, "%s/../sql/demo", xq->config->web_root) >= PATH_MAX)
		return xq_fail("web_root: the path is too long");
	int result = folder_each(path, ".sql", include, script, why, sizeof why);
	if (result < 0)
		return xq_fail("%s", why);
	return result != 0 || script->failed;
}

static int add_receipt_row(struct xq *xq, const struct secret *secret, int n, json_t *rows)
{
	char receipt[RECEIPT_SIZE], groups[RECEIPT_GROUPS_SIZE], mac[65];
	demo_receipt(secret, n, receipt);
	receipt_groups(receipt, groups);
	if (receipt_mac(secret, receipt, mac) != 0)
		return 1;
	json_t *args = json_pack("{s:s}", "receipt_mac", mac);
	json_t *found = xq_ask(xq, TRACK, args);
	const char *label = json_string_value(json_object_get(json_object_get(found, "status"), "label"));
	const char *number = json_string_value(json_object_get(found, "number"));
	char standing[128];
	size_t parts = json_array_size(json_object_get(found, "parts"));
	snprintf(standing, sizeof standing, parts > 1 ? "%s（分为%zu个问题）" : "%s", label != NULL ? label : "", parts);
	json_t *row = json_pack("[s, s?, s]", groups, number, standing);
	bool known = label != NULL;
	json_decref(args);
	json_decref(found);
	return !known || json_array_append_new(rows, row) != 0;
}

static int print_receipts(struct xq *xq, const struct secret *secret)
{
	static const char *const headings[] = { "查询码", "编号", "目前进展", NULL };
	json_t *rows = json_array();
	int result = 0;
	for (int n = 1; n <= RECEIPTS && result == 0; n++)
		result = add_receipt_row(xq, secret, n, rows);
	if (result == 0)
		xq_table(headings, rows);
	json_decref(rows);
	return result;
}

static int load(struct xq *xq, const struct secret *secret, const char *password)
{
	struct buf script = { 0 };
	int result = write_script(xq, secret, password, &script);
	if (result == 0)
		result = xq_script(xq, script.data, script.len) == 0 ? 0 : xq_fail("nothing was loaded");
	buf_wipe(&script);
	if (result != 0)
		return result;
	printf("演示查询码（在“查询进度”页输入）\n");
	if (print_receipts(xq, secret) != 0)
		return 1;
	printf("\n演示账号（密码均为 %s）\n", password);
	return xq_account_table(xq);
}

int xq_demo(struct xq *xq)
{
	char why[512];
	char *password = NULL;
	if (xq->args[0] == NULL)
		password = xq_password(false);
	else if (strcmp(xq->args[0], "--password") == 0 && xq->args[1] != NULL && xq->args[2] == NULL)
		password = strdup(xq->args[1]);
	else
		return xq_fail("demo [--password PASSWORD]");
	if (password == NULL)
		return 1;
	struct secret *secret = secret_open(xq->config->keys, why, sizeof why);
	int result = secret != NULL ? load(xq, secret, password) : xq_fail("%s", why);
	secret_free(secret);
	sodium_memzero(password, strlen(password));
	free(password);
	return result;
}
