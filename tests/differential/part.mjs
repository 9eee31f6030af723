// One process of the comparison: told its share by its parent, it answers with what it found.
import { Chance } from "./random.mjs";
import { shrink } from "./shrink.mjs";
import { Engine } from "./engine.mjs";
import { Pairs } from "./pairs.mjs";
import { comparePatterns } from "./patterns.mjs";
import { compareGrammar } from "./grammar.mjs";

const PROOFS = 300;

async function comparePairs({ seed, first, n, shown }, pairs, found) {
  for (let i = first; i < first + n; i++) {
    const pair = pairs.make(i);
    const wrong = await pairs.compare(pair);
    found.clean += pair.clean;
    found.taken += pair.taken === true;
    if (!wrong) continue;
    found.failed++;
    if (found.failed > shown) continue;
    const kind = wrong.split(":")[0];
    const small = /^(refused|survey-core threw)/.test(kind) ? pair : await shrink(pair, async (smaller) => (await pairs.compare(smaller))?.split(":")[0] === kind);
    console.log(`deviation with SEED=${seed} FIRST=${i}: ${await pairs.compare(small)}`);
    console.log(JSON.stringify({ survey: small.survey, answers: small.answers, clean: small.clean }));
  }
}

// A comparison that would not notice a wrong engine proves nothing.
async function noticed({ program, seed, first }) {
  const broken = new Engine(program, { BROKEN: "1" });
  const pairs = new Pairs(seed, broken, () => {});
  let wrong = null;
  for (let i = 0; i < PROOFS && !wrong; i++) wrong = await pairs.compare(pairs.make(first + i));
  broken.end();
  return !!wrong;
}

process.once("message", async (share) => {
  const seen = new Map();
  const found = { failed: 0, clean: 0, taken: 0 };
  const engine = new Engine(share.program);
  await comparePairs(share, new Pairs(share.seed, engine, (feature) => seen.set(feature, (seen.get(feature) ?? 0) + 1)), found);
  if (!(await noticed(share))) found.failed++, console.log("the broken engine was not noticed");
  const chance = new Chance(Math.imul(share.seed, 1000003) + share.first);
  for (const deviations of [await comparePatterns(chance, engine, share.n), await compareGrammar(chance, engine, share.n)]) {
    found.failed += deviations.length;
    deviations.slice(0, share.shown).forEach((text) => console.log(`deviation: ${text}`));
  }
  engine.end();
  process.send({ ...found, seen: [...seen] }, () => process.disconnect());
});
