/* A file that came as a request's raw body: nginx has spooled it (web/nginx/upload.conf), and the program gets its name. */
#ifndef XQ_UPLOAD_H
#define XQ_UPLOAD_H

#include <stddef.h>

struct exchange;

enum {
	/* The same number as client_max_body_size in web/nginx/upload.conf; a route may take less. */
	UPLOAD_MAX = 8 * 1024 * 1024
};

struct upload {
	int fd; /* owned: reads from the start */
	size_t size; /* what was declared, and what the file holds */
};

/* Whether the body may be looked at: not empty, within the route's limit, and of a media type that no foreign page can make a
 * browser send without asking first. 0, or -1 with failure set. What is really in it is the route's to find out. */
int upload_admit(struct exchange *x) __attribute__((warn_unused_result));

/* Opens the file; nginx removes its name when the request ends. 0, or -1 with failure set and nothing open. */
int upload_open(struct exchange *x, struct upload *upload) __attribute__((warn_unused_result));

void upload_close(struct upload *upload);

#endif
