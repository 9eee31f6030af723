// Random expressions over the names of a form.
export const OPERATORS = ["or", "and", "equal", "notequal", "less", "lessorequal", "greater", "greaterorequal", "plus", "minus",
  "mul", "div", "mod", "power", "contains", "notcontains", "anyof", "allof", "noneof", "empty", "notempty", "negate"];
export const FUNCTIONS = ["age", "avg", "count", "currentDate", "currentYear", "dateAdd", "dateDiff", "day", "diffDays", "getDate",
  "getYear", "iif", "isDisplayMode", "max", "min", "month", "round", "substring", "sum", "today", "trunc", "weekday", "year"];

const SIGNS = {
  or: ["or", "||"], and: ["and", "&&"], equal: ["=", "==", "equal"], notequal: ["!=", "<>", "notequal"], less: ["<", "less"],
  lessorequal: ["<=", "=<"], greater: [">", "greater"], greaterorequal: [">=", "=>"], plus: ["+"], minus: ["-"], mul: ["*"],
  div: ["/"], mod: ["%"], power: ["^"], contains: ["contains", "*=", "contain"], notcontains: ["notcontains"], anyof: ["anyof"],
  allof: ["allof"], noneof: ["noneof"],
};
const COMPARE = ["equal", "notequal", "less", "lessorequal", "greater", "greaterorequal", "contains", "notcontains", "anyof", "allof", "noneof"];
const CALCULATE = ["plus", "minus", "mul", "div", "mod", "power"];
const CONSTANTS = ["1", "2", "0", "3.5", "-1", "10", "'a'", "'甲'", "'1'", "''", "'true'", "true", "false", "'x y'", "a", "'A'", "['a', 1]", "[1, 2]", "'é'", "'0'", "\"b\"", "0x10", "'2020-03-01'", "undefined", "'😀'", "'1.5'"];

const valueOf = (item) => (item !== null && typeof item === "object" ? item.value : item);

function literal(value) {
  return typeof value === "string" ? `'${value.replace(/'/g, "\\'")}'` : String(value);
}

function variable(chance, form, place, count) {
  const names = [];
  const add = (feature, text) => names.push([feature, text]);
  for (const q of form.questions) {
    if (q.type === "html") continue;
    add("{name}", q.name);
    if (q.type === "matrix") for (const row of q.rows) add("{matrix.row}", `${q.name}.${valueOf(row)}`);
    if (q.type === "multipletext") for (const item of q.items) add("{items.item}", `${q.name}.${item.name}`);
    if (["checkbox", "tagbox", "ranking"].includes(q.type)) add("{name[0]}", `${q.name}[${chance.below(2)}]`), add("{name.length}", `${q.name}.length`);
    if (["text", "comment"].includes(q.type)) add("{name.length}", `${q.name}.length`);
    if (q.showOtherItem || q.showCommentArea) add("{name-Comment}", `${q.name}-Comment`);
  }
  for (const c of form.calculated) add("{calculated}", c.name);
  if (place.item) for (let i = 0; i < 4; i++) add("{item}", chance.of(["item", "choice", "Item"]));
  const own = place.question?.type;
  if (place.question && own !== "matrix" && own !== "multipletext") add("{self}", "self");
  if (!names.length) return "1";
  const [feature, text] = chance.of(names);
  count(feature);
  if (chance.in(0.05)) return count("{#name}"), `{#${text}}`;
  if (chance.in(0.05) && /^[\x00-\x7f]*$/.test(text) && feature !== "{items.item}" && feature !== "{self}") return `{${text.toUpperCase()}}`.replace(".LENGTH", ".length");
  return `{${text}}`;
}

// A value that something in the form could have.
function constant(chance, form) {
  const q = chance.of(form.questions);
  const values = (q.choices ?? q.columns ?? []).map(valueOf);
  if (values.length && chance.in(0.6)) return literal(chance.of(values));
  return chance.of(CONSTANTS);
}

