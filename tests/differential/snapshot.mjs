// An object and all that it leads to, to be put back as it was: a survey is loaded once and answered often.
const holds = (value) => value !== null && (typeof value === "object" || typeof value === "function");
const plain = (object, name) => "value" in Object.getOwnPropertyDescriptor(object, name);
const listed = (object) => (object instanceof Map || object instanceof Set ? [...object] : null);

// What belongs to the package, not to a survey, is left out.
export function reached(root, without = []) {
  const seen = new Set(without);
  const found = [];
  for (const waiting = [root]; waiting.length;) {
    const object = waiting.pop();
    if (!holds(object) || seen.has(object)) continue;
    seen.add(object);
    found.push(object);
    for (const name of Object.keys(object)) if (plain(object, name)) waiting.push(object[name]);
    waiting.push(...(listed(object) ?? []).flat());
  }
  return found;
}

export class Snapshot {
  constructor(root, without) {
    this.saved = reached(root, without).filter((object) => !Object.isFrozen(object)).map((object) => {
      const all = Object.keys(object);
      const names = all.filter((name) => plain(object, name));
      return { object, all, names, values: names.map((name) => object[name]), length: object.length, items: listed(object) };
    });
  }

  restore() {
    for (const { object, all, names, values, length, items } of this.saved) {
      if (Array.isArray(object)) object.length = length;
      for (let i = 0; i < names.length; i++) if (object[names[i]] !== values[i]) object[names[i]] = values[i];
      const now = Object.keys(object);
      if (now.length !== all.length) for (const name of now) if (!all.includes(name)) delete object[name];
      if (items) object.clear(), items.forEach((item) => (object instanceof Map ? object.set(...item) : object.add(item)));
    }
  }
}
