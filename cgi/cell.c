#include "cell.h"

#include <stddef.h>

bool report_is_whole(const json_t *report)
{
	const json_t *columns = json_object_get(report, "columns");
	const json_t *rows = json_object_get(report, "rows");
	const json_t *total = json_object_get(json_object_get(report, "total"), "cells");
	size_t i;
	json_t *row;
	if (json_array_size(columns) == 0 || !json_is_array(rows))
		return false;
	if (total != NULL && json_array_size(total) != json_array_size(columns))
		return false;
	json_array_foreach(
		rows, i, row) if (json_array_size(json_object_get(row, "cells")) != json_array_size(columns)) return false;
	return true;
}

const json_t *cell_value(const json_t *cell)
{
	static const char *const members[] = { "value", "text", "label", NULL };
	if (!json_is_object(cell))
		return cell;
	if (json_object_get(cell, "n") != NULL)
		return json_object_get(cell, "text");
	for (const char *const *member = members; *member != NULL; member++) {
		const json_t *value = json_object_get(cell, *member);
		if (value != NULL && !json_is_null(value))
			return value;
	}
	return NULL;
}

const char *cell_text(const json_t *value)
{
	if (json_is_boolean(value))
		return json_is_true(value) ? "true" : "false";
	const char *text = json_string_value(value);
	return text != NULL ? text : "";
}
