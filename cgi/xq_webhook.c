#include "xq.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "post.h"
#include "secret.h"

#define ADD "SELECT engine.webhook_add($1::jsonb)"
#define SET "SELECT engine.webhook_set($1::jsonb)"
#define LIST "SELECT engine.webhook_list()"

static int list(struct xq *xq)
{
	static const char *const headings[] = { "编号", "地址", "状态", "待发", NULL };
	json_t *rows = xq_ask(xq, LIST, NULL);
	if (rows == NULL)
		return 1;
	xq_table(headings, rows);
	json_decref(rows);
	return 0;
}

/* The key stands in no table: whoever has lost it rotates it. */
static int show_key(const struct xq *xq, const json_t *webhook)
{
	char why[512], key[POST_KEY_CHARS + 1];
	long id = (long)json_integer_value(json_object_get(webhook, "id"));
	struct secret *secret = secret_open(xq->config->keys, why, sizeof why);
	if (secret == NULL)
		return xq_fail("%s", why);
	int result = post_webhook_key(secret, id, (long)json_integer_value(json_object_get(webhook, "key_no")), key);
	if (result == 0)
		printf("webhook %ld, key (shown only now): %s\n", id, key);
	sodium_memzero(key, sizeof key);
	secret_free(secret);
	return result == 0 ? 0 : 1;
}

/* Takes args. */
static int call(struct xq *xq, const char *sql, json_t *args, bool with_key)
{
	json_t *answer = args != NULL ? xq_ask(xq, sql, args) : NULL;
	int result = answer == NULL;
	if (result == 0 && with_key)
		result = show_key(xq, answer);
	json_decref(answer);
	json_decref(args);
	return result;
}

int xq_webhook(struct xq *xq)
{
	const char *verb = xq->args[0] != NULL ? xq->args[0] : "";
	const char *what = verb[0] != '\0' ? xq->args[1] : NULL;
	if (strcmp(verb, "list") == 0)
		return list(xq);
	if (what == NULL)
		return xq_fail("webhook add URL | list | enable ID | disable ID | rotate ID");
	if (strcmp(verb, "add") == 0)
		return call(xq, ADD, json_pack("{s:s}", "url", what), true);
	json_int_t id = strtoll(what, NULL, 10);
	if (strcmp(verb, "rotate") == 0)
		return call(xq, SET, json_pack("{s:I, s:b}", "id", id, "rotate", 1), true);
	if (strcmp(verb, "enable") == 0 || strcmp(verb, "disable") == 0)
		return call(xq, SET, json_pack("{s:I, s:b}", "id", id, "active", verb[0] == 'e'), false);
	return xq_fail("webhook knows no '%s'", verb);
}
