/* Reads the parts of questions: choices, inputs, validators. */
#include "questionnaire_reader.h"

#include "moment.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

static bool input_text_fits(enum input_type type, const char *text)
{
	static const char *const forms[] = {
		[INPUT_DATE] = "0000-00-00", [INPUT_MONTH] = "0000-00", [INPUT_TIME] = "00:00"
	};
	const char *form = forms[type];
	if (strlen(text) != strlen(form))
		return false;
	for (size_t i = 0; form[i]; i++)
		if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
			return false;
	return true;
}

static struct value limit(struct reader *r, const json_t *json, const char *member, enum input_type type)
{
	const json_t *value = json_object_get(json, member);
	bool dated = type == INPUT_DATE || type == INPUT_MONTH || type == INPUT_TIME;
	if (!value)
		return value_none();
	if (type == INPUT_NUMBER ? json_is_number(value)
							 : dated && json_is_string(value) && input_text_fits(type, json_string_value(value)))
		return value_from_json(&r->survey->arena, value);
	reader_refuse_member(r, member, "property.value", member);
	return value_none();
}

void reader_input(struct reader *r, const json_t *json, struct input *input, bool limits)
{
	static const char *const types[] = { "text", "number", "date", "month", "time", "email", "tel" };
	const json_t *type = json_object_get(json, "inputType"), *step = json_object_get(json, "step"),
				 *length = json_object_get(json, "maxLength");
	*input = (struct input){ .type = INPUT_TEXT, .step = NAN, .max_length = NAN };
	for (size_t i = 0; type && i < sizeof types / sizeof *types; i++)
		if (json_is_string(type) && !strcmp(json_string_value(type), types[i])) {
			input->type = (enum input_type)i;
			type = NULL;
		}
	if (type)
		reader_refuse_member(r, "inputType", "property.value", json_is_string(type) ? json_string_value(type) : "");
	if (length && !json_is_number(length))
		reader_refuse_member(r, "maxLength", "property.value", "maxLength");
	else if (length && json_number_value(length) >= 0)
		input->max_length = json_number_value(length) > 0 ? json_number_value(length) : NAN;
	if (!limits)
		return;
	input->least = limit(r, json, "min", input->type);
	input->most = limit(r, json, "max", input->type);
	if (step && (!json_is_number(step) || input->type != INPUT_NUMBER || json_number_value(step) <= 0))
		reader_refuse_member(r, "step", "property.value", "step");
	else if (step)
		input->step = json_number_value(step);
}

/* ---- choices ---------------------------------------------------------------------------------------------------- */

static const struct property choice_properties[] = { { "value", PROPERTY_READ, 0 }, { "text", PROPERTY_WORDS, 0 },
	{ "visibleIf", PROPERTY_EXPRESSION, offsetof(struct choice, visible_if) },
	{ "enableIf", PROPERTY_EXPRESSION, offsetof(struct choice, enable_if) }, { NULL, PROPERTY_LOOKS, 0 } };
static const struct property row_properties[] = { { "value", PROPERTY_READ, 0 }, { "text", PROPERTY_WORDS, 0 },
	{ "visibleIf", PROPERTY_EXPRESSION, offsetof(struct choice, visible_if) }, { NULL, PROPERTY_LOOKS, 0 } };
static const struct property plain_properties[] = { { "value", PROPERTY_READ, 0 }, { "text", PROPERTY_WORDS, 0 },
	{ NULL, PROPERTY_LOOKS, 0 } };
static const struct property exclusive_properties[] = {
	{ "isExclusive", PROPERTY_TRUTH, offsetof(struct choice, exclusive) }, { NULL, PROPERTY_LOOKS, 0 }
};
static const struct property no_properties[] = { { NULL, PROPERTY_LOOKS, 0 } };

static bool usable(const struct question *question, const struct choice_list *list, const struct value *value)
{
	if (value->kind == VALUE_TEXT)
		return !value_blank(value) && strcmp(value->text.bytes, "other") && strcmp(value->text.bytes, "__proto__") &&
			!strchr(value->text.bytes, '|') && (list != &question->rows || !strpbrk(value->text.bytes, ".[]"));
	return list != &question->rows && value->kind == VALUE_NUMBER;
}

static bool twice(struct arena *arena, const struct choice_list *list, const struct value *value)
{
	for (size_t i = 0; i < list->n; i++)
		if (value_equal(
				arena, &list->items[i].value, value, (struct value_equality){ .fold_case = true, .trim = true }))
			return true;
	return false;
}

