// The one source of chance: the same seed plays the same year.
export class Random {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  // mulberry32
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  chance(p) {
    return this.next() < p;
  }

  // A whole number from a to b, both included.
  whole(a, b) {
    return a + Math.floor(this.next() * (b - a + 1));
  }

  pick(list) {
    return list[Math.floor(this.next() * list.length)];
  }

  // One of the keys of { key: weight }.
  weigh(weights) {
    const entries = Object.entries(weights).filter(([, weight]) => weight > 0);
    let at = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [key, weight] of entries) {
      at -= weight;
      if (at < 0) return key;
    }
    return entries.at(-1)?.[0];
  }

  letters(n) {
    return Array.from({ length: n }, () => 'ABCDEFGHJKLM'[this.whole(0, 11)]).join('');
  }

  uuid() {
    const hex = Array.from({ length: 32 }, () => this.whole(0, 15).toString(16));
    hex[12] = '4';
    hex[16] = '89ab'[this.whole(0, 3)];
    return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }
}
