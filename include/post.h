/* One message to one receiver, over the network: by mail or by a signed POST. */
#ifndef XQ_POST_H
#define XQ_POST_H

#include <jansson.h>

struct config;
struct secret;

enum { POST_ERROR_MAX = 32 };

enum post_end {
	POST_SENT,
	POST_RETRY, /* the network, or a server that may think again */
	POST_FAILED, /* it will never be taken */
	POST_VOID /* there is nobody to send it to */
};

/* Hands a mail in at config->smtp. message is {to | sealed, subject, body, mark}: mark (a UUID) becomes the Message-ID, the same at
 * every attempt. A sealed contact is opened here and wiped again; one without an address is POST_VOID. TLS is required unless
 * the server is this machine. error gets a code of ours, such as smtp.451 or curl.7, never a text of the server's. */
enum post_end post_mail(const struct config *config, const json_t *message, char error[POST_ERROR_MAX])
	__attribute__((warn_unused_result));

/* Posts message {url, webhook, key_no, body, mark} as Standard Webhooks 1.0 says: headers webhook-id (mark), webhook-timestamp and
 * webhook-signature (v1, HMAC-SHA256 over id.timestamp.body). No redirect is followed. 2xx is POST_SENT, 410 POST_FAILED. */
enum post_end post_webhook(const struct secret *secret, const json_t *message, char error[POST_ERROR_MAX])
	__attribute__((warn_unused_result));

/* The signing key of a webhook as its receiver is told it: whsec_ and base64. Derived from the server's key; the caller wipes out. */
enum { POST_KEY_CHARS = 6 + 44 };
int post_webhook_key(const struct secret *secret, long webhook, long key_no, char out[POST_KEY_CHARS + 1])
	__attribute__((warn_unused_result));

#endif
