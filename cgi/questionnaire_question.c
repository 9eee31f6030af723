/* Reads a question: what each type takes. */
#include "answer_shape.h"
#include "questionnaire_reader.h"
#include "text.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#define LOOKS(name) \
	{ \
		name, PROPERTY_LOOKS, 0 \
	}
#define WORDS(name) \
	{ \
		name, PROPERTY_WORDS, 0 \
	}
#define READ(name) \
	{ \
		name, PROPERTY_READ, 0 \
	}
#define FALSE_ONLY(name) \
	{ \
		name, PROPERTY_FALSE, 0 \
	}
#define TRUTH(name, member) \
	{ \
		name, PROPERTY_TRUTH, offsetof(struct question, member) \
	}
#define NUMBER(name, member) \
	{ \
		name, PROPERTY_NUMBER, offsetof(struct question, member) \
	}
#define EXPRESSION(name, member) \
	{ \
		name, PROPERTY_EXPRESSION, offsetof(struct question, member) \
	}
#define ITEMS_EXPRESSION(name, member) \
	{ \
		name, PROPERTY_ITEMS_EXPRESSION, offsetof(struct question, member) \
	}
#define END \
	{ \
		NULL, PROPERTY_LOOKS, 0 \
	}

static const struct property any_question[] = { READ("type"), READ("name"), TRUTH("visible", visible),
	EXPRESSION("visibleIf", visible_if), TRUTH("readOnly", read_only), EXPRESSION("enableIf", enable_if),
	WORDS("title"), WORDS("description"), LOOKS("state"), LOOKS("width"), LOOKS("minWidth"), LOOKS("maxWidth"),
	LOOKS("colSpan"), LOOKS("startWithNewLine"), LOOKS("indent"), LOOKS("titleLocation"), LOOKS("descriptionLocation"),
	LOOKS("showNumber"), LOOKS("hideNumber"), LOOKS("errorLocation"), LOOKS("useDisplayValuesInDynamicTexts"),
	LOOKS("useDisplayValuesInTitle"), LOOKS("correctAnswer"), END };
static const struct property any_asked[] = { TRUTH("isRequired", required), EXPRESSION("requiredIf", required_if),
	WORDS("requiredErrorText"), READ("clearIfInvisible"), READ("defaultValue"), READ("validators"), END };
static const struct property commented[] = { TRUTH("showCommentArea", comment), TRUTH("hasComment", comment),
	WORDS("commentText"), WORDS("commentPlaceholder"), WORDS("commentPlaceHolder"), END };
static const struct property text_box[] = { READ("inputType"), READ("min"), READ("max"), READ("step"),
	READ("maxLength"), WORDS("placeholder"), WORDS("placeHolder"), WORDS("minErrorText"), WORDS("maxErrorText"),
	WORDS("stepErrorText"), LOOKS("size"), LOOKS("inputSize"), LOOKS("autocomplete"), LOOKS("autoComplete"),
	LOOKS("textUpdateMode"), LOOKS("inputTextAlignment"), END };
static const struct property comment[] = { READ("maxLength"), WORDS("placeholder"), WORDS("placeHolder"), LOOKS("rows"),
	LOOKS("cols"), LOOKS("autoGrow"), LOOKS("allowResize"), LOOKS("textUpdateMode"), END };
static const struct property select_one[] = { READ("choices"), ITEMS_EXPRESSION("choicesVisibleIf", choices_visible_if),
	ITEMS_EXPRESSION("choicesEnableIf", choices_enable_if), READ("choicesOrder"), READ("showOtherItem"),
	READ("hasOther"), READ("showNoneItem"), READ("hasNone"), READ("showRefuseItem"), READ("showDontKnowItem"),
	WORDS("otherText"), WORDS("noneText"), WORDS("refuseText"), WORDS("dontKnowText"), WORDS("otherErrorText"),
	WORDS("otherPlaceholder"), WORDS("otherPlaceHolder"), LOOKS("colCount"), LOOKS("separateSpecialChoices"),
	FALSE_ONLY("hideIfChoicesEmpty"), LOOKS("allowClear"), LOOKS("showClearButton"), WORDS("placeholder"),
	WORDS("optionsCaption"), LOOKS("searchEnabled"), LOOKS("searchMode"), LOOKS("textWrapEnabled"),
	FALSE_ONLY("allowCustomChoices"), FALSE_ONLY("choicesLazyLoadEnabled"), END };
