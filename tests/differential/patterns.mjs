// Random regular expressions and texts: the engine's automaton against ECMAScript's own.
const ATOMS = ["a", "b", "甲", ".", "[ab]", "[^a]", "\\d", "\\w", "\\s", "\\D", "\\W", "[a-c甲]", "\\.", "x", "\\u7532", "[\\d_]", "\\x41", "[^\\w]", "1", "-", "😀", "\\S"];
const REPEATS = ["", "", "", "*", "+", "?", "{2}", "{1,}", "{0,2}", "*?", "+?", "{2,3}?"];
const TEXTS = ["", "a", "b", "aa", "ab", "ABA", "甲", "a甲b", "12", "1-2", " x ", "😀", "a\nb", "x.y", "_", "K", "é", "aab甲1", "  ", "bbb"];

function sequence(chance, depth) {
  let text = "";
  for (let n = chance.below(4); n >= 0; n--) text += term(chance, depth);
  return text;
}

function term(chance, depth) {
  if (chance.in(0.08)) return chance.of(["^", "$", "\\b", "\\B"]);
  if (depth > 0 && chance.in(0.25)) return `${chance.of(["(", "(?:"])}${alternatives(chance, depth - 1)})${chance.of(REPEATS)}`;
  return chance.of(ATOMS.filter((a) => a !== "😀" || chance.in(0.3))) + chance.of(REPEATS);
}

function alternatives(chance, depth) {
  return Array.from({ length: 1 + (chance.in(0.3) ? 1 : 0) }, () => sequence(chance, depth)).join("|");
}

// How many patterns were compared, and the first deviations in words.
export async function comparePatterns(chance, engine, n) {
  const deviations = [];
  for (let i = 0; i < n; i++) {
    const pattern = alternatives(chance, 2);
    const fold = chance.in(0.2) && !/[^\x00-\x7f]|\\u/.test(pattern);
    const text = chance.of(TEXTS) + chance.of(TEXTS);
    const found = new RegExp(pattern, fold ? "i" : "").test(text);
    const ours = await engine.ask({ pattern, fold, text });
    if (ours.code || ours.found !== found) deviations.push(`/${pattern}/${fold ? "i" : ""} in ${JSON.stringify(text)}: ${found} there, ${JSON.stringify(ours)} here`);
  }
  return deviations;
}
