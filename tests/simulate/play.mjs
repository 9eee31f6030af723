// A day's work. What people are inclined to do in each state, how soon, and how often they do it late, twice, from a stale page, or
// without any right to. Each step goes through the API and through the model, and both must say the same.
import { at, dayOf, iso } from './calendar.mjs';
import { correction, fill, opinion as draft, rating } from './forms.mjs';
import { compareIssue, compareNotices, compareOpinion, isOf, compareTrack, dayText } from './compare.mjs';
import { replyLimit } from './ladder.mjs';

const HOUR = 3600;
const person = (speaker) => ({ role: 'person', username: '', speaker });

// In every state: filing is put right, and what speakers said of the result is looked at.
const always = { correct: 0.15, recuse: 0.02 };
const aboutRatings = { void_rating: 0.15, exclude_rating: 0.6, appeal_rating: 0.5, uphold_appeal: 1, refuse_appeal: 1 };
// Inclinations by state: action → weight. What the model does not offer to anybody at that moment falls away.
const inclined = {
  10: { open: 1 },
  20: { assign: 20, assign_parts: 2, ask: 5, refer: 2, refuse: 2, merge: 6, transfer: 1 },
  21: { decide_as_is: 1 },
  26: { take_over: 3 },
  28: { unmerge: 3, split: 2, merge: 1 },
  30: { sign: 10, object: 2, split: 2, merge: 1, unmerge: 3 },
  31: { reassign: 2, uphold: 1 },
  40: { plan: 3, first_contact: 1 },
  50: { progress: 6, reply: 3, add_measure: 0.7, ask_extension: 1.5, keep_on: 0.5 },
  51: { grant_extension: 2, refuse_extension: 1 },
  52: { progress: 3, reply: 1, add_measure: 0.5, keep_on: 5 },
  60: { revisit: 2 },
  70: { record_revisit: 5, no_answer: 6, progress: 2, apply_close: 12, not_done: 0.5 },
  75: { progress: 4, reply: 3, add_measure: 0.5, convene: 3, explain_close: 0.7 },
  76: { rework: 1, explain_close: 1 },
  80: { take_review: 1 },
  81: { close: 6, return_close: 1, keep_on: 0.6, publicize: 4, explain_close: 0.7 },
  82: { close: 8, return_close: 0.4 },
  90: { lookback: 0.2 },
  95: { hold: 4, basically_hold: 2, rebound: 1.5, mutated: 0.7 },
  97: { replan: 1 },
  99: { lookback: 1 },
};
// Days until somebody gets to it: mostly soon, sometimes beyond every limit.
const patience = { 50: [2, 25], 52: [5, 60], 60: [1, 9], 70: [1, 8], 75: [2, 25], 82: [4, 12], 90: [30, 120], 95: [2, 12] };

export class Play {
  constructor({ town, model, random, book, arrivals, pace }) {
    Object.assign(this, { town, model, random, book, arrivals, pace });
    this.acknowledged = [];
    this.latestNotice = 0;
    this.works = true;
    this.backOn = Infinity;
    this.daysPlayed = 0;
  }

  // On, by another chance and into another book.
  with(random, book) {
    return Object.assign(this, { random, book });
  }

  // ---- a day --------------------------------------------------------------------------------------------------------

  async day(day) {
    let last;
    for (const moment of this.moments(day)) {
      await this.moveTo(moment);
      if (this.works && (last === undefined || this.untold())) await this.notices(moment);
      await this.arrive();
      for (const subject of this.open()) if (subject.ready <= moment) await this.step(subject);
      last = moment;
    }
    if (this.happened) await this.moveTo(last + 1);
    this.daysPlayed += 1;
  }

  // What no notice was due for is looked for once a day, what one was due for at once.
  untold() {
    return [...this.model.issues.values()].some((issue) => !issue.lost && issue.notices.some((one) => !one.told));
  }

  // What the ladder has given since the last time; what it drafted a supervisor of another office signs, or leaves.
  async notices(moment) {
    const { latest, told } = await compareNotices(this.book, this.town, this.model, moment, this.latestNotice);
    this.latestNotice = latest;
    for (const [issue, row] of told.filter(([, one]) => one.state.code === 'draft' && this.random.chance(0.6))) {
      const by = this.random.pick(this.model.people.filter((one) => one.role === 'supervisor' && one.office !== row.office.code));
      const answer = await this.town.as(by.username, 'POST', `${row.href}/actions/sign`, { instruction: '请按期办理，书面说明。', key: this.random.uuid() });
      const notice = issue.notices.find((one) => one.inForce === null && one.ended === null && isOf(row, one));
      if (!notice) continue;  // that it differs has been said
      Object.assign(notice, { inForce: moment, replyBy: replyLimit(this.model, notice, moment) });
      this.happened = true;
      this.book.same('notices signed', `${this.where(issue)} ${row.number}`, [answer.status, answer.json.notice?.reply_due_text], [200, dayText(notice.replyBy)]);
    }
  }

