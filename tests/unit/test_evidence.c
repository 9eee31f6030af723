/* What is taken as evidence and what becomes of it: images made here, whole, cut, swollen and with words inside that must not stay. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <gd.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "cases.h"
#include "evidence.h"

#define MARKER "GPS 28.2282N 112.9388E"

static gdImagePtr drawn(int width, int height)
{
	gdImagePtr image = gdImageCreateTrueColor(width, height);
	assert_non_null(image);
	gdImageFilledRectangle(image, 0, 0, width - 1, height - 1, 0x808080);
	gdImageFilledRectangle(image, 0, 0, width / 2 - 1, height - 1, 0xff0000);
	return image;
}

/* A JPEG, red on its left, with a block of EXIF that tells how it was held and holds the marker. */
static void make_jpeg(struct buf *out, int orientation)
{
	static const unsigned char head[] = { 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3,
		0, 0, 0, 1, 0 };
	int n;
	gdImagePtr image = drawn(32, 16);
	char *plain = gdImageJpegPtr(image, &n, 95);
	unsigned length = 2 + sizeof head + 7 + sizeof MARKER;
	unsigned char block[] = { 0xff, 0xe1, (unsigned char)(length >> 8), (unsigned char)length };
	unsigned char rest[7] = { (unsigned char)orientation };
	buf_put(out, plain, 2);
	buf_put(out, block, sizeof block);
	buf_put(out, head, sizeof head);
	buf_put(out, rest, sizeof rest);
	buf_put(out, MARKER, sizeof MARKER);
	buf_put(out, plain + 2, (size_t)n - 2);
	gdFree(plain);
	gdImageDestroy(image);
}

static void make_png(struct buf *out)
{
	int n;
	gdImagePtr image = drawn(8, 8);
	char *plain = gdImagePngPtr(image, &n);
	buf_put(out, plain, (size_t)n);
	gdFree(plain);
	gdImageDestroy(image);
}

static const char *read_bytes(const struct buf *bytes, struct evidence *out)
{
	char dir[64], path[128];
	const char *code;
	scratch_new(dir);
	scratch_write(dir, "it", bytes->data, bytes->len, 0600);
	snprintf(path, sizeof path, "%s/it", dir);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int wrong = evidence_read(fd, bytes->len, out, &code);
	close(fd);
	scratch_free(dir);
	return wrong ? code : NULL;
}

static void refused(const struct buf *bytes, const char *code)
{
	struct evidence out;
	const char *got = read_bytes(bytes, &out);
	assert_non_null(got);
	assert_string_equal(got, code);
	assert_null(out.data);
}

static void the_marker_is_gone(void **state)
{
	(void)state;
	struct buf in = { 0 };
	struct evidence out;
	make_jpeg(&in, 1);
	assert_non_null(memmem(in.data, in.len, MARKER, strlen(MARKER)));
	assert_null(read_bytes(&in, &out));
	assert_string_equal(out.type, "jpeg");
	assert_null(memmem(out.data, out.len, "GPS", 3));
	assert_null(memmem(out.data, out.len, "Exif", 4));
	evidence_free(&out);
	buf_free(&in);
}

/* Where the red half is after it was turned: x and y of a point in it. */
static void turned_to(int orientation, int width, int x, int y)
{
	struct buf in = { 0 };
	struct evidence out;
	make_jpeg(&in, orientation);
	assert_null(read_bytes(&in, &out));
	gdImagePtr image = gdImageCreateFromJpegPtr((int)out.len, out.data);
	assert_non_null(image);
	assert_int_equal(gdImageSX(image), width);
	int pixel = gdImageGetTrueColorPixel(image, x, y);
	assert_true(gdTrueColorGetRed(pixel) > 180 && gdTrueColorGetGreen(pixel) < 80);
	gdImageDestroy(image);
	evidence_free(&out);
	buf_free(&in);
}

static void it_stands_upright(void **state)
{
	(void)state;
	turned_to(1, 32, 4, 8);
	turned_to(2, 32, 28, 8);
	turned_to(3, 32, 28, 8);
	turned_to(4, 32, 4, 8);
	turned_to(5, 16, 8, 4);
	turned_to(6, 16, 8, 4);
	turned_to(7, 16, 8, 28);
	turned_to(8, 16, 8, 28);
}

