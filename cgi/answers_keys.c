/* Which conditions can be left as they are after one value changed.
 *
 * Once the answers are in, survey-core runs only those that name what changed, word for word: {self}, {panel.x} and,
 * when the value went away, {name.length} do not. As a condition left alone keeps what it said, so must it here. */
#include "answers_state.h"

#include <stdio.h>
#include <string.h>

struct key {
	const char *name;
	bool gone; /* the value is none now */
	struct key *next;
};

const char *state_key(struct state *s, const char *name, const char *suffix)
{
	size_t size = strlen(name) + strlen(suffix) + 1;
	char *key = arena_take(&s->arena, size);
	if (key)
		snprintf(key, size, "%s%s", name, suffix);
	return key;
}

void keys_add(struct state *s, const char *name, const char *suffix, bool gone)
{
	struct key *key = arena_take(&s->arena, sizeof *key);
	const char *copy = state_key(s, name, suffix);
	if (!key || !copy)
		return;
	*key = (struct key){ copy, gone, s->keys };
	s->keys = key;
}

/* name as it is, or in lower case. */
static bool is_key(const struct key *key, const char *name, size_t n)
{
	if (strlen(key->name) != n)
		return false;
	if (!strncmp(key->name, name, n))
		return true;
	for (size_t i = 0; i < n; i++) {
		char c = name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] + 32) : name[i];
		if (key->name[i] != c)
			return false;
	}
	return true;
}

static bool changed(const struct state *s, const char *name)
{
	size_t n = strlen(name), first = strcspn(name, ".");
	const char *bracket = memchr(name, '[', first);
	for (const struct key *key = s->keys; key; key = key->next)
		if (is_key(key, name, n))
			return true;
	if (bracket && name[first - 1] == ']')
		first = (size_t)(bracket - name);
	/* The newest of equal keys counts: it is the value now. */
	for (const struct key *key = s->keys; key && first < n; key = key->next)
		if (is_key(key, name, first))
			return !key->gone;
	return false;
}

bool keys_leave(const struct state *s, const struct expression *expression)
{
	size_t n;
	const struct expression_variable *variables = expression_variables(expression, &n);
	if (!s->tracking || expression_fresh(expression) || n == 0)
		return false;
	for (size_t i = 0; i < n; i++)
		if (changed(s, variables[i].name))
			return false;
	return true;
}
