/* Files that staff add to an issue: what they are by their content, images drawn anew so that nothing but the picture stays. */
#ifndef XQ_EVIDENCE_H
#define XQ_EVIDENCE_H

#include <stddef.h>

struct evidence {
	const char *type; /* jpeg, png or pdf: a literal */
	unsigned char *data; /* owned */
	size_t len;
	void (*free)(void *data);
};

/* Reads size bytes of fd and fills *out, whose data the caller gives back with evidence_free. 0, or -1 with a code in *code:
 * evidence.type for what is none of the three or is damaged, evidence.pixels for an image too large to be drawn, internal. */
int evidence_read(int fd, size_t size, struct evidence *out, const char **code) __attribute__((warn_unused_result));
void evidence_free(struct evidence *evidence);

enum { EVIDENCE_NAME_CHARS = 32 };

/* Keeps the bytes in the folder dir under a new random name, safe on the disk before it answers. 0, or -1 with nothing left
 * behind; errno says why. */
int evidence_store(const char *dir, const struct evidence *evidence, char name[EVIDENCE_NAME_CHARS + 1])
	__attribute__((warn_unused_result));

/* Takes away what evidence_store kept. */
void evidence_drop(const char *dir, const char *name);

#endif
