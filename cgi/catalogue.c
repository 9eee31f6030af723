#include "catalogue.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "folder.h"

struct reading {
	json_t *texts;
	char *why;
	size_t n;
};

static int add_part(void *to, const char *path, const char *stem)
{
	struct reading *reading = to;
	json_error_t error;
	const char *key;
	json_t *value;
	int result = 0;
	(void)stem;
	json_t *part = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	if (!json_is_object(part)) {
		snprintf(reading->why, reading->n, "%s, line %d: %s", path, error.line, part ? "no object" : error.text);
		json_decref(part);
		return -1;
	}
	json_object_foreach(part, key, value)
	{
		if (json_object_get(reading->texts, key) != NULL) {
			snprintf(reading->why, reading->n, "%s: another file has the member '%s' already", path, key);
			result = -1;
		} else if (json_object_set(reading->texts, key, value) != 0) {
			snprintf(reading->why, reading->n, "%s: out of memory", path);
			result = -1;
		}
	}
	json_decref(part);
	return result;
}

static json_t *load_language(const char *dir, const char *lang, char *why, size_t n)
{
	char path[PATH_MAX];
	struct reading reading = { json_object(), why, n };
	if (reading.texts == NULL || snprintf(path, sizeof path, "%s/%s", dir, lang) >= PATH_MAX) {
		snprintf(why, n, "%s: out of memory", dir);
		json_decref(reading.texts);
		return NULL;
	}
	if (folder_each(path, ".json", add_part, &reading, why, n) != 0) {
		json_decref(reading.texts);
		return NULL;
	}
	return reading.texts;
}

/* Whether every name of texts is in others, with the same kind of value. */
static int covers(const json_t *texts, const json_t *others, const char *lang, char *why, size_t n)
{
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)texts, key, value)
	{
		const json_t *other = json_object_get(others, key);
		if (!json_is_string(value) && !json_is_object(value)) {
			snprintf(why, n, "catalogue: '%s' is neither a text nor an object of texts", key);
			return -1;
		}
		if (other == NULL || json_typeof(other) != json_typeof(value)) {
			snprintf(why, n, "catalogue %s: '%s' is missing", lang, key);
			return -1;
		}
		if (json_is_object(value) && covers(value, other, lang, why, n) != 0)
			return -1;
	}
	return 0;
}

json_t *catalogue_load(const char *dir, char *why, size_t n)
{
	json_t *chinese = load_language(dir, "zh-CN", why, n);
	json_t *english = chinese != NULL ? load_language(dir, "en", why, n) : NULL;
	if (english == NULL || covers(chinese, english, "en", why, n) != 0 ||
		covers(english, chinese, "zh-CN", why, n) != 0) {
		json_decref(chinese);
		json_decref(english);
		return NULL;
	}
	json_t *both = json_pack("{s:o, s:o}", "zh-CN", chinese, "en", english);
	if (both == NULL)
		snprintf(why, n, "%s: out of memory", dir);
	return both;
}

const json_t *catalogue_find(const json_t *texts, const char *dotted)
{
	while (texts != NULL) {
		const char *dot = strchr(dotted, '.');
		size_t len = dot != NULL ? (size_t)(dot - dotted) : strlen(dotted);
		texts = json_object_getn(texts, dotted, len);
		if (dot == NULL)
			break;
		dotted = dot + 1;
	}
	return texts;
}
