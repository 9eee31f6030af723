#include "evidence.h"

#include <gd.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	/* Four bytes each while it is drawn, twice that while it is turned. */
	PIXELS_MAX = 40 * 1000 * 1000,
	SIDE_MAX = 20000,
	JPEG_QUALITY = 88,
	PNG_LEVEL = 6,
	PDF_TAIL = 2048
};

struct size {
	uint32_t width, height;
};

static uint32_t big(const unsigned char *at, int bytes)
{
	uint32_t n = 0;
	for (int i = 0; i < bytes; i++)
		n = n << 8 | at[i];
	return n;
}

/* What libgd has to say about a file is about what somebody sent. */
static void say_nothing(int priority, const char *format, va_list args)
{
	(void)priority;
	(void)format;
	(void)args;
}

static bool is_frame(unsigned char marker)
{
	return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/* One number of a TIFF, in the order of its bytes. */
static uint32_t tiff(const unsigned char *at, int bytes, bool little)
{
	if (!little)
		return big(at, bytes);
	return bytes == 2 ? (uint32_t)(at[0] | at[1] << 8) : big((unsigned char[]){ at[3], at[2], at[1], at[0] }, 4);
}

/* How the camera was held: 1 to 8, or 1 where the block does not say. */
static int orientation_in(const unsigned char *exif, size_t n)
{
	const unsigned char *base = exif + 6;
	if (n < 16 || memcmp(exif, "Exif\0", 6))
		return 1;
	n -= 6;
	bool little = base[0] == 'I';
	size_t at = tiff(base + 4, 4, little);
	if (at > n - 2)
		return 1;
	unsigned entries = tiff(base + at, 2, little);
	for (at += 2; entries-- && at + 12 <= n; at += 12)
		if (tiff(base + at, 2, little) == 0x0112) {
			uint32_t value = tiff(base + at + 8, 2, little);
			return value >= 1 && value <= 8 ? (int)value : 1;
		}
	return 1;
}

struct jpeg {
	struct size size; /* of the first frame; all zero where there is none */
	int orientation;
	bool whole; /* it goes on to its end: libgd would draw the rest grey */
};

/* Where the drawn part that begins at `at` ends: at a marker that is none of its own. */
static size_t after_scan(const unsigned char *data, size_t n, size_t at)
{
	for (; at + 1 < n; at++)
		if (data[at] == 0xFF && data[at + 1] && data[at + 1] != 0xFF && (data[at + 1] < 0xD0 || data[at + 1] > 0xD7))
			return at;
	return n;
}

static void note_part(struct jpeg *jpeg, const unsigned char *part, size_t length)
{
	if (is_frame(part[1]) && length >= 8 && !jpeg->size.width)
		jpeg->size = (struct size){ .width = big(part + 7, 2), .height = big(part + 5, 2) };
	if (part[1] == 0xE1)
		jpeg->orientation = orientation_in(part + 4, length - 2);
}

static struct jpeg jpeg_parts(const unsigned char *data, size_t n)
{
	struct jpeg jpeg = { .orientation = 1 };
	size_t length;
	for (size_t at = 2; !jpeg.whole && at + 1 < n && data[at] == 0xFF; at += length) {
		length = 1;
		jpeg.whole = data[at + 1] == 0xD9;
		if (jpeg.whole || data[at + 1] == 0xFF)
			continue;
		length = at + 4 <= n ? big(data + at + 2, 2) : 0;
		if (length < 2 || at + 2 + length > n)
			break;
		note_part(&jpeg, data + at, length);
		length = data[at + 1] == 0xDA ? after_scan(data, n, at + 2 + length) - at : length + 2;
	}
	return jpeg;
}

static struct size png_size(const unsigned char *data, size_t n)
{
	if (n < 33 || memcmp(data + 12, "IHDR", 4) != 0)
		return (struct size){ 0 };
	return (struct size){ .width = big(data + 16, 4), .height = big(data + 20, 4) };
}

/* NULL where the image may be drawn. */
static const char *size_refused(struct size size)
{
	if (!size.width || !size.height)
		return "evidence.type";
	bool fits = size.width <= SIDE_MAX && size.height <= SIDE_MAX && (uint64_t)size.width * size.height <= PIXELS_MAX;
	return fits ? NULL : "evidence.pixels";
}

static gdImagePtr turned(gdImagePtr image, float degrees)
{
	gdImagePtr other = gdImageRotateInterpolated(image, degrees, 0);
	gdImageDestroy(image);
	return other;
}

/* As the eight values are defined; libgd turns against the clock. NULL without memory. */
static gdImagePtr upright(gdImagePtr image, int orientation)
{
	static const float degrees[] = { 0, 0, 0, 180, 180, 90, 270, 270, 90 };
	if (orientation == 2 || orientation == 4 || orientation == 5 || orientation == 7)
		gdImageFlipHorizontal(image);
	return degrees[orientation] > 0 ? turned(image, degrees[orientation]) : image;
}

/* Nothing but the picture goes into the new file: where and with what it was taken stays behind. */
static const char *redraw_jpeg(unsigned char *data, size_t n, struct evidence *out)
{
	int len = 0;
	struct jpeg jpeg = jpeg_parts(data, n);
	const char *refused = jpeg.whole ? size_refused(jpeg.size) : "evidence.type";
	if (refused)
		return refused;
	gdImagePtr image = gdImageCreateFromJpegPtr((int)n, data);
	if (!image)
		return "evidence.type";
	image = upright(image, jpeg.orientation);
	out->data = image ? gdImageJpegPtr(image, &len, JPEG_QUALITY) : NULL;
	if (image)
		gdImageDestroy(image);
	out->type = "jpeg";
	out->len = (size_t)len;
	return out->data ? NULL : "internal";
}

static const char *redraw_png(unsigned char *data, size_t n, struct evidence *out)
{
	int len = 0;
	const char *refused = size_refused(png_size(data, n));
	if (refused)
		return refused;
	gdImagePtr image = gdImageCreateFromPngPtr((int)n, data);
	if (!image)
		return "evidence.type";
	gdImageSaveAlpha(image, 1);
	out->data = gdImagePngPtrEx(image, &len, PNG_LEVEL);
	gdImageDestroy(image);
	out->type = "png";
	out->len = (size_t)len;
	return out->data ? NULL : "internal";
}

static void *last(const unsigned char *data, size_t n, const char *text)
{
	size_t tail = n < PDF_TAIL ? n : PDF_TAIL;
	return memmem(data + n - tail, tail, text, strlen(text));
}

/* Decides by content and answers NULL, or a code. A document is kept as it came; *kept is then true. */
static const char *look(unsigned char *data, size_t n, struct evidence *out, bool *kept)
{
	if (n > 4 && !memcmp(data, "\xFF\xD8\xFF", 3))
		return redraw_jpeg(data, n, out);
	if (n > 8 && !memcmp(data, "\x89PNG\r\n\x1A\n", 8))
		return redraw_png(data, n, out);
	if (n <= 8 || memcmp(data, "%PDF-", 5) != 0 || !last(data, n, "%%EOF"))
		return "evidence.type";
	*kept = true;
	*out = (struct evidence){ .type = "pdf", .data = data, .len = n, .free = free };
	return NULL;
}

static int read_all(int fd, unsigned char *data, size_t size)
{
	for (size_t at = 0; at < size;) {
		ssize_t got = pread(fd, data + at, size - at, (off_t)at);
		if (got <= 0)
			return -1;
		at += (size_t)got;
	}
	return 0;
}

int evidence_read(int fd, size_t size, struct evidence *out, const char **code)
{
	bool kept = false;
	unsigned char *data = malloc(size + 1);
	*out = (struct evidence){ .free = gdFree };
	*code = "internal";
	gdSetErrorMethod(say_nothing);
	if (data && !read_all(fd, data, size))
		*code = look(data, size, out, &kept);
	if (!kept)
		free(data);
	return *code ? -1 : 0;
}

void evidence_free(struct evidence *evidence)
{
	if (evidence->data)
		evidence->free(evidence->data);
	*evidence = (struct evidence){ 0 };
}
