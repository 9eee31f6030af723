/* The receipt: 23 characters of Crockford base32 (115 bits) and one check character.
 * It is derived from the form's key, so that a repeated form has the same receipt and nobody stores it. */
#ifndef XQ_RECEIPT_H
#define XQ_RECEIPT_H

#include <stdbool.h>

struct secret;

enum {
	RECEIPT_CHARS = 24,
	RECEIPT_SIZE = RECEIPT_CHARS + 1,
	RECEIPT_GROUPS_SIZE = 30 /* six groups of four, five dashes, NUL */
};

/* The receipt of a form key. The key is a UUID in any letter case. */
void receipt_derive(const struct secret *secret, const char *uuid, char out[RECEIPT_SIZE]);

/* Reads what a person typed: either letter case, spaces and dashes anywhere, full-width forms, O for 0, I and L for 1.
 * False when it is no receipt or its check character does not fit; out is then empty. */
bool receipt_read(const char *typed, char out[RECEIPT_SIZE]);

/* As it is shown: XXXX-XXXX-XXXX-XXXX-XXXX-XXXX. */
void receipt_groups(const char receipt[RECEIPT_SIZE], char out[RECEIPT_GROUPS_SIZE]);

/* What the database stores of a receipt: its keyed hash in hexadecimal. 0, or -1. */
int receipt_mac(const struct secret *secret, const char receipt[RECEIPT_SIZE], char hex[65])
	__attribute__((warn_unused_result));

#endif
