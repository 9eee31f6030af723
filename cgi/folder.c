#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "secret.h"

enum { FOLDERS_DEEP = 8 };

static int join(char path[PATH_MAX], const char *dir, const char *name, char *why, size_t n)
{
	if (snprintf(path, PATH_MAX, "%s/%s", dir, name) < PATH_MAX)
		return 0;
	snprintf(why, n, "%s: the path is too long", dir);
	return -1;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int list(const char *dir, struct dirent ***entries, char *why, size_t n)
{
	int count = scandir(dir, entries, visible, by_bytes);
	if (count < 0)
		snprintf(why, n, "%s: %s", dir, strerror(errno));
	return count;
}

static int visit(
	const char *dir, const char *name, const char *suffix, folder_visit each, void *to, char *why, size_t n)
{
	char path[PATH_MAX], stem[NAME_MAX + 1];
	struct stat st;
	size_t len = strlen(name), end = strlen(suffix);
	if (len <= end || strcmp(name + len - end, suffix) != 0)
		return 0;
	if (join(path, dir, name, why, n) != 0)
		return -1;
	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return 0;
	snprintf(stem, sizeof stem, "%.*s", (int)(len - end), name);
	return each(to, path, stem);
}

int folder_each(const char *dir, const char *suffix, folder_visit each, void *to, char *why, size_t n)
{
	struct dirent **entries;
	int result = 0;
	int count = list(dir, &entries, why, n);
	if (count < 0)
		return -1;
	for (int i = 0; i < count; i++) {
		if (result == 0)
			result = visit(dir, entries[i]->d_name, suffix, each, to, why, n);
		free(entries[i]);
	}
	free(entries);
	return result;
}

static char *read_stream(FILE *file, size_t size, size_t *len)
{
	char *text = malloc(size + 1);
	if (text == NULL)
		return NULL;
	*len = fread(text, 1, size, file);
	if (*len != size || ferror(file)) {
		free(text);
		return NULL;
	}
	text[size] = '\0';
	return text;
}

char *folder_read(const char *path, size_t *len, char *why, size_t n)
{
	struct stat st;
	char *text = NULL;
	FILE *file = fopen(path, "re");
	if (file == NULL || fstat(fileno(file), &st) != 0)
		snprintf(why, n, "%s: %s", path, strerror(errno));
	else if ((text = read_stream(file, (size_t)st.st_size, len)) == NULL)
		snprintf(why, n, "%s: it cannot be read whole", path);
	if (file != NULL)
		fclose(file);
	return text;
}

static int hash_file(crypto_generichash_state *state, const char *path, const char *name, char *why, size_t n)
{
	size_t len;
	char *text = folder_read(path, &len, why, n);
	if (text == NULL)
		return -1;
	crypto_generichash_update(state, (const unsigned char *)name, strlen(name) + 1);
	crypto_generichash_update(state, (const unsigned char *)text, len);
	free(text);
	return 0;
}

static int hash_folder(crypto_generichash_state *state, const char *dir, unsigned depth, char *why, size_t n)
{
	struct dirent **entries;
	int result = 0;
	int count = list(dir, &entries, why, n);
	if (count < 0)
		return -1;
	for (int i = 0; i < count; i++) {
		char path[PATH_MAX];
		struct stat st;
		if (result == 0)
			result = join(path, dir, entries[i]->d_name, why, n);
		if (result == 0 && stat(path, &st) == 0) {
			if (S_ISREG(st.st_mode))
				result = hash_file(state, path, entries[i]->d_name, why, n);
			else if (S_ISDIR(st.st_mode) && depth < FOLDERS_DEEP)
				result = hash_folder(state, path, depth + 1, why, n);
		}
		free(entries[i]);
	}
	free(entries);
	return result;
}

int folder_hash(const char *dir, char out[17], char *why, size_t n)
{
	crypto_generichash_state state;
	unsigned char hash[crypto_generichash_BYTES];
	crypto_generichash_init(&state, NULL, 0, sizeof hash);
	if (hash_folder(&state, dir, 0, why, n) != 0)
		return -1;
	crypto_generichash_final(&state, hash, sizeof hash);
	secret_hex(hash, 8, out);
	return 0;
}
