// The same answers, checked by survey-core.
import { createRequire } from "node:module";
import { reached, Snapshot } from "./snapshot.mjs";

const require = createRequire(import.meta.url);
const core = require("survey-core");

console.warn = console.error = () => {};

// Texts that are no ISO 8601 are no dates to the engine; ECMAScript leaves to each implementation what it reads in them.
const ISO = /^\d{4}(-\d\d(-\d\d)?)?(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;
core.settings.onDateCreated = (date, reason, from) => (typeof from === "string" && !ISO.test(from) ? new Date(NaN) : date);

// The clock is there before anything is calculated.
class Timed extends core.Model {
  static now = 0;
  get dateProvider() {
    return { now: () => Timed.now };
  }
  set dateProvider(_) {}
}

const shared = reached({ core });

// One survey as it was loaded, for many answers.
export class Oracle {
  constructor(json, now) {
    Timed.now = now;
    this.survey = new Timed(JSON.parse(JSON.stringify(json)));
  }

  check(answers) {
    if (this.loaded) this.loaded.restore();
    else this.loaded = new Snapshot(this.survey, shared);
    return run(this.survey, answers);
  }
}

// A survey for these answers alone.
export function check(json, answers, now) {
  Timed.now = now;
  return run(new Timed(JSON.parse(JSON.stringify(json))), answers);
}

function run(survey, answers) {
  survey.data = JSON.parse(JSON.stringify(answers));
  const valid = survey.validate();
  const questions = survey.getAllQuestions();
  const told = {
    valid,
    wrong: questions.filter((q) => wrong(q)).map((q) => q.name).sort(),
    panels: survey.getAllPanels().filter((p) => p.errors.length).map((p) => p.name).sort(),
    visible: questions.filter((q) => q.isVisibleInSurvey).map((q) => q.name).sort(),
    required: questions.filter((q) => q.isRequired).map((q) => q.name).sort(),
    readOnly: questions.filter((q) => q.isReadOnly).map((q) => q.name).sort(),
    rows: {},
    choices: {},
    disabled: questions.filter((q) => disabled(q)).map((q) => q.name),
  };
  for (const q of questions) {
    if (q.getType() === "matrix") told.rows[q.name] = q.visibleRows.map((r) => r.name);
    if (q.isDescendantOf("selectbase")) told.choices[q.name] = q.visibleChoices.filter((c) => !q.isSelectAllItem(c)).map((c) => c.value);
  }
  survey.doComplete();
  told.data = JSON.parse(JSON.stringify(survey.data));
  return told;
}

function wrong(q) {
  return q.errors.length > 0 || (q.getType() === "multipletext" && q.items.some((i) => i.editor.errors.length));
}

function disabled(q) {
  if (!q.isDescendantOf("selectbase")) return false;
  const chosen = [].concat(q.value ?? []);
  return q.choices.some((c) => !c.isEnabled && chosen.includes(c.value));
}
