// Random surveys inside the subset that the engine takes: every type, every condition, every validator.
import { expression, condition } from "./expressions.mjs";

export const TYPES = ["text", "comment", "radiogroup", "dropdown", "checkbox", "tagbox", "ranking", "boolean", "rating",
  "slider", "matrix", "multipletext", "expression", "html"];
export const INPUTS = ["text", "number", "date", "month", "time", "email", "tel"];
export const VALIDATORS = ["numeric", "text", "answercount", "regex", "email", "expression"];
const CLEARINGS = ["none", "onComplete", "onHidden", "onHiddenContainer"];
const CHOICES = ["a", "b", "C", "甲", "乙", "x y", "0", "10", "1.5", "true", "é", "😀", 1, 2, 0, -3, 2.5, "none of it"];
const PATTERNS = ["^a+$", "[0-9]{2,3}", "^(甲|乙)?.{0,4}$", "\\d+-\\d+", "^\\S+$", "^[^a-c]*$", "(ab|a)(c|bcd)?$", "\\bx\\b",
  "^(?:\\w{1,3}\\s?)+$", "^.{2}$", "a{2,}|b", "^$|^1"];
const NAMES = ["姓名", "q 4", "Age", "Ünder", "x-y", "问题😀", "q_1"];

export function survey(chance, count) {
  const form = new Form(chance, count);
  return form.make();
}

class Form {
  constructor(chance, count) {
    this.chance = chance;
    this.count = count;
    this.questions = [];
    this.calculated = [];
    this.panels = 0;
  }

  make() {
    const { chance } = this;
    const n = 1 + chance.below(8);
    for (let i = 0; i < n; i++) this.questions.push(this.outline(i));
    for (let i = 0; chance.in(0.3) && i < 3; i++) this.calculated.push({ name: chance.in(0.3) ? `总${i}` : `calc${i}` });
    this.questions.forEach((question) => this.fill(question));
    this.calculated.forEach((value) => {
      value.expression = expression(chance, this, {}, this.count);
      if (chance.in(0.6)) value.includeIntoResult = true;
      this.count("calculatedValues");
    });
    const json = { pages: this.pages() };
    if (this.calculated.length) json.calculatedValues = this.calculated;
    if (chance.in(0.6)) {
      json.clearInvisibleValues = chance.of(CLEARINGS);
      this.count(`clearInvisibleValues ${json.clearInvisibleValues}`);
    }
    if (chance.in(0.1)) json.title = { default: "标题", en: "Title" };
    return json;
  }

  outline(i) {
    const { chance } = this;
    const type = chance.of(TYPES);
    this.count(`type ${type}`);
    const question = { type, name: chance.in(0.15) ? `${chance.of(NAMES)}${i}` : `q${i}` };
    const fill = this[`outline_${type}`];
    if (fill) fill.call(this, question);
    return question;
  }

  outline_text(question) {
    const { chance } = this;
    if (chance.in(0.7)) question.inputType = chance.of(INPUTS);
    const type = question.inputType ?? "text";
    this.count(`input ${type}`);
    const limits = { number: [-2, 0, 3, 10.5], date: ["2020-02-01", "1986-05-04", "2026-11-20"], month: ["2020-02", "2026-12"], time: ["08:30", "17:00"] }[type];
    if (limits && chance.in(0.4)) question.min = chance.of(limits), this.count("min");
    if (limits && chance.in(0.4)) question.max = chance.of(limits), this.count("max");
    if (type === "number" && chance.in(0.3)) question.step = chance.of([1, 0.5, 0.1, 3]), this.count("step");
    if (chance.in(0.2)) question.maxLength = chance.of([3, 10, 50]), this.count("maxLength");
  }

  choices(n = 2 + this.chance.below(4)) {
    const { chance } = this;
    const texts = new Set();
    const unlike = chance.shuffled(CHOICES).filter((value) => !texts.has(String(value)) && texts.add(String(value)));
    return unlike.slice(0, n).map((value) => (chance.in(0.2) ? { value, text: `文${value}` } : value));
  }

