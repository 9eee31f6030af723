#include "qr.h"

#include <gd.h>
#include <qrencode.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
	/* The standard's quiet zone, in modules on each side. */
	QUIET = 4,
	SIDE_MAX = 4096
};

static QRcode *code_of(const char *text)
{
	return text && *text ? QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) : NULL;
}

static bool dark(const QRcode *code, int x, int y)
{
	return code->data[y * code->width + x] & 1;
}

/* How many modules from x on are dark. */
static int run(const QRcode *code, int x, int y)
{
	int n = 0;
	while (x + n < code->width && dark(code, x + n, y))
		n++;
	return n;
}

static void put_rows(struct buf *b, const QRcode *code)
{
	for (int y = 0; y < code->width; y++)
		for (int x = 0; x < code->width; x++) {
			int n = run(code, x, y);
			if (n > 0)
				buf_putf(b, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, n, n);
			x += n;
		}
}

char *qr_svg(const char *text)
{
	struct buf b = { 0 };
	QRcode *code = code_of(text);
	if (!code)
		return NULL;
	int side = code->width + 2 * QUIET;
	buf_putf(&b,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">"
		"<path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path d=\"",
		side, side, side, side);
	put_rows(&b, code);
	buf_puts(&b, "\"/></svg>");
	QRcode_free(code);
	return buf_steal(&b);
}

static gdImagePtr picture_of(const QRcode *code, int scale)
{
	int side = (code->width + 2 * QUIET) * scale;
	gdImagePtr image = gdImageCreate(side, side);
	if (!image)
		return NULL;
	gdImageColorAllocate(image, 255, 255, 255); /* the first colour is the ground */
	int black = gdImageColorAllocate(image, 0, 0, 0);
	for (int y = 0; y < code->width; y++)
		for (int x = 0; x < code->width; x++)
			if (dark(code, x, y))
				gdImageFilledRectangle(image, (x + QUIET) * scale, (y + QUIET) * scale, (x + QUIET + 1) * scale - 1,
					(y + QUIET + 1) * scale - 1, black);
	return image;
}

int qr_png(const char *text, unsigned side, struct buf *out)
{
	int size = 0;
	QRcode *code = side <= SIDE_MAX ? code_of(text) : NULL;
	if (!code)
		return -1;
	int modules = code->width + 2 * QUIET;
	gdImagePtr image = picture_of(code, ((int)side + modules - 1) / modules + (side == 0));
	void *png = image ? gdImagePngPtr(image, &size) : NULL;
	if (png)
		buf_put(out, png, (size_t)size);
	gdFree(png);
	if (image)
		gdImageDestroy(image);
	QRcode_free(code);
	return png && !out->failed ? 0 : -1;
}

char *qr_data_url(const char *text)
{
	static const char head[] = "data:image/svg+xml;base64,";
	char *svg = qr_svg(text);
	size_t len = svg ? strlen(svg) : 0, size = sodium_base64_encoded_len(len, sodium_base64_VARIANT_ORIGINAL);
	char *url = svg ? malloc(sizeof head - 1 + size) : NULL;
	if (url) {
		memcpy(url, head, sizeof head - 1);
		sodium_bin2base64(url + sizeof head - 1, size, (const unsigned char *)svg, len, sodium_base64_VARIANT_ORIGINAL);
	}
	free(svg);
	return url;
}
