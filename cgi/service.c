#include "service.h"

#include "config.h"
#include "db.h"
#include "exchange.h"
#include "log.h"
#include "metrics.h"
#include "page.h"
#include "prefork.h"
#include "secret.h"

#include <errno.h>
#include <fcgiapp.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { BACKLOG = 511, WHY_SIZE = 512 };

/* The master's belongings; workers inherit them. */
struct house {
	const struct program *program;
	struct config *config;
	struct pages *pages;
	struct secret *secret;
	struct metrics *metrics;
	int listener;
};

static const char *const pages_of_all[] = { "problem", "unavailable", NULL };

static const char *page_missing_of(const struct route_table *table, const struct pages *pages)
{
	for (size_t i = 0; i < table->n; i++) {
		const struct route *route = &table->rows[i];
		if (route->page && !pages_has(pages, route->page))
			return route->page;
		if (route->again_page && !pages_has(pages, route->again_page))
			return route->again_page;
	}
	return NULL;
}

static const char *page_missing(const struct program *program, const struct pages *pages)
{
	for (const char *const *name = pages_of_all; *name; name++)
		if (!pages_has(pages, *name))
			return *name;
	for (const struct route_table *table = program->tables; table->n; table++) {
		const char *missing = page_missing_of(table, pages);
		if (missing)
			return missing;
	}
	return NULL;
}

static struct pages *load_pages(const struct house *house, char *why, size_t n)
{
	struct pages *pages = pages_load(house->config->web_root, why, n);
	const char *missing = pages ? page_missing(house->program, pages) : NULL;
	if (!missing)
		return pages;
	snprintf(why, n, "there is no page %s", missing);
	pages_free(pages);
	return NULL;
}

static int load_config(struct house *house, const char *path, char *why, size_t n)
{
	static const char *const needed[] = { "socket", "database", "web_root", "run_dir", NULL };
	static const char *const needed_keys[] = { "keys", NULL };
	house->config = config_load(path, why, n);
	if (!house->config)
		return -1;
	const char *missing = config_missing(house->config, needed);
	if (!missing && house->program->keys)
		missing = config_missing(house->config, needed_keys);
	if (!missing)
		return 0;
	snprintf(why, n, "%s: %s is missing", path, missing);
	return -1;
}

static int load(struct house *house, const char *path, char *why, size_t n)
{
	const char *wrong = route_verify(house->program->tables);
	if (wrong) {
		snprintf(why, n, "the route %s cannot be served", wrong);
		return -1;
	}
	if (load_config(house, path, why, n))
		return -1;
	house->pages = load_pages(house, why, n);
	if (!house->pages)
		return -1;
	if (house->program->keys)
		house->secret = secret_open(house->config->keys, why, n);
	return house->program->keys && !house->secret ? -1 : 0;
}

static void unload(struct house *house)
{
	secret_free(house->secret);
	pages_free(house->pages);
	config_free(house->config);
}

/* What cannot be loaded any more leaves the workers with what they had. */
static void reload(void *to)
{
	struct house *house = to;
	char why[WHY_SIZE];
	struct pages *fresh = load_pages(house, why, sizeof why);
	if (!fresh) {
		log_line(LOG_ERROR, "the old pages stay: %s", why);
		return;
	}
	pages_free(house->pages);
	house->pages = fresh;
}

/* A socket nobody answers on is left over from a program that was killed. */
static int remove_stale(const struct sockaddr_un *address, char *why, size_t n)
{
	struct stat st;
	if (lstat(address->sun_path, &st))
		return 0;
	int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool stale = S_ISSOCK(st.st_mode) && connect(probe, (const struct sockaddr *)address, sizeof *address);
	close(probe);
	if (stale && !unlink(address->sun_path))
		return 0;
	snprintf(why, n, "%s: is in use", address->sun_path);
	return -1;
}

