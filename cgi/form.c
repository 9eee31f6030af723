#include "form.h"

#include "buf.h"
#include "text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* The largest form of the product has some forty fields. */
enum { PAIRS_MAX = 256, NAME_MAX_BYTES = 128 };

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* NULL, or the code of what is wrong. */
static const char *decode(const char *from, size_t len, struct buf *out)
{
	for (size_t i = 0; i < len; i++) {
		char c = from[i] == '+' ? ' ' : from[i];
		if (c == '%') {
			int high = i + 2 < len ? hex(from[i + 1]) : -1, low = i + 2 < len ? hex(from[i + 2]) : -1;
			if (high < 0 || low < 0)
				return "bad_form";
			c = (char)(high * 16 + low);
			i += 2;
		}
		buf_put(out, &c, 1);
	}
	buf_put(out, "", 0);
	if (out->failed)
		return "internal";
	return text_valid(out->data, out->len) ? NULL : "bad_utf8";
}

static const char *add(json_t *object, const char *name, json_t *value)
{
	json_t *old = json_object_get(object, name);
	if (!old)
		return json_object_set_new(object, name, value) ? "internal" : NULL;
	if (json_is_array(old))
		return json_array_append_new(old, value) ? "internal" : NULL;
	json_t *list = json_is_string(old) ? json_pack("[OO]", old, value) : NULL;
	json_decref(value);
	if (!json_is_string(old))
		return "bad_form";
	return json_object_set_new(object, name, list) ? "internal" : NULL;
}

/* Takes value. A dot with something on both sides nests; `a.b.c` stays a name that no field has. */
static const char *add_nested(json_t *object, const char *name, json_t *value)
{
	const char *dot = strchr(name, '.');
	if (!dot || dot == name || !dot[1] || strchr(dot + 1, '.'))
		return add(object, name, value);
	char outer[NAME_MAX_BYTES + 1];
	memcpy(outer, name, (size_t)(dot - name));
	outer[dot - name] = '\0';
	json_t *inner = json_object_get(object, outer);
	if (!inner) {
		inner = json_object();
		if (json_object_set_new(object, outer, inner))
			inner = NULL;
	}
	if (json_is_object(inner))
		return add(inner, dot + 1, value);
	json_decref(value);
	return inner ? "bad_form" : "internal";
}

static const char *add_pair(json_t *object, const char *pair, size_t len)
{
	struct buf name = { 0 }, value = { 0 };
	const char *equals = memchr(pair, '=', len);
	size_t n = equals ? (size_t)(equals - pair) : len;
	const char *code = decode(pair, n, &name);
	if (!code && equals)
		code = decode(equals + 1, len - n - 1, &value);
	if (!code && (!name.len || name.len > NAME_MAX_BYTES))
		code = "bad_form";
	if (!code)
		code = add_nested(object, name.data, json_string(value.data ? value.data : ""));
	buf_wipe(&name);
	buf_wipe(&value);
	return code;
}

json_t *form_parse(const char *data, size_t len, bool lenient, const char **code)
{
	json_t *object = json_object();
	const char *end = data + len;
	*code = object ? NULL : "internal";
	for (unsigned pairs = 0; !*code && data < end;) {
		const char *stop = memchr(data, '&', (size_t)(end - data));
		if (!stop)
			stop = end;
		const char *wrong = NULL;
		if (stop > data)
			wrong = ++pairs > PAIRS_MAX ? "too_large" : add_pair(object, data, (size_t)(stop - data));
		if (wrong && (!lenient || pairs > PAIRS_MAX || !strcmp(wrong, "internal")))
			*code = wrong;
		data = stop + 1;
	}
	if (!*code)
		return object;
	json_decref(object);
	return NULL;
}

static int flatten_value(json_t *list, const char *name, const json_t *value)
{
	if (json_is_string(value))
		return json_array_append_new(list, json_pack("{ss ss}", "name", name, "value", json_string_value(value)));
	size_t i;
	json_t *one;
	json_array_foreach(value, i, one) if (flatten_value(list, name, one)) return -1;
	return 0;
}

static int flatten_object(json_t *list, const char *outer, const json_t *object)
{
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)(uintptr_t)object, key, value)
	{
		char name[2 * NAME_MAX_BYTES + 2];
		snprintf(name, sizeof name, "%s%s%s", outer, *outer ? "." : "", key);
		int wrong = json_is_object(value) ? flatten_object(list, name, value) : flatten_value(list, name, value);
		if (wrong)
			return -1;
	}
	return 0;
}

json_t *form_flatten(const json_t *typed)
{
	json_t *list = json_array();
	if (list && !flatten_object(list, "", typed))
		return list;
	json_decref(list);
	return NULL;
}
