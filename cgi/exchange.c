#include "exchange.h"

#include "answer.h"
#include "check.h"
#include "db.h"
#include "route.h"
#include "service.h"
#include "session.h"
#include "upload.h"

#include <sodium.h>
#include <string.h>

static int find_route(struct exchange *x)
{
	const struct program *program = x->service->program;
	x->route = route_find(program->tables, &x->request, &x->params, x->allow, sizeof x->allow);
	if (x->route)
		return 0;
	return *x->allow ? failure_set(&x->failure, 405, "method_not_allowed") : failure_set(&x->failure, 404, "not_found");
}

/* Names that steer the page itself and are no field of any function. */
static void drop_page_names(json_t *query)
{
	static const char *const names[] = { "lang", "size", "theme", "done" };
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		json_object_del(query, names[i]);
}

static json_t *check_query(struct exchange *x)
{
	bool page = x->request.face == FACE_PAGE;
	struct check check = { .fields = x->route->fields, .open = x->route->open, .form = true, .forgive_names = page };
	json_t *query = json_copy(x->request.query);
	if (page)
		drop_page_names(query);
	json_t *args = check_fields(&check, query, &x->failure);
	json_decref(query);
	if (x->failure.status == 422)
		x->failure.status = 400;
	return args;
}

static json_t *check_body(struct exchange *x)
{
	struct check check = {
		.fields = x->route->fields, .open = x->route->open, .form = x->request.form, .forgive_names = x->route->loose
	};
	if (x->request.face == FACE_API && json_object_size(x->request.query)) {
		failure_set(&x->failure, 400, "bad_request");
		return NULL;
	}
	return check_fields(&check, x->request.body, &x->failure);
}

static int take_args(struct exchange *x)
{
	x->args = strcmp(x->request.method, "POST") || x->route->upload ? check_query(x) : check_body(x);
	if (!x->args)
		return -1;
	return json_object_update(x->args, x->params) ? failure_set(&x->failure, 500, "internal") : 0;
}

static int tell_ctx(struct exchange *x)
{
	const struct request *request = &x->request;
	x->ctx = json_pack("{ss ss ss}", "lang", request->view.lang, "request_id", request->id, "face",
		request->face == FACE_API ? "api" : "page");
	if (!x->ctx)
		return failure_set(&x->failure, 500, "internal");
	return session_tell(x);
}

static int work(struct exchange *x)
{
	const struct route *route = x->route;
	if (route->before && route->before(x))
		return -1;
	if (route->own)
		return route->own(x);
	if (!route->sql)
		x->answer = json_object();
	else if (db_call(x->service->db, route->sql, x->ctx, x->args, &x->answer, &x->failure))
		return -1;
	return route->after ? route->after(x) : 0;
}

static int take_body(struct exchange *x, const struct source *body)
{
	if (!x->route->upload)
		return request_body(&x->request, body, &x->failure);
	return upload_admit(x);
}

static int serve(struct exchange *x, char *const *envp, const struct source *body)
{
	int wrong = request_head(&x->request, envp, &x->failure);
	if (!wrong)
		wrong = find_route(x);
	if (!wrong)
		db_limit(x->service->db, x->route->large ? LARGE_STATEMENT_MS : STATEMENT_MS);
	if (!wrong && strcmp(x->request.method, "GET"))
		wrong = session_origin(x);
	if (!wrong)
		wrong = tell_ctx(x);
	if (!wrong && !strcmp(x->request.method, "POST"))
		wrong = take_body(x, body);
	if (!wrong)
		wrong = session_admit(x);
	if (!wrong)
		wrong = take_args(x);
	return wrong ? wrong : work(x);
}

void exchange_run(struct exchange *x, const struct service *service, char *const *envp, const struct source *body)
{
	*x = (struct exchange){ .service = service, .status = 200 };
	if (serve(x, envp, body))
		answer_failure(x);
	else if (!x->reply.status)
		answer_success(x);
}

void exchange_free(struct exchange *x)
{
	json_decref(x->params);
	json_decref(x->args);
	json_decref(x->ctx);
	json_decref(x->answer);
	json_decref(x->held);
	failure_clear(&x->failure);
	reply_free(&x->reply);
	request_free(&x->request);
	sodium_memzero(x, sizeof *x);
}
