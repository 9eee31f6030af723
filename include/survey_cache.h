/* Published versions that a process has read. A version never changes: what was read once holds for ever. */
#ifndef XQ_SURVEY_CACHE_H
#define XQ_SURVEY_CACHE_H

#include "questionnaire.h"

struct exchange;

/* The questionnaire of the survey {code} in params in version n, asked of SQL where it is not known yet; borrowed until the next call.
 * *settings is a new reference to what holds today: words_question, contact_question, quotas, notice_version. NULL with the
 * exchange's failure set. */
const struct questionnaire *survey_cache_get(struct exchange *x, json_int_t n, json_t **settings);

#endif
