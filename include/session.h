/* Who asks: the session cookie, and the defences against requests that another site made a browser send. */
#ifndef XQ_SESSION_H
#define XQ_SESSION_H

struct exchange;
struct service;

enum { SESSION_HEX = 65 };

/* Refuses what a browser says came from another site. 0, or -1 with failure set. */
int session_origin(struct exchange *exchange) __attribute__((warn_unused_result));

/* Puts the session, where there is a cookie, into the context that SQL is told. 0, or -1 with failure set. */
int session_tell(struct exchange *exchange) __attribute__((warn_unused_result));

/* Refuses a row that needs a session when there is no cookie, and a form without the session's token, which it takes out of
 * the body. Whether the session lives is for SQL to say. 0, or -1 with failure set. */
int session_admit(struct exchange *exchange) __attribute__((warn_unused_result));

/* What the database knows a session token by. 0, or -1. */
int session_mac(const struct service *service, const char *token, char hex[SESSION_HEX])
	__attribute__((warn_unused_result));

/* What forms of the session carry. 0, or -1. */
int session_csrf(const struct service *service, const char *token, char hex[SESSION_HEX])
	__attribute__((warn_unused_result));

#endif
