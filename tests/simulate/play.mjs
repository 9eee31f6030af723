// A day's work. What people are inclined to do in each state, how soon, and how often they do it late, twice, from a stale page, or
// without any right to. Each step goes through the API and through the model, and both must say the same.
import { at, dayOf, iso, weekday } from './calendar.mjs';
import { correction, fill, opinion as draft, rating } from './forms.mjs';
import { compareOpinion, compareIssue, compareTrack } from './compare.mjs';
import { speakersLeft } from './table.mjs';

const HOUR = 3600;
const person = (speaker) => ({ role: 'person', username: '', speaker });

// Inclinations by state: action → weight. What the model does not offer to anybody at that moment falls away.
const inclined = {
  10: { open: 1 },
  20: { assign: 20, ask: 5, refer: 2, refuse: 2, merge: 6, transfer: 1, correct: 1 },
  21: { decide_as_is: 1 },
  30: { sign: 10, object: 2, correct: 0.3 },
  31: { reassign: 2, uphold: 1 },
  40: { plan: 3, first_contact: 1 },
  50: { progress: 6, reply: 3, add_measure: 0.7, ask_extension: 1.5, keep_on: 0.5 },
  51: { grant_extension: 2, refuse_extension: 1 },
  52: { progress: 3, reply: 1, add_measure: 0.5 },
  60: { revisit: 2 },
  70: { record_revisit: 5, no_answer: 6, progress: 2, apply_close: 12, not_done: 0.5 },
  75: { progress: 4, reply: 3, add_measure: 0.5, convene: 3 },
  76: { rework: 1, explain_close: 1 },
  80: { take_review: 1 },
  81: { close: 6, return_close: 1, keep_on: 0.4, publicize: 2 },
  82: { close: 4, return_close: 0.4 },
  90: { lookback: 0.2 },
  95: { hold: 4, basically_hold: 2, rebound: 1.5, mutated: 0.5 },
  97: { replan: 1 },
};
// Days until somebody gets to it: mostly soon, sometimes beyond every limit.
const patience = { 50: [2, 25], 52: [5, 60], 60: [1, 9], 70: [1, 8], 75: [2, 25], 90: [30, 120], 95: [2, 12] };

export class Play {
  constructor({ town, model, random, book, arrivals, pace }) {
    Object.assign(this, { town, model, random, book, arrivals, pace });
    this.acknowledged = [];
    this.played = new Set();
  }

  // ---- a day --------------------------------------------------------------------------------------------------------

  async day(day) {
    for (const moment of this.moments(day)) {
      await this.town.setClock(moment);
      this.model.tick(moment);
      this.now = moment;
      await this.arrive();
      for (const subject of this.open()) if (subject.ready <= moment) await this.step(subject);
    }
  }

  // The first minute of the day, when limits have just run out, and some hours of it; fewer on days of rest.
  moments(day) {
    const r = this.random;
    const works = this.model.calendar.works(day);
    const hours = works ? [r.whole(8, 9), r.whole(10, 11), r.whole(14, 15), r.whole(16, 17), r.whole(18, 22)] : [r.whole(8, 14), r.whole(15, 22)];
    const kept = hours.filter((hour, n) => n < 2 || r.chance(0.5));
    return [at(day, 0, 0, 1), ...kept.map((hour) => at(day, hour, r.whole(0, 59), r.whole(0, 59))), ...(r.chance(0.1) ? [at(day, 23, 59, 59)] : [])];
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
    const opinion = this.model.received({ id: Number(id), number: receipt.number, receipt: receipt.receipt, kind: json.kind, category: json.category, protection: json.protection, publish: json.publish_consent, text: json.text }, this.now);
    opinion.contact = json.protection !== 'none';
    this.acknowledged.push(opinion);
    this.book.same('receipt', this.where(opinion), [receipt.next.by_on, receipt.status.code], [iso(opinion.inform), 10]);
    this.rest(opinion);
  }

