#include "db.h"

#include "log.h"
#include "text.h"

#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	CONNECT_SECONDS = 3,
	/* What the server is given to end a statement by itself before the connection is given up. */
	GRACE_MS = 3000,
	BUSY_SECONDS = 2
};

struct db {
	PGconn *conn;
	const char *conninfo, *name; /* borrowed */
	int limit_ms, stop_fd;
	int told_ms; /* the limit that the server knows of */
	bool unsure; /* the server warned during this statement */
	bool stopped;
};

struct db *db_new(const char *conninfo, const char *name, int limit_ms)
{
	struct db *db = calloc(1, sizeof *db);
	if (db)
		*db = (struct db){ .conninfo = conninfo, .name = name, .limit_ms = limit_ms, .stop_fd = -1 };
	return db;
}

void db_free(struct db *db)
{
	if (db)
		PQfinish(db->conn);
	free(db);
}

void db_limit(struct db *db, int limit_ms)
{
	db->limit_ms = limit_ms;
}

void db_stop_on(struct db *db, int stop_fd)
{
	db->stop_fd = stop_fd;
}

static void drop(struct db *db)
{
	PQfinish(db->conn);
	db->conn = NULL;
}

/* A warning of class 01000 at a commit says that a standby was not waited for. */
static void on_notice(void *to, const PGresult *notice)
{
	struct db *db = to;
	const char *state = PQresultErrorField(notice, PG_DIAG_SQLSTATE);
	if (state && !strcmp(state, "01000"))
		db->unsure = true;
}

static int give_up(struct db *db, struct failure *failure, const char *why)
{
	log_line(LOG_ERROR, "database: %s", why);
	drop(db);
	return failure_set(failure, 503, "unavailable");
}

static int join(struct db *db, struct failure *failure)
{
	char seconds[16], options[64];
	snprintf(seconds, sizeof seconds, "%d", CONNECT_SECONDS);
	snprintf(options, sizeof options, "-c statement_timeout=%d -c lock_timeout=%d", db->limit_ms, db->limit_ms / 2);
	/* What the configuration says itself, in dbname, wins over what stands before it. */
	const char *const names[] = { "options", "connect_timeout", "fallback_application_name", "dbname",
		"client_encoding", NULL };
	const char *const values[] = { options, seconds, db->name, db->conninfo, "UTF8", NULL };
	db->conn = PQconnectdbParams(names, values, 1);
	if (PQstatus(db->conn) != CONNECTION_OK)
		return give_up(db, failure, PQerrorMessage(db->conn));
	PQsetNoticeReceiver(db->conn, on_notice, db);
	db->told_ms = db->limit_ms;
	return 0;
}

/* Reads whatever came while nothing was asked; a farewell is a message first, and an end only after it. */
static bool alive(struct db *db)
{
	struct pollfd p = { .fd = PQsocket(db->conn), .events = POLLIN };
	while (poll(&p, 1, 0) > 0)
		if (!PQconsumeInput(db->conn))
			return false;
	return PQstatus(db->conn) == CONNECTION_OK;
}

/* Before anything is sent, a connection that died while idle may be replaced: nothing is repeated by that. */
static int ready(struct db *db, struct failure *failure)
{
	if (db->conn && !alive(db))
		drop(db);
	return db->conn ? 0 : join(db, failure);
}

static long long now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void cancel(struct db *db)
{
	char why[256];
	PGcancel *handle = PQgetCancel(db->conn);
	if (handle && !PQcancel(handle, why, sizeof why))
		log_line(LOG_WARN, "database: a statement could not be cancelled");
	PQfreeCancel(handle);
	db->stopped = true;
}

/* Waits until a result can be read without blocking. 0, or -1 when the connection is lost or the time is up. */
static int await(struct db *db, long long until)
{
	while (PQisBusy(db->conn)) {
		long long left = until - now_ms();
		struct pollfd p[2] = { { .fd = PQsocket(db->conn), .events = POLLIN },
			{ .fd = db->stopped ? -1 : db->stop_fd, .events = POLLIN } };
		if (left <= 0)
			return -1;
		if (PQflush(db->conn) == 1)
			p[0].events |= POLLOUT;
		if (poll(p, 2, (int)left) < 0 && errno != EINTR)
			return -1;
		if (p[1].revents)
			cancel(db);
		if (p[0].revents && !PQconsumeInput(db->conn))
			return -1;
	}
	return 0;
}

/* An error of our own functions carries its HTTP status in the SQLSTATE and its code in the message. */
static bool own_error(const char *state, const char *code, struct failure *failure, const PGresult *result)
{
	const char *field = PQresultErrorField(result, PG_DIAG_MESSAGE_HINT);
	const char *wait = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);
	int status = strncmp(state, "XQ", 2) ? 0 : atoi(state + 2);
	if (status < 400 || status > 599 || !code || !text_plain(code, FAILURE_CODE_MAX - 1))
		return false;
	/* A code without a dot is a field's, like those of check.h; one with a dot says more than that. */
	bool of_field = field && *field;
	failure_set(failure, status, of_field && !strchr(code, '.') ? "fields.invalid" : code);
	if (of_field)
		failure_field(failure, field, code);
	if (wait && strspn(wait, "0123456789") == strlen(wait) && strlen(wait) < 7 && *wait)
		failure->retry_after = atoi(wait);
	return true;
}

