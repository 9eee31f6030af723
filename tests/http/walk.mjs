// The whole thread through the API, answering each action's fields from what the server says they are; beside the path, what
// must not work: the proposer's own approval, the wrong office, the same form twice, a stale form.
import { randomUUID } from 'node:crypto';
import { check } from '../lib/result.mjs';
import { api, request, session } from '../lib/client.mjs';
import { cast } from '../lib/cast.mjs';
import { validate } from '../lib/openapi.mjs';
import { password } from '../lib/stack.mjs';

const WORDS = '下村调研只看路边的样板户，没有进一户困难家庭，材料倒写了二十页。';
const PHONE = '13800004321';

async function call(username, method, path, json) {
  const answer = await api(method, path, json, await session(username, password));
  validate(method, `/api/v1${path}`, answer);
  return answer;
}

function want(answer, status, what) {
  if (answer.status !== status) throw new Error(`${what}: ${answer.status}, wanted ${status}: ${JSON.stringify(answer.json).slice(0, 300)}`);
  return answer.json;
}

const soon = () => new Date(Date.now() + 14 * 86400e3).toISOString().slice(0, 10);
const flat = (options) => options.flatMap((option) => option.options ?? [option]);

function value(field) {
  if (field.type === 'choice') return flat(field.options)[0].code;
  if (field.type === 'multi') return [flat(field.options)[0].code];
  return { bool: true, date: soon(), int: field.max ?? 1 }[field.type] ?? '已经核实，情况属实，按规定办理。';
}

async function drawn(username, path, action) {
  const subject = want(await call(username, 'GET', path), 200, path);
  const found = subject.actions.find((one) => one.action === action);
  if (!found) throw new Error(`${username} is not offered ${action} at ${path}: ${subject.actions.map((one) => one.action)}`);
  return { subject, found };
}

export async function act(username, path, action, values = {}) {
  const { subject, found } = await drawn(username, path, action);
  const fields = Object.fromEntries(found.fields.filter((field) => field.required).map((field) => [field.name, value(field)]));
  const version = (subject.opinion ?? subject.issue).version;
  const body = { ...fields, ...values, version, key: randomUUID() };
  const first = want(await call(username, 'POST', `${path}/actions/${action}`, body), 200, `${action} by ${username}`);
  const again = want(await call(username, 'POST', `${path}/actions/${action}`, body), 200, `${action} sent twice`);
  const [a, b] = [first, again].map((one) => (one.opinion ?? one.issue).version);
  if (a !== b) throw new Error(`${action} sent twice was done twice`);
  const stale = await call(username, 'POST', `${path}/actions/${action}`, { ...body, key: randomUUID() });
  if (stale.status < 400) throw new Error(`${action} from a stale form was taken`);
  return first;
}

async function submit(over = {}) {
  const answer = await api('POST', '/opinions', {
    key: randomUUID(), kind: 'criticism', text: WORDS, protection: 'reply', contact: { phone: PHONE, name: '赵某' },
    publish_consent: true, disclose_consent: false, notice_version: 1, ...over,
  });
  return want(answer, 201, 'submit');
}

async function status(receipt, code) {
  const found = want(await api('POST', '/track', { receipt }), 200, 'track');
  if (found.status.code !== code) throw new Error(`the speaker reads ${found.status.code} ${found.status.zh}, not ${code}`);
  return found;
}

async function opinionPath(number) {
  let after = '';
  do {
    const list = want(await call(cast.triage, 'GET', `/console/opinions${after}`), 200, 'inbox');
    const row = list.rows.find((one) => one.number === number);
    if (row) return row.href;
    after = list.next ? `?after=${encodeURIComponent(list.next)}` : null;
  } while (after);
  throw new Error(`${number} is not in the inbox`);
}

async function toIssue(receipt) {
  const path = await opinionPath(receipt.number);
  await act(cast.triage, path, 'open');
  await act(cast.triage, path, 'assign', {
    category: 'D02', scope: 'own', title: '调研走过场', problem: '调研活动路线单一，未深入困难群众家中。',
    lead_office: cast.office, rectify_type: 'fix_by', leader: cast.leader,
  });
  const own = await call(cast.triage, 'POST', `${path}/actions/approve`, {});
  if (own.status !== 403 && own.status !== 409) throw new Error(`the proposer approves: ${own.status}`);
  const decided = await act(cast.assigner, path, 'approve');
  return { path, issue: decided.issue.href };
}

