/* What the administrators set on their pages, from the terminal: the same lists, the same checks, the same record. */
#include "xq.h"

#include <string.h>

enum { WORDS_MAX = 3 };

/* A verb, the action it is on the pages, and the fields that its words are; the first word names the setting. */
struct verb {
	const char *name, *action;
	const char *fields[WORDS_MAX];
	const char *codes; /* what the first word is also sent as, where the action makes the setting */
	const char *one; /* the setting it is about, where no word names it */
};

static const struct verb office_verbs[] = {
	{ .name = "add", .action = "add", .fields = { "zh", "en" }, .codes = "code" },
	{ .name = "rename", .action = "rename", .fields = { "zh", "en" } },
	{ .name = "disable", .action = "hide" },
	{ .name = "enable", .action = "show" },
	{ .name = "reset", .action = "reset" },
	{ 0 },
};

static const struct verb category_verbs[] = {
	{ .name = "rename", .action = "rename", .fields = { "zh", "full_zh", "en" } },
	{ .name = "disable", .action = "hide" },
	{ .name = "enable", .action = "show" },
	{ .name = "reset", .action = "reset" },
	{ 0 },
};

static const struct verb choice_verbs[] = {
	{ .name = "rename", .action = "change", .fields = { "zh", "en" } },
	{ .name = "disable", .action = "hide" },
	{ .name = "enable", .action = "show" },
	{ .name = "reset", .action = "reset" },
	{ 0 },
};

static const struct verb rule_verbs[] = {
	{ .name = "set", .action = "change", .fields = { "n", "unit" } },
	{ .name = "reset", .action = "reset" },
	{ 0 },
};

static const struct verb param_verbs[] = {
	{ .name = "set", .action = "change", .fields = { "value" } },
	{ .name = "weights",
		.action = "weights",
		.fields = { "response", "solved", "satisfied" },
		.one = "score_response" },
	{ .name = "reset", .action = "reset" },
	{ 0 },
};

static const struct verb text_verbs[] = {
	{ .name = "set", .action = "change", .fields = { "zh", "en" } },
	{ .name = "reset", .action = "reset" },
	{ 0 },
};

#define LIST \
	"SELECT coalesce(jsonb_agg(jsonb_build_array(s.code, s.zh, engine.setting_line('zh-CN', s.list, s.now), " \
	"CASE WHEN s.own THEN '本机关' ELSE '' END, " \
	"CASE WHEN s.active THEN '在用' ELSE '停用' END) ORDER BY s.sort, " \
	"s.code), '[]') " \
	"FROM engine.settings($1::jsonb ->> 'list') s"

static int list_settings(struct xq *xq, const char *list)
{
	static const char *const headings[] = { "代码", "名称", "内容", "自定", "状态", NULL };
	json_t *args = json_pack("{s:s}", "list", list);
	json_t *rows = args != NULL ? xq_ask(xq, LIST, args) : NULL;
	if (rows != NULL)
		xq_table(headings, rows);
	json_decref(args);
	int result = rows == NULL;
	json_decref(rows);
	return result;
}

/* The words behind the setting's name as the verb's fields; NULL where there are too few or too many. */
static json_t *fields_of(const struct verb *verb, char **words)
{
	json_t *fields = json_object();
	size_t n = 0;
	if (verb->codes != NULL)
		json_object_set_new(fields, verb->codes, json_string(words[0]));
	for (; n < WORDS_MAX && verb->fields[n] != NULL && words[n + 1] != NULL; n++)
		json_object_set_new(fields, verb->fields[n], json_string(words[n + 1]));
	if ((n == WORDS_MAX || verb->fields[n] == NULL) && words[n + 1] == NULL)
		return fields;
	json_decref(fields);
	return NULL;
}

static int change(struct xq *xq, const char *list, const struct verb *verb)
{
	char **words = verb->one != NULL ? xq->args : xq->args + 1;
	json_t *fields = words[0] != NULL ? fields_of(verb, words) : NULL;
	if (fields == NULL)
		return xq_fail("'%s' has too few words, or too many", verb->name);
	json_t *args = json_pack("{s:s, s:s, s:s, s:o}", "list", list, "code", verb->one != NULL ? verb->one : words[0],
		"action", verb->action, "fields", fields);
	json_t *answer = args != NULL ? xq_ask(xq, "SELECT engine.terminal_setting($1::jsonb)", args) : NULL;
	int result = answer == NULL;
	json_decref(answer);
	json_decref(args);
	return result;
}

static int run(struct xq *xq, const char *list, const struct verb *verbs)
{
	const char *name = xq->args[0] != NULL ? xq->args[0] : "";
	if (strcmp(name, "list") == 0)
		return list_settings(xq, list);
	for (; verbs->name != NULL; verbs++)
		if (strcmp(verbs->name, name) == 0)
			return change(xq, list, verbs);
	return xq_fail("this command knows no '%s'", name);
}

int xq_office(struct xq *xq)
{
	return run(xq, "office", office_verbs);
}

int xq_category(struct xq *xq)
{
	return run(xq, "category", category_verbs);
}

int xq_choice(struct xq *xq)
{
	return run(xq, "choice", choice_verbs);
}

int xq_rule(struct xq *xq)
{
	return run(xq, "deadline", rule_verbs);
}

int xq_param(struct xq *xq)
{
	return run(xq, "param", param_verbs);
}

int xq_text(struct xq *xq)
{
	return run(xq, "wording", text_verbs);
}
