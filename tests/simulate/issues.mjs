// The rows of issues: table.mjs says how a row is read.
import { dayOf, fromIso } from './calendar.mjs';
import {
  ahead, and, appealable, appealed, atNow, consented, counted, dissatisfied, excludable, first, heardAll, isLeader, leads, left, measuresDone, outside, triedOn, within,
} from './checks.mjs';

const head = { role: 'office_head', offer: leads };
const handler = { role: 'handler', offer: leads };
const both = (row) => [{ ...row, ...handler }, { ...row, ...head }];
// For those of other offices alone, whoever proposes and whoever agrees.
const elsewhere = (role, offer, more) => ({ role, outside: true, offer: offer ? and(outside, offer) : outside, ...more });

// ---- the office's way -------------------------------------------------------------------------------------------------

const sign = ({ model, issue, at }) => {
  issue.signed = at;
  issue.contacted = false;
  if (!issue.dueGiven) issue.due = model.fixLimit(issue.type, at);
};
const addMeasure = ({ issue, f }) => issue.measures.push({ due: fromIso(f.due_on), percent: 0 });
const plan = (x) => { addMeasure(x); x.issue.progressed = x.at; };
const progress = ({ issue, f, at }) => {
  issue.progressed = at;
  const measure = f.measure && issue.measures[Number(f.measure) - 1];
  if (measure) measure.percent = f.percent;
};
const reply = ({ issue, f, at }) => Object.assign(issue, { answer: f.answer, answerRound: issue.round, resultClass: f.result_class, replied: at, progressed: at });
const objectInTime = ({ model, issue, at }) => dayOf(at) <= model.calendar.limit(issue.assigned, model.rules.unit_object);

const milestone = first(ahead('next_on', 1), within('next_on', 'milestone', atNow));
const keepOn = ({ issue, f, at }) => {
  Object.assign(issue, { due: fromIso(f.next_on), dueGiven: true, type: 'keep_on', keptOn: issue.keptOn ?? at });
  issue.measures.push({ due: issue.due, percent: 0 });
};
const replyInTime = (x) => (x.issue.replied ? null : within('next_on', 'keep_on_reply', ({ issue }) => issue.keptOn)(x));

const newDate = first((x) => (fromIso(x.f.new_date) > x.issue.due ? null : 'new_date'),
  within('new_date', 'extension_max', ({ issue }) => issue.due * 86400));
const decide = (role, offer) => [
  { from: [51], action: 'grant_extension', role, offer, to: 50, effect: ({ issue }) => Object.assign(issue, { due: issue.asked, dueGiven: true }) },
  { from: [51], action: 'refuse_extension', role, offer, to: 50 },
];

// ---- what the speakers say --------------------------------------------------------------------------------------------

const nextRound = ({ model, issue, at }) => {
  Object.assign(issue, { round: issue.round + 1, heard: new Map(), due: model.calendar.limit(at, model.rules.redo), dueGiven: true });
};
const rated = ({ issue, f, speaker, at }) => {
  issue.heard.set(speaker.number, { tries: triedOn(issue, speaker), result: f.result });
  issue.ratings.push({ ...f, number: speaker.number, kind: speaker.kind, round: issue.round, at });
};
// A joint review is for what was sent back twice: by who spoke, or by who looked for them (§6.2, 70 to 75).
const sentBack = (x) => { x.issue.redone += 1; nextRound(x); };
const redo = (x) => { rated(x); sentBack(x); };
const apartFrom = ({ model, issue, by }) => model.apart(issue, by.office);
const speaks = ({ issue, speaker }) => issue.speakers.includes(speaker) && left(issue, speaker);
const someLeft = ({ issue }) => issue.speakers.some((one) => left(issue, one));
// Two tries on one day are one.
const apart = ({ model, issue, speaker, at }) =>
  (triedOn(issue, speaker).some((day) => day > dayOf(at) - model.params.revisit_days_apart) ? 'opinion' : null);
const tried = ({ issue, speaker, at }) => issue.heard.set(speaker.number, { tries: [...triedOn(issue, speaker), dayOf(at)] });