static const struct property select_several[] = { NUMBER("minSelectedChoices", least_chosen),
	NUMBER("maxSelectedChoices", most_chosen), LOOKS("hideSelectedItems"), LOOKS("showSelectAllItem"),
	LOOKS("hasSelectAll"), WORDS("selectAllText"), LOOKS("closeOnSelect"), END };
static const struct property ranking[] = { READ("choices"), NUMBER("minSelectedChoices", least_chosen),
	NUMBER("maxSelectedChoices", most_chosen), TRUTH("selectToRankEnabled", rank_selected), LOOKS("longTap"),
	LOOKS("selectToRankAreasLayout"), LOOKS("selectToRankSwapAreas"), WORDS("selectToRankEmptyRankedAreaText"),
	WORDS("selectToRankEmptyUnrankedAreaText"), END };
static const struct property boolean[] = { READ("valueTrue"), READ("valueFalse"), WORDS("label"), WORDS("labelTrue"),
	WORDS("labelFalse"), LOOKS("swapOrder"), LOOKS("renderAs"), LOOKS("displayMode"), LOOKS("useTitleAsLabel"), END };
static const struct property rating[] = { READ("rateValues"), READ("rateMin"), READ("rateMax"), READ("rateStep"),
	READ("rateCount"), READ("autoGenerate"), WORDS("minRateDescription"), WORDS("mininumRateDescription"),
	WORDS("maximumRateDescription"), WORDS("maxRateDescription"), LOOKS("displayRateDescriptionsAsExtremeItems"),
	LOOKS("rateDescriptionLocation"), LOOKS("rateType"), LOOKS("rateDisplayMode"), LOOKS("rateColorMode"),
	LOOKS("scaleColorMode"), LOOKS("displayMode"), END };
static const struct property slider[] = { READ("sliderType"), NUMBER("min", least), NUMBER("max", most),
	NUMBER("step", step), LOOKS("showLabels"), LOOKS("tooltipVisibility"), WORDS("labelFormat"), WORDS("tooltipFormat"),
	LOOKS("labelCount"), LOOKS("allowClear"), END };
static const struct property matrix[] = { READ("rows"), READ("columns"),
	ITEMS_EXPRESSION("rowsVisibleIf", rows_visible_if), TRUTH("eachRowRequired", each_row_required),
	TRUTH("isAllRowRequired", each_row_required), TRUTH("eachRowUnique", each_row_unique), READ("cellType"),
	LOOKS("showHeader"), LOOKS("alternateRows"), LOOKS("verticalAlign"), LOOKS("columnMinWidth"),
	LOOKS("rowTitleWidth"), LOOKS("displayMode"), READ("rowOrder"), READ("rowsOrder"), FALSE_ONLY("hideIfRowsEmpty"),
	END };
static const struct property multipletext[] = { READ("items"), LOOKS("itemSize"), LOOKS("inputSize"), LOOKS("colCount"),
	LOOKS("itemTitleWidth"), LOOKS("itemErrorLocation"), END };
static const struct property expression[] = {
	{ "expression", PROPERTY_RESULT_EXPRESSION, offsetof(struct question, expression) }, NUMBER("precision", precision),
	WORDS("format"), LOOKS("displayStyle"), LOOKS("currency"), LOOKS("maximumFractionDigits"),
	LOOKS("minimumFractionDigits"), LOOKS("useGrouping"), READ("clearIfInvisible"), END
};
static const struct property html[] = { READ("html"), END };
static const struct property none[] = { END };

static void read_text(struct reader *r, const json_t *json, struct question *q)
{
	reader_input(r, json, &q->input, q->type == QUESTION_TEXT);
}

static bool in_words(const json_t *json, const char *const *allowed)
{
	for (; json && *allowed; allowed++)
		if (json_is_string(json) && !strcasecmp(json_string_value(json), *allowed))
			return true;
	return !json;
}

