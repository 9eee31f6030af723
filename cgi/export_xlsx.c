#include "export.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <linux/magic.h>
#include <xlsxwriter.h>

#include "buf.h"
#include "cell.h"

enum { A4 = 9, SHEET_NAME_BYTES = 31, DATE_CHARS = 10 };

/* libxlsxwriter keeps the rows of constant memory in files; only these never reach a disk. */
static char shared_memory[] = "/dev/shm";

struct sheet {
	lxw_workbook *book;
	lxw_worksheet *page;
	lxw_format *organ, *title, *head, *text, *date, *percent;
	lxw_row_t head_row; /* of the column labels, after the lines above them */
	lxw_error error; /* the first one */
};

/* XML has no place for control characters, nor for U+FFFE and U+FFFF: a workbook that holds one does not open. */
static char *printable(const char *text)
{
	struct buf b = { 0 };
	for (size_t len; *text != '\0'; text += len) {
		bool control = (unsigned char)*text < ' ' && *text != '\t' && *text != '\n';
		bool nothing = strncmp(text, "\xef\xbf\xbe", 3) == 0 || strncmp(text, "\xef\xbf\xbf", 3) == 0;
		len = nothing ? 3 : 1;
		if (!control && !nothing)
			buf_put(&b, text, len);
	}
	return buf_steal(&b);
}

static void keep(struct sheet *s, lxw_error error)
{
	if (s->error == LXW_NO_ERROR)
		s->error = error;
}

/* Always as a string: what looks like a formula or an address stays the text that it is. */
static void write_text(struct sheet *s, lxw_row_t row, lxw_col_t col, const char *text, lxw_format *format)
{
	char *clean = printable(text);
	if (clean == NULL)
		keep(s, LXW_ERROR_MEMORY_MALLOC_FAILED);
	else
		keep(s, worksheet_write_string(s->page, row, col, clean, format));
	free(clean);
}

/* The number of n digits, or -1. */
static int digits(const char *text, size_t n)
{
	int number = 0;
	for (size_t i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		number = number * 10 + (text[i] - '0');
	}
	return number;
}

static bool read_date(const char *text, lxw_datetime *date)
{
	*date = (lxw_datetime){ 0 };
	if (strlen(text) != DATE_CHARS || text[4] != '-' || text[7] != '-')
		return false;
	date->year = digits(text, 4);
	date->month = digits(text + 5, 2);
	date->day = digits(text + 8, 2);
	return date->year >= 1900 && date->month >= 1 && date->month <= 12 && date->day >= 1 && date->day <= 31;
}

static void write_cell(struct sheet *s, lxw_row_t row, lxw_col_t col, const char *type, const json_t *cell)
{
	const json_t *value = cell_value(cell);
	lxw_datetime date;
	if (json_is_number(value)) {
		bool percent = strcmp(type, "percent") == 0;
		keep(s,
			worksheet_write_number(
				s->page, row, col, json_number_value(value) / (percent ? 100 : 1), percent ? s->percent : s->text));
	} else if (strcmp(type, "date") == 0 && read_date(cell_text(value), &date))
		keep(s, worksheet_write_datetime(s->page, row, col, &date, s->date));
	else
		write_text(s, row, col, cell_text(value), s->text);
}

/* A line over the whole width of the table; one that the report does not have takes no row. */
static void write_line(struct sheet *s, const json_t *report, const char *member, lxw_format *format)
{
	const char *text = cell_text(json_object_get(report, member));
	if (*text)
		write_text(s, s->head_row++, 0, text, format);
}

/* The organ, the title, number and date where it was issued, the watermark; then the labels. */
static void write_head(struct sheet *s, const json_t *report)
{
	size_t i;
	json_t *column;
	write_line(s, report, "organ", s->organ);
	write_line(s, report, "title", s->title);
	write_line(s, report, "number_text", NULL);
	write_line(s, report, "by_text", NULL);
	json_array_foreach(json_object_get(report, "columns"), i, column)
	{
		write_text(s, s->head_row, (lxw_col_t)i, cell_text(json_object_get(column, "label")), s->head);
	}
}

static void write_row(struct sheet *s, lxw_row_t at, const json_t *columns, const json_t *cells)
{
	size_t i;
	json_t *cell;
	json_array_foreach(cells, i, cell)
	{
		write_cell(s, at, (lxw_col_t)i, cell_text(json_object_get(json_array_get(columns, i), "type")), cell);
	}
}

static void write_rows(struct sheet *s, const json_t *report)
{
	const json_t *columns = json_object_get(report, "columns");
	size_t i;
	json_t *row;
	json_array_foreach(json_object_get(report, "rows"), i, row)
	{
		write_row(s, s->head_row + 1 + (lxw_row_t)i, columns, json_object_get(row, "cells"));
	}
}

