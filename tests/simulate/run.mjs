// A year of work on the demonstration city, played through the API and held against a model of the field's rules.
//   DAYS=365 SEED=1 [START=2027-01-01] [ARRIVALS=1.2] node tests/simulate/run.mjs
// The clock is moved by a setting, the worker woken and waited for; nothing sleeps. The same DAYS, SEED and START play the same days.
// At the end rules of the product are broken, one at a time, to see that the play notices.
//
// For whoever extends it: table.mjs and issues.mjs are §6.2 as rows (an action that is added there is offered, compared and, with a weight
// in play.mjs and its fields in forms.mjs, played); calendar.mjs counts days; model.mjs says what is due, which lamp is lit, who sees what,
// ladder.mjs which notices there are; compare.mjs and figures.mjs hold answers against it; book.mjs counts. The model takes numbers from the rows at the start, and nothing else from the product:
// where the two disagree, the field's rules decide who is right.
import fs from 'node:fs';
import { Book } from './book.mjs';
import { Calendar, at, fromIso, iso, inventNotice } from './calendar.mjs';
import { compareInbox, compareLedger } from './compare.mjs';
import { compareDuties, compareLeague, compareTalks, compareTrend, halfOf, startCampaign } from './figures.mjs';
import { Model, tableKeys } from './model.mjs';
import { Play } from './play.mjs';
import { Random } from './random.mjs';
import { breakNames, selfCheck } from './selfcheck.mjs';
import { Town } from './town.mjs';

const DAYS = Number(process.env.DAYS ?? 30);
const SEED = Number(process.env.SEED ?? 1);
// Opinions a day, and how slow people are: a short play has more of them and quicker people, so that it too sees every state.
const ARRIVALS = Number(process.env.ARRIVALS ?? (DAYS < 100 ? 1.5 : 1.2));
const PACE = DAYS < 100 ? 0.1 : 1;

// The first of a month that the seed picks, in the two years after this one: every weekday, leap years, all holidays.
function firstDay(random) {
  const month = random.whole(0, 23);
  const year = new Date().getFullYear() + 1 + Math.floor(month / 12);
  return process.env.START ?? `${year}-${String((month % 12) + 1).padStart(2, '0')}-01`;
}

async function announceHolidays(town, random, start) {
  const year = Number(start.slice(0, 4));
  const rows = [year, year + 1, year + 2].flatMap((one) => inventNotice(random, one));
  await town.sql.ask(`DELETE FROM core.work_calendar WHERE day >= '${year}-01-01';
    INSERT INTO core.work_calendar (day, is_workday, note) VALUES ${rows.map(([day, works]) => `('${day}', ${works}, '模拟')`).join(',')};`);
}

async function readRules(town) {
  const rules = Object.fromEntries((await town.query('SELECT key, n, unit FROM rules.deadline;')).map(([key, n, unit]) => [key, { key, n: Number(n), unit }]));
  const params = Object.fromEntries((await town.query('SELECT key, value FROM rules.param;')).map(([key, value]) => [key, Number(value)]));
  const days = (await town.query('SELECT day, is_workday FROM core.work_calendar;')).map(([day, works]) => [day, works === 't']);
  const categories = new Map((await town.query('SELECT c.code, c.sensitive, c.route, EXISTS (SELECT FROM rules.category k WHERE k.parent = c.code), c.parent IS NULL, c.parent FROM rules.category c;'))
    .map(([code, sensitive, route, parent, top, up]) => [code, { sensitive: sensitive === 't', route, leaf: parent === 'f', top: top === 't', parent: up }]));
  const people = (await town.query('SELECT a.username, r.role, o.code FROM core.account a JOIN core.account_role r ON r.account_id = a.id JOIN core.office o ON o.id = a.office_id ORDER BY a.username;'))
    .map(([username, role, office]) => ({ username, role, office }));
  return { rules, params, categories, people, calendar: new Calendar(days, params.office_closes) };
}

const LONG = DAYS >= 100;

// One day of the play, and some of what the lists and figures say at its end.
async function oneDay({ town, model, random, book, play }, day) {
  await play.day(day);
  await compareLedger(book, town, model, random, play.now);
  await compareInbox(book, town, model, random, play.now);
}

async function days(stage, from, settledBefore) {
  const { town, model, random, book, play } = stage;
  for (let day = from; day < from + DAYS; day += 1) {
    const nth = day - from;
    if (nth % (LONG ? 45 : 12) === 11) await outage(town, play);
    if (nth >= play.backOn) await recovery(town, play, day);
    await oneDay(stage, day);
    if (nth % 10 === 9) await compareLeague(book, town, model, random, play.now, settledBefore);
    if (nth % (LONG ? 30 : 15) === 14) await compareTrend(book, town, model, play.now, settledBefore);
    if (nth % 14 === 13 && play.works) await compareTalks(book, town, model, random, play.now);
    if (nth % 40 === 16 && play.works) await compareDuties(book, town, model, play.now, Number(iso(from).slice(0, 4)));
    await campaigns(stage, nth, day);
    if (nth % 60 === 59) console.log(`  until ${iso(day)}: ${book.passed} passed, ${book.failed} failed`);
  }
  await recovery(town, play, from + DAYS);
}

