#include "boxes.h"

#include "config.h"
#include "db.h"
#include "log.h"
#include "round.h"
#include "seal.h"

#include <jansson.h>

static int ask(struct db *db, const char *sql, const json_t *args, json_t **answer, struct failure *failure)
{
	json_t *ctx = round_ctx();
	int wrong = ctx && args ? db_call(db, sql, ctx, args, answer, failure) : failure_set(failure, 500, "internal");
	json_decref(ctx);
	return wrong;
}

/* The opened responses with their boxes' numbers; NULL without memory. */
static json_t *open_all(const char *keys, const json_t *boxes)
{
	json_t *opened = json_array(), *box;
	size_t i;
	json_array_foreach(boxes, i, box)
	{
		const char *id = json_string_value(json_object_get(box, "id"));
		json_t *answers = seal_open_answers(keys, json_string_value(json_object_get(box, "sealed")));
		if (!answers)
			log_line(LOG_ERROR, "response %s does not open", id);
		else if (json_array_append_new(opened, json_pack("{ss so}", "id", id, "answers", answers)))
			log_line(LOG_ERROR, "response %s: no memory", id);
	}
	return opened;
}

/* How many were kept, or -1 with failure set. */
static json_int_t keep(struct db *db, json_t *opened, struct failure *failure)
{
	json_t *args = opened ? json_pack("{so}", "opened", opened) : NULL, *answer = NULL;
	json_int_t kept = -1;
	if (!ask(db, "SELECT worker.survey_opened($1::jsonb, $2::jsonb)", args, &answer, failure))
		kept = json_integer_value(json_object_get(answer, "opened"));
	json_decref(answer);
	json_decref(args);
	return kept;
}

time_t boxes_round(struct db *db, const struct config *config, struct failure *failure)
{
	json_t *args = json_object(), *answer = NULL;
	time_t next = -1;
	if (!ask(db, "SELECT worker.survey_boxes($1::jsonb, $2::jsonb)", args, &answer, failure)) {
		const json_t *boxes = json_object_get(answer, "boxes");
		next = round_time(json_string_value(json_object_get(answer, "next_at")));
		if (json_array_size(boxes) && keep(db, open_all(config->keys, boxes), failure) > 0)
			next = 0;
	}
	json_decref(answer);
	json_decref(args);
	return next;
}
