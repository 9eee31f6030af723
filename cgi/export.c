#include "export.h"

#include <stdbool.h>
#include <string.h>

#include "buf.h"
#include "cell.h"

static const char byte_order_mark[] = "\xef\xbb\xbf";

/* What a spreadsheet takes for the start of a formula, also in the full-width forms of a Chinese keyboard. */
static bool starts_formula(const char *text)
{
	static const char *const starts[] = { "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", NULL };
	for (const char *const *start = starts; *start != NULL; start++)
		if (strncmp(text, *start, strlen(*start)) == 0)
			return true;
	return false;
}

static void put_text(struct buf *line, const char *text)
{
	bool guard = starts_formula(text);
	if (!guard && strpbrk(text, ",\"\r\n") == NULL) {
		buf_puts(line, text);
		return;
	}
	buf_puts(line, guard ? "\"'" : "\"");
	for (const char *quote; (quote = strchr(text, '"')) != NULL; text = quote + 1) {
		buf_put(line, text, (size_t)(quote - text));
		buf_puts(line, "\"\"");
	}
	buf_puts(line, text);
	buf_puts(line, "\"");
}

static void put_cell(struct buf *line, const json_t *cell)
{
	cell = cell_value(cell);
	if (json_is_integer(cell))
		buf_putf(line, "%" JSON_INTEGER_FORMAT, json_integer_value(cell));
	else if (json_is_real(cell))
		buf_putf(line, "%.15g", json_real_value(cell));
	else
		put_text(line, cell_text(cell));
}

static int end_line(struct buf *line, export_sink sink, void *to)
{
	buf_puts(line, "\r\n");
	int result = line->failed ? -1 : sink(to, line->data, line->len);
	line->len = 0;
	return result != 0 ? -1 : 0;
}

static int put_head(struct buf *line, const json_t *report, export_sink sink, void *to)
{
	size_t i;
	json_t *column;
	buf_puts(line, byte_order_mark);
	put_text(line, cell_text(json_object_get(report, "by_text")));
	if (end_line(line, sink, to) != 0)
		return -1;
	json_array_foreach(json_object_get(report, "columns"), i, column)
	{
		if (i > 0)
			buf_puts(line, ",");
		put_text(line, cell_text(json_object_get(column, "label")));
	}
	return end_line(line, sink, to);
}

static int put_row(struct buf *line, const json_t *cells, export_sink sink, void *to)
{
	size_t i;
	json_t *cell;
	json_array_foreach(cells, i, cell)
	{
		if (i > 0)
			buf_puts(line, ",");
		put_cell(line, cell);
	}
	return end_line(line, sink, to);
}

/* How things were counted: a line each, in the first column. */
static int put_notes(struct buf *line, const json_t *report, export_sink sink, void *to)
{
	size_t i;
	json_t *note;
	json_array_foreach(json_object_get(report, "notes"), i, note)
	{
		put_text(line, cell_text(note));
		if (end_line(line, sink, to) != 0)
			return -1;
	}
	return 0;
}

int export_csv(const json_t *report, export_sink sink, void *to)
{
	struct buf line = { 0 };
	size_t i;
	json_t *row;
	if (!report_is_whole(report))
		return -1;
	int result = put_head(&line, report, sink, to);
	json_array_foreach(json_object_get(report, "rows"), i, row)
	{
		if (result != 0)
			break;
		result = put_row(&line, json_object_get(row, "cells"), sink, to);
	}
	const json_t *total = json_object_get(json_object_get(report, "total"), "cells");
	if (result == 0 && total != NULL)
		result = put_row(&line, total, sink, to);
	if (result == 0)
		result = put_notes(&line, report, sink, to);
	buf_free(&line);
	return result;
}
