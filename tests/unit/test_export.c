#include "buf.h"
#include "cases.h"
#include "export.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* After the headers that it needs. */
#include <cmocka.h>

static int collect(void *to, const void *data, size_t len)
{
	struct buf *b = to;
	buf_put(b, data, len);
	return b->failed;
}

static enum attempt csv(void *arg)
{
	struct buf b = { 0 };
	enum attempt outcome = ATTEMPT_FAILED;
	if (!export_csv(json_object_get(arg, "report"), collect, &b))
		outcome = !strcmp(b.data, case_text(arg, "expected")) ? ATTEMPT_RIGHT : ATTEMPT_WRONG;
	buf_free(&b);
	return outcome;
}

static void writes_csv(void **state)
{
	struct buf b = { 0 };
	assert_int_equal(export_csv(json_object_get(*state, "report"), collect, &b), 0);
	assert_string_equal(b.data, case_text(*state, "expected"));
	buf_free(&b);
	each_allocation_fails(csv, *state);
}

static void refuses(void **state)
{
	struct buf b = { 0 };
	assert_int_equal(export_csv(json_object_get(*state, "report"), collect, &b), -1);
	assert_int_equal(export_xlsx(json_object_get(*state, "report"), collect, &b), -1);
	assert_int_equal(b.len, 0);
	buf_free(&b);
}

struct bounded {
	int left;
};

static int full_disk(void *to, const void *data, size_t len)
{
	struct bounded *sink = to;
	(void)data, (void)len;
	return sink->left-- > 0 ? 0 : -1;
}

/* A reader who goes away ends the export at every line of it. */
static void ends_with_its_reader(void **state)
{
	const json_t *report = json_object_get(*state, "report");
	int lines = (int)json_integer_value(json_object_get(*state, "lines"));
	for (int n = 0; n <= lines; n++) {
		struct bounded sink = { n };
		assert_int_equal(export_csv(report, full_disk, &sink), n == lines ? 0 : -1);
	}
	struct bounded nobody = { 0 };
	assert_int_equal(export_xlsx(report, full_disk, &nobody), -1);
}

/* One part of the workbook, as text. */
static char *part_of(const char *dir, const struct buf *book, const char *part)
{
	char command[256], line[4096];
	struct buf text = { 0 };
	scratch_write(dir, "book.xlsx", book->data, book->len, 0600);
	(void)snprintf(command, sizeof command, "unzip -p %s/book.xlsx %s", dir, part);
	FILE *pipe = popen(command, "r");
	assert_non_null(pipe);
	for (size_t n; (n = fread(line, 1, sizeof line, pipe)) > 0;)
		buf_put(&text, line, n);
	assert_int_equal(pclose(pipe), 0);
	return buf_steal(&text);
}

static void writes_xlsx(void **state)
{
	char dir[64];
	size_t i;
	json_t *wanted;
	struct buf book = { 0 };
	scratch_new(dir);
	assert_int_equal(export_xlsx(json_object_get(*state, "report"), collect, &book), 0);
	char *xml = part_of(dir, &book, case_text(*state, "part"));
	assert_non_null(xml);
	json_array_foreach(json_object_get(*state, "has"), i, wanted)
	{
		if (!strstr(xml, json_string_value(wanted)))
			fail_msg("%s is not in %s", json_string_value(wanted), xml);
	}
	json_array_foreach(json_object_get(*state, "lacks"), i, wanted)
	{
		if (strstr(xml, json_string_value(wanted)))
			fail_msg("%s is in %s", json_string_value(wanted), xml);
	}
	free(xml);
	buf_free(&book);
	scratch_free(dir);
}

static enum attempt xlsx(void *arg)
{
	struct buf book = { 0 };
	int wrong = export_xlsx(json_object_get(arg, "report"), collect, &book);
	enum attempt outcome = wrong ? ATTEMPT_FAILED : memcmp(book.data, "PK", 2) ? ATTEMPT_WRONG : ATTEMPT_RIGHT;
	buf_free(&book);
	return outcome;
}

static void xlsx_without_memory(void **state)
{
	each_allocation_fails(xlsx, *state);
}

int main(void)
{
	static const struct case_file files[] = { { "export_csv", writes_csv }, { "export_refused", refuses },
		{ "export_ended", ends_with_its_reader }, { "export_xlsx", writes_xlsx },
		{ "export_memory", xlsx_without_memory }, { NULL, NULL } };
	return cases_run("export", files);
}
