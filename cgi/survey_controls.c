#include "survey_controls.h"

#include "survey_form.h"

#include <stdio.h>
#include <string.h>

/* Text between tags or inside a quoted attribute. */
void drawing_text(struct buf *out, const char *text)
{
	for (; text && *text; text++)
		switch (*text) {
		case '&':
			buf_puts(out, "&amp;");
			break;
		case '<':
			buf_puts(out, "&lt;");
			break;
		case '>':
			buf_puts(out, "&gt;");
			break;
		case '"':
			buf_puts(out, "&quot;");
			break;
		default:
			buf_put(out, text, 1);
		}
}

const char *drawing_word(const struct drawing *d, const char *name)
{
	char dotted[64];
	snprintf(dotted, sizeof dotted, "survey.%s", name);
	const char *text = pages_text(d->form->pages, d->form->lang, dotted);
	return text ? text : "";
}

const char *drawing_local(const struct drawing *d, const json_t *text)
{
	return questionnaire_text(text, d->form->lang);
}

const char *drawing_member(const struct drawing *d, const json_t *json, const char *name)
{
	return drawing_local(d, json_object_get(json, name));
}

/* q3, q3-other, q3-2: where part is NULL and place below zero, the question's own. */
void drawing_control(char out[DRAWING_CONTROL_MAX], const struct question *q, const char *part, long place)
{
	if (part)
		snprintf(out, DRAWING_CONTROL_MAX, "q%zu-%s", q->index, part);
	else if (place >= 0)
		snprintf(out, DRAWING_CONTROL_MAX, "q%zu-%ld", q->index, place);
	else
		snprintf(out, DRAWING_CONTROL_MAX, "q%zu", q->index);
}

void drawing_errors(struct drawing *d, const char *control)
{
	const json_t *error;
	size_t i;
	json_array_foreach(d->form->errors, i, error)
	{
		if (strcmp(json_string_value(json_object_get(error, "control")), control) != 0)
			continue;
		buf_puts(&d->out, "<p class=\"error\">");
		drawing_text(&d->out, json_string_value(json_object_get(error, "text")));
		buf_puts(&d->out, "</p>");
	}
}

static const char *typed(const struct drawing *d, const char *control)
{
	const json_t *value = json_object_get(d->form->input, control);
	return json_is_string(value) ? json_string_value(value) : "";
}

/* Whether the choice at a place was ticked. */
static bool ticked(const struct drawing *d, const char *control, size_t place)
{
	const json_t *value = json_object_get(d->form->input, control), *item;
	char text[24];
	size_t i;
	snprintf(text, sizeof text, "%zu", place);
	if (json_is_string(value))
		return !strcmp(json_string_value(value), text);
	json_array_foreach(value, i, item)
	{
		if (json_is_string(item) && !strcmp(json_string_value(item), text))
			return true;
	}
	return false;
}

static void put_box(struct drawing *d, const char *control, const char *label, const char *type, const char *more)
{
	buf_putf(&d->out, "<input type=\"%s\" name=\"%s\"%s", type, control, more);
	if (label) {
		buf_puts(&d->out, " aria-label=\"");
		drawing_text(&d->out, label);
		buf_puts(&d->out, "\"");
	}
	if (*typed(d, control)) {
		buf_puts(&d->out, " value=\"");
		drawing_text(&d->out, typed(d, control));
		buf_puts(&d->out, "\"");
	}
	buf_puts(&d->out, ">");
}

static void put_area(struct drawing *d, const char *control, const char *label, double most)
{
	buf_putf(&d->out, "<textarea name=\"%s\" rows=\"4\"", control);
	if (most > 0) {
		buf_putf(&d->out, " data-max=\"%.0f\" data-left=\"", most);
		drawing_text(&d->out, drawing_word(d, "left"));
		buf_puts(&d->out, "\" data-over=\"");
		drawing_text(&d->out, drawing_word(d, "over"));
		buf_puts(&d->out, "\"");
	}
	if (label) {
		buf_puts(&d->out, " aria-label=\"");
		drawing_text(&d->out, label);
		buf_puts(&d->out, "\"");
	} else
		buf_putf(&d->out, " id=\"%s-in\"", control);
	buf_puts(&d->out, ">");
	drawing_text(&d->out, typed(d, control));
	buf_puts(&d->out, "</textarea>");
}

