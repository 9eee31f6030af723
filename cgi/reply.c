#include "reply.h"

#include <stdlib.h>

static const struct {
	int status;
	const char *phrase;
} phrases[] = {
	{ 200, "OK" },
	{ 201, "Created" },
	{ 204, "No Content" },
	{ 303, "See Other" },
	{ 400, "Bad Request" },
	{ 401, "Unauthorized" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 409, "Conflict" },
	{ 410, "Gone" },
	{ 413, "Content Too Large" },
	{ 415, "Unsupported Media Type" },
	{ 422, "Unprocessable Content" },
	{ 429, "Too Many Requests" },
	{ 500, "Internal Server Error" },
	{ 503, "Service Unavailable" },
};

static const char *phrase(int status)
{
	for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++)
		if (phrases[i].status == status)
			return phrases[i].phrase;
	return "Other";
}

void reply_start(struct reply *reply, int status, const char *type)
{
	reply_free(reply);
	reply->status = status;
	if (type)
		reply_header(reply, "Content-Type", type);
}

void reply_header(struct reply *reply, const char *name, const char *value)
{
	for (const unsigned char *c = (const unsigned char *)value; *c; c++)
		if (*c < 0x20 || *c > 0x7e)
			return;
	buf_puts(&reply->headers, name);
	buf_puts(&reply->headers, ": ");
	buf_puts(&reply->headers, value);
	buf_puts(&reply->headers, "\r\n");
}

void reply_cookie(
	struct reply *reply, const char *name, const char *value, const char *same_site, long max_age, bool https)
{
	struct buf line = { 0 };
	buf_putf(&line, "%s=%s; Path=/; HttpOnly; SameSite=%s", name, value, same_site);
	if (max_age)
		buf_putf(&line, "; Max-Age=%ld", max_age > 0 ? max_age : 0);
	if (https)
		buf_puts(&line, "; Secure");
	if (line.failed)
		reply->headers.failed = true;
	else
		reply_header(reply, "Set-Cookie", line.data);
	buf_wipe(&line);
}

void reply_json(struct reply *reply, int status, const json_t *value, bool problem)
{
	reply_start(reply, status, problem ? "application/problem+json" : "application/json");
	/* Fifteen digits are what a double holds of a decimal: 0.1 stays 0.1. */
	char *text = json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(15));
	if (text)
		buf_puts(&reply->body, text);
	else
		reply->body.failed = true;
	free(text);
}

void reply_see_other(struct reply *reply, const char *location)
{
	reply_start(reply, 303, NULL);
	reply_header(reply, "Location", location);
}

int reply_write(struct reply *reply, bool head, reply_sink sink, void *to)
{
	struct buf start = { 0 };
	int wrong = -1;
	buf_putf(&start, "Status: %d %s\r\n", reply->status, phrase(reply->status));
	if (reply->headers.len)
		buf_put(&start, reply->headers.data, reply->headers.len);
	if (reply->status != 204)
		buf_putf(&start, "Content-Length: %lu\r\n", (unsigned long)reply->body.len);
	buf_puts(&start, "\r\n");
	if (!start.failed && !reply->headers.failed && !reply->body.failed)
		wrong = sink(to, start.data, start.len);
	if (!wrong && !head && reply->body.len)
		wrong = sink(to, reply->body.data, reply->body.len);
	buf_wipe(&start);
	return wrong ? -1 : 0;
}

void reply_free(struct reply *reply)
{
	buf_wipe(&reply->headers);
	buf_wipe(&reply->body);
	*reply = (struct reply){ 0 };
}
