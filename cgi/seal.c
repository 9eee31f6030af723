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
	KEY_ID_BYTES = 8
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

static json_t *contact_of(const unsigned char block[CONTACT_BLOCK])
{
	size_t len;
	if (sodium_unpad(&len, block, CONTACT_BLOCK, CONTACT_BLOCK) != 0)
		return NULL;
	return json_loadb((const char *)block, len, JSON_REJECT_DUPLICATES, NULL);
}

json_t *seal_open_contact(const char *keys_dir, const char *base64)
{
	unsigned char secret_key[crypto_box_SECRETKEYBYTES], key[crypto_box_PUBLICKEYBYTES];
	unsigned char sealed[SEALED_BYTES], block[CONTACT_BLOCK];
	char why[256];
	size_t len = 0;
	json_t *contact = NULL;
	if (base64 == NULL || sodium_init() < 0 ||
		sodium_base642bin(
			sealed, sizeof sealed, base64, strlen(base64), " \r\n", &len, NULL, sodium_base64_VARIANT_ORIGINAL) != 0 ||
		len != sizeof sealed)
		return NULL;
	if (secret_file(keys_dir, "reply.key", true, secret_key, sizeof secret_key, why, sizeof why) != 0)
		return NULL;
	crypto_scalarmult_base(key, secret_key);
	if (crypto_box_seal_open(block, sealed, sizeof sealed, key, secret_key) == 0)
		contact = contact_of(block);
	sodium_memzero(secret_key, sizeof secret_key);
	sodium_memzero(block, sizeof block);
	return contact;
}
