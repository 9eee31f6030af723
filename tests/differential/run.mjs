// Feeds random surveys and answers to survey-core and to the engine, and compares what they say.
//   PAIRS=2000 SEED=1 FIRST=0 node tests/differential/run.mjs CHECK
// CHECK is the program that tests/differential/check.c makes. A deviation is made as small as it can be and shown with
// its seed; `SEED=1 FIRST=17 PAIRS=1` repeats it. Each feature of the subset must have come up.
process.env.TZ = "Asia/Shanghai";
const { Chance } = await import("./random.mjs");
const forms = await import("./forms.mjs");
const { OPERATORS, FUNCTIONS } = await import("./expressions.mjs");
const { wrongly } = await import("./wrong.mjs");
const { check } = await import("./oracle.mjs");
const { shrink } = await import("./shrink.mjs");
const { Engine } = await import("./engine.mjs");
const { comparePatterns } = await import("./patterns.mjs");
const { compareGrammar } = await import("./grammar.mjs");
const { isDeepStrictEqual } = await import("node:util");

const PAIRS = Number(process.env.PAIRS ?? 2000);
const SEED = Number(process.env.SEED ?? 1);
const FIRST = Number(process.env.FIRST ?? 0);
const SHOWN = Number(process.env.SHOWN ?? 3);
const PROOFS = 300;
const NOW = Date.UTC(2026, 10, 25, 9, 24, 58);

const seen = new Map();
const count = (feature) => seen.set(feature, (seen.get(feature) ?? 0) + 1);
const engine = new Engine(process.argv[2]);

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

async function compare(pair, against = engine) {
  let theirs;
  try {
    theirs = check(pair.survey, pair.answers, NOW);
  } catch (error) {
    const { errors = [], refused = [] } = await against.ask({ now: NOW, ...pair });
    return errors.some((e) => e.code === "answer.uncomputable") || refused.length || !pair.clean ? null : `survey-core threw: ${error.message}`;
  }
  const ours = await against.ask({ now: NOW, ...pair });
  if (Array.isArray(ours.refused) && ours.refused.length && ours.refused.every((e) => LISTED.includes(e.code))) return null;
  pair.taken = theirs.valid && ours.valid === true;
  return difference(theirs, ours, pair.clean);
}

function make(seed) {
  const chance = new Chance(seed);
  const survey = forms.survey(chance, count);
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

let failed = 0;
let clean = 0;
let taken = 0;
for (let i = FIRST; i < FIRST + PAIRS; i++) {
  const pair = make(Math.imul(SEED, 1000003) + i);
  const wrong = await compare(pair);
  clean += pair.clean;
  taken += pair.taken === true;
  if (!wrong) continue;
  failed++;
  if (failed > SHOWN) continue;
  const kind = wrong.split(":")[0];
  const small = /^(refused|survey-core threw)/.test(kind) ? pair : await shrink(pair, async (smaller) => (await compare(smaller))?.split(":")[0] === kind);
  console.log(`deviation with SEED=${SEED} FIRST=${i}: ${await compare(small)}`);
  console.log(JSON.stringify({ survey: small.survey, answers: small.answers, clean: small.clean }));
}
// A comparison that would not notice a wrong engine proves nothing.
const broken = new Engine(process.argv[2], { BROKEN: "1" });
let noticed = false;
for (let i = 0; i < PROOFS && !noticed; i++) noticed = !!(await compare(make(Math.imul(SEED, 1000003) + i), broken));
broken.end();
if (!noticed) failed++, console.log("the broken engine was not noticed");
const parts = [await comparePatterns(new Chance(SEED), engine, PAIRS), (await compareGrammar(new Chance(SEED), engine, PAIRS)).deviations];
engine.end();
for (const deviations of parts) {
  for (const text of deviations.slice(0, SHOWN)) console.log(`deviation: ${text}`);
  failed += deviations.length;
}
const missing = coverage();
console.log(`${clean} of ${PAIRS} pairs with clean answers, ${taken} taken by both; as many regular expressions; as many texts of the grammar`);
console.log(`${3 * PAIRS - failed} passed, ${failed + missing} failed`);
process.exitCode = failed + missing ? 1 : 0;
