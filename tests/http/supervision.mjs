// Two workers at the same moment: while one raises notices and has not committed, the other leaves it to the first and waits for
// nothing. Both sessions are rolled back: the demonstration stays as it is.
import { spawn } from 'node:child_process';
import { check } from '../lib/result.mjs';
import { database } from '../lib/stack.mjs';

// Long after everything of the demonstration is overdue.
const LATER = "SET LOCAL xq.clock = '2031-03-03 10:00+08'; SET LOCAL statement_timeout = '20s';";

class Worker {
  constructor() {
    this.said = '';
    this.psql = spawn('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', database], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.psql.stdout.on('data', (part) => { this.said += part; });
    this.ended = new Promise((resolve) => { this.psql.on('close', resolve); });
  }

  // The answer to the next statement: what is said before the mark that follows it.
  async ask(sql) {
    this.said = '';
    this.psql.stdin.write(`${sql}\n\\echo done.\n`);
    await new Promise((resolve, reject) => {
      const look = () => this.said.includes('done.') && resolve();
      this.psql.stdout.on('data', look);
      this.psql.on('close', () => reject(new Error('psql has gone')));
    });
    return this.said.replace('done.', '').trim();
  }

  async leave() {
    this.psql.stdin.end('ROLLBACK;\n');
    await this.ended;
  }
}

async function twice() {
  const [first, second] = [new Worker(), new Worker()];
  const raise = `BEGIN; ${LATER} SELECT engine.raise_notices(500);`;
  const raised = Number(await first.ask(raise));
  if (!(raised > 0)) throw new Error(`nothing to raise: ${raised}`);
  const beside = await second.ask(raise);
  if (beside !== '0') throw new Error(`a second worker raised ${beside} beside the first`);
  await first.leave();
  const after = Number(await second.ask(`ROLLBACK; ${raise}`));
  if (after !== raised) throw new Error(`with the first gone it raises ${after}, not ${raised}`);
  await second.leave();
}

export async function supervision() {
  await check('supervision: two workers at once raise nothing twice', twice);
}