function date(chance, form, count) {
  const dated = form.questions.filter((q) => q.type === "text" && ["date", "month"].includes(q.inputType));
  if (dated.length && chance.in(0.6)) return `{${chance.of(dated).name}}`;
  return chance.of(["'2020-02-29'", "'1986-05-04'", "'2026-11-25'", "'2019-12-31T10:20'", "today()", "currentDate()"]);
}

function call(chance, form, place, count, depth) {
  const name = chance.of(FUNCTIONS);
  count(`function ${name}`);
  const any = () => operand(chance, form, place, count, depth - 1);
  const day = () => date(chance, form, count);
  const unit = (list) => (chance.in(0.6) ? `, '${chance.of(list)}'` : "");
  switch (name) {
    case "iif":
      return `iif(${condition(chance, form, place, count, depth - 1)}, ${any()}${chance.in(0.8) ? `, ${any()}` : ""})`;
    case "round":
    case "trunc":
      return `${name}(${any()}${chance.in(0.5) ? `, ${chance.below(3)}` : ""})`;
    case "substring":
      return `substring(${any()}, ${chance.below(3)}${chance.in(0.5) ? `, ${chance.below(4)}` : ""})`;
    case "age":
      return `age(${day()}${unit(["years", "months"])})`;
    case "dateDiff":
      return `dateDiff(${day()}, ${day()}${unit(["days", "months", "years", "hours", "minutes", "seconds"])})`;
    case "diffDays":
      return `diffDays(${day()}, ${day()})`;
    case "dateAdd":
      return `dateAdd(${day()}, ${chance.of(["1", "-3", "31", "12"])}${unit(["days", "months", "years", "hours", "minutes", "seconds"])})`;
    case "getDate":
    case "getYear":
      return `${name}(${day()})`;
    case "year":
    case "month":
    case "day":
    case "weekday":
      return `${name}(${chance.in(0.6) ? day() : ""})`;
    case "today":
      return `today(${chance.in(0.3) ? chance.of(["1", "-7"]) : ""})`;
    case "currentDate":
    case "currentYear":
    case "isDisplayMode":
      return `${name}()`;
    default:
      return `${name}(${Array.from({ length: chance.below(4) }, any).join(", ")})`;
  }
}

function operand(chance, form, place, count, depth) {
  const kind = chance.next();
  if (depth <= 0 || kind < 0.5) return variable(chance, form, place, count);
  if (kind < 0.7) return constant(chance, form).replace("undefined", "''");
  if (kind < 0.85) return fix(call(chance, form, place, count, depth));
  const operator = chance.of(CALCULATE);
  count(`operator ${operator}`);
  return `(${operand(chance, form, place, count, depth - 1)} ${SIGNS[operator][0]} ${operand(chance, form, place, count, depth - 1)})`;
}

// null and undefined may not stand as an argument.
const fix = (text) => text.replace(/([(,] ?)undefined(?=[,)])/g, "$1''");

export function condition(chance, form, place, count, depth = 2) {
  const kind = chance.next();
  const inner = () => condition(chance, form, place, count, depth - 1);
  if (depth > 0 && kind < 0.25) {
    const operator = chance.of(["or", "and"]);
    count(`operator ${operator}`);
    return `(${inner()} ${chance.of(SIGNS[operator])} ${inner()})`;
  }
  if (depth > 0 && kind < 0.32) {
    count("operator negate");
    return `${chance.of(["!", "negate "])}(${inner()})`;
  }
  if (kind < 0.45) {
    const operator = chance.of(["empty", "notempty"]);
    count(`operator ${operator}`);
    return `${variable(chance, form, place, count)} ${operator}`;
  }
  if (kind < 0.5) return operand(chance, form, place, count, depth);
  const operator = chance.of(COMPARE);
  count(`operator ${operator}`);
  const right = chance.in(0.6) ? constant(chance, form) : operand(chance, form, place, count, depth - 1);
  return `${operand(chance, form, place, count, depth - 1)} ${chance.of(SIGNS[operator])} ${right}`;
}

export function expression(chance, form, place, count) {
  return chance.in(0.5) ? operand(chance, form, place, count, 3) : condition(chance, form, place, count);
}
