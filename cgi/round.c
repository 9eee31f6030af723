#include "round.h"

#include <sodium.h>
#include <string.h>

static int two_digits(const char *text, int at)
{
	return (text[at] - '0') * 10 + text[at + 1] - '0';
}

time_t round_time(const char *text)
{
	struct tm tm = { 0 };
	const char *rest = text ? strptime(text, "%Y-%m-%dT%H:%M:%S", &tm) : NULL;
	if (!rest)
		return -1;
	if (*rest == '.')
		rest += 1 + strspn(rest + 1, "0123456789");
	if (*rest == 'Z')
		return timegm(&tm);
	if (strlen(rest) != 6 || strspn(rest + 1, "0123456789:") != 5)
		return -1;
	int offset = two_digits(rest, 1) * 3600 + two_digits(rest, 4) * 60;
	return timegm(&tm) - (*rest == '-' ? -offset : offset);
}

json_t *round_ctx(void)
{
	unsigned char random[8];
	char id[17];
	randombytes_buf(random, sizeof random);
	sodium_bin2hex(id, sizeof id, random, sizeof random);
	return json_pack("{ss ss ss}", "lang", "zh-CN", "request_id", id, "face", "api");
}
