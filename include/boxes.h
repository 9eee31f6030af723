/* Responses of closed surveys leave their boxes. */
#ifndef XQ_BOXES_H
#define XQ_BOXES_H

#include <time.h>

struct config;
struct db;
struct failure;

/* Closes the surveys whose time is over and opens a round of sealed responses: SQL keeps them in an order of chance. When to look again:
 * 0 for at once, -1 for nothing ahead or with failure set. A box that does not open is logged by its random number and stays. */
time_t boxes_round(struct db *db, const struct config *config, struct failure *failure);

#endif