  outline_radiogroup(question) {
    const { chance } = this;
    question.choices = this.choices();
    for (const item of ["showNoneItem", "showRefuseItem", "showDontKnowItem"])
      if (chance.in(0.15)) question[item] = true, this.count(item);
    if (chance.in(0.25)) question.showOtherItem = true, this.count("showOtherItem");
  }

  outline_dropdown(question) {
    this.outline_radiogroup(question);
  }

  outline_checkbox(question) {
    const { chance } = this;
    this.outline_radiogroup(question);
    if (chance.in(0.2)) question.minSelectedChoices = 1 + chance.below(2), this.count("minSelectedChoices");
    if (chance.in(0.2)) question.maxSelectedChoices = 2 + chance.below(2), this.count("maxSelectedChoices");
    if (chance.in(0.1)) question.showSelectAllItem = true, this.count("showSelectAllItem");
    if (chance.in(0.15)) this.object(question.choices, 0).isExclusive = true, this.count("isExclusive");
  }

  outline_tagbox(question) {
    this.outline_checkbox(question);
  }

  outline_ranking(question) {
    question.choices = this.choices();
    if (this.chance.in(0.4)) question.selectToRankEnabled = true, this.count("selectToRankEnabled");
  }

  outline_boolean(question) {
    if (this.chance.in(0.3)) Object.assign(question, { valueTrue: "是", valueFalse: "否" }), this.count("valueTrue");
    else if (this.chance.in(0.2)) Object.assign(question, { valueTrue: 1, valueFalse: 0 });
  }

  outline_rating(question) {
    const { chance } = this;
    if (chance.in(0.3)) question.rateValues = [1, 2, "好", { value: 5, text: "五" }], this.count("rateValues");
    else if (chance.in(0.5)) Object.assign(question, { rateMin: chance.below(2), rateMax: 3 + chance.below(3) }), this.count("rateMax");
  }

  outline_slider(question) {
    if (this.chance.in(0.5)) Object.assign(question, { min: -10, max: 20, step: 5 });
  }

  outline_matrix(question) {
    const { chance } = this;
    question.rows = chance.shuffled(["r1", "行二", "R3", { value: "r 4", text: "四" }]).slice(0, 2 + chance.below(3));
    question.columns = chance.shuffled(["很好", "一般", "差", 1, 2, 0, "true"]).slice(0, 2 + chance.below(3));
    if (chance.in(0.3)) question.eachRowRequired = true, this.count("eachRowRequired");
    if (chance.in(0.15)) question.eachRowUnique = true, this.count("eachRowUnique");
  }

  outline_multipletext(question) {
    const { chance } = this;
    question.items = ["i1", "项二", "I3"].slice(0, 1 + chance.below(3)).map((name) => {
      const item = { name };
      if (chance.in(0.4)) item.inputType = chance.of(INPUTS);
      if (chance.in(0.3)) item.isRequired = true, this.count("item required");
      if (chance.in(0.3)) item.validators = [this.validator(chance.of(["numeric", "text", "regex", "email"]), {})];
      return item;
    });
  }

  object(list, i) {
    if (typeof list[i] !== "object") list[i] = { value: list[i] };
    return list[i];
  }

