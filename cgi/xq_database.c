#include "xq.h"

#include <errno.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int connect_owner(struct xq *xq)
{
	PGresult *result;
	if (xq->conn != NULL)
		return 0;
	xq->conn = PQconnectdb(xq->config->database);
	if (PQstatus(xq->conn) != CONNECTION_OK)
		return xq_fail("%s", PQerrorMessage(xq->conn));
	result =
		PQexecParams(xq->conn, "SELECT set_config('role', 'xq_owner', false) FROM pg_roles WHERE rolname = 'xq_owner'",
			0, NULL, NULL, NULL, NULL, 0);
	int good = PQresultStatus(result) == PGRES_TUPLES_OK;
	PQclear(result);
	return good ? 0 : xq_fail("%s", PQerrorMessage(xq->conn));
}

static json_t *value_of(const PGresult *result)
{
	if (PQntuples(result) != 1 || PQgetisnull(result, 0, 0))
		return json_null();
	return json_loads(PQgetvalue(result, 0, 0), JSON_DECODE_ANY, NULL);
}

/* What engine.fail raised is a code and a field; anything else is the server's own line. */
static void tell(const PGresult *result)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	const char *hint = PQresultErrorField(result, PG_DIAG_MESSAGE_HINT);
	if (state != NULL && message != NULL && strncmp(state, "XQ", 2) == 0)
		xq_fail("refused: %s (%s)", message, hint != NULL ? hint : "");
	else
		xq_fail("%s", PQresultErrorMessage(result));
}

json_t *xq_ask(struct xq *xq, const char *sql, const json_t *param)
{
	json_t *answer = NULL;
	char *text = param != NULL ? json_dumps(param, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;
	const char *values[] = { text };
	if (param != NULL && text == NULL) {
		xq_fail("out of memory");
		return NULL;
	}
	if (connect_owner(xq) == 0) {
		PGresult *result = PQexecParams(xq->conn, sql, param != NULL, NULL, values, NULL, NULL, 0);
		if (PQresultStatus(result) == PGRES_TUPLES_OK)
			answer = value_of(result);
		else
			tell(result);
		PQclear(result);
	}
	free(text);
	return answer;
}

void xq_disconnect(struct xq *xq)
{
	PQfinish(xq->conn);
	xq->conn = NULL;
}

static void become_psql(const char *database, int in)
{
	dup2(in, STDIN_FILENO);
	setenv("PGOPTIONS", "-c client_min_messages=warning", 1);
	execlp("psql", "psql", "-X", "-q", "-1", "-o", "/dev/null", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", "-",
		(char *)NULL);
	fprintf(stderr, "xq: psql: %s\n", strerror(errno));
	_exit(127);
}

static int write_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t done = write(fd, data, len);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -1;
		data += done;
		len -= (size_t)done;
	}
	return 0;
}

/* A pipe and not arguments: they would show the script's passwords to everybody on the machine. */
int xq_script(struct xq *xq, const char *script, size_t len)
{
	int ends[2], status = 0;
	if (pipe(ends) != 0) {
		xq_fail("pipe: %s", strerror(errno));
		return -1;
	}
	signal(SIGPIPE, SIG_IGN);
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		close(ends[1]);
		become_psql(xq->config->database, ends[0]);
	}
	close(ends[0]);
	int written = child > 0 ? write_all(ends[1], script, len) : -1;
	close(ends[1]);
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return written == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}
