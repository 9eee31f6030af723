/* Signing in and out of the console. */
#ifndef XQ_SIGNIN_H
#define XQ_SIGNIN_H

struct exchange;

/* Route's own: username and password open a session; answers {account, expires_at, csrf} and sets the cookie. */
int signin_open(struct exchange *exchange);

/* After console.signout: takes the cookie away. */
int signin_close(struct exchange *exchange);

#endif
