/* The log: one line an event on standard error. Nothing that a request carried may be handed to it. */
#ifndef XQ_LOG_H
#define XQ_LOG_H

enum log_level { LOG_INFO, LOG_WARN, LOG_ERROR };

/* Begins the log of a program. name is borrowed for the life of the process. */
void log_open(const char *name);

/* One line: time, level, program, process, text. Control bytes of the text become spaces. */
void log_line(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
