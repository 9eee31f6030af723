/* The designer: a survey's draft as a page of questions, changed by forms. The document is changed here and saved whole, under the
 * version it was read in: two clerks never overwrite each other. */
#include "console.h"
#include "db.h"
#include "designer.h"
#include "designer_view.h"
#include "exchange.h"
#include "service.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TITLE_MAX = 500, WORDS_MAX = 5000, LINES_MAX = 20000, DOCUMENT_MAX = 65536 };

#define KEYS \
	{ .name = "key", .type = FIELD_UUID }, \
	{ \
		.name = "version", .type = FIELD_INT, .max = 1000000000 \
	}

static const struct field change_fields[] = {
	KEYS,
	{ .name = "title", .type = FIELD_LONGTEXT, .max = WORDS_MAX },
	{ .name = "title_en", .type = FIELD_LONGTEXT, .max = WORDS_MAX },
	{ .name = "description", .type = FIELD_LONGTEXT, .max = WORDS_MAX },
	{ .name = "description_en", .type = FIELD_LONGTEXT, .max = WORDS_MAX },
	{ .name = "choices", .type = FIELD_LONGTEXT, .max = LINES_MAX },
	{ .name = "rows", .type = FIELD_LONGTEXT, .max = LINES_MAX },
	{ .name = "nothing", .type = FIELD_CODE, .max = 5 },
	{ .name = "none", .type = FIELD_TEXT, .max = TITLE_MAX },
	{ .name = "none_en", .type = FIELD_TEXT, .max = TITLE_MAX },
	{ .name = "required", .type = FIELD_CODE, .max = 5 },
	{ .name = "other", .type = FIELD_CODE, .max = 5 },
	{ .name = "most", .type = FIELD_CODE, .max = 4 },
	{ .name = "lowest", .type = FIELD_CODE, .max = 4 },
	{ .name = "highest", .type = FIELD_CODE, .max = 4 },
	{ .name = "length", .type = FIELD_CODE, .max = 5 },
	{ .name = "input", .type = FIELD_CODE, .max = 10 },
	{ .name = "shown_when", .type = FIELD_TEXT, .max = 200 },
	{ .name = "shown_not", .type = FIELD_CODE, .max = 5 },
	{ 0 },
};

static const struct field add_fields[] = {
	KEYS,
	{ .name = "type", .type = FIELD_CODE, .required = true, .max = 20 },
	{ .name = "title", .type = FIELD_TEXT, .required = true, .min = 1, .max = TITLE_MAX },
	{ .name = "choices", .type = FIELD_LONGTEXT, .max = LINES_MAX },
	{ .name = "rows", .type = FIELD_LONGTEXT, .max = LINES_MAX },
	{ .name = "required", .type = FIELD_CODE, .max = 5 },
	{ 0 },
};

static const struct field head_fields[] = {
	KEYS,
	{ .name = "title", .type = FIELD_TEXT, .required = true, .min = 2, .max = TITLE_MAX },
	{ .name = "title_en", .type = FIELD_TEXT, .max = TITLE_MAX },
	{ .name = "description", .type = FIELD_LONGTEXT, .max = WORDS_MAX },
	{ .name = "description_en", .type = FIELD_LONGTEXT, .max = WORDS_MAX },
	{ 0 },
};

static const struct field import_fields[] = {
	KEYS,
	{ .name = "document", .type = FIELD_LONGTEXT, .required = true, .min = 2, .max = DOCUMENT_MAX },
	{ 0 },
};

static const struct field step_fields[] = { KEYS, { 0 } };

#define SURVEY "SELECT console.survey($1::jsonb, $2::jsonb)"
#define SAVE "SELECT console.survey_save($1::jsonb, $2::jsonb)"

static int no_memory(struct exchange *x)
{
	return failure_set(&x->failure, 500, "internal");
}

static json_t *parse(struct exchange *x, const char *text)
{
	json_t *document = text ? json_loads(text, JSON_REJECT_DUPLICATES, NULL) : NULL;
	if (json_is_object(document))
		return document;
	json_decref(document);
	failure_set(&x->failure, 409, "survey.not_a_document");
	return NULL;
}

/* The document as it stands; asking says as well whether the person may see it. */
static json_t *ask(struct exchange *x)
{
	json_t *args = json_pack("{sO}", "id", json_object_get(x->params, "id")), *answer = NULL, *document = NULL;
	if (!args)
		no_memory(x);
	else if (!db_call(x->service->db, SURVEY, x->ctx, args, &answer, &x->failure))
		document = parse(x, json_string_value(json_object_get(answer, "document")));
	json_decref(args);
	json_decref(answer);
	return document;
}

/* The place in the path; -1 where it is none. */
static long place_of(const struct exchange *x)
{
	char *end;
	const char *text = json_string_value(json_object_get(x->params, "at"));
	long place = text ? strtol(text, &end, 10) : -1;
	return text && *end == '\0' && place < 1000 ? place : -1;
}

/* What SQL is told: the document, and what says whose turn it is. */
static int hand_on(struct exchange *x, json_t *document)
{
	char *text = json_dumps(document, JSON_COMPACT);
	json_t *args = json_pack("{sO sO* sO* ss*}", "id", json_object_get(x->params, "id"), "key",
		json_object_get(x->args, "key"), "version", json_object_get(x->args, "version"), "document", text);
	free(text);
	json_decref(x->args);
	x->args = args;
	return args ? 0 : no_memory(x);
}

