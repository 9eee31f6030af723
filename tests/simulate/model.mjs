// What the product ought to say, by the field's rules alone. It shares nothing with the product but the rows it is given at the start:
// the limits (n, unit), the parameters, the calendar, the categories and who the accounts are.
import { DAY, addMonths, dayOf } from './calendar.mjs';
import { speakersLeft } from './checks.mjs';
import { issueRows } from './issues.mjs';
import { endNotices, raiseNotices } from './ladder.mjs';
import { closedStates, joinableStates, opinionRows, rectifying, seesIssues, seesOpinions, stageOf, stateLimit } from './table.mjs';

const typeLimit = { fix_now: 'fix_now', while_inspecting: 'fix_by', fix_by: 'fix_by', keep_on: 'milestone', explain: 'explain' };

export const rowKey = (layer, from, { action, to, stays, role, approve }) => `${layer} ${from} ${action} ${stays ? from : to} ${role}${approve ? ` ${approve}` : ''}`;
export const tableKeys = () => [['opinion', opinionRows], ['issue', issueRows]].flatMap(([layer, rows]) => rows.flatMap((row) => row.from.map((from) => rowKey(layer, from, row))));

// The rows of a layer by the state that they lead from.
const byState = (rows) => new Map([...new Set(rows.flatMap((row) => row.from))].map((state) => [state, rows.filter((row) => row.from.includes(state))]));
const leading = { opinion: byState(opinionRows), issue: byState(issueRows) };

export class Model {
  constructor({ rules, params, calendar, categories, people, firstDay }) {
    Object.assign(this, { rules, params, calendar, categories, people, firstDay });
    this.opinions = new Map();
    this.issues = new Map();
    this.taken = new Map();
    this.variants = [];
    this.now = 0;
    this.plainCategories = [...categories].filter(([, one]) => !one.sensitive && one.route === 'rectify' && !one.top).map(([code]) => code);
  }

  // ---- what there is ------------------------------------------------------------------------------------------------

  received({ id, number, receipt, kind, category, office, protection, publish, text }, at) {
    const opinion = {
      layer: 'opinion', id, number, receipt, kind, category: category ?? null, office: office ?? null, protection, publish, text,
      contact: protection !== 'none', received: at, state: 0, pending: null, parts: [], stoodAside: new Set(), messages: [], paused: null, ended: null,
    };
    opinion.inform = this.calendar.limit(at, this.rules.inform_person);
    this.enter(opinion, 10, at);
    this.opinions.set(number, opinion);
    return opinion;
  }

  newIssue(fields, at) {
    const issue = {
      layer: 'issue', id: null, number: null, co: [], leader: null, key: false, round: 1, heardFrom: 1, opened: at, assigned: at, signed: null, contacted: false,
      speakers: [], heard: new Map(), ratings: [], measures: [], lookbacks: [], lookedAt: [], notices: [], redone: 0, objected: new Set(), applicants: new Set(),
      extended: 0, rebound: false, returned: null, replied: null, keptOn: null, withdrawn: false, pending: null, closed: null, dueGiven: false, progressed: null, state: 0, ...fields,
    };
    issue.due ??= this.fixLimit(issue.type, at);
    this.enter(issue, 30, at);
    return issue;
  }

  openIssue(opinion, f, at) {
    const given = f.due === undefined ? {} : { due: Date.parse(f.due) / 86400e3, dueGiven: true };
    const issue = this.newIssue({ lead: f.lead_office, co: f.co_offices ?? [], coAssigned: at, leader: f.leader ?? null, type: f.rectify_type, key: f.key_issue ?? false, category: f.category, title: f.title, ...given }, at);
    this.join(opinion, issue, at);
  }

  // The old problem in a new form: nobody has spoken of it yet.
  openVariant(old, f, at) {
    this.variants.push(this.newIssue({ lead: old.lead, leader: old.leader, type: f.rectify_type, key: old.key, category: old.category, title: f.title, origin: old }, at));
  }

  join(opinion, issue) {
    if (!opinion.parts.length) opinion.category = issue.category;
    opinion.parts.push(issue);
    issue.speakers.push(opinion);
  }

  part(opinion, issue) {
    opinion.parts = opinion.parts.filter((one) => one !== issue);
    issue.speakers = issue.speakers.filter((one) => one !== opinion);
  }

  // What nobody speaks of any more before the office has signed for it ends.
  withdraw(opinion, at) {
    opinion.refusal = 'withdrawn';
    for (const issue of opinion.parts) {
      this.part(opinion, issue);
      if (issue.speakers.length) continue;
      this.bySystem(issue, 'withdrawn', at);
      issue.withdrawn = true;
    }
  }

