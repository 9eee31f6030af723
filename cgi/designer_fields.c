#include "designer.h"

#include "buf.h"
#include "questionnaire.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CODE_MAX = 20 };

static const char *field(const json_t *fields, const char *name)
{
	const char *text = json_string_value(json_object_get(fields, name));
	return text && *text ? text : NULL;
}

/* Sets a member, or takes it away where there is no value. */
static int put(json_t *object, const char *name, json_t *value)
{
	if (value)
		return json_object_set_new(object, name, value);
	json_object_del(object, name);
	return 0;
}

/* A text in one language is a string, in two an object; NULL for none. */
static json_t *localised(const char *zh, const char *en)
{
	if (!zh)
		return NULL;
	return en ? json_pack("{ss ss}", "default", zh, "en", en) : json_string(zh);
}

static int put_words(json_t *object, const char *member, const json_t *fields, const char *name)
{
	char english[40];
	snprintf(english, sizeof english, "%s_en", name);
	return put(object, member, localised(field(fields, name), field(fields, english)));
}

static int put_number(json_t *question, const char *member, const json_t *fields, const char *name)
{
	const char *text = field(fields, name);
	return put(question, member, text ? json_integer(atoll(text)) : NULL);
}

int designer_head(json_t *document, const json_t *fields)
{
	return put_words(document, "title", fields, "title") || put_words(document, "description", fields, "description")
		? -1
		: 0;
}

/* A number stays a number: scales are counted by it. */
static json_t *code_value(const char *code, size_t len)
{
	bool digits = len > 0 && len < 6 && strspn(code, "0123456789") >= len;
	return digits ? json_integer(atoll(code)) : json_stringn(code, len);
}

/* How long the code before the words is; 0 where the line has none. */
static size_t code_length(const char *line, size_t len)
{
	size_t n = 0;
	while (n < len && n < CODE_MAX && (isalnum((unsigned char)line[n]) || line[n] == '_'))
		n++;
	return n > 0 && n < len && (line[n] == ' ' || line[n] == '.') ? n : 0;
}

/* "B 农村居民 / Village": the code, the words, the English words. Without a code the line gets the letter of its place. */
static json_t *choice_of(const char *line, size_t len, size_t place)
{
	size_t n = code_length(line, len), at = n;
	char letter[8];
	while (at < len && (line[at] == ' ' || line[at] == '.'))
		at++;
	const char *words = line + at, *slash = memmem(words, len - at, " / ", 3);
	size_t zh = slash ? (size_t)(slash - words) : len - at;
	snprintf(letter, sizeof letter, "%c", (int)('A' + place % 26));
	json_t *value = n ? code_value(line, n) : json_string(letter);
	json_t *text = json_stringn(words, zh);
	if (slash)
		text = json_pack("{so ss%}", "default", text, "en", slash + 3, len - at - zh - 3);
	return json_pack("{so so}", "value", value, "text", text);
}

/* What a choice had beside its words stays with its code: a condition of its own. */
static void keep_rest(json_t *choice, const json_t *before)
{
	size_t i;
	json_t *old;
	json_array_foreach(before, i, old)
	{
		if (json_is_object(old) && json_equal(json_object_get(old, "value"), json_object_get(choice, "value")))
			json_object_update_missing(choice, old);
	}
}

/* One line, one choice; NULL for none. */
static json_t *lines(const char *text, const json_t *before)
{
	json_t *list = json_array();
	while (text && *text) {
		size_t len = strcspn(text, "\r\n"), trimmed = len;
		while (trimmed && text[trimmed - 1] == ' ')
			trimmed--;
		if (trimmed) {
			json_t *choice = choice_of(text, trimmed, json_array_size(list));
			keep_rest(choice, before);
			json_array_append_new(list, choice);
		}
		text += len + strspn(text + len, "\r\n");
	}
	if (json_array_size(list))
		return list;
	json_decref(list);
	return NULL;
}

static bool is(const json_t *question, const char *type)
{
	const char *own = json_string_value(json_object_get(question, "type"));
	return own && !strcmp(own, type);
}

static int put_choices(json_t *question, const json_t *fields)
{
	const char *member = is(question, "matrix") ? "columns" : "choices";
	json_t *choices = lines(field(fields, "choices"), json_object_get(question, member));
	json_t *rows = lines(field(fields, "rows"), json_object_get(question, "rows"));
	if (is(question, "multipletext"))
		return 0;
	return put(question, member, choices) || put(question, "rows", rows) ? -1 : 0;
}

static int put_specials(json_t *question, const json_t *fields)
{
	const char *none = field(fields, "none");
	return put(question, "showOtherItem", field(fields, "other") ? json_true() : NULL) ||
			put(question, "showNoneItem", none ? json_true() : NULL) ||
			put(question, "noneText", localised(none, field(fields, "none_en")))
		? -1
		: 0;
}

/* Whether a question holds a list of choices: then a condition asks whether the one is among them. */
static bool holds_several(const char *type)
{
	return !strcmp(type, "checkbox") || !strcmp(type, "tagbox");
}

