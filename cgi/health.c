#include "health.h"

#include "config.h"
#include "db.h"
#include "exchange.h"
#include "metrics.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum {
	/* The worker beats every ten seconds, and not while a statement of a minute runs. */
	BEAT_SECONDS_MAX = 90
};

static const char *const siblings[] = { "intake", "reader", "console", NULL };

/* Not blocking: a full queue is answered at once, and is no health either. */
static bool accepts(const char *run_dir, const char *name)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int n = snprintf(address.sun_path, sizeof address.sun_path, "%s/%s.sock", run_dir, name);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || n < 0 || (size_t)n >= sizeof address.sun_path) {
		close(fd);
		return false;
	}
	bool good = !connect(fd, (const struct sockaddr *)&address, sizeof address);
	close(fd);
	return good;
}

static bool note(json_t *to, const char *name, bool good)
{
	json_object_set_new(to, name, json_string(good ? "ok" : "down"));
	return good;
}

static bool database_answers(struct exchange *x)
{
	struct failure failure = { 0 };
	bool good = !db_do(x->service->db, "SELECT 1", &failure);
	failure_clear(&failure);
	return good;
}

int health_show(struct exchange *x)
{
	const char *run_dir = x->service->config->run_dir;
	json_t *programs = json_object(), *answer = json_object();
	bool good = true;
	for (const char *const *name = siblings; *name; name++)
		good = note(programs, *name, accepts(run_dir, *name)) && good;
	long age = metrics_beat_age(run_dir, "xq-worker");
	good = note(programs, "worker", age >= 0 && age <= BEAT_SECONDS_MAX) && good;
	bool database = database_answers(x);
	json_object_set_new(answer, "status", json_string(good && database ? "ok" : "down"));
	json_object_set_new(answer, "programs", programs);
	note(answer, "database", database);
	x->answer = answer;
	x->status = good && database ? 200 : 503;
	return 0;
}

static bool from_here(const struct exchange *x)
{
	const char *address = request_param(&x->request, "REMOTE_ADDR");
	return address && (!strcmp(address, "127.0.0.1") || !strcmp(address, "::1") || !strcmp(address, "unix:"));
}

int health_metrics(struct exchange *x)
{
	if (!from_here(x))
		return failure_set(&x->failure, 403, "forbidden");
	reply_start(&x->reply, 200, "text/plain; version=0.0.4; charset=utf-8");
	reply_header(&x->reply, "Cache-Control", "no-store");
	metrics_text(x->service->config->run_dir, &x->reply.body);
	return 0;
}
