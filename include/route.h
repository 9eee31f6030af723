/* The route table: a program is the rows of it. */
#ifndef XQ_ROUTE_H
#define XQ_ROUTE_H

#include "check.h"
#include "request.h"

#include <jansson.h>
#include <stddef.h>

struct exchange;

/* Zero is the closed value: a row that forgets it refuses to start. */
enum need { NEED_UNSET, NEED_NOBODY, NEED_SESSION };

/* A step of a route's own. 0, or -1 with exchange->failure set. */
typedef int (*route_hook)(struct exchange *exchange);

struct route {
	const char *method;
	/* `{id}` is a number, any other `{name}` a plain word; a suffix such as .csv may follow. */
	const char *path;
	enum need need;
	enum face face;
	const struct field *fields;
	bool open; /* further flat names pass to the SQL function, which checks them */
	bool loose; /* further members of any shape stay in the request's body, which before reads */
	size_t
		upload; /* the body is a file of up to so many bytes, read by own with upload_open; fields come in the query */
	bool large; /* a whole ledger goes in or out: its statement may take longer */
	const char *sql; /* literal call; NULL answers an empty object */
	route_hook before; /* after the check, before the call: changes args */
	route_hook after; /* after the call: changes answer and status */
	route_hook own; /* instead of the call: sets answer, or the reply itself */
	const char *page; /* template of the answer */
	const char *again_sql; /* what a page is drawn again with when its form was refused */
	const char *again_page;
	route_hook again; /* adds to args what again_sql takes; refuses where it cannot be drawn */
	route_hook redraw; /* after again_sql: changes answer by what the refused request held */
	const char *then; /* on the page face a 303 to this path, with {params} filled in */
	const char *done; /* what a page answers was done, or after then: `{action}` is the parameter */
	bool cached; /* may be kept by a browser that asks again each time; all else may not be kept */
};

/* The rows of one subject. A program's tables are an array that ends with one of no rows. */
struct route_table {
	const struct route *rows;
	size_t n;
};

#define ROUTE_TABLE(array) \
	{ \
		(array), sizeof(array) / sizeof(array)[0] \
	}

/* Whether the tables can be served: every row has a need, a method, a page or a reason for none. NULL, or the path at fault. */
const char *route_verify(const struct route_table *tables);

/* The row for the request; *params is then a new object of its path parameters. Otherwise NULL, with the methods that
 * the path knows in allow (empty when it knows none). */
const struct route *route_find(
	const struct route_table *tables, const struct request *request, json_t **params, char *allow, size_t size);

/* text with each {name} replaced by the parameter of that name. The caller frees; NULL without memory. */
char *route_fill(const char *text, const json_t *params) __attribute__((warn_unused_result));

/* All tables as one new array: method, path, api (whole path there) and at (path of the page) where it has them, need, open,
 * sql, page, fields [{name, type, required, min, max, choices, fields}]. */
json_t *route_dump(const struct route_table *tables) __attribute__((warn_unused_result));

#endif
