#include "survey_response.h"

#include "answers.h"
#include "config.h"
#include "exchange.h"
#include "page.h"
#include "receipt.h"
#include "seal.h"
#include "secret.h"
#include "service.h"
#include "survey_cache.h"
#include "survey_controls.h"
#include "survey_form.h"
#include "survey_plan.h"
#include "text.h"
#include "ticket.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* As short as an opinion may be. */
enum { WORDS_MIN = 10 };

/* A response on its way: what the person sent, and what becomes of it. */
struct response {
	const struct questionnaire *questionnaire; /* borrowed */
	json_t *settings, *given, *verdict, *data;
};

static int no_memory(struct exchange *x)
{
	return failure_set(&x->failure, 500, "internal");
}

static void response_free(struct response *r)
{
	json_decref(r->settings);
	json_decref(r->given);
	json_decref(r->verdict);
	json_decref(r->data);
}

/* The place of a row or an item of a question; -1 where it is about the whole. */
static long row_place(const struct question *q, const char *row)
{
	char name[SURVEY_FORM_ROW_MAX];
	for (size_t i = 0; row && i < q->items_n; i++)
		if (!strcmp(q->items[i].name, row))
			return (long)i;
	for (size_t i = 0; row && i < q->rows.n; i++) {
		survey_form_row_name(&q->rows.items[i], name);
		if (!strcmp(name, row))
			return (long)i;
	}
	return -1;
}

/* What the form that is drawn again says at a control: the author's words, or the catalogue's. */
static void hold_error(struct exchange *x, const char *control, const char *text, const char *code)
{
	char dotted[96];
	snprintf(dotted, sizeof dotted, "errors.%s", code);
	const char *said = text ? text : pages_text(x->service->pages, x->request.view.lang, dotted);
	if (!x->held)
		x->held = json_array();
	json_array_append_new(x->held, json_pack("{ss ss}", "control", control, "text", said ? said : code));
}

/* What was refused, told at its control; the texts of the author go with the form that is drawn again. */
static int tell_error(struct exchange *x, const struct response *r, const json_t *error)
{
	const char *name = json_string_value(json_object_get(error, "name"));
	const char *code = json_string_value(json_object_get(error, "code"));
	const struct question *q = name ? questionnaire_question(r->questionnaire, name) : NULL;
	char field[DRAWING_CONTROL_MAX] = "answers";
	if (q)
		drawing_control(field, q, NULL, row_place(q, json_string_value(json_object_get(error, "row"))));
	if (q)
		hold_error(x, field, questionnaire_text(json_object_get(error, "text"), x->request.view.lang), code);
	return failure_field(&x->failure, x->request.form ? field : name ? name : field, code);
}

static int refuse(struct exchange *x, const struct response *r)
{
	size_t i;
	const json_t *error;
	json_array_foreach(json_object_get(r->verdict, "errors"), i, error)
	{
		tell_error(x, r, error);
	}
	return x->failure.status ? -1 : no_memory(x);
}

/* A paper that cannot be counted counts as returned, and says nothing. */
static int leave_out(struct exchange *x, struct response *r)
{
	r->data = json_object();
	return !r->data || json_object_set_new(x->args, "valid", json_false()) ? no_memory(x) : 0;
}

static int check(struct exchange *x, struct response *r)
{
	if (json_is_true(json_object_get(x->args, "void")))
		return leave_out(x, r);
	r->verdict = answers_check(r->questionnaire, r->given, 1000.0 * (double)time(NULL));
	if (!r->verdict)
		return no_memory(x);
	if (!json_is_true(json_object_get(r->verdict, "valid")))
		return refuse(x, r);
	r->data = json_deep_copy(json_object_get(r->verdict, "data"));
	return r->data ? 0 : no_memory(x);
}

static int take_given(struct exchange *x, struct response *r)
{
	if (x->request.form)
		r->given = survey_form_answers(r->questionnaire, x->request.body);
	else
		r->given = json_incref(json_object_get(x->request.body, "answers"));
	if (r->given && !json_is_object(r->given))
		return failure_field(&x->failure, "answers", "wrong_type");
	if (!r->given && !x->request.form)
		return failure_field(&x->failure, "answers", "required");
	return r->given ? 0 : no_memory(x);
}