  // Out of which of its problems an opinion may be taken: not yet answered, and others speak there too.
  removable(opinion) {
    return opinion.parts.filter((one) => one.state < 60 && one.speakers.length > 1);
  }

  reassign(issue, office, at) {
    issue.lead = office;
    issue.co = issue.co.filter((one) => one !== office);
    issue.assigned = at;
    issue.signed = null;
  }

  say(opinion, from, at) {
    opinion.messages.push([from, dayOf(at)]);
  }

  remind(issue, at) {
    issue.reminded = true;
    for (const one of issue.speakers) if (speakersLeft(issue).includes(one.number)) this.say(one, 'office', at);
  }

  addLookbacks(issue, days) {
    issue.lookbacks = [...issue.lookbacks, ...days].sort((a, b) => a - b);
  }

  numbered(number) {
    return [...this.issues.values()].find((issue) => issue.number === number);
  }

  // The problem that speaks for an opinion: of several the one that has come least far.
  issueOf(opinion) {
    return [...opinion.parts].sort((a, b) => stageOf(a.state) - stageOf(b.state) || a.state - b.state)[0];
  }

  // The category of the second level, by which lists are narrowed.
  second(code) {
    const { parent, top } = this.categories.get(code);
    return top || this.categories.get(parent).top ? code : this.second(parent);
  }

  joinable() {
    return [...this.issues.values()].filter((one) => !one.lost && joinableStates.has(one.state));
  }

  known(issue, id, number) {
    Object.assign(issue, { id, number });
    this.issues.set(id, issue);
  }

  sensitive(opinion) {
    return opinion.kind === 'accusation' || (this.categories.get(opinion.category)?.sensitive ?? false);
  }

  fixLimit(type, at) {
    return this.calendar.limit(at, this.rules[typeLimit[type]]);
  }

  // ---- who may do what ----------------------------------------------------------------------------------------------

  sees(subject, by) {
    if (subject.layer === 'opinion') return this.reads(subject, by) && !this.concerns(subject, by.office);
    return seesIssues.all.includes(by.role) || (seesIssues.office.includes(by.role) && (by.office === subject.lead || subject.co.includes(by.office)))
      || (seesIssues.led.includes(by.role) && subject.leader === by.username);
  }

  reads(opinion, by) {
    if (opinion.state === 26) return by.role === 'discipline';
    return seesOpinions.includes(by.role) || (by.role === 'party_group' && !(this.isFree('triage', opinion) && this.isFree('assigner', opinion)));
  }

  isFree(role, opinion) {
    return this.people.some((one) => one.role === role && !this.concerns(opinion, one.office));
  }

  // Who sorts an opinion: triage, or whoever is above where all of it must stand aside.
  keeper(opinion) {
    return ['triage', 'assigner'].find((role) => this.isFree(role, opinion)) ?? 'party_group';
  }

  // What asking for it answers: 403 to whom nothing of the kind is open, 404 where this one is not.
  glance(subject, by) {
    if (this.sees(subject, by)) return 200;
    const some = subject.layer === 'opinion' ? [...seesOpinions, 'discipline'] : Object.values(seesIssues).flat();
    return some.includes(by.role) ? 404 : 403;
  }

  rows(subject) {
    return leading[subject.layer].get(subject.state) ?? [];
  }

  // Whether an opinion is about an office, or is or would be given to it.
  concerns(opinion, office, f = {}) {
    const handles = (issue) => issue.lead === office || issue.co.includes(office);
    return opinion.office === office || opinion.stoodAside.has(office) || opinion.parts.some(handles)
      || this.givenTo(office, f) || this.givenTo(office, opinion.pending?.f ?? {});
  }

  givenTo(office, f) {
    return f.lead_office === office || f.lead_office_2 === office || (f.issue !== undefined && this.numbered(f.issue)?.lead === office);
  }

  // Nobody calls those who spoke of the own office.
  apart(issue, office) {
    return !issue.speakers.some((one) => this.concerns(one, office));
  }

  mine(subject, by, at, speaker) {
    const x = { ...this.scene(subject, by, at, {}), speaker };
    return this.rows(subject).filter((row) => row.role === by.role && (!subject.pending || this.beside(row, subject))
      && !(row.recused && this.concerns(subject, by.office)) && (row.offer?.(x) ?? true));
  }

  // While a second person is asked, work that changes no state goes on; nobody puts the filing right or stands aside meanwhile.
  beside(row, subject) {
    return row.role === 'person' || (!row.approve && !['correct', 'recuse'].includes(row.action) && (row.stays || row.to === subject.state));
  }

