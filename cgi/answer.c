#include "answer.h"

#include "config.h"
#include "db.h"
#include "form.h"
#include "log.h"
#include "page.h"
#include "problem.h"
#include "route.h"
#include "service.h"
#include "session.h"
#include "text.h"
#include "view.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VIEW_COOKIE_SECONDS = 365 * 24 * 3600, DONE_MAX_CHARS = 40 };

static const char sign_in_path[] = "/console/session", own_password_path[] = "/console/password";

static bool is_page(const struct exchange *x)
{
	return x->request.face == FACE_PAGE && !(x->route && x->route->face == FACE_PLAIN);
}

static bool is_post(const struct exchange *x)
{
	return !strcmp(x->request.method, "POST");
}

static void common_headers(struct exchange *x)
{
	bool cached = x->route && x->route->cached && !x->failure.status;
	reply_header(&x->reply, "Cache-Control", cached ? "no-cache" : "no-store");
	if (cached)
		reply_header(&x->reply, "Vary", "Cookie, Accept-Language");
	if (x->token_changed)
		reply_cookie(&x->reply, "xq_session", x->new_token, "Strict", *x->new_token ? 0 : -1, x->request.https);
	if (x->request.view.changed && is_page(x)) {
		char value[32];
		view_write(&x->request.view, value, sizeof value);
		reply_cookie(&x->reply, "xq_view", value, "Lax", VIEW_COOKIE_SECONDS, x->request.https);
	}
}

/* What was typed, without what is secret and with the action it was typed for: what a page may draw again. */
static json_t *typed_again(const struct exchange *x)
{
	json_t *typed = x->request.form ? json_copy(x->request.body) : NULL;
	for (const struct field *field = x->route->fields; field && field->type; field++)
		if (field->type == FIELD_SECRET)
			json_object_del(typed, field->name);
	json_t *action = json_object_get(x->params, "action");
	if (typed && action)
		json_object_set(typed, "action", action);
	return typed;
}

/* After a success only the receipt goes on to the next form of the page. */
static json_t *typed_kept(const struct exchange *x)
{
	json_t *kept = json_object();
	for (const struct field *field = x->route->fields; field && field->type; field++)
		if (field->type == FIELD_RECEIPT && is_post(x))
			json_object_set(kept, field->name, json_object_get(x->request.body, field->name));
	return kept;
}

/* Where even a page cannot be made, its problem is answered as it is. */
static void no_page(struct exchange *x)
{
	log_line(LOG_ERROR, "request %s: a page could not be drawn", x->request.id);
	failure_set(&x->failure, 500, "internal");
	json_t *problem = problem_new(x->service->pages, x->request.view.lang, x->request.id, &x->failure);
	reply_json(&x->reply, 500, problem, true);
	json_decref(problem);
}

/* in brings data, problem, input, retry, key and done; the rest is the same for every page. */
static void draw(struct exchange *x, int status, const char *name, struct page_input *in)
{
	char csrf[SESSION_HEX];
	const struct request *request = &x->request;
	size_t len = 0;
	in->organ = x->service->config->organ;
	in->lang = request->view.lang;
	in->size = request->view.size;
	in->theme = request->view.theme;
	in->path = request->path;
	in->request_id = request->id;
	if (x->service->program->sessions && *request->token && !session_csrf(x->service, request->token, csrf))
		in->csrf = csrf;
	char *page = page_render(x->service->pages, name, in, &len);
	if (page) {
		reply_start(&x->reply, status, "text/html; charset=utf-8");
		buf_put(&x->reply.body, page, len);
		sodium_memzero(page, len);
		free(page);
	} else
		no_page(x);
	in->csrf = NULL;
	sodium_memzero(csrf, sizeof csrf);
}

static void see_other(struct exchange *x)
{
	char *path = route_fill(x->route->then, x->params),
		 *done = route_fill(x->route->done ? x->route->done : "", x->params);
	struct buf location = { 0 };
	buf_puts(&location, path ? path : "/");
	if (done && *done)
		buf_putf(&location, "?done=%s", done);
	if (location.failed)
		no_page(x);
	else
		reply_see_other(&x->reply, location.data);
	free(path);
	free(done);
	buf_free(&location);
}

static char *what_was_done(const struct exchange *x)
{
	if (is_post(x))
		return x->route->done ? route_fill(x->route->done, x->params) : NULL;
	const char *done = json_string_value(json_object_get(x->request.query, "done"));
	return done && text_plain(done, DONE_MAX_CHARS) ? strdup(done) : NULL;
}

static void show(struct exchange *x)
{
	char *done = what_was_done(x);
	json_t *kept = typed_kept(x);
	struct page_input in = { .data = x->answer, .input = kept, .done = done };
	draw(x, x->status, x->route->page, &in);
	json_decref(kept);
	free(done);
}