static int add_mac(struct exchange *x, json_t *to, const char *name, enum secret_use use, const char *text)
{
	unsigned char mac[SECRET_MAC_BYTES];
	char hex[2 * SECRET_MAC_BYTES + 1];
	if (!text || secret_mac(x->service->secret, use, text, strlen(text), mac))
		return no_memory(x);
	secret_hex(mac, sizeof mac, hex);
	return json_object_set_new(to, name, json_string(hex)) ? no_memory(x) : 0;
}

/* Tells a repeat from other answers under the same key. */
static int add_fingerprint(struct exchange *x, const struct response *r, json_t *to)
{
	char *text = json_dumps(r->given, JSON_COMPACT | JSON_SORT_KEYS);
	int wrong = add_mac(x, to, "fingerprint", SECRET_FINGER, text);
	if (text)
		sodium_memzero(text, strlen(text));
	free(text);
	return wrong;
}

/* A code that was mistyped is no code; where none is needed, none is told. */
static int take_token(struct exchange *x)
{
	char ticket[TICKET_SIZE], hex[65];
	const char *typed = json_string_value(json_object_get(x->args, "token"));
	int wrong = 0;
	if (!typed)
		return 0;
	if (!ticket_read(typed, ticket))
		wrong = failure_field(&x->failure, "token", "survey.no_token");
	else if (ticket_mac(x->service->secret, ticket, hex) || json_object_set_new(x->args, "token_mac", json_string(hex)))
		wrong = no_memory(x);
	sodium_memzero(ticket, sizeof ticket);
	json_object_del(x->args, "token");
	return wrong;
}

/* The chosen options of a question that has quotas, as [question, value]. */
static int add_chosen(json_t *chosen, const char *question, const json_t *value)
{
	size_t i;
	const json_t *item;
	char number[32];
	snprintf(number, sizeof number, "%.15g", json_number_value(value));
	if (json_is_string(value) || json_is_number(value))
		return json_array_append_new(
			chosen, json_pack("[ss]", question, json_is_string(value) ? json_string_value(value) : number));
	json_array_foreach(value, i, item)
	{
		if (!json_is_array(item) && add_chosen(chosen, question, item))
			return -1;
	}
	return 0;
}

static int count_chosen(struct exchange *x, const struct response *r)
{
	size_t i;
	const json_t *name;
	json_t *chosen = json_array();
	json_array_foreach(json_object_get(r->settings, "quotas"), i, name)
	{
		const char *question = json_string_value(name);
		if (add_chosen(chosen, question, json_object_get(r->data, question)))
			break;
	}
	return json_object_set_new(x->args, "chosen", chosen) ? no_memory(x) : 0;
}

static const char *setting(const struct response *r, const char *name)
{
	return json_string_value(json_object_get(r->settings, name));
}

/* What a person wrote and wants an answer to goes the way of an opinion, with a receipt and a sealed number of its own. */
static json_t *opinion_new(struct exchange *x, const char *words, const char *phone)
{
	char receipt[RECEIPT_SIZE], groups[RECEIPT_GROUPS_SIZE], hex[65];
	json_t *contact = json_pack("{ss}", "phone", phone);
	json_t *opinion = contact ? seal_contact(x->service->config->keys, "reply", contact) : NULL;
	json_decref(contact);
	receipt_derive(x->service->secret, json_string_value(json_object_get(x->args, "key")), receipt);
	receipt_groups(receipt, groups);
	x->held = json_string(groups);
	if (!opinion || receipt_mac(x->service->secret, receipt, hex) ||
		json_object_update_new(opinion,
			json_pack("{ss ss ss ss ss sb sb sb ss}", "receipt_mac", hex, "kind", "opinion", "text", words,
				"protection", "reply", "source", "survey", "publish_consent", 0, "disclose_consent", 0, "by_mail", 0,
				"lang", x->request.view.lang))) {
		json_decref(opinion);
		opinion = NULL;
	}
	sodium_memzero(receipt, sizeof receipt);
	sodium_memzero(groups, sizeof groups);
	return opinion;
}

/* Too little to be handled as an opinion, which is what a person wants who leaves a number. */
static int refuse_words(struct exchange *x, const struct response *r, const char *name)
{
	char field[DRAWING_CONTROL_MAX];
	drawing_control(field, questionnaire_question(r->questionnaire, name), NULL, -1);
	hold_error(x, field, NULL, "too_short");
	return failure_field(&x->failure, field, "too_short");
}

