#include "view.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The first of each is the ordinary one; what is told of it is NULL, but for the language. */
static const char *const langs[] = { "zh-CN", "en", NULL };
static const char *const sizes[] = { "normal", "large", NULL };
static const char *const themes[] = { "auto", "dark", "light", NULL };

enum { VIEW_COOKIE_MAX = 32 };

size_t view_cookie(const char *header, const char *name, char *out, size_t size)
{
	size_t n = strlen(name), found = 0;
	out[0] = '\0';
	for (const char *at = header; at && *at; at += strcspn(at, ";")) {
		at += strspn(at, "; \t");
		size_t len = strcspn(at, ";");
		if (len <= n || strncmp(at, name, n) || at[n] != '=')
			continue;
		const char *value = at + n + 1;
		len -= n + 1;
		bool other = found && (found != len || strncmp(out, value, len));
		if (other || len >= size)
			return 0;
		memcpy(out, value, len);
		out[len] = '\0';
		found = len;
	}
	return found;
}

static const char *one_of(const char *const *words, const char *word)
{
	for (; word && *words; words++)
		if (!strcmp(*words, word))
			return *words;
	return NULL;
}

/* Whether the word is a choice; *to then is its literal, or NULL for the ordinary one. */
static bool choose(const char **to, const char *const *words, const char *word)
{
	const char *found = one_of(words, word);
	if (found)
		*to = found == words[0] ? NULL : found;
	return found != NULL;
}

/* The weight a browser gives a language whose tag begins with these two letters, or -1. */
static double weight(const char *header, const char *language)
{
	double best = -1;
	for (const char *at = header; at && *at; at += strcspn(at, ",")) {
		at += strspn(at, ", \t");
		if (strncasecmp(at, language, 2) || (at[2] && !strchr("-;, \t", at[2])))
			continue;
		const char *q = strstr(at, ";q=");
		double w = q && q < at + strcspn(at, ",") ? atof(q + 3) : 1;
		if (w > best)
			best = w;
	}
	return best;
}

static void read_cookie(struct view *view, const char *cookies)
{
	char value[VIEW_COOKIE_MAX], *rest = NULL;
	if (!view_cookie(cookies, "xq_view", value, sizeof value))
		return;
	const char *lang = one_of(langs, strtok_r(value, ".", &rest));
	if (lang)
		view->lang = lang;
	choose(&view->size, sizes, strtok_r(NULL, ".", &rest));
	choose(&view->theme, themes, strtok_r(NULL, ".", &rest));
}

void view_read(struct view *view, const char *cookies, const char *accept_language, const json_t *query)
{
	double en = weight(accept_language, "en");
	*view = (struct view){ .lang = langs[en > 0 && en > weight(accept_language, "zh") ? 1 : 0] };
	read_cookie(view, cookies);
	const char *lang = one_of(langs, json_string_value(json_object_get(query, "lang")));
	if (lang)
		view->lang = lang;
	bool size = choose(&view->size, sizes, json_string_value(json_object_get(query, "size")));
	bool theme = choose(&view->theme, themes, json_string_value(json_object_get(query, "theme")));
	view->changed = lang || size || theme;
}

void view_write(const struct view *view, char *out, size_t size)
{
	snprintf(
		out, size, "%s.%s.%s", view->lang, view->size ? view->size : sizes[0], view->theme ? view->theme : themes[0]);
}
