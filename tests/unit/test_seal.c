#include "cases.h"
#include "seal.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* After the headers that it needs. */
#include <cmocka.h>

static void make_keys(const char *dir)
{
	unsigned char public_key[crypto_box_PUBLICKEYBYTES], private_key[crypto_box_SECRETKEYBYTES];
	assert_true(sodium_init() >= 0);
	crypto_box_keypair(public_key, private_key);
	scratch_write(dir, "reply.pub", public_key, sizeof public_key, 0644);
	scratch_write(dir, "reply.key", private_key, sizeof private_key, 0600);
	crypto_box_keypair(public_key, private_key);
	scratch_write(dir, "protected.pub", public_key, sizeof public_key, 0644);
}

/* The contact of a case; repeat makes its name as long as that. */
static json_t *contact_of(const json_t *test)
{
	json_t *contact = json_deep_copy(json_object_get(test, "contact"));
	json_int_t repeat = json_integer_value(json_object_get(test, "repeat"));
	char name[4096] = "";
	for (json_int_t i = 0; i < repeat; i++)
		strcat(name, case_text(test, "letter"));
	if (repeat)
		json_object_set_new(contact, "name", json_string(name));
	return contact;
}

static void opens_for_a_reply(void **state)
{
	char dir[64];
	scratch_new(dir);
	make_keys(dir);
	json_t *contact = contact_of(*state);
	json_t *one = seal_contact(dir, "reply", contact), *two = seal_contact(dir, "reply", contact);
	assert_non_null(one);
	const char *box = case_text(one, "sealed");
	json_t *opened = seal_open_contact(dir, box);
	assert_true(json_equal(opened, contact));
	assert_string_not_equal(box, case_text(two, "sealed"));
	assert_string_equal(case_text(one, "seal_key"), case_text(two, "seal_key"));
	assert_int_equal(strlen(case_text(one, "seal_key")), 16);
	assert_int_equal(strlen(box), (size_t)json_integer_value(json_object_get(*state, "chars")));
	json_decref(opened);
	json_decref(contact);
	json_decref(one);
	json_decref(two);
	scratch_free(dir);
}

static void stays_shut(void **state)
{
	char dir[64];
	scratch_new(dir);
	make_keys(dir);
	const char *remove_key = case_text_or(*state, "without", NULL);
	json_t *contact = contact_of(*state);
	json_t *sealed = seal_contact(dir, case_text_or(*state, "protection", NULL), contact);
	assert_int_equal(sealed != NULL, json_is_true(json_object_get(*state, "seals")));
	if (remove_key)
		scratch_write(dir, remove_key, "", 0, 0600);
	if (sealed)
		assert_null(seal_open_contact(dir, case_text(sealed, "sealed")));
	json_decref(contact);
	json_decref(sealed);
	scratch_free(dir);
}

static void refuses_boxes(void **state)
{
	char dir[64];
	scratch_new(dir);
	make_keys(dir);
	assert_null(seal_open_contact(dir, case_text_or(*state, "box", NULL)));
	scratch_free(dir);
}

static enum attempt seal_attempt(void *arg)
{
	char dir[64];
	scratch_new(dir);
	make_keys(dir);
	json_t *sealed = seal_contact(dir, "reply", arg);
	json_t *opened = sealed ? seal_open_contact(dir, case_text(sealed, "sealed")) : NULL;
	enum attempt outcome = !opened ? ATTEMPT_FAILED : json_equal(opened, arg) ? ATTEMPT_RIGHT : ATTEMPT_WRONG;
	json_decref(opened);
	json_decref(sealed);
	scratch_free(dir);
	return outcome;
}

static void seals_without_memory(void **state)
{
	each_allocation_fails(seal_attempt, json_object_get(*state, "contact"));
}

/* The answers of a case; repeat makes one of them as long as that. */
static json_t *answers_of(const json_t *test)
{
	json_t *answers = json_deep_copy(json_object_get(test, "answers"));
	size_t repeat = (size_t)json_integer_value(json_object_get(test, "repeat"));
	char *text = malloc(repeat + 1);
	memset(text, 'x', repeat);
	text[repeat] = 0;
	if (repeat)
		json_object_set_new(answers, "q7", json_string(text));
	free(text);
	return answers;
}

static void seals_answers(void **state)
{
	char dir[64];
	scratch_new(dir);
	make_keys(dir);
	json_t *answers = answers_of(*state);
	char *box = seal_answers(dir, answers);
	json_t *opened = seal_open_answers(dir, box);
	assert_int_equal(box ? (json_int_t)strlen(box) : 0, json_integer_value(json_object_get(*state, "chars")));
	assert_true(box ? json_equal(opened, answers) : opened == NULL);
	scratch_write(dir, "reply.key", "", 0, 0600);
	assert_null(seal_open_answers(dir, box));
	free(box);
	json_decref(opened);
	json_decref(answers);
	scratch_free(dir);
}

static enum attempt answers_attempt(void *arg)
{
	char dir[64];
	scratch_new(dir);
	make_keys(dir);
	char *box = seal_answers(dir, arg);
	json_t *opened = seal_open_answers(dir, box);
	enum attempt outcome = !opened ? ATTEMPT_FAILED : json_equal(opened, arg) ? ATTEMPT_RIGHT : ATTEMPT_WRONG;
	json_decref(opened);
	free(box);
	scratch_free(dir);
	return outcome;
}

static void answers_without_memory(void **state)
{
	each_allocation_fails(answers_attempt, json_object_get(*state, "answers"));
}

int main(void)
{
	static const struct case_file files[] = { { "seal_answers", seals_answers },
		{ "seal_answers_memory", answers_without_memory }, { "seal_reply", opens_for_a_reply },
		{ "seal_shut", stays_shut }, { "seal_box", refuses_boxes }, { "seal_memory", seals_without_memory },
		{ NULL, NULL } };
	return cases_run("seal", files);
}