  rest(subject) {
    const late = this.random.chance(0.12) ? 10 / this.pace : 3;
    const [least, most] = patience[subject.state] ?? [0, late];
    const idle = ['27', '28', '29', '26', '30'].includes(String(subject.state)) && subject.layer === 'opinion';
    subject.ready = idle || subject.state === 99 ? null : this.now + Math.floor((least + this.random.next() * (most - least)) * 86400 * this.pace);
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
      if ([10, 20, 21].includes(subject.state) && r.chance(0.03)) return this.say(subject, subject, 'withdraw', '/track/withdrawal', {});
      return false;
    }
    const speaker = r.pick(subject.speakers);
    if ((subject.state === 60 || subject.state === 70) && r.chance(0.35)) return this.rate(subject, speaker);
    if (r.chance(0.01)) return this.rate(subject, speaker);
    return false;
  }

  rate(issue, speaker) {
    const f = rating(this.random);
    return this.say(issue, speaker, 'rate', '/track/rating', f);
  }

  async say(subject, speaker, action, path, f) {
    const r = this.random;
    if (action === 'rate' && f.reason && r.chance(0.2)) {
      const { reason, ...silent } = f;
      const answer = await this.town.send('POST', path, { receipt: speaker.receipt, ...silent });
      const open = this.model.speakerMay(speaker).includes('rate');
      this.book.same('no reason given', this.where(subject), answer.status, open ? 422 : 409);
    }
    const expected = this.speakerActs(subject, speaker, action, f);
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

  speakerActs(subject, speaker, action, f) {
    if (action === 'rate' && !this.model.speakerMay(speaker).includes('rate')) return { status: 409 };
    return this.model.act(subject, action, person(speaker), this.now, f);
  }

  async work(subject) {
    const choice = this.choose(subject);
    if (!choice) return;
    const [action, by] = choice;
    if (action === 'merge' && !this.model.joinable().length) return;
    const f = action === 'correct' ? correction(this.random, this.model, subject) : fill(action, this.random, this.model, subject, this.now);
    await this.post(subject, action, by, f);
  }

  // Who could do what now, by the model; then an inclination among it, and somebody who may.
  choose(subject) {
    const may = new Map();
    for (const by of this.model.people) {
      for (const action of this.model.offers(subject, by, this.now)) may.set(action, [...(may.get(action) ?? []), by]);
    }
    const wishes = { ...inclined[subject.state], ...(subject.pending ? { approve: 20, send_back: 3 } : {}) };
    if (subject.layer === 'opinion' && this.model.sensitive(subject) && wishes.transfer) wishes.transfer = 30;
    if (subject.state === 50 && subject.measures.some((one) => one.percent < 100)) wishes.reply = 0.5;
    const action = this.random.weigh(Object.fromEntries(Object.entries(wishes).filter(([one]) => may.has(one))));
    return action && [action, this.random.pick(may.get(action))];
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
    const version = (seen.opinion ?? seen.issue).version;
    const pending = subject.pending;
    const expected = this.model.act(subject, action, by, this.now, f);
    const json = { ...f, key: r.uuid(), ...(version ? { version } : {}) };
    const path = `${this.path(subject)}/actions/${action}`;
    const answer = await this.town.as(by.username, 'POST', path, json);
    this.settle(subject, `${action} by ${by.username}`, answer, expected);
    if (answer.status === 200) this.played.add(action);
    if (subject.lost || answer.status !== 200) return;
    this.born(subject, pending, answer.json);
    if (r.chance(0.12)) {
      const again = await this.town.as(by.username, 'POST', path, json);
      this.book.same('sent twice', `${this.where(subject)} ${action}`, again.status, this.model.glance(subject, by));
    }
    if (version && r.chance(0.08)) {
      const stale = await this.town.as(by.username, 'POST', path, { ...json, key: r.uuid() });
      this.book.holds('stale page', `${this.where(subject)} ${action}`, [403, 404, 409].includes(stale.status), `answered ${stale.status}`);
    }
    if (this.model.glance(subject, by) === 200) await this.look(subject, by);
  }

  settle(subject, what, answer, expected) {
    const field = answer.status === 422 ? answer.json.errors?.[0]?.field : undefined;
    const code = answer.status >= 400 ? answer.json.code : undefined;
    const good = this.book.same(answer.status === 200 ? 'done' : 'refused', `${this.where(subject)} ${what}${code ? ` (${code})` : ''}`,
      [answer.status, field], [expected.status, expected.field]);
    if (!good) subject.lost = true;
  }

  // An opinion that was assigned has become an issue, whose number the product gives.
  born(opinion, pending, json) {
    if (opinion.layer !== 'opinion' || !opinion.issue || opinion.issue.id !== null) return;
    const [id] = json.issue.href.match(/\d+$/);
    this.model.known(opinion.issue, Number(id), json.issue.number);
    this.rest(opinion.issue);
  }

  // Somebody without the right tries; nothing may come of it.
  async trespass(subject) {
    const r = this.random;
    const by = r.pick(this.model.people);
    const action = r.weigh(inclined[subject.state] ?? {});
    if (!action || action === 'correct' || this.model.offers(subject, by, this.now).includes(action)) return;
    if (action === 'merge' && !this.model.joinable().length) return;
    if (['record_revisit', 'no_answer'].includes(action) && !speakersLeft(subject).length) return;
    const f = fill(action, r, this.model, subject, this.now);
    const answer = await this.town.as(by.username, 'POST', `${this.path(subject)}/actions/${action}`, { ...f, key: r.uuid() });
    const glance = this.model.glance(subject, by);
    const fit = glance === 200 ? [403, 409] : [glance, 403, 404];
    this.book.holds('without the right', `${this.where(subject)} ${action} by ${by.username}`, fit.includes(answer.status), `answered ${answer.status} ${answer.json?.code}`);
  }

  async track(subject, speaker) {
    const opinion = speaker ?? (subject.layer === 'opinion' ? subject : this.random.pick(subject.speakers));
    const answer = await this.town.send('POST', '/track', { receipt: opinion.receipt });
    const where = `${this.where(subject)} speaker ${opinion.number}`;
    if (this.book.same('receipt opens', where, answer.status, 200)) compareTrack(this.book, this.model, opinion, this.now, answer.json, where);
  }
}
