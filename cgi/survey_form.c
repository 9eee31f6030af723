#include "survey_form.h"

#include "survey_controls.h"

#include <string.h>

static bool belongs(const char *control, const struct question *q)
{
	char own[DRAWING_CONTROL_MAX];
	drawing_control(own, q, NULL, -1);
	size_t n = strlen(own);
	return !strncmp(control, own, n) && (control[n] == '\0' || control[n] == '-');
}

static bool has_errors(const struct drawing *d, const struct question *q)
{
	const json_t *error;
	size_t i;
	json_array_foreach(d->form->errors, i, error)
	{
		if (belongs(json_string_value(json_object_get(error, "control")), q))
			return true;
	}
	return false;
}

static void put_title(struct drawing *d, const struct question *q)
{
	const char *title = drawing_member(d, q->json, "title");
	buf_putf(&d->out, "<b>%zu</b> ", d->shown);
	drawing_text(&d->out, title ? title : q->name);
	buf_puts(&d->out, q->required ? " <i>" : "");
	drawing_text(&d->out, q->required ? drawing_word(d, "required") : NULL);
	buf_puts(&d->out, q->required ? "</i>" : "");
}

/* What stands under the title: the document's own words, and how many may be chosen. */
static void put_hints(struct drawing *d, const struct question *q)
{
	char control[DRAWING_CONTROL_MAX];
	const char *description = drawing_member(d, q->json, "description");
	if (description) {
		buf_puts(&d->out, "<p class=\"hint\">");
		drawing_text(&d->out, description);
		buf_puts(&d->out, "</p>");
	}
	if (question_selects_several(q) && q->most_chosen > 0) {
		buf_puts(&d->out, "<p class=\"hint\">");
		drawing_text(&d->out, drawing_word(d, "at_most"));
		buf_putf(&d->out, "%.0f", q->most_chosen);
		drawing_text(&d->out, drawing_word(d, "of_them"));
		buf_puts(&d->out, "</p>");
	}
	drawing_control(control, q, NULL, -1);
	drawing_errors(d, control);
}

static void draw_question(struct drawing *d, const struct question *q)
{
	bool grouped = survey_control_grouped(q);
	d->shown++;
	buf_putf(&d->out, "<%s class=\"field q%s\" id=\"f-q%zu\" data-q=\"%zu\" tabindex=\"-1\"><%s",
		grouped ? "fieldset" : "div", has_errors(d, q) ? " bad" : "", q->index, q->index, grouped ? "legend" : "label");
	buf_putf(&d->out, grouped ? ">" : " for=\"q%zu-in\">", q->index);
	put_title(d, q);
	buf_puts(&d->out, grouped ? "</legend>" : "</label>");
	put_hints(d, q);
	survey_control(d, q);
	buf_puts(&d->out, grouped ? "</fieldset>\n" : "</div>\n");
}

static void draw_words(struct drawing *d, const struct question *q)
{
	buf_putf(&d->out, "<p class=\"words\" data-q=\"%zu\">", q->index);
	drawing_text(&d->out, drawing_member(d, q->json, "html"));
	buf_puts(&d->out, "</p>\n");
}

/* Panels lie within panels no deeper than QUESTIONNAIRE_DEPTH_MAX. */
static void draw_container(struct drawing *d, const struct container *c)
{
	const char *title = drawing_member(d, c->json, "title"), *description = drawing_member(d, c->json, "description");
	buf_putf(&d->out, "<section class=\"%s\" data-c=\"%zu\">", c->parent ? "panel" : "part", c->index);
	if (title) {
		buf_puts(&d->out, c->parent ? "<h3>" : "<h2>");
		drawing_text(&d->out, title);
		buf_puts(&d->out, c->parent ? "</h3>" : "</h2>");
	}
	if (description) {
		buf_puts(&d->out, "<p class=\"hint\">");
		drawing_text(&d->out, description);
		buf_puts(&d->out, "</p>");
	}
	for (size_t i = 0; i < c->elements_n; i++) {
		const struct question *q = c->elements[i].question;
		if (!q)
			draw_container(d, c->elements[i].container);
		else if (q->type == QUESTION_HTML)
			draw_words(d, q);
		else
			draw_question(d, q);
	}
	buf_puts(&d->out, "</section>\n");
}

char *survey_form_html(const struct survey_form *form)
{
	struct drawing d = { .form = form };
	const char *about = drawing_member(&d, form->questionnaire->document, "description");
	if (about) {
		buf_puts(&d.out, "<p>");
		drawing_text(&d.out, about);
		buf_puts(&d.out, "</p>\n");
	}
	for (size_t i = 0; i < form->questionnaire->pages_n; i++)
		draw_container(&d, form->questionnaire->pages[i]);
	return buf_steal(&d.out);
}
