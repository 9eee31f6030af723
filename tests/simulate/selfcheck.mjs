// A play that cannot fail is worth nothing: with one rule of the product broken at a time, a few days must show it.
import { Book } from './book.mjs';
import { iso } from './calendar.mjs';
import { Random } from './random.mjs';

const PATIENCE = 8;  // days within which a broken rule must be noticed
const swapLevels = "UPDATE rules.supervision_rule SET level = CASE level WHEN 'red' THEN 'yellow' WHEN 'yellow' THEN 'red' ELSE level END";

// Each breaks the product alone, and mends it again; the day is the first of the trial.
const breaks = {
  number: { what: 'limits one day too long', broken: "UPDATE rules.deadline SET n = n + 1 WHERE key IN ('open_opinion', 'triage', 'unit_sign', 'fix_by')", mended: "UPDATE rules.deadline SET n = n - 1 WHERE key IN ('open_opinion', 'triage', 'unit_sign', 'fix_by')" },
  calendar: { what: 'one day of the calendar the other way round', turn: calendarTurner },
  transition: { what: 'a plan from the wrong hand', broken: "UPDATE rules.transition SET role = 'handler' WHERE layer = 'issue' AND action IN ('plan', 'reply')", mended: "UPDATE rules.transition SET role = 'office_head' WHERE layer = 'issue' AND action IN ('plan', 'reply')" },
  ladder: { what: 'red and yellow exchanged', broken: swapLevels, mended: swapLevels },
  secrecy: { what: 'a handler who reads what was said', broken: "INSERT INTO rules.permission VALUES ('handler', 'opinion.read', 'all')", mended: "DELETE FROM rules.permission WHERE role = 'handler' AND permission = 'opinion.read'" },
};

// The next working day but this, turned into a day of rest, and back.
function calendarTurner(calendar, from) {
  let day = from + 1;
  while (!calendar.works(day)) day += 1;
  const known = calendar.special.has(day);
  const date = `'${iso(day)}'`;
  return {
    broken: `INSERT INTO core.work_calendar (day, is_workday, note) VALUES (${date}, false, '错') ON CONFLICT (day) DO UPDATE SET is_workday = false`,
    mended: known ? `UPDATE core.work_calendar SET is_workday = true WHERE day = ${date}` : `DELETE FROM core.work_calendar WHERE day = ${date}`,
  };
}

// trial: plays one day and counts into the book it is given.
export async function selfCheck({ town, model, book, seed, from, names, trial }) {
  let day = from;
  for (const name of names) {
    const { broken, mended } = breaks[name].turn?.(model.calendar, day) ?? breaks[name];
    const quiet = new Book(`broken ${name}`, true);
    const random = new Random(seed * 7 + day);
    await town.sql.ask(`${broken};`);
    const until = day + PATIENCE;
    while (quiet.failed === 0 && day < until) {
      await trial(day, random, quiet).catch((error) => quiet.holds('broke off', name, false, error.message));
      day += 1;
    }
    await town.sql.ask(`${mended};`);
    book.holds('notices what is broken', `${breaks[name].what} (${name})`, quiet.failed > 0, `${PATIENCE} days, and nothing noticed`);
  }
}

export const breakNames = Object.keys(breaks);