static void read_select(struct reader *r, const json_t *json, struct question *q)
{
	static const char *const orders[] = { "none", "asc", "desc", "random", NULL };
	reader_choices(r, json, "choices", q, &q->choices);
	if (q->type != QUESTION_RANKING)
		reader_specials(r, json, q);
	bool hides = q->choices_visible_if != NULL;
	for (size_t i = 0; i < q->choices.n; i++)
		hides = hides || q->choices.items[i].visible_if;
	if (q->choices.plain < (q->type == QUESTION_RANKING ? 2U : 1U))
		reader_refuse_member(r, "choices", "choices.none", "");
	if (!in_words(json_object_get(json, "choicesOrder"), orders))
		reader_refuse_member(r, "choicesOrder", "property.value", "choicesOrder");
	/* survey-core takes a choice that is hidden for words of one's own, or mixes two comments. */
	if (question_has_other(q) && (hides || q->comment))
		reader_refuse_member(r, "showOtherItem", hides ? "other.hidden_choices" : "other.comment", "");
	if (q->type == QUESTION_RANKING && hides)
		reader_refuse_member(r, "choices", "ranking.hidden_choices", "");
	bool whole = floor(q->least_chosen) == q->least_chosen && floor(q->most_chosen) == q->most_chosen;
	if (!whole || q->least_chosen < 0 || q->most_chosen < 0 || (q->most_chosen > 0 && q->least_chosen > q->most_chosen))
		reader_refuse_member(r, "minSelectedChoices", "property.value", "minSelectedChoices");
}

static struct value boolean_value(struct reader *r, const json_t *json, const char *member, bool otherwise)
{
	const json_t *value = json_object_get(json, member);
	if (!value)
		return value_bool(otherwise);
	const char *text = json_string_value(value);
	bool confusing =
		text && (!*text || !strcasecmp(text, "true") || !strcasecmp(text, "false") || !strcmp(text, "indeterminate"));
	if (reader_scalar(value) && !confusing && (!json_is_boolean(value) || json_is_true(value) == otherwise))
		return value_from_json(&r->survey->arena, value);
	reader_refuse_member(r, member, "property.value", member);
	return value_bool(otherwise);
}

static void read_boolean(struct reader *r, const json_t *json, struct question *q)
{
	q->choices.items = arena_take(&r->survey->arena, 2 * sizeof *q->choices.items);
	if (!q->choices.items)
		return;
	q->choices.items[0].value = boolean_value(r, json, "valueTrue", true);
	q->choices.items[1].value = boolean_value(r, json, "valueFalse", false);
	q->choices.n = q->choices.plain = 2;
	if (value_equal(&r->survey->arena, &q->choices.items[0].value, &q->choices.items[1].value,
			(struct value_equality){ .fold_case = true, .trim = true }))
		reader_refuse_member(r, "valueFalse", "choice.twice", "valueFalse");
}

static double number_or(struct reader *r, const json_t *json, const char *member, double otherwise)
{
	const json_t *value = json_object_get(json, member);
	if (value && !json_is_number(value))
		reader_refuse_member(r, member, "property.value", member);
	return json_is_number(value) ? json_number_value(value) : otherwise;
}

static void read_scale(struct reader *r, const json_t *json, struct question *q)
{
	double step = number_or(r, json, "rateStep", 1), least = number_or(r, json, "rateMin", 1);
	double most = number_or(r, json, "rateMax", 5), count = number_or(r, json, "rateCount", 5);
	bool from = json_object_get(json, "rateMin"), to = json_object_get(json, "rateMax");
	if (json_object_get(json, "rateCount")) {
		if (to && !from)
			least = most - step * (count - 1);
		else if (!to)
			most = least + step * (count - 1);
	}
	double n = floor((most - least) / step + 1e-9) + 1;
	if (!(step > 0) || !(n >= 2) || n > 20 || floor(least) != least || floor(step) != step) {
		reader_refuse_member(r, "rateMax", "rating.scale", "");
		return;
	}
	q->choices = (struct choice_list){ arena_take(&r->survey->arena, (size_t)n * sizeof *q->choices.items), 0, 0 };
	for (size_t i = 0; q->choices.items && i < (size_t)n; i++)
		q->choices.items[q->choices.n++].value = value_number(least + (double)i * step);
	q->choices.plain = q->choices.n;
}

static void read_rating(struct reader *r, const json_t *json, struct question *q)
{
	const json_t *generate = json_object_get(json, "autoGenerate");
	reader_choices(r, json, "rateValues", q, &q->choices);
	if (generate && json_is_true(generate) == (q->choices.n > 0))
		reader_refuse_member(r, "autoGenerate", "property.value", "autoGenerate");
	if (!q->choices.n)
		read_scale(r, json, q);
}