static void read_choice(struct reader *r, const json_t *json, struct question *question, struct choice_list *list)
{
	struct choice *choice = &list->items[list->n];
	const json_t *value = json_is_object(json) ? json_object_get(json, "value") : json;
	bool rows = list == &question->rows, plain = question->type == QUESTION_RATING || list == &question->columns;
	bool several = question->type == QUESTION_CHECKBOX || question->type == QUESTION_TAGBOX;
	const struct property *const tables[] = { plain ? plain_properties
			: rows                                  ? row_properties
													: choice_properties,
		several ? exclusive_properties : no_properties, NULL };
	if (json_is_object(json)) {
		reader_take(r, json, tables, choice, (struct owner){ .question = question, .item = true });
		choice->text = json_object_get(json, "text");
		if (!value && json_object_size(json) == 1 && json_is_string(choice->text))
			value = choice->text;
	}
	choice->value = value_from_json(&r->survey->arena, value);
	if (!usable(question, list, &choice->value))
		reader_refuse(r, "choice.value", json_is_string(value) ? json_string_value(value) : "");
	else if (twice(&r->survey->arena, list, &choice->value))
		reader_refuse(r, "choice.twice", json_is_string(value) ? json_string_value(value) : "");
	list->n++;
}

void reader_choices(
	struct reader *r, const json_t *json, const char *member, struct question *question, struct choice_list *list)
{
	enum { SPECIALS = 4 };
	const json_t *items = json_object_get(json, member);
	size_t n = json_array_size(items);
	if ((items && !json_is_array(items)) || n > QUESTIONNAIRE_CHOICES_MAX) {
		reader_refuse_member(r, member, json_is_array(items) ? "choices.many" : "property.value", member);
		return;
	}
	*list = (struct choice_list){ .items = arena_take(&r->survey->arena, (n + SPECIALS) * sizeof *list->items) };
	for (size_t i = 0; list->items && i < n; i++) {
		size_t mark = reader_enter(r, member, items, i);
		read_choice(r, json_array_get(items, i), question, list);
		reader_leave(r, mark);
	}
	list->plain = list->n;
}

/* The items that survey-core adds by itself, in its order. */
void reader_specials(struct reader *r, const json_t *json, struct question *question)
{
	static const struct {
		const char *member, *old, *text, *value;
		enum special special;
	} specials[] = { { "showNoneItem", "hasNone", "noneText", "none", SPECIAL_NOTHING },
		{ "showRefuseItem", "showRefuseItem", "refuseText", "refused", SPECIAL_REFUSED },
		{ "showDontKnowItem", "showDontKnowItem", "dontKnowText", "dontknow", SPECIAL_DONT_KNOW },
		{ "showOtherItem", "hasOther", "otherText", "other", SPECIAL_OTHER } };
	for (size_t i = 0; i < sizeof specials / sizeof *specials && question->choices.items; i++) {
		if (!json_is_true(json_object_get(json, specials[i].member)) &&
			!json_is_true(json_object_get(json, specials[i].old)))
			continue;
		struct value value = value_text(specials[i].value);
		if (twice(&r->survey->arena, &question->choices, &value))
			reader_refuse_member(r, specials[i].member, "choice.twice", specials[i].value);
		question->choices.items[question->choices.n++] = (struct choice){ .value = value,
			.text = json_object_get(json, specials[i].text),
			.exclusive = specials[i].special != SPECIAL_OTHER,
			.special = specials[i].special };
	}
}

/* ---- validators ------------------------------------------------------------------------------------------------- */

static const struct property any_validator[] = { { "type", PROPERTY_READ, 0 }, { "text", PROPERTY_WORDS, 0 },
	{ NULL, PROPERTY_LOOKS, 0 } };
static const struct property numeric_validator[] = { { "minValue", PROPERTY_NUMBER, offsetof(struct validator, least) },
	{ "maxValue", PROPERTY_NUMBER, offsetof(struct validator, most) }, { NULL, PROPERTY_LOOKS, 0 } };
static const struct property text_validator[] = { { "minLength", PROPERTY_NUMBER, offsetof(struct validator, least) },
	{ "maxLength", PROPERTY_NUMBER, offsetof(struct validator, most) }, { "allowDigits", PROPERTY_READ, 0 },
	{ NULL, PROPERTY_LOOKS, 0 } };
static const struct property count_validator[] = { { "minCount", PROPERTY_NUMBER, offsetof(struct validator, least) },
	{ "maxCount", PROPERTY_NUMBER, offsetof(struct validator, most) }, { NULL, PROPERTY_LOOKS, 0 } };
static const struct property regex_validator[] = { { "regex", PROPERTY_READ, 0 },
	{ "caseInsensitive", PROPERTY_READ, 0 }, { "insensitive", PROPERTY_READ, 0 }, { NULL, PROPERTY_LOOKS, 0 } };
