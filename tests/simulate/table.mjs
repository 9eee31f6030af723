// §6.2 of the field's rules as the model's own table: who takes what from where to where, who else must agree, and when.
// `offer` are conditions without which the action is not offered; `check` looks at the fields and names the one at fault.
// Each effect changes the model alone. What is given as `at` is the moment, `by` the account, `f` the fields.
import { dayOf, fromIso } from './calendar.mjs';

// What other parts add; each is switched on when it has landed.
export const features = {
  withdrawAssigned: false, // §6.3: a resident may withdraw before state 40
  yellowLadder: false,     // §3.5: a missed milestone or a return is yellow too, not the want of progress alone
};

const leads = ({ issue, by }) => by.office === issue.lead;
const outside = ({ issue, by }) => by.office !== issue.lead && !issue.co.includes(by.office);
const isLeader = ({ issue, by }) => issue.leader === by.username;

const ahead = (field, from = 0) => ({ f, at }) => (fromIso(f[field]) >= dayOf(at) + from ? null : field);

const within = (field, key, since) => (x) =>
  fromIso(x.f[field]) <= x.model.calendar.limit(since(x), x.model.rules[key]) ? null : field;

const first = (...checks) => (x) => checks.map((check) => check(x)).find((field) => field) ?? null;

// ---- opinions ---------------------------------------------------------------------------------------------------------

const plain = ({ model, opinion }) => !model.sensitive(opinion);

export const opinionRows = [
  { from: [10], action: 'open', role: 'triage', to: 20 },
  { from: [20], action: 'ask', role: 'triage', to: 21, effect: ({ opinion, f }) => { opinion.question = f.question; } },
  { from: [21], action: 'decide_as_is', role: 'triage', to: 20 },
  { from: [21], action: 'decide_as_is', role: 'system', to: 20 },
  { from: [20], action: 'transfer', role: 'triage', approve: 'assigner', to: 26 },
  { from: [26], action: 'take_over', role: 'discipline', stays: true, offer: ({ opinion }) => !opinion.received, effect: ({ opinion }) => Object.assign(opinion, { received: true, step: null }) },
  { from: [20], action: 'refer', role: 'triage', to: 27, effect: ({ opinion, f }) => { opinion.referral = f.to; } },
  { from: [20], action: 'merge', role: 'triage', to: 28, offer: plain, effect: ({ model, opinion, f }) => model.join(opinion, model.numbered(f.issue)) },
  { from: [20], action: 'refuse', role: 'triage', approve: 'assigner', to: 29, effect: ({ opinion, f }) => { opinion.refusal = f.reason; } },
  {
    from: [20], action: 'assign', role: 'triage', approve: 'assigner', to: 30, offer: plain,
    check: first(({ f }) => (f.scope === 'own' ? null : 'scope'), (x) => dueAllowed(x)),
    effect: ({ model, opinion, f, at }) => model.openIssue(opinion, f, at),
  },
  {
    from: [20], action: 'assign_parts', role: 'triage', approve: 'assigner', to: 30, offer: plain,
    check: first(({ f }) => (f.scope === 'own' ? null : 'scope'), (x) => dueAllowed(x), (x) => second(dueAllowed({ ...x, f: secondPart(x.f) }))),
    effect: ({ model, opinion, f, at }) => { model.openIssue(opinion, f, at); model.openIssue(opinion, secondPart(f), at); },
  },
  { from: [20, 21, 27, 28, 29, 30], action: 'correct', role: 'triage', stays: true, effect: ({ opinion, f }) => { opinion.category = f.category; } },
  { from: [21], action: 'supply', role: 'person', to: 20 },
  { from: [10, 20, 21], action: 'withdraw', role: 'person', to: 29, effect: ({ opinion }) => { opinion.refusal = 'withdrawn'; } },
];

const dueAllowed = (x) => (x.f.due === undefined ? null : first(ahead('due', 1), within('due', 'fix_max', ({ at }) => at))(x));