  fill(question) {
    const { chance } = this;
    const add = (share, member, make) => {
      if (!chance.in(share)) return;
      question[member] = make();
      this.count(member);
    };
    add(0.35, "visibleIf", () => condition(chance, this, { question }, this.count));
    add(0.04, "visible", () => false);
    if (question.type === "html") {
      question.html = "请看说明";
      return;
    }
    add(0.1, "enableIf", () => condition(chance, this, { question }, this.count));
    add(0.04, "readOnly", () => true);
    add(0.2, "clearIfInvisible", () => chance.of(["default", ...CLEARINGS]));
    if (question.type === "expression") {
      question.expression = expression(chance, this, { question }, this.count);
      add(0.2, "precision", () => chance.below(3));
      return;
    }
    add(0.3, "isRequired", () => true);
    add(0.12, "requiredIf", () => condition(chance, this, { question }, this.count));
    if (["radiogroup", "dropdown", "checkbox", "tagbox", "ranking", "boolean", "rating", "matrix"].includes(question.type) && !question.showOtherItem) add(0.15, "showCommentArea", () => true);
    add(0.12, "defaultValue", () => answer(chance, question));
    const beyond = question.defaultValue < question.min || question.defaultValue > question.max || [...String(question.defaultValue)].length > (question.maxLength ?? 99);
    if (question.defaultValue === "" || question.defaultValue === undefined || beyond) delete question.defaultValue;
    add(0.3, "validators", () => this.validators(question));
    if (question.validators && !question.validators.length) delete question.validators;
    if (question.choices) this.conditions(question);
    if (question.rows) this.rows(question);
  }

  conditions(question) {
    const { chance } = this;
    const make = () => condition(chance, this, { question, item: true }, this.count);
    if (!question.showOtherItem && question.type !== "ranking") {
      if (chance.in(0.2)) question.choicesVisibleIf = make(), this.count("choicesVisibleIf");
      if (chance.in(0.2)) this.object(question.choices, chance.below(question.choices.length)).visibleIf = make(), this.count("choice visibleIf");
    }
    if (question.type === "ranking") return;
    if (chance.in(0.08)) question.choicesEnableIf = make(), this.count("choicesEnableIf");
    if (chance.in(0.08)) this.object(question.choices, chance.below(question.choices.length)).enableIf = make(), this.count("choice enableIf");
  }

  rows(question) {
    const { chance } = this;
    const make = () => condition(chance, this, { question, item: true }, this.count);
    if (chance.in(0.3)) question.rowsVisibleIf = make(), this.count("rowsVisibleIf");
    if (chance.in(0.2)) this.object(question.rows, chance.below(question.rows.length)).visibleIf = make(), this.count("row visibleIf");
  }

  validators(question) {
    const { type } = question;
    const { chance } = this;
    const fit = type === "text" || type === "comment" ? ["numeric", "text", "regex", "email", "expression"] :
      ["checkbox", "tagbox", "ranking"].includes(type) ? ["answercount", "expression"] : type === "multipletext" ? [] : ["expression"];
    return fit.length ? Array.from({ length: 1 + chance.below(2) }, () => this.validator(chance.of(fit), question)) : [];
  }

  validator(type, question) {
    const { chance } = this;
    const json = { type };
    this.count(`validator ${type}`);
    if (type === "numeric" || type === "text" || type === "answercount") {
      const [least, most] = { numeric: ["minValue", "maxValue"], text: ["minLength", "maxLength"], answercount: ["minCount", "maxCount"] }[type];
      if (chance.in(0.6)) json[least] = chance.below(4);
      if (chance.in(0.6)) json[most] = 2 + chance.below(8);
      if (type === "text" && chance.in(0.3)) json.allowDigits = false;
    }
    if (type === "regex") {
      json.regex = chance.of(PATTERNS);
      if (chance.in(0.2) && !/[^\x00-\x7f]/.test(json.regex)) json.caseInsensitive = true;
    }
    if (type === "expression") json.expression = condition(chance, this, { question }, this.count);
    return json;
  }

  pages() {
    const { chance } = this;
    const pages = [];
    const waiting = [...this.questions];
    while (waiting.length) {
      const page = { name: `page${pages.length}`, elements: [] };
      this.container(page, waiting, 0);
      pages.push(page);
    }
    return pages;
  }

  // {panel.name}: one question of a panel asks for another.
  within(questions) {
    const { chance } = this;
    const named = questions.filter((q) => q.type !== "html");
    const asks = questions.filter((q) => !q.visibleIf && q.type !== "matrix" && q.type !== "multipletext");
    if (!named.length || !asks.length) return;
    chance.of(asks).visibleIf = `{panel.${chance.of(named).name}} ${chance.of(["notempty", "empty", "= 'a'", "contains 1"])}`;
    this.count("{panel.name}");
  }