/* The number never stays in the response, and the words go with it where both were given. */
static int part_words(struct exchange *x, struct response *r)
{
	const char *words_name = setting(r, "words_question"), *contact_name = setting(r, "contact_question");
	const char *words = words_name ? json_string_value(json_object_get(r->data, words_name)) : NULL;
	const char *phone = contact_name ? json_string_value(json_object_get(r->data, contact_name)) : NULL;
	int wrong = 0;
	if (words && phone && text_points(words) < WORDS_MIN)
		return refuse_words(x, r, words_name);
	if (words && phone) {
		json_t *opinion = opinion_new(x, words, phone);
		wrong = !opinion || add_fingerprint(x, r, opinion) ||
			json_object_set(opinion, "notice_version", json_object_get(r->settings, "notice_version")) ||
			json_object_set(x->args, "opinion", opinion);
		json_decref(opinion);
		json_object_del(r->data, words_name);
	}
	if (contact_name)
		json_object_del(r->data, contact_name);
	return wrong ? no_memory(x) : 0;
}

/* From here on the answers are in no place where SQL, a log or a page could find them. */
static int seal(struct exchange *x, const struct response *r)
{
	char *sealed = seal_answers(x->service->config->keys, r->data);
	int wrong = !sealed || json_object_set_new(x->args, "answers_sealed", json_string(sealed));
	free(sealed);
	return wrong ? no_memory(x) : 0;
}

int survey_response_take(struct exchange *x, const char *document_sql)
{
	struct response r = { 0 };
	r.questionnaire = survey_cache_get(x, document_sql, json_integer_value(json_object_get(x->args, "n")), &r.settings);
	int wrong = !r.questionnaire || take_given(x, &r) || check(x, &r) || take_token(x) ||
		add_mac(x, x->args, "key_mac", SECRET_FORM, json_string_value(json_object_get(x->args, "key"))) ||
		add_fingerprint(x, &r, x->args) || count_chosen(x, &r) || part_words(x, &r) || seal(x, &r);
	response_free(&r);
	json_object_del(x->args, "key");
	return wrong ? -1 : 0;
}

/* The titles by which a page's list of errors leads to the controls of what was refused. NULL without memory. */
static json_t *labels_new(const struct questionnaire *questionnaire, const json_t *errors, const char *lang)
{
	json_t *labels = json_array();
	const json_t *error;
	size_t i;
	json_array_foreach(errors, i, error)
	{
		const char *control = json_string_value(json_object_get(error, "control"));
		const struct question *q = questionnaire->questions[strtoul(control + 1, NULL, 10)];
		const char *title = questionnaire_text(json_object_get(q->json, "title"), lang);
		if (json_array_append_new(
				labels, json_pack("{ss ss ss}", "type", "text", "name", control, "label", title ? title : q->name))) {
			json_decref(labels);
			return NULL;
		}
	}
	return labels;
}

int survey_response_redraw(struct exchange *x, const char *document_sql)
{
	json_t *settings = NULL, *typed = json_object_get(x->request.body, "n");
	const char *lang = x->request.view.lang;
	const struct questionnaire *questionnaire =
		survey_cache_get(x, document_sql, atoll(json_string_value(typed)), &settings);
	struct survey_form form = { questionnaire, x->service->pages, lang, x->request.body, x->held };
	char *html = questionnaire ? survey_form_html(&form) : NULL;
	json_t *plan = questionnaire ? survey_plan(questionnaire) : NULL;
	char *code = plan ? json_dumps(plan, JSON_COMPACT) : NULL;
	int wrong = !html || !code || json_object_set_new(x->answer, "form", json_string(html)) ||
		json_object_set_new(x->answer, "plan", json_string(code)) || json_object_set(x->answer, "n", typed) ||
		json_object_set_new(x->answer, "questions", labels_new(questionnaire, x->held, lang));
	free(html);
	free(code);
	json_decref(plan);
	json_decref(settings);
	return wrong ? no_memory(x) : 0;
}

int survey_response_told(struct exchange *x)
{
	if (json_is_true(json_object_get(x->answer, "created")))
		x->status = 201;
	json_object_del(x->answer, "created");
	json_object_del(json_object_get(x->answer, "opinion"), "created");
	if (json_object_get(x->answer, "opinion") && json_object_set(x->answer, "receipt", x->held))
		return no_memory(x);
	return 0;
}
