/* Published versions that a process has read. A version never changes: what was read once holds for ever. */
#ifndef XQ_SURVEY_CACHE_H
#define XQ_SURVEY_CACHE_H

#include "questionnaire.h"

struct exchange;

/* The questionnaire of the survey that params name, in version n; borrowed until the next call. sql is asked for its document where it is
 * not known yet, and always for what holds today, a new reference in *settings: words_question, contact_question, quotas,
 * notice_version. NULL with the exchange's failure set. */
const struct questionnaire *survey_cache_get(struct exchange *x, const char *sql, json_int_t n, json_t **settings);

#endif
