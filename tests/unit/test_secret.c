#include "cases.h"
#include "secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* After the headers that it needs. */
#include <cmocka.h>

static struct secret *open_case(const json_t *test, char *why, size_t n)
{
	static const unsigned char key[64] = { 7 };
	char dir[64];
	const json_t *size = json_object_get(test, "bytes");
	scratch_new(dir);
	if (size)
		scratch_write(dir, "server.key", key, (size_t)json_integer_value(size),
			(unsigned)json_integer_value(json_object_get(test, "mode")));
	struct secret *secret = secret_open(dir, why, n);
	scratch_free(dir);
	return secret;
}

static void opens(void **state)
{
	char why[256] = "";
	struct secret *secret = open_case(*state, why, sizeof why);
	const char *error = case_text_or(*state, "error", NULL);
	assert_int_equal(secret != NULL, error == NULL);
	if (error && !strstr(why, error))
		fail_msg("the reason is '%s'", why);
	secret_free(secret);
}

static enum attempt open_attempt(void *arg)
{
	char why[256];
	struct secret *secret = open_case(arg, why, sizeof why);
	enum attempt outcome = secret ? ATTEMPT_RIGHT : ATTEMPT_FAILED;
	char *token = secret ? secret_token() : NULL;
	char *hash = token ? secret_password_hash(token) : NULL;
	if (secret && (!token || !hash))
		outcome = ATTEMPT_FAILED;
	else if (hash && !secret_password_ok(hash, token))
		outcome = ATTEMPT_WRONG;
	free(hash);
	free(token);
	secret_free(secret);
	return outcome;
}

static void opens_without_memory(void **state)
{
	each_allocation_fails(open_attempt, *state);
}

static void mac_of(unsigned char seed, enum secret_use use, const char *data, char hex[65])
{
	char dir[64], why[128];
	unsigned char key[32] = { seed }, mac[SECRET_MAC_BYTES];
	scratch_new(dir);
	scratch_write(dir, "server.key", key, sizeof key, 0600);
	struct secret *secret = secret_open(dir, why, sizeof why);
	scratch_free(dir);
	assert_non_null(secret);
	assert_int_equal(secret_mac(secret, use, data, strlen(data), mac), 0);
	assert_int_equal(secret_mac(secret, SECRET_NONE, data, strlen(data), mac), -1);
	assert_int_equal(secret_mac(secret, SECRET_USES, data, strlen(data), mac), -1);
	secret_hex(mac, sizeof mac, hex);
	secret_free(secret);
}

/* Another key, another use and other data each give another value; the same of all three the same. */
static void keeps_uses_apart(void **state)
{
	const char *data = case_text(*state, "data");
	char values[SECRET_USES + 1][65], again[65];
	for (int use = SECRET_RECEIPT; use < SECRET_USES; use++)
		mac_of(1, (enum secret_use)use, data, values[use]);
	mac_of(2, SECRET_MAC, data, values[SECRET_NONE]);
	mac_of(1, SECRET_MAC, "other data", values[SECRET_USES]);
	for (int i = 0; i <= SECRET_USES; i++)
		for (int j = 0; j < i; j++)
			assert_string_not_equal(values[i], values[j]);
	mac_of(1, SECRET_MAC, data, again);
	assert_string_equal(again, values[SECRET_MAC]);
}

static void hashes_passwords(void **state)
{
	const char *password = case_text(*state, "password"), *other = case_text(*state, "other");
	char *hash = secret_password_hash(password);
	assert_non_null(hash);
	assert_memory_equal(hash, "$argon2id$v=19$m=19456,t=2,p=1$", 31);
	assert_true(secret_password_ok(hash, password));
	assert_false(secret_password_ok(hash, other));
	assert_false(secret_password_ok(NULL, password));
	assert_false(secret_password_ok("", password));
	assert_false(secret_password_ok("$argon2id$v=19$m=1$", password));
	free(hash);
}

static void draws(void **state)
{
	char one[37], two[37];
	int groups[4] = { 8, 13, 18, 23 };
	secret_uuid(one);
	assert_ptr_equal(secret_uuid(two), two);
	assert_string_not_equal(one, two);
	assert_int_equal(strlen(one), 36);
	for (int i = 0; i < 4; i++)
		assert_int_equal(one[groups[i]], '-');
	assert_int_equal(one[14], '4');
	assert_non_null(strchr("89ab", one[19]));
	char *token = secret_token(), *other = secret_token();
	assert_int_equal(strlen(token), SECRET_TOKEN_CHARS);
	assert_int_equal(strspn(token, case_text(*state, "letters")), SECRET_TOKEN_CHARS);
	assert_string_not_equal(token, other);
	free(token);
	free(other);
}

int main(void)
{
	static const struct case_file files[] = { { "secret_key", opens }, { "secret_memory", opens_without_memory },
		{ "secret_uses", keeps_uses_apart }, { "secret_password", hashes_passwords }, { "secret_random", draws },
		{ NULL, NULL } };
	return cases_run("secret", files);
}
