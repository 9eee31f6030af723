/* A citizen's contact, or the answers to a survey, sealed before they reach SQL. */
#ifndef XQ_SEAL_H
#define XQ_SEAL_H

#include <jansson.h>

/* Seals contact for the public key that protection names: keys_dir/reply.pub or keys_dir/protected.pub.
 * A new {"sealed": base64, "seal_key": the key's id in 16 hexadecimal characters}, or NULL when protection names no
 * key, the key cannot be read, the contact is too long or memory ends. Every sealed contact has the same length. */
json_t *seal_contact(const char *keys_dir, const char *protection, const json_t *contact)
	__attribute__((warn_unused_result));

/* Opens a contact that was sealed for reply. A new reference, or NULL when keys_dir/reply.key cannot be read or does
 * not fit: what was sealed for protected never opens here. */
json_t *seal_open_contact(const char *keys_dir, const char *base64) __attribute__((warn_unused_result));

/* Seals the cleaned answers of a survey for keys_dir/reply.pub, padded to whole steps of 2 KiB. Base64 that the caller
 * frees; NULL when answers is no object, is longer than 128 KiB, the key cannot be read or memory ends. */
char *seal_answers(const char *keys_dir, const json_t *answers) __attribute__((warn_unused_result));

/* Opens what seal_answers sealed, with keys_dir/reply.key. A new reference, or NULL. */
json_t *seal_open_answers(const char *keys_dir, const char *base64) __attribute__((warn_unused_result));

#endif
