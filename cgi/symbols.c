#include "symbols.h"

#include <ctype.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { BITS = 5 };

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* A slip is a word of a Reed-Solomon code over 32 symbols: any one wrong character, and any two that changed
 * places, leave a check that does not fit. */
static unsigned check_symbol(const unsigned char *symbols, size_t n)
{
	unsigned check = 0;
	for (size_t i = 0; i < n; i++) {
		check = (check ^ symbols[i]) << 1;
		if (check & 0x20)
			check ^= 0x25;
	}
	return check;
}

void symbols_write(const unsigned char *random, size_t n, char *out)
{
	unsigned char symbols[SYMBOLS_MAX];
	for (size_t i = 0; i < n - 1; i++) {
		size_t bit = i * BITS;
		unsigned pair = (unsigned)random[bit / 8] << 8 | random[bit / 8 + 1];
		symbols[i] = (unsigned char)(pair >> (16 - BITS - bit % 8) & 0x1f);
		out[i] = alphabet[symbols[i]];
	}
	out[n - 1] = alphabet[check_symbol(symbols, n - 1)];
	out[n] = '\0';
}

/* The next character of typed UTF-8; *len bytes long. A byte that begins nothing known stands for itself. */
static uint32_t next_char(const unsigned char *s, size_t *len)
{
	*len = 1;
	if ((s[0] & 0xe0) == 0xc0 && (s[1] & 0xc0) == 0x80) {
		*len = 2;
		return (uint32_t)(s[0] & 0x1f) << 6 | (s[1] & 0x3f);
	}
	if ((s[0] & 0xf0) == 0xe0 && (s[1] & 0xc0) == 0x80 && (s[2] & 0xc0) == 0x80) {
		*len = 3;
		return (uint32_t)(s[0] & 0x0f) << 12 | (uint32_t)(s[1] & 0x3f) << 6 | (s[2] & 0x3f);
	}
	return s[0];
}

/* Spaces and dashes of every width that a keyboard, a print-out or a copied message puts between the groups. */
static bool is_separator(uint32_t c)
{
	static const uint32_t separators[] = { ' ', '\t', '\r', '\n', '-', 0xa0, 0xad, 0x200b, 0x3000, 0xfeff, 0x2212,
		0xff0d, 0xfe63, 0x30fc };
	if (c >= 0x2010 && c <= 0x2015)
		return true;
	for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
		if (c == separators[i])
			return true;
	return false;
}

static int symbol_of(uint32_t c)
{
	if (c >= 0xff01 && c <= 0xff5e)
		c -= 0xff01 - '!';
	if (c == 0 || c > 0x7f)
		return -1;
	int upper = toupper((int)c);
	if (upper == 'O')
		upper = '0';
	if (upper == 'I' || upper == 'L')
		upper = '1';
	const char *at = strchr(alphabet, upper);
	return at != NULL ? (int)(at - alphabet) : -1;
}

bool symbols_read(const char *typed, size_t n, char *out)
{
	const unsigned char *s = (const unsigned char *)typed;
	unsigned char symbols[SYMBOLS_MAX] = { 0 };
	size_t have = 0, len;
	out[0] = '\0';
	for (; *s != '\0'; s += len) {
		uint32_t c = next_char(s, &len);
		if (is_separator(c))
			continue;
		int symbol = symbol_of(c);
		if (symbol < 0 || have == n)
			return false;
		symbols[have++] = (unsigned char)symbol;
	}
	if (have != n || check_symbol(symbols, n - 1) != symbols[n - 1])
		return false;
	for (size_t i = 0; i < n; i++)
		out[i] = alphabet[symbols[i]];
	out[n] = '\0';
	return true;
}

void symbols_groups(const char *in, char *out)
{
	for (size_t i = 0; in[i] != '\0'; i++) {
		if (i > 0 && i % 4 == 0)
			*out++ = '-';
		*out++ = in[i];
	}
	*out = '\0';
}