void answer_success(struct exchange *x)
{
	if (is_page(x) && x->route->then)
		see_other(x);
	else if (is_page(x))
		show(x);
	else if (x->status == 204)
		reply_start(&x->reply, 204, NULL);
	else
		reply_json(&x->reply, x->status, x->answer, false);
	common_headers(x);
}

/* Everything that was typed as hidden fields, to be sent again as it is; the token is this session's. */
static json_t *retry_new(const struct exchange *x)
{
	char csrf[SESSION_HEX];
	json_t *fields = form_flatten(x->request.body);
	if (fields && x->service->program->sessions && *x->request.token &&
		!session_csrf(x->service, x->request.token, csrf))
		json_array_append_new(fields, json_pack("{ss ss}", "name", "csrf", "value", csrf));
	return fields ? json_pack("{ss so}", "action", x->request.path, "fields", fields) : NULL;
}

/* A form with a secret in it is not written back: without it, sending it again would be of no use. */
static bool may_retry(const struct exchange *x)
{
	if (!x->route || !x->request.form || !is_post(x))
		return false;
	for (const struct field *field = x->route->fields; field && field->type; field++)
		if (field->type == FIELD_SECRET)
			return false;
	return true;
}

static void draw_unavailable(struct exchange *x, const json_t *problem)
{
	json_t *retry = may_retry(x) ? retry_new(x) : NULL;
	struct page_input in = { .problem = problem, .retry = retry };
	draw(x, x->failure.status, "unavailable", &in);
	json_decref(retry);
}

/* What the form is drawn again from; the failure that is being answered is kept out of the way meanwhile.
 * 0, or the status of what went wrong with it. */
static int fetch_again(struct exchange *x)
{
	struct failure aside = x->failure;
	x->failure = (struct failure){ 0 };
	json_decref(x->args);
	json_decref(x->answer);
	x->answer = NULL;
	x->args = json_deep_copy(x->params);
	bool fetched = x->args && !(x->route->again && x->route->again(x));
	if (fetched && x->route->again_sql)
		fetched = !db_call(x->service->db, x->route->again_sql, x->ctx, x->args, &x->answer, &x->failure);
	if (fetched && x->route->redraw)
		fetched = !x->route->redraw(x);
	int status = fetched ? 0 : x->failure.status ? x->failure.status : 500;
	failure_clear(&x->failure);
	x->failure = aside;
	return status;
}

static void draw_form_again(struct exchange *x, const json_t *problem)
{
	json_t *typed = typed_again(x);
	/* A key that stands for other words is refused for ever: the form drawn again gets one of its own. */
	bool spent = x->failure.status == 409;
	struct page_input in = { .data = x->answer,
		.problem = problem,
		.input = typed,
		.key = spent ? NULL : json_string_value(json_object_get(typed, "key")) };
	draw(x, x->failure.status, x->route->again_page, &in);
	json_decref(typed);
}

static void draw_problem(struct exchange *x, const json_t *problem)
{
	struct page_input in = { .problem = problem };
	draw(x, x->failure.status, "problem", &in);
}

/* What was typed survives: in its form where that can be drawn, else in a page that sends it again. */
static void draw_failure(struct exchange *x, const json_t *problem)
{
	if (x->failure.status == 401 && x->route && x->route->need == NEED_SESSION) {
		reply_see_other(&x->reply, sign_in_path);
		return;
	}
	if (strcmp(x->failure.code, "password.must_change") == 0) {
		reply_see_other(&x->reply, own_password_path);
		return;
	}
	bool again = x->route && x->route->again_page && is_post(x) && x->failure.status < 500;
	int lost = again ? fetch_again(x) : x->failure.status;
	if (!lost)
		draw_form_again(x, problem);
	else if (lost == 503 || (lost == 500 && may_retry(x)))
		draw_unavailable(x, problem);
	else
		draw_problem(x, problem);
}

static void failure_headers(struct exchange *x)
{
	char seconds[16];
	common_headers(x);
	if (*x->allow && x->failure.status == 405)
		reply_header(&x->reply, "Allow", x->allow);
	if (!x->failure.retry_after)
		return;
	snprintf(seconds, sizeof seconds, "%d", x->failure.retry_after);
	reply_header(&x->reply, "Retry-After", seconds);
}

void answer_failure(struct exchange *x)
{
	json_t *problem = problem_new(x->service->pages, x->request.view.lang, x->request.id, &x->failure);
	if (x->failure.status >= 500)
		log_line(LOG_ERROR, "request %s: %s %s: %d %s", x->request.id, x->request.method,
			x->route ? x->route->path : "-", x->failure.status, x->failure.code);
	if (is_page(x))
		draw_failure(x, problem);
	else
		reply_json(&x->reply, x->failure.status, problem, true);
	failure_headers(x);
	json_decref(problem);
}
