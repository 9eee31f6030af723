/* A response to a survey: checked against the version it was given to, cleaned, sealed. */
#ifndef XQ_SURVEY_RESPONSE_H
#define XQ_SURVEY_RESPONSE_H

struct exchange;

/* Leaves in args what SQL is told: who answered by which token, never what. document_sql asks for the published document and what
 * holds today, by params and n. Arguments that say void are a paper that cannot be counted: it is taken without answers. 0, or
 * -1 with failure set and the errors of the controls in held. */
int survey_response_take(struct exchange *x, const char *document_sql) __attribute__((warn_unused_result));

/* After SQL has taken it: the status, and the receipt where its words became an opinion. 0, or -1 with failure set. */
int survey_response_told(struct exchange *x) __attribute__((warn_unused_result));

/* Draws the refused form again with what was typed and what is wrong. 0, or -1 with failure set. */
int survey_response_redraw(struct exchange *x, const char *document_sql) __attribute__((warn_unused_result));

#endif
