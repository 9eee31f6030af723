// Random texts that look like expressions: the engine must take what survey-core's parser takes, and nothing else.
import { createRequire } from "node:module";

const core = createRequire(import.meta.url)("survey-core");
const TOKENS = ["{a}", "{b.c}", "1", "2.5", "'x'", "\"y\"", "abc", "true", "0x1", "007", "-3", "(", ")", "[", "]", ",", "+", "-", "*", "/", "%", "^", "=", "==",
  "!=", "<>", "<", ">", "<=", "=>", "and", "or", "&&", "||", "!", "negate", "empty", "notempty", "contains", "*=", "anyof", "allof", "noneof", "equals",
  "notequals", "less", "greater", "sum(", "iif(", "today()", "power", "notcontains", "'", "{", "}", " ", "  ", "\t", "\n", "_x", "a1", ".", "甲"];

export async function compareGrammar(chance, engine, n) {
  const deviations = [];
  for (let i = 0; i < n; i++) {
    let text = "";
    for (let k = 1 + chance.below(9); k > 0; k--) text += chance.of(TOKENS) + (chance.in(0.7) ? " " : "");
    const operand = new core.ConditionsParser().parseExpression(text);
    const ours = await engine.ask({ expression: text });
    if (["expression.nothing", "expression.function"].includes(ours.code)) continue;
    if (!!operand !== ours.parsed) deviations.push(`${JSON.stringify(text)}: ${!!operand} there, ${JSON.stringify(ours)} here`);
  }
  return deviations;
}