static void read_slider(struct reader *r, const json_t *json, struct question *q)
{
	const json_t *type = json_object_get(json, "sliderType");
	if (type && (!json_is_string(type) || strcmp(json_string_value(type), "single")))
		reader_refuse_member(r, "sliderType", "property.value", "range");
	if (!(q->most > q->least) || !(q->step > 0))
		reader_refuse_member(r, "max", "property.value", "max");
}

static void read_matrix(struct reader *r, const json_t *json, struct question *q)
{
	static const char *const radio[] = { "radio", NULL }, *const orders[] = { "initial", "random", NULL };
	reader_choices(r, json, "rows", q, &q->rows);
	reader_choices(r, json, "columns", q, &q->columns);
	if (!q->rows.n || !q->columns.n)
		reader_refuse_member(r, q->rows.n ? "columns" : "rows", "choices.none", "");
	if (!in_words(json_object_get(json, "cellType"), radio))
		reader_refuse_member(r, "cellType", "property.value", "cellType");
	if (!in_words(json_object_get(json, "rowOrder"), orders) || !in_words(json_object_get(json, "rowsOrder"), orders))
		reader_refuse_member(r, "rowOrder", "property.value", "rowOrder");
}

static const struct property item_properties[] = { READ("name"), WORDS("title"), READ("inputType"), READ("maxLength"),
	{ "isRequired", PROPERTY_TRUTH, offsetof(struct text_item, required) }, WORDS("requiredErrorText"),
	READ("validators"), WORDS("placeholder"), WORDS("placeHolder"), LOOKS("size"), LOOKS("inputSize"),
	LOOKS("inputTextAlignment"), END };

static void read_item(struct reader *r, const json_t *json, struct question *q)
{
	static const struct property *const tables[] = { item_properties, NULL };
	struct text_item *item = &q->items[q->items_n];
	item->json = json;
	reader_take(r, json, tables, item, (struct owner){ 0 });
	reader_input(r, json, &item->input, false);
	item->validators = reader_validators(r, json, q, &item->input);
	item->name = reader_name(r, json, true);
	for (size_t i = 0; item->name && i < q->items_n; i++)
		if (!strcasecmp(q->items[i].name, item->name))
			reader_refuse_member(r, "name", "name.twice", item->name);
	if (item->name)
		q->items_n++;
}

static void read_multipletext(struct reader *r, const json_t *json, struct question *q)
{
	const json_t *items = json_object_get(json, "items");
	size_t n = json_array_size(items);
	if (!n || n > QUESTIONNAIRE_CHOICES_MAX)
		reader_refuse_member(r, "items", n ? "choices.many" : "choices.none", "");
	q->items = arena_take(&r->survey->arena, (n + 1) * sizeof *q->items);
	for (size_t i = 0; q->items && i < n && n <= QUESTIONNAIRE_CHOICES_MAX; i++) {
		size_t mark = reader_enter(r, "items", items, i);
		read_item(r, json_array_get(items, i), q);
		reader_leave(r, mark);
	}
}

static void read_expression(struct reader *r, const json_t *json, struct question *q)
{
	(void)json;
	if (!q->expression)
		reader_refuse_member(r, "expression", "expression.missing", "");
	if (q->precision > 20 || floor(q->precision) != q->precision)
		reader_refuse_member(r, "precision", "property.value", "precision");
}

static void read_html(struct reader *r, const json_t *json, struct question *q)
{
	(void)q;
	reader_plain(r, json, "html");
}

