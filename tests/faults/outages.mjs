// One part is away, or dies in the middle of something: what the person at the phone gets, and how soon all is well again.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { until } from '../lib/result.mjs';

const words = () => ({
  key: randomUUID(), kind: 'opinion', text: '停电的时候写下的这一句话，不能丢。', protection: 'none',
  publish_consent: false, disclose_consent: false, notice_version: 1,
});

const send = (city, json) => fetch(`${city.base}/api/v1/opinions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) });

function same(what, got, want) {
  if (got !== want) throw new Error(`${what}: ${got}, wanted ${want}`);
}

function handedIn(city, json) {
  return until('an opinion to be taken again', async () => {
    const { status } = await send(city, json);
    return [200, 201].includes(status) && status;
  });
}

async function lostDatabase(city) {
  city.stack('down', 'postgres');
  try {
    const body = words();
    const answer = await send(city, body);
    const problem = await answer.json();
    same('status', answer.status, 503);
    same('type', answer.headers.get('content-type').split(';')[0], 'application/problem+json');
    if (!answer.headers.get('retry-after')) throw new Error('no Retry-After');
    if (/SQL|connect|libpq|socket/i.test(JSON.stringify(problem))) throw new Error('the problem tells of the machinery');
    const page = await fetch(`${city.base}/opinions`, { method: 'POST', body: new URLSearchParams({ ...body, publish_consent: '', disclose_consent: '' }) });
    const html = await page.text();
    same('page', page.status, 503);
    if (!html.includes(body.text) || !html.includes(body.key)) throw new Error('what was typed is gone from the page');
    same('health', (await fetch(`${city.base}/healthz`)).status, 503);
    city.stack('up', 'postgres');
    await handedIn(city, body);
    await city.up();
  } finally {
    city.stack('up', 'postgres');
  }
}

async function killedBackend(city) {
  await handedIn(city, words());
  city.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'xq_intake'");
  const statuses = [];
  for (let n = 0; n < 8; n += 1) statuses.push((await send(city, words())).status);
  if (statuses.some((status) => status !== 201 && status !== 503)) throw new Error(`statuses ${statuses}`);
  same('the last of them', statuses.at(-1), 201);
}

async function abortedWorker(city) {
  const before = city.workers('reader').length;
  const gone = city.killWorker('reader', 'SIGABRT');
  await until('as many workers as before', () => city.workers('reader').length === before && !city.workers('reader').includes(gone), 3);
  same('home', (await fetch(`${city.base}/`)).status, 200);
}

async function stoppedPart(city) {
  city.stack('down', 'intake');
  try {
    const answer = await send(city, words());
    if (![502, 503].includes(answer.status)) throw new Error(`status ${answer.status}`);
    same('type', answer.headers.get('content-type').split(';')[0], 'application/problem+json');
    const page = await fetch(`${city.base}/opinions`, { headers: { accept: 'text/html' } });
    if (!/[\u4e00-\u9fff]/.test(await page.text())) throw new Error('the page has no Chinese word');
  } finally {
    city.stack('up', 'intake');
  }
  await handedIn(city, words());
}

const waitingForStandby = "SELECT pid FROM pg_stat_activity WHERE usename = 'xq_intake' AND wait_event = 'SyncRep'";

async function withoutStandby(city, body) {
  city.sql("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
  city.sql('SELECT pg_reload_conf()');
  try {
    await body();
  } finally {
    city.sql('ALTER SYSTEM RESET synchronous_standby_names');
    city.sql('SELECT pg_reload_conf()');
  }
}

// What nobody but this machine has is not acknowledged: not when it is new, not when it is repeated, and not when the server, told to
// wait no longer, commits with a mere warning.
async function absentStandby(city) {
  const body = { ...words(), text: '备用机不在的时候写下的这一句话，也不能丢。' };
  await withoutStandby(city, async () => {
    for (const what of ['a first time', 'a repeat']) {
      const answer = send(city, body);
      await until(`${what} to wait for the standby`, () => city.sql(waitingForStandby) !== '', 10);
      city.sql(`SELECT pg_cancel_backend(pid) FROM (${waitingForStandby}) w`);
      same(what, (await answer).status, 503);
      same('opinions', stored(city, body), '1');
    }
  });
  await handedIn(city, body);
  await city.up();
}

const stored = (city, body) => city.sql(`SELECT count(*) FROM core.opinion WHERE body = '${body.text}'`);

// The wait for a standby that never comes is the moment between commit and answer, held open.
async function killedBeforeAnswering(city) {
  const body = { ...words(), text: '已经记下、还没有回话的时候断了的这一句话。' };
  await withoutStandby(city, async () => {
    const answer = send(city, body);
    await until('the commit to be written', () => city.sql(waitingForStandby) !== '', 10);
    for (const pid of city.workers('intake')) process.kill(pid, 'SIGKILL');
    same('status', (await answer).status, 503);
    same('type', (await answer).headers.get('content-type').split(';')[0], 'application/problem+json');
  });
  await city.up();
  same('the same again', await handedIn(city, body), 200);
  same('opinions', stored(city, body), '1');
}

// One FastCGI record: version, type, request 1, length.
function record(type, content) {
  return Buffer.concat([Buffer.from([1, type, 0, 1, content.length >> 8, content.length & 255, 0, 0]), content]);
}

function pairs(list) {
  return Buffer.concat(list.map(([name, value]) => Buffer.concat([Buffer.from([name.length, value.length]), Buffer.from(name + value)])));
}

// SIGTERM while half of the body is on its way: the request is read to its end and answered before the program goes.
async function terminatedMidway(city) {
  const body = Buffer.from(JSON.stringify(words()));
  const socket = net.connect(path.join(city.run, 'intake.sock'));
  const parts = [];
  socket.on('data', (part) => parts.push(part));
  const ended = new Promise((resolve, reject) => { socket.on('close', resolve); socket.on('error', reject); });
  socket.write(record(1, Buffer.from([0, 1, 0, 0, 0, 0, 0, 0])));
  socket.write(record(4, pairs([['REQUEST_METHOD', 'POST'], ['REQUEST_URI', '/api/v1/opinions'], ['CONTENT_TYPE', 'application/json'], ['CONTENT_LENGTH', String(body.length)]])));
  socket.write(record(4, Buffer.alloc(0)));
  socket.write(record(5, body.subarray(0, 20)));
  const master = city.pid('intake');
  const before = city.workers('intake');
  await until('a worker to have taken the request', () => busy(before), 5);
  process.kill(master, 'SIGTERM');
  await until('idle workers to have gone', () => before.filter(alive).length === 1, 10);
  socket.write(record(5, body.subarray(20)));
  socket.write(record(5, Buffer.alloc(0)));
  await ended;
  const answer = Buffer.concat(parts).toString('utf8');
  if (!/Status: 201/.test(answer)) throw new Error(`answered ${JSON.stringify(answer.slice(0, 120))}`);
  await city.up();
}

const alive = (pid) => { try { process.kill(pid, 0); return true; } catch { return false; } };

// An idle worker waits in poll; one with a request in work waits for bytes of the body.
function busy(workers) {
  return workers.some((pid) => fs.readdirSync(`/proc/${pid}/fd`).length > Math.min(...workers.map((one) => fs.readdirSync(`/proc/${one}/fd`).length)));
}

export const outages = {
  'a lost database: a clear word, nothing typed is lost, all well again when it is back': lostDatabase,
  'a killed backend: the next request is served by a new connection': killedBackend,
  'an aborted worker is replaced within seconds': abortedWorker,
  'a program that is away: a readable page and a problem, and all well again': stoppedPart,
  'a standby that is away: nothing is acknowledged before it is there': absentStandby,
  'workers killed between commit and answer: sent again, it is known and stored once': killedBeforeAnswering,
  'SIGTERM in the middle of a body: the whole body is read and answered': terminatedMidway,
};
