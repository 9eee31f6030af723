// The views that leaders expect, counted anew: the league (V3), the trend (V7), talks (§3.5) and the half-year campaign (§3.7).
import { createHash } from 'node:crypto';
import { DAY, dayOf, iso } from './calendar.mjs';
import { dayText, whole } from './compare.mjs';
import { dissatisfied } from './checks.mjs';
import { levels } from './ladder.mjs';
import { closedStates, rectifying } from './table.mjs';

// ---- periods ----------------------------------------------------------------------------------------------------------

const monthOf = (day) => iso(day).slice(0, 7);
const quarterOf = (day) => `${iso(day).slice(0, 4)}-Q${Math.ceil(Number(iso(day).slice(5, 7)) / 3)}`;
const halfOf = (day) => `${iso(day).slice(0, 4)}-H${Number(iso(day).slice(5, 7)) <= 6 ? 1 : 2}`;
const yearOf = (day) => iso(day).slice(0, 4);
const within = (period) => (day) => [monthOf(day), quarterOf(day), halfOf(day), yearOf(day)].includes(period);
const at = (moment) => dayOf(moment);

// ---- §4.3 -------------------------------------------------------------------------------------------------------------

// The good and the whole of each rate. What was voided is out, and praise; a mere suggestion asks for no solution.
function rates(ratings, params) {
  const counted = ratings.filter((one) => !one.voided && one.kind !== 'praise');
  const asked = counted.filter((one) => one.kind !== 'suggestion');
  const sum = (list, weight) => list.reduce((total, one) => total + weight(one), 0);
  return {
    response: [sum(counted, (one) => (one.contacted ? 1 : 0)), counted.length],
    solved: [sum(asked, (one) => ({ yes: 1, partly: params.partly_solved_weight, no: 0 })[one.solved]), asked.length],
    satisfied: [sum(counted, (one) => ({ satisfied: 1, basically: params.basic_satisfied_weight, dissatisfied: 0 })[one.result]), counted.length],
  };
}

const share = ([good, n], params) => (n >= params.min_n ? (100 * good) / n : null);
function score(found, params) {
  const parts = [[found.response, params.score_response], [found.solved, params.score_solved], [found.satisfied, params.score_satisfied]];
  return parts.every(([one]) => one[1] >= params.min_n) ? parts.reduce((sum, [one, weight]) => sum + weight * share(one, params), 0) : null;
}

// A figure of one decimal: the exact one, rounded either way where it lies between two.
const close = (shown, exact) => (exact === null ? shown === null : shown !== null && Math.abs(shown - exact) < 0.0501);

class Row {
  constructor(book, kind, where, columns, cells) {
    Object.assign(this, { book, kind, where, columns, cells });
  }

  cell(key) {
    return this.cells[this.columns.findIndex((column) => column.key === key)];
  }

  count(key, n) {
    const cell = this.cell(key);
    this.book.same(this.kind, `${this.where} ${key}`, typeof cell === 'object' ? cell.value : cell, n);
  }

  rate(key, found, params) {
    const cell = this.cell(key);
    this.book.holds(this.kind, `${this.where} ${key}`, cell.n === found[1] && close(cell.value, share(found, params)), `the product says ${cell.text}, the model ${found} = ${share(found, params)}`);
  }

  mark(key, exact) {
    this.book.holds(this.kind, `${this.where} ${key}`, close(this.cell(key).value, exact), `the product says ${this.cell(key).text}, the model ${exact}`);
  }
}

const working = (issue) => rectifying.has(issue.state);
const done = (issue) => !working(issue) && !issue.withdrawn;
const closed = (issue) => closedStates.has(issue.state) && !issue.withdrawn;
const ratio = (list, test) => [list.filter(test).length, list.length];

// ---- V3 ---------------------------------------------------------------------------------------------------------------

