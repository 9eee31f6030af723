#include "problem.h"

#include "page.h"

#include <stdio.h>

enum { NAME_MAX_BYTES = 128 };

/* The text of a code's part, or of the whole code where part is empty. */
static const char *text_of(const struct pages *pages, const char *lang, const char *code, const char *part)
{
	char name[NAME_MAX_BYTES];
	snprintf(name, sizeof name, "errors.%s%s%s", code, *part ? "." : "", part);
	return pages_text(pages, lang, name);
}

static const char *status_text(const struct pages *pages, const char *lang, int status, const char *part)
{
	char code[32];
	snprintf(code, sizeof code, "status.%d", status);
	const char *text = text_of(pages, lang, code, part);
	if (!text)
		text = text_of(pages, lang, status < 500 ? "status.400" : "status.500", part);
	return text ? text : "";
}

static const char *problem_text(
	const struct pages *pages, const char *lang, const struct failure *failure, const char *part)
{
	const char *text = text_of(pages, lang, failure->code, part);
	return text ? text : status_text(pages, lang, failure->status, part);
}

static const char *field_message(const struct pages *pages, const char *lang, const char *code, int status)
{
	const char *text = text_of(pages, lang, code, "");
	if (!text)
		text = text_of(pages, lang, code, "detail");
	return text ? text : status_text(pages, lang, status, "detail");
}

static json_t *errors_new(const struct pages *pages, const char *lang, const struct failure *failure)
{
	json_t *out = json_array(), *error;
	size_t i;
	json_array_foreach(failure->errors, i, error)
	{
		const char *code = json_string_value(json_object_get(error, "code"));
		json_array_append_new(out,
			json_pack("{sO ss ss}", "field", json_object_get(error, "field"), "code", code, "message",
				field_message(pages, lang, code, failure->status)));
	}
	return out;
}

json_t *problem_new(const struct pages *pages, const char *lang, const char *request_id, const struct failure *failure)
{
	return json_pack("{ss ss si ss ss ss so}", "type", "about:blank", "title",
		problem_text(pages, lang, failure, "title"), "status", failure->status, "detail",
		problem_text(pages, lang, failure, "detail"), "code", failure->code, "request_id", request_id, "errors",
		errors_new(pages, lang, failure));
}