static const struct {
	const char *prefix;
	const char *code;
	int retry_after;
} foreign[] = {
	{ "40001", "busy", BUSY_SECONDS },
	{ "40P01", "busy", BUSY_SECONDS },
	{ "55P03", "busy", BUSY_SECONDS },
	{ "57014", "busy", BUSY_SECONDS },
	{ "53", "unavailable", 0 },
	{ "57P", "unavailable", 0 },
	{ "08", "unavailable", 0 },
};

/* The message and the detail of a foreign error may hold what a person wrote: neither is logged. */
static int refuse(const PGresult *result, const char *sql, struct failure *failure)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *place = PQresultErrorField(result, PG_DIAG_CONTEXT);
	if (!state)
		state = "08000";
	if (own_error(state, PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY), failure, result))
		return -1;
	if (!place || strncmp(place, "PL/pgSQL function ", 18))
		place = "";
	log_line(LOG_ERROR, "database: SQLSTATE %s in %s %.*s", state, sql, (int)strcspn(place, "\n"), place);
	for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++)
		if (!strncmp(state, foreign[i].prefix, strlen(foreign[i].prefix))) {
			failure_set(failure, 503, foreign[i].code);
			if (foreign[i].retry_after)
				failure->retry_after = foreign[i].retry_after;
			return -1;
		}
	return failure_set(failure, 500, "internal");
}

/* The last result of the statement that was sent, or NULL with failure set. */
static PGresult *collect(struct db *db, struct failure *failure)
{
	long long until = now_ms() + db->limit_ms + GRACE_MS;
	PGresult *last = NULL;
	for (;;) {
		if (await(db, until)) {
			PQclear(last);
			give_up(db, failure, "no answer");
			return NULL;
		}
		PGresult *next = PQgetResult(db->conn);
		if (!next)
			break;
		PQclear(last);
		last = next;
	}
	if (!last)
		give_up(db, failure, "no result");
	return last;
}

static int tell_limit(struct db *db, struct failure *failure)
{
	char whole[16], half[16];
	const char *const values[] = { whole, half };
	snprintf(whole, sizeof whole, "%d", db->limit_ms);
	snprintf(half, sizeof half, "%d", db->limit_ms / 2);
	if (!PQsendQueryParams(db->conn,
			"SELECT set_config('statement_timeout', $1, false), set_config('lock_timeout', $2, false)", 2, NULL, values,
			NULL, NULL, 0))
		return give_up(db, failure, "cannot send");
	PGresult *result = collect(db, failure);
	if (!result)
		return -1;
	bool told = PQresultStatus(result) == PGRES_TUPLES_OK;
	PQclear(result);
	db->told_ms = db->limit_ms;
	return told ? 0 : give_up(db, failure, "the limit was refused");
}

static int read_answer(const PGresult *result, json_t **answer, struct failure *failure)
{
	if (PQntuples(result) == 1 && PQnfields(result) == 1 && !PQgetisnull(result, 0, 0))
		*answer = json_loads(PQgetvalue(result, 0, 0), 0, NULL);
	if (json_is_object(*answer))
		return 0;
	log_line(LOG_ERROR, "database: an answer is no object");
	json_decref(*answer);
	*answer = NULL;
	return failure_set(failure, 500, "internal");
}

/* Sends and judges; answer is NULL where no row is expected. */
static int run(
	struct db *db, const char *sql, int n, const char *const *values, json_t **answer, struct failure *failure)
{
	if (ready(db, failure))
		return -1;
	db->unsure = db->stopped = false;
	if (db->told_ms != db->limit_ms && tell_limit(db, failure))
		return -1;
	if (!PQsendQueryParams(db->conn, sql, n, NULL, values, NULL, NULL, 0))
		return give_up(db, failure, "cannot send");
	PGresult *result = collect(db, failure);
	if (!result)
		return -1;
	ExecStatusType status = PQresultStatus(result);
	int wrong = 0;
	if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
		wrong = refuse(result, sql, failure);
	else if (db->unsure)
		wrong = failure_set(failure, 503, "busy");
	else if (answer)
		wrong = read_answer(result, answer, failure);
	PQclear(result);
	if (PQstatus(db->conn) != CONNECTION_OK)
		drop(db);
	return wrong;
}

int db_call(
	struct db *db, const char *sql, const json_t *ctx, const json_t *args, json_t **answer, struct failure *failure)
{
	char *first = json_dumps(ctx, JSON_COMPACT), *second = json_dumps(args, JSON_COMPACT);
	const char *const values[] = { first, second };
	*answer = NULL;
	int wrong = first && second ? run(db, sql, 2, values, answer, failure) : failure_set(failure, 500, "internal");
	free(first);
	free(second);
	return wrong;
}

int db_do(struct db *db, const char *sql, struct failure *failure)
{
	return run(db, sql, 0, NULL, NULL, failure);
}

int db_socket(struct db *db)
{
	return db->conn ? PQsocket(db->conn) : -1;
}

bool db_notified(struct db *db)
{
	bool any = false;
	if (!db->conn)
		return false;
	if (!alive(db)) {
		drop(db);
		return false;
	}
	for (PGnotify *note; (note = PQnotifies(db->conn)); any = true)
		PQfreemem(note);
	return any;
}
