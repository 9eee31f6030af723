/* The one-time code of a survey: 11 characters (55 bits) and a check character, printed on paper and kept nowhere else. */
#ifndef XQ_TICKET_H
#define XQ_TICKET_H

#include <stdbool.h>

struct secret;

enum {
	TICKET_CHARS = 12,
	TICKET_SIZE = TICKET_CHARS + 1,
	TICKET_GROUPS_SIZE = 15 /* three groups of four, two dashes, NUL */
};

/* The code at a place, from 0, of the sheet that a form made: the same form has the same codes, so that a repeat loses none. 0, or -1. */
int ticket_derive(const struct secret *secret, const char *uuid, unsigned place, char out[TICKET_SIZE])
	__attribute__((warn_unused_result));

/* Reads what a person typed, as receipt_read does. False when it is no code; out is then empty. */
bool ticket_read(const char *typed, char out[TICKET_SIZE]);

/* As it is printed: XXXX-XXXX-XXXX. */
void ticket_groups(const char ticket[TICKET_SIZE], char out[TICKET_GROUPS_SIZE]);

/* What the database stores of a code: its keyed hash in hexadecimal. 0, or -1. */
int ticket_mac(const struct secret *secret, const char ticket[TICKET_SIZE], char hex[65])
	__attribute__((warn_unused_result));

#endif
