#include "xq.h"

#include <stdio.h>
#include <stdlib.h>

#include "folder.h"
#include "secret.h"

#define STATUS \
	"SELECT jsonb_build_object('migration', (SELECT max(name) FROM core.migration), 'accounts', " \
	"(SELECT count(*) FROM core.account WHERE active), 'opinions', (SELECT count(*) FROM core.opinion), " \
	"'issues', (SELECT count(*) FROM core.issue))"

#define EVIDENCE "SELECT coalesce(jsonb_object_agg(e.stored_as, true), '{}') FROM core.evidence e"

static json_int_t number(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

/* A file without a row is what an interrupted upload leaves; it is told of and is no fault. What has one is crossed off. */
static int cross_off(void *to, const char *path, const char *name)
{
	(void)path;
	if (json_object_del(to, name) != 0)
		printf("evidence %s: a file without a row\n", name);
	return 0;
}

/* Whether every row of evidence has its file. */
static int verify_evidence(struct xq *xq)
{
	char why[512];
	const char *name;
	json_t *rest = xq_ask(xq, EVIDENCE, NULL), *value;
	if (rest == NULL)
		return 1;
	size_t rows = json_object_size(rest);
	if (xq->config->evidence == NULL || folder_each(xq->config->evidence, "", cross_off, rest, why, sizeof why) < 0)
		xq_fail("evidence: %s", xq->config->evidence != NULL ? why : "no folder is set");
	json_object_foreach(rest, name, value)
	{
		xq_fail("broken: evidence %s has no file", name);
	}
	size_t lost = json_object_size(rest);
	printf("%zu pieces of evidence, %zu without a file\n", rows, lost);
	json_decref(rest);
	return lost > 0;
}

/* Whoever changes a row past the functions breaks the chain of that subject, and shows here. */
int xq_verify(struct xq *xq)
{
	size_t i;
	json_t *found = xq_ask(xq, "SELECT engine.verify()", NULL);
	json_t *broken = json_object_get(found, "broken"), *at;
	if (found == NULL)
		return 1;
	json_array_foreach(broken, i, at)
	{
		char *text = json_dumps(at, JSON_COMPACT);
		xq_fail("broken: %s", text != NULL ? text : "");
		free(text);
	}
	printf("%" JSON_INTEGER_FORMAT " events of %" JSON_INTEGER_FORMAT " subjects, %zu broken\n",
		number(found, "events"), number(found, "subjects"), json_array_size(broken));
	int result = json_array_size(broken) > 0 || !json_is_array(broken);
	json_decref(found);
	return verify_evidence(xq) != 0 || result;
}

int xq_status(struct xq *xq)
{
	char why[512];
	struct secret *secret = secret_open(xq->config->keys, why, sizeof why);
	json_t *found = xq_ask(xq, STATUS, NULL);
	const char *migration = json_string_value(json_object_get(found, "migration"));
	int result = secret == NULL || found == NULL;
	printf("keys      %s\n", secret != NULL ? "ok" : why);
	printf("database  %s\n", found != NULL ? "ok" : "not there");
	if (found != NULL)
		printf("migration %s\naccounts  %" JSON_INTEGER_FORMAT "\nopinions  %" JSON_INTEGER_FORMAT
			   "\nissues    %" JSON_INTEGER_FORMAT "\n",
			migration != NULL ? migration : "none", number(found, "accounts"), number(found, "opinions"),
			number(found, "issues"));
	json_decref(found);
	secret_free(secret);
	return result;
}
