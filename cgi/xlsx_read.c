#include "xlsx_read.h"

#include "buf.h"

#include <expat.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <zip.h>

enum { STYLES_MAX = 4096, FORMATS_MAX = 512, BLOCK = 16384, ENTRIES_MAX = 1000 };

static const char unreadable[] = "xlsx.unreadable", too_large[] = "xlsx.too_large",
				  too_many_rows[] = "xlsx.too_many_rows";

struct book {
	zip_t *zip;
	XML_Parser parser; /* of the part that is being read */
	const char *code; /* NULL as long as nothing is wrong */
	size_t bytes_left, texts_left;
	json_t *strings, *rows;
	bool date_style[STYLES_MAX];
	int date_format[FORMATS_MAX]; /* numbers of formats of the workbook's own that are dates */
	size_t styles, formats;
	bool in_styles, in_text, in_phonetic;
	struct buf text;
	size_t row, column;
	bool date;
	char type[12];
};

static void wrong(struct book *b, const char *code)
{
	if (!b->code)
		b->code = code;
	XML_StopParser(b->parser, XML_FALSE);
}

static const char *attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (!strcmp(attributes[0], name))
			return attributes[1];
	return NULL;
}

/* No workbook needs a document type, and whoever has none has no entities of its own. */
static void on_doctype(void *to, const char *name, const char *system, const char *public, int internal)
{
	(void)name, (void)system, (void)public, (void)internal;
	wrong(to, unreadable);
}

static void on_text(void *to, const char *text, int n)
{
	struct book *b = to;
	if (b->in_text && !b->in_phonetic)
		buf_put(&b->text, text, (size_t)n);
}

/* Takes what was collected as a text, within what all texts together may be. */
static json_t *take_text(struct book *b)
{
	buf_put(&b->text, "", 0);
	if (b->text.failed || b->text.len > b->texts_left) {
		wrong(b, too_large);
		return NULL;
	}
	b->texts_left -= b->text.len;
	json_t *text = json_stringn(b->text.data, b->text.len);
	b->text.len = 0;
	return text;
}

static void strings_start(void *to, const char *name, const char **attributes)
{
	struct book *b = to;
	(void)attributes;
	if (!strcmp(name, "si"))
		b->text.len = 0;
	b->in_text = !strcmp(name, "t");
	if (!strcmp(name, "rPh"))
		b->in_phonetic = true;
}

static void strings_end(void *to, const char *name)
{
	struct book *b = to;
	b->in_text = false;
	if (!strcmp(name, "rPh"))
		b->in_phonetic = false;
	if (!strcmp(name, "si") && json_array_append_new(b->strings, take_text(b)))
		wrong(b, too_large);
}

static bool built_in_date(int format)
{
	return (format >= 14 && format <= 17) || format == 22 || (format >= 27 && format <= 36) ||
		(format >= 50 && format <= 58);
}

/* A day or a year in it, outside quotes and brackets. */
static bool is_date_code(const char *code)
{
	char close = '\0';
	for (; *code; code++) {
		if (close)
			close = *code == close ? '\0' : close;
		else if (*code == '"')
			close = '"';
		else if (*code == '[')
			close = ']';
		else if (strchr("yYdD", *code))
			return true;
	}
	return false;
}

static bool is_date_format(const struct book *b, int format)
{
	for (size_t i = 0; i < b->formats; i++)
		if (b->date_format[i] == format)
			return true;
	return built_in_date(format);
}

static void styles_start(void *to, const char *name, const char **attributes)
{
	struct book *b = to;
	const char *id = attribute(attributes, "numFmtId"), *code = attribute(attributes, "formatCode");
	if (!strcmp(name, "cellXfs"))
		b->in_styles = true;
	else if (!strcmp(name, "numFmt") && id && code && is_date_code(code) && b->formats < FORMATS_MAX)
		b->date_format[b->formats++] = atoi(id);
	else if (!strcmp(name, "xf") && b->in_styles && b->styles < STYLES_MAX)
		b->date_style[b->styles++] = id && is_date_format(b, atoi(id));
}

static void styles_end(void *to, const char *name)
{
	struct book *b = to;
	if (!strcmp(name, "cellXfs"))
		b->in_styles = false;
}

/* The place that A1, AB12 names; (size_t)-1 past the last column. */
static size_t column_of(const char *reference)
{
	size_t column = 0;
	for (; *reference >= 'A' && *reference <= 'Z'; reference++) {
		column = column * 26 + (size_t)(*reference - 'A' + 1);
		if (column > XLSX_COLUMNS_MAX)
			return (size_t)-1;
	}
	return column - 1;
}

static void cell_start(struct book *b, const char **attributes)
{
	const char *reference = attribute(attributes, "r"), *style = attribute(attributes, "s"),
			   *type = attribute(attributes, "t");
	size_t s = style ? strtoul(style, NULL, 10) : 0;
	if (reference)
		b->column = column_of(reference);
	b->date = s < b->styles && b->date_style[s];
	snprintf(b->type, sizeof b->type, "%s", type ? type : "n");
	b->text.len = 0;
}

static void sheet_start(void *to, const char *name, const char **attributes)
{
	struct book *b = to;
	const char *reference = attribute(attributes, "r");
	b->in_text = !strcmp(name, "v") || !strcmp(name, "t");
	if (!strcmp(name, "rPh"))
		b->in_phonetic = true;
	if (!strcmp(name, "row")) {
		b->row = reference ? strtoul(reference, NULL, 10) : b->row + 1;
		b->column = 0;
	} else if (!strcmp(name, "c"))
		cell_start(b, attributes);
}

