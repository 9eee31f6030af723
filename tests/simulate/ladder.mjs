// §3.5, the ladder of supervision: blue near the limit, yellow behind, red past it; to the office alone, and nothing twice.
import { dayOf } from './calendar.mjs';
import { decidedAbove, officeActs } from './table.mjs';

export const levels = ['blue', 'yellow', 'red'];
const level = { due_near: 0, returned: 1, milestone: 1, stale: 1, overdue: 2 };
const gravest = ['overdue', 'returned', 'milestone', 'stale', 'due_near'];

// Every cause that an issue gives now. What another office, or another round, is late with is another lateness.
function causes(model, issue, at) {
  if (!officeActs.has(issue.state)) return [];
  const today = dayOf(at);
  const due = model.due(issue);
  const found = model.behind(issue, today);
  if (today > due) found.push({ cause: 'overdue', basis: due, since: (due + 1) * 86400 - 1 });
  // The nearness of a step's end is told by the light and the desk, not by a paper.
  else if (due === issue.due && model.calendar.between(today, due) <= model.rules.blue_before.n) found.push({ cause: 'due_near', basis: due, since: -Infinity });
  return found.map((one) => ({ ...one, level: level[one.cause], basis: `${one.basis} ${issue.lead} ${issue.round}`, limit: due }));
}

const same = (a, b) => a.cause === b.cause && a.basis === b.basis;

// What is over ends, unless somebody is still deciding on what the office asked.
export function endNotices(model, issue, at) {
  if (decidedAbove.has(issue.state)) return;
  const now = causes(model, issue, at);
  for (const notice of issue.notices) if (notice.ended === null && !now.some((one) => same(one, notice))) notice.ended = at;
}

// Of the highest level alone, and nothing that had begun when a notice of that level or a higher one was given that is still open.
export function raiseNotices(model, issue, at) {
  if (issue.closed !== null) return;
  endNotices(model, issue, at);
  const now = causes(model, issue, at);
  const top = Math.max(...now.map((one) => one.level));
  const covered = (one) => issue.notices.some((notice) => same(one, notice)
    || (notice.ended === null && notice.level >= one.level && notice.raised >= one.since));
  const [next] = now.filter((one) => one.level === top && !covered(one))
    .sort((a, b) => gravest.indexOf(a.cause) - gravest.indexOf(b.cause) || a.since - b.since);
  if (next) issue.notices.push({ ...next, raised: at, ended: null, lead: issue.lead, inForce: null, replyBy: null });
}

// A head replies to yellow and red: so many days from when the notice is in force.
export const replyLimit = (model, notice, at) => (notice.level > 0 ? model.calendar.limit(at, model.rules[`supervision_reply_${levels[notice.level]}`]) : null);
