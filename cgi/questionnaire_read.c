/* Reads the document: the survey, its pages and panels, its calculated values. */
#include "questionnaire.h"

#include "questionnaire_reader.h"
#include "text16.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* What a document of this size can never need more of. */
enum { ARENA_MAX = 32 * 1024 * 1024 };

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
#define END \
	{ \
		NULL, PROPERTY_LOOKS, 0 \
	}

static const struct property survey_properties[] = { WORDS("title"), WORDS("description"), READ("pages"),
	READ("elements"), READ("questions"), READ("calculatedValues"), READ("clearInvisibleValues"), READ("triggers"),
	READ("maxTextLength"), READ("maxOthersLength"), READ("maxCommentLength"), READ("completedHtml"), READ("mode"),
	WORDS("completeText"), WORDS("pageNextText"), WORDS("pagePrevText"), WORDS("startSurveyText"),
	WORDS("requiredText"), WORDS("requiredMark"), WORDS("previewText"), WORDS("editText"), LOOKS("locale"),
	LOOKS("showProgressBar"), LOOKS("progressBarType"), LOOKS("progressBarLocation"), LOOKS("showQuestionNumbers"),
	LOOKS("questionTitleLocation"), LOOKS("questionDescriptionLocation"), LOOKS("questionErrorLocation"),
	LOOKS("questionTitlePattern"), LOOKS("questionStartIndex"), LOOKS("showTitle"), LOOKS("showPageTitles"),
	LOOKS("showPageNumbers"), LOOKS("showNavigationButtons"), LOOKS("showPrevButton"), LOOKS("showCompletePage"),
	LOOKS("showPreviewBeforeComplete"), LOOKS("widthMode"), LOOKS("width"), LOOKS("fitToContainer"), LOOKS("logo"),
	LOOKS("logoWidth"), LOOKS("logoHeight"), LOOKS("logoFit"), LOOKS("logoPosition"),
	LOOKS("focusFirstQuestionAutomatic"), LOOKS("autoFocusFirstQuestion"), LOOKS("focusOnFirstError"),
	LOOKS("autoFocusFirstError"), READ("checkErrorsMode"), LOOKS("textUpdateMode"), READ("questionsOnPageMode"),
	LOOKS("showTOC"), LOOKS("tocLocation"), LOOKS("autoGrowComment"), LOOKS("commentAreaRows"),
	LOOKS("allowResizeComment"), FALSE_ONLY("goNextPageAutomatic"), FALSE_ONLY("autoAdvanceEnabled"),
	LOOKS("headerView"), LOOKS("backgroundImage"), LOOKS("themeVariables"), LOOKS("themeName"), LOOKS("sjsVersion"),
	LOOKS("$schema"), FALSE_ONLY("firstPageIsStarted"), FALSE_ONLY("firstPageIsStartPage"),
	FALSE_ONLY("clearValueOnDisableItems"), FALSE_ONLY("clearDisabledChoices"), FALSE_ONLY("keepIncorrectValues"),
	END };
static const struct property container_properties[] = { READ("name"), READ("type"), READ("elements"), READ("questions"),
	WORDS("title"), WORDS("description"), { "visible", PROPERTY_TRUTH, offsetof(struct container, visible) },
	{ "readOnly", PROPERTY_TRUTH, offsetof(struct container, read_only) },
	{ "visibleIf", PROPERTY_EXPRESSION, offsetof(struct container, visible_if) },
	{ "enableIf", PROPERTY_EXPRESSION, offsetof(struct container, enable_if) }, LOOKS("questionTitleLocation"),
	LOOKS("questionTitleWidth"), LOOKS("questionErrorLocation"), END };
static const struct property panel_properties[] = { { "isRequired", PROPERTY_TRUTH,
														offsetof(struct container, required) },
	{ "requiredIf", PROPERTY_EXPRESSION, offsetof(struct container, required_if) }, WORDS("requiredErrorText"),
	LOOKS("state"), LOOKS("width"), LOOKS("minWidth"), LOOKS("maxWidth"), LOOKS("colSpan"), LOOKS("startWithNewLine"),
	LOOKS("indent"), LOOKS("innerIndent"), LOOKS("showNumber"), LOOKS("showQuestionNumbers"),
	LOOKS("questionStartIndex"), END };
static const struct property page_properties[] = { WORDS("navigationTitle"), WORDS("navigationDescription"),
	LOOKS("navigationButtonsVisibility"), LOOKS("scrollToFirstErrorOnPage"), END };
static const struct property calculated_properties[] = { READ("name"),
	{ "expression", PROPERTY_RESULT_EXPRESSION, offsetof(struct calculated, expression) },
	{ "includeIntoResult", PROPERTY_TRUTH, offsetof(struct calculated, in_result) }, END };

static void read_elements(struct reader *r, const json_t *json, struct container *into);

