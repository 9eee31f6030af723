#include "outbox.h"

#include "config.h"
#include "db.h"
#include "log.h"
#include "post.h"
#include "round.h"

#include <jansson.h>
#include <poll.h>
#include <string.h>

static const char *const end_names[] = {
	[POST_SENT] = "sent",
	[POST_RETRY] = "retry",
	[POST_FAILED] = "failed",
	[POST_VOID] = "void",
};

static enum post_end deliver(const struct outbox *outbox, const json_t *message, char error[POST_ERROR_MAX])
{
	const char *kind = json_string_value(json_object_get(message, "kind"));
	if (kind && !strcmp(kind, "webhook"))
		return post_webhook(outbox->secret, message, error);
	return post_mail(outbox->config, message, error);
}

/* Which message, which attempt, and a code: no address and no word is logged. */
static int report(
	const struct outbox *outbox, const json_t *message, enum post_end end, const char *error, struct failure *failure)
{
	json_t *id = json_object_get(message, "id"), *attempt = json_object_get(message, "attempt"), *answer = NULL;
	json_t *args = json_pack("{sO sO ss ss}", "id", id, "attempt", attempt, "result", end_names[end], "error",
		end == POST_SENT ? "" : error);
	if (end != POST_SENT)
		log_line(LOG_WARN, "outbox %" JSON_INTEGER_FORMAT ": %s, %s", json_integer_value(id), end_names[end], error);
	json_t *ctx = round_ctx();
	int wrong = args && ctx
		? db_call(outbox->db, "SELECT worker.outbox_done($1::jsonb, $2::jsonb)", ctx, args, &answer, failure)
		: failure_set(failure, 500, "internal");
	json_decref(answer);
	json_decref(args);
	json_decref(ctx);
	return wrong;
}

static bool told_to_stop(int stop_fd)
{
	struct pollfd p = { .fd = stop_fd, .events = POLLIN };
	return poll(&p, 1, 0) > 0;
}

/* What is left when it is told to stop waits for its lease to end. */
static int deliver_all(const struct outbox *outbox, const json_t *items, struct failure *failure)
{
	size_t i;
	json_t *message;
	json_array_foreach(items, i, message)
	{
		char error[POST_ERROR_MAX];
		if (told_to_stop(outbox->stop_fd))
			return 0;
		enum post_end end = deliver(outbox, message, error);
		if (report(outbox, message, end, error, failure))
			return -1;
	}
	return 0;
}

/* Of a clock that nobody sets. */
static time_t now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/* Takes a few and delivers them. Whether there may be more to take at once; *next is when to look again, *seconds how long a round
 * may go on. */
static bool deliver_some(const struct outbox *outbox, time_t *next, long *seconds, struct failure *failure)
{
	const char *site = outbox->config->site;
	bool mail = outbox->config->smtp && outbox->config->mail_from, more = false;
	json_t *answer = NULL, *ctx = round_ctx(), *args = json_pack("{ss sb}", "site", site ? site : "", "mail", mail);
	*next = -1;
	if (!ctx || !args)
		failure_set(failure, 500, "internal");
	else if (!db_call(outbox->db, "SELECT worker.outbox_take($1::jsonb, $2::jsonb)", ctx, args, &answer, failure)) {
		const json_t *items = json_object_get(answer, "items");
		*seconds = (long)json_integer_value(json_object_get(answer, "seconds"));
		more = json_array_size(items) && !deliver_all(outbox, items, failure);
		*next = json_array_size(items) ? 0 : round_time(json_string_value(json_object_get(answer, "next_at")));
	}
	json_decref(answer);
	json_decref(args);
	json_decref(ctx);
	return more;
}

/* What falls due does not wait for a slow server: a round ends after its seconds, and what is left is taken in the next. */
time_t outbox_round(const struct outbox *outbox, struct failure *failure)
{
	time_t begun = now(), next;
	long seconds = 0;
	while (deliver_some(outbox, &next, &seconds, failure) && !told_to_stop(outbox->stop_fd))
		if (now() - begun >= seconds)
			break;
	return failure->status ? -1 : next;
}