/* One change of the document as it stands. */
static int edit(struct exchange *x, int (*act)(json_t *document, const struct exchange *x, long at))
{
	json_t *document = ask(x);
	if (!document)
		return -1;
	int wrong = act(document, x, place_of(x)) ? no_memory(x) : hand_on(x, document);
	json_decref(document);
	return wrong;
}

static int act_change(json_t *document, const struct exchange *x, long at)
{
	json_t *question = at < 0 ? NULL : designer_find(document, (size_t)at).question;
	return question ? designer_change(question, x->args) : 0;
}

static int act_up(json_t *document, const struct exchange *x, long at)
{
	(void)x;
	return at < 0 ? 0 : designer_move(document, (size_t)at, true);
}

static int act_down(json_t *document, const struct exchange *x, long at)
{
	(void)x;
	return at < 0 ? 0 : designer_move(document, (size_t)at, false);
}

static int act_remove(json_t *document, const struct exchange *x, long at)
{
	(void)x;
	return at < 0 ? 0 : designer_remove(document, (size_t)at);
}

static int act_add(json_t *document, const struct exchange *x, long at)
{
	(void)at;
	return designer_add(document, json_string_value(json_object_get(x->args, "type")), x->args);
}

static int act_head(json_t *document, const struct exchange *x, long at)
{
	(void)at;
	return designer_head(document, x->args);
}

static int change(struct exchange *x)
{
	return edit(x, act_change);
}

static int up(struct exchange *x)
{
	return edit(x, act_up);
}

static int down(struct exchange *x)
{
	return edit(x, act_down);
}

static int remove_one(struct exchange *x)
{
	return edit(x, act_remove);
}

static int add(struct exchange *x)
{
	return edit(x, act_add);
}

static int head(struct exchange *x)
{
	return edit(x, act_head);
}

/* An imported document replaces the draft, whatever is in it: what is not supported is listed on the page. */
static int import(struct exchange *x)
{
	json_t *document = parse(x, json_string_value(json_object_get(x->args, "document")));
	int wrong = document ? 0 : failure_field(&x->failure, "document", "survey.not_a_document");
	json_decref(document);
	return wrong;
}

/* Adds to the answer what the page shows, of the document that SQL has just answered. */
static int show(struct exchange *x)
{
	json_t *document = parse(x, json_string_value(json_object_get(x->answer, "document")));
	if (!document)
		return -1;
	json_t *view =
		designer_view(x->service->pages, x->request.view.lang, document, json_object_get(x->answer, "advice"));
	json_decref(document);
	return view && !json_object_set_new(x->answer, "edit", view) ? 0 : no_memory(x);
}

static int show_question(struct exchange *x)
{
	long at = place_of(x);
	json_t *document = parse(x, json_string_value(json_object_get(x->answer, "document")));
	if (!document)
		return -1;
	json_t *view =
		at < 0 ? NULL : designer_question_view(x->service->pages, x->request.view.lang, document, (size_t)at);
	json_decref(document);
	if (!view)
		return failure_set(&x->failure, 404, "not_found");
	return json_object_set_new(x->answer, "question", view) ? no_memory(x) : 0;
}

/* The document as a file of its own. */
static int answer_document(struct exchange *x)
{
	if (db_call(x->service->db, SURVEY, x->ctx, x->args, &x->answer, &x->failure))
		return -1;
	reply_start(&x->reply, 200, "application/json");
	reply_header(&x->reply, "Content-Disposition", "attachment; filename=\"survey.json\"");
	reply_header(&x->reply, "Cache-Control", "no-store");
	buf_puts(&x->reply.body, json_string_value(json_object_get(x->answer, "document")));
	return 0;
}

#define EDIT "/console/surveys/{id}/edit"
#define WRITES(place, fields_of, hook) \
	{ \
		.method = "POST", .path = EDIT place, .need = NEED_SESSION, .fields = (fields_of), .before = (hook), \
		.sql = SAVE, .then = EDIT, .again_sql = SURVEY, .again_page = "survey_edit", .redraw = show \
	}

static const struct route routes[] = {
	{ .method = "GET", .path = EDIT, .need = NEED_SESSION, .sql = SURVEY, .after = show, .page = "survey_edit" },
	{ .method = "GET", .path = EDIT "/document.json", .need = NEED_SESSION, .face = FACE_PAGE, .own = answer_document },
	WRITES("/add", add_fields, add),
	WRITES("/head", head_fields, head),
	WRITES("/import", import_fields, import),
	{ .method = "GET",
		.path = EDIT "/{at}",
		.need = NEED_SESSION,
		.sql = SURVEY,
		.after = show_question,
		.page = "survey_question" },
	WRITES("/{at}", change_fields, change),
	WRITES("/{at}/up", step_fields, up),
	WRITES("/{at}/down", step_fields, down),
	WRITES("/{at}/remove", step_fields, remove_one),
};

const struct route_table console_survey_edit = ROUTE_TABLE(routes);
