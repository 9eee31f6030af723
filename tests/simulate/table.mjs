// §6.2 of the field's rules as the model's own table: who takes what from where to where, who else must agree, and when. Here what
// becomes of opinions; issues.mjs has the rows of issues.
// `offer` are conditions without which the action is not offered; `check` looks at the fields and names the one at fault; `recused`:
// nobody of the office that the opinion is about, or would be given to, has a part in it. Each effect changes the model alone. What is
// given as `at` is the moment, `by` the account, `f` the fields.
import { ahead, and, atNow, first, within } from './checks.mjs';

// The limit that entering a state begins (§6.1); null: the limit of the rectification itself counts.
export const stateLimit = {
  10: 'open_opinion', 20: 'triage', 21: 'supply', 26: 'transfer_receive', 30: 'unit_sign', 31: 'object_decide', 40: 'plan', 51: 'extension_decide', 60: 'revisit_start',
  70: 'rating_window', 76: 'convene', 80: 'take_review', 81: 'close_review', 82: 'publicity', 95: 'lookback_check',
};
export const closedStates = new Set([26, 27, 29, 90, 95, 99]);
// The limit of the rectification runs in these, though in a joint review it is the review's own by which a light goes.
export const rectifying = new Set([30, 31, 40, 50, 51, 52, 75, 76, 97]);
// Where it is the office that must act (§6.1, "owner now"), and where somebody decides on what it asked.
export const officeActs = new Set([30, 40, 50, 52, 75, 97]);
export const decidedAbove = new Set([31, 51, 76]);
// What a further opinion may be joined to.
export const joinableStates = new Set([30, 31, 40, 50, 51, 52, 60, 70, 75]);
// How far a matter has come, by what the public is told of it.
export const stageOf = (state) => (state >= 90 && state !== 97 ? 6 : [75, 76, 97].includes(state) || (state >= 50 && state < 60) ? 4 : state >= 60 ? 5 : 3);

// §8: who sees an issue besides the office that leads or helps and the leader in charge of it; and who sees opinions.
export const seesIssues = { all: ['triage', 'assigner', 'supervisor', 'revisitor', 'reviewer', 'party_group', 'chair'], office: ['handler', 'office_head'], led: ['leader'] };
export const seesOpinions = ['triage', 'assigner'];

// ---- opinions ---------------------------------------------------------------------------------------------------------

const plain = ({ model, opinion }) => !model.sensitive(opinion);
const lasting = ({ f }) => f.rectify_type === 'keep_on';
const dueAllowed = (x) => (x.f.due === undefined ? null : first(ahead('due', 1), (y) => (lasting(y) ? null : within('due', 'fix_max', atNow)(y)))(x));
const ownScope = ({ f }) => (f.scope === 'own' ? null : 'scope');
const opening = { role: 'triage', recused: true, approve: 'assigner', offer: plain, check: first(ownScope, dueAllowed), effect: ({ model, opinion, f, at }) => model.openIssue(opinion, f, at) };
const joining = { role: 'triage', recused: true, offer: plain, effect: ({ model, opinion, f, at }) => model.join(opinion, model.numbered(f.issue), at) };
const notTwice = ({ model, opinion, f }) => (opinion.parts.includes(model.numbered(f.issue)) ? 'issue' : null);
const removable = ({ model, opinion, f }) => model.removable(opinion).some((one) => !f.issue || one.number === f.issue);
const parting = (from, to, offer) => ({
  from: [from], action: 'unmerge', role: 'triage', recused: true, approve: 'assigner', to, offer: and(removable, offer),
  effect: ({ model, opinion, f }) => model.part(opinion, model.numbered(f.issue)),
});
const only = ({ opinion }) => opinion.parts.length === 1;
const several = ({ opinion }) => opinion.parts.length > 1;
const before = ({ opinion }) => opinion.parts.length > 0 && opinion.parts.every((one) => one.state === 30 || one.state === 31);
const withdraw = ({ model, opinion, at }) => model.withdraw(opinion, at);
// What belongs to the second of two problems that one form makes ends in _2.
const secondOf = (f) => Object.fromEntries(Object.entries(f).filter(([name]) => name.endsWith('_2')).map(([name, value]) => [name.slice(0, -2), value]));
const triage = (row) => ({ role: 'triage', recused: true, ...row });

const ownRows = [
  triage({ from: [10], action: 'open', to: 20 }),
  triage({ from: [20], action: 'ask', to: 21, effect: ({ model, opinion, f, at }) => { opinion.question = f.question; model.say(opinion, 'office', at); } }),
  triage({ from: [21], action: 'decide_as_is', to: 20 }),
  { from: [21], action: 'decide_as_is', role: 'system', to: 20 },
  triage({ from: [20], action: 'transfer', approve: 'assigner', to: 26 }),
  triage({ from: [20], action: 'refer', to: 27, effect: ({ opinion, f }) => { opinion.referral = f.to; } }),
  { from: [20], action: 'merge', to: 28, ...joining },
  triage({ from: [20], action: 'refuse', approve: 'assigner', to: 29, effect: ({ opinion, f }) => { opinion.refusal = f.reason; } }),
  { from: [20], action: 'assign', to: 30, ...opening },
  {
    from: [20], action: 'assign_parts', to: 30, ...opening,
    check: first(ownScope, dueAllowed, (x) => dueAllowed({ ...x, f: secondOf(x.f) }) && 'due_2'),
    effect: ({ model, opinion, f, at }) => { model.openIssue(opinion, f, at); model.openIssue(opinion, secondOf(f), at); },
  },
  { from: [28, 30], action: 'split', stays: true, ...opening },
  { from: [28, 30], action: 'merge', stays: true, ...joining, check: notTwice },
  parting(28, 20, only),
  parting(28, 30, several),
  { ...parting(30, 30, several), stays: true },
  triage({ from: [20, 21, 26, 27, 28, 29, 30], action: 'correct', stays: true, effect: ({ opinion, f }) => { opinion.category = f.category; } }),
  { from: [21], action: 'supply', role: 'person', to: 20, effect: ({ model, opinion, at }) => model.say(opinion, 'me', at) },
  { from: [10, 20, 21], action: 'withdraw', role: 'person', to: 29, effect: withdraw },
  { from: [28, 30], action: 'withdraw', role: 'person', to: 29, offer: before, effect: withdraw },
];

const aside = { from: [10, 20, 21], action: 'recuse', stays: true, ...triage({}), effect: ({ opinion, by }) => opinion.stoodAside.add(by.office) };
const received = {
  from: [26], action: 'take_over', role: 'discipline', stays: true, offer: ({ opinion }) => opinion.step !== null, effect: ({ opinion }) => { opinion.step = null; },
};
// Where every clerk must stand aside, whoever is above sorts it, and a member of the party group agrees.
const standIns = (rows) => ['assigner', 'party_group'].flatMap((role) => rows.filter((row) => row.role === 'triage').map((row) => ({
  ...row, role, from: row.from.filter((state) => state !== 26), ...(row.approve ? { approve: 'party_group' } : {}),
  offer: and(row.offer ?? (() => true), ({ model, opinion }) => model.keeper(opinion) === role),
})));

export const opinionRows = [...ownRows, aside, received, ...standIns([...ownRows, aside])];
