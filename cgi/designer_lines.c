#include "designer_lines.h"

#include "buf.h"
#include "questionnaire.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CODE_MAX = 20 };

static const json_t *value_of(const json_t *item)
{
	return json_is_object(item) ? json_object_get(item, "value") : item;
}

/* A value as a code: "A", 5, true. */
static void put_value(struct buf *b, const json_t *value)
{
	if (json_is_string(value))
		buf_puts(b, json_string_value(value));
	else if (json_is_boolean(value))
		buf_puts(b, json_is_true(value) ? "true" : "false");
	else
		buf_putf(b, "%.15g", json_number_value(value));
}

/* The line that shows a choice: code, words, English words. The caller frees. */
static char *line_of(const json_t *item)
{
	struct buf b = { 0 };
	const json_t *text = json_object_get(item, "text"), *en = json_object_get(text, "en");
	const char *zh = questionnaire_text(text, "zh-CN");
	put_value(&b, value_of(item));
	if (zh)
		buf_putf(&b, " %s", zh);
	if (zh && json_is_string(en))
		buf_putf(&b, " / %s", json_string_value(en));
	return buf_steal(&b);
}

/* A number stays a number: scales are counted by it. */
static json_t *code_value(const char *code, size_t len)
{
	bool digits = len > 0 && len < 6 && strspn(code, "0123456789") >= len;
	return digits ? json_integer(atoll(code)) : json_stringn(code, len);
}

/* How long the code before the words is; 0 where the line has none. Codes are in capitals and digits (A, 5, A4.3), for "I was not
 * asked" begins with a word. */
static size_t code_length(const char *line, size_t len)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
	size_t whole = 0, plain = 0;
	while (whole < len && strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-", line[whole]))
		whole++;
	if (whole > 0 && whole <= CODE_MAX && whole < len && line[whole] == ' ' && line[whole - 1] != '.')
		return whole;
	while (plain < len && strchr(letters, line[plain]))
		plain++;
	bool dotted = plain + 1 < len && line[plain] == '.' && !isdigit((unsigned char)line[plain + 1]);
	return plain <= CODE_MAX && dotted ? plain : 0;
}

/* The choice of before whose code the line begins with; the longest where there are two. */
static const json_t *known_code(const char *line, size_t len, const json_t *before, size_t *n)
{
	const json_t *found = NULL, *item;
	size_t i;
	*n = 0;
	json_array_foreach(before, i, item)
	{
		struct buf b = { 0 };
		put_value(&b, value_of(item));
		char *code = buf_steal(&b);
		size_t size = code ? strlen(code) : 0;
		if (size > *n && size < len && !strncmp(line, code, size) && line[size] == ' ') {
			*n = size;
			found = value_of(item);
		}
		free(code);
	}
	return found;
}

/* "B 农村居民 / Village": the code, the words, the English words. Without a code the value waits for a letter. */
static json_t *choice_of(const char *line, size_t len, const json_t *before)
{
	size_t n, at;
	const json_t *known = known_code(line, len, before, &n);
	if (!known)
		n = code_length(line, len);
	for (at = n; at < len && n && (line[at] == ' ' || line[at] == '.');)
		at++;
	const char *words = line + at, *slash = memmem(words, len - at, " / ", 3);
	size_t zh = slash ? (size_t)(slash - words) : len - at;
	json_t *value = known ? json_deep_copy(known) : n ? code_value(line, n) : json_null();
	json_t *text = json_stringn(words, zh);
	if (slash)
		text = json_pack("{so ss%}", "default", text, "en", slash + 3, len - at - zh - 3);
	return json_pack("{so so}", "value", value, "text", text);
}

/* A choice that is shown as it was stays as it is written: a condition of its own, another language, a bare word. */
static json_t *line_item(const char *line, size_t len, const json_t *before)
{
	json_t *old, *choice;
	size_t i;
	json_array_foreach(before, i, old)
	{
		char *shown = line_of(old);
		bool same = shown && strlen(shown) == len && !strncmp(shown, line, len);
		free(shown);
		if (same)
			return json_incref(old);
	}
	choice = choice_of(line, len, before);
	json_array_foreach(before, i, old)
	{
		if (json_is_object(old) && json_equal(value_of(old), value_of(choice)))
			json_object_update_missing(choice, old);
	}
	return choice;
}

static bool has_code(const json_t *list, const char *code)
{
	const json_t *item;
	size_t i;
	json_array_foreach(list, i, item)
	{
		const char *other = json_string_value(value_of(item));
		if (other && !strcmp(other, code))
			return true;
	}
	return false;
}

/* A to Z, then A1, B1. */
static void next_letter(size_t place, char letter[24])
{
	int n = snprintf(letter, 24, "%c", (int)('A' + place % 26));
	if (place >= 26)
		snprintf(letter + n, 24 - (size_t)n, "%zu", place / 26);
}

/* Choices that came without a code get the letters that nobody has. */
static void give_letters(json_t *list)
{
	json_t *item;
	size_t i, next = 0;
	json_array_foreach(list, i, item)
	{
		char letter[24];
		if (!json_is_null(value_of(item)))
			continue;
		do
			next_letter(next++, letter);
		while (has_code(list, letter));
		json_object_set_new(item, "value", json_string(letter));
	}
}

json_t *designer_lines(const char *text, const json_t *before)
{
	json_t *list = json_array();
	while (text && *text) {
		size_t len = strcspn(text, "\r\n"), trimmed = len;
		while (trimmed && text[trimmed - 1] == ' ')
			trimmed--;
		if (trimmed)
			json_array_append_new(list, line_item(text, trimmed, before));
		text += len + strspn(text + len, "\r\n");
	}
	give_letters(list);
	if (json_array_size(list))
		return list;
	json_decref(list);
	return NULL;
}

/* The items of a multipletext are called by names and titled; its lines are those of choices. */
static json_t *items_as_choices(const json_t *items)
{
	json_t *list = json_array();
	const json_t *item;
	size_t i;
	json_array_foreach(items, i, item)
	{
		json_array_append_new(list,
			json_pack("{sO* sO* sO}", "value", json_object_get(item, "name"), "text", json_object_get(item, "title"),
				"item", item));
	}
	return list;
}

static json_t *item_of(json_t *choice)
{
	json_t *before = json_object_get(choice, "item"), *item = before ? json_copy(before) : json_object(),
		   *title = json_object_get(choice, "text");
	struct buf b = { 0 };
	put_value(&b, value_of(choice));
	char *name = buf_steal(&b);
	json_object_set_new(item, "name", json_string(name ? name : ""));
	if (title)
		json_object_set(item, "title", title);
	free(name);
	return item;
}

json_t *designer_lines_items(const char *text, const json_t *before)
{
	json_t *known = items_as_choices(before), *list = designer_lines(text, known), *items = list ? json_array() : NULL,
		   *choice;
	size_t i;
	json_array_foreach(list, i, choice)
	{
		json_array_append_new(items, item_of(choice));
	}
	json_decref(known);
	json_decref(list);
	return items;
}

char *designer_lines_show(const json_t *list)
{
	struct buf b = { 0 };
	size_t i;
	const json_t *item;
	json_array_foreach(list, i, item)
	{
		char *line = line_of(item);
		buf_putf(&b, "%s\n", line ? line : "");
		free(line);
	}
	return buf_steal(&b);
}

char *designer_lines_show_items(const json_t *items)
{
	json_t *list = items_as_choices(items);
	char *text = designer_lines_show(list);
	json_decref(list);
	return text;
}