// What belongs to the second of two problems that one form makes ends in _2.
const secondPart = (f) => Object.fromEntries(Object.entries(f).filter(([name]) => name.endsWith('_2')).map(([name, value]) => [name.slice(0, -2), value]));
const second = (field) => field && `${field}_2`;

// ---- issues -----------------------------------------------------------------------------------------------------------

const head = { role: 'office_head', offer: leads };
const handler = { role: 'handler', offer: leads };
const both = (row) => [{ ...row, ...handler }, { ...row, ...head }];
const and = (...offers) => (x) => offers.every((offer) => offer(x));

const sign = ({ model, issue, at }) => { if (!issue.dueGiven) issue.due = model.fixLimit(issue.type, at); };
const plan = (x) => { addMeasure(x); x.issue.progressed = x.at; };
const addMeasure = ({ issue, f }) => issue.measures.push({ due: fromIso(f.due_on), percent: 0 });
const progress = ({ issue, f, at }) => {
  issue.progressed = at;
  const measure = f.measure && issue.measures[Number(f.measure) - 1];
  if (measure) measure.percent = f.percent;
};
const reply = ({ issue, f, at }) => Object.assign(issue, { answer: f.answer, answerRound: issue.round, resultClass: f.result_class, replied: at, progressed: at });
const nextRound = ({ model, issue, at }) => {
  Object.assign(issue, { round: issue.round + 1, heard: new Map(), due: model.calendar.limit(at, model.rules.redo), dueGiven: true });
};
const rated = ({ issue, f, speaker }) => {
  issue.heard.set(speaker.number, { tries: 0, ...issue.heard.get(speaker.number), result: f.result, attitude: f.attitude });
  issue.ratings.push({ ...f, number: speaker.number, round: issue.round });
};
const dissatisfied = (f) => f.attitude === 'dissatisfied' || f.result === 'dissatisfied';
const redo = (x) => { rated(x); x.issue.dissatisfied += 1; nextRound(x); };
// Whoever has not spoken in this round may still be called. For the closing two tries will do, and so will contentment with an earlier round.
const left = (issue, speaker) => !issue.heard.get(speaker.number)?.result;
const someLeft = ({ issue }) => issue.speakers.some((one) => left(issue, one));
const isHeard = (issue, speaker) => {
  const last = issue.ratings.filter((one) => one.number === speaker.number).at(-1);
  return (last && !dissatisfied(last)) || (issue.heard.get(speaker.number)?.tries ?? 0) >= 2;
};
const heardAll = ({ issue }) => issue.speakers.every((one) => isHeard(issue, one));
export const speakersLeft = (issue) => issue.speakers.filter((one) => left(issue, one)).map((one) => one.number);
const measuresDone = ({ issue }) => issue.measures.every((one) => one.percent === 100);
const mayClose = (x) => heardAll(x) && measuresDone(x);
const schedule = ({ model, issue, at }) => {
  issue.closed = at;
  issue.lookbacks = (issue.key ? ['lookback_1', 'lookback_2'] : ['lookback_1'])
    .map((key) => model.calendar.limit(at, model.rules[key]));
};
const applied = ({ issue, by }) => { issue.applicant = by.username; };
const publishable = ({ issue, f }) => (!f.publish || issue.speakers.some((one) => one.publish) ? null : 'publish');
const consented = ({ issue }) => issue.speakers.some((one) => one.publish);
const lookbackDone = ({ issue }) => { issue.lookbacks.shift(); };
const endLookbacks = ({ issue }) => { issue.lookbacks = []; };
const last = ({ issue }) => issue.lookbacks.length === 1;
const another = ({ issue }) => issue.lookbacks.length > 1;
const milestone = first(ahead('next_on', 1), within('next_on', 'milestone', ({ at }) => at));
const keepOn = ({ issue, f }) => {
  Object.assign(issue, { due: fromIso(f.next_on), dueGiven: true, type: 'keep_on' });
  issue.measures.push({ due: issue.due, percent: 0 });
};
const newDate = first((x) => (fromIso(x.f.new_date) > x.issue.due ? null : 'new_date'),
  within('new_date', 'extension_max', ({ issue }) => issue.due * 86400));