/* Days are counted from the end of 1899, as if 1900 had had a 29th of February. */
static json_t *date_value(double serial)
{
	char text[24];
	struct tm day;
	time_t seconds = ((time_t)serial - 25569) * 86400;
	if (serial < 61 || serial > 2958465 || !gmtime_r(&seconds, &day) || !strftime(text, sizeof text, "%Y-%m-%d", &day))
		return NULL;
	return json_string(text);
}

static json_t *number_value(struct book *b)
{
	char *end;
	buf_put(&b->text, "", 0);
	double number = b->text.data ? strtod(b->text.data, &end) : 0;
	bool good = b->text.data && end != b->text.data && !*end && isfinite(number);
	b->text.len = good ? 0 : b->text.len;
	if (!good)
		return take_text(b);
	json_t *date = b->date ? date_value(number) : NULL;
	if (date)
		return date;
	return fabs(number) < 1e15 && number == floor(number) ? json_integer((json_int_t)number) : json_real(number);
}

static json_t *shared_value(struct book *b)
{
	buf_put(&b->text, "", 0);
	json_t *text = json_array_get(b->strings, b->text.data ? strtoul(b->text.data, NULL, 10) : 0);
	size_t n = json_string_length(text);
	b->text.len = 0;
	if (!text || n > b->texts_left) {
		wrong(b, text ? too_large : unreadable);
		return NULL;
	}
	b->texts_left -= n;
	return json_incref(text);
}

static json_t *cell_value_of(struct book *b)
{
	if (!strcmp(b->type, "s"))
		return shared_value(b);
	return !strcmp(b->type, "n") ? number_value(b) : take_text(b);
}

/* The row that a cell with something in it stands in; NULL past the last. */
static json_t *row_at(struct book *b)
{
	if (b->row < 1 || b->row > XLSX_ROWS_MAX) {
		wrong(b, too_many_rows);
		return NULL;
	}
	while (json_array_size(b->rows) < b->row)
		if (json_array_append_new(b->rows, json_array()))
			return NULL;
	return json_array_get(b->rows, b->row - 1);
}

static void put_cell(struct book *b)
{
	size_t column = b->column++;
	if (!b->text.len || column == (size_t)-1 || column >= XLSX_COLUMNS_MAX)
		return;
	json_t *row = row_at(b), *value = row ? cell_value_of(b) : NULL;
	while (value && json_array_size(row) < column && !json_array_append_new(row, json_null()))
		;
	/* A place that was filled before keeps what it has. */
	if (!value || json_array_size(row) != column)
		json_decref(value);
	else if (json_array_append_new(row, value))
		wrong(b, too_large);
}

static void sheet_end(void *to, const char *name)
{
	struct book *b = to;
	b->in_text = false;
	if (!strcmp(name, "rPh"))
		b->in_phonetic = false;
	if (!strcmp(name, "c"))
		put_cell(b);
}

static void feed(struct book *b, zip_file_t *part)
{
	char block[BLOCK];
	zip_int64_t n;
	do {
		n = zip_fread(part, block, sizeof block);
		if (n < 0 || (size_t)n > b->bytes_left) {
			wrong(b, n < 0 ? unreadable : too_large);
			return;
		}
		b->bytes_left -= (size_t)n;
		if (XML_Parse(b->parser, block, (int)n, n == 0) != XML_STATUS_OK && !b->code)
			b->code = unreadable;
	} while (n > 0 && !b->code);
}

/* A part of the workbook; one that it can do without may be missing. */
static void read_part(
	struct book *b, const char *name, XML_StartElementHandler start, XML_EndElementHandler end, bool needed)
{
	zip_file_t *part = b->code ? NULL : zip_fopen(b->zip, name, 0);
	if (!part && needed && !b->code)
		b->code = unreadable;
	if (!part)
		return;
	b->parser = XML_ParserCreate("UTF-8");
	if (b->parser) {
		XML_SetUserData(b->parser, b);
		XML_SetElementHandler(b->parser, start, end);
		XML_SetCharacterDataHandler(b->parser, on_text);
		XML_SetStartDoctypeDeclHandler(b->parser, on_doctype);
		feed(b, part);
		XML_ParserFree(b->parser);
	} else
		b->code = too_large;
	zip_fclose(part);
}

static zip_t *open_zip(int fd)
{
	int error, own = dup(fd);
	if (own >= 0)
		lseek(own, 0, SEEK_SET);
	zip_t *zip = own >= 0 ? zip_fdopen(own, ZIP_CHECKCONS, &error) : NULL;
	if (!zip && own >= 0)
		close(own);
	return zip;
}

static void read_book(struct book *b)
{
	if (!b->strings || !b->rows || !b->zip || zip_get_num_entries(b->zip, 0) > ENTRIES_MAX)
		b->code = unreadable;
	read_part(b, "xl/sharedStrings.xml", strings_start, strings_end, false);
	b->texts_left = XLSX_BYTES_MAX;
	read_part(b, "xl/styles.xml", styles_start, styles_end, false);
	read_part(b, "xl/worksheets/sheet1.xml", sheet_start, sheet_end, true);
}

json_t *xlsx_read(int fd, const char **code)
{
	struct book *b = calloc(1, sizeof *b);
	*code = too_large;
	if (!b)
		return NULL;
	*b = (struct book){ .bytes_left = XLSX_BYTES_MAX, .texts_left = XLSX_BYTES_MAX };
	b->zip = open_zip(fd);
	b->strings = json_array();
	b->rows = json_array();
	read_book(b);
	*code = b->code;
	json_t *rows = b->code ? NULL : json_incref(b->rows);
	if (b->zip)
		zip_discard(b->zip);
	json_decref(b->strings);
	json_decref(b->rows);
	buf_free(&b->text);
	free(b);
	return rows;
}