async function blind(path, issue) {
  want(await call(cast.handler, 'GET', path), 403, 'the office asks for the opinion');
  want(await call(cast.handler, 'GET', '/console/opinions'), 403, 'the office asks for the inbox');
  const seen = await call(cast.handler, 'GET', issue);
  if (seen.text.includes(WORDS.slice(0, 12)) || seen.text.includes(PHONE)) throw new Error('the office sees words or identity');
  want(await call(cast.otherHandler, 'GET', issue), 404, 'another office asks for the problem');
}

async function reply(issue) {
  await act(cast.handler, issue, 'sign');
  await act(cast.head, issue, 'approve');
  await act(cast.head, issue, 'plan');
  await act(cast.handler, issue, 'progress', { percent: 100, measure: '1' });
  await act(cast.head, issue, 'reply', { result_class: 'A' });
}

async function closeIt(issue) {
  await act(cast.head, issue, 'apply_close');
  const own = await call(cast.head, 'POST', `${issue}/actions/take_review`, {});
  if (own.status !== 403) throw new Error(`the applicant takes the review: ${own.status}`);
  await act(cast.reviewer, issue, 'take_review');
  await act(cast.reviewer, issue, 'close');
}

async function ordinary() {
  const receipt = await submit();
  const { path, issue } = await toIssue(receipt);
  await status(receipt.receipt, 30);
  await blind(path, issue);
  await reply(issue);
  const replied = await status(receipt.receipt, 60);
  if (!replied.answer?.text || !replied.may.includes('rate')) throw new Error('no answer to rate');
  const rating = { receipt: receipt.receipt, attitude: 'satisfied', result: 'basically', solved: 'partly', key: randomUUID() };
  want(await api('POST', '/track/rating', rating), 200, 'rating');
  want(await api('POST', '/track/rating', rating), 200, 'the same rating sent twice');
  await closeIt(issue);
  await status(receipt.receipt, 90);
}

// The very same moment, from two forms: one is taken, the other comes too late.
async function race(path, action, body) {
  const { subject } = await drawn(cast.head, path, action);
  const send = () => call(cast.head, 'POST', `${path}/actions/${action}`, { ...body, version: subject.issue.version, key: randomUUID() });
  const [a, b] = (await Promise.all([send(), send()])).map((one) => one.status).sort();
  if (a !== 200 || b !== 409) throw new Error(`${action} from two forms at once: ${a} and ${b}`);
}

const days = (day, n) => new Date(Date.parse(day) + n * 86400e3).toISOString().slice(0, 10);

async function moreTime() {
  const receipt = await submit();
  const { issue } = await toIssue(receipt);
  await act(cast.head, issue, 'sign');
  await act(cast.head, issue, 'plan');
  const due = (await status(receipt.receipt, 50)).due.on;
  const asked = { reason: '设备到货延迟，联系13812345678。', new_date: days(due, 7) };
  const ask = (who, over = {}) => call(who, 'POST', `${issue}/actions/ask_extension`, { ...asked, ...over, key: randomUUID() });
  want(await ask(cast.handler), 403, 'a clerk asks for more time');
  want(await ask(cast.supervisor), 403, 'a supervisor asks for more time');
  want(await ask(cast.otherHandler), 404, 'another office asks for more time');
  const far = want(await ask(cast.head, { new_date: days(due, 45) }), 422, 'more time than the law has');
  if (far.errors[0].field !== 'new_date') throw new Error('the date is not named');
  want(await ask(cast.head, { new_date: due }), 422, 'no more time at all');
  want(await ask(cast.head, { reason: '' }), 422, 'no reason');
  await race(issue, 'ask_extension', asked);
  if ((await status(receipt.receipt, 51)).due.on !== due) throw new Error('the limit moved before it was decided');
  for (const who of [cast.head, cast.supervisor, cast.assigner]) {
    want(await call(who, 'POST', `${issue}/actions/grant_extension`, { key: randomUUID() }), who === cast.assigner ? 409 : 403, `${who} decides`);
  }
  want(await call('lingdao2', 'POST', `${issue}/actions/grant_extension`, {}), 404, 'another leader decides');
  await act(cast.leader, issue, 'grant_extension');
  const told = (await status(receipt.receipt, 50)).due;
  if (told.on !== asked.new_date || !told.was_text || told.why.includes('13812345678')) throw new Error(`the speaker reads ${JSON.stringify(told)}`);
  const again = want(await ask(cast.head, { new_date: days(due, 9) }), 409, 'asked a second time');
  if (again.code !== 'guard.extension_once') throw new Error(`the second request is refused as ${again.code}`);
}

