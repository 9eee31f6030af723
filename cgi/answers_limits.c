/* What survey-core leaves to the browser, or to nobody. */
#include "answers_state.h"

#include "answer_shape.h"
#include "text.h"

#include <math.h>
#include <string.h>

static const struct question *commented(const struct questionnaire *survey, const char *name)
{
	static const char suffix[] = "-Comment";
	size_t n = strlen(name), end = sizeof suffix - 1;
	for (size_t i = 0; n > end && !strcmp(name + n - end, suffix) && i < survey->questions_n; i++) {
		const struct question *q = survey->questions[i];
		if (strlen(q->name) == n - end && !strncmp(q->name, name, n - end))
			return q->comment || question_has_other(q) ? q : NULL;
	}
	return NULL;
}

static bool calculated(const struct questionnaire *survey, const char *name)
{
	for (size_t i = 0; i < survey->calculated_n; i++)
		if (survey->calculated[i].in_result && !strcmp(survey->calculated[i].name, name))
			return true;
	return false;
}

static const char *member_shape(
	const struct questionnaire *survey, const char *name, const json_t *value, const char **row)
{
	const struct question *q = questionnaire_question(survey, name);
	*row = NULL;
	if (json_is_null(value))
		return "answer.unknown";
	if (q)
		return answer_shape(q, value, row);
	if (commented(survey, name))
		return json_is_string(value) ? NULL : "answer.type";
	if (!calculated(survey, name))
		return "answer.unknown";
	return json_is_array(value) || json_is_object(value) ? "answer.type" : NULL;
}

bool answers_shapes(const struct questionnaire *survey, const json_t *answers, json_t *errors)
{
	const char *name, *row;
	json_t *value;
	json_object_foreach((json_t *)answers, name, value)
	{
		const char *code = member_shape(survey, name, value, &row);
		struct answer_error error = { .name = name, .row = row, .code = code, .least = NAN, .most = NAN };
		if (code && !answer_refuse(errors, error))
			return false;
	}
	return true;
}

static bool check_length(const char *name, const char *row, const struct value *value, size_t most, json_t *errors)
{
	if (value->kind != VALUE_TEXT || text_points(value->text.bytes) <= most)
		return true;
	return answer_refuse(errors, (struct answer_error){ name, row, "answer.long", NULL, NAN, (double)most });
}

static bool refuse(const struct question *q, const char *code, double most, json_t *errors)
{
	return answer_refuse(errors, (struct answer_error){ q->name, NULL, code, NULL, NAN, most });
}

static bool disabled(struct state *s, const struct question *q, size_t i)
{
	return s->questions[q->index].choices_off[i] && state_selected(s, q, &q->choices.items[i].value);
}

static bool check_choices(struct state *s, const struct question *q, json_t *errors)
{
	const struct value *value = &s->questions[q->index].value;
	double n = value->kind == VALUE_LIST ? (double)value->list.n : 0;
	bool ok = true, exclusive = false, off = false;
	for (size_t i = 0; i < q->choices.n; i++) {
		exclusive = exclusive || (q->choices.items[i].exclusive && state_selected(s, q, &q->choices.items[i].value));
		off = off || disabled(s, q, i);
	}
	if (q->most_chosen > 0 && n > q->most_chosen)
		ok = refuse(q, "answer.many", q->most_chosen, errors);
	if (exclusive && n > 1)
		ok = ok && refuse(q, "answer.exclusive", NAN, errors);
	if (off)
		ok = ok && refuse(q, "answer.disabled", NAN, errors);
	return ok;
}

static bool check_question(struct state *s, const struct question *q, json_t *errors)
{
	const struct question_state *state = &s->questions[q->index];
	double comment = s->survey->max_comment_length;
	size_t comment_max = comment > 0 && comment < ANSWER_TEXT_MAX ? (size_t)comment : ANSWER_TEXT_MAX;
	bool ok = check_length(q->name, NULL, &state->comment, comment_max, errors);
	if (q->type == QUESTION_TEXT || q->type == QUESTION_COMMENT)
		ok = ok && check_length(q->name, NULL, &state->value, answer_length_max(s->survey, &q->input), errors);
	for (size_t i = 0; ok && i < q->items_n; i++) {
		const struct value *text = value_member(&state->value, q->items[i].name);
		size_t most = answer_length_max(s->survey, &q->items[i].input);
		ok = !text || check_length(q->name, q->items[i].name, text, most, errors);
	}
	return ok && (!question_selects(q) || check_choices(s, q, errors));
}

bool answers_limits(struct state *s, json_t *errors)
{
	bool ok = true;
	for (size_t i = 0; ok && i < s->survey->questions_n; i++) {
		const struct question *q = s->survey->questions[i];
		if (state_shown(s, q) && !state_read_only(s, q))
			ok = check_question(s, q, errors);
	}
	return ok;
}
