#include "designer.h"

#include "designer_lines.h"
#include "questionnaire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static bool same(const char *a, const char *b)
{
	return !strcmp(a ? a : "", b ? b : "");
}

/* Words that are shown as they were stay as they are written: there may be other languages in them. */
static int put_words(json_t *object, const char *member, const json_t *fields, const char *name)
{
	char english[40];
	const json_t *now = json_object_get(object, member);
	snprintf(english, sizeof english, "%s_en", name);
	const char *zh = field(fields, name), *en = field(fields, english);
	if (now && same(zh, questionnaire_text(now, "zh-CN")) && same(en, json_string_value(json_object_get(now, "en"))))
		return 0;
	return put(object, member, localised(zh, en));
}

static void number_text(const json_t *number, char text[32])
{
	text[0] = '\0';
	if (json_is_number(number))
		snprintf(text, 32, "%.15g", json_number_value(number));
}

static int put_number(json_t *question, const char *member, const json_t *fields, const char *name)
{
	char now[32];
	const char *text = field(fields, name);
	number_text(json_object_get(question, member), now);
	return same(text, now) ? 0 : put(question, member, text ? json_integer(atoll(text)) : NULL);
}

int designer_head(json_t *document, const json_t *fields)
{
	return put_words(document, "title", fields, "title") || put_words(document, "description", fields, "description")
		? -1
		: 0;
}

static bool is(const json_t *question, const char *type)
{
	const char *own = json_string_value(json_object_get(question, "type"));
	return own && !strcmp(own, type);
}

static const char *choices_member(const json_t *question)
{
	return is(question, "matrix") ? "columns" : "choices";
}

static int put_items(json_t *question, const json_t *fields)
{
	return put(question, "items", designer_lines_items(field(fields, "rows"), json_object_get(question, "items")));
}

static int put_choices(json_t *question, const struct designer_kind *kind, const json_t *fields)
{
	const char *member = choices_member(question);
	if (is(question, "multipletext"))
		return put_items(question, fields);
	if (kind->choices &&
		put(question, member, designer_lines(field(fields, "choices"), json_object_get(question, member))))
		return -1;
	return kind->rows ? put(question, "rows", designer_lines(field(fields, "rows"), json_object_get(question, "rows")))
					  : 0;
}

/* The word for "nothing" may be the catalogue's: then there is none in the document. */
static int put_specials(json_t *question, const json_t *fields)
{
	const char *words = field(fields, "none"),
			   *now = questionnaire_text(json_object_get(question, "noneText"), "zh-CN");
	bool nothing = field(fields, "nothing") || (words && !same(words, now)); /* typed just now */
	return put(question, "showOtherItem", field(fields, "other") ? json_true() : NULL) ||
			put(question, "showNoneItem", nothing ? json_true() : NULL) ||
			put_words(question, "noneText", fields, "none")
		? -1
		: 0;
}

/* ---- conditions ---- */

/* "{q2} = 'B'", "{q2} contains 'B'", and with "{q2} notempty and " before it, which is how a question waits until the other is
 * answered. */
bool designer_condition_read(const char *text, struct designer_condition *condition)
{
	char waited[64], operator[16], value[70];
	int at = 0;
	*condition = (struct designer_condition){ 0 };
	if (text && sscanf(text, "{%63[^}]} notempty and %n", waited, &at) == 1 && at)
		text += at;
	if (!text || sscanf(text, "{%63[^}]} %15s %69[^\n]", condition->name, operator, value) != 3 ||
		(at && strcmp(waited, condition->name) != 0))
		return false;
	size_t len = strlen(value);
	bool quoted = len > 2 && value[0] == '\'' && strchr(value + 1, '\'') == value + len - 1;
	if (!quoted && strspn(value, "0123456789") != len && strcmp(value, "true") != 0 && strcmp(value, "false") != 0)
		return false;
	snprintf(condition->value, sizeof condition->value, "%.*s", (int)(quoted ? len - 2 : len), value + quoted);
	condition->negated = !strcmp(operator, "notcontains") || !strcmp(operator, "<>");
	return condition->negated || !strcmp(operator, "contains") || !strcmp(operator, "=");
}

/* Whether a question holds a list of choices: then a condition asks whether the one is among them. */
static bool holds_several(const char *type)
{
	return !strcmp(type, "checkbox") || !strcmp(type, "tagbox");
}

