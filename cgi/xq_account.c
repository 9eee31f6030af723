#include "xq.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "secret.h"

#define LIST \
	"SELECT coalesce(jsonb_agg(jsonb_build_array(a ->> 'username', a ->> 'name', o.zh, " \
	"(SELECT string_agg(r.zh, '、' ORDER BY r.code) FROM rules.role r WHERE a -> 'roles' ? r.code), " \
	"CASE WHEN (a ->> 'active')::boolean THEN '在用' ELSE '停用' END) ORDER BY o.sort, a ->> 'username'), '[]') " \
	"FROM jsonb_array_elements(engine.account_list('{}')) a JOIN core.office o ON o.code = a ->> 'office'"

struct options {
	const char *office, *role, *name;
	bool password_stdin;
};

static int read_options(char **args, struct options *options)
{
	for (; *args != NULL; args++) {
		const char **into = NULL;
		if (strcmp(*args, "--password-stdin") == 0) {
			options->password_stdin = true;
			continue;
		}
		if (strcmp(*args, "--office") == 0)
			into = &options->office;
		else if (strcmp(*args, "--role") == 0)
			into = &options->role;
		else if (strcmp(*args, "--name") == 0)
			into = &options->name;
		if (into == NULL || args[1] == NULL)
			return xq_fail("'%s' is no option of this command, or lacks its value", *args);
		*into = *++args;
	}
	return 0;
}

static json_t *split(const char *list)
{
	json_t *items = json_array();
	while (list != NULL && *list != '\0') {
		size_t len = strcspn(list, ",");
		if (json_array_append_new(items, json_stringn(list, len)) != 0)
			break;
		list += len + (list[len] == ',');
	}
	return items;
}

static int call(struct xq *xq, const char *sql, json_t *args)
{
	json_t *answer = args != NULL ? xq_ask(xq, sql, args) : NULL;
	int result = answer == NULL;
	json_decref(answer);
	json_decref(args);
	return result;
}

/* Calls with the hash of a password that is read or made; one that was made is shown once it counts. */
static int call_with_password(struct xq *xq, const char *sql, json_t *args, bool from_stdin)
{
	int result = 1;
	char *password = xq_password(from_stdin);
	char *hash = password != NULL ? secret_password_hash(password) : NULL;
	if (hash != NULL && json_object_set_new(args, "password_hash", json_string(hash)) == 0)
		result = call(xq, sql, json_incref(args));
	if (result == 0 && !from_stdin)
		printf("password (shown only now): %s\n", password);
	if (password != NULL)
		sodium_memzero(password, strlen(password));
	free(password);
	free(hash);
	json_decref(args);
	return result;
}

static int add(struct xq *xq, const char *username, const struct options *options)
{
	if (options->office == NULL || options->role == NULL || options->name == NULL)
		return xq_fail("account add needs --office, --role and --name");
	json_t *args = json_pack("{s:s, s:s, s:s, s:o}", "username", username, "name", options->name, "office",
		options->office, "roles", split(options->role));
	return call_with_password(xq, "SELECT engine.account_add($1::jsonb)", args, options->password_stdin);
}

static int set_password(struct xq *xq, const char *username, const struct options *options)
{
	return call_with_password(
		xq, "SELECT engine.account_set($1::jsonb)", json_pack("{s:s}", "username", username), options->password_stdin);
}

static int set_active(struct xq *xq, const char *username, bool active)
{
	return call(
		xq, "SELECT engine.account_set($1::jsonb)", json_pack("{s:s, s:b}", "username", username, "active", active));
}

static int set_roles(struct xq *xq, const char *username, const char *roles)
{
	if (roles == NULL)
		return xq_fail("account role NAME R,R");
	return call(xq, "SELECT engine.account_set($1::jsonb)",
		json_pack("{s:s, s:o}", "username", username, "roles", split(roles)));
}

static int set_person(struct xq *xq, const char *username, const struct options *options)
{
	if (options->office == NULL && options->name == NULL)
		return xq_fail("account change NAME [--office CODE] [--name ZH]");
	return call(xq, "SELECT engine.account_set($1::jsonb)",
		json_pack("{s:s, s:s*, s:s*}", "username", username, "office", options->office, "name", options->name));
}

static int end_sessions(struct xq *xq, const char *username)
{
	return call(xq, "SELECT engine.terminal_setting($1::jsonb)",
		json_pack("{s:s, s:s, s:s, s:{}}", "list", "account", "code", username, "action", "end_sessions", "fields"));
}

/* One of the three administrators, where there is none yet; his password is shown once. */
static int first_of(struct xq *xq, const char *username, const char *role, const char *name)
{
	char *password = xq_password(false), *hash = password != NULL ? secret_password_hash(password) : NULL;
	json_t *args = json_pack("{s:s, s:s, s:s, s:[s], s:s}", "username", username, "name", name, "office", "bangongshi",
		"roles", role, "password_hash", hash != NULL ? hash : "");
	json_t *answer = hash != NULL ? xq_ask(xq, "SELECT engine.first_administrator($1::jsonb)", args) : NULL;
	if (json_is_object(answer))
		printf("%s: %s   password (shown only now): %s\n", name, username, password);
	if (password != NULL)
		sodium_memzero(password, strlen(password));
	free(password);
	free(hash);
	int result = answer == NULL;
	json_decref(args);
	json_decref(answer);
	return result;
}

/* System, security and audit are three persons: each watches the others, and none may be another. */
static int first(struct xq *xq)
{
	return first_of(xq, "admin", "sysadmin", "系统管理员") || first_of(xq, "security", "secadmin", "安全保密管理员") ||
		first_of(xq, "audit", "auditor", "安全审计员");
}

int xq_account_table(struct xq *xq)
{
	static const char *const headings[] = { "用户名", "姓名", "委办室", "角色", "状态", NULL };
	json_t *rows = xq_ask(xq, LIST, NULL);
	if (rows == NULL)
		return 1;
	xq_table(headings, rows);
	json_decref(rows);
	return 0;
}

int xq_account(struct xq *xq)
{
	struct options options = { 0 };
	const char *verb = xq->args[0] != NULL ? xq->args[0] : "";
	const char *username = verb[0] != '\0' ? xq->args[1] : NULL;
	if (strcmp(verb, "list") == 0)
		return xq_account_table(xq);
	if (strcmp(verb, "first") == 0)
		return first(xq);
	if (username == NULL)
		return xq_fail("account add|list|disable|enable|passwd|role|change|end-sessions NAME …");
	if (strcmp(verb, "end-sessions") == 0)
		return end_sessions(xq, username);
	if (strcmp(verb, "role") == 0)
		return set_roles(xq, username, xq->args[2]);
	if (read_options(xq->args + 2, &options) != 0)
		return 1;
	if (strcmp(verb, "add") == 0)
		return add(xq, username, &options);
	if (strcmp(verb, "passwd") == 0)
		return set_password(xq, username, &options);
	if (strcmp(verb, "change") == 0)
		return set_person(xq, username, &options);
	if (strcmp(verb, "disable") == 0 || strcmp(verb, "enable") == 0)
		return set_active(xq, username, verb[0] == 'e');
	return xq_fail("account knows no '%s'", verb);
}
