/* Workbooks of every kind, the hostile ones included: what is read, and with which word the rest is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include <zip.h>

#include "buf.h"
#include "cases.h"
#include "xlsx_read.h"

/* A part that is an object is its text so many times over. */
static void part_text(const json_t *part, struct buf *out)
{
	json_int_t times = json_is_object(part) ? json_integer_value(json_object_get(part, "times")) : 1;
	const char *text = json_string_value(json_is_object(part) ? json_object_get(part, "text") : part);
	const char *first = json_string_value(json_object_get(part, "first")),
			   *last = json_string_value(json_object_get(part, "last"));
	buf_puts(out, first ? first : "");
	for (json_int_t i = 0; i < times; i++)
		buf_puts(out, text);
	buf_puts(out, last ? last : "");
}

static void make_book(const char *path, const json_t *parts)
{
	const char *name;
	json_t *part;
	struct buf texts[8] = { 0 };
	size_t n = 0;
	zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
	assert_non_null(zip);
	json_object_foreach((json_t *)(uintptr_t)parts, name, part)
	{
		struct buf *text = &texts[n++];
		part_text(part, text);
		assert_false(zip_file_add(zip, name, zip_source_buffer(zip, text->data, text->len, 0), 0) < 0);
	}
	assert_int_equal(zip_close(zip), 0);
	while (n > 0)
		buf_free(&texts[--n]);
}

static int open_book(const char *dir, const json_t *test)
{
	char path[128];
	const char *bytes = json_string_value(json_object_get(test, "bytes"));
	snprintf(path, sizeof path, "%s/book.xlsx", dir);
	if (bytes)
		scratch_write(dir, "book.xlsx", bytes, strlen(bytes), 0600);
	else
		make_book(path, json_object_get(test, "parts"));
	return open(path, O_RDONLY | O_CLOEXEC);
}

static json_t *read_it(const json_t *test, const char **code)
{
	char dir[64];
	scratch_new(dir);
	int fd = open_book(dir, test);
	json_t *rows = xlsx_read(fd, code);
	close(fd);
	scratch_free(dir);
	return rows;
}

static void reads(void **state)
{
	const char *code;
	json_t *rows = read_it(*state, &code);
	assert_non_null(rows);
	assert_null(code);
	assert_true(json_equal(rows, json_object_get(*state, "rows")));
	json_decref(rows);
}

static void refuses(void **state)
{
	const char *code;
	assert_null(read_it(*state, &code));
	assert_string_equal(code, case_text(*state, "code"));
}

int main(void)
{
	const struct case_file files[] = { { "xlsx_read", reads }, { "xlsx_refused", refuses }, { 0 } };
	return cases_run("xlsx_read", files);
}
