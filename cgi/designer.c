#include "designer.h"

#include <stdio.h>
#include <string.h>

const struct designer_kind designer_kinds[] = {
	{ .name = "radiogroup", .choices = true, .other = true },
	{ .name = "checkbox", .choices = true, .several = true, .other = true },
	{ .name = "matrix", .choices = true, .rows = true },
	{ .name = "comment", .length = true },
	{ .name = "text", .length = true, .input = true },
	{ .name = "boolean" },
	{ .name = "rating", .scale = true },
	{ .name = "dropdown", .choices = true, .other = true },
	{ .name = "ranking", .choices = true },
	{ .name = "slider", .scale = true },
	{ .name = "multipletext", .rows = true },
	{ .name = "tagbox", .choices = true, .several = true, .other = true },
	{ .name = "html" },
	{ .name = NULL },
};

const struct designer_kind *designer_kind(const json_t *question)
{
	const char *type = json_string_value(json_object_get(question, "type"));
	const struct designer_kind *kind = designer_kinds;
	while (kind->name && (!type || strcmp(kind->name, type) != 0))
		kind++;
	return kind->name ? kind : NULL;
}

/* Pages hold elements, panels hold elements: looks for the at-th that is a question, counting down. */
static bool find_in(json_t *elements, size_t *left, struct designer_place *place)
{
	for (size_t i = 0; i < json_array_size(elements); i++) {
		json_t *element = json_array_get(elements, i), *inner = json_object_get(element, "elements");
		if (inner) {
			if (find_in(inner, left, place))
				return true;
		} else if ((*left)-- == 0) {
			*place = (struct designer_place){ elements, i, element };
			return true;
		}
	}
	return false;
}

struct designer_place designer_find(json_t *document, size_t at)
{
	struct designer_place place = { 0 };
	size_t i;
	json_t *page;
	json_array_foreach(json_object_get(document, "pages"), i, page)
	{
		if (find_in(json_object_get(page, "elements"), &at, &place))
			break;
	}
	return place;
}

size_t designer_count(json_t *document)
{
	size_t n = 0;
	while (designer_find(document, n).array)
		n++;
	return n;
}

static bool name_taken(json_t *document, const char *name)
{
	struct designer_place place;
	for (size_t at = 0; (place = designer_find(document, at)).array; at++) {
		const char *other = json_string_value(json_object_get(place.question, "name"));
		if (other && !strcmp(other, name))
			return true;
	}
	return false;
}

/* The elements that a new question goes to: the last page's. */
static json_t *last_elements(json_t *document)
{
	json_t *pages = json_object_get(document, "pages");
	if (!json_array_size(pages)) {
		pages = json_pack("[{ss s[]}]", "name", "p1", "elements");
		if (json_object_set_new(document, "pages", pages))
			return NULL;
	}
	json_t *page = json_array_get(pages, json_array_size(pages) - 1), *elements = json_object_get(page, "elements");
	if (!elements && !json_object_set_new(page, "elements", json_array()))
		elements = json_object_get(page, "elements");
	return elements;
}

int designer_add(json_t *document, const char *type, const json_t *fields)
{
	char name[24];
	size_t n = designer_count(document);
	do
		snprintf(name, sizeof name, "q%zu", ++n);
	while (name_taken(document, name));
	json_t *question = json_pack("{ss ss}", "type", type, "name", name);
	return json_array_append_new(last_elements(document), question) ? -1 : designer_change(question, fields);
}

int designer_move(json_t *document, size_t at, bool up)
{
	if (up && at == 0)
		return 0;
	struct designer_place from = designer_find(document, at), to = designer_find(document, up ? at - 1 : at + 1);
	if (!from.array || !to.array)
		return 0;
	json_t *question = json_incref(from.question);
	if (from.array == to.array) {
		json_t *neighbour = json_incref(to.question);
		int wrong = json_array_set_new(from.array, from.index, neighbour);
		return json_array_set_new(to.array, to.index, question) || wrong ? -1 : 0;
	}
	int wrong = json_array_remove(from.array, from.index);
	return json_array_insert_new(to.array, up ? to.index + 1 : to.index, question) || wrong ? -1 : 0;
}

int designer_remove(json_t *document, size_t at)
{
	struct designer_place place = designer_find(document, at);
	return place.array ? json_array_remove(place.array, place.index) : 0;
}
