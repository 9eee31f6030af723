#include "secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Argon2id as OWASP's smallest setting: 19 MiB and two passes; eight workers signing in at once stay below 200 MiB. */
#define PASSWORD_MEMORY (19ULL * 1024 * 1024)
#define PASSWORD_PASSES 2ULL

/* The hash of 32 bytes that were thrown away, with the settings above: an unknown account costs what a known one does.
 */
#define NOBODYS_HASH "$argon2id$v=19$m=19456,t=2,p=1$UFD88BbUyZkZn/lDx6+8sg$ncgq5diHzOoZ4xv0LalagKkBaOK7hphMu3O5WhJ0f7M"

enum { PASSWORD_CHARS = 16 };

/* Changing this text changes every receipt and signs everybody out. */
static const char kdf_context[crypto_kdf_CONTEXTBYTES + 1] = "xqserver";

struct secret {
	unsigned char key[SECRET_USES][crypto_kdf_KEYBYTES];
};

static int read_exactly(int fd, unsigned char *out, size_t size)
{
	unsigned char more;
	size_t have = 0;
	while (have < size) {
		ssize_t got = read(fd, out + have, size - have);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return -1;
		have += (size_t)got;
	}
	return read(fd, &more, 1) == 0 ? 0 : -1;
}

int secret_file(
	const char *dir, const char *name, bool private_file, unsigned char *out, size_t size, char *why, size_t n)
{
	char path[4096];
	struct stat st;
	int result = -1;
	if ((size_t)snprintf(path, sizeof path, "%s/%s", dir, name) >= sizeof path) {
		snprintf(why, n, "%s: the path is too long", name);
		return -1;
	}
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) != 0)
		snprintf(why, n, "%s: %s", path, strerror(errno));
	else if (private_file && (st.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		snprintf(why, n, "%s: others may read this key; its mode must be 0600", path);
	else if (read_exactly(fd, out, size) != 0)
		snprintf(why, n, "%s: a key of %zu bytes was expected", path, size);
	else
		result = 0;
	if (fd >= 0)
		close(fd);
	return result;
}

struct secret *secret_open(const char *keys_dir, char *why, size_t n)
{
	unsigned char master[crypto_kdf_KEYBYTES];
	if (sodium_init() < 0) {
		snprintf(why, n, "libsodium does not start");
		return NULL;
	}
	if (secret_file(keys_dir, "server.key", true, master, sizeof master, why, n) != 0)
		return NULL;
	struct secret *secret = calloc(1, sizeof *secret);
	if (secret == NULL)
		snprintf(why, n, "out of memory");
	else
		for (unsigned use = SECRET_NONE + 1; use < SECRET_USES; use++)
			crypto_kdf_derive_from_key(secret->key[use], sizeof secret->key[use], use, kdf_context, master);
	sodium_memzero(master, sizeof master);
	return secret;
}

void secret_free(struct secret *secret)
{
	if (secret == NULL)
		return;
	sodium_memzero(secret, sizeof *secret);
	free(secret);
}

int secret_mac(
	const struct secret *secret, enum secret_use use, const void *data, size_t len, unsigned char out[SECRET_MAC_BYTES])
{
	if (use <= SECRET_NONE || use >= SECRET_USES)
		return -1;
	return crypto_generichash(out, SECRET_MAC_BYTES, data, len, secret->key[use], sizeof secret->key[use]);
}

void secret_hex(const unsigned char *in, size_t n, char *out)
{
	sodium_bin2hex(out, 2 * n + 1, in, n);
}

char *secret_token(void)
{
	unsigned char random[32];
	char *token = malloc(SECRET_TOKEN_CHARS + 1);
	if (token == NULL)
		return NULL;
	randombytes_buf(random, sizeof random);
	sodium_bin2base64(token, SECRET_TOKEN_CHARS + 1, random, sizeof random, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(random, sizeof random);
	return token;
}

char *secret_uuid(char out[37])
{
	unsigned char b[16];
	char hex[33];
	randombytes_buf(b, sizeof b);
	b[6] = (unsigned char)((b[6] & 0x0f) | 0x40);
	b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
	secret_hex(b, sizeof b, hex);
	snprintf(out, 37, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
	return out;
}

bool secret_password_ok(const char *hash_or_null, const char *password)
{
	const char *hash = hash_or_null != NULL ? hash_or_null : NOBODYS_HASH;
	bool fits = crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
	return fits && hash_or_null != NULL;
}

char *secret_password_fresh(void)
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz023456789";
	char *password = malloc(PASSWORD_CHARS + 1);
	if (password == NULL)
		return NULL;
	for (size_t i = 0; i < PASSWORD_CHARS; i++)
		password[i] = letters[randombytes_uniform(sizeof letters - 1)];
	password[PASSWORD_CHARS] = '\0';
	return password;
}

char *secret_password_hash(const char *password)
{
	char *hash = malloc(crypto_pwhash_STRBYTES);
	if (hash == NULL)
		return NULL;
	if (crypto_pwhash_str_alg(
			hash, password, strlen(password), PASSWORD_PASSES, PASSWORD_MEMORY, crypto_pwhash_ALG_ARGON2ID13) != 0) {
		free(hash);
		return NULL;
	}
	return hash;
}