/* What kind of box an input is drawn as. Numbers are text boxes with a number pad: a wheel must not change an answer. */
static const struct {
	const char *type, *more;
} boxes[] = {
	[INPUT_TEXT] = { "text", "" },
	[INPUT_NUMBER] = { "text", " inputmode=\"decimal\"" },
	[INPUT_DATE] = { "date", "" },
	[INPUT_MONTH] = { "month", "" },
	[INPUT_TIME] = { "time", "" },
	[INPUT_EMAIL] = { "email", "" },
	[INPUT_TEL] = { "tel", "" },
};

/* What stands at a choice. A number is written into number. */
static const char *label_of(
	const struct drawing *d, const struct question *q, const struct choice *choice, char number[32])
{
	const json_t *words = survey_form_words(q, choice);
	const char *text = words ? drawing_local(d, words) : NULL;
	if (text)
		return text;
	if (survey_form_word(choice))
		return drawing_word(d, survey_form_word(choice));
	if (choice->value.kind == VALUE_TEXT)
		return choice->value.text.bytes;
	snprintf(number, 32, "%.15g", choice->value.number);
	return number;
}

static const struct choice_list *picks_of(const struct question *q)
{
	return q->type == QUESTION_MATRIX ? &q->columns : &q->choices;
}

static void put_pick(struct drawing *d, const struct question *q, const char *control, const char *type, size_t place)
{
	char number[32];
	const struct choice *choice = &picks_of(q)->items[place];
	buf_putf(&d->out, "<label class=\"pick\"><input type=\"%s\" name=\"%s\" value=\"%zu\"%s%s><span>", type, control,
		place, choice->exclusive ? " data-only" : "", ticked(d, control, place) ? " checked" : "");
	drawing_text(&d->out, label_of(d, q, choice, number));
	buf_puts(&d->out, "</span></label>");
}

static void put_picks(struct drawing *d, const struct question *q, const char *control, const char *type)
{
	for (size_t i = 0; i < picks_of(q)->n; i++)
		put_pick(d, q, control, type, i);
}

static void put_other(struct drawing *d, const struct question *q)
{
	char control[DRAWING_CONTROL_MAX];
	if (!question_has_other(q))
		return;
	drawing_control(control, q, "other", -1);
	const char *label = drawing_member(d, q->json, "otherPlaceholder");
	put_box(d, control, label ? label : drawing_word(d, "other"), "text", "");
}

static void draw_text(struct drawing *d, const struct question *q)
{
	char control[DRAWING_CONTROL_MAX], more[80];
	drawing_control(control, q, NULL, -1);
	snprintf(more, sizeof more, " id=\"%s-in\"%s", control, boxes[q->input.type].more);
	put_box(d, control, NULL, boxes[q->input.type].type, more);
}

static void draw_number(struct drawing *d, const struct question *q)
{
	char control[DRAWING_CONTROL_MAX], more[80];
	drawing_control(control, q, NULL, -1);
	snprintf(more, sizeof more, " id=\"%s-in\" inputmode=\"decimal\"", control);
	put_box(d, control, NULL, "text", more);
	buf_putf(&d->out, "<p class=\"hint\">%.15g–%.15g</p>", q->least, q->most);
}

static void draw_comment(struct drawing *d, const struct question *q)
{
	char control[DRAWING_CONTROL_MAX];
	drawing_control(control, q, NULL, -1);
	put_area(d, control, NULL, q->input.max_length);
}

static void draw_one(struct drawing *d, const struct question *q)
{
	char control[DRAWING_CONTROL_MAX];
	drawing_control(control, q, NULL, -1);
	put_picks(d, q, control, "radio");
	put_other(d, q);
}

static void draw_scale(struct drawing *d, const struct question *q)
{
	buf_puts(&d->out, "<div class=\"scale\">");
	draw_one(d, q);
	buf_puts(&d->out, "</div>");
}

static void draw_several(struct drawing *d, const struct question *q)
{
	char control[DRAWING_CONTROL_MAX];
	drawing_control(control, q, NULL, -1);
	put_picks(d, q, control, "checkbox");
	put_other(d, q);
}

static void put_option(struct drawing *d, const char *control, size_t place, const char *label)
{
	buf_putf(&d->out, "<option value=\"%zu\"%s>", place, ticked(d, control, place) ? " selected" : "");
	drawing_text(&d->out, label);
	buf_puts(&d->out, "</option>");
}

static void open_select(struct drawing *d, const char *control, const char *label)
{
	buf_putf(&d->out, "<select name=\"%s\"", control);
	if (label) {
		buf_puts(&d->out, " aria-label=\"");
		drawing_text(&d->out, label);
		buf_puts(&d->out, "\"");
	} else
		buf_putf(&d->out, " id=\"%s-in\"", control);
	buf_puts(&d->out, "><option value=\"\">");
	drawing_text(&d->out, drawing_word(d, "choose"));
	buf_puts(&d->out, "</option>");
}

