/* From what happened to what is answered: JSON on the API, a page beside it. */
#ifndef XQ_ANSWER_H
#define XQ_ANSWER_H

#include "exchange.h"

/* Fills exchange->reply from exchange->answer. */
void answer_success(struct exchange *exchange);

/* Fills exchange->reply from exchange->failure: problem+json (RFC 9457), or the form again with what was typed, or a page that
 * offers to send it again, or the way to sign in, or a page that says what is wrong. */
void answer_failure(struct exchange *exchange);

#endif
