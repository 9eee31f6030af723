#include "request.h"

#include "buf.h"
#include "form.h"
#include "text.h"
#include "view.h"

#include <math.h>
#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { PATH_MAX_BYTES = 256, QUERY_MAX_BYTES = 4096, DEPTH_MAX = 16 };

/* Above it a double no longer tells neighbouring integers apart, and jsonb makes pages of digits of an exponent. */
static const json_int_t NUMBER_MAX = (json_int_t)1 << 53;

const char request_api_prefix[] = "/api/v1";

const char *request_param(const struct request *request, const char *name)
{
	size_t n = strlen(name);
	for (char *const *p = request->envp; p && *p; p++)
		if (!strncmp(*p, name, n) && (*p)[n] == '=')
			return (*p)[n + 1] ? *p + n + 1 : NULL;
	return NULL;
}

/* Two parameters of one name are two truths, of which each reader may believe another. */
static bool doubled(char *const *envp)
{
	for (char *const *p = envp; p && *p; p++) {
		size_t n = strcspn(*p, "=") + 1;
		for (char *const *q = p + 1; *q; q++)
			if (!strncmp(*p, *q, n))
				return true;
	}
	return false;
}

static void read_id(struct request *request)
{
	const char *given = request_param(request, "XQ_REQUEST_ID");
	if (given && strspn(given, "0123456789abcdef") >= REQUEST_ID_CHARS) {
		memcpy(request->id, given, REQUEST_ID_CHARS);
		return;
	}
	unsigned char random[REQUEST_ID_CHARS / 2];
	randombytes_buf(random, sizeof random);
	sodium_bin2hex(request->id, sizeof request->id, random, sizeof random);
}

static void read_method(struct request *request)
{
	static const char *const known[] = { "GET", "POST", "DELETE" };
	const char *given = request_param(request, "REQUEST_METHOD");
	request->method = "other";
	request->head = given && !strcmp(given, "HEAD");
	if (request->head)
		given = "GET";
	for (size_t i = 0; given && i < sizeof known / sizeof known[0]; i++)
		if (!strcmp(given, known[i]))
			request->method = known[i];
}

/* Nothing in a path of ours needs percent-encoding: what has it is not ours. */
static bool path_is_plain(const char *path, size_t n)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_-.";
	return n > 0 && n <= PATH_MAX_BYTES && *path == '/' && strspn(path, letters) >= n;
}

static int read_path(struct request *request, const char *uri, struct failure *failure)
{
	size_t n = strcspn(uri, "?"), prefix = sizeof request_api_prefix - 1;
	bool plain = path_is_plain(uri, n);
	request->face = FACE_PAGE;
	if (!strncmp(uri, request_api_prefix, prefix) && (uri[prefix] == '/' || uri[prefix] == '?' || !uri[prefix])) {
		request->face = FACE_API;
		uri += prefix;
		n -= prefix;
	}
	request->path = strndup(plain && n ? uri : "/", plain && n ? n : 1);
	if (!request->path)
		return failure_set(failure, 500, "internal");
	return plain && n ? 0 : failure_set(failure, 404, "not_found");
}

/* A page forgives what it cannot read: messengers append names of their own to a link. */
static int read_query(struct request *request, const char *uri, struct failure *failure)
{
	const char *mark = strchr(uri, '?'), *text = mark ? mark + 1 : "", *code = NULL;
	bool page = request->face == FACE_PAGE;
	size_t n = strlen(text);
	if (n > QUERY_MAX_BYTES)
		return failure_set(failure, 400, "bad_request");
	request->query = form_parse(text, n, page, &code);
	return request->query ? 0 : failure_set(failure, strcmp(code, "internal") ? 400 : 500, code);
}

static void read_token(struct request *request)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
	char value[REQUEST_TOKEN_CHARS + 2];
	if (view_cookie(request_param(request, "HTTP_COOKIE"), "xq_session", value, sizeof value) == REQUEST_TOKEN_CHARS &&
		strspn(value, letters) == REQUEST_TOKEN_CHARS)
		memcpy(request->token, value, sizeof request->token);
	sodium_memzero(value, sizeof value);
}

int request_head(struct request *request, char *const *envp, struct failure *failure)
{
	*request = (struct request){ .envp = envp, .face = FACE_PAGE };
	read_id(request);
	read_method(request);
	const char *uri = request_param(request, "REQUEST_URI"), *https = request_param(request, "HTTPS");
	request->https = https && !strcasecmp(https, "on");
	if (!uri)
		uri = "";
	int wrong = read_path(request, uri, failure);
	if (!wrong)
		wrong = read_query(request, uri, failure);
	view_read(&request->view, request_param(request, "HTTP_COOKIE"), request_param(request, "HTTP_ACCEPT_LANGUAGE"),
		request->face == FACE_PAGE && !strcmp(request->method, "GET") ? request->query : NULL);
	if (doubled(envp))
		return failure_set(failure, 400, "bad_request");
	read_token(request);
	return wrong;
}

