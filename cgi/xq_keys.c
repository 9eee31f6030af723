#include "xq.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PRIVATE = 0600, PUBLIC = 0644, FOLDER = 0700 };

/* Replaces the file at one stroke: a key is whole or it is not there. */
static int write_key(const char *dir, const char *name, mode_t mode, const unsigned char *key, size_t len)
{
	char path[PATH_MAX], fresh[PATH_MAX];
	if (snprintf(path, sizeof path, "%s/%s", dir, name) >= PATH_MAX ||
		snprintf(fresh, sizeof fresh, "%s/.%s.new", dir, name) >= PATH_MAX)
		return xq_fail("%s: the path is too long", dir);
	unlink(fresh);
	int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (fd < 0)
		return xq_fail("%s: %s", fresh, strerror(errno));
	int good = fchmod(fd, mode) == 0 && write(fd, key, len) == (ssize_t)len && fsync(fd) == 0;
	if (close(fd) != 0 || !good || rename(fresh, path) != 0) {
		unlink(fresh);
		return xq_fail("%s: %s", path, strerror(errno));
	}
	return 0;
}

static int make_folder(const char *dir)
{
	if (mkdir(dir, FOLDER) == 0 || errno == EEXIST)
		return 0;
	return xq_fail("%s: %s", dir, strerror(errno));
}

static int make_box(const char *name, const char *public_dir, const char *private_dir)
{
	unsigned char public_key[crypto_box_PUBLICKEYBYTES], private_key[crypto_box_SECRETKEYBYTES];
	char public_name[32], private_name[32];
	snprintf(public_name, sizeof public_name, "%s.pub", name);
	snprintf(private_name, sizeof private_name, "%s.key", name);
	crypto_box_keypair(public_key, private_key);
	int result = write_key(private_dir, private_name, PRIVATE, private_key, sizeof private_key) ||
		write_key(public_dir, public_name, PUBLIC, public_key, sizeof public_key);
	sodium_memzero(private_key, sizeof private_key);
	return result;
}

/* The server's key comes last: where it is, all others are, and a broken start can be begun again. */
static int make_keys(const char *keys, const char *custodian)
{
	unsigned char master[crypto_kdf_KEYBYTES];
	if (make_folder(keys) != 0 || make_folder(custodian) != 0 || make_box("reply", keys, keys) != 0 ||
		make_box("protected", keys, custodian) != 0)
		return 1;
	crypto_kdf_keygen(master);
	int result = write_key(keys, "server.key", PRIVATE, master, sizeof master);
	sodium_memzero(master, sizeof master);
	return result;
}

int xq_keys(struct xq *xq)
{
	char path[PATH_MAX];
	char **args = xq->args;
	if (args[0] == NULL || strcmp(args[0], "init") != 0 || args[1] == NULL || strcmp(args[1], "--custodian") != 0 ||
		args[2] == NULL || args[3] != NULL)
		return xq_fail("keys init --custodian DIR");
	const char *keys = xq->config->keys, *custodian = args[2];
	if (snprintf(path, sizeof path, "%s/server.key", keys) >= PATH_MAX)
		return xq_fail("keys: the path is too long");
	if (access(path, F_OK) == 0)
		return xq_fail("%s is there already; replacing it would make every receipt worthless", path);
	if (make_keys(keys, custodian) != 0)
		return 1;
	printf("keys are in %s\n"
		   "%s/protected.key opens protected contacts: take it off this machine and keep it\n",
		keys, custodian);
	return 0;
}