  scene(subject, by, at, f) {
    return { model: this, opinion: subject.layer === 'opinion' ? subject : null, issue: subject.layer === 'issue' ? subject : null, by, at, f, speaker: f.opinion ? this.opinions.get(f.opinion) : null };
  }

  agrees(subject, by) {
    const { row, by: proposer, f } = subject.pending;
    if (by.role !== this.approver(row, subject) || by.username === proposer.username) return false;
    if (row.recused && this.concerns(subject, by.office, f)) return false;
    if (row.outside && (by.office === subject.lead || subject.co.includes(by.office))) return false;
    return by.role !== 'office_head' || by.office === subject.lead;
  }

  approver(row, subject) {
    return row.approve === 'assigner' && subject.layer === 'opinion' && !this.isFree('assigner', subject) ? 'party_group' : row.approve;
  }

  offers(subject, by, at) {
    if (!this.sees(subject, by)) return [];
    const decisions = subject.pending && this.agrees(subject, by) ? ['approve', 'send_back'] : [];
    return [...new Set([...decisions, ...this.mine(subject, by, at).map((row) => row.action)])].sort();
  }

  // ---- what happens -------------------------------------------------------------------------------------------------

  enter(subject, state, at) {
    const from = subject.state;
    subject.step = this.stepLimit(subject, state, at);
    subject.state = state;
    subject.since = at;
    subject.pending = null;
    if (subject.layer === 'opinion') subject.ended = closedStates.has(state) ? subject.ended ?? at : null;
    else subject.closed = closedStates.has(state) ? subject.closed ?? at : null;
    if (state === 70 && from !== 70) Object.assign(subject, { revisited: at, reminded: false });
  }

  // Waiting for the speaker stops the limit of triage; what is left of it counts on afterwards. The law's own limit runs through.
  stepLimit(subject, state, at) {
    const none = subject.layer === 'opinion' && state > 26;
    const own = stateLimit[state] && !none ? this.calendar.limit(at, this.rules[stateLimit[state]]) : null;
    if (subject.layer !== 'opinion') return own;
    const { paused, step } = subject;
    subject.paused = state === 21 ? { at, step, left: this.calendar.between(dayOf(at), step), late: dayOf(at) > step } : null;
    return state === 20 ? Math.min(subject.inform, paused ? this.resumed(paused, step, at) : own) : own;
  }

  resumed(paused, waitedUntil, at) {
    if (paused.late) return paused.step;
    const from = Math.max(paused.at, Math.min(at, (waitedUntil + 1) * DAY - 1));
    return this.calendar.workdays(this.calendar.startOf(from), paused.left);
  }

  // Does it, or says why not: { status, field }.
  act(subject, action, by, at, f = {}) {
    if (action === 'approve' || action === 'send_back') return this.decide(subject, action, by, at);
    const x = { ...this.scene(subject, by, at, f), speaker: by.speaker ?? (f.opinion ? this.opinions.get(f.opinion) : null) };
    const row = this.mine(subject, by, at, by.speaker).find((one) => one.action === action && (one.when?.(x) ?? true));
    if (!row) return { status: this.refusal(subject, action, by) };
    const refused = this.refused(row, x);
    if (refused) return refused;
    if (row.approve) subject.pending = { row, by, f };
    else this.apply(row, x);
    return { status: 200, row };
  }

  refused(row, x) {
    if (row.recused && this.concerns(x.opinion, x.by.office, x.f)) return { status: 403 };
    const field = row.check?.(x);
    return field ? { status: 422, field } : null;
  }

  // What was agreed to must still be possible: much may have changed since.
  decide(subject, action, by, at) {
    if (!subject.pending || !this.agrees(subject, by)) return { status: 403 };
    const { row, by: proposer, f } = subject.pending;
    const x = this.scene(subject, proposer, at, f);
    if (action === 'approve') {
      const refused = row.offer?.(x) === false ? { status: 409 } : this.refused(row, x);
      if (refused) return refused;
    }
    subject.pending = null;
    if (action === 'approve') this.apply(row, x);
    return { status: 200, row };
  }

  apply(row, x) {
    const subject = x.opinion ?? x.issue;
    const { pending } = subject;
    this.count(subject, row);
    row.effect?.(x);
    if (row.stays || row.to === subject.state) subject.pending = row.approve ? null : pending;
    else this.enter(subject, row.to, x.at);
    if (x.issue) endNotices(this, subject, x.at);
  }

  count(subject, row) {
    const key = rowKey(subject.layer, subject.state, row);
    this.taken.set(key, (this.taken.get(key) ?? 0) + 1);
  }

  refusal(subject, action, by) {
    if (by.role === 'person') return 409;
    const glance = this.glance(subject, by);
    return glance === 200 ? 403 : glance;
  }

