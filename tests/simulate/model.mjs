// What the product ought to say, by the field's rules alone. It shares nothing with the product but the rows it is given at the start:
// the limits (n, unit), the parameters, the calendar, the categories and who the accounts are.
import { addMonths, dayOf } from './calendar.mjs';
import { closedStates, features, issueRows, opinionRows, rectifying, seesIssues, seesOpinions, stateLimit } from './table.mjs';

const typeLimit = { fix_now: 'fix_now', while_inspecting: 'fix_by', fix_by: 'fix_by', keep_on: 'milestone', explain: 'explain' };

export class Model {
  constructor({ rules, params, calendar, categories, people }) {
    Object.assign(this, { rules, params, calendar, categories, people });
    this.opinions = new Map();
    this.issues = new Map();
    this.now = 0;
    this.plainCategories = [...categories].filter(([, one]) => !one.sensitive && one.route === 'rectify' && !one.top).map(([code]) => code);
  }

  // ---- what there is ------------------------------------------------------------------------------------------------

  received({ id, number, receipt, kind, category, protection, publish, text }, at) {
    const opinion = { layer: 'opinion', id, number, receipt, kind, category: category ?? null, protection, publish, text, received: at, state: 0, version: 0, pending: null };
    this.enter(opinion, 10, at);
    opinion.inform = this.calendar.limit(at, this.rules.inform_person);
    this.opinions.set(number, opinion);
    return opinion;
  }

  openIssue(opinion, f, at) {
    const issue = {
      layer: 'issue', id: null, number: null, lead: f.lead_office, co: f.co_offices ?? [], leader: f.leader ?? null, type: f.rectify_type,
      key: f.key_issue ?? false, category: f.category, title: f.title, round: 1, opened: at, assigned: at, speakers: [], heard: new Map(), ratings: [],
      measures: [], lookbacks: [], dissatisfied: 0, objected: new Set(), extended: 0, rebound: false, returned: false, pending: null, version: 0,
      dueGiven: f.due !== undefined, due: f.due !== undefined ? Date.parse(f.due) / 86400e3 : this.fixLimit(f.rectify_type, at), progressed: null,
    };
    opinion.category = f.category;
    this.enter(issue, 30, at);
    this.join(opinion, issue);
    return issue;
  }

  join(opinion, issue) {
    opinion.issue = issue;
    issue.speakers.push(opinion);
  }

  reassign(issue, office, at) {
    issue.lead = office;
    issue.co = issue.co.filter((one) => one !== office);
    issue.assigned = at;
  }

  numbered(number) {
    return [...this.issues.values()].find((issue) => issue.number === number);
  }

  // The category of the second level, by which lists are narrowed.
  second(code) {
    const { parent, top } = this.categories.get(code);
    return top || this.categories.get(parent).top ? code : this.second(parent);
  }

  // What a further opinion may be joined to.
  joinable() {
    return [...this.issues.values()].filter((one) => !one.lost && [30, 40, 50, 52].includes(one.state));
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
    if (subject.layer === 'opinion') return subject.state === 26 ? by.role === 'discipline' : seesOpinions.includes(by.role);
    return seesIssues.all.includes(by.role) || (seesIssues.office.includes(by.role) && (by.office === subject.lead || subject.co.includes(by.office)))
      || (seesIssues.led.includes(by.role) && subject.leader === by.username);
  }

  // What asking for it answers: 403 to whom nothing of the kind is open, 404 where this one is not.
  glance(subject, by) {
    if (this.sees(subject, by)) return 200;
    const some = subject.layer === 'opinion' ? [...seesOpinions, 'discipline'] : Object.values(seesIssues).flat();
    return some.includes(by.role) ? 404 : 403;
  }

  rows(subject) {
    return (subject.layer === 'opinion' ? opinionRows : issueRows).filter((row) => row.from.includes(subject.state));
  }

  mine(subject, by, at) {
    const x = this.scene(subject, by, at, {});
    return this.rows(subject).filter((row) => row.role === by.role && (!subject.pending || this.beside(row, subject)) && (row.offer?.(x) ?? true));
  }

  // While a second person is asked, work that changes no state goes on.
  beside(row, subject) {
    return row.role === 'person' || (!row.approve && row.action !== 'correct' && (row.stays || row.to === subject.state));
  }

  scene(subject, by, at, f) {
    return { model: this, opinion: subject.layer === 'opinion' ? subject : null, issue: subject.layer === 'issue' ? subject : null, by, at, f, speaker: f.opinion ? this.opinions.get(f.opinion) : null };
  }

  agrees(subject, by) {
    const { row, by: proposer } = subject.pending;
    if (by.role !== row.approve || by.username === proposer.username) return false;
    if (by.role === 'office_head') return by.office === subject.lead;
    if (by.role === 'supervisor') return by.office !== subject.lead && !subject.co.includes(by.office);
    return true;
  }

  offers(subject, by, at) {
    if (!this.sees(subject, by)) return [];
    const decisions = subject.pending && this.agrees(subject, by) ? ['approve', 'send_back'] : [];
    return [...new Set([...decisions, ...this.mine(subject, by, at).map((row) => row.action)])].sort();
  }