static void what_is_cut_is_refused(void **state)
{
	(void)state;
	struct buf in = { 0 };
	make_jpeg(&in, 1);
	for (size_t n = in.len - 3; n > 2; n = n * 9 / 10) {
		in.len = n;
		refused(&in, "evidence.type");
	}
	buf_free(&in);
	make_png(&in);
	in.len -= 20;
	refused(&in, "evidence.type");
	buf_free(&in);
}

static void what_swells_is_refused_before_it_is_drawn(void **state)
{
	(void)state;
	struct buf in = { 0 };
	make_jpeg(&in, 1);
	char *frame = memmem(in.data, in.len, "\xff\xc0\0\x11\x8", 5);
	assert_non_null(frame);
	memcpy(frame + 5, "\xea\x60\xea\x60", 4);
	refused(&in, "evidence.pixels");
	buf_free(&in);
	make_png(&in);
	memcpy(in.data + 16, "\0\0\xea\x60\0\0\xea\x60", 8);
	refused(&in, "evidence.pixels");
	memcpy(in.data + 16, "\0\0\x1a\0\0\0\x1a\0", 8);
	refused(&in, "evidence.pixels");
	memcpy(in.data + 16, "\0\0\0\0\0\0\0\x1", 8);
	refused(&in, "evidence.type");
	buf_free(&in);
}

static void a_png_is_drawn_anew(void **state)
{
	(void)state;
	struct buf in = { 0 };
	struct evidence out;
	make_png(&in);
	buf_puts(&in, MARKER);
	assert_null(read_bytes(&in, &out));
	assert_string_equal(out.type, "png");
	assert_null(memmem(out.data, out.len, MARKER, strlen(MARKER)));
	evidence_free(&out);
	buf_free(&in);
}

static void a_document_is_kept_as_it_is(void **state)
{
	(void)state;
	struct buf in = { 0 };
	struct evidence out;
	buf_puts(&in, "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n");
	assert_null(read_bytes(&in, &out));
	assert_string_equal(out.type, "pdf");
	assert_int_equal(out.len, in.len);
	assert_memory_equal(out.data, in.data, in.len);
	evidence_free(&out);
	in.len -= 7;
	refused(&in, "evidence.type");
	buf_free(&in);
}

static void everything_else_is_refused(void **state)
{
	(void)state;
	static const char *const others[] = { "x", "just some words, and more of them %%EOF",
		"<html><script>alert(1)</script></html>", "GIF89a..............", "PK\3\4..............",
		"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "\xff\xd8\xff" };
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		struct buf in = { 0 };
		buf_puts(&in, others[i]);
		refused(&in, "evidence.type");
		buf_free(&in);
	}
}

static void it_is_kept_for_its_owner_alone(void **state)
{
	(void)state;
	char dir[64], name[EVIDENCE_NAME_CHARS + 1], path[128];
	unsigned char bytes[] = "bytes";
	struct evidence it = { .type = "pdf", .data = bytes, .len = 5 };
	struct stat st;
	scratch_new(dir);
	assert_int_equal(evidence_store(dir, &it, name), 0);
	assert_int_equal(strlen(name), EVIDENCE_NAME_CHARS);
	snprintf(path, sizeof path, "%s/%s", dir, name);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, 5);
	assert_int_equal(st.st_mode & 0777, 0600);
	evidence_drop(dir, name);
	assert_int_equal(stat(path, &st), -1);
	scratch_free(dir);
	assert_int_equal(evidence_store("/nowhere/at/all", &it, name), -1);
	assert_int_equal(errno, ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(the_marker_is_gone), cmocka_unit_test(it_stands_upright),
		cmocka_unit_test(what_is_cut_is_refused), cmocka_unit_test(what_swells_is_refused_before_it_is_drawn),
		cmocka_unit_test(a_png_is_drawn_anew), cmocka_unit_test(a_document_is_kept_as_it_is),
		cmocka_unit_test(everything_else_is_refused), cmocka_unit_test(it_is_kept_for_its_owner_alone) };
	return cmocka_run_group_tests_name("evidence", tests, NULL, NULL);
}
