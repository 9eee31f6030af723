// Makes a pair that shows a deviation as small as it can be: leaves out one thing after the other as long as it shows.
// No deviation is worth more tries than this.
const TRIES = 250;
const copy = (value) => JSON.parse(JSON.stringify(value));

// Every way to leave out one member or item, deepest last.
function* cuts(value, path = []) {
  if (value === null || typeof value !== "object") return;
  for (const key of Object.keys(value)) yield [...path, key];
  for (const [key, inner] of Object.entries(value)) yield* cuts(inner, [...path, key]);
}

function without(pair, path) {
  const smaller = copy(pair);
  let at = smaller;
  for (const key of path.slice(0, -1)) at = at[key];
  const last = path[path.length - 1];
  if (Array.isArray(at)) at.splice(Number(last), 1);
  else delete at[last];
  return smaller;
}

export async function shrink(pair, shows) {
  let best = copy(pair);
  let tries = 0;
  for (let again = true; again;) {
    again = false;
    for (const path of [...cuts({ survey: best.survey, answers: best.answers })]) {
      let smaller;
      try {
        smaller = without(best, path);
      } catch {
        continue;
      }
      if (++tries > TRIES) return best;
      if (!(await shows(smaller))) continue;
      best = smaller;
      again = true;
      break;
    }
  }
  return best;
}