const chosen = ({ issue, f }) => issue.ratings[Number(f.rating) - 1];
const someOf = (list) => ({ issue }) => list(issue).length > 0;
const policy = ({ issue }) => issue.resultClass === 'D';
const aboutRatings = [50, 51, 52, 60, 70, 75, 76, 80, 81, 82, 90, 95, 97];
const voided = (x) => { chosen(x).voided = true; };
const ratingRows = [
  { action: 'void_rating', ...elsewhere('supervisor', someOf(counted)), effect: voided },
  { action: 'exclude_rating', ...elsewhere('supervisor', and(someOf(excludable), policy)), approve: 'party_group', effect: voided },
  { action: 'appeal_rating', role: 'office_head', offer: and(leads, someOf(appealable)), effect: (x) => { chosen(x).appeal = 'asked'; } },
  { action: 'uphold_appeal', ...elsewhere('supervisor', someOf(appealed)), effect: (x) => { chosen(x).appeal = 'upheld'; voided(x); } },
  { action: 'refuse_appeal', ...elsewhere('supervisor', someOf(appealed)), effect: (x) => { chosen(x).appeal = 'refused'; } },
].map((row) => ({ from: aboutRatings, stays: true, ...row }));

// ---- striking off -----------------------------------------------------------------------------------------------------

const gates = and(heardAll, measuresDone);
const notApplicant = ({ issue, by }) => !issue.applicants.has(by.username);
const applied = ({ issue, by }) => { issue.applicants.add(by.username); };
const publishable = ({ issue, f }) => (!f.publish || consented({ issue }) ? null : 'publish');
const explainable = ({ issue }) => ['C', 'D'].includes(issue.resultClass);
const ordinary = ({ issue }) => !issue.key;
// A key issue goes on display first; where nobody agreed to that, two signatures stand alone.
const undisplayed = (x) => x.issue.key && !consented(x);
const schedule = ({ model, issue, at }) => {
  const keys = issue.key ? ['lookback_1', 'lookback_2'] : ['lookback_1'];
  model.addLookbacks(issue, keys.map((key) => model.calendar.limit(at, model.rules[key])));
};
const explain = (row) => ({ action: 'explain_close', approve: 'party_group', to: 90, effect: schedule, ...row });
const returned = ({ model, issue, at }) => {
  Object.assign(issue, { returned: at, due: Math.max(issue.due, model.calendar.limit(at, model.rules.rework)), dueGiven: true });
};
const publicityOver = ({ issue, at }) => dayOf(at) > issue.step;

// ---- after ------------------------------------------------------------------------------------------------------------

const looked = ({ issue, at }) => { issue.lookbacks.shift(); issue.lookedAt.push({ at }); };
const endLookbacks = (x) => { looked(x); x.issue.lookbacks = []; };
const last = ({ issue }) => issue.lookbacks.length <= 1;
const another = ({ issue }) => issue.lookbacks.length > 1;
const finding = (action, to, offer, effect) => ({ from: [95], action, ...elsewhere('supervisor', offer), to, effect });
const rebound = (x) => {
  endLookbacks(x);
  nextRound(x);
  x.issue.lookedAt.at(-1).rebound = true;
  Object.assign(x.issue, { rebound: true, heardFrom: x.issue.round, due: x.model.calendar.limit(x.at, x.model.rules.fix_by) });
};
const variant = (x) => { endLookbacks(x); x.model.openVariant(x.issue, x.f, x.at); };
const someLookback = ({ issue }) => issue.lookbacks.length > 0;