export async function compareLeague(book, town, model, random, now, settledBefore) {
  const issues = [...model.issues.values()];
  if (issues.some((one) => one.lost)) return;
  const today = dayOf(now);
  const period = random.pick([monthOf, quarterOf, halfOf, yearOf])(Math.max(model.firstDay, today - random.pick([0, 0, 31])));
  const { json } = await town.as('duban', 'GET', `/console/reports/league?period=${period}`);
  const inside = within(period);
  const ours = (office) => issues.filter((one) => office === null || one.lead === office);
  for (const [n, { cells }] of [...json.rows, json.total].entries()) {
    const office = n < json.rows.length ? town.offices.get(cells[0].text ?? cells[0]) : null;
    leagueRow(new Row(book, 'league', `${iso(today)} ${period} ${office ?? 'all'}`, json.columns, cells), ours(office), inside, model, now, settledBefore);
  }
}

function leagueRow(row, issues, inside, model, now, settledBefore) {
  const { params } = model;
  const past = (one) => dayOf(now) > one.due;
  const opened = issues.filter((one) => inside(at(one.opened)));
  const due = issues.filter((one) => inside(one.due) && (done(one) || (working(one) && past(one))));
  row.count('opened', opened.length);
  row.rate('signed', ratio(opened, (one) => one.signed !== null), params);
  row.count('working', opened.filter(working).length);
  row.count('replied', opened.filter((one) => done(one) && !closed(one)).length);
  row.count('closed', opened.filter(closed).length);
  row.count('overdue', opened.filter((one) => working(one) && past(one)).length);
  // What stood in the demonstration city's ledger before falls due in its own time.
  if (!inside(settledBefore)) row.rate('on_time', ratio(due, (one) => done(one) && at(one.replied ?? one.closed) <= one.due), params);
  row.count('redo', opened.filter((one) => one.replied !== null && one.round > 1).length);
  row.count('relapsed', issues.filter((one) => one.lookedAt.some((look) => look.rebound && inside(at(look.at)))).length);
  row.count('opinions', opened.reduce((sum, one) => sum + one.speakers.length, 0));
  const given = issues.flatMap((one) => one.ratings).filter((one) => inside(at(one.at)));
  row.count('voided', given.filter((one) => one.voided).length);
  threeRates(row, given, params);
}

function threeRates(row, ratings, params) {
  const found = rates(ratings, params);
  for (const key of ['response', 'solved', 'satisfied']) row.rate(key, found[key], params);
  row.mark('score', score(found, params));
}

// ---- V7 ---------------------------------------------------------------------------------------------------------------

export async function compareTrend(book, town, model, now, settledBefore) {
  const issues = [...model.issues.values()];
  if (issues.some((one) => one.lost)) return;
  const { json } = await town.as('duban', 'GET', `/console/reports/trend?period=${yearOf(dayOf(now))}`);
  for (const { cells } of json.rows) {
    const [year, month] = (cells[0].text ?? cells[0]).match(/\d+/g);
    trendRow(new Row(book, 'trend', `${iso(dayOf(now))} ${cells[0].text ?? cells[0]}`, json.columns, cells), issues, within(`${year}-${month.padStart(2, '0')}`), model, now, settledBefore);
  }
}

function trendRow(row, issues, inside, model, now, settledBefore) {
  const { params } = model;
  const opened = issues.filter((one) => inside(at(one.opened)));
  const looked = issues.filter((one) => one.lookedAt.some((look) => inside(at(look.at))));
  const toFix = opened.filter((one) => one.state !== 52 && !one.withdrawn);
  threeRates(row, issues.flatMap((one) => one.ratings).filter((one) => inside(at(one.at))), params);
  row.count('opened', opened.length);
  row.count('kept_on', opened.filter((one) => one.state === 52).length);
  row.rate('fixed', ratio(toFix, done), params);
  row.rate('redo', ratio(opened.filter((one) => one.replied !== null), (one) => one.round > 1), params);
  row.rate('relapsed', ratio(looked, (one) => one.lookedAt.some((look) => look.rebound && inside(at(look.at)))), params);
  if (inside(settledBefore)) return;
  const past = issues.filter((one) => inside(one.due) && dayOf(now) > one.due && one.state !== 52 && !one.withdrawn);
  row.rate('struck', ratio(past, closed), params);
  row.rate('contacted', contacts(issues, inside, model, now), params);
}