static const struct type {
	const char *name;
	const struct property *tables[6];
	void (*read)(struct reader *r, const json_t *json, struct question *q);
} types[] = { [QUESTION_TEXT] = { "text", { any_question, any_asked, text_box, NULL }, read_text },
	[QUESTION_COMMENT] = { "comment", { any_question, any_asked, comment, NULL }, read_text },
	[QUESTION_RADIOGROUP] = { "radiogroup", { any_question, any_asked, commented, select_one, NULL }, read_select },
	[QUESTION_DROPDOWN] = { "dropdown", { any_question, any_asked, commented, select_one, NULL }, read_select },
	[QUESTION_CHECKBOX] = { "checkbox", { any_question, any_asked, commented, select_one, select_several, NULL },
		read_select },
	[QUESTION_TAGBOX] = { "tagbox", { any_question, any_asked, commented, select_one, select_several, NULL },
		read_select },
	[QUESTION_RANKING] = { "ranking", { any_question, any_asked, commented, ranking, NULL }, read_select },
	[QUESTION_BOOLEAN] = { "boolean", { any_question, any_asked, commented, boolean, NULL }, read_boolean },
	[QUESTION_RATING] = { "rating", { any_question, any_asked, commented, rating, NULL }, read_rating },
	[QUESTION_SLIDER] = { "slider", { any_question, any_asked, slider, NULL }, read_slider },
	[QUESTION_MATRIX] = { "matrix", { any_question, any_asked, commented, matrix, NULL }, read_matrix },
	[QUESTION_MULTIPLETEXT] = { "multipletext", { any_question, any_asked, multipletext, NULL }, read_multipletext },
	[QUESTION_EXPRESSION] = { "expression", { any_question, expression, none, NULL }, read_expression },
	[QUESTION_HTML] = { "html", { any_question, html, NULL }, read_html } };

static enum clearing read_clearing(struct reader *r, const json_t *json)
{
	static const char *const words[] = { "default", "none", "onComplete", "onHidden", "onHiddenContainer" };
	const json_t *value = json_object_get(json, "clearIfInvisible");
	for (size_t i = 0; json_is_string(value) && i < sizeof words / sizeof *words; i++)
		if (!strcmp(json_string_value(value), words[i]))
			return (enum clearing)i;
	if (value)
		reader_refuse_member(r, "clearIfInvisible", "property.value", "clearIfInvisible");
	return CLEAR_DEFAULT;
}

static bool beyond_limits(struct reader *r, const struct question *q, const json_t *json)
{
	struct value value = value_from_json(&r->survey->arena, json), latest = value_text("2999-12-31");
	const struct value *least = &q->input.least, *most = &q->input.most;
	if (q->type == QUESTION_TEXT && q->input.type == INPUT_DATE && most->kind == VALUE_UNDEFINED)
		most = &latest;
	bool writes = q->type == QUESTION_TEXT || q->type == QUESTION_COMMENT;
	if (writes && value.kind == VALUE_TEXT && text_points(value.text.bytes) > answer_length_max(r->survey, &q->input))
		return true;
	return (least->kind != VALUE_UNDEFINED && value_order(&r->survey->arena, &value, least) == -1) ||
		(most->kind != VALUE_UNDEFINED && value_order(&r->survey->arena, &value, most) == 1);
}

/* A default that no respondent could have given is refused; "true" and "false" always mean yes and no. */
static void read_default(struct reader *r, const json_t *json, struct question *q)
{
	const char *row, *text = json_string_value(json);
	bool no = json_is_false(json) || (text && !strcmp(text, "false"));
	bool yes = json_is_true(json) || (text && !strcmp(text, "true"));
	if (q->type == QUESTION_BOOLEAN && q->choices.n && (yes || no))
		q->default_value = q->choices.items[no].value;
	else if (json && (answer_shape(q, json, &row) || (text && *text == '=') || beyond_limits(r, q, json)))
		reader_refuse_member(r, "defaultValue", "property.value", "defaultValue");
	else
		q->default_value = value_from_json(&r->survey->arena, json);
}

void reader_question(struct reader *r, const json_t *json, struct question *q)
{
	const char *name = json_string_value(json_object_get(json, "type"));
	size_t type = 0, n = sizeof types / sizeof *types;
	while (name && type < n && strcmp(types[type].name, name))
		type++;
	if (!name || type == n) {
		reader_refuse_member(r, "type", "type.unsupported", name ? name : "");
		return;
	}
	q->type = (enum question_type)type;
	q->visible = true;
	q->precision = -1;
	q->most = 100;
	q->step = 1;
	q->json = json;
	q->input = (struct input){ .step = NAN, .max_length = NAN };
	reader_take(r, json, types[type].tables, q, (struct owner){ .question = q });
	types[type].read(r, json, q);
	q->clearing = read_clearing(r, json);
	bool writes = q->type == QUESTION_TEXT || q->type == QUESTION_COMMENT;
	if (q->type != QUESTION_HTML && q->type != QUESTION_EXPRESSION)
		q->validators = reader_validators(r, json, q, writes ? &q->input : NULL);
	read_default(r, json_object_get(json, "defaultValue"), q);
}