  // The worker looks when the clock has come there, and once more at the end of a day on which something happened: so it is never in
  // doubt on which day it has seen what.
  async moveTo(moment) {
    await this.town.setClock(moment, this.works);
    this.model.tick(moment, this.works);
    this.now = moment;
    this.happened = false;
    for (const issue of this.model.issues.values()) {
      issue.touched = !this.works;
      if (issue.state === 95 && issue.ready === null) this.rest(issue);
    }
  }

  // The first minute of the day, when limits have just run out, and some hours of it; fewer on days of rest.
  moments(day) {
    const r = this.random;
    const works = this.model.calendar.works(day);
    const hours = works ? [r.whole(8, 9), r.whole(10, 11), r.whole(14, 15), r.whole(16, 17), r.whole(18, 22)] : [r.whole(8, 14), r.whole(15, 22)];
    const kept = hours.filter((hour, n) => n < (this.pace < 1 ? 2 : 1) || r.chance(0.25));
    return [at(day, 0, 0, 1), ...kept.map((hour) => at(day, hour, r.whole(0, 59), r.whole(0, 59))), ...(r.chance(0.1) ? [at(day, 23, 59, 58)] : [])];
  }

  open() {
    const { opinions, issues } = this.model;
    return [...opinions.values(), ...issues.values()].filter((one) => !one.lost && one.ready !== null);
  }

  where(subject) {
    return `${iso(dayOf(this.now))} ${new Date(this.now * 1000).toISOString().slice(11, 19)} ${subject.layer} ${subject.number} (${subject.id}) in ${subject.state}`;
  }

  // ---- people -------------------------------------------------------------------------------------------------------

  async arrive() {
    const r = this.random;
    const hour = Math.floor((this.now % 86400) / HOUR);
    if (hour === 0 || !r.chance(this.arrivals / 3)) return;
    const json = draft(r, this.model);
    const answer = await this.town.send('POST', '/opinions', json);
    if (!this.book.same('submit', `${iso(dayOf(this.now))} an opinion`, answer.status, 201)) return;
    if (r.chance(0.1)) {
      const again = await this.town.send('POST', '/opinions', json);
      this.book.same('sent twice', 'the same opinion', [again.status, again.json.receipt], [200, answer.json.receipt]);
    }
    await this.register(json, answer.json);
  }

  async register(json, receipt) {
    const [[id]] = await this.town.query(`SELECT o.id FROM core.opinion o WHERE o.number = '${receipt.number}';`);
    const opinion = this.model.received({ id: Number(id), number: receipt.number, receipt: receipt.receipt, kind: json.kind, category: json.category, office: json.office, protection: json.protection, publish: json.publish_consent, text: json.text }, this.now);
    // Now and then one whom every clerk of triage knows, or whoever is above them too.
    opinion.knownTo = Number(this.random.weigh({ 0: 92, 2: 5, 3: 3 }));
    this.acknowledged.push(opinion);
    this.book.same('receipt', this.where(opinion), [receipt.next.by_on, receipt.status.code], [iso(opinion.inform), 10]);
    this.rest(opinion);
  }

  rest(subject) {
    const late = this.random.chance(0.12) ? 10 / this.pace : 3;
    const [least, most] = patience[subject.state] ?? [0, late];
    const idle = subject.layer === 'opinion' ? subject.state >= 26 && !this.random.chance(subject.state === 28 ? 0.5 : 0.15) : subject.state === 99 && !subject.lookbacks.length;
    subject.ready = idle ? null : this.now + Math.floor((least + this.random.next() * (most - least)) * 86400 * this.pace);
    if (subject.pending) subject.ready = this.now + Math.floor(this.random.whole(1, 40) * HOUR * this.pace);
  }

  // ---- a step -------------------------------------------------------------------------------------------------------

  async step(subject) {
    const r = this.random;
    if (r.chance(0.06)) await this.trespass(subject);
    if (r.chance(0.25)) await this.look(subject, r.pick(this.model.people));
    if (!subject.lost && !(await this.speak(subject))) await this.work(subject);
    if (r.chance(0.35)) await this.track(subject);
    this.rest(subject);
  }

