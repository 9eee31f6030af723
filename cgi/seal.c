#include "seal.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "secret.h"

enum {
	/* Every contact is padded to this, so that its length says nothing about whose it is. Name, phone and email may
	 * have 180 characters together, of which JSON makes up to six bytes each. */
	CONTACT_BLOCK = 1152,
	SEALED_BYTES = CONTACT_BLOCK + crypto_box_SEALBYTES,
	KEY_ID_BYTES = 8,
	/* A response is padded to whole steps of this: most surveys' answers then have one length. */
	ANSWERS_UNIT = 2048,
	/* More than any accepted form can hold. */
	ANSWERS_MAX = 64 * ANSWERS_UNIT
};

static int public_key(const char *keys_dir, const char *protection, unsigned char key[crypto_box_PUBLICKEYBYTES])
{
	char why[256];
	const char *name = NULL;
	if (protection != NULL && strcmp(protection, "reply") == 0)
		name = "reply.pub";
	if (protection != NULL && strcmp(protection, "protected") == 0)
		name = "protected.pub";
	if (name == NULL || sodium_init() < 0)
		return -1;
	return secret_file(keys_dir, name, false, key, crypto_box_PUBLICKEYBYTES, why, sizeof why);
}

static int padded_contact(const json_t *contact, unsigned char block[CONTACT_BLOCK])
{
	size_t len = json_dumpb(contact, (char *)block, CONTACT_BLOCK, JSON_COMPACT | JSON_SORT_KEYS);
	if (len == 0 || len >= CONTACT_BLOCK)
		return -1;
	return sodium_pad(NULL, block, len, CONTACT_BLOCK, CONTACT_BLOCK);
}

static json_t *sealed_json(const unsigned char *sealed, const unsigned char *key)
{
	char base64[sodium_base64_ENCODED_LEN(SEALED_BYTES, sodium_base64_VARIANT_ORIGINAL)];
	unsigned char id[crypto_generichash_BYTES];
	char id_hex[2 * KEY_ID_BYTES + 1];
	crypto_generichash(id, sizeof id, key, crypto_box_PUBLICKEYBYTES, NULL, 0);
	secret_hex(id, KEY_ID_BYTES, id_hex);
	sodium_bin2base64(base64, sizeof base64, sealed, SEALED_BYTES, sodium_base64_VARIANT_ORIGINAL);
	return json_pack("{s:s, s:s}", "sealed", base64, "seal_key", id_hex);
}

json_t *seal_contact(const char *keys_dir, const char *protection, const json_t *contact)
{
	unsigned char key[crypto_box_PUBLICKEYBYTES], block[CONTACT_BLOCK], sealed[SEALED_BYTES];
	json_t *answer = NULL;
	if (!json_is_object(contact) || public_key(keys_dir, protection, key) != 0)
		return NULL;
	if (padded_contact(contact, block) == 0 && crypto_box_seal(sealed, block, sizeof block, key) == 0)
		answer = sealed_json(sealed, key);
	sodium_memzero(block, sizeof block);
	return answer;
}

/* The pair of the key that opens what was sealed for reply. 0, or -1. */
static int reply_keys(const char *keys_dir, unsigned char key[crypto_box_PUBLICKEYBYTES],
	unsigned char secret_key[crypto_box_SECRETKEYBYTES])
{
	char why[256];
	if (sodium_init() < 0 ||
		secret_file(keys_dir, "reply.key", true, secret_key, crypto_box_SECRETKEYBYTES, why, sizeof why) != 0)
		return -1;
	return crypto_scalarmult_base(key, secret_key);
}

/* Opens sealed bytes into block, which has room for them; wipes the key. The padded length, or 0. */
static size_t open_block(const char *keys_dir, const unsigned char *sealed, size_t len, unsigned char *block)
{
	unsigned char key[crypto_box_PUBLICKEYBYTES], secret_key[crypto_box_SECRETKEYBYTES];
	if (len <= crypto_box_SEALBYTES || reply_keys(keys_dir, key, secret_key) != 0)
		return 0;
	int wrong = crypto_box_seal_open(block, sealed, len, key, secret_key);
	sodium_memzero(secret_key, sizeof secret_key);
	return wrong ? 0 : len - crypto_box_SEALBYTES;
}

static json_t *unpadded(const unsigned char *block, size_t padded, size_t unit)
{
	size_t len;
	if (padded == 0 || sodium_unpad(&len, block, padded, unit) != 0)
		return NULL;
	return json_loadb((const char *)block, len, JSON_REJECT_DUPLICATES, NULL);
}

static int from_base64(const char *base64, unsigned char *out, size_t size, size_t *len)
{
	return base64 == NULL ||
			sodium_base642bin(out, size, base64, strlen(base64), " \r\n", len, NULL, sodium_base64_VARIANT_ORIGINAL) !=
				0
		? -1
		: 0;
}

json_t *seal_open_contact(const char *keys_dir, const char *base64)
{
	unsigned char sealed[SEALED_BYTES], block[CONTACT_BLOCK];
	size_t len = 0;
	if (from_base64(base64, sealed, sizeof sealed, &len) != 0 || len != sizeof sealed)
		return NULL;
	json_t *contact = unpadded(block, open_block(keys_dir, sealed, len, block), CONTACT_BLOCK);
	sodium_memzero(block, sizeof block);
	return contact;
}

/* json_dumpb writes up to size bytes and tells how many it would have written. */
static size_t padded_answers(const json_t *answers, unsigned char *block, size_t size)
{
	size_t padded, len = json_dumpb(answers, (char *)block, size, JSON_COMPACT | JSON_SORT_KEYS);
	if (len == 0 || len > size || sodium_pad(&padded, block, len, ANSWERS_UNIT, size) != 0)
		return 0;
	return padded;
}

static char *base64_of(const unsigned char *bytes, size_t len)
{
	size_t size = sodium_base64_encoded_len(len, sodium_base64_VARIANT_ORIGINAL);
	char *text = malloc(size);
	if (text)
		sodium_bin2base64(text, size, bytes, len, sodium_base64_VARIANT_ORIGINAL);
	return text;
}

char *seal_answers(const char *keys_dir, const json_t *answers)
{
	unsigned char key[crypto_box_PUBLICKEYBYTES], *block = malloc(ANSWERS_MAX + crypto_box_SEALBYTES + ANSWERS_MAX);
	unsigned char *sealed = block ? block + ANSWERS_MAX : NULL;
	char *text = NULL;
	size_t padded = 0;
	if (block && json_is_object(answers) && public_key(keys_dir, "reply", key) == 0)
		padded = padded_answers(answers, block, ANSWERS_MAX);
	if (padded && crypto_box_seal(sealed, block, padded, key) == 0)
		text = base64_of(sealed, padded + crypto_box_SEALBYTES);
	if (block)
		sodium_memzero(block, ANSWERS_MAX);
	free(block);
	return text;
}

json_t *seal_open_answers(const char *keys_dir, const char *base64)
{
	size_t len = 0, size = ANSWERS_MAX + crypto_box_SEALBYTES;
	unsigned char *sealed = malloc(size + ANSWERS_MAX), *block = sealed ? sealed + size : NULL;
	json_t *answers = NULL;
	if (sealed && from_base64(base64, sealed, size, &len) == 0)
		answers = unpadded(block, open_block(keys_dir, sealed, len, block), ANSWERS_UNIT);
	if (block)
		sodium_memzero(block, ANSWERS_MAX);
	free(sealed);
	return answers;
}
