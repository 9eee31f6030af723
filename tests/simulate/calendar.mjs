// How the Civil Code counts (Art. 201-203), and working days with holidays and make-up workdays: the model's own, from §4.1 of the
// field's rules. A day is a whole number (days since 1970), a moment whole seconds since then, both as the organ's clock on the wall has them.
export const DAY = 86400;
export const dayOf = (moment) => Math.floor(moment / DAY);
export const at = (day, hour, minute = 0, second = 0) => day * DAY + hour * 3600 + minute * 60 + second;
export const iso = (day) => new Date(day * DAY * 1000).toISOString().slice(0, 10);
export const fromIso = (text) => Math.round(Date.parse(`${text}T00:00:00Z`) / 1000 / DAY);
export const stamp = (moment) => `${new Date(moment * 1000).toISOString().slice(0, 19)}+08:00`;
export const weekday = (day) => new Date(day * DAY * 1000).getUTCDay();

const parts = (day) => {
  const date = new Date(day * DAY * 1000);
  return [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
};
const dayFrom = (year, month, date) => Date.UTC(year, month, date) / 1000 / DAY;

// The same number of day n months on, or the month's last day.
export function addMonths(day, n) {
  const [year, month, date] = parts(day);
  const last = parts(dayFrom(year, month + n + 1, 0))[2];
  return dayFrom(year, month + n, Math.min(date, last));
}

export class Calendar {
  // rows: [ISO day, works?] for the days that differ from Monday to Friday
  constructor(rows, closesAt) {
    this.special = new Map(rows.map(([day, works]) => [fromIso(day), works]));
    this.closesAt = closesAt;
    this.used = new Map();
  }

  works(day) {
    return this.special.get(day) ?? (weekday(day) >= 1 && weekday(day) <= 5);
  }

  // The day itself when it is worked, else the next that is.
  workdayFrom(day) {
    let found = day;
    while (!this.works(found)) found += 1;
    return found;
  }

  // What comes after hours or on a day of rest counts as come on the next working day.
  startOf(moment) {
    const day = dayOf(moment);
    const late = this.works(day) && moment >= at(day, this.closesAt);
    return this.workdayFrom(late ? day + 1 : day);
  }

  // The last day of a limit of n units that begins at the moment; null without a limit.
  limit(moment, rule) {
    if (rule.unit === 'wd') return this.note(rule, dayOf(moment), this.startOf(moment), this.workdays(this.startOf(moment), rule.n));
    const day = dayOf(moment);
    const plain = rule.unit === 'mon' ? addMonths(day, rule.n) : day + rule.n;
    return this.note(rule, day, plain, this.workdayFrom(plain));
  }

  // Keeps how often a limit was counted, and how often past what makes counting hard.
  note(rule, day, plain, end) {
    const row = this.used.get(rule.key) ?? { days: new Set(), rest: 0, makeUp: 0, monthEnd: 0 };
    this.used.set(rule.key, row);
    if (row.days.has(`${day} ${end}`)) return end;
    row.days.add(`${day} ${end}`);
    if (rule.unit === 'wd' ? plain !== day : plain !== end) row.rest += 1;
    if (this.overMakeUp(day, end)) row.makeUp += 1;
    if (rule.unit === 'mon' && parts(plain)[2] !== parts(day)[2]) row.monthEnd += 1;
    return end;
  }

  overMakeUp(from, to) {
    for (let day = from + 1; day <= to; day += 1) if (this.special.get(day) === true) return true;
    return false;
  }

  // limit: how often from or to a day of rest, how often over a make-up workday, how often at a month's end.
  told() {
    return [...this.used].sort().map(([key, row]) => `${key} ${row.days.size} (rest ${row.rest}, make-up ${row.makeUp}${row.monthEnd ? `, month's end ${row.monthEnd}` : ''})`).join(', ');
  }

  // The n-th working day after the day, which is itself not counted.
  workdays(day, n) {
    let found = day;
    for (let left = n; left > 0; left -= 1) found = this.workdayFrom(found + 1);
    return found;
  }

  // Working days after one day up to and including another.
  between(from, to) {
    let n = 0;
    for (let day = from + 1; day <= to; day += 1) if (this.works(day)) n += 1;
    return n;
  }
}

// A notice as the State Council gives it each year, invented anew for every seed: holidays of one to eight days, and most of the
// longer ones paid for with the Saturday or Sunday beside them.
export function inventNotice(random, year) {
  const rows = new Map();
  const months = [0, 1, 3, 4, 5, 8, 9];
  for (const month of months) {
    const first = dayFrom(year, month, random.whole(1, 24));
    const length = random.pick([1, 3, 3, 5, 7, 8]);
    for (let day = first; day < first + length; day += 1) rows.set(day, false);
    if (length >= 5) for (const beside of [first - random.whole(1, 6), first + length + random.whole(0, 6)]) makeUp(rows, beside);
  }
  return [...rows].map(([day, works]) => [iso(day), works]);
}

function makeUp(rows, near) {
  for (const day of [near, near + 1, near - 1, near + 2, near - 2]) {
    if ((weekday(day) === 0 || weekday(day) === 6) && !rows.has(day)) {
      rows.set(day, true);
      return;
    }
  }
}
