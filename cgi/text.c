#include "text.h"

#include <stdlib.h>
#include <string.h>

/* Length of the well-formed sequence at s, or 0. The second byte's range is what shuts out overlong forms,
 * surrogates and values past U+10FFFF (Unicode, table 3-7). */
static size_t sequence(const unsigned char *s, size_t left)
{
	unsigned char c = s[0], low = 0x80, high = 0xbf;
	size_t n = c < 0x80 ? 1 : c >= 0xc2 && c <= 0xdf ? 2 : (c & 0xf0) == 0xe0 ? 3 : c >= 0xf0 && c <= 0xf4 ? 4 : 0;
	if (!n || n > left || c == 0)
		return 0;
	if (c == 0xe0)
		low = 0xa0;
	else if (c == 0xed)
		high = 0x9f;
	else if (c == 0xf0)
		low = 0x90;
	else if (c == 0xf4)
		high = 0x8f;
	if (n > 1 && (s[1] < low || s[1] > high))
		return 0;
	for (size_t i = 2; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

bool text_valid(const char *data, size_t len)
{
	const unsigned char *s = (const unsigned char *)data;
	for (size_t i = 0; i < len;) {
		size_t n = sequence(s + i, len - i);
		if (!n)
			return false;
		i += n;
	}
	return true;
}

size_t text_points(const char *text)
{
	size_t n = 0;
	for (; *text; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

static const char ideographic_space[] = "\xe3\x80\x80";

static size_t space_at(const char *s)
{
	if (*s == ' ' || (*s >= '\t' && *s <= '\r'))
		return 1;
	return strncmp(s, ideographic_space, 3) ? 0 : 3;
}

static size_t space_before(const char *start, const char *end)
{
	if (end > start && space_at(end - 1) == 1)
		return 1;
	return end - start >= 3 && !strncmp(end - 3, ideographic_space, 3) ? 3 : 0;
}

char *text_tidy(const char *text)
{
	size_t n;
	while ((n = space_at(text)))
		text += n;
	const char *end = text + strlen(text);
	while ((n = space_before(text, end)))
		end -= n;
	char *out = malloc((size_t)(end - text) + 1), *to = out;
	if (!out)
		return NULL;
	for (; text < end; text++) {
		if (*text == '\r' && text[1] == '\n')
			continue;
		*to++ = *text == '\r' ? '\n' : *text;
	}
	*to = '\0';
	return out;
}

bool text_plain(const char *text, size_t max)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_-.";
	size_t n = strspn(text, letters);
	return n > 0 && n <= max && text[n] == '\0' && !strchr("_-.", *text);
}