  // Speakers answer, rate, withdraw. True when one did.
  async speak(subject) {
    const r = this.random;
    if (subject.layer === 'opinion') {
      if (subject.state === 21 && r.chance(0.5)) return this.say(subject, subject, 'supply', '/track/messages', { text: '上月十五日，在一号窗口。' });
      if (r.chance([10, 20, 21].includes(subject.state) ? 0.03 : 0.1)) return this.say(subject, subject, 'withdraw', '/track/withdrawal', {});
      return false;
    }
    if (!subject.speakers.length) return false;
    const speaker = r.pick(subject.speakers);
    if ((subject.state === 60 || subject.state === 70) && r.chance(0.35)) return this.rate(subject, speaker);
    if ((subject.state === 30 || subject.state === 31) && r.chance(0.05)) return this.say(speaker, speaker, 'withdraw', '/track/withdrawal', {});
    if (r.chance(0.02)) await this.add(subject, speaker);
    if (r.chance(0.01)) await this.takeBack(speaker);
    if (r.chance(0.01)) return this.rate(subject, speaker);
    return false;
  }

  rate(issue, speaker) {
    const f = rating(this.random);
    return this.say(issue, speaker, 'rate', '/track/rating', speaker.parts.length > 1 ? { ...f, part: speaker.parts.indexOf(issue) + 1 } : f);
  }

  // More words, as long as the matter is open.
  async add(subject, speaker) {
    const may = this.model.speakerMay(speaker).includes('message');
    const answer = await this.town.send('POST', '/track/messages', { receipt: speaker.receipt, text: '又去了一次，还是一样。', key: this.random.uuid() });
    this.book.same('speaker adds', this.where(subject), answer.status, may ? 200 : 409);
    if (may) this.model.say(speaker, 'me', this.now);
  }

  async takeBack(speaker) {
    const answer = await this.town.send('POST', '/track/contact-withdrawal', { receipt: speaker.receipt });
    this.book.same('contact taken back', this.where(speaker), answer.status, 200);
    speaker.contact = false;
  }

  async say(subject, speaker, action, path, f) {
    const r = this.random;
    if (action === 'rate' && f.reason && r.chance(0.2)) {
      const { reason, ...silent } = f;
      const answer = await this.town.send('POST', path, { receipt: speaker.receipt, ...silent });
      this.book.same('no reason given', this.where(subject), answer.status, this.model.mayRate(subject, speaker) ? 422 : 409);
    }
    this.touch(subject);
    // Taken back twice is taken back.
    const expected = action === 'withdraw' && subject.refusal === 'withdrawn' ? { status: 200 } : this.model.act(subject, action, person(speaker), this.now, f);
    const json = { receipt: speaker.receipt, ...f, key: r.uuid() };
    const answer = await this.town.send('POST', path, json);
    this.settle(subject, `speaker ${action}`, answer, expected);
    if (expected.status === 200 && r.chance(0.15)) {
      const again = await this.town.send('POST', path, json);
      this.book.same('sent twice', `${this.where(subject)} ${action}`, again.status, 200);
    }
    if (!subject.lost) await this.track(subject, speaker);
    return true;
  }

  // Something happens to it: from now on the worker may be at it already.
  touch(subject) {
    this.happened = true;
    for (const issue of subject.layer === 'issue' ? [subject] : subject.parts) issue.touched = true;
  }

  async work(subject) {
    const choice = this.choose(subject);
    if (!choice) return;
    const [action, by] = choice;
    const f = action === 'correct' ? correction(this.random, this.model, subject) : fill(action, this.random, this.model, subject, this.now);
    if (f) await this.post(subject, action, by, f);
  }

  // Who could do what now, by the model; then an inclination among it, and somebody who may.
  choose(subject) {
    const may = new Map();
    for (const by of this.model.people) {
      for (const action of this.model.offers(subject, by, this.now)) may.set(action, [...(may.get(action) ?? []), by]);
    }
    const wishes = { ...this.wishes(subject), ...(subject.pending ? { approve: 20, send_back: 3 } : {}) };
    if (subject.stoodAside?.size < subject.knownTo) wishes.recuse = 40;
    if (subject.layer === 'opinion' && this.model.sensitive(subject) && wishes.transfer) wishes.transfer = 30;
    if (subject.state === 50 && subject.measures.some((one) => one.percent < 100)) wishes.reply = 0.5;
    const action = this.random.weigh(Object.fromEntries(Object.entries(wishes).filter(([one]) => may.has(one))));
    return action && [action, this.random.pick(may.get(action))];
  }

  // An opinion that has become an issue bears the same number of state, and is treated otherwise.
  wishes(subject) {
    const wishes = Object.entries({ ...always, ...aboutRatings, ...inclined[subject.state] });
    return Object.fromEntries(wishes.filter(([action]) => this.model.rows(subject).some((row) => row.action === action)));
  }

  // ---- through both -------------------------------------------------------------------------------------------------