async function dissatisfied() {
  const receipt = await submit();
  const { issue } = await toIssue(receipt);
  await reply(issue);
  const rating = { receipt: receipt.receipt, attitude: 'satisfied', result: 'dissatisfied', solved: 'no' };
  const silent = want(await api('POST', '/track/rating', rating), 422, 'dissatisfied without a reason');
  if (silent.errors?.[0]?.field !== 'reason') throw new Error('the missing reason is not named');
  want(await api('POST', '/track/rating', { ...rating, reason: '只是口头答复，没有改。' }), 200, 'dissatisfied');
  await status(receipt.receipt, 75);
  await act(cast.head, issue, 'reply', { result_class: 'A' });
  await status(receipt.receipt, 60);
}

async function refused() {
  const receipt = await submit();
  const path = await opinionPath(receipt.number);
  await act(cast.triage, path, 'open');
  await act(cast.triage, path, 'refuse', { reason: 'R4' });
  await status(receipt.receipt, 20);
  await act(cast.assigner, path, 'approve');
  const told = await status(receipt.receipt, 29);
  if (told.refusal?.reason?.code !== 'R4') throw new Error('the speaker is not told why');
}

async function accusation() {
  const receipt = await submit({ kind: 'accusation' });
  const path = await opinionPath(receipt.number);
  await act(cast.triage, path, 'open');
  const { subject } = await drawn(cast.triage, path, 'transfer');
  if (subject.actions.some((one) => one.action === 'assign' || one.action === 'merge')) throw new Error('an accusation may be assigned');
  const forced = await call(cast.triage, 'POST', `${path}/actions/assign`, { category: 'C01', lead_office: cast.office });
  if (forced.status < 400) throw new Error('an accusation was assigned');
  await act(cast.triage, path, 'transfer');
  want(await call(cast.assigner, 'POST', `${path}/actions/approve`, {}), 200, 'approval of the transfer');
  want(await call(cast.assigner, 'GET', path), 404, 'the approver asks for what was transferred');
  await act(cast.discipline, path, 'take_over');
  const told = await status(receipt.receipt, 26);
  if (told.history.length !== 2) throw new Error('the speaker reads that it was received');
}

async function askAndAnswer() {
  const receipt = await submit();
  const path = await opinionPath(receipt.number);
  await act(cast.triage, path, 'open');
  await act(cast.triage, path, 'ask', { question: '请问是哪一天、在哪个村？' });
  const asked = await status(receipt.receipt, 21);
  if (!asked.question?.text) throw new Error('the question does not arrive');
  want(await api('POST', '/track/messages', { receipt: receipt.receipt, text: '上月十五日，在石桥村。' }), 200, 'supply');
  await status(receipt.receipt, 20);
}

async function contact() {
  const receipt = await submit();
  const path = await opinionPath(receipt.number);
  want(await call(cast.handler, 'POST', `${path}/contact`, { reason: '想知道是谁' }), 403, 'the office asks who it was');
  want(await call(cast.triage, 'POST', `${path}/contact`, { reason: '' }), 422, 'a look without a reason');
  const look = want(await call(cast.triage, 'POST', `${path}/contact`, { reason: '电话核实时间地点' }), 200, 'a look');
  if (look.contact.phone !== PHONE) throw new Error('the contact does not open');
  const after = want(await call(cast.triage, 'GET', path), 200, 'opinion');
  if (after.contact.looks !== 1) throw new Error('the look left no trace');
  const guarded = await submit({ protection: 'protected' });
  want(await call(cast.triage, 'POST', `${await opinionPath(guarded.number)}/contact`, { reason: '电话核实时间地点' }), 403, 'a look at a protected contact');
}

