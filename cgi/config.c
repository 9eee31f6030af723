#include "config.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	WORKERS = 4,
	WORKERS_MAX = 256,
	/* Bounds what a leak in a library can hold on to. */
	MAX_REQUESTS = 20000,
	MAX_REQUESTS_MAX = 100000000
};

static const struct key {
	const char *name;
	size_t offset;
	long max; /* 0 for a text */
} keys[] = {
	{ "socket", offsetof(struct config, socket), 0 },
	{ "database", offsetof(struct config, database), 0 },
	{ "web_root", offsetof(struct config, web_root), 0 },
	{ "keys", offsetof(struct config, keys), 0 },
	{ "evidence", offsetof(struct config, evidence), 0 },
	{ "run_dir", offsetof(struct config, run_dir), 0 },
	{ "smtp", offsetof(struct config, smtp), 0 },
	{ "mail_from", offsetof(struct config, mail_from), 0 },
	{ "site", offsetof(struct config, site), 0 },
	{ "organ", offsetof(struct config, organ), 0 },
	{ "workers", offsetof(struct config, workers), WORKERS_MAX },
	{ "max_requests", offsetof(struct config, max_requests), MAX_REQUESTS_MAX },
};

enum { KEYS = sizeof keys / sizeof keys[0] };

static char **text_at(const struct config *config, const struct key *key)
{
	return (char **)(void *)((char *)(uintptr_t)config + key->offset);
}

static long *number_at(const struct config *config, const struct key *key)
{
	return (long *)(void *)((char *)(uintptr_t)config + key->offset);
}

static const struct key *key_named(const char *name)
{
	for (size_t i = 0; i < KEYS; i++)
		if (!strcmp(keys[i].name, name))
			return &keys[i];
	return NULL;
}

static char *trim(char *text)
{
	while (isspace((unsigned char)*text))
		text++;
	size_t n = strlen(text);
	while (n && isspace((unsigned char)text[n - 1]))
		text[--n] = '\0';
	return text;
}

/* NULL, or what is wrong with the value. */
static const char *set(struct config *config, const struct key *key, const char *value)
{
	if (!key->max) {
		char **text = text_at(config, key);
		if (*text)
			return "is set twice";
		*text = strdup(value);
		return *text ? NULL : "does not fit into memory";
	}
	char *end;
	errno = 0;
	long n = strtol(value, &end, 10);
	if (errno || *end || end == value || n < 1 || n > key->max)
		return "is no number in its range";
	*number_at(config, key) = n;
	return NULL;
}

/* NULL, or what is wrong with the line; *name is then the key it is about. */
static const char *read_line(struct config *config, char *line, const char **name)
{
	char *text = trim(line), *equals = strchr(text, '=');
	*name = "line";
	if (!*text || *text == '#')
		return NULL;
	if (!equals)
		return "is not `key = value`";
	*equals = '\0';
	*name = trim(text);
	const struct key *key = key_named(*name);
	return key ? set(config, key, trim(equals + 1)) : "is no key of this file";
}

struct config *config_load(const char *path, char *why, size_t n)
{
	struct config *config = calloc(1, sizeof *config);
	FILE *file = config ? fopen(path, "re") : NULL;
	if (!file) {
		snprintf(why, n, "%s: %s", path, strerror(errno));
		free(config);
		return NULL;
	}
	config->workers = WORKERS;
	config->max_requests = MAX_REQUESTS;
	char *line = NULL;
	size_t cap = 0;
	const char *wrong = NULL;
	for (unsigned at = 1; !wrong && getline(&line, &cap, file) >= 0; at++) {
		const char *name;
		wrong = read_line(config, line, &name);
		if (wrong)
			snprintf(why, n, "%s:%u: %s %s", path, at, name, wrong);
	}
	free(line);
	fclose(file);
	if (!wrong)
		return config;
	config_free(config);
	return NULL;
}

void config_free(struct config *config)
{
	if (!config)
		return;
	for (size_t i = 0; i < KEYS; i++)
		if (!keys[i].max)
			free(*text_at(config, &keys[i]));
	free(config);
}

const char *config_missing(const struct config *config, const char *const *names)
{
	for (; *names; names++) {
		const struct key *key = key_named(*names);
		const char *text = key ? *text_at(config, key) : NULL;
		if (!text || !*text)
			return *names;
	}
	return NULL;
}