static const struct property expression_validator[] = {
	{ "expression", PROPERTY_EXPRESSION, offsetof(struct validator, expression) }, { NULL, PROPERTY_LOOKS, 0 }
};

static const struct {
	const char *name, *old;
	const struct property *properties;
} validators[] = { [VALIDATOR_NUMERIC] = { "numeric", "numericvalidator", numeric_validator },
	[VALIDATOR_TEXT] = { "text", "textvalidator", text_validator },
	[VALIDATOR_ANSWER_COUNT] = { "answercount", "answercountvalidator", count_validator },
	[VALIDATOR_REGEX] = { "regex", "regexvalidator", regex_validator },
	[VALIDATOR_EMAIL] = { "email", "emailvalidator", no_properties },
	[VALIDATOR_EXPRESSION] = { "expression", "expressionvalidator", expression_validator } };

/* What survey-core's own validator of e-mail addresses asks for. */
static const char email_pattern[] = "^(([^<>()\\[\\]\\.,;:\\s@\\\"]+(\\.[^<>()\\[\\]\\.,;:\\s@\\\"]+)*)|(\\\".+\\\"))@"
									"(([^<>()=[\\]\\.,;:\\s@\\\"]+\\.)+[^<>()=[\\]\\.,;:\\s@\\\"]{2,})$";

static void read_pattern(struct reader *r, struct validator *validator, const char *text, bool fold_case)
{
	const char *code = NULL;
	validator->pattern = pattern_parse(&r->survey->arena, text, fold_case, &code);
	if (code)
		reader_refuse_member(r, "regex", code, text);
}

static bool allowed(enum validator_type type, const struct question *q, const struct input *input)
{
	switch (type) {
	case VALIDATOR_EXPRESSION:
		return q->type != QUESTION_HTML && q->type != QUESTION_MULTIPLETEXT;
	case VALIDATOR_ANSWER_COUNT:
		return question_selects_several(q);
	default:
		return input != NULL;
	}
}

static void read_validator(struct reader *r, const json_t *json, struct question *question, const struct input *input,
	struct validator *validator)
{
	const char *name = json_string_value(json_object_get(json, "type"));
	size_t type = 0, types = sizeof validators / sizeof *validators;
	while (name && type < types && strcmp(name, validators[type].name) && strcmp(name, validators[type].old))
		type++;
	if (!name || type == types || !allowed((enum validator_type)type, question, input)) {
		reader_refuse_member(r, "type", "validator.unsupported", name ? name : "");
		return;
	}
	*validator = (struct validator){ .type = (enum validator_type)type,
		.text = json_object_get(json, "text"),
		.least = NAN,
		.most = NAN,
		.no_digits = json_is_false(json_object_get(json, "allowDigits")) };
	const struct property *const tables[] = { any_validator, validators[type].properties, NULL };
	reader_take(r, json, tables, validator, (struct owner){ .question = question });
	const char *regex = json_string_value(json_object_get(json, "regex"));
	bool fold_case =
		json_is_true(json_object_get(json, "caseInsensitive")) || json_is_true(json_object_get(json, "insensitive"));
	if (type == VALIDATOR_EMAIL)
		read_pattern(r, validator, email_pattern, true);
	else if (type == VALIDATOR_REGEX && regex && *regex)
		read_pattern(r, validator, regex, fold_case);
}

static struct validator *own_email(struct reader *r)
{
	struct validator *validator = arena_take(&r->survey->arena, sizeof *validator);
	if (validator) {
		*validator = (struct validator){ .type = VALIDATOR_EMAIL, .least = NAN, .most = NAN };
		read_pattern(r, validator, email_pattern, true);
	}
	return validator;
}

struct validator *reader_validators(
	struct reader *r, const json_t *json, struct question *question, const struct input *input)
{
	const json_t *list = json_object_get(json, "validators");
	struct validator *first = NULL, **end = &first;
	bool email = false;
	if (list && !json_is_array(list))
		reader_refuse_member(r, "validators", "property.value", "validators");
	for (size_t i = 0; i < json_array_size(list); i++) {
		struct validator *validator = arena_take(&r->survey->arena, sizeof *validator);
		size_t mark = reader_enter(r, "validators", list, i);
		if (validator)
			read_validator(r, json_array_get(list, i), question, input, validator);
		reader_leave(r, mark);
		if (!validator)
			break;
		email = email || validator->type == VALIDATOR_EMAIL;
		*end = validator;
		end = &validator->next;
	}
	if (input && input->type == INPUT_EMAIL && !email)
		*end = own_email(r);
	return first;
}
