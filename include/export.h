/* A report's rows as a file, in the same order and with the same columns as the page shows them. */
#ifndef XQ_EXPORT_H
#define XQ_EXPORT_H

#include <jansson.h>
#include <stddef.h>

/* Takes the next bytes of the file; non-zero ends the export. */
typedef int (*export_sink)(void *to, const void *data, size_t len);

/* report is the answer of a report function: title, by_text, columns [{key,label,type}], rows [{cells}], and
 * where it has them total {cells} and notes [text], which stand below the rows.
 * Comma-separated text with a byte order mark; first line the watermark, second the column labels.
 * 0; -1 when report is malformed, memory ends, or the sink refused. */
int export_csv(const json_t *report, export_sink sink, void *to) __attribute__((warn_unused_result));

/* The same as an XLSX workbook. It is put together in memory-backed files only; the sink sees nothing before it is
 * whole. */
int export_xlsx(const json_t *report, export_sink sink, void *to) __attribute__((warn_unused_result));

#endif