/* Below the rows: the total, and how things were counted. */
static void write_foot(struct sheet *s, const json_t *report)
{
	lxw_row_t at = s->head_row + 1 + (lxw_row_t)(json_array_size(json_object_get(report, "rows")));
	const json_t *total = json_object_get(json_object_get(report, "total"), "cells");
	size_t i;
	json_t *note;
	if (total != NULL)
		write_row(s, at++, json_object_get(report, "columns"), total);
	json_array_foreach(json_object_get(report, "notes"), i, note)
	{
		write_text(s, at++, 0, cell_text(note), NULL);
	}
}

static double width_of(const char *type)
{
	if (strcmp(type, "int") == 0 || strcmp(type, "percent") == 0 || strcmp(type, "lamp") == 0)
		return 8;
	return strcmp(type, "date") == 0 ? 12 : 24;
}

static void set_up_page(struct sheet *s, const json_t *report)
{
	size_t i;
	json_t *column;
	json_array_foreach(json_object_get(report, "columns"), i, column)
	{
		keep(s,
			worksheet_set_column(
				s->page, (lxw_col_t)i, (lxw_col_t)i, width_of(cell_text(json_object_get(column, "type"))), NULL));
	}
	worksheet_set_landscape(s->page);
	worksheet_set_paper(s->page, A4);
	worksheet_fit_to_pages(s->page, 1, 0);
	keep(s, worksheet_set_footer(s->page, "&C&P / &N"));
}

static void freeze_head(struct sheet *s)
{
	worksheet_freeze_panes(s->page, s->head_row + 1, 0);
	keep(s, worksheet_repeat_rows(s->page, s->head_row, s->head_row));
}

static lxw_format *format_of(lxw_workbook *book, bool bold, const char *number)
{
	lxw_format *format = workbook_add_format(book);
	if (bold)
		format_set_bold(format);
	else {
		format_set_text_wrap(format);
		format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
	}
	if (number != NULL)
		format_set_num_format(format, number);
	return format;
}

static int open_sheet(struct sheet *s, const char *path, const char *title)
{
	lxw_workbook_options options = { .constant_memory = LXW_TRUE, .tmpdir = shared_memory };
	s->book = workbook_new_opt(path, &options);
	if (s->book == NULL)
		return -1;
	bool named = strlen(title) <= SHEET_NAME_BYTES && workbook_validate_sheet_name(s->book, title) == LXW_NO_ERROR;
	s->page = workbook_add_worksheet(s->book, named ? title : NULL);
	s->title = format_of(s->book, true, NULL);
	format_set_font_size(s->title, 16);
	s->organ = format_of(s->book, true, NULL);
	format_set_font_size(s->organ, 12);
	s->head = format_of(s->book, true, NULL);
	s->text = format_of(s->book, false, NULL);
	s->date = format_of(s->book, false, "yyyy-mm-dd");
	s->percent = format_of(s->book, false, "0.0%");
	return s->page == NULL ? -1 : 0;
}

static int write_book(const json_t *report, const char *path)
{
	struct sheet s = { .error = LXW_NO_ERROR };
	const char *title = cell_text(json_object_get(report, "title"));
	int result = open_sheet(&s, path, title);
	if (result == 0) {
		set_up_page(&s, report);
		write_head(&s, report);
		freeze_head(&s);
		write_rows(&s, report);
		write_foot(&s, report);
	}
	if (s.book != NULL && workbook_close(s.book) != LXW_NO_ERROR)
		result = -1;
	return s.error == LXW_NO_ERROR ? result : -1;
}

static int copy_out(int fd, export_sink sink, void *to)
{
	char block[16384];
	off_t at = 0;
	ssize_t got;
	while ((got = pread(fd, block, sizeof block, at)) > 0) {
		if (sink(to, block, (size_t)got) != 0)
			return -1;
		at += got;
	}
	return got < 0 || at == 0 ? -1 : 0;
}

int export_xlsx(const json_t *report, export_sink sink, void *to)
{
	char path[40];
	struct statfs fs;
	if (!report_is_whole(report) || statfs(shared_memory, &fs) != 0 || fs.f_type != TMPFS_MAGIC ||
		access(shared_memory, W_OK) != 0)
		return -1;
	int fd = memfd_create("report", MFD_CLOEXEC);
	if (fd < 0)
		return -1;
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	int result = write_book(report, path);
	if (result == 0)
		result = copy_out(fd, sink, to);
	close(fd);
	return result;
}
