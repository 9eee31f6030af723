// One answer of the API against the model. A difference in the state means the two have parted: false, and the subject is left alone.
import { dayOf, iso } from './calendar.mjs';
import { levels } from './ladder.mjs';
import { rectifying } from './table.mjs';

const day = (value) => (value === null || value === undefined ? null : iso(value));
const actionsOf = (json) => json.actions.map((one) => one.action).sort();
// A day as the pages write it.
export const dayText = (value) => (value === null ? undefined : iso(value).replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日'));
const sorted = (rows) => rows.map((row) => JSON.stringify(row)).sort();

export function compareOpinion(book, model, opinion, by, now, json, where) {
  const shown = json.opinion;
  const parted = !book.same('opinion state', where, shown.state.code, opinion.state === 30 ? model.status(opinion) : opinion.state);
  if (parted) return false;
  book.same('opinion parts', where, [json.issue, ...(json.others ?? [])].filter(Boolean).map((one) => one.number).sort(), opinion.parts.map((one) => one.number).sort());
  book.same('opinion limits', where, limitsShown(json.opinion), sorted(opinionLimits(model, opinion, now)));
  book.same('opinion due', where, shown.due_on, day(model.due(opinion)));
  book.same('opinion lamp', where, shown.lamp?.code, model.lamp(opinion, now));
  book.same('opinion actions', where, actionsOf(json), model.offers(opinion, by, now));
  book.same('opinion words', where, [shown.number, shown.kind.code, shown.text], [opinion.number, opinion.kind, opinion.text]);
  book.same('opinion pending', where, Boolean(json.proposal), Boolean(opinion.pending));
  return true;
}

export function compareIssue(book, model, issue, by, now, json, where) {
  const shown = json.issue;
  const parted = !book.same('issue state', where, [shown.state.code, shown.round], [issue.state, issue.round]);
  if (parted) return false;
  book.same('issue due', where, shown.due_on, day(model.due(issue)));
  book.same('issue lamp', where, shown.lamp.code, model.lamp(issue, now));
  book.same('issue limits', where, limitsShown(shown), sorted(issueLimits(model, issue, now)));
  book.same('issue actions', `${where} heard ${JSON.stringify([...issue.heard])} of ${issue.speakers.length}`, actionsOf(json), model.offers(issue, by, now));
  book.same('issue facts', where, [shown.key_issue, shown.lead.code, shown.co.map((one) => one.code), shown.category.code, shown.rectify_type.code, shown.opinions_n, shown.rebound],
    [issue.key, issue.lead, issue.co, issue.category, issue.type, issue.speakers.length, issue.rebound]);
  book.same('measures', where, json.measures.map((one) => [one.due_on, one.percent]), issue.measures.map((one) => [day(one.due), one.percent]));
  book.same('issue pending', where, Boolean(json.proposal), Boolean(issue.pending));
  if (by.role === 'supervisor' && !issue.touched) book.same('notices of an issue', where, json.supervision.notices.map(noticeShown).reverse(), issue.notices.map(noticeOf));
  return true;
}

// ---- limits -----------------------------------------------------------------------------------------------------------

const limitsShown = (shown) => sorted(shown.limits.map((one) => [one.code, one.on, one.late]));
const limit = (code, on, now) => [code, iso(on), dayOf(now) > on];

// Once it is an issue's, the issue's page has them.
function opinionLimits(model, opinion, now) {
  if (opinion.state === 26) return opinion.step === null ? [] : [limit('step', opinion.step, now)];
  if (opinion.parts.length || model.isClosed(opinion)) return [];
  const waits = opinion.state === 21 ? [['triage', undefined, false]] : [];
  return [...waits, limit('assign', model.calendar.limit(opinion.received, model.rules.assign), now), limit('inform_person', opinion.inform, now)];
}

function issueLimits(model, issue, now) {
  const rows = [];
  if (rectifying.has(issue.state)) rows.push(limit('due', issue.due, now));
  if (issue.closed === null && issue.step !== null && !(rectifying.has(issue.state) && issue.step === issue.due)) rows.push(limit('step', issue.step, now));
  if (issue.state === 40 && !issue.contacted && issue.speakers.some((one) => one.contact)) rows.push(limit('first_contact', model.calendar.limit(issue.signed, model.rules.first_contact), now));
  if (issue.state < 60) issue.co.forEach(() => rows.push(limit('co_unit', model.calendar.limit(issue.coAssigned, model.rules.co_unit), now)));
  for (const day of issue.lookbacks) rows.push(limit('lookback', day, now));
  return rows;
}

// ---- notices ----------------------------------------------------------------------------------------------------------

const noticeShown = (row) => [row.level.code, row.cause.code, row.office.code, row.raised_text, row.limit_text, row.reply_due_text ?? null, ['ended', 'lapsed'].includes(row.state.code)];
const noticeOf = (one) => [levels[one.level], one.cause, one.lead, dayText(dayOf(one.raised)), dayText(one.limit), dayText(one.replyBy) ?? null, one.ended !== null];

// Whether a row of the list is this notice, as long as nobody has signed it.
const shorn = (words) => words.slice(0, -1);
export const isOf = (row, one) => JSON.stringify(shorn(noticeShown(row))) === JSON.stringify(shorn(noticeOf(one)));

// What was raised since the day before, each on its day and once. Right after the clock has been moved: nothing else has happened yet.
export async function compareNotices(book, town, model, now, since) {
  const fresh = [];
  let path = '/console/supervisions';
  while (path) {
    const { json } = await town.as('duban', 'GET', path);
    const rows = json.rows.filter((row) => row.id > since);
    fresh.push(...rows);
    path = rows.length === json.rows.length ? json.next_href : null;
  }
  const latest = Math.max(since, ...fresh.map((row) => row.id));
  const where = iso(dayOf(now));
  const ours = [...model.issues.values()].filter((one) => !one.lost);
  const told = fresh.map((row) => [model.issues.get(Number(row.issue.href.match(/\d+$/)[0])), row]).filter(([issue]) => issue && !issue.lost);
  const expected = ours.flatMap((issue) => issue.notices.filter((one) => !one.told).map((one) => [issue, one]));
  for (const [, one] of expected) one.told = true;
  book.same('notices raised', where, sorted(told.map(([issue, row]) => [issue.number, ...shorn(noticeShown(row))])), sorted(expected.map(([issue, one]) => [issue.number, ...shorn(noticeOf(one))])));
  return { latest, told };
}

export function compareTrack(book, model, opinion, now, json, where) {
  book.same('speaker status', where, json.status.code, model.status(opinion));
  book.same('speaker may', where, [...json.may].sort(), model.speakerMay(opinion));
  if (opinion.state !== 26) book.same('speaker messages', where, json.messages.map((one) => [one.from, one.on]), opinion.messages.map(([from, on]) => [from, iso(on)]));
  book.same('speaker words', where, [json.number, json.text], [opinion.number, opinion.text]);
  book.same('speaker due', where, json.due && [json.due.on, json.due.late], speakerDue(model, opinion, now));
  const days = json.history.map((one) => one.on);
  book.holds('speaker history', where, days.length && days.every((one) => one <= iso(dayOf(now))), `days ${days}`);
  const [issue, ...others] = opinion.parts;
  if (others.length) book.same('speaker parts', where, json.parts.map((one) => [one.status.code, one.may_rate, one.answer?.text]), opinion.parts.map((one) => [one.state, model.mayRate(one, opinion), one.answer]));
  else if (issue?.answer) book.same('speaker answer', where, json.answer?.text, issue.answer);
  if (opinion.refusal) book.same('speaker refusal', where, json.refusal?.reason?.code, opinion.refusal);
}

// Before it is decided the day by which the law wants the speaker told; then the rectification's own.
function speakerDue(model, opinion, now) {
  const issue = model.issueOf(opinion);
  let due = null;
  if (!issue && opinion.state < 26) due = opinion.state === 21 ? opinion.step : opinion.inform;
  if (issue && rectifying.has(issue.state)) due = issue.due;
  if (due === null || due === undefined) return null;
  return [iso(due), dayOf(now) > due];
}

// Which of the played issues a list shows under a filter, and that it says how many.
export async function compareLedger(book, town, model, random, now) {
  const issues = [...model.issues.values()].filter((one) => !one.lost);
  if (!issues.length) return;
  const one = random.pick(issues);
  const filters = [
    ['state', String(one.state), (x) => x.state === one.state], ['office', one.lead, (x) => x.lead === one.lead],
    ['lamp', model.lamp(one, now), (x) => model.lamp(x, now) === model.lamp(one, now)],
    ['rectify_type', one.type, (x) => x.type === one.type], ['key_issue', one.key ? 'yes' : 'no', (x) => x.key === one.key],
    ['rebound', one.rebound ? 'yes' : 'no', (x) => x.rebound === one.rebound], ['category', model.second(one.category), (x) => model.second(x.category) === model.second(one.category)],
  ];
  const by = random.chance(0.5) ? model.people.find((x) => x.username === 'duban') : random.pick(model.people.filter((x) => ['office_head', 'handler', 'leader'].includes(x.role)));
  const chosen = filters.filter(() => random.chance(0.3));
  const query = chosen.map(([name, value]) => `${name}=${value}`).join('&');
  const answer = await whole(town, by, `/console/reports/ledger${query && `?${query}`}`);
  const where = `${iso(dayOf(now))} ledger?${query} for ${by.username}`;
  if (!book.same('ledger answers', where, answer.status, 200)) return;
  const ids = answer.json.rows.map((row) => Number(row.href.match(/\d+$/)[0]));
  const kept = ids.filter((id) => model.issues.has(id) && !model.issues.get(id).lost).sort((a, b) => a - b);
  const ours = issues.filter((x) => model.sees(x, by) && chosen.every(([, , test]) => test(x))).map((x) => x.id).sort((a, b) => a - b);
  book.same('ledger rows', where, kept, ours);
  book.same('ledger count', where, answer.json.n, ids.length);
  compareLedgerRow(book, model, answer.json, where, now);
}

// Which opinions the inbox holds in a state.
export async function compareInbox(book, town, model, random, now) {
  const state = random.weigh({ 10: 3, 20: 3, 21: 3, 26: 1, 27: 1, 28: 1, 29: 1 });
  const by = random.pick(model.people.filter((x) => x.role === 'triage' || x.role === 'assigner'));
  const answer = await whole(town, by, `/console/opinions?state=${state}`);
  const where = `${iso(dayOf(now))} inbox?state=${state} for ${by.username}`;
  if (!book.same('inbox answers', where, answer.status, 200)) return;
  const numbers = answer.json.rows.map((row) => row.number).filter((number) => model.opinions.get(number) && !model.opinions.get(number).lost);
  const ours = [...model.opinions.values()].filter((x) => !x.lost && (x.state === Number(state)) && model.sees(x, by)).map((x) => x.number);
  book.same('inbox rows', where, numbers.sort(), ours.sort());
}

// All pages of a list as one.
export async function whole(town, by, path) {
  const answer = await town.as(by.username, 'GET', path);
  let next = answer.status === 200 ? answer.json.next_href : null;
  while (next) {
    const more = await town.as(by.username, 'GET', next);
    answer.json.rows.push(...more.json.rows);
    next = more.json.next_href;
  }
  return answer;
}

function compareLedgerRow(book, model, report, where, now) {
  const keys = report.columns.map((column) => column.key);
  for (const row of report.rows.slice(0, 12)) {
    const issue = model.issues.get(Number(row.href.match(/\d+$/)[0]));
    if (!issue || issue.lost) continue;
    const cell = (key) => row.cells[keys.indexOf(key)];
    book.same('ledger row', `${where} ${issue.number} in ${issue.state}`, [cell('opinions'), cell('due_on'), cell('closed_on')],
      [issue.speakers.length, day(issue.due), issue.closed === null ? null : iso(dayOf(issue.closed))]);
  }
}
