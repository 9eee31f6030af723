/* One request as it came: FastCGI parameters, query, cookies, body. Nothing in here is trusted; everything is checked UTF-8. */
#ifndef XQ_REQUEST_H
#define XQ_REQUEST_H

#include "failure.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum {
	/* A text of 5000 Chinese characters is 45 kB when a form encodes it. */
	REQUEST_BODY_MAX = 64 * 1024,
	REQUEST_ID_CHARS = 16,
	REQUEST_TOKEN_CHARS = 43
};

/* What a path of the API begins with. */
extern const char request_api_prefix[];

/* FACE_BOTH is of a route: the API under /api/v1 and the page beside it. FACE_PLAIN is neither: a path of its own. */
enum face { FACE_BOTH, FACE_PAGE, FACE_API, FACE_PLAIN };

/* How the person wants to read. Each a literal, size and theme NULL for the ordinary one. */
struct view {
	const char *lang, *size, *theme;
	bool changed; /* by this request's query: the cookie is to be set */
};

/* Where the body comes from: reads up to n bytes, answers how many, 0 at the end. */
struct source {
	void *from;
	size_t (*read)(void *from, void *to, size_t n);
};

struct request {
	char *const *envp; /* borrowed: the FastCGI parameters, or NULL after an abort */
	const char *method; /* literal: GET, POST, DELETE or another; HEAD is told as GET */
	bool head; /* the answer's body is not wanted */
	bool https;
	bool form; /* the body is a form: everything in it a string */
	enum face face;
	char *path; /* owned: without /api/v1 */
	json_t *query; /* owned: object */
	json_t *body; /* owned: object, or NULL before request_body */
	struct view view;
	char id[REQUEST_ID_CHARS + 1];
	char token[REQUEST_TOKEN_CHARS + 1]; /* session cookie, well-formed, or empty */
};

/* Reads everything but the body. 0, or -1 with failure set; face, view and id are usable either way.
 * envp is borrowed until request_free. */
int request_head(struct request *request, char *const *envp, struct failure *failure)
	__attribute__((warn_unused_result));

/* Reads and parses the body of a POST; a request without a body gets an empty object. 0, or -1 with failure set. */
int request_body(struct request *request, const struct source *source, struct failure *failure)
	__attribute__((warn_unused_result));

/* A FastCGI parameter, borrowed, or NULL when it is absent or empty. */
const char *request_param(const struct request *request, const char *name);

/* The only place where a request dies. */
void request_free(struct request *request);

#endif