// When each office was to have got in touch: from signing, where somebody left a way to.
function contacts(issues, inside, model, now) {
  const asked = issues.filter((one) => one.signed !== null && one.speakers.some((speaker) => speaker.protection !== 'none'))
    .map((one) => ({ made: one.contacted || null, due: model.calendar.limit(one.signed, model.rules.first_contact) }))
    .filter((one) => inside(one.due) && (dayOf(now) > one.due || one.made !== null));
  return ratio(asked, (one) => one.made !== null && at(one.made) <= one.due);
}

// ---- talks ------------------------------------------------------------------------------------------------------------

const RED = levels.indexOf('red');
const fromText = (text) => Math.floor(Date.UTC(...text.match(/\d+/g).map((n, k) => (k === 1 ? n - 1 : n))) / 1000 / DAY);

// Who is past the limit for too long, whether the red notice was signed or not, or was sent two within a half-year, is to be talked to:
// once, until that talk was held. Only what was signed has been sent (§3.5).
export async function compareTalks(book, town, model, random, now) {
  const today = dayOf(now);
  const reds = (await whole(town, { username: 'duban' }, '/console/supervisions?level=red')).json.rows
    .map((row) => ({ office: row.office.code, raised: fromText(row.raised_text), limit: fromText(row.limit_text), open: !['ended', 'lapsed'].includes(row.state.code) }));
  const talks = (await whole(town, { username: 'dangzu1' }, '/console/talks?kind=summons')).json.rows;
  const overdue = (one) => today > model.calendar.limit(one.limit * DAY, model.rules.talk_after_red);
  for (const office of new Set(reds.map((one) => one.office))) {
    const theirs = talks.filter((one) => one.office.code === office);
    const held = Math.max(-1, ...theirs.filter((one) => one.held_text).map((one) => fromText(one.held_text)));
    const since = reds.filter((one) => one.office === office && one.raised > held);
    const twice = sentReds(model, office, held).filter((one) => halfOf(at(one.inForce)) === halfOf(today)).length >= model.params.talk_reds;
    const waiting = theirs.filter((one) => one.state.code === 'proposed');
    const where = `${iso(today)} ${office}`;
    if (held < today && (twice || since.some((one) => one.open && overdue(one)))) book.same('talks proposed', where, waiting.length, 1);
    else book.holds('talks proposed', where, waiting.length === 0 || since.some(overdue) || since.length >= model.params.talk_reds, 'a talk without a cause');
    if (waiting.length && random.chance(0.5)) await hold(book, town, random, waiting[0], today);
  }
}

// The city's own of before are not signed within the play.
const sentReds = (model, office, held) => [...model.issues.values()].flatMap((one) => one.notices)
  .filter((one) => one.level === RED && one.lead === office && one.inForce !== null && at(one.raised) > held);

async function hold(book, town, random, talk, today) {
  const f = { held_on: iso(today), place: '三楼会议室', with_whom: '委办室负责人', content: '就超期情况约谈，要求限期整改。', key: random.uuid() };
  const answer = await town.as('dangzu1', 'POST', `${talk.href}/actions/record`, f);
  book.same('talks held', `${iso(today)} ${talk.number}`, [answer.status, answer.json.talk?.state.code], [200, 'held']);
}

// ---- what offices owe (按时报送) ----------------------------------------------------------------------------------------

// The last day of a quarter or half-year; the limit counts from it.
function lastDay(period) {
  const [year, part] = [Number(period.slice(0, 4)), Number(period.slice(-1))];
  return Date.UTC(year, part * (period.includes('Q') ? 3 : 6), 0) / 1000 / DAY;
}

