/* How the person wants to read: language, size of print, light or dark. */
#ifndef XQ_VIEW_H
#define XQ_VIEW_H

#include "request.h"

/* The value of a cookie, copied into out when it fits. Answers its length, or 0 when it is absent, empty, too long, or there
 * twice with different values. header may be NULL. */
size_t view_cookie(const char *header, const char *name, char *out, size_t size);

/* Reads the query's lang, size and theme over the cookie xq_view over Accept-Language; each source may be NULL. */
void view_read(struct view *view, const char *cookies, const char *accept_language, const json_t *query);

/* The value of the cookie xq_view for this view, made of literals only. */
void view_write(const struct view *view, char *out, size_t size);

#endif
