/* A program's configuration file: lines of `key = value`, comments from # at the start of a line. */
#ifndef XQ_CONFIG_H
#define XQ_CONFIG_H

#include <stddef.h>

struct config {
	char *socket; /* path of the program's own FastCGI socket */
	char *database; /* libpq conninfo, with the program's own role */
	char *web_root; /* folder of pages/, partials/, i18n/, static/ */
	char *keys; /* folder of the keys */
	char *evidence; /* folder of the files that staff add to issues */
	char *run_dir; /* folder of the sockets and the counters of all programs */
	char *smtp; /* smtp://[user:password@]host[:port] or smtps://…: where mail is handed in; unset: none is sent */
	char *mail_from; /* the address that mail comes from */
	char *site; /* the address of the service as people type it, for mails */
	char *organ; /* name of the organ, for the head of every page */
	long workers;
	long max_requests; /* a worker gives way to a fresh one after so many */
};

/* Reads path. NULL with a line in why: an unreadable file, an unknown or doubled key, a number out of range.
 * The caller frees with config_free. */
struct config *config_load(const char *path, char *why, size_t n) __attribute__((warn_unused_result));
void config_free(struct config *config);

/* The first of the named members that is not set, or NULL. names ends with NULL. */
const char *config_missing(const struct config *config, const char *const *names);

#endif
