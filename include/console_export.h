/* An answer with columns and rows as a file to take away. */
#ifndef XQ_CONSOLE_EXPORT_H
#define XQ_CONSOLE_EXPORT_H

struct exchange;

/* Calls sql with all rows asked for and replies with the file, named by the answer's own name. */
int console_csv(struct exchange *x, const char *sql) __attribute__((warn_unused_result));
int console_xlsx(struct exchange *x, const char *sql) __attribute__((warn_unused_result));

/* The whole answer, for another program to read. */
int console_json(struct exchange *x, const char *sql) __attribute__((warn_unused_result));

#endif
