/* Numbers as ECMAScript writes and reads them. */
#include "text16.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS_MAX = 17, FIXED_MAX = 100 };

/* The fewest digits that are read back as the number, and the place of its decimal point. */
static int shortest(double number, char *digits, int *point)
{
	char text[40];
	for (int precision = 0; precision < DIGITS_MAX; precision++) {
		snprintf(text, sizeof text, "%.*e", precision, number);
		if (strtod(text, NULL) == number)
			break;
	}
	int n = 0;
	for (const char *c = text; *c != 'e'; c++)
		if (*c != '.')
			digits[n++] = *c;
	digits[n] = '\0';
	*point = (int)strtol(strchr(text, 'e') + 1, NULL, 10) + 1;
	while (n > 1 && digits[n - 1] == '0')
		digits[--n] = '\0';
	return n;
}

void text16_of_number(double number, char out[48])
{
	char digits[24];
	int point, n;
	if (!isfinite(number) || number == 0) {
		snprintf(out, 48, "%s", isnan(number) ? "NaN" : number == 0 ? "0" : number > 0 ? "Infinity" : "-Infinity");
		return;
	}
	const char *sign = number < 0 ? "-" : "";
	n = shortest(fabs(number), digits, &point);
	if (n <= point && point <= 21)
		snprintf(out, 48, "%s%s%.*s", sign, digits, point - n, "00000000000000000000");
	else if (point > 0 && point <= 21)
		snprintf(out, 48, "%s%.*s.%s", sign, point, digits, digits + point);
	else if (point > -6 && point <= 0)
		snprintf(out, 48, "%s0.%.*s%s", sign, -point, "000000", digits);
	else
		snprintf(out, 48, "%s%c%s%se%+d", sign, digits[0], n > 1 ? "." : "", digits + 1, point - 1);
}

/* The length of a decimal literal at text, 0 where there is none. */
static size_t decimal(const char *text)
{
	const char *at = text + (*text == '+' || *text == '-');
	if (!strncmp(at, "Infinity", 8))
		return (size_t)(at - text) + 8;
	size_t whole = strspn(at, "0123456789"), part = 0;
	at += whole;
	if (*at == '.' && (part = strspn(at + 1, "0123456789"), whole + part > 0))
		at += part + 1;
	if (whole + part == 0)
		return 0;
	if (*at == 'e' || *at == 'E') {
		const char *power = at + 1 + (at[1] == '+' || at[1] == '-');
		size_t n = strspn(power, "0123456789");
		if (n)
			at = power + n;
	}
	return (size_t)(at - text);
}

static double read(const char *text, size_t n)
{
	char few[64], *copy = n < sizeof few ? few : malloc(n + 1);
	if (!copy)
		return NAN;
	memcpy(copy, text, n);
	copy[n] = '\0';
	double number = strchr(copy, 'I') ? (*copy == '-' ? -INFINITY : INFINITY) : strtod(copy, NULL);
	if (copy != few)
		free(copy);
	return number;
}

static double read_base(const char *text, size_t n, int base)
{
	double number = 0;
	for (size_t i = 0; i < n; i++) {
		int c = text[i] | 32, digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
		if (digit >= base)
			return NAN;
		number = number * base + digit;
	}
	return n ? number : NAN;
}

double text16_to_number(const char *text)
{
	size_t len;
	text = text16_trim(text, &len);
	if (len == 0)
		return 0;
	if (len > 1 && text[0] == '0' && strchr("xXoObB", text[1]))
		return read_base(text + 2, len - 2, (text[1] | 32) == 'x' ? 16 : (text[1] | 32) == 'o' ? 8 : 2);
	return decimal(text) == len ? read(text, len) : NAN;
}

double text16_parse_float(const char *text)
{
	size_t len;
	text = text16_trim(text, &len);
	size_t n = decimal(text);
	return n ? read(text, n) : NAN;
}

/* Rounds the digits after the point away, a half upwards. Adds the carry before the first digit where there is one. */
static void round_at(char *text, size_t point, int digits)
{
	size_t dropped = point + (size_t)digits + 1;
	bool up = text[dropped] >= '5';
	text[digits ? dropped : point] = '\0';
	for (size_t i = strlen(text); up && i-- > 0;) {
		if (text[i] == '.')
			continue;
		up = text[i] == '9';
		text[i] = up ? '0' : (char)(text[i] + 1);
	}
}

double text16_to_fixed(double number, int digits)
{
	char text[512] = "0";
	if (!isfinite(number) || fabs(number) >= 1e21 || digits < 0 || digits > FIXED_MAX)
		return number;
	/* Forty digits more than are kept tell a half from what is nearly one. */
	snprintf(text + 1, sizeof text - 1, "%.*f", digits + 40, fabs(number));
	round_at(text, strcspn(text, "."), digits);
	double fixed = strtod(text, NULL);
	return number < 0 ? -fixed : fixed;
}