static void draw_dropdown(struct drawing *d, const struct question *q)
{
	char control[DRAWING_CONTROL_MAX], number[32];
	drawing_control(control, q, NULL, -1);
	open_select(d, control, NULL);
	for (size_t i = 0; i < q->choices.n; i++)
		put_option(d, control, i, label_of(d, q, &q->choices.items[i], number));
	buf_puts(&d->out, "</select>");
	put_other(d, q);
}

/* A place for each choice: first, second, third. */
static void draw_ranking(struct drawing *d, const struct question *q)
{
	char control[DRAWING_CONTROL_MAX], number[32], label[32];
	for (size_t i = 0; i < q->choices.n; i++) {
		const char *text = label_of(d, q, &q->choices.items[i], number);
		drawing_control(control, q, NULL, (long)i);
		buf_puts(&d->out, "<label class=\"rank\"><span>");
		drawing_text(&d->out, text);
		buf_puts(&d->out, "</span>");
		open_select(d, control, text);
		for (size_t k = 0; k < q->choices.n; k++) {
			snprintf(label, sizeof label, "%zu", k + 1);
			put_option(d, control, k, label);
		}
		buf_puts(&d->out, "</select></label>");
	}
}

static void draw_matrix(struct drawing *d, const struct question *q)
{
	char control[DRAWING_CONTROL_MAX], number[32];
	for (size_t i = 0; i < q->rows.n; i++) {
		drawing_control(control, q, NULL, (long)i);
		buf_putf(&d->out, "<fieldset class=\"row\" id=\"f-%s\" tabindex=\"-1\"><legend>", control);
		drawing_text(&d->out, label_of(d, q, &q->rows.items[i], number));
		buf_puts(&d->out, "</legend>");
		drawing_errors(d, control);
		buf_puts(&d->out, "<div class=\"scale\">");
		put_picks(d, q, control, "radio");
		buf_puts(&d->out, "</div></fieldset>");
	}
}

static void draw_items(struct drawing *d, const struct question *q)
{
	char control[DRAWING_CONTROL_MAX];
	for (size_t i = 0; i < q->items_n; i++) {
		const char *title = drawing_member(d, q->items[i].json, "title");
		enum input_type type = q->items[i].input.type;
		drawing_control(control, q, NULL, (long)i);
		buf_puts(&d->out, "<label class=\"item\"><span>");
		drawing_text(&d->out, title ? title : q->items[i].name);
		buf_puts(&d->out, "</span>");
		drawing_errors(d, control);
		put_box(d, control, NULL, boxes[type].type, boxes[type].more);
		buf_puts(&d->out, "</label>");
	}
}

static void draw_computed(struct drawing *d, const struct question *q)
{
	buf_putf(&d->out, "<output id=\"q%zu-in\"></output>", q->index);
}

/* How each type is drawn; grouped: its controls share a legend. */
static const struct {
	void (*draw)(struct drawing *d, const struct question *q);
	bool grouped;
} types[] = {
	[QUESTION_TEXT] = { draw_text, false },
	[QUESTION_COMMENT] = { draw_comment, false },
	[QUESTION_RADIOGROUP] = { draw_one, true },
	[QUESTION_DROPDOWN] = { draw_dropdown, false },
	[QUESTION_CHECKBOX] = { draw_several, true },
	[QUESTION_TAGBOX] = { draw_several, true },
	[QUESTION_RANKING] = { draw_ranking, true },
	[QUESTION_BOOLEAN] = { draw_one, true },
	[QUESTION_RATING] = { draw_scale, true },
	[QUESTION_SLIDER] = { draw_number, false },
	[QUESTION_MATRIX] = { draw_matrix, true },
	[QUESTION_MULTIPLETEXT] = { draw_items, true },
	[QUESTION_EXPRESSION] = { draw_computed, false },
};

static void put_comment(struct drawing *d, const struct question *q)
{
	char control[DRAWING_CONTROL_MAX];
	if (!q->comment)
		return;
	drawing_control(control, q, "comment", -1);
	const char *label = drawing_member(d, q->json, "commentText");
	put_area(d, control, label ? label : drawing_word(d, "comment"), 0);
}

void survey_control(struct drawing *d, const struct question *q)
{
	types[q->type].draw(d, q);
	put_comment(d, q);
}

bool survey_control_grouped(const struct question *q)
{
	return types[q->type].grouped;
}
