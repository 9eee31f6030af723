// Random pairs of a survey and answers, and what differs between what survey-core and the engine say of one.
import { isDeepStrictEqual } from "node:util";
import { Chance } from "./random.mjs";
import * as forms from "./forms.mjs";
import { wrongly } from "./wrong.mjs";
import { check, Oracle } from "./oracle.mjs";

// Loading a survey is what costs survey-core most: each is answered so many times.
const ANSWERS = 8;
const NOW = Date.UTC(2026, 10, 25, 9, 24, 58);

const sorted = (list) => [...new Set(list)].sort();

// What differs, in a word, or null.
function difference(theirs, ours, clean) {
  if (ours.refused) return `refused at publishing ${ours.refused[0]?.code}: ${JSON.stringify(ours.refused)}`;
  const checked = ours.errors.filter((e) => !e.code.startsWith("answer."));
  const extra = ours.errors.filter((e) => e.code.startsWith("answer."));
  const known = ["answer.long", "answer.many", "answer.exclusive", "answer.disabled", "answer.text"];
  if (extra.some((e) => !known.includes(e.code))) return clean ? `refused a clean answer: ${JSON.stringify(extra)}` : null;
  if (clean && extra.some((e) => e.code !== "answer.disabled" || !theirs.disabled.includes(e.name)))
    return `refused a clean answer: ${JSON.stringify(extra)}`;
  const names = sorted(checked.filter((e) => e.code !== "panel.required").map((e) => e.name));
  const panels = sorted(checked.filter((e) => e.code === "panel.required").map((e) => e.name));
  if (theirs.valid !== (checked.length === 0)) return `verdict: ${theirs.valid} there (${theirs.wrong}), ${JSON.stringify(checked)} here`;
  if (!isDeepStrictEqual(sorted(ours.visible), theirs.visible)) return `visible: ${theirs.visible} there, ${ours.visible} here`;
  if (!isDeepStrictEqual(panels, theirs.panels)) return `panels with errors: ${theirs.panels} there, ${panels} here`;
  // An error that a later question's cleaning makes untrue is taken back there, but the verdict stays.
  if (!panels.length && theirs.wrong.some((name) => !names.includes(name))) return `questions with errors: ${theirs.wrong} there, ${names} here`;
  if (!isDeepStrictEqual(sorted(ours.required), theirs.required)) return `required: ${theirs.required} there, ${ours.required} here`;
  if (!isDeepStrictEqual(sorted(ours.readOnly), theirs.readOnly)) return `read-only: ${theirs.readOnly} there, ${ours.readOnly} here`;
  for (const [name, rows] of Object.entries(ours.rows))
    if (!isDeepStrictEqual(rows, theirs.rows[name])) return `rows of ${name}: ${theirs.rows[name]} there, ${rows} here`;
  for (const [name, choices] of Object.entries(ours.choices))
    if (!isDeepStrictEqual(sorted(choices.map(String)), sorted(theirs.choices[name].map(String)))) return `choices of ${name}: ${theirs.choices[name]} there, ${choices} here`;
  if (ours.valid && !isDeepStrictEqual(ours.data, theirs.data)) return `data: ${JSON.stringify(theirs.data)} there, ${JSON.stringify(ours.data)} here`;
  return null;
}

// A result that may be a list of choices is refused, and little else of what is made here.
const LISTED = ["expression.list"];

export class Pairs {
  constructor(seed, engine, count) {
    Object.assign(this, { seed, engine, count });
  }

  // The i-th pair. The survey is the same for ANSWERS of them.
  make(i) {
    const number = Math.floor(i / ANSWERS);
    if (this.number !== number) {
      this.number = number;
      this.survey = forms.survey(new Chance(Math.imul(this.seed, 1000003) + number), this.count);
      this.oracle = null;
    }
    return answered(new Chance(Math.imul(this.seed, 7368787) + i), this.survey, this.count);
  }

  // What survey-core says; of a survey that it cannot load or check, why.
  theirs(pair, anew) {
    try {
      if (anew || pair.survey !== this.survey) return check(pair.survey, pair.answers, NOW);
      this.oracle ??= new Oracle(pair.survey, NOW);
      return this.oracle.check(pair.answers);
    } catch (error) {
      return { threw: error.message };
    }
  }

  // What differs, in words, or null. A difference counts when it also shows with a survey that is loaded for it alone.
  async compare(pair, engine = this.engine) {
    const asked = engine.ask({ now: NOW, survey: pair.survey, answers: pair.answers });
    const theirs = this.theirs(pair, false);
    const ours = await asked;
    pair.taken = theirs.valid && ours.valid === true;
    return differs(theirs, ours, pair) && differs(this.theirs(pair, true), ours, pair);
  }
}

function differs(theirs, ours, { clean }) {
  if (theirs.threw) {
    const { errors = [], refused = [] } = ours;
    return errors.some((e) => e.code === "answer.uncomputable") || refused.length || !clean ? null : `survey-core threw: ${theirs.threw}`;
  }
  if (Array.isArray(ours.refused) && ours.refused.length && ours.refused.every((e) => LISTED.includes(e.code))) return null;
  return difference(theirs, ours, clean);
}

function answered(chance, survey, count) {
  const answers = {};
  const all = [];
  const walk = (elements) => elements.forEach((e) => (e.elements ? walk(e.elements) : all.push(e)));
  survey.pages.forEach((page) => walk(page.elements));
  for (const question of all) {
    const given = chance.in(0.75) ? forms.answer(chance, question) : undefined;
    if (given !== undefined) answers[question.name] = given;
    if ((question.showOtherItem || question.showCommentArea) && chance.in(0.5)) answers[`${question.name}-Comment`] = chance.of(["其他", "a", " ", "12", "😀"]);
  }
  const dirty = chance.in(0.15) && wrongly(chance, all, answers, count);
  const short = all.every((q) => fits(q, answers[q.name]));
  return { survey, answers, clean: !dirty && short };
}

// maxLength is the browser's to keep.
function fits(question, value) {
  return typeof value !== "string" || !question.maxLength || [...value].length <= question.maxLength;
}
