#include "post.h"

#include "buf.h"
#include "config.h"
#include "seal.h"
#include "text.h"

#include <curl/curl.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	CONNECT_SECONDS = 3,
	TOTAL_SECONDS = 10,
	ADDRESS_MAX = 254, /* RFC 5321, 4.5.3.1.3, less the brackets */
	DATE_MAX = 64
};

/* An address that can stand in a line of the protocol: nothing in it ends the line or the brackets. */
static bool address_is_plain(const char *text)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._%+-@";
	const char *at = text ? strchr(text, '@') : NULL;
	size_t n = text ? strlen(text) : 0;
	return at && at > text && at[1] && !strchr(at + 1, '@') && n <= ADDRESS_MAX && strspn(text, letters) == n;
}

/* The receiver's address: a member of staff's as it is, a speaker's out of the sealed contact. Empty where there is none. */
static void read_address(const struct config *config, const json_t *message, char out[ADDRESS_MAX + 1])
{
	const char *sealed = json_string_value(json_object_get(message, "sealed"));
	json_t *contact = sealed ? seal_open_contact(config->keys, sealed) : NULL;
	const char *address = json_string_value(json_object_get(sealed ? contact : message, sealed ? "email" : "to"));
	*out = '\0';
	if (address_is_plain(address))
		memcpy(out, address, strlen(address) + 1);
	json_decref(contact);
}

/* RFC 2047: the words as they are, in base64; encoded words of at most 39 bytes, cut between characters: no line passes 76. */
static void put_subject(struct buf *out, const char *text)
{
	char base64[sodium_base64_ENCODED_LEN(39, sodium_base64_VARIANT_ORIGINAL)];
	buf_puts(out, "Subject:");
	while (*text) {
		size_t n = strnlen(text, 39);
		while (n && (text[n] & 0xc0) == 0x80)
			n--;
		sodium_bin2base64(base64, sizeof base64, (const unsigned char *)text, n, sodium_base64_VARIANT_ORIGINAL);
		buf_putf(out, " =?UTF-8?B?%s?=", base64);
		text += n;
		if (*text)
			buf_puts(out, "\r\n");
	}
	buf_puts(out, "\r\n");
}

/* The body in base64, 57 bytes a line: no line of it is too long, and none begins with a dot. */
static void put_body(struct buf *out, const char *text)
{
	char base64[sodium_base64_ENCODED_LEN(57, sodium_base64_VARIANT_ORIGINAL)];
	for (size_t left = strlen(text), n; left; text += n, left -= n) {
		n = left < 57 ? left : 57;
		sodium_bin2base64(base64, sizeof base64, (const unsigned char *)text, n, sodium_base64_VARIANT_ORIGINAL);
		buf_putf(out, "%s\r\n", base64);
	}
}

static void put_message(struct buf *out, const char *from, const char *to, const json_t *message)
{
	const char *subject = json_string_value(json_object_get(message, "subject"));
	const char *body = json_string_value(json_object_get(message, "body"));
	const char *mark = json_string_value(json_object_get(message, "mark"));
	char date[DATE_MAX];
	time_t now = time(NULL);
	struct tm tm;
	strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S +0000", gmtime_r(&now, &tm));
	buf_putf(
		out, "Date: %s\r\nFrom: <%s>\r\nTo: <%s>\r\nMessage-ID: <%s@xiangqing>\r\n", date, from, to, mark ? mark : "");
	put_subject(out, subject ? subject : "");
	buf_puts(out,
		"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"
		"Auto-Submitted: auto-generated\r\n\r\n");
	put_body(out, body ? body : "");
}

struct reading {
	const struct buf *from;
	size_t at;
};

static size_t feed(char *to, size_t size, size_t n, void *from)
{
	struct reading *reading = from;
	size_t left = reading->from->len - reading->at, room = size * n;
	if (room > left)
		room = left;
	memcpy(to, reading->from->data + reading->at, room);
	reading->at += room;
	return room;
}

/* On this machine nobody listens in between, and a server's certificate is seldom one that could be checked. */
static bool is_here(const char *url)
{
	const char *host = strstr(url, "://"), *at = strrchr(url, '@');
	host = at ? at + 1 : host ? host + 3 : url;
	size_t n = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":/");
	return (n == 9 && (!strncmp(host, "127.0.0.1", n) || !strncmp(host, "localhost", n))) ||
		(n == 5 && !strncmp(host, "[::1]", n));
}

static void prepare(CURL *curl, const struct config *config, struct curl_slist *to, struct reading *reading)
{
	curl_easy_setopt(curl, CURLOPT_URL, config->smtp);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_USE_SSL, is_here(config->smtp) ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)TOTAL_SECONDS);
	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, config->mail_from);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, feed);
	curl_easy_setopt(curl, CURLOPT_READDATA, reading);
}

/* A 5xx is the server's last word, but for one about our own password; anything else may be otherwise next time. */
static enum post_end judge(CURL *curl, CURLcode code, char error[POST_ERROR_MAX])
{
	long status = 0;
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	if (code == CURLE_OK)
		return POST_SENT;
	if (status >= 400 && status < 600)
		snprintf(error, POST_ERROR_MAX, "smtp.%ld", status);
	else
		snprintf(error, POST_ERROR_MAX, "curl.%d", (int)code);
	return status >= 500 && status < 600 && code != CURLE_LOGIN_DENIED ? POST_FAILED : POST_RETRY;
}

static enum post_end send_to(
	const struct config *config, const char *address, const json_t *message, char error[POST_ERROR_MAX])
{
	struct buf mail = { 0 };
	struct reading reading = { .from = &mail };
	CURL *curl = curl_easy_init();
	struct curl_slist *to = curl_slist_append(NULL, address);
	enum post_end end = POST_RETRY;
	put_message(&mail, config->mail_from, address, message);
	if (curl && to && !mail.failed) {
		prepare(curl, config, to, &reading);
		end = judge(curl, curl_easy_perform(curl), error);
	}
	curl_easy_cleanup(curl);
	curl_slist_free_all(to);
	buf_wipe(&mail);
	return end;
}

enum post_end post_mail(const struct config *config, const json_t *message, char error[POST_ERROR_MAX])
{
	char address[ADDRESS_MAX + 1];
	enum post_end end = POST_VOID;
	snprintf(error, POST_ERROR_MAX, "mail.off");
	if (!config->smtp || !config->mail_from)
		return POST_RETRY;
	snprintf(error, POST_ERROR_MAX, "internal");
	read_address(config, message, address);
	if (*address)
		end = send_to(config, address, message, error);
	else
		snprintf(error, POST_ERROR_MAX, "no_address");
	sodium_memzero(address, sizeof address);
	return end;
}