static bool numbers_fit(const json_t *value, int depth)
{
	size_t i;
	const char *key;
	json_t *part;
	if (json_is_integer(value))
		return json_integer_value(value) <= NUMBER_MAX && json_integer_value(value) >= -NUMBER_MAX;
	if (json_is_real(value))
		return fabs(json_real_value(value)) <= (double)NUMBER_MAX;
	if (depth > DEPTH_MAX)
		return false;
	json_array_foreach(value, i, part) if (!numbers_fit(part, depth + 1)) return false;
	json_object_foreach((json_t *)(uintptr_t)value, key, part) if (!numbers_fit(part, depth + 1)) return false;
	return true;
}

static int parse_json(struct request *request, const struct buf *body, struct failure *failure)
{
	json_error_t error;
	request->body = json_loadb(body->data, body->len, JSON_REJECT_DUPLICATES, &error);
	if (!request->body)
		switch (json_error_code(&error)) {
		case json_error_out_of_memory:
			return failure_set(failure, 500, "internal");
		case json_error_duplicate_key:
			return failure_set(failure, 400, "duplicate_field");
		case json_error_null_character:
		case json_error_null_byte_in_key:
		case json_error_invalid_utf8:
			return failure_set(failure, 400, "bad_utf8");
		default:
			return failure_set(failure, 400, "bad_json");
		}
	if (!json_is_object(request->body) || !numbers_fit(request->body, 1))
		return failure_set(failure, 400, "bad_json");
	return 0;
}

static int parse_form(struct request *request, const struct buf *body, struct failure *failure)
{
	const char *code;
	request->form = true;
	request->body = form_parse(body->data, body->len, false, &code);
	if (request->body)
		return 0;
	return failure_set(failure, !strcmp(code, "internal") ? 500 : !strcmp(code, "too_large") ? 413 : 400, code);
}

/* Whether the media type, without its parameters, is this one. */
static bool is_type(const char *given, const char *type)
{
	size_t n = strlen(type);
	return given && !strncasecmp(given, type, n) && (!given[n] || strchr("; \t", given[n]));
}

/* The API speaks JSON and the pages forms, and never the other way round: no foreign page can make a browser
 * send a JSON body without asking first. */
static int parse(struct request *request, const struct buf *body, struct failure *failure)
{
	const char *type = request_param(request, "CONTENT_TYPE");
	if (!text_valid(body->data, body->len))
		return failure_set(failure, 400, "bad_utf8");
	if (request->face == FACE_API && is_type(type, "application/json"))
		return parse_json(request, body, failure);
	if (request->face == FACE_PAGE && is_type(type, "application/x-www-form-urlencoded"))
		return parse_form(request, body, failure);
	return failure_set(failure, 415, "unsupported_type");
}

/* The declared length, or -1 with failure set. */
static long declared(const struct request *request, struct failure *failure)
{
	const char *text = request_param(request, "CONTENT_LENGTH");
	if (!text)
		return 0;
	size_t digits = strspn(text, "0123456789");
	if (text[digits])
		return failure_set(failure, 400, "bad_request");
	if (digits > 9 || atol(text) > REQUEST_BODY_MAX)
		return failure_set(failure, 413, "too_large");
	return atol(text);
}

/* A cut connection looks like a short body, and a short body like a finished one: only the count tells. */
static int fill(struct buf *body, size_t want, const struct source *source, struct failure *failure)
{
	char part[8192];
	size_t got;
	while ((got = source->read(source->from, part, sizeof part)) > 0 && body->len <= want)
		buf_put(body, part, got);
	buf_put(body, "", 0);
	sodium_memzero(part, sizeof part);
	if (body->failed)
		return failure_set(failure, 500, "internal");
	if (body->len == want)
		return 0;
	return failure_set(failure, 400, body->len < want ? "short_body" : "bad_request");
}

int request_body(struct request *request, const struct source *source, struct failure *failure)
{
	struct buf body = { 0 };
	long want = declared(request, failure);
	int wrong = want < 0 ? -1 : 0;
	if (!wrong)
		wrong = fill(&body, (size_t)want, source, failure);
	if (!wrong && want)
		wrong = parse(request, &body, failure);
	else if (!wrong) {
		request->form = request->face == FACE_PAGE;
		request->body = json_object();
	}
	buf_wipe(&body);
	return wrong;
}

void request_free(struct request *request)
{
	free(request->path);
	json_decref(request->query);
	json_decref(request->body);
	sodium_memzero(request, sizeof *request);
}