export const issueRows = [
  { from: [30], action: 'sign', ...handler, approve: 'office_head', to: 40, effect: sign },
  { from: [30], action: 'sign', ...head, to: 40, effect: sign },
  {
    from: [30], action: 'object', role: 'office_head', to: 31, offer: and(leads, ({ issue }) => !issue.objected.has(issue.lead), objectInTime),
    effect: ({ issue }) => { issue.objected.add(issue.lead); },
  },
  { from: [31], action: 'reassign', role: 'assigner', to: 30, check: ({ issue, f }) => (f.lead_office === issue.lead ? 'lead_office' : null), effect: ({ model, issue, f, at }) => model.reassign(issue, f.lead_office, at) },
  { from: [31], action: 'uphold', role: 'assigner', to: 30 },
  { from: [30, 31], action: 'withdrawn', role: 'system', to: 99 },
  ...both({ from: [40], action: 'first_contact', stays: true, effect: ({ issue, at }) => { issue.contacted ||= at; } }),
  { from: [40], action: 'plan', ...head, to: 50, check: ahead('due_on'), effect: plan },
  ...both({ from: [50, 52, 75, 70], action: 'progress', stays: true, effect: progress }),
  { from: [50, 52, 75], action: 'add_measure', ...head, stays: true, check: ahead('due_on'), effect: addMeasure },
  {
    from: [50], action: 'ask_extension', role: 'office_head', to: 51, check: newDate,
    offer: and(leads, ({ issue, at }) => issue.extended !== issue.round && dayOf(at) <= issue.due),
    effect: ({ issue, f }) => Object.assign(issue, { asked: fromIso(f.new_date), extended: issue.round }),
  },
  ...decide('leader', isLeader),
  ...decide('assigner', ({ issue }) => issue.leader === null),
  { from: [50], action: 'keep_on', ...head, approve: 'party_group', to: 52, check: milestone, effect: keepOn },
  { from: [52], action: 'keep_on', ...head, approve: 'party_group', stays: true, offer: and(leads, measuresDone), check: first(milestone, replyInTime), effect: (x) => { keepOn(x); x.issue.progressed = x.at; } },
  { from: [50, 52, 75], action: 'reply', ...head, to: 60, effect: reply },

  { from: [60], action: 'revisit', ...elsewhere('revisitor', apartFrom), to: 70 },
  { from: [60, 70], action: 'rate', role: 'person', to: 70, offer: speaks, when: ({ f }) => !dissatisfied(f), effect: rated },
  { from: [60, 70], action: 'rate', role: 'person', to: 75, offer: speaks, when: ({ f }) => dissatisfied(f), effect: redo },
  { from: [70], action: 'record_revisit', ...elsewhere('revisitor', and(apartFrom, someLeft)), to: 70, when: ({ f }) => !dissatisfied(f), effect: rated },
  { from: [70], action: 'record_revisit', ...elsewhere('revisitor', and(apartFrom, someLeft)), to: 75, when: ({ f }) => dissatisfied(f), effect: redo },
  { from: [70], action: 'no_answer', ...elsewhere('revisitor', and(apartFrom, someLeft)), stays: true, check: apart, effect: tried },
  { from: [70], action: 'remind', role: 'system', stays: true, effect: ({ model, issue, at }) => model.remind(issue, at) },
  { from: [70], action: 'not_done', ...elsewhere('revisitor', apartFrom), to: 75, effect: sentBack },
  ...ratingRows,

  { from: [75], action: 'convene', role: 'assigner', offer: ({ issue }) => issue.redone >= 2, to: 76 },
  { from: [76], action: 'rework', role: 'assigner', to: 50 },
  explain({ from: [76], role: 'assigner' }),
  explain({ from: [75], role: 'assigner', offer: explainable }),
  { from: [70], action: 'apply_close', role: 'handler', approve: 'office_head', offer: and(leads, gates), to: 80, effect: applied },
  { from: [70], action: 'apply_close', role: 'office_head', offer: and(leads, gates), to: 80, effect: applied },
  { from: [80], action: 'take_review', ...elsewhere('reviewer', and(notApplicant, gates)), to: 81 },
  { from: [81], action: 'close', ...elsewhere('reviewer', and(notApplicant, gates, ordinary)), to: 90, check: publishable, effect: schedule },
  { from: [81], action: 'close', ...elsewhere('reviewer', and(notApplicant, gates, undisplayed)), approve: 'supervisor', to: 90, check: publishable, effect: schedule },
  explain({ from: [81], ...elsewhere('reviewer', and(notApplicant, explainable)) }),
  { from: [81], action: 'return_close', ...elsewhere('reviewer', notApplicant), to: 50, effect: returned },
  { from: [81], action: 'keep_on', ...elsewhere('reviewer', notApplicant), approve: 'party_group', to: 52, check: milestone, effect: keepOn },
  { from: [81], action: 'publicize', ...elsewhere('supervisor', and(notApplicant, consented, gates)), approve: 'reviewer', to: 82 },
  { from: [82], action: 'close', ...elsewhere('supervisor', and(notApplicant, publicityOver, gates)), to: 90, effect: schedule },
  { from: [82], action: 'return_close', ...elsewhere('supervisor'), to: 50, effect: returned },

  { from: [90, 99], action: 'lookback', ...elsewhere('supervisor', someLookback), to: 95 },
  { from: [90, 99], action: 'lookback', role: 'system', to: 95 },
  finding('hold', 99, last, looked),
  finding('hold', 90, another, looked),
  finding('basically_hold', 99, last, looked),
  finding('basically_hold', 90, another, looked),
  { ...finding('mutated', 99, null, variant), approve: 'assigner' },
  finding('rebound', 97, null, rebound),
  { from: [97], action: 'replan', ...head, to: 50, check: ahead('due_on'), effect: plan },
  { from: [30, 31, 40, 50, 51, 52, 60, 70, 75, 76, 80, 81, 82, 90, 95, 97, 99], action: 'correct', role: 'triage', stays: true, effect: ({ issue, f }) => Object.assign(issue, { category: f.category, key: f.key_issue ?? false }) },
];
