#include "cases.h"
#include "receipt.h"
#include "secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

/* After the headers that it needs. */
#include <cmocka.h>

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static struct secret *fixed_secret(void)
{
	char dir[64], why[128] = "";
	scratch_new(dir);
	scratch_keys(dir);
	struct secret *secret = secret_open(dir, why, sizeof why);
	scratch_free(dir);
	if (!secret)
		fail_msg("%s", why);
	return secret;
}

static void derives(void **state)
{
	char receipt[RECEIPT_SIZE], groups[RECEIPT_GROUPS_SIZE], mac[65], again[RECEIPT_SIZE];
	struct secret *secret = fixed_secret();
	receipt_derive(secret, case_text(*state, "uuid"), receipt);
	receipt_groups(receipt, groups);
	assert_string_equal(groups, case_text(*state, "receipt"));
	assert_int_equal(receipt_mac(secret, receipt, mac), 0);
	assert_string_equal(mac, case_text(*state, "mac"));
	assert_true(receipt_read(groups, again));
	assert_string_equal(again, receipt);
	secret_free(secret);
}

static void reads(void **state)
{
	char receipt[RECEIPT_SIZE] = "not yet";
	const char *expected = case_text_or(*state, "receipt", NULL);
	assert_int_equal(receipt_read(case_text(*state, "typed"), receipt), expected != NULL);
	assert_string_equal(receipt, expected ? expected : "");
}

/* Of a right receipt, every single wrong character and every two that changed places are found. */
static void finds_slips(void **state)
{
	const char *right = case_text(*state, "receipt");
	char typed[RECEIPT_SIZE], read[RECEIPT_SIZE];
	assert_true(receipt_read(right, read));
	for (size_t i = 0; i < RECEIPT_CHARS; i++) {
		for (const char *c = alphabet; *c; c++) {
			memcpy(typed, right, RECEIPT_SIZE);
			typed[i] = *c;
			assert_int_equal(receipt_read(typed, read), *c == right[i]);
		}
		for (size_t j = 0; j < i; j++) {
			memcpy(typed, right, RECEIPT_SIZE);
			typed[i] = right[j];
			typed[j] = right[i];
			assert_int_equal(receipt_read(typed, read), right[i] == right[j]);
		}
	}
}

int main(void)
{
	static const struct case_file files[] = { { "receipt_derived", derives }, { "receipt_typed", reads },
		{ "receipt_slips", finds_slips }, { NULL, NULL } };
	return cases_run("receipt", files);
}
