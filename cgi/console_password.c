/* A password of one's own, in the place of one that an administrator has seen. It is hashed here; the database never hears it. */
#include "console.h"
#include "exchange.h"

#include "db.h"
#include "secret.h"

#include <stdlib.h>
#include <string.h>

enum { OWN_MIN = 10, OWN_MAX = 200 };

static const struct field own_fields[] = {
	{ .name = "password", .type = FIELD_SECRET, .required = true, .min = OWN_MIN, .max = OWN_MAX },
	{ .name = "again", .type = FIELD_SECRET, .required = true, .max = OWN_MAX },
	{ 0 },
};

/* Whether it is the very one that is to be replaced; -1 with failure set where that cannot be told. */
static int is_old(struct exchange *x, const char *password)
{
	json_t *now = NULL;
	if (db_call(
			x->service->db, "SELECT console.password_now($1::jsonb, $2::jsonb)", x->ctx, x->params, &now, &x->failure))
		return -1;
	bool same = secret_password_ok(json_string_value(json_object_get(now, "password_hash")), password);
	json_decref(now);
	return same;
}

static int check_own(struct exchange *x)
{
	const char *password = json_string_value(json_object_get(x->args, "password"));
	if (strcmp(password, json_string_value(json_object_get(x->args, "again"))) != 0)
		return failure_field(&x->failure, "again", "password.differs");
	int old = is_old(x, password);
	if (old > 0)
		return failure_field(&x->failure, "password", "password.same");
	return old;
}

/* What was typed leaves the arguments before anything is called with them. */
static int hash_own(struct exchange *x)
{
	if (check_own(x))
		return -1;
	char *hash = secret_password_hash(json_string_value(json_object_get(x->args, "password")));
	bool made = hash && !json_object_set_new(x->args, "password_hash", json_string(hash)) &&
		!json_object_del(x->args, "password") && !json_object_del(x->args, "again");
	free(hash);
	return made ? 0 : failure_set(&x->failure, 500, "internal");
}

#define PASSWORD "SELECT console.password($1::jsonb, $2::jsonb)"

static const struct route routes[] = {
	{ .method = "GET", .path = "/console/password", .need = NEED_SESSION, .sql = PASSWORD, .page = "password" },
	{ .method = "POST",
		.path = "/console/password",
		.need = NEED_SESSION,
		.fields = own_fields,
		.before = hash_own,
		.sql = "SELECT console.change_password($1::jsonb, $2::jsonb)",
		.then = "/console",
		.done = "password",
		.again_sql = PASSWORD,
		.again_page = "password" },
};

const struct route_table console_password = ROUTE_TABLE(routes);
