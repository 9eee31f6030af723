// Feeds random surveys and answers to survey-core and to the engine, and compares what they say.
//   PAIRS=2000 SEED=1 FIRST=0 node tests/differential/run.mjs CHECK
// CHECK is the program that tests/differential/check.c makes. Several processes share the work; what they find does not
// depend on how many. A deviation is made as small as it can be and shown with its seed; `SEED=1 FIRST=17 PAIRS=1`
// repeats it. Each feature of the subset must have come up.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import * as forms from "./forms.mjs";
import { OPERATORS, FUNCTIONS } from "./expressions.mjs";

const PAIRS = Number(process.env.PAIRS ?? 2000);
const SEED = Number(process.env.SEED ?? 1);
const FIRST = Number(process.env.FIRST ?? 0);
const SHOWN = Number(process.env.SHOWN ?? 3);
const PROCESSES = Number(process.env.PROCESSES ?? 2);
const PART = fileURLToPath(new URL("part.mjs", import.meta.url));

const seen = new Map();

function part(first, n) {
  return new Promise((done) => {
    const child = fork(PART, { env: { ...process.env, TZ: "Asia/Shanghai" } });
    let found = { failed: 1, clean: 0, taken: 0, seen: [] };
    child.on("message", (message) => (found = message));
    child.on("exit", (status) => (status && console.log("a process broke off"), done(found)));
    child.send({ program: process.argv[2], seed: SEED, first, n, shown: SHOWN });
  });
}

// Shares begin with a survey of their own.
function shares() {
  const size = PROCESSES > 1 && PAIRS > 100 ? Math.ceil(PAIRS / PROCESSES / 8) * 8 : PAIRS;
  return Array.from({ length: Math.ceil(PAIRS / size) }, (_, i) => part(FIRST + i * size, Math.min(size, PAIRS - i * size)));
}

function coverage() {
  const wanted = [...forms.TYPES.map((t) => `type ${t}`), ...forms.INPUTS.map((t) => `input ${t}`), ...forms.VALIDATORS.map((v) => `validator ${v}`),
    ...OPERATORS.map((o) => `operator ${o}`), ...FUNCTIONS.map((f) => `function ${f}`), "showNoneItem", "showRefuseItem", "showDontKnowItem", "showOtherItem",
    "showCommentArea", "isExclusive", "minSelectedChoices", "maxSelectedChoices", "visibleIf", "enableIf", "requiredIf", "choicesVisibleIf", "choicesEnableIf",
    "choice visibleIf", "choice enableIf", "rowsVisibleIf", "row visibleIf", "panel", "panel visibleIf", "page visibleIf", "panel required", "panel requiredIf",
    "panel enableIf", "calculatedValues", "clearInvisibleValues none", "clearInvisibleValues onComplete", "clearInvisibleValues onHidden",
    "clearInvisibleValues onHiddenContainer", "clearIfInvisible", "defaultValue", "isRequired", "readOnly", "visible", "eachRowRequired", "eachRowUnique",
    "selectToRankEnabled", "precision", "min", "max", "step", "maxLength", "{name}", "{matrix.row}", "{items.item}", "{name[0]}", "{name.length}", "{name-Comment}",
    "{calculated}", "{item}", "{self}", "{#name}", "{panel.name}"];
  const missing = wanted.filter((feature) => !seen.get(feature));
  console.log(`features: ${wanted.map((f) => `${f} ${seen.get(f) ?? 0}`).join(", ")}`);
  if (PAIRS >= 2000) for (const feature of missing) console.log(`never came up: ${feature}`);
  return PAIRS >= 2000 ? missing.length : 0;
}

const parts = await Promise.all(shares());
const sum = (member) => parts.reduce((total, found) => total + found[member], 0);
for (const found of parts) {
  found.seen.forEach(([feature, n]) => seen.set(feature, (seen.get(feature) ?? 0) + n));
}
const failed = sum("failed");
const missing = coverage();
console.log(`${sum("clean")} of ${PAIRS} pairs with clean answers, ${sum("taken")} taken by both; as many regular expressions; as many texts of the grammar`);
console.log(`${3 * PAIRS - failed} passed, ${failed + missing} failed`);
process.exitCode = failed + missing ? 1 : 0;
