#include "upload.h"

#include "exchange.h"
#include "log.h"
#include "route.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LENGTH_MAX_DIGITS = 9 };

/* What a form of any page can be sent as. */
static bool is_form_type(const char *type)
{
	static const char *const types[] = { "application/x-www-form-urlencoded", "multipart/form-data", "text/plain" };
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (!strncasecmp(type, types[i], strlen(types[i])))
			return true;
	return false;
}

/* The declared length, or 0 where none is. */
static size_t declared(const struct exchange *x)
{
	const char *text = request_param(&x->request, "CONTENT_LENGTH");
	size_t digits = text ? strspn(text, "0123456789") : 0;
	if (!digits || text[digits])
		return 0;
	return digits > LENGTH_MAX_DIGITS ? (size_t)-1 : strtoul(text, NULL, 10);
}

int upload_admit(struct exchange *x)
{
	const char *type = request_param(&x->request, "CONTENT_TYPE");
	size_t size = declared(x);
	if (!type || is_form_type(type))
		return failure_set(&x->failure, 415, "unsupported_type");
	if (!size)
		return failure_set(&x->failure, 422, "upload.empty");
	return size > x->route->upload ? failure_set(&x->failure, 413, "too_large") : 0;
}

/* The name is nginx's own and no header of the client's, yet nothing but a plain file of the declared size is read. */
int upload_open(struct exchange *x, struct upload *upload)
{
	const char *path = request_param(&x->request, "XQ_BODY_FILE");
	struct stat st;
	upload->size = declared(x);
	upload->fd = path ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) : -1;
	if (upload->fd >= 0 && !fstat(upload->fd, &st) && S_ISREG(st.st_mode) && (size_t)st.st_size == upload->size)
		return 0;
	upload_close(upload);
	log_line(LOG_ERROR, "request %s: the file of an upload could not be opened", x->request.id);
	return failure_set(&x->failure, 500, "internal");
}

void upload_close(struct upload *upload)
{
	if (upload->fd >= 0)
		close(upload->fd);
	upload->fd = -1;
}
