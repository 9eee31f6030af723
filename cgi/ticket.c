#include "ticket.h"

#include <sodium.h>
#include <stdio.h>

#include "secret.h"
#include "symbols.h"

int ticket_derive(const struct secret *secret, const char *uuid, unsigned place, char out[TICKET_SIZE])
{
	unsigned char mac[SECRET_MAC_BYTES];
	char text[64];
	int len = snprintf(text, sizeof text, "%.36s %u", uuid, place);
	if (secret_mac(secret, SECRET_TICKET, text, (size_t)len, mac) != 0)
		return -1;
	symbols_write(mac, TICKET_CHARS, out);
	sodium_memzero(mac, sizeof mac);
	return 0;
}

bool ticket_read(const char *typed, char out[TICKET_SIZE])
{
	return symbols_read(typed, TICKET_CHARS, out);
}

void ticket_groups(const char ticket[TICKET_SIZE], char out[TICKET_GROUPS_SIZE])
{
	symbols_groups(ticket, out);
}

int ticket_mac(const struct secret *secret, const char ticket[TICKET_SIZE], char hex[65])
{
	unsigned char mac[SECRET_MAC_BYTES];
	if (secret_mac(secret, SECRET_TICKET_MAC, ticket, TICKET_CHARS, mac) != 0)
		return -1;
	secret_hex(mac, sizeof mac, hex);
	return 0;
}
