#include "xq.h"

#include <sodium.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "secret.h"

enum { COLUMNS_MAX = 8, PASSWORD_MIN = 8, PASSWORD_MAX = 128 };

int xq_fail(const char *format, ...)
{
	va_list args;
	fputs("xq: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return 1;
}

/* Columns of a terminal: whatever is written in three bytes from U+2000 on is taken to be as wide as two Latin letters. */
static size_t width_of(const char *text)
{
	size_t width = 0;
	for (const unsigned char *c = (const unsigned char *)text; *c != '\0'; c++)
		if ((*c & 0xc0) != 0x80)
			width += *c >= 0xe2 ? 2 : 1;
	return width;
}

static void print_cell(const char *text, size_t width)
{
	fputs(text, stdout);
	for (size_t have = width_of(text); have < width + 2; have++)
		putchar(' ');
}

static const char *cell(const json_t *row, size_t column)
{
	const char *text = json_string_value(json_array_get(row, column));
	return text != NULL ? text : "";
}

void xq_table(const char *const *headings, const json_t *rows)
{
	size_t widths[COLUMNS_MAX], n, i;
	json_t *row;
	for (n = 0; n < COLUMNS_MAX && headings[n] != NULL; n++) {
		widths[n] = width_of(headings[n]);
		json_array_foreach(rows, i, row) if (width_of(cell(row, n)) > widths[n]) widths[n] = width_of(cell(row, n));
	}
	for (size_t c = 0; c < n; c++)
		print_cell(headings[c], widths[c]);
	putchar('\n');
	json_array_foreach(rows, i, row)
	{
		for (size_t c = 0; c < n; c++)
			print_cell(cell(row, c), widths[c]);
		putchar('\n');
	}
}

static char *read_password(void)
{
	char line[PASSWORD_MAX + 2];
	char *password = NULL;
	bool whole = fgets(line, sizeof line, stdin) != NULL;
	if (whole)
		line[strcspn(line, "\r\n")] = '\0';
	if (!whole || strlen(line) < PASSWORD_MIN || strlen(line) > PASSWORD_MAX)
		xq_fail("standard input holds no password of %d to %d bytes", PASSWORD_MIN, PASSWORD_MAX);
	else if ((password = strdup(line)) == NULL)
		xq_fail("out of memory");
	sodium_memzero(line, sizeof line);
	return password;
}

static char *fresh_password(void)
{
	char *password = secret_password_fresh();
	if (password == NULL)
		xq_fail("out of memory");
	return password;
}

char *xq_password(bool from_stdin)
{
	return from_stdin ? read_password() : fresh_password();
}
