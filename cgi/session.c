#include "session.h"

#include "exchange.h"
#include "route.h"
#include "secret.h"
#include "service.h"

#include <sodium.h>
#include <string.h>

static int token_mac(const struct service *service, enum secret_use use, const char *token, char hex[SESSION_HEX])
{
	unsigned char mac[SECRET_MAC_BYTES];
	if (secret_mac(service->secret, use, token, strlen(token), mac))
		return -1;
	secret_hex(mac, sizeof mac, hex);
	sodium_memzero(mac, sizeof mac);
	return 0;
}

int session_mac(const struct service *service, const char *token, char hex[SESSION_HEX])
{
	return token_mac(service, SECRET_SESSION, token, hex);
}

int session_csrf(const struct service *service, const char *token, char hex[SESSION_HEX])
{
	return token_mac(service, SECRET_CSRF, token, hex);
}

enum origin { ORIGIN_UNTOLD, ORIGIN_NULL, ORIGIN_SAME, ORIGIN_OTHER };

/* The scheme is left out of the comparison: before a proxy that ends TLS it is not ours to know. */
static enum origin compare_host(const struct request *request, const char *origin)
{
	const char *host = request_param(request, "HTTP_HOST"), *there = strstr(origin, "://");
	return there && host && !strcmp(there + 3, host) ? ORIGIN_SAME : ORIGIN_OTHER;
}

/* Sec-Fetch-Site is written by the browser alone and comes first. Old browsers, and those inside messengers, send neither. */
static enum origin judge(const struct request *request)
{
	const char *site = request_param(request, "HTTP_SEC_FETCH_SITE"), *origin = request_param(request, "HTTP_ORIGIN");
	if (site)
		return !strcmp(site, "same-origin") || !strcmp(site, "none") ? ORIGIN_SAME : ORIGIN_OTHER;
	if (!origin)
		return ORIGIN_UNTOLD;
	return strcmp(origin, "null") ? compare_host(request, origin) : ORIGIN_NULL;
}

/* A sign-in form has no session to carry a token of. Our own page never makes a browser say "null", but a foreign one can. */
int session_origin(struct exchange *x)
{
	bool sign_in = x->service->program->sessions && x->route->need == NEED_NOBODY && x->request.face == FACE_PAGE;
	enum origin origin = judge(&x->request);
	if (origin == ORIGIN_OTHER || (sign_in && origin == ORIGIN_NULL))
		return failure_set(&x->failure, 403, "cross_origin");
	return 0;
}

int session_tell(struct exchange *x)
{
	char hex[SESSION_HEX];
	if (!x->service->program->sessions || !*x->request.token)
		return 0;
	if (session_mac(x->service, x->request.token, hex) || json_object_set_new(x->ctx, "session", json_string(hex)))
		return failure_set(&x->failure, 500, "internal");
	return 0;
}

static int check_csrf(struct exchange *x)
{
	char hex[SESSION_HEX];
	const char *typed = json_string_value(json_object_get(x->request.body, "csrf"));
	if (session_csrf(x->service, x->request.token, hex))
		return failure_set(&x->failure, 500, "internal");
	bool good = typed && strlen(typed) == SESSION_HEX - 1 && !sodium_memcmp(typed, hex, SESSION_HEX - 1);
	return good ? 0 : failure_set(&x->failure, 403, "csrf");
}

int session_admit(struct exchange *x)
{
	int wrong = 0;
	if (!x->service->program->sessions)
		return 0;
	if (x->route->need == NEED_SESSION && !*x->request.token)
		return failure_set(&x->failure, 401, "sign_in_required");
	if (x->route->need == NEED_SESSION && x->request.form && !strcmp(x->request.method, "POST"))
		wrong = check_csrf(x);
	json_object_del(x->request.body, "csrf");
	return wrong;
}
