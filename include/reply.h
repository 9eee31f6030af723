/* One answer: status, headers, body. No byte of a request ever becomes a header: values are literals or made by us. */
#ifndef XQ_REPLY_H
#define XQ_REPLY_H

#include "buf.h"

#include <jansson.h>
#include <stdbool.h>

/* All zero is no answer yet. */
struct reply {
	int status;
	struct buf headers, body;
};

/* Where the bytes go. Non-zero ends the writing. */
typedef int (*reply_sink)(void *to, const void *data, size_t len);

/* Begins an answer afresh: whatever was there goes. type is the media type, or NULL for an answer without a body. */
void reply_start(struct reply *reply, int status, const char *type);

/* Adds a header. A value with a control byte or outside ASCII is left out. */
void reply_header(struct reply *reply, const char *name, const char *value);

/* Sets a cookie for the whole site that no script reads. max_age in seconds; 0 ends with the browser, -1 deletes it. */
void reply_cookie(
	struct reply *reply, const char *name, const char *value, const char *same_site, long max_age, bool https);

/* A JSON answer; as problem+json where problem. Borrows value. */
void reply_json(struct reply *reply, int status, const json_t *value, bool problem);

/* 303 See Other to a path of ours. */
void reply_see_other(struct reply *reply, const char *location);

/* Writes it as a CGI answer, without the body where head. 0, or -1 when memory ended while it was made or sink refused. */
int reply_write(struct reply *reply, bool head, reply_sink sink, void *to) __attribute__((warn_unused_result));

/* The only place where a reply dies; it can be begun again afterwards. */
void reply_free(struct reply *reply);

#endif