  path(subject) {
    return `/console/${subject.layer}s/${subject.id}`;
  }

  async look(subject, by) {
    const answer = await this.town.as(by.username, 'GET', this.path(subject));
    const where = `${this.where(subject)} seen by ${by.username}`;
    if (!this.book.same('who sees it', where, answer.status, this.model.glance(subject, by))) return null;
    if (answer.status === 200) this.compare(subject, by, answer.json, where);
    return answer.json;
  }

  compare(subject, by, json, where) {
    const compared = subject.layer === 'opinion' ? compareOpinion : compareIssue;
    const told = compared(this.book, this.model, subject, by, this.now, json, where);
    if (!told) subject.lost = true;
  }

  async post(subject, action, by, f) {
    const r = this.random;
    const seen = await this.look(subject, by);
    if (!seen || subject.lost) return;
    const { version } = seen[subject.layer];
    this.touch(subject);
    const expected = this.model.act(subject, action, by, this.now, f);
    const json = { ...f, key: r.uuid(), ...(version ? { version } : {}) };
    const path = `${this.path(subject)}/actions/${action}`;
    const answer = await this.town.as(by.username, 'POST', path, json);
    this.settle(subject, `${action} by ${by.username}`, answer, expected);
    if (subject.lost || answer.status !== 200) return;
    await this.born(subject);
    if (r.chance(action === 'approve' && subject.state === 26 ? 1 : 0.12)) {
      const again = await this.town.as(by.username, 'POST', path, json);
      this.book.same('sent twice', `${this.where(subject)} ${action}`, [again.status, again.json[subject.layer]?.version], [200, answer.json[subject.layer].version]);
    }
    if (version && r.chance(0.08)) {
      const stale = await this.town.as(by.username, 'POST', path, { ...json, key: r.uuid() });
      this.book.holds('stale page', `${this.where(subject)} ${action}`, [403, 404, 409].includes(stale.status), `answered ${stale.status}`);
    }
    if (this.model.glance(subject, by) === 200) this.compare(subject, by, answer.json, `${this.where(subject)} answered to ${by.username}`);
  }

  settle(subject, what, answer, expected) {
    const field = answer.status === 422 ? answer.json.errors?.[0]?.field : undefined;
    const code = answer.status >= 400 ? answer.json.code : undefined;
    const good = this.book.same(answer.status === 200 ? 'done' : 'refused', `${this.where(subject)} ${what}${code ? ` (${code})` : ''}`,
      [answer.status, field], [expected.status, expected.field]);
    if (!good) subject.lost = true;
  }

  // An opinion that was assigned has become an issue, and one in a new form is another, whose numbers the product gives. Whoever approved
  // it may be of an office that helps from now on, and is told of neither any more.
  async born(subject) {
    for (const issue of subject.layer === 'opinion' ? subject.parts.filter((one) => one.id === null) : []) {
      await this.appear(issue, `id IN (SELECT issue_id FROM core.voice WHERE opinion_id = ${subject.id}) AND title = '${issue.title}'`);
    }
    for (const variant of this.model.variants.splice(0)) await this.appear(variant, `origin_id = ${variant.origin.id}`);
  }

  async appear(issue, which) {
    const [[id, number]] = await this.town.query(`SELECT id, number FROM core.issue WHERE ${which} ORDER BY id DESC LIMIT 1;`);
    this.model.known(issue, Number(id), number);
    issue.touched = true;
    this.rest(issue);
  }

  // Somebody without the right tries; nothing may come of it.
  async trespass(subject) {
    const r = this.random;
    const by = r.pick(this.model.people);
    const action = r.weigh(this.wishes(subject));
    if (!action || action === 'correct' || this.model.offers(subject, by, this.now).includes(action)) return;
    const f = fill(action, r, this.model, subject, this.now);
    if (!f) return;
    const answer = await this.town.as(by.username, 'POST', `${this.path(subject)}/actions/${action}`, { ...f, key: r.uuid() });
    const glance = this.model.glance(subject, by);
    const fit = glance === 200 ? [403, 409, 422] : [glance, 403, 404];
    this.book.holds('without the right', `${this.where(subject)} ${action} by ${by.username}`, fit.includes(answer.status), `answered ${answer.status} ${answer.json?.code}`);
  }

  async track(subject, speaker) {
    const opinion = speaker ?? (subject.layer === 'opinion' ? subject : this.random.pick(subject.speakers));
    if (!opinion) return;
    const answer = await this.town.send('POST', '/track', { receipt: opinion.receipt });
    const where = `${this.where(subject)} speaker ${opinion.number}`;
    if (this.book.same('receipt opens', where, answer.status, 200)) compareTrack(this.book, this.model, opinion, this.now, answer.json, where);
  }
}
