#include "receipt.h"

#include <ctype.h>
#include <sodium.h>
#include <stddef.h>
#include <string.h>

#include "secret.h"
#include "symbols.h"

void receipt_derive(const struct secret *secret, const char *uuid, char out[RECEIPT_SIZE])
{
	unsigned char mac[SECRET_MAC_BYTES];
	char lower[37];
	size_t len = strnlen(uuid, sizeof lower - 1);
	for (size_t i = 0; i < len; i++)
		lower[i] = (char)tolower((unsigned char)uuid[i]);
	if (secret_mac(secret, SECRET_RECEIPT, lower, len, mac) != 0)
		memset(mac, 0, sizeof mac);
	symbols_write(mac, RECEIPT_CHARS, out);
	sodium_memzero(mac, sizeof mac);
}

bool receipt_read(const char *typed, char out[RECEIPT_SIZE])
{
	return symbols_read(typed, RECEIPT_CHARS, out);
}

void receipt_groups(const char receipt[RECEIPT_SIZE], char out[RECEIPT_GROUPS_SIZE])
{
	symbols_groups(receipt, out);
}

int receipt_mac(const struct secret *secret, const char receipt[RECEIPT_SIZE], char hex[65])
{
	unsigned char mac[SECRET_MAC_BYTES];
	if (secret_mac(secret, SECRET_MAC, receipt, RECEIPT_CHARS, mac) != 0)
		return -1;
	secret_hex(mac, sizeof mac, hex);
	return 0;
}
