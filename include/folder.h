/* Folders and files of the product itself: templates, catalogues, SQL. */
#ifndef XQ_FOLDER_H
#define XQ_FOLDER_H

#include <stddef.h>

/* Calls each for every plain file of dir whose name ends in suffix, in the order of their names, until it answers
 * non-zero. stem is the name without the suffix. Answers what each answered last; -1 with a line in why when dir cannot
 * be read. */
typedef int (*folder_visit)(void *to, const char *path, const char *stem);
int folder_each(const char *dir, const char *suffix, folder_visit each, void *to, char *why, size_t n)
	__attribute__((warn_unused_result));

/* The whole file with a NUL behind it; the caller frees. NULL with a line in why. */
char *folder_read(const char *path, size_t *len, char *why, size_t n) __attribute__((warn_unused_result));

/* Feeds every file below dir, name and bytes, into a hash of 16 hexadecimal characters. 0, or -1 with a line in why. */
int folder_hash(const char *dir, char out[17], char *why, size_t n) __attribute__((warn_unused_result));

#endif
