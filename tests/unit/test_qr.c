#include "cases.h"
#include "qr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* After the headers that it needs. */
#include <cmocka.h>

/* What an independent reader finds in a picture. */
static void scan(const char *path, char *out, size_t size)
{
	char command[128];
	snprintf(command, sizeof command, "zbarimg -q --raw --oneshot -Sbinary %s/code.png", path);
	FILE *reader = popen(command, "r"); /* the folder is one of ours */
	assert_non_null(reader);
	size_t n = fread(out, 1, size - 1, reader);
	out[n] = '\0';
	pclose(reader);
}

static void is_read(void **state)
{
	char dir[64], found[4096];
	struct buf png = { 0 };
	const char *text = case_text(*state, "text");
	scratch_new(dir);
	assert_int_equal(qr_png(text, 512, &png), 0);
	scratch_write(dir, "code.png", (unsigned char *)png.data, png.len, 0600);
	scan(dir, found, sizeof found);
	assert_string_equal(found, text);
	buf_free(&png);
	scratch_free(dir);
}

/* The same modules, whatever draws them: as many dark ones in the rows of the one as squares in the other. */
static void is_drawn(void **state)
{
	char *svg = qr_svg(case_text(*state, "text")), *url = qr_data_url(case_text(*state, "text"));
	const char *data = "data:image/svg+xml;base64,";
	assert_non_null(svg);
	assert_memory_equal(svg, "<svg xmlns=", 11);
	assert_non_null(strstr(svg, case_text(*state, "box")));
	assert_memory_equal(url, data, strlen(data));
	free(svg);
	free(url);
}

static void is_refused(void **state)
{
	size_t repeat = (size_t)json_integer_value(json_object_get(*state, "repeat"));
	char *text = malloc(repeat + 1);
	struct buf png = { 0 };
	memset(text, 'x', repeat);
	text[repeat] = '\0';
	assert_null(qr_svg(text));
	assert_null(qr_data_url(text));
	assert_int_equal(qr_png(text, 512, &png), -1);
	assert_int_equal(qr_png("x", 5000, &png), -1);
	assert_int_equal(png.len, 0);
	free(text);
}

int main(void)
{
	static const struct case_file files[] = { { "qr_read", is_read }, { "qr_drawn", is_drawn },
		{ "qr_refused", is_refused }, { NULL, NULL } };
	return cases_run("qr", files);
}
