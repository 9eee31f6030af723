/* The server's key and everything derived from it: keyed hashes, tokens, passwords. */
#ifndef XQ_SECRET_H
#define XQ_SECRET_H

#include <stdbool.h>
#include <stddef.h>

enum {
	SECRET_MAC_BYTES = 32,
	SECRET_TOKEN_CHARS = 43 /* 32 bytes in base64url without padding */
};

/* One derived key each, so that no value made for one purpose means anything for another. */
enum secret_use {
	SECRET_NONE,
	SECRET_RECEIPT,
	SECRET_MAC,
	SECRET_FINGER,
	SECRET_SESSION,
	SECRET_CSRF,
	SECRET_WEBHOOK,
	SECRET_TICKET,
	SECRET_TICKET_MAC,
	SECRET_FORM,
	SECRET_USES
};

struct secret;

/* Reads keys_dir/server.key, which must be 32 bytes that only its owner can read. NULL with a line in why;
 * else the caller frees with secret_free, which wipes the keys. */
struct secret *secret_open(const char *keys_dir, char *why, size_t n) __attribute__((warn_unused_result));
void secret_free(struct secret *secret);

/* Keyed BLAKE2b-256 of data under the key of use. 0, or -1 for a use that does not exist. */
int secret_mac(const struct secret *secret, enum secret_use use, const void *data, size_t len,
	unsigned char out[SECRET_MAC_BYTES]) __attribute__((warn_unused_result));

/* Lower-case hexadecimal of n bytes: writes 2n characters and a NUL. */
void secret_hex(const unsigned char *in, size_t n, char *out);

/* 32 random bytes in base64url, SECRET_TOKEN_CHARS long. The caller frees; NULL without memory. */
char *secret_token(void) __attribute__((warn_unused_result));

/* A fresh random UUID (version 4), lower case. Answers out. */
char *secret_uuid(char out[37]);

/* Whether the password fits an argon2id hash. A NULL hash is answered false after the same work. */
bool secret_password_ok(const char *hash_or_null, const char *password);

/* A new password: letters that cannot be taken for one another, five bits each. The caller wipes and frees; NULL without
 * memory. */
char *secret_password_fresh(void) __attribute__((warn_unused_result));

/* The argon2id hash of a password as text. The caller frees; NULL without memory. */
char *secret_password_hash(const char *password) __attribute__((warn_unused_result));

/* Reads exactly size bytes of dir/name into out. 0, or -1 with a line in why that never holds the content.
 * A private file must be readable by its owner alone. */
int secret_file(const char *dir, const char *name, bool private_file, unsigned char *out, size_t size, char *why,
	size_t n) __attribute__((warn_unused_result));

#endif
