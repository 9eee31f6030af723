/* Every allocation of the product's own code passes through here: the linker wraps it (-Wl,--wrap). */
#include "cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* After the headers that it needs. */
#include <cmocka.h>

/* No attempt of ours takes that many; one that does never ends. */
enum { ALLOCATIONS_MAX = 100000 };

static long left; /* until the one that fails; 0 for none */
static bool failed;

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t n);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t n);

static bool fails(void)
{
	if (left == 0 || --left > 0)
		return false;
	failed = true;
	return true;
}

void *__wrap_malloc(size_t size)
{
	return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
	return fails() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return fails() ? NULL : __real_realloc(old, size);
}

char *__wrap_strdup(const char *text)
{
	return fails() ? NULL : __real_strdup(text);
}

char *__wrap_strndup(const char *text, size_t n)
{
	return fails() ? NULL : __real_strndup(text, n);
}

static void *jansson_malloc(size_t size)
{
	return __wrap_malloc(size);
}

void each_allocation_fails(enum attempt (*attempt)(void *arg), void *arg)
{
	enum attempt outcome = ATTEMPT_WRONG;
	long n = 0;
	json_set_alloc_funcs(jansson_malloc, free);
	do {
		left = ++n;
		failed = false;
		outcome = attempt(arg);
		left = 0;
		if (outcome == ATTEMPT_WRONG)
			fail_msg("a wrong answer when allocation %ld fails", n);
	} while (failed && n < ALLOCATIONS_MAX);
	json_set_alloc_funcs(malloc, free);
	assert_false(failed);
	assert_int_equal(outcome, ATTEMPT_RIGHT);
	assert_true(n > 1);
}
