#include "answer_shape.h"

#include "moment.h"

#include <math.h>
#include <string.h>

static const char wrong_type[] = "answer.type", no_choice[] = "answer.choice";

static bool like(const char *form, const char *text)
{
	if (strlen(text) != strlen(form))
		return false;
	for (; *form; form++, text++)
		if (*form == '0' ? *text < '0' || *text > '9' : *text != *form)
			return false;
	return true;
}

static bool real_day(const char *text)
{
	struct moment p = moment_parts(moment_parse(text));
	return !isnan(p.year) && (int)p.day == (text[8] - '0') * 10 + text[9] - '0' && strncmp(text, "0000", 4) != 0;
}

bool answer_in_form(enum input_type type, const char *text)
{
	switch (type) {
	case INPUT_DATE:
		return like("0000-00-00", text) && real_day(text);
	case INPUT_MONTH:
		return like("0000-00", text) && strncmp(text, "0000", 4) && strncmp(text + 5, "00", 2) > 0 &&
			strncmp(text + 5, "12", 2) <= 0;
	case INPUT_TIME:
		return like("00:00", text) && strncmp(text, "23", 2) <= 0 && strncmp(text + 3, "59", 2) <= 0;
	default:
		return true;
	}
}

size_t answer_length_max(const struct questionnaire *survey, const struct input *input)
{
	double most = isnan(input->max_length) ? survey->max_text_length : input->max_length;
	return isnan(most) || most > ANSWER_TEXT_MAX ? ANSWER_TEXT_MAX : (size_t)most;
}

static const char *input_shape(const struct input *input, const json_t *answer)
{
	if (json_is_string(answer) && !*json_string_value(answer))
		return NULL;
	if (input->type == INPUT_NUMBER)
		return json_is_number(answer) ? NULL : wrong_type;
	if (!json_is_string(answer))
		return wrong_type;
	return answer_in_form(input->type, json_string_value(answer)) ? NULL : "answer.form";
}

static bool is_value(const struct value *value, const json_t *json)
{
	if (value->kind == VALUE_TEXT)
		return json_is_string(json) && !strcmp(json_string_value(json), value->text.bytes);
	if (value->kind == VALUE_NUMBER)
		return json_is_number(json) && json_number_value(json) == value->number;
	return json_is_boolean(json) && json_is_true(json) == value->truth;
}

static bool listed(const struct choice_list *list, const json_t *json)
{
	for (size_t i = 0; i < list->n; i++)
		if (is_value(&list->items[i].value, json))
			return true;
	return false;
}

static const char *one_of(const struct choice_list *list, const json_t *answer)
{
	if (json_is_string(answer) && !*json_string_value(answer))
		return NULL;
	return listed(list, answer) ? NULL : json_is_array(answer) || json_is_object(answer) ? wrong_type : no_choice;
}

static const char *some_of(const struct question *q, const json_t *answer)
{
	size_t i, n = json_array_size(answer);
	json_t *item;
	if (!json_is_array(answer))
		return wrong_type;
	json_array_foreach(answer, i, item)
	{
		if (!listed(&q->choices, item))
			return json_is_array(item) || json_is_object(item) ? wrong_type : no_choice;
		for (size_t j = 0; j < i; j++)
			if (json_equal(item, json_array_get(answer, j)))
				return "answer.twice";
	}
	bool complete = q->type != QUESTION_RANKING || q->rank_selected || n == 0 || n == q->choices.n;
	return complete ? NULL : "answer.ranking";
}

static bool has_row(const struct question *q, const char *name)
{
	for (size_t i = 0; i < q->rows.n; i++)
		if (!strcmp(q->rows.items[i].value.text.bytes, name))
			return true;
	return false;
}

static const char *matrix_shape(const struct question *q, const json_t *answer, const char **row)
{
	const char *name;
	json_t *value;
	if (!json_is_object(answer))
		return wrong_type;
	json_object_foreach((json_t *)answer, name, value)
	{
		*row = name;
		if (!has_row(q, name))
			return "answer.row";
		if (!listed(&q->columns, value))
			return json_is_array(value) || json_is_object(value) ? wrong_type : no_choice;
	}
	*row = NULL;
	return NULL;
}

static const char *items_shape(const struct question *q, const json_t *answer, const char **row)
{
	const char *name;
	json_t *value;
	if (!json_is_object(answer))
		return wrong_type;
	json_object_foreach((json_t *)answer, name, value)
	{
		size_t i = 0;
		while (i < q->items_n && strcmp(q->items[i].name, name))
			i++;
		*row = name;
		const char *wrong = i < q->items_n ? input_shape(&q->items[i].input, value) : "answer.row";
		if (wrong)
			return wrong;
	}
	*row = NULL;
	return NULL;
}

static const char *slider_shape(const struct question *q, const json_t *answer)
{
	double number = json_number_value(answer), steps = (number - q->least) / q->step;
	if (!json_is_number(answer))
		return wrong_type;
	return number < q->least || number > q->most || fabs(steps - round(steps)) > 1e-9 ? "answer.scale" : NULL;
}

const char *answer_shape(const struct question *q, const json_t *answer, const char **row)
{
	*row = NULL;
	switch (q->type) {
	case QUESTION_TEXT:
	case QUESTION_COMMENT:
		return input_shape(&q->input, answer);
	case QUESTION_CHECKBOX:
	case QUESTION_TAGBOX:
	case QUESTION_RANKING:
		return some_of(q, answer);
	case QUESTION_RATING:
		return json_is_number(answer) && !listed(&q->choices, answer) ? "answer.scale" : one_of(&q->choices, answer);
	case QUESTION_SLIDER:
		return slider_shape(q, answer);
	case QUESTION_MATRIX:
		return matrix_shape(q, answer, row);
	case QUESTION_MULTIPLETEXT:
		return items_shape(q, answer, row);
	case QUESTION_EXPRESSION:
		return json_is_array(answer) || json_is_object(answer) || json_is_null(answer) ? wrong_type : NULL;
	case QUESTION_HTML:
		return wrong_type;
	default:
		return one_of(&q->choices, answer);
	}
}