// A worker that was down for some days does what fell due meanwhile as soon as it is back, and each thing once.
async function outage(town, play) {
  town.city.stack('down', 'worker');
  play.works = false;
  play.backOn = play.daysPlayed + play.random.whole(1, 4);
}

// It looks as soon as it is up, so the day on which it comes back has begun by then.
async function recovery(town, play, day) {
  if (!play.works) {
    await town.setClock(at(day, 0, 0, 1), false);
    town.city.stack('up', 'worker');
  }
  play.works = true;
  play.backOn = Infinity;
}

// Soon after a half-year has ended; in a short play of the present one, near its end.
async function campaigns({ town, model, random, book, play }, nth, day) {
  const turn = ['01-06', '07-06'].includes(iso(day).slice(5));
  if (LONG ? turn : nth === Math.floor(DAYS * 0.7)) await startCampaign(book, town, model, random, play.now, halfOf(LONG ? day - 10 : day));
}

// Nothing that was acknowledged is lost or there twice, and the record of what happened holds together.
async function last(town, play, book, before) {
  const [[stored]] = await town.query('SELECT count(*) FROM core.opinion;');
  book.same('none lost, none twice', 'opinions at the end', Number(stored) - before, play.acknowledged.length);
  for (const opinion of play.acknowledged) {
    const answer = await town.send('POST', '/track', { receipt: opinion.receipt });
    book.holds('none lost, none twice', opinion.number, answer.status === 200 && answer.json.text === opinion.text, `answered ${answer.status}`);
  }
  const [[broken]] = await town.query("SELECT jsonb_array_length(engine.verify() -> 'broken');");
  book.same('record verified', 'chains that are broken', Number(broken), 0);
  town.city.stack('xq', 'verify');
  const complaints = fs.readdirSync(`${town.city.state}/log`).filter((name) => name.startsWith('sanitizer.'));
  book.same('sanitizers silent', 'logs of the programs', complaints, []);
}

async function transitions(town) {
  const rows = await town.query("SELECT concat_ws(' ', layer, from_state, action, to_state, role, approve_role) FROM rules.transition WHERE active AND from_state IS NOT NULL;");
  return rows.map(([key]) => key);
}

// The model knows every row of the product's table and no other; and which of them, and which limits, this play has come to.
async function coverage(town, model, book) {
  const known = tableKeys();
  book.same('rows known', 'rows of the transition table', (await transitions(town)).sort(), [...known].sort());
  const rest = known.filter((key) => !model.taken.has(key));
  console.log(`  ${known.length - rest.length} of ${known.length} rows of the transition table taken; not: ${rest.join(', ') || 'none'}`);
  console.log(`  limits counted: ${model.calendar.told()}`);
  console.log(`  not: ${Object.keys(model.rules).filter((key) => !model.calendar.used.has(key)).join(' ') || 'none'}`);
}

const began = Date.now();
const random = new Random(SEED);
const start = firstDay(random);
const book = new Book(`SEED=${SEED} START=${start}`);
const town = await Town.start();
for (const [signal, status] of [['SIGINT', 130], ['SIGTERM', 143]]) {
  process.on(signal, () => {
    town.end();
    process.exit(status);
  });
}
try {
  const ready = Date.now();
  await announceHolidays(town, random, start);
  const model = new Model({ ...(await readRules(town)), firstDay: fromIso(start) });
  const [[before]] = await town.query('SELECT count(*) FROM core.opinion;');
  await town.setClock(at(fromIso(start) - 1, 12));
  const [[settledBefore]] = await town.query('SELECT max(engine.day(due_at)) FROM core.issue;');
  console.log(`  ${DAYS} days from ${start}, SEED=${SEED}, the city was there after ${Math.round((ready - began) / 1000)} s`);
  const play = new Play({ town, model, random, book, arrivals: ARRIVALS, pace: PACE });
  await days({ town, model, random, book, play }, fromIso(start), fromIso(settledBefore));
  await last(town, play, book, Number(before));
  console.log(`  ${play.acknowledged.length} opinions, ${model.issues.size} issues, ${town.requests} requests, ${Math.round((Date.now() - ready) / 1000)} s`);
  await coverage(town, model, book);
  const trial = (day, chance, quiet) => oneDay({ town, model, random: chance, book: quiet, play: play.with(chance, quiet) }, day);
  await selfCheck({ town, model, book, seed: SEED, from: fromIso(start) + DAYS, names: breakNames, trial });
} finally {
  town.end();
}
book.print();
console.log(`${book.passed} passed, ${book.failed} failed`);
process.exitCode = book.failed > 0 || book.passed === 0 ? 1 : 0;