const decide = (role, offer) => [
  { from: [51], action: 'grant_extension', role, offer, to: 50, effect: ({ issue }) => Object.assign(issue, { due: issue.asked, extended: issue.round }) },
  { from: [51], action: 'refuse_extension', role, offer, to: 50, effect: ({ issue }) => { issue.extended = issue.round; } },
];
const finding = (action, to, offer, effect) => ({ from: [95], action, role: 'supervisor', offer: and(outside, offer), to, effect });
const always = () => true;

export const issueRows = [
  { from: [30], action: 'sign', ...handler, approve: 'office_head', to: 40, effect: sign },
  { from: [30], action: 'sign', ...head, to: 40, effect: sign },
  {
    from: [30], action: 'object', role: 'office_head', to: 31,
    offer: and(leads, ({ issue }) => !issue.objected.has(issue.lead), ({ model, issue, at }) => dayOf(at) <= model.calendar.limit(issue.assigned, model.rules.unit_object)),
    effect: ({ issue }) => { issue.objected.add(issue.lead); },
  },
  { from: [31], action: 'reassign', role: 'assigner', to: 30, check: ({ issue, f }) => (f.lead_office === issue.lead ? 'lead_office' : null), effect: ({ model, issue, f, at }) => model.reassign(issue, f.lead_office, at) },
  { from: [31], action: 'uphold', role: 'assigner', to: 30 },
  ...both({ from: [40], action: 'first_contact', stays: true }),
  { from: [40], action: 'plan', ...head, to: 50, check: ahead('due_on'), effect: plan },
  ...both({ from: [50, 52, 75, 70], action: 'progress', stays: true, effect: progress }),
  { from: [50, 52, 75], action: 'add_measure', ...head, stays: true, check: ahead('due_on'), effect: addMeasure },
  {
    from: [50], action: 'ask_extension', role: 'office_head', to: 51, check: newDate,
    offer: and(leads, ({ issue, at }) => issue.extended !== issue.round && issue.due !== null && dayOf(at) <= issue.due),
    effect: ({ issue, f }) => { issue.asked = fromIso(f.new_date); },
  },
  ...decide('leader', isLeader),
  ...decide('assigner', ({ issue }) => issue.leader === null),
  { from: [50], action: 'keep_on', ...head, approve: 'party_group', to: 52, check: milestone, effect: keepOn },
  { from: [50, 52, 75], action: 'reply', ...head, to: 60, effect: reply },
  { from: [60], action: 'revisit', role: 'revisitor', offer: outside, to: 70 },
  { from: [60, 70], action: 'rate', role: 'person', to: 70, when: ({ f }) => !dissatisfied(f), effect: rated },
  { from: [60, 70], action: 'rate', role: 'person', to: 75, when: ({ f }) => dissatisfied(f), effect: redo },
  { from: [70], action: 'record_revisit', role: 'revisitor', offer: and(outside, someLeft), stays: true, when: ({ f }) => !dissatisfied(f), effect: rated },
  { from: [70], action: 'record_revisit', role: 'revisitor', offer: and(outside, someLeft), to: 75, when: ({ f }) => dissatisfied(f), effect: redo },
  {
    from: [70], action: 'no_answer', role: 'revisitor', offer: and(outside, someLeft), stays: true,
    effect: ({ issue, speaker }) => issue.heard.set(speaker.number, { tries: (issue.heard.get(speaker.number)?.tries ?? 0) + 1 }),
  },
  { from: [70], action: 'not_done', role: 'revisitor', offer: outside, to: 75, effect: nextRound },
  { from: [75], action: 'convene', role: 'assigner', offer: ({ issue }) => issue.dissatisfied >= 2, to: 76 },
  { from: [76], action: 'rework', role: 'assigner', to: 50 },
  { from: [76], action: 'explain_close', role: 'assigner', approve: 'party_group', to: 90, effect: schedule },
  { from: [70], action: 'apply_close', role: 'handler', approve: 'office_head', offer: and(leads, mayClose), to: 80, effect: applied },
  { from: [70], action: 'apply_close', role: 'office_head', offer: and(leads, mayClose), to: 80, effect: applied },
  { from: [80], action: 'take_review', role: 'reviewer', offer: outside, to: 81 },
  { from: [81], action: 'close', role: 'reviewer', offer: and(outside, ({ issue }) => !issue.key), to: 90, check: publishable, effect: schedule },
  { from: [81], action: 'close', role: 'reviewer', approve: 'supervisor', offer: and(outside, ({ issue }) => issue.key), to: 90, check: publishable, effect: schedule },
  { from: [81], action: 'return_close', role: 'reviewer', offer: outside, to: 50, effect: ({ issue }) => { issue.returned = true; } },
  { from: [81], action: 'keep_on', role: 'reviewer', approve: 'party_group', offer: outside, to: 52, check: milestone, effect: keepOn },
  { from: [81], action: 'publicize', role: 'supervisor', offer: and(outside, consented), to: 82 },
  { from: [82], action: 'close', role: 'supervisor', offer: and(outside, ({ issue, at }) => dayOf(at) > issue.step), to: 90, effect: schedule },
  { from: [82], action: 'return_close', role: 'supervisor', offer: outside, to: 50, effect: ({ issue }) => { issue.returned = true; } },
  { from: [90], action: 'lookback', role: 'supervisor', offer: and(outside, ({ issue }) => issue.lookbacks.length > 0), to: 95 },
  { from: [90], action: 'lookback', role: 'system', to: 95 },
  finding('hold', 99, last, lookbackDone),
  finding('hold', 90, another, lookbackDone),
  finding('basically_hold', 99, last, lookbackDone),
  finding('basically_hold', 90, another, lookbackDone),
  finding('mutated', 99, always, endLookbacks),
  finding('rebound', 97, always, (x) => {
    endLookbacks(x);
    nextRound(x);
    Object.assign(x.issue, { rebound: true, due: x.model.calendar.limit(x.at, x.model.rules.fix_by) });
  }),
  { from: [97], action: 'replan', ...head, to: 50, check: ahead('due_on'), effect: plan },
  { from: [30, 31, 40, 50, 51, 52, 60, 70, 75, 76, 80, 81, 82, 90, 95, 97, 99], action: 'correct', role: 'triage', stays: true, effect: ({ issue, f }) => Object.assign(issue, { category: f.category, key: f.key_issue ?? false }) },
];

// The limit that entering a state begins (§6.1); null: the limit of the rectification itself counts.
export const stateLimit = {
  10: 'open_opinion', 20: 'triage', 21: 'supply', 26: 'transfer_receive', 30: 'unit_sign', 31: 'object_decide', 40: 'plan', 51: 'extension_decide', 60: 'revisit_start',
  70: 'rating_window', 76: 'convene', 80: 'take_review', 81: 'close_review', 82: 'publicity',
};
export const closedStates = new Set([26, 27, 29, 90, 95, 99]);
// In a joint review the limit of the redo that led to it runs on.
export const rectifying = new Set([30, 31, 40, 50, 51, 52, 75, 76, 97]);

// §8: who sees an issue besides the office that leads or helps and the leader in charge of it; and who sees opinions.
export const seesIssues = { all: ['triage', 'assigner', 'supervisor', 'revisitor', 'reviewer', 'party_group', 'chair'], office: ['handler', 'office_head'], led: ['leader'] };
export const seesOpinions = ['triage', 'assigner'];
