#include "signin.h"

#include "db.h"
#include "exchange.h"
#include "secret.h"
#include "session.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* The attempt is counted by the database before the password is looked at. Answers the account's id or NULL with failure set. */
static json_t *prove(struct exchange *x)
{
	json_t *begun = NULL, *id = NULL;
	json_t *who = json_pack("{sO}", "username", json_object_get(x->args, "username"));
	const char *password = json_string_value(json_object_get(x->args, "password"));
	if (db_call(
			x->service->db, "SELECT console.signin_begin($1::jsonb, $2::jsonb)", x->ctx, who, &begun, &x->failure)) {
		json_decref(who);
		return NULL;
	}
	bool good = secret_password_ok(json_string_value(json_object_get(begun, "password_hash")), password);
	if (good)
		id = json_incref(json_object_get(begun, "account_id"));
	if (!json_is_integer(id)) {
		json_decref(id);
		id = NULL;
		failure_set(&x->failure, 401, "signin.wrong");
	}
	json_decref(who);
	json_decref(begun);
	return id;
}

/* Opens the session of account, which it takes, under a fresh token: what the browser had before is worth nothing. */
static int open_session(struct exchange *x, json_t *account, const char *token)
{
	char mac[SESSION_HEX], csrf[SESSION_HEX];
	bool made = !session_mac(x->service, token, mac) && !session_csrf(x->service, token, csrf);
	json_t *args = made ? json_pack("{so ss}", "account_id", account, "token_mac", mac) : NULL;
	int wrong = args ? db_call(x->service->db, "SELECT console.signin_done($1::jsonb, $2::jsonb)", x->ctx, args,
						   &x->answer, &x->failure)
					 : failure_set(&x->failure, 500, "internal");
	json_decref(args);
	if (!wrong)
		json_object_set_new(x->answer, "csrf", json_string(csrf));
	sodium_memzero(csrf, sizeof csrf);
	return wrong;
}

int signin_open(struct exchange *x)
{
	json_t *account = prove(x);
	if (!account)
		return -1;
	char *token = secret_token();
	int wrong = token ? open_session(x, account, token) : failure_set(&x->failure, 500, "internal");
	if (!wrong) {
		x->status = 201;
		x->token_changed = true;
		memcpy(x->new_token, token, sizeof x->new_token);
	}
	if (token)
		sodium_memzero(token, strlen(token));
	free(token);
	return wrong;
}

int signin_close(struct exchange *x)
{
	x->token_changed = true;
	x->status = 204;
	return 0;
}
