#include "xq.h"

#include <limits.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "folder.h"
#include "secret.h"

/* One deploy at a time: the number says nothing but "ours". */
#define TAKE_LOCK "SELECT to_jsonb(true) FROM pg_advisory_lock(7203515541)"

/* xq_owner may not read a table that is not there yet. */
#define APPLIED_TABLE "SELECT to_jsonb(to_regclass('core.migration') IS NOT NULL)"
#define APPLIED "SELECT coalesce(jsonb_object_agg(name, sha256), '{}') FROM core.migration"

struct deploy {
	struct buf script;
	json_t *applied; /* name → sha256 */
	size_t known; /* applied ones that were found as files */
	size_t pending;
};

/* Everything that is laid anew at each deploy, after the migrations. A missing folder is an empty one. */
static const char *const rebuilt[] = { "functions/engine", "functions/intake", "functions/reader", "functions/console",
	"functions/worker", "views", "reports", "rules" };

static int include(struct deploy *d, const char *path)
{
	if (strpbrk(path, "'\\\n\r") != NULL)
		return xq_fail("%s: this path cannot be handed to psql", path);
	buf_putf(&d->script, "\\i '%s'\n", path);
	return 0;
}

static int include_file(void *to, const char *path, const char *stem)
{
	(void)stem;
	return include(to, path);
}

static bool name_is_plain(const char *stem)
{
	return strspn(stem, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(stem);
}

static int hash_of(const char *path, char hex[65])
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char why[PATH_MAX + 64];
	size_t len;
	char *text = folder_read(path, &len, why, sizeof why);
	if (text == NULL)
		return xq_fail("%s", why);
	crypto_hash_sha256(hash, (const unsigned char *)text, len);
	secret_hex(hash, sizeof hash, hex);
	free(text);
	return 0;
}

static int add_migration(void *to, const char *path, const char *stem)
{
	struct deploy *d = to;
	char hex[65];
	if (!name_is_plain(stem))
		return xq_fail("%s: a migration is named by a-z, 0-9 and _", path);
	if (hash_of(path, hex) != 0)
		return 1;
	const char *before = json_string_value(json_object_get(d->applied, stem));
	if (before != NULL) {
		d->known++;
		return strcmp(before, hex) == 0 ? 0 : xq_fail("%s was changed after it was applied", path);
	}
	d->pending++;
	if (include(d, path) != 0)
		return 1;
	buf_putf(&d->script, "INSERT INTO core.migration (name, sha256) VALUES ('%s', '%s');\n", stem, hex);
	return 0;
}

static int each_in(struct deploy *d, const char *sql, const char *folder, folder_visit visit)
{
	char path[PATH_MAX], why[PATH_MAX + 64] = "";
	if (snprintf(path, sizeof path, "%s/%s", sql, folder) >= PATH_MAX)
		return xq_fail("%s: the path is too long", folder);
	if (access(path, F_OK) != 0)
		return 0;
	int result = folder_each(path, ".sql", visit, d, why, sizeof why);
	return result < 0 ? xq_fail("%s", why) : result;
}

static int include_named(struct deploy *d, const char *sql, const char *name)
{
	char path[PATH_MAX];
	if (snprintf(path, sizeof path, "%s/%s", sql, name) >= PATH_MAX || access(path, R_OK) != 0)
		return xq_fail("%s/%s cannot be read", sql, name);
	return include(d, path);
}

static int write_script(struct deploy *d, const char *sql)
{
	if (include_named(d, sql, "roles.sql") != 0 || each_in(d, sql, "migrations", add_migration) != 0)
		return 1;
	if (d->known != json_object_size(d->applied))
		return xq_fail("the database has migrations that this version does not know");
	if (include_named(d, sql, "functions/reset.sql") != 0)
		return 1;
	for (size_t i = 0; i < sizeof rebuilt / sizeof *rebuilt; i++)
		if (each_in(d, sql, rebuilt[i], include_file) != 0)
			return 1;
	if (include_named(d, sql, "grants.sql") != 0)
		return 1;
	return d->script.failed ? xq_fail("out of memory") : 0;
}

static json_t *applied_migrations(struct xq *xq)
{
	json_t *locked = xq_ask(xq, TAKE_LOCK, NULL);
	json_t *there = locked != NULL ? xq_ask(xq, APPLIED_TABLE, NULL) : NULL;
	json_t *applied = NULL;
	if (there != NULL)
		applied = json_is_true(there) ? xq_ask(xq, APPLIED, NULL) : json_object();
	json_decref(locked);
	json_decref(there);
	return applied;
}

int xq_migrate(struct xq *xq)
{
	struct deploy d = { 0 };
	char sql[PATH_MAX];
	int result = 1;
	if (snprintf(sql, sizeof sql, "%s/../sql", xq->config->web_root) >= PATH_MAX)
		return xq_fail("web_root: the path is too long");
	d.applied = applied_migrations(xq);
	if (d.applied != NULL && write_script(&d, sql) == 0) {
		result = xq_script(xq, d.script.data, d.script.len) == 0 ? 0 : xq_fail("nothing was changed");
		if (result == 0)
			printf("migrations applied: %zu new, %zu before\n", d.pending, d.known);
	}
	json_decref(d.applied);
	buf_free(&d.script);
	return result;
}