// Each list once for each office and period, due so many working days after its end. Of earlier years other calendars told.
export async function compareDuties(book, town, model, now, firstYear) {
  const { json } = await whole(town, { username: 'duban' }, '/console/duties');
  const rows = json.rows.filter((row) => Number(row.period.slice(0, 4)) >= firstYear);
  const where = iso(dayOf(now));
  const key = (row) => [row.title, row.office, row.period].join(' ');
  book.same('duties', `${where} once each`, new Set(rows.map(key)).size, rows.length);
  for (const row of rows) {
    const rule = model.rules[row.period.includes('Q') ? 'duty_tasks' : 'duty_negatives'];
    const end = lastDay(row.period);
    const due = model.calendar.note(rule, end, end, model.calendar.workdays(end, rule.n));
    const today = dayOf(now);
    const lamp = today > due ? 'red' : model.calendar.between(today, due) <= model.rules.blue_before.n ? 'blue' : 'green';
    book.same('duties', `${where} ${key(row)}`, [row.due_text, row.lamp.code], [dayText(due), lamp]);
  }
}

// ---- the campaign -----------------------------------------------------------------------------------------------------

const reasonOf = (issue) => (issue.key ? 'key' : issue.rebound ? 'rebounded'
  : issue.ratings.some((one) => !one.voided && dissatisfied(one)) ? 'dissatisfied' : issue.round > 1 ? 'repeated' : 'rest');
const groupOf = (issue) => `${issue.lead} ${reasonOf(issue)}`;
const lot = (seed, issue) => createHash('sha256').update(seed + issue.number).digest('hex');

// All that gave cause, and of each office's rest the share that the rules name, at least one: the lowest lots.
function sample(model, seed, inside) {
  const population = [...model.issues.values()].filter((one) => closed(one) && inside(at(one.closed)));
  const groups = [...new Set(population.map(groupOf))].map((group) => population.filter((one) => groupOf(one) === group));
  const drawn = groups.flatMap((list) => [...list].sort((a, b) => (lot(seed, a) < lot(seed, b) ? -1 : 1))
    .slice(0, Math.ceil(model.params[`sample_${reasonOf(list[0])}`] * list.length - 1e-9)));
  return { population, drawn };
}

export async function startCampaign(book, town, model, random, now, period) {
  if ([...model.issues.values()].some((one) => one.lost)) return;
  const seed = random.letters(8);
  const { population, drawn } = sample(model, seed, within(period));
  const form = { period, seed, key: random.uuid() };
  const answer = await town.as('duban', 'POST', '/console/campaigns', form);
  const where = `${iso(dayOf(now))} campaign of ${period}`;
  if (!book.same('campaign', `${where} ${answer.json?.code}`, answer.status, 200)) return;
  const counts = (list) => ['key', 'rebounded', 'dissatisfied', 'repeated', 'rest'].map((reason) => list.filter((one) => reasonOf(one) === reason).length);
  const { json } = answer;
  book.same('campaign', `${where} reasons`, [json.reasons.map((one) => one.population), json.reasons.map((one) => one.sampled)], [counts(population), counts(drawn)]);
  book.same('campaign', `${where} sample`, json.issues.map((one) => one.number).sort(), drawn.map((one) => one.number).sort());
  const checkBy = model.calendar.limit(now, model.rules.campaign_check);
  for (const issue of drawn) if (!issue.lookbacks.some((day) => day <= checkBy)) model.addLookbacks(issue, [checkBy]);
  const again = await town.as('duban', 'POST', '/console/campaigns', form);
  book.same('sent twice', where, [again.status, again.json.id], [200, json.id]);
  const second = await town.as('duban', 'POST', '/console/campaigns', { ...form, key: random.uuid() });
  book.same('campaign', `${where} once more`, [second.status, second.json.errors?.[0]?.field], [422, 'period']);
}

export { halfOf };
