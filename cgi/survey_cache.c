#include "survey_cache.h"

#include "db.h"
#include "exchange.h"
#include "log.h"
#include "service.h"

#include <stdio.h>
#include <string.h>

enum {
	/* A county runs two or three at a time. */
	KEPT = 8,
	CODE_SIZE = 24
};

static struct kept {
	char code[CODE_SIZE];
	json_int_t n;
	struct questionnaire *questionnaire;
} kept[KEPT];

static size_t oldest;

static struct kept *find(const char *code, json_int_t n)
{
	for (size_t i = 0; i < KEPT; i++)
		if (kept[i].questionnaire && kept[i].n == n && !strcmp(kept[i].code, code))
			return &kept[i];
	return NULL;
}

static const struct questionnaire *keep(const char *code, json_int_t n, struct questionnaire *questionnaire)
{
	struct kept *place = &kept[oldest++ % KEPT];
	questionnaire_free(place->questionnaire);
	snprintf(place->code, CODE_SIZE, "%s", code);
	place->n = n;
	place->questionnaire = questionnaire;
	return questionnaire;
}

/* A document that was published has been read before; that it cannot be now is our fault. */
static struct questionnaire *read_document(struct exchange *x, const json_t *settings)
{
	const char *text = json_string_value(json_object_get(settings, "document"));
	json_t *errors = NULL, *document = text ? json_loads(text, JSON_REJECT_DUPLICATES, NULL) : NULL;
	struct questionnaire *questionnaire = document ? questionnaire_read(document, &errors) : NULL;
	json_decref(document);
	json_decref(errors);
	if (!questionnaire) {
		log_line(LOG_ERROR, "request %s: a published survey cannot be read", x->request.id);
		failure_set(&x->failure, 500, "internal");
	}
	return questionnaire;
}

/* What names the survey in the path: a code, or its number. */
static void name_of(const struct exchange *x, char out[CODE_SIZE])
{
	const char *code = json_string_value(json_object_get(x->params, "code"));
	if (code)
		snprintf(out, CODE_SIZE, "%s", code);
	else
		snprintf(out, CODE_SIZE, "%" JSON_INTEGER_FORMAT, json_integer_value(json_object_get(x->params, "id")));
}

const struct questionnaire *survey_cache_get(struct exchange *x, const char *sql, json_int_t n, json_t **settings)
{
	char code[CODE_SIZE];
	name_of(x, code);
	const struct kept *known = find(code, n);
	json_t *args = json_pack("{sI sb}", "n", n, "known", known != NULL);
	const struct questionnaire *questionnaire = known ? known->questionnaire : NULL;
	*settings = NULL;
	if (!args || json_object_update(args, x->params))
		failure_set(&x->failure, 500, "internal");
	else if (!db_call(x->service->db, sql, x->ctx, args, settings, &x->failure) && !known) {
		struct questionnaire *fresh = read_document(x, *settings);
		questionnaire = fresh ? keep(code, n, fresh) : NULL;
	}
	json_decref(args);
	return x->failure.status ? NULL : questionnaire;
}