  container(container, waiting, depth) {
    const { chance } = this;
    if (depth) this.count("panel");
    if (chance.in(0.2)) container.visibleIf = condition(chance, this, {}, this.count), this.count(depth ? "panel visibleIf" : "page visibleIf");
    if (chance.in(0.07)) container.enableIf = condition(chance, this, {}, this.count), this.count("panel enableIf");
    if (depth && chance.in(0.2)) container.isRequired = true, this.count("panel required");
    if (depth && chance.in(0.1)) container.requiredIf = condition(chance, this, {}, this.count), this.count("panel requiredIf");
    do {
      if (depth < 3 && chance.in(0.25)) {
        const panel = { type: "panel", name: `panel${this.panels++}`, elements: [] };
        this.container(panel, waiting, depth + 1);
        container.elements.push(panel);
      } else container.elements.push(waiting.shift());
    } while (waiting.length && chance.in(0.7));
    if (depth && chance.in(0.4)) this.within(container.elements.filter((e) => !e.elements));
  }
}

const TEXTS = ["", "a", "abc", "甲", "你好", "😀", "a😀", "12", "007", "1.5", "1,5", "-3", " ", " x ", "true", "False", "'q'", "a@b.cn", "10-20", "x", "aa", "ABC", "ünï", "1e3", "line\nend", "0"];
const BY_INPUT = {
  number: [0, 1, 2, 3, -2, 10.5, 2.25, 100, 0.3, 7],
  date: ["2020-02-29", "2026-11-25", "1986-05-04", "1999-12-31", "2026-12-01"],
  month: ["2020-02", "2026-11", "2027-01"],
  time: ["08:30", "23:59", "00:00", "12:15"],
  email: ["a@b.cn", "no", "x.y@z.org", "", "甲@乙.中国"],
};

export const valueOf = (item) => (item !== null && typeof item === "object" ? item.value : item);

function written(chance, input) {
  return chance.of(BY_INPUT[input.inputType] ?? TEXTS);
}

// What a respondent could give: what the form lets him.
export function answer(chance, question) {
  const specials = [["showNoneItem", "none"], ["showRefuseItem", "refused"], ["showDontKnowItem", "dontknow"], ["showOtherItem", "other"]]
    .filter(([member]) => question[member]).map(([, value]) => value);
  const all = [...(question.choices ?? []).map(valueOf), ...specials];
  switch (question.type) {
    case "text":
      return written(chance, question);
    case "comment":
      return chance.of(TEXTS);
    case "radiogroup":
    case "dropdown":
      return chance.of(all);
    case "checkbox":
    case "tagbox": {
      const exclusive = [...question.choices.filter((c) => c.isExclusive).map(valueOf), ...specials.filter((s) => s !== "other")];
      if (exclusive.length && chance.in(0.2)) return [chance.of(exclusive)];
      const chosen = chance.shuffled(chance.some(all.filter((v) => !exclusive.includes(v))));
      return chosen.slice(0, question.maxSelectedChoices ?? 99);
    }
    case "ranking": {
      const order = chance.shuffled(all);
      return question.selectToRankEnabled ? order.slice(0, chance.below(order.length + 1)) : order;
    }
    case "boolean":
      return chance.in(0.5) ? question.valueTrue ?? true : question.valueFalse ?? false;
    case "rating": {
      const { rateMin = 1, rateMax = 5 } = question;
      return question.rateValues ? valueOf(chance.of(question.rateValues)) : rateMin + chance.below(rateMax - rateMin + 1);
    }
    case "slider":
      return question.step ? -10 + 5 * chance.below(7) : chance.below(101);
    case "matrix":
      return Object.fromEntries(chance.some(question.rows, 0.7).map((row) => [valueOf(row), valueOf(chance.of(question.columns))]));
    case "multipletext":
      return Object.fromEntries(chance.some(question.items, 0.7).map((item) => [item.name, written(chance, item)]));
    default:
      return undefined;
  }
}