static struct container *read_container(struct reader *r, const json_t *json, struct container *parent)
{
	static const struct property *const page[] = { container_properties, page_properties, NULL },
										*const panel[] = { container_properties, panel_properties, NULL };
	struct container *container = arena_take(&r->survey->arena, sizeof *container);
	if (!container)
		return NULL;
	*container = (struct container){ .json = json, .parent = parent, .visible = true };
	container->index = r->survey->containers_n++;
	container->name = json_string_value(json_object_get(json, "name"));
	reader_take(r, json, parent ? panel : page, container, (struct owner){ 0 });
	if (r->depth == QUESTIONNAIRE_DEPTH_MAX) {
		reader_refuse(r, "panel.depth", "");
		return container;
	}
	r->depth++;
	read_elements(r, json, container);
	r->depth--;
	return container;
}

static void check_name(struct reader *r, const json_t *json, struct question *question)
{
	question->name = reader_name(r, json, false);
	for (size_t i = 0; question->name && i < r->survey->questions_n; i++)
		if (!strcasecmp(r->survey->questions[i]->name, question->name)) {
			reader_refuse_member(r, "name", "name.twice", question->name);
			question->name = NULL;
		}
}

static struct question *read_question(struct reader *r, const json_t *json, struct container *parent)
{
	struct question *question = arena_take(&r->survey->arena, sizeof *question);
	if (!question)
		return NULL;
	question->parent = parent;
	check_name(r, json, question);
	reader_question(r, json, question);
	if (r->survey->questions_n == QUESTIONNAIRE_QUESTIONS_MAX)
		reader_refuse(r, "questions.many", "");
	else if (question->name) {
		question->index = r->survey->questions_n;
		r->survey->questions[r->survey->questions_n++] = question;
	}
	return question;
}

static void read_element(struct reader *r, const json_t *json, struct container *into)
{
	const char *type = json_string_value(json_object_get(json, "type"));
	struct element *element = &into->elements[into->elements_n];
	if (!json_is_object(json)) {
		reader_refuse(r, "property.value", "");
		return;
	}
	if (type && !strcmp(type, "panel"))
		element->container = read_container(r, json, into);
	else
		element->question = read_question(r, json, into);
	into->elements_n++;
}

static void read_elements(struct reader *r, const json_t *json, struct container *into)
{
	const char *member = json_object_get(json, "questions") ? "questions" : "elements";
	const json_t *elements = json_object_get(json, member);
	size_t n = json_array_size(elements);
	into->elements = arena_take(&r->survey->arena, (n + 1) * sizeof *into->elements);
	if (elements && !json_is_array(elements))
		reader_refuse_member(r, member, "property.value", member);
	for (size_t i = 0; into->elements && i < n; i++) {
		size_t mark = reader_enter(r, member, elements, i);
		read_element(r, json_array_get(elements, i), into);
		reader_leave(r, mark);
	}
}

/* A survey may have its elements without pages: they are its only one. */
static void read_pages(struct reader *r, const json_t *document)
{
	const json_t *pages = json_object_get(document, "pages");
	bool loose = !pages && (json_object_get(document, "elements") || json_object_get(document, "questions"));
	size_t n = loose ? 1 : json_array_size(pages);
	if (n == 0 || n > QUESTIONNAIRE_PAGES_MAX) {
		reader_refuse_member(r, "pages", n ? "pages.many" : "pages.none", "");
		return;
	}
	if (pages && (json_object_get(document, "elements") || json_object_get(document, "questions")))
		reader_refuse_member(r, "elements", "property.value", "elements");
	r->survey->pages = arena_take(&r->survey->arena, n * sizeof(struct container *));
	r->survey->questions = arena_take(&r->survey->arena, QUESTIONNAIRE_QUESTIONS_MAX * sizeof(struct question *));
	for (size_t i = 0; r->survey->pages && r->survey->questions && i < n; i++) {
		size_t mark = r->path_len;
		struct container *page = NULL;
		if (!loose) {
			reader_enter(r, "pages", pages, i);
			page = read_container(r, json_array_get(pages, i), NULL);
		} else if ((page = arena_take(&r->survey->arena, sizeof *page))) {
			*page = (struct container){ .json = document, .visible = true };
			page->index = r->survey->containers_n++;
			read_elements(r, document, page);
		}
		r->survey->pages[r->survey->pages_n++] = page;
		reader_leave(r, mark);
	}
}

