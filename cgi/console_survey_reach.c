/* How a survey reaches people: its QR code, a poster to print, sheets of one-time codes, personal links. A code is known to the paper
 * alone: it is derived from the form's key, answered once, and stands behind the # of an address, which no browser sends. */
#include "buf.h"
#include "config.h"
#include "console.h"
#include "db.h"
#include "exchange.h"
#include "qr.h"
#include "service.h"
#include "ticket.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	/* Every deputy of the largest congress, or as many slips as a clerk can cut at a time. */
	SHEET_MAX = 700,
	ADDRESS_MAX = 512,
	/* 5 cm at 300 dots an inch, and larger prints stay sharp as well. */
	PNG_SIDE = 1024
};

static const struct field source_fields[] = {
	{ .name = "src", .type = FIELD_CODE, .max = 32 },
	{ 0 },
};

static const struct field sheet_fields[] = {
	{ .name = "key", .type = FIELD_UUID, .required = true },
	{ .name = "version", .type = FIELD_INT, .max = 1000000000 },
	{ 0 },
};

#define SURVEY "SELECT console.survey($1::jsonb, $2::jsonb)"
#define CODES "SELECT console.survey_codes($1::jsonb, $2::jsonb)"
#define SHEET "SELECT console.survey_sheet($1::jsonb, $2::jsonb)"

static int no_memory(struct exchange *x)
{
	return failure_set(&x->failure, 500, "internal");
}

/* The address of the survey as it is printed; 0, or -1 where the service does not know its own. */
static int address_of(struct exchange *x, const char *source, char out[ADDRESS_MAX])
{
	const char *site = x->service->config->site;
	const char *path = json_string_value(json_object_get(json_object_get(x->answer, "survey"), "address"));
	if (!site || !*site || !path)
		return failure_set(&x->failure, 409, "survey.no_site");
	size_t len = strlen(site);
	while (len && site[len - 1] == '/')
		len--;
	int n = snprintf(out, ADDRESS_MAX, "%.*s%s%s%s", (int)len, site, path, source ? "?src=" : "", source ? source : "");
	return n < 0 || n >= ADDRESS_MAX ? failure_set(&x->failure, 409, "survey.no_site") : 0;
}

static const char *source_of(const struct exchange *x)
{
	return json_string_value(json_object_get(x->args, "src"));
}

/* Asks for the survey, which says whether the person may see it at all. */
static int address_asked(struct exchange *x, char out[ADDRESS_MAX])
{
	if (db_call(x->service->db, SURVEY, x->ctx, x->args, &x->answer, &x->failure))
		return -1;
	return address_of(x, source_of(x), out);
}

static int answer_svg(struct exchange *x)
{
	char address[ADDRESS_MAX];
	if (address_asked(x, address))
		return -1;
	char *svg = qr_svg(address);
	if (!svg)
		return no_memory(x);
	reply_start(&x->reply, 200, "image/svg+xml");
	reply_header(&x->reply, "Cache-Control", "no-store");
	buf_puts(&x->reply.body, svg);
	free(svg);
	return 0;
}

static int answer_png(struct exchange *x)
{
	char address[ADDRESS_MAX];
	if (address_asked(x, address))
		return -1;
	reply_start(&x->reply, 200, "image/png");
	reply_header(&x->reply, "Cache-Control", "no-store");
	if (!qr_png(address, PNG_SIDE, &x->reply.body))
		return 0;
	reply_free(&x->reply);
	return no_memory(x);
}

/* What a poster shows beside the survey: its code, its address, and the channel it is for. */
static int add_poster(struct exchange *x)
{
	char address[ADDRESS_MAX];
	const char *source = source_of(x);
	if (address_of(x, source, address))
		return -1;
	char *url = qr_data_url(address);
	json_t *poster = json_pack("{ss* ss}", "qr", url, "address", address), *channel;
	size_t i;
	json_array_foreach(json_object_get(x->answer, "channels"), i, channel)
	{
		if (poster && source && !strcmp(source, json_string_value(json_object_get(channel, "code"))))
			json_object_set(poster, "channel", channel);
	}
	free(url);
	return json_object_set_new(x->answer, "poster", poster) ? no_memory(x) : 0;
}

