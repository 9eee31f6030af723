// Counts what agreed and what did not, by kind, and prints the first few disagreements of each kind.
const SHOWN = 4;

export class Book {
  constructor(heading, quiet = false) {
    this.heading = heading;
    this.quiet = quiet;
    this.kinds = new Map();
    this.passed = 0;
    this.failed = 0;
  }

  // Both sides as JSON; true when they are the same.
  same(kind, where, product, model) {
    const [a, b] = [JSON.stringify(product ?? null), JSON.stringify(model ?? null)];
    return this.note(kind, a === b, () => `${where}: the product says ${a}, the model ${b}`);
  }

  holds(kind, where, condition, what) {
    return this.note(kind, Boolean(condition), () => `${where}: ${what}`);
  }

  note(kind, good, words) {
    const row = this.kinds.get(kind) ?? { passed: 0, failed: 0 };
    this.kinds.set(kind, row);
    if (good) {
      row.passed += 1;
      this.passed += 1;
      return true;
    }
    row.failed += 1;
    this.failed += 1;
    if (row.failed <= SHOWN && !this.quiet) console.log(`not ok - ${this.heading}, ${kind}: ${words()}`);
    return false;
  }

  print() {
    for (const [kind, row] of [...this.kinds].sort(([a], [b]) => a.localeCompare(b))) {
      console.log(`  ${kind.padEnd(24)} ${String(row.passed).padStart(7)} passed ${String(row.failed).padStart(5)} failed`);
    }
  }
}
