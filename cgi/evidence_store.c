/* The folder of evidence: a file is whole and on the disk before its name is there. */
#include "evidence.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <unistd.h>

#include "secret.h"

/* A folder of its own descriptor, so that what is made, moved and made safe is in the same one. */
static int open_dir(const char *dir)
{
	return open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static int write_all(int fd, const unsigned char *data, size_t len)
{
	while (len > 0) {
		ssize_t put = write(fd, data, len);
		if (put < 0 && errno != EINTR)
			return -1;
		if (put > 0) {
			data += put;
			len -= (size_t)put;
		}
	}
	return fsync(fd);
}

/* 0, or -1 with nothing of it left and errno of the first thing that went wrong. */
static int store_in(int folder, const struct evidence *evidence, const char *name)
{
	char part[EVIDENCE_NAME_CHARS + 8];
	snprintf(part, sizeof part, "%s.part", name);
	int fd = openat(folder, part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	int wrong = write_all(fd, evidence->data, evidence->len);
	int why = errno;
	if (close(fd) && !wrong) {
		wrong = -1;
		why = errno;
	}
	if (!wrong && !renameat(folder, part, folder, name) && !fsync(folder))
		return 0;
	errno = wrong ? why : errno;
	why = errno;
	unlinkat(folder, part, 0);
	unlinkat(folder, name, 0);
	errno = why;
	return -1;
}

int evidence_store(const char *dir, const struct evidence *evidence, char name[EVIDENCE_NAME_CHARS + 1])
{
	unsigned char bytes[EVIDENCE_NAME_CHARS / 2];
	randombytes_buf(bytes, sizeof bytes);
	secret_hex(bytes, sizeof bytes, name);
	int folder = open_dir(dir);
	if (folder < 0)
		return -1;
	int wrong = store_in(folder, evidence, name);
	int why = errno;
	close(folder);
	errno = why;
	return wrong;
}

void evidence_drop(const char *dir, const char *name)
{
	int folder = open_dir(dir);
	if (folder < 0)
		return;
	unlinkat(folder, name, 0);
	close(folder);
}