/* The hashes of as many codes as a form can make; how many it makes is SQL's to say. */
static int derive(struct exchange *x)
{
	const char *key = json_string_value(json_object_get(x->args, "key"));
	json_t *macs = json_array();
	int wrong = 0;
	for (unsigned place = 0; place < SHEET_MAX && !wrong; place++) {
		char ticket[TICKET_SIZE], hex[65];
		wrong = ticket_derive(x->service->secret, key, place, ticket) || ticket_mac(x->service->secret, ticket, hex) ||
			json_array_append_new(macs, json_string(hex));
		sodium_memzero(ticket, sizeof ticket);
	}
	return json_object_set_new(x->args, "given", macs) || wrong ? no_memory(x) : 0;
}

static int derive_codes(struct exchange *x)
{
	return json_object_set_new(x->args, "action", json_string("codes")) ? no_memory(x) : derive(x);
}

static int derive_links(struct exchange *x)
{
	return json_object_set_new(x->args, "action", json_string("links")) ? no_memory(x) : derive(x);
}

/* The code of one slip, as text and as a picture of the address with the code behind its #. */
static int fill_slip(struct exchange *x, json_t *slip, const char *address)
{
	const char *key = json_string_value(json_object_get(x->args, "key"));
	char ticket[TICKET_SIZE], groups[TICKET_GROUPS_SIZE], whole[ADDRESS_MAX + TICKET_GROUPS_SIZE + 1];
	if (ticket_derive(x->service->secret, key, (unsigned)json_integer_value(json_object_get(slip, "place")), ticket))
		return -1;
	ticket_groups(ticket, groups);
	snprintf(whole, sizeof whole, "%s#%s", address, groups);
	char *url = qr_data_url(whole);
	int wrong = !url || json_object_set_new(slip, "code", json_string(groups)) ||
		json_object_set_new(slip, "qr", json_string(url));
	if (url)
		sodium_memzero(url, strlen(url));
	free(url);
	sodium_memzero(ticket, sizeof ticket);
	sodium_memzero(groups, sizeof groups);
	sodium_memzero(whole, sizeof whole);
	return wrong ? -1 : 0;
}

static int fill_sheet(struct exchange *x)
{
	char address[ADDRESS_MAX];
	json_t *slip;
	size_t i;
	if (address_of(x, NULL, address))
		return -1;
	json_array_foreach(json_object_get(x->answer, "slips"), i, slip)
	{
		if (fill_slip(x, slip, address))
			return no_memory(x);
	}
	return json_object_set_new(x->answer, "printed_at", json_string(address)) ? no_memory(x) : 0;
}

static const struct route routes[] = {
	{ .method = "GET",
		.path = "/console/surveys/{id}/qr.svg",
		.need = NEED_SESSION,
		.face = FACE_PAGE,
		.fields = source_fields,
		.own = answer_svg },
	{ .method = "GET",
		.path = "/console/surveys/{id}/qr.png",
		.need = NEED_SESSION,
		.face = FACE_PAGE,
		.fields = source_fields,
		.own = answer_png },
	{ .method = "GET",
		.path = "/console/surveys/{id}/poster",
		.need = NEED_SESSION,
		.fields = source_fields,
		.sql = SURVEY,
		.after = add_poster,
		.page = "survey_poster" },
	{ .method = "GET",
		.path = "/console/surveys/{id}/codes",
		.need = NEED_SESSION,
		.sql = CODES,
		.page = "survey_codes" },
	{ .method = "POST",
		.path = "/console/surveys/{id}/actions/codes",
		.need = NEED_SESSION,
		.fields = sheet_fields,
		.open = true,
		.before = derive_codes,
		.sql = SHEET,
		.after = fill_sheet,
		.page = "survey_sheet",
		.again_sql = CODES,
		.again_page = "survey_codes" },
	{ .method = "POST",
		.path = "/console/surveys/{id}/actions/links",
		.need = NEED_SESSION,
		.fields = sheet_fields,
		.open = true,
		.before = derive_links,
		.sql = SHEET,
		.after = fill_sheet,
		.page = "survey_sheet",
		.again_sql = CODES,
		.again_page = "survey_codes" },
};

const struct route_table console_survey_reach = ROUTE_TABLE(routes);
