// Conditions that rows of the tables share: who may, when, and which value of a form is at fault.
import { dayOf, fromIso } from './calendar.mjs';

export const and = (...offers) => (x) => offers.every((offer) => offer(x));
export const first = (...checks) => (x) => checks.map((check) => check(x)).find((field) => field) ?? null;

export const leads = ({ issue, by }) => by.office === issue.lead;
// Whoever leads or helps handles it, and neither calls the speaker nor strikes it off (I5).
export const outside = ({ issue, by }) => by.office !== issue.lead && !issue.co.includes(by.office);
export const isLeader = ({ issue, by }) => issue.leader === by.username;

// ---- values -----------------------------------------------------------------------------------------------------------

export const ahead = (field, from = 0) => ({ f, at }) => (fromIso(f[field]) >= dayOf(at) + from ? null : field);

export const within = (field, key, since) => (x) =>
  fromIso(x.f[field]) <= x.model.calendar.limit(since(x), x.model.rules[key]) ? null : field;

export const atNow = ({ at }) => at;

// ---- what speakers said of the result ---------------------------------------------------------------------------------

export const dissatisfied = (f) => f.attitude === 'dissatisfied' || f.result === 'dissatisfied';

// In this round a speaker has rated, or was tried in vain on some days.
const inRound = (issue, speaker) => issue.heard.get(speaker.number);
export const left = (issue, speaker) => !inRound(issue, speaker)?.result;
export const speakersLeft = (issue) => issue.speakers.filter((one) => left(issue, one)).map((one) => one.number);
export const triedOn = (issue, speaker) => inRound(issue, speaker)?.tries ?? [];

const canBeCalled = (speaker) => speaker.contact && speaker.protection === 'reply';

// Whether the calls, or where nobody can be called the whole time to rate, brought no answer.
const unanswered = (model, issue, speaker, at) => (canBeCalled(speaker)
  ? new Set(triedOn(issue, speaker)).size >= model.params.revisit_tries
  : dayOf(at) > model.calendar.limit(issue.revisited, model.rules.rating_window));

// §3.6, gate 3: content, or no answer. After a relapse everybody is asked again.
const isHeard = (model, issue, speaker, at) => {
  const last = issue.ratings.filter((one) => one.number === speaker.number && one.round >= issue.heardFrom).at(-1);
  return (last && (last.voided || !dissatisfied(last))) || unanswered(model, issue, speaker, at);
};
export const heardAll = ({ model, issue, at }) => issue.speakers.every((one) => isHeard(model, issue, one, at));
export const measuresDone = ({ issue }) => issue.measures.every((one) => one.percent === 100);
export const consented = ({ issue }) => issue.speakers.some((one) => one.publish);

// Ratings are known by their place in the list, which never changes.
export const counted = (issue) => issue.ratings.filter((one) => !one.voided);
export const appealable = (issue) => counted(issue).filter((one) => !one.appeal && dissatisfied(one));
export const appealed = (issue) => counted(issue).filter((one) => one.appeal === 'asked');
export const excludable = (issue) => counted(issue).filter(dissatisfied);
export const placeOf = (issue, rating) => String(issue.ratings.indexOf(rating) + 1);
