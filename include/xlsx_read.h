/* The first sheet of an XLSX workbook, whoever wrote it: every limit has a name, and nothing outside the file is ever read. */
#ifndef XQ_XLSX_READ_H
#define XQ_XLSX_READ_H

#include <jansson.h>

enum {
	XLSX_ROWS_MAX = 20000,
	XLSX_COLUMNS_MAX = 100,
	/* Of everything that is unpacked, and of all texts together however often one is referred to. */
	XLSX_BYTES_MAX = 64 * 1024 * 1024
};

/* A new array of rows, each an array of cells by place: text, number or null; dates as 2026-11-25. Rows after the last that holds
 * anything are left out. fd is read from its start and stays the caller's. NULL with *code, a literal, where it cannot be read. */
json_t *xlsx_read(int fd, const char **code) __attribute__((warn_unused_result));

#endif