  // What the worker does by itself when the clock has come to the moment; one that is down catches up later.
  tick(at, works = true) {
    this.now = at;
    if (!works) return;
    for (const opinion of this.opinions.values()) {
      if (opinion.state === 21 && dayOf(at) > opinion.step) this.bySystem(opinion, 'decide_as_is', at);
    }
    for (const issue of this.issues.values()) this.overdue(issue, at);
    for (const opinion of this.opinions.values()) if (this.outlived(opinion, at)) opinion.contact = false;
    for (const issue of this.issues.values()) raiseNotices(this, issue, at);
  }

  overdue(issue, at) {
    if ([90, 99].includes(issue.state) && issue.lookbacks.length && dayOf(at) >= issue.lookbacks[0]) this.bySystem(issue, 'lookback', at);
    if (issue.state === 70 && !issue.reminded && speakersLeft(issue).length && dayOf(at) > this.calendar.limit(issue.revisited, this.rules.rating_reminder)) this.bySystem(issue, 'remind', at);
  }

  bySystem(subject, action, at) {
    const row = this.rows(subject).find((one) => one.role === 'system' && one.action === action);
    this.apply(row, this.scene(subject, { role: 'system', username: '' }, at, {}));
  }

  // ---- what is shown ------------------------------------------------------------------------------------------------

  isClosed(opinion) {
    return this.closedAt(opinion) !== null;
  }

  // When the last of its problems was; null while one is open.
  closedAt(opinion) {
    if (!opinion.parts.length || opinion.ended !== null) return opinion.ended;
    return opinion.parts.every((one) => one.closed !== null) ? Math.max(...opinion.parts.map((one) => one.closed)) : null;
  }

  // A contact goes so many months after the end, and no day of rest prolongs that.
  outlived(opinion, at) {
    const closed = this.closedAt(opinion);
    return opinion.contact && closed !== null && dayOf(at) > addMonths(dayOf(closed), this.rules.contact_retention.n);
  }

  // The day on which the next thing is due: of the step, and while it is being rectified of that too, the earlier.
  due(subject) {
    if (subject.layer === 'opinion' && subject.parts.length) return this.due(this.issueOf(subject));
    if (closedStates.has(subject.state) && subject.state !== 26) return null;
    if (subject.layer === 'opinion' || !rectifying.has(subject.state) || subject.state === 76) return subject.step;
    return subject.step === null ? subject.due : Math.min(subject.step, subject.due);
  }

  // §3.5: red past due; yellow returned, a milestone missed or no progress for so many days; blue so many working days before.
  lamp(subject, at) {
    if (subject.layer === 'opinion' && subject.parts.length) return this.lamp(this.issueOf(subject), at);
    const due = this.due(subject);
    if (due === null) return 'none';
    const today = dayOf(at);
    if (today > due) return 'red';
    if (subject.layer === 'issue' && this.behind(subject, today).length) return 'yellow';
    return this.calendar.between(today, due) <= this.rules.blue_before.n ? 'blue' : 'green';
  }

  // What the office is behind with, and from which moment on.
  behind(issue, today) {
    const causes = [];
    const missed = issue.measures.filter((one) => one.percent < 100 && today > one.due).map((one) => one.due);
    if (issue.state === 50 && issue.returned !== null && issue.returned >= (issue.progressed ?? 0)) causes.push({ cause: 'returned', basis: issue.returned, since: issue.returned });
    if ([50, 52, 75].includes(issue.state)) for (const day of new Set(missed)) causes.push({ cause: 'milestone', basis: day, since: (day + 1) * DAY - 1 });
    const heard = Math.max(issue.progressed ?? 0, issue.since);
    const until = this.calendar.limit(heard, this.rules.stale_progress);
    if ([50, 52, 75, 97].includes(issue.state) && today > until) causes.push({ cause: 'stale', basis: dayOf(heard), since: (until + 1) * DAY - 1 });
    return causes;
  }

  // What the speaker may do on the page that the receipt opens.
  speakerMay(opinion) {
    const may = [];
    const { state } = opinion;
    if (state === 21) may.push('supply');
    else if (!this.isClosed(opinion)) may.push('message');
    if (opinion.parts.some((one) => this.mayRate(one, opinion))) may.push('rate');
    if (opinion.contact) may.push('withdraw_contact');
    if (this.mine(opinion, { role: 'person', username: '' }, this.now).some((row) => row.action === 'withdraw')) may.push('withdraw');
    return may.sort();
  }

  mayRate(issue, opinion) {
    return (issue.state === 60 || issue.state === 70) && speakersLeft(issue).includes(opinion.number);
  }

  status(opinion) {
    return this.issueOf(opinion)?.state ?? opinion.state;
  }
}
