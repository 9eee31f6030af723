/* Administration. A password is made here, hashed before it leaves the process, and shown on the one answer that it counts for. */
#include "console.h"
#include "exchange.h"
#include "secret.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static const struct field action_fields[] = {
	{ .name = "key", .type = FIELD_UUID },
	{ .name = "version", .type = FIELD_INT, .max = 1000000000 },
	{ 0 },
};

#define LIST "SELECT console.admin_list($1::jsonb, $2::jsonb)"
#define SETTING "SELECT console.admin_setting($1::jsonb, $2::jsonb)"
#define ACTION "SELECT console.admin_action($1::jsonb, $2::jsonb)"

/* The rows that make a password name their list and action in the path itself; the function is told them as by the others. */
static int name_action(struct exchange *x)
{
	const char *action = strrchr(x->route->path, '/') + 1;
	json_t *named = json_pack("{ss ss}", "list", "account", "action", action);
	bool done = named && !json_object_update(x->params, named) && !json_object_update(x->args, named);
	json_decref(named);
	return done ? 0 : failure_set(&x->failure, 500, "internal");
}

static int make_password(struct exchange *x)
{
	char *password = secret_password_fresh();
	char *hash = password ? secret_password_hash(password) : NULL;
	bool made = hash && !json_object_set_new(x->args, "password_hash", json_string(hash)) &&
		(x->held = json_string(password)) != NULL;
	if (password)
		sodium_memzero(password, strlen(password));
	free(password);
	free(hash);
	return made ? name_action(x) : failure_set(&x->failure, 500, "internal");
}

/* A form sent again changed nothing: the password made for it is none. */
static int show_password(struct exchange *x)
{
	if (json_is_true(json_object_get(x->answer, "fresh")) && json_object_set(x->answer, "password", x->held))
		return failure_set(&x->failure, 500, "internal");
	return 0;
}

/* What every change has in common; what it shows where it made a password; where it goes back to when it is refused. */
#define CHANGE(at) \
	.method = "POST", .path = (at), .need = NEED_SESSION, .fields = action_fields, .open = true, .sql = ACTION
#define MAKES_PASSWORD .before = make_password, .after = show_password, .page = "admin_setting"
#define AGAIN(asked, shown) .again_sql = (asked), .again_page = (shown)

static const struct route routes[] = {
	{ .method = "GET",
		.path = "/console/admin",
		.need = NEED_SESSION,
		.sql = "SELECT console.admin($1::jsonb, $2::jsonb)",
		.page = "admin" },
	{ .method = "GET", .path = "/console/admin/{list}", .need = NEED_SESSION, .sql = LIST, .page = "admin_list" },
	{ .method = "GET",
		.path = "/console/admin/{list}/{id}",
		.need = NEED_SESSION,
		.sql = SETTING,
		.page = "admin_setting" },
	{ CHANGE("/console/admin/account/actions/add"), MAKES_PASSWORD, .done = "add", AGAIN(LIST, "admin_list") },
	{ CHANGE("/console/admin/account/{id}/actions/consent"), MAKES_PASSWORD, .done = "consent",
		AGAIN(SETTING, "admin_setting") },
	{ CHANGE("/console/admin/{list}/actions/{action}"), .then = "/console/admin/{list}", .done = "{action}",
		AGAIN(LIST, "admin_list") },
	{ CHANGE("/console/admin/{list}/{id}/actions/{action}"), .then = "/console/admin/{list}/{id}", .done = "{action}",
		AGAIN(SETTING, "admin_setting") },
};

const struct route_table console_admin = ROUTE_TABLE(routes);