static int listen_on(const char *path, char *why, size_t n)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof address.sun_path) {
		snprintf(why, n, "%s: is too long for a socket", path);
		return -1;
	}
	memcpy(address.sun_path, path, strlen(path));
	if (remove_stale(&address, why, n))
		return -1;
	/* Not blocking: of several workers that a connection wakes, those that come too late go back to waiting. */
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	mode_t old = umask(0117);
	int wrong = fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, BACKLOG);
	umask(old);
	if (!wrong)
		return fd;
	snprintf(why, n, "%s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

static size_t read_stream(void *from, void *to, size_t n)
{
	int got = FCGX_GetStr(to, (int)n, from);
	return got > 0 ? (size_t)got : 0;
}

static int write_stream(void *to, const void *data, size_t len)
{
	return FCGX_PutStr(data, (int)len, to) == (int)len ? 0 : -1;
}

static long long now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void answer(const struct service *service, FCGX_Request *fcgi)
{
	struct exchange exchange;
	struct source body = { .from = fcgi->in, .read = read_stream };
	long long start = now_us();
	exchange_run(&exchange, service, fcgi->envp, &body);
	if (reply_write(&exchange.reply, exchange.request.head, write_stream, fcgi->out))
		log_line(LOG_WARN, "request %s: the answer could not be written", exchange.request.id);
	FCGX_Finish_r(fcgi);
	FCGX_Free(fcgi, 1);
	metrics_request(service->metrics, exchange.reply.status, now_us() - start);
	exchange_free(&exchange);
}

static int work(void *to, int stop_fd)
{
	const struct house *house = to;
	struct db *db = db_new(house->config->database, house->program->name, STATEMENT_MS);
	struct service service = { .program = house->program,
		.config = house->config,
		.secret = house->secret,
		.pages = house->pages,
		.db = db,
		.metrics = house->metrics };
	FCGX_Request fcgi;
	if (!db || FCGX_Init() || FCGX_InitRequest(&fcgi, house->listener, 0))
		return 1;
	for (long served = 0; served < house->config->max_requests;) {
		struct pollfd p[2] = { { .fd = stop_fd, .events = POLLIN }, { .fd = house->listener, .events = POLLIN } };
		if (poll(p, 2, -1) < 0 && errno != EINTR)
			break;
		if (p[0].revents)
			break;
		if (p[1].revents && FCGX_Accept_r(&fcgi) >= 0) {
			answer(&service, &fcgi);
			served++;
		}
	}
	FCGX_Free(&fcgi, 1);
	db_free(db);
	return 0;
}

static int serve(struct house *house, char *why, size_t n)
{
	const struct config *config = house->config;
	house->metrics = metrics_open(config->run_dir, house->program->name, why, n);
	if (!house->metrics)
		return -1;
	house->listener = listen_on(config->socket, why, n);
	if (house->listener < 0)
		return -1;
	struct prefork prefork = {
		.workers = config->workers, .work = work, .reload = reload, .to = house, .metrics = house->metrics
	};
	int wrong = prefork_run(&prefork);
	close(house->listener);
	unlink(config->socket);
	return wrong;
}

static int print_routes(const struct program *program)
{
	json_t *routes = route_dump(program->tables);
	int wrong = !routes || json_dumpf(routes, stdout, JSON_INDENT(1)) || puts("") < 0;
	json_decref(routes);
	return wrong;
}

static int usage(const struct program *program)
{
	fprintf(stderr, "usage: %s --config FILE [--check | --routes]\n", program->name);
	return 2;
}

int service_main(const struct program *program, int argc, char **argv)
{
	struct house house = { .program = program, .listener = -1 };
	char why[WHY_SIZE] = "";
	log_open(program->name);
	if ((argc == 2 || argc == 4) && !strcmp(argv[argc - 1], "--routes"))
		return print_routes(program);
	bool check = argc == 4 && !strcmp(argv[3], "--check");
	if ((argc != 3 && !check) || strcmp(argv[1], "--config"))
		return usage(program);
	int wrong = sodium_init() < 0 ? -1 : load(&house, argv[2], why, sizeof why);
	if (!wrong && !check)
		wrong = serve(&house, why, sizeof why);
	if (wrong)
		fprintf(stderr, "%s: %s\n", program->name, why);
	unload(&house);
	return wrong ? 1 : 0;
}