// A word that nobody else writes: what is found is this.
async function voices() {
  const receipt = await submit({ text: `两件事：一是电话没人接，二是座谈会念稿子。记号${randomUUID().slice(0, 8)}。` });
  const { path, issue } = await toIssue(receipt);
  await act(cast.triage, path, 'split', {
    category: 'C03', scope: 'own', title: '电话无人接听', problem: '公布的电话在工作时间无人接听。', lead_office: cast.office, rectify_type: 'fix_by',
  });
  const split = await act(cast.assigner, path, 'approve');
  if (split.others?.length !== 1) throw new Error('the opinion does not speak in two problems');
  const both = await submit({ text: '两件事：一是电话没人接，二是座谈会念稿子。' });
  const bothPath = await opinionPath(both.number);
  await act(cast.triage, bothPath, 'open');
  const problem = { category: 'C03', title: '电话无人接听', problem: '公布的电话在工作时间无人接听。', lead_office: cast.office, rectify_type: 'fix_by' };
  await act(cast.triage, bothPath, 'assign_parts', { scope: 'own', ...problem, ...Object.fromEntries(Object.entries(problem).map(([name, value]) => [`${name}_2`, value])) });
  if ((await act(cast.assigner, bothPath, 'approve')).others?.length !== 1) throw new Error('one step does not make two problems');
  if ((await status(both.receipt, 30)).parts.length !== 2) throw new Error('the speaker does not see both problems');
  await reply(issue);
  const told = await status(receipt.receipt, 30);
  const [first, second] = told.parts;
  if (first.status.code !== 60 || !first.may_rate || second.may_rate) throw new Error('the parts are not told each for itself');
  const other = await submit();
  const otherPath = await opinionPath(other.number);
  await act(cast.triage, otherPath, 'open');
  const target = want(await call(cast.triage, 'GET', split.others[0].href), 200, 'the second problem').issue.number;
  await act(cast.triage, otherPath, 'merge', { issue: target });
  const merged = await status(other.receipt, 30);
  if (!merged.merged) throw new Error('the speaker is not told of the merging');
  await act(cast.triage, otherPath, 'unmerge', { issue: target });
  await act(cast.assigner, otherPath, 'approve');
  await status(other.receipt, 20);
}

async function search() {
  const sign = `记号${randomUUID().slice(0, 8)}`;
  const receipt = await submit({ text: `窗口没有人，${sign}，请打${PHONE}联系。` });
  const find = async (who, q, code = 200) => want(await call(who, 'GET', `/console/search?q=${encodeURIComponent(q)}`), code, `${who} searches`);
  const hit = (await find(cast.triage, sign)).rows;
  if (hit.length !== 1 || hit[0].number !== receipt.number) throw new Error('the words are not found');
  if (!hit[0].parts.some((part) => part.hit && part.text === sign)) throw new Error('the word is not marked');
  if ((await find(cast.assigner, `${sign} ${PHONE}`)).rows.length) throw new Error('a hidden number is found');
  if ((await find(cast.handler, sign)).rows.length) throw new Error('an office finds an opinion');
  if ((await find(cast.triage, receipt.number.replace('-', ''))).rows[0]?.number !== receipt.number) throw new Error('the number is not found');
  await find(cast.triage, '人', 422);
  await find(cast.sysadmin, '窗口', 403);
}