/* "checkbox q2=none" becomes {q2} contains 'none'. What is asked only of those who did not choose it waits for the answer. */
static json_t *condition_of(const char *chosen, bool negated)
{
	char type[32], name[64], value[64], text[320];
	if (!chosen || sscanf(chosen, "%31s %63[^=]=%63[^\n]", type, name, value) != 3 || strchr(value, '\''))
		return NULL;
	const char *quote = strcmp(type, "boolean") ? "'" : "";
	const char *operator= holds_several(type) ? (negated ? "notcontains" : "contains") : negated ? "<>" : "=";
	snprintf(text, sizeof text, "{%s} notempty and {%s} %s %s%s%s", name, name, operator, quote, value, quote);
	return json_string(negated ? text : strstr(text, " and ") + 5);
}

/* A condition that is kept, or says what was chosen already, stays as it is written. */
static int put_condition(json_t *question, const json_t *fields)
{
	struct designer_condition now;
	const char *chosen = field(fields, "shown_when"), *equals = chosen ? strchr(chosen, '=') : NULL;
	bool negated = field(fields, "shown_not") != NULL;
	const char *name = chosen && strchr(chosen, ' ') ? strchr(chosen, ' ') + 1 : NULL;
	if (chosen && !strcmp(chosen, "kept"))
		return 0;
	if (name && equals > name &&
		designer_condition_read(json_string_value(json_object_get(question, "visibleIf")), &now) &&
		now.negated == negated && !strncmp(name, now.name, (size_t)(equals - name)) && !now.name[equals - name] &&
		!strcmp(equals + 1, now.value))
		return 0;
	return put(question, "visibleIf", condition_of(chosen, negated));
}

static int put_scale(json_t *question, const json_t *fields)
{
	bool rating = is(question, "rating");
	return put_number(question, rating ? "rateMin" : "min", fields, "lowest") ||
			put_number(question, rating ? "rateMax" : "max", fields, "highest")
		? -1
		: 0;
}

/* What only some types have. */
static int put_own(json_t *question, const struct designer_kind *kind, const json_t *fields)
{
	const char *input = field(fields, "input");
	return put_choices(question, kind, fields) || (kind->other && put_specials(question, fields)) ||
			(kind->several && put_number(question, "maxSelectedChoices", fields, "most")) ||
			(kind->scale && put_scale(question, fields)) ||
			(kind->length && put_number(question, "maxLength", fields, "length")) ||
			(kind->input && put(question, "inputType", input ? json_string(input) : NULL))
		? -1
		: 0;
}

int designer_change(json_t *question, const json_t *fields)
{
	const struct designer_kind *kind = designer_kind(question);
	return put_words(question, is(question, "html") ? "html" : "title", fields, "title") ||
			put_words(question, "description", fields, "description") ||
			put(question, "isRequired", field(fields, "required") ? json_true() : NULL) ||
			put_condition(question, fields) || (kind && put_own(question, kind, fields))
		? -1
		: 0;
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

/* Takes text. */
static void show_lines(json_t *fields, const char *name, char *text)
{
	json_object_set_new(fields, name, json_string(text ? text : ""));
	free(text);
}

static void show_number(json_t *fields, const char *name, const json_t *number)
{
	char text[32];
	number_text(number, text);
	json_object_set_new(fields, name, json_string(text));
}

json_t *designer_fields(const json_t *question)
{
	json_t *fields = json_object();
	bool html = is(question, "html");
	show_words(fields, "title", json_object_get(question, html ? "html" : "title"));
	show_words(fields, "description", json_object_get(question, "description"));
	bool nothing = json_is_true(json_object_get(question, "showNoneItem"));
	show_words(fields, "none", nothing ? json_object_get(question, "noneText") : NULL);
	json_object_set_new(fields, "nothing", json_boolean(nothing));
	const json_t *items = json_object_get(question, "items");
	show_lines(fields, "choices", designer_lines_show(json_object_get(question, choices_member(question))));
	show_lines(fields, "rows",
		items ? designer_lines_show_items(items) : designer_lines_show(json_object_get(question, "rows")));
	show_number(fields, "most", json_object_get(question, "maxSelectedChoices"));
	bool slider = is(question, "slider");
	show_number(fields, "lowest", json_object_get(question, slider ? "min" : "rateMin"));
	show_number(fields, "highest", json_object_get(question, slider ? "max" : "rateMax"));
	show_number(fields, "length", json_object_get(question, "maxLength"));
	json_object_set_new(fields, "required", json_boolean(json_is_true(json_object_get(question, "isRequired"))));
	json_object_set_new(fields, "other", json_boolean(json_is_true(json_object_get(question, "showOtherItem"))));
	json_object_set(fields, "input", json_object_get(question, "inputType"));
	json_object_set(fields, "condition", json_object_get(question, "visibleIf"));
	return fields;
}
