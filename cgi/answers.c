#include "answers.h"

#include "answers_state.h"

#include <math.h>
#include <string.h>

/* Whether set_new took a new reference of what was made. */
static bool put(json_t *object, const char *name, json_t *made)
{
	return made && !json_object_set_new(object, name, made);
}

static bool append(json_t *list, json_t *made)
{
	return made && !json_array_append_new(list, made);
}

static bool can_hide(const struct choice_list *list, const struct expression *all)
{
	bool hides = all != NULL;
	for (size_t i = 0; i < list->n; i++)
		hides = hides || list->items[i].visible_if;
	return hides;
}

static bool tell_list(json_t *into, const struct question *q, const struct choice_list *list, const bool *shown)
{
	json_t *values = json_array();
	bool ok = put(into, q->name, values);
	for (size_t i = 0; ok && i < list->n; i++)
		if (shown[i])
			ok = append(values, value_to_json(&list->items[i].value));
	return ok;
}

static bool tell_question(struct state *s, const struct question *q, json_t *told)
{
	const struct question_state *state = &s->questions[q->index];
	bool ok = !state_shown(s, q) || append(json_object_get(told, "visible"), json_string(q->name));
	ok = ok && (!state->required || append(json_object_get(told, "required"), json_string(q->name)));
	ok = ok && (!state_read_only(s, q) || append(json_object_get(told, "readOnly"), json_string(q->name)));
	if (ok && can_hide(&q->rows, q->rows_visible_if))
		ok = tell_list(json_object_get(told, "rows"), q, &q->rows, state->rows_shown);
	if (ok && question_selects(q) && can_hide(&q->choices, q->choices_visible_if))
		ok = tell_list(json_object_get(told, "choices"), q, &q->choices, state->choices_shown);
	return ok;
}

static bool tell(struct state *s, json_t *told)
{
	for (size_t i = 0; i < s->survey->questions_n; i++)
		if (!tell_question(s, s->survey->questions[i], told))
			return false;
	return true;
}

static bool put_value(
	json_t *data, const char *name, const char *suffix, const struct value *value, struct state *s, json_t *errors)
{
	const char *key = state_key(s, name, suffix);
	if (!key)
		return false;
	if (!value_speakable(value))
		return answer_refuse(errors, (struct answer_error){ name, NULL, "answer.text", NULL, NAN, NAN });
	return put(data, key, value_to_json(value));
}

static bool collect(struct state *s, json_t *data, json_t *errors)
{
	bool ok = true;
	for (size_t i = 0; ok && i < s->survey->questions_n; i++) {
		const struct question_state *state = &s->questions[i];
		const char *name = s->survey->questions[i]->name;
		ok = state->data.kind == VALUE_UNDEFINED || put_value(data, name, "", &state->data, s, errors);
		ok = ok &&
			(state->comment.kind == VALUE_UNDEFINED || put_value(data, name, "-Comment", &state->comment, s, errors));
	}
	for (size_t i = 0; ok && i < s->survey->calculated_n; i++) {
		const struct calculated *c = &s->survey->calculated[i];
		const struct value *value = &s->calculated[i].value, *given = &s->calculated[i].given;
		if (c->in_result && value->kind != VALUE_UNDEFINED)
			ok = put_value(data, c->name, "", value, s, errors);
		else if (given->kind != VALUE_UNDEFINED)
			ok = put_value(data, c->name, "", given, s, errors);
	}
	return ok;
}

static json_t *empty_report(void)
{
	return json_pack("{sb, s[], s[], s{}, s{}, s[], s[]}", "valid", 0, "errors", "visible", "rows", "choices",
		"required", "readOnly");
}

static bool check(struct state *s, const json_t *answers, json_t *report)
{
	json_t *errors = json_object_get(report, "errors"), *data = json_object();
	bool ok = data && state_start(s, s->survey, s->now);
	if (ok)
		state_answer(s, answers);
	ok = ok && answers_validate(s, errors) && answers_limits(s, errors) && tell(s, report);
	if (ok)
		state_complete(s);
	ok = ok && collect(s, data, errors);
	if (ok && json_array_size(errors) == 0)
		ok = !json_object_set(report, "data", data) && !json_object_set_new(report, "valid", json_true());
	json_decref(data);
	return ok;
}

json_t *answers_check(const struct questionnaire *survey, const json_t *answers, double now)
{
	struct state s = { .survey = survey, .now = now };
	json_t *report = empty_report(), *errors = json_object_get(report, "errors");
	bool ok = report && answers_shapes(survey, answers, errors);
	if (ok && json_array_size(errors) == 0)
		ok = check(&s, answers, report) && !s.arena.failed;
	bool costly = s.arena.exceeded;
	state_free(&s);
	if (report && costly) {
		json_decref(report);
		report = empty_report();
		ok = report &&
			answer_refuse(json_object_get(report, "errors"),
				(struct answer_error){ "", NULL, "answer.uncomputable", NULL, NAN, NAN });
	}
	if (!ok) {
		json_decref(report);
		return NULL;
	}
	return report;
}