async function exports_() {
  const head = await session(cast.supervisor, password);
  const json = want(await call(cast.supervisor, 'GET', '/console/reports/ledger'), 200, 'ledger');
  const csv = await request({ path: json.csv_href, headers: head });
  const xlsx = await request({ path: json.xlsx_href, headers: head });
  if (csv.status !== 200 || !csv.text.startsWith('\ufeff')) throw new Error(`csv ${csv.status}`);
  if (!csv.text.includes('调研走过场')) throw new Error('the ledger lacks the problem');
  for (const line of csv.text.split('\r\n')) if (/(^|,)"?[=+@\t]/.test(line)) throw new Error('a formula in the file');
  if (xlsx.status !== 200 || xlsx.bytes.subarray(0, 2).toString() !== 'PK') throw new Error(`xlsx ${xlsx.status}`);
  want(await call(cast.sysadmin, 'GET', '/console/reports/ledger'), 403, 'the administrator asks for the ledger');
}

// Every count that is a link, in every report that somebody is offered, leads to exactly as many rows of the ledger.
async function linked(username) {
  const list = want(await call(username, 'GET', '/console/reports'), 200, 'reports');
  const counts = [];
  for (const { href } of list.reports) {
    const report = want(await call(username, 'GET', href), 200, href);
    const rows = [...report.rows, ...(report.total ? [report.total] : [])];
    for (const cell of rows.flatMap((row) => row.cells)) if (cell?.href?.startsWith('/console/reports/')) counts.push({ from: href, ...cell });
  }
  for (const { from, href, value } of counts) {
    const found = want(await call(username, 'GET', href), 200, href);
    if (found.n !== value) throw new Error(`${from} counts ${value}, ${href} has ${found.n}`);
  }
  return counts.length;
}

// Every filter that a report offers is taken from the address, and the report says which was chosen.
async function narrowed(username) {
  for (const { href } of want(await call(username, 'GET', '/console/reports'), 200, 'reports').reports) {
    for (const one of want(await call(username, 'GET', href), 200, href).filters) {
      const value = one.is_date ? '2026-01-01' : one.options ? one.options.flatMap((option) => option.options ?? [option])[0]?.code : username;
      if (value === undefined) continue;
      const found = want(await call(username, 'GET', `${href}?${one.name}=${encodeURIComponent(value)}`), 200, `${href} by ${one.name}`);
      if (found.filters.find(({ name }) => name === one.name).value !== value) throw new Error(`${href} is not narrowed by ${one.name}`);
    }
  }
}

async function filters() {
  for (const username of [cast.supervisor, cast.head, cast.leader, cast.triage, 'shenji']) await narrowed(username);
}

// The auditor reads of every act a word for what was done and a number or a name for what it was done to.
async function audited() {
  let next = '/console/reports/audit';
  for (let page = 0; next && page < 40; page += 1) {
    const found = want(await call('shenji', 'GET', next), 200, next);
    for (const { cells } of found.rows) {
      if (/^[a-z_:]+$/.test(cells[5]) || !cells[7] || /^\d+$/.test(cells[7])) throw new Error(`the audit says ${JSON.stringify(cells)}`);
    }
    next = found.next_href;
  }
}

async function counts() {
  if (await linked(cast.supervisor) < 50) throw new Error('the supervisor finds hardly a count that is a link');
  if (await linked(cast.head) < 3) throw new Error('an office finds hardly a count that is a link');
  await linked(cast.leader);
  await linked(cast.triage);
}

export async function walk() {
  await check('walk: the whole thread, rated and struck off', ordinary);
  await check('walk: more time is asked in time, with a reason, once, and decided by the leader', moreTime);
  await check('walk: dissatisfied with a reason leads to a redo', dissatisfied);
  await check('walk: refused by two persons, told with the reason', refused);
  await check('walk: an accusation is never assigned, only transferred', accusation);
  await check('walk: asked for more, supplied through the receipt', askAndAnswer);
  await check('walk: a look at a contact needs a right and a reason, and leaves a trace', contact);
  await check('walk: one opinion in two problems, another merged and taken out again', voices);
  await check('walk: found by who may read it, and by nobody else', search);
  await check('walk: the ledger as page, CSV and XLSX', exports_);
  await check('walk: every filter of every view is taken from the address', filters);
  await check('walk: the audit names what was done, and to what', audited);
  await check('walk: every linked count of every view is the number of rows that it leads to', counts);
}
