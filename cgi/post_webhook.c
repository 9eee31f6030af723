#include "post.h"

#include "buf.h"
#include "secret.h"

#include <curl/curl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { CONNECT_SECONDS = 3, TOTAL_SECONDS = 10, STATUS_GONE = 410 };

static int webhook_mac(const struct secret *secret, long webhook, long key_no, unsigned char out[SECRET_MAC_BYTES])
{
	char name[64];
	int n = snprintf(name, sizeof name, "webhook %ld key %ld", webhook, key_no);
	return secret_mac(secret, SECRET_WEBHOOK, name, (size_t)n, out);
}

int post_webhook_key(const struct secret *secret, long webhook, long key_no, char out[POST_KEY_CHARS + 1])
{
	static const char prefix[] = "whsec_";
	unsigned char key[SECRET_MAC_BYTES];
	if (webhook_mac(secret, webhook, key_no, key))
		return -1;
	memcpy(out, prefix, sizeof prefix - 1);
	sodium_bin2base64(out + sizeof prefix - 1, POST_KEY_CHARS + 1 - (sizeof prefix - 1), key, sizeof key,
		sodium_base64_VARIANT_ORIGINAL);
	sodium_memzero(key, sizeof key);
	return 0;
}

/* `v1,` and the base64 of HMAC-SHA256 over id.timestamp.body. */
static void sign(
	const unsigned char key[SECRET_MAC_BYTES], const char *id, long long at, const char *body, char out[64])
{
	static const char version[] = "v1,";
	crypto_auth_hmacsha256_state state;
	unsigned char mac[crypto_auth_hmacsha256_BYTES];
	char head[80];
	int n = snprintf(head, sizeof head, "%s.%lld.", id, at);
	crypto_auth_hmacsha256_init(&state, key, SECRET_MAC_BYTES);
	crypto_auth_hmacsha256_update(&state, (const unsigned char *)head, (unsigned long long)n);
	crypto_auth_hmacsha256_update(&state, (const unsigned char *)body, strlen(body));
	crypto_auth_hmacsha256_final(&state, mac);
	memcpy(out, version, sizeof version - 1);
	sodium_bin2base64(
		out + sizeof version - 1, 64 - (sizeof version - 1), mac, sizeof mac, sodium_base64_VARIANT_ORIGINAL);
}

static struct curl_slist *headers_of(const unsigned char *key, const char *id, const char *body)
{
	char line[160], signature[64];
	long long now = time(NULL);
	struct curl_slist *list = curl_slist_append(NULL, "Content-Type: application/json");
	sign(key, id, now, body, signature);
	snprintf(line, sizeof line, "webhook-id: %s", id);
	list = curl_slist_append(list, line);
	snprintf(line, sizeof line, "webhook-timestamp: %lld", now);
	list = curl_slist_append(list, line);
	snprintf(line, sizeof line, "webhook-signature: %s", signature);
	return curl_slist_append(list, line);
}

/* What the receiver says beyond its status is of no interest, and may be anything. */
static size_t drop(char *data, size_t size, size_t n, void *to)
{
	(void)data;
	(void)to;
	return size * n;
}

static enum post_end judge(CURL *curl, CURLcode code, char error[POST_ERROR_MAX])
{
	long status = 0;
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	if (code == CURLE_OK && status >= 200 && status < 300)
		return POST_SENT;
	if (code == CURLE_OK)
		snprintf(error, POST_ERROR_MAX, "http.%ld", status);
	else
		snprintf(error, POST_ERROR_MAX, "curl.%d", (int)code);
	return code == CURLE_OK && status == STATUS_GONE ? POST_FAILED : POST_RETRY;
}

static void prepare(CURL *curl, const char *url, const char *body, struct curl_slist *headers)
{
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)TOTAL_SECONDS);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop);
}

enum post_end post_webhook(const struct secret *secret, const json_t *message, char error[POST_ERROR_MAX])
{
	const char *url = json_string_value(json_object_get(message, "url"));
	const char *body = json_string_value(json_object_get(message, "body"));
	const char *mark = json_string_value(json_object_get(message, "mark"));
	long webhook = (long)json_integer_value(json_object_get(message, "webhook"));
	long key_no = (long)json_integer_value(json_object_get(message, "key_no"));
	unsigned char key[SECRET_MAC_BYTES];
	CURL *curl = curl_easy_init();
	enum post_end end = POST_RETRY;
	snprintf(error, POST_ERROR_MAX, "internal");
	if (curl && url && body && mark && !webhook_mac(secret, webhook, key_no, key)) {
		struct curl_slist *headers = headers_of(key, mark, body);
		prepare(curl, url, body, headers);
		end = judge(curl, curl_easy_perform(curl), error);
		curl_slist_free_all(headers);
		sodium_memzero(key, sizeof key);
	}
	curl_easy_cleanup(curl);
	return end;
}