  // ---- what happens -------------------------------------------------------------------------------------------------

  enter(subject, state, at) {
    subject.state = state;
    const key = stateLimit[state];
    subject.step = key ? this.calendar.limit(at, this.rules[key]) : null;
    subject.since = at;
    subject.pending = null;
  }

  // Does it, or says why not: { status, field }.
  act(subject, action, by, at, f = {}) {
    if (action === 'approve' || action === 'send_back') return this.decide(subject, action, by, at);
    const x = { ...this.scene(subject, by, at, f), speaker: by.speaker ?? (f.opinion ? this.opinions.get(f.opinion) : null) };
    const row = this.mine(subject, by, at).find((one) => one.action === action && (one.when?.(x) ?? true));
    if (!row) return { status: this.refusal(subject, action, by) };
    const field = row.check?.(x);
    if (field) return { status: 422, field };
    subject.version += 1;
    if (row.approve) subject.pending = { row, by, f };
    else this.apply(row, x);
    return { status: 200, row };
  }

  decide(subject, action, by, at) {
    if (!subject.pending || !this.agrees(subject, by)) return { status: 403 };
    const { row, by: proposer, f } = subject.pending;
    subject.version += 1;
    subject.pending = null;
    if (action === 'approve') this.apply(row, this.scene(subject, proposer, at, f));
    return { status: 200, row };
  }

  apply(row, x) {
    const subject = x.opinion ?? x.issue;
    const { pending } = subject;
    row.effect?.(x);
    if (row.stays || row.to === subject.state) subject.pending = pending;
    else this.enter(subject, row.to, x.at);
  }

  refusal(subject, action, by) {
    if (by.role === 'person') return 409;
    const glance = this.glance(subject, by);
    return glance === 200 ? 403 : glance;
  }

  // What the worker does by itself when the clock has come to the moment.
  tick(at) {
    this.now = at;
    for (const opinion of this.opinions.values()) {
      if (opinion.state === 21 && dayOf(at) > opinion.step) this.bySystem(opinion, 20, at);
    }
    for (const issue of this.issues.values()) {
      if (issue.state === 90 && issue.lookbacks.length && dayOf(at) >= issue.lookbacks[0]) this.bySystem(issue, 95, at);
    }
  }

  bySystem(subject, state, at) {
    subject.version += 1;
    this.enter(subject, state, at);
  }

  // ---- what is shown ------------------------------------------------------------------------------------------------

  // The day on which the next thing is due: of the step, and while it is being rectified of that too, the earlier.
  due(subject) {
    if (closedStates.has(subject.state) && subject.state !== 26) return null; // a transfer waits to be received
    if (subject.layer === 'opinion') return subject.issue ? this.due(subject.issue) : subject.step;
    if (!rectifying.has(subject.state)) return subject.step;
    const days = [subject.step, subject.due].filter((day) => day !== null && day !== undefined);
    return days.length ? Math.min(...days) : null;
  }

  // §3.5: red past due; yellow a milestone missed or no progress for so many days; blue so many working days before.
  lamp(subject, at) {
    if (subject.issue) return this.lamp(subject.issue, at);
    const due = this.due(subject);
    if (closedStates.has(subject.state) && due === null) return 'none';
    const today = dayOf(at);
    if (due !== null && today > due) return 'red';
    if (subject.layer === 'issue' && this.behind(subject, today)) return 'yellow';
    if (due === null) return 'none';
    return this.calendar.between(today, due) <= this.rules.blue_before.n ? 'blue' : 'green';
  }

  behind(issue, today) {
    if (![50, 52, 75, 97].includes(issue.state)) return false;
    if (features.yellowLadder && (issue.returned || issue.measures.some((one) => one.percent < 100 && today > one.due))) return true;
    return issue.progressed !== null && today > this.calendar.limit(issue.progressed, this.rules.stale_progress);
  }

  // What the speaker may do on the page that the receipt opens.
  speakerMay(opinion, at = this.now) {
    const may = [];
    const issue = opinion.issue;
    const state = issue ? issue.state : opinion.state;
    if (!issue && state === 21) may.push('supply');
    else if (!closedStates.has(state)) may.push('message');
    if (issue && (state === 60 || state === 70) && !issue.heard.get(opinion.number)?.result) may.push('rate');
    if (this.keepsContact(opinion, at)) may.push('withdraw_contact');
    if ((!issue && [10, 20, 21].includes(state)) || (issue && features.withdrawAssigned && [30, 31].includes(state))) may.push('withdraw');
    return may.sort();
  }

  // A contact goes so many months after the end; in the days around that, undefined: whether a day of rest moves it is left open.
  keepsContact(opinion, at) {
    const ended = opinion.issue ? opinion.issue.closed : opinion.since;
    if (!opinion.contact || !closedStates.has(opinion.issue?.state ?? opinion.state)) return opinion.contact;
    const last = addMonths(dayOf(ended), this.rules.contact_retention.n);
    return dayOf(at) < last ? true : dayOf(at) > last + 12 ? false : undefined;
  }

  status(opinion) {
    return opinion.state < 30 ? opinion.state : opinion.issue.state;
  }
}