/* "checkbox q2=none" becomes {q2} contains 'none'. */
static json_t *condition_of(const char *chosen, bool negated)
{
	char type[32], name[64], value[64], text[256];
	if (!chosen || sscanf(chosen, "%31s %63[^=]=%63s", type, name, value) != 3)
		return NULL;
	const char *operator= holds_several(type) ? (negated ? "notcontains" : "contains") : negated ? "<>" : "=";
	snprintf(text, sizeof text, "{%s} %s '%s'", name, operator, value);
	return json_string(text);
}

/* A condition that the form cannot show is kept unless another is chosen. */
static int put_condition(json_t *question, const json_t *fields)
{
	const char *chosen = field(fields, "shown_when");
	if (chosen && !strcmp(chosen, "kept"))
		return 0;
	return put(question, "visibleIf", condition_of(chosen, field(fields, "shown_not") != NULL));
}

int designer_change(json_t *question, const json_t *fields)
{
	bool several = is(question, "checkbox") || is(question, "tagbox");
	int wrong = put_words(question, is(question, "html") ? "html" : "title", fields, "title") ||
		put_words(question, "description", fields, "description") ||
		put(question, "isRequired", field(fields, "required") ? json_true() : NULL) || put_choices(question, fields) ||
		put_specials(question, fields) || put_condition(question, fields);
	if (!wrong && several)
		wrong = put_number(question, "maxSelectedChoices", fields, "most");
	if (!wrong && is(question, "rating"))
		wrong = put_number(question, "rateMin", fields, "lowest") || put_number(question, "rateMax", fields, "highest");
	if (!wrong && (is(question, "text") || is(question, "comment")))
		wrong = put_number(question, "maxLength", fields, "length");
	if (!wrong && is(question, "text"))
		wrong = put(question, "inputType", field(fields, "input") ? json_string(field(fields, "input")) : NULL);
	return wrong ? -1 : 0;
}

/* ---- back into fields ---- */

static void show_words(json_t *fields, const char *name, const json_t *text)
{
	char english[40];
	const char *zh = questionnaire_text(text, "zh-CN");
	const json_t *en = json_object_get(text, "en");
	snprintf(english, sizeof english, "%s_en", name);
	json_object_set_new(fields, name, json_string(zh ? zh : ""));
	json_object_set_new(fields, english, json_string(en ? json_string_value(en) : ""));
}

static void put_line(struct buf *b, const json_t *item)
{
	const json_t *value = json_is_object(item) ? json_object_get(item, "value") : item;
	const json_t *text = json_object_get(item, "text"), *en = json_object_get(text, "en");
	const char *zh = questionnaire_text(text, "zh-CN");
	if (json_is_string(value))
		buf_puts(b, json_string_value(value));
	else
		buf_putf(b, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	buf_putf(b, " %s", zh ? zh : json_is_string(value) ? json_string_value(value) : "");
	if (json_is_string(en))
		buf_putf(b, " / %s", json_string_value(en));
	buf_puts(b, "\n");
}

static void show_lines(json_t *fields, const char *name, const json_t *list)
{
	struct buf b = { 0 };
	size_t i;
	const json_t *item;
	json_array_foreach(list, i, item)
	{
		put_line(&b, item);
	}
	char *text = buf_steal(&b);
	json_object_set_new(fields, name, json_string(text ? text : ""));
	free(text);
}

static void show_number(json_t *fields, const char *name, const json_t *number)
{
	char text[32] = "";
	if (json_is_number(number))
		snprintf(text, sizeof text, "%.15g", json_number_value(number));
	json_object_set_new(fields, name, json_string(text));
}

json_t *designer_fields(const json_t *question)
{
	json_t *fields = json_object();
	bool html = is(question, "html");
	show_words(fields, "title", json_object_get(question, html ? "html" : "title"));
	show_words(fields, "description", json_object_get(question, "description"));
	show_words(fields, "none",
		json_is_true(json_object_get(question, "showNoneItem")) ? json_object_get(question, "noneText") : NULL);
	show_lines(fields, "choices", json_object_get(question, is(question, "matrix") ? "columns" : "choices"));
	show_lines(fields, "rows", json_object_get(question, "rows"));
	show_number(fields, "most", json_object_get(question, "maxSelectedChoices"));
	show_number(fields, "lowest", json_object_get(question, "rateMin"));
	show_number(fields, "highest", json_object_get(question, "rateMax"));
	show_number(fields, "length", json_object_get(question, "maxLength"));
	json_object_set_new(fields, "required", json_boolean(json_is_true(json_object_get(question, "isRequired"))));
	json_object_set_new(fields, "other", json_boolean(json_is_true(json_object_get(question, "showOtherItem"))));
	json_object_set(fields, "input", json_object_get(question, "inputType"));
	json_object_set(fields, "condition", json_object_get(question, "visibleIf"));
	return fields;
}
