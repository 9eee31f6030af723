// Submitters that never give up, while everything under them is killed. A submitter keeps its key until it has a receipt, so
// each key must end as exactly one opinion, and each receipt ever shown must open it.
import { randomUUID } from 'node:crypto';
import { until } from '../lib/result.mjs';

const SUBMITTERS = 8;
const EACH = 40;
const PATIENCE = 120; // seconds for one key: longer than any restart here takes

async function post(city, path, json) {
  const answer = await fetch(`${city.base}/api/v1${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) });
  return { status: answer.status, json: await answer.json() };
}

async function submit(city, book) {
  const key = randomUUID();
  const words = {
    key, kind: 'complaint', text: `接待窗口连续无人，第 ${key} 次反映。`, protection: 'reply',
    contact: { phone: '13800000000' }, publish_consent: false, disclose_consent: false, notice_version: 1,
  };
  await until(`a receipt for ${key}`, async () => {
    book.tries += 1;
    const answer = await post(city, '/opinions', words);
    if (answer.status !== 200 && answer.status !== 201) return false;
    book.receipts.set(key, [...(book.receipts.get(key) ?? []), answer.json.receipt]);
    return true;
  }, PATIENCE);
}

async function submitter(city, book) {
  for (let n = 0; n < EACH; n += 1) await submit(city, book);
}

// Strikes whenever another share of the receipts is in, until all are: blows fall under load, not before or after it.
async function strike(city, book, total) {
  const blows = [
    () => city.killWorker('intake'), () => city.killWorker('intake', 'SIGABRT'), () => city.kill('postgres'),
    () => city.kill('intake'), () => city.killWorker('intake'), () => city.kill('nginx'), () => city.kill('postgres'),
    () => city.killWorker('intake'),
  ];
  for (const [at, blow] of blows.entries()) {
    const mark = Math.floor((total * (at + 1)) / (blows.length + 1));
    await until(`receipt ${mark}`, () => book.receipts.size >= mark, PATIENCE);
    blow();
    book.blows += 1;
  }
}

export async function journal(city) {
  const book = { receipts: new Map(), tries: 0, blows: 0 };
  const before = Number(city.sql('SELECT count(*) FROM core.opinion'));
  const total = SUBMITTERS * EACH;
  await Promise.all([strike(city, book, total), ...Array.from({ length: SUBMITTERS }, () => submitter(city, book))]);
  await city.up();
  const stored = Number(city.sql('SELECT count(*) FROM core.opinion')) - before;
  if (stored !== total) throw new Error(`${total} keys, ${stored} opinions`);
  for (const [key, receipts] of book.receipts) {
    if (new Set(receipts).size !== 1) throw new Error('one key was shown two receipts');
    const found = await post(city, '/track', { receipt: receipts[0] });
    if (found.status !== 200 || !found.json.text.includes(key)) throw new Error(`an acknowledged receipt opens nothing: ${found.status}`);
  }
  const broken = city.sql("SELECT jsonb_array_length(engine.verify()->'broken')");
  if (broken !== '0') throw new Error(`${broken} chains are broken`);
  console.log(`  ${total} keys, ${book.tries} tries, ${book.blows} kills, ${stored} opinions`);
}