static void read_one_calculated(struct reader *r, const json_t *json, struct calculated *calculated)
{
	static const struct property *const tables[] = { calculated_properties, NULL };
	reader_take(r, json, tables, calculated, (struct owner){ 0 });
	calculated->name = reader_name(r, json, false);
	if (calculated->name)
		calculated->lower = text16_lower(&r->survey->arena, calculated->name, strlen(calculated->name)).text.bytes;
	if (!calculated->expression)
		reader_refuse_member(r, "expression", "expression.missing", "");
	for (size_t i = 0; calculated->name && i < r->survey->calculated_n; i++)
		if (!strcasecmp(r->survey->calculated[i].name, calculated->name))
			reader_refuse_member(r, "name", "name.twice", calculated->name);
	for (size_t i = 0; calculated->name && i < r->survey->questions_n; i++)
		if (!strcasecmp(r->survey->questions[i]->name, calculated->name))
			reader_refuse_member(r, "name", "name.twice", calculated->name);
	if (calculated->name)
		r->survey->calculated_n++;
}

static void read_calculated(struct reader *r, const json_t *document)
{
	const json_t *list = json_object_get(document, "calculatedValues");
	size_t n = json_array_size(list);
	if ((list && !json_is_array(list)) || n > QUESTIONNAIRE_CALCULATED_MAX) {
		reader_refuse_member(r, "calculatedValues", "property.value", "calculatedValues");
		return;
	}
	r->survey->calculated = arena_take(&r->survey->arena, (n + 1) * sizeof *r->survey->calculated);
	for (size_t i = 0; r->survey->calculated && i < n; i++) {
		size_t mark = reader_enter(r, "calculatedValues", list, i);
		read_one_calculated(r, json_array_get(list, i), &r->survey->calculated[r->survey->calculated_n]);
		reader_leave(r, mark);
	}
}

static double length_limit(struct reader *r, const json_t *document, const char *member)
{
	const json_t *value = json_object_get(document, member);
	if (value && !json_is_number(value))
		reader_refuse_member(r, member, "property.value", member);
	return json_number_value(value) > 0 ? json_number_value(value) : NAN;
}

/* A member that may only say what these words say: other ways of showing pages or errors change answers. */
static void only_words(struct reader *r, const json_t *document, const char *member, const char *a, const char *b)
{
	const json_t *value = json_object_get(document, member);
	const char *text = json_string_value(value);
	if (value && (!text || (strcmp(text, a) && strcmp(text, b))))
		reader_refuse_member(r, member, "property.value", text ? text : member);
}

static void read_survey(struct reader *r, const json_t *document)
{
	static const struct property *const tables[] = { survey_properties, NULL };
	static const char *const words[] = { "", "none", "onComplete", "onHidden", "onHiddenContainer" };
	const json_t *clearing = json_object_get(document, "clearInvisibleValues");
	reader_take(r, document, tables, r->survey, (struct owner){ 0 });
	r->survey->clearing = clearing ? CLEAR_DEFAULT : CLEAR_ON_COMPLETE;
	for (size_t i = 1; json_is_string(clearing) && i < sizeof words / sizeof *words; i++)
		if (!strcmp(json_string_value(clearing), words[i]))
			r->survey->clearing = (enum clearing)i;
	if (r->survey->clearing == CLEAR_DEFAULT)
		reader_refuse_member(r, "clearInvisibleValues", "property.value", "clearInvisibleValues");
	only_words(r, document, "mode", "edit", "edit");
	only_words(r, document, "checkErrorsMode", "onNextPage", "onComplete");
	only_words(r, document, "questionsOnPageMode", "standard", "standard");
	if (json_array_size(json_object_get(document, "triggers")))
		reader_refuse_member(r, "triggers", "property.unsupported", "triggers");
	reader_plain(r, document, "completedHtml");
	r->survey->max_text_length = length_limit(r, document, "maxTextLength");
	double comment = length_limit(r, document, "maxCommentLength");
	r->survey->max_comment_length = isnan(comment) ? length_limit(r, document, "maxOthersLength") : comment;
	read_pages(r, document);
	read_calculated(r, document);
}

static bool too_large(json_t *document)
{
	char *text = json_dumps(document, JSON_COMPACT);
	bool large = text && strlen(text) > QUESTIONNAIRE_BYTES_MAX;
	free(text);
	return large;
}

struct questionnaire *questionnaire_read(json_t *document, json_t **errors)
{
	struct questionnaire *survey = calloc(1, sizeof *survey);
	struct reader r = { .survey = survey, .errors = json_array() };
	if (!survey || !r.errors)
		goto failed;
	survey->arena.limit = ARENA_MAX;
	survey->document = json_incref(document);
	if (!json_is_object(document))
		reader_refuse(&r, "document.type", "");
	else if (too_large(document))
		reader_refuse(&r, "document.large", "");
	else {
		read_survey(&r, document);
		reader_link(&r);
	}
	if (r.failed || survey->arena.failed)
		goto failed;
	if (json_array_size(r.errors) == 0) {
		json_decref(r.errors);
		*errors = NULL;
		return survey;
	}
	questionnaire_free(survey);
	*errors = r.errors;
	return NULL;
failed:
	json_decref(r.errors);
	questionnaire_free(survey);
	*errors = NULL;
	return NULL;
}
