/* A text as a QR code (ISO/IEC 18004, error correction M), to print and to scan. */
#ifndef XQ_QR_H
#define XQ_QR_H

#include "buf.h"

/* Black on white with the quiet zone of four modules, as an SVG document without size: it takes that of its place. The caller
 * frees; NULL when text is empty or longer than a code holds (2,331 bytes), or without memory. */
char *qr_svg(const char *text) __attribute__((warn_unused_result));

/* The same as a PNG picture of at least side pixels (at most 4,096), whole pixels a module, appended to out. 0, or -1. */
int qr_png(const char *text, unsigned side, struct buf *out) __attribute__((warn_unused_result));

/* The SVG as a data: address, for a page that holds codes which no address may hold. The caller frees; NULL as qr_svg. */
char *qr_data_url(const char *text) __attribute__((warn_unused_result));

#endif
