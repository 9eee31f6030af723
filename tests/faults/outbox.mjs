// What is told, told over a network that fails: nothing is lost, a repeat carries the mark of the first, and nobody's words travel.
import { createHmac, randomUUID } from 'node:crypto';
import { City } from '../lib/city.mjs';
import { HookSink, MailSink } from '../lib/smtp.mjs';
import { check, until } from '../lib/result.mjs';

const WORDS = '窗口前等了一上午的这一句话，只有受理的人能看。';

function same(what, got, want) {
  if (got !== want) throw new Error(`${what}: ${got}, wanted ${want}`);
}

// Somebody who wants to hear of it by mail; the address is in the sealed contact alone.
async function speaker(city, name) {
  const email = `${name}@speaker.example`;
  const answer = await fetch(`${city.base}/api/v1/opinions`, {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      key: randomUUID(), kind: 'opinion', text: `${WORDS}${name}`, protection: 'reply', contact: { name: '某某', email },
      publish_consent: false, disclose_consent: false, notice_version: 1,
    }),
  });
  same('status', answer.status, 201);
  const { number, receipt } = await answer.json();
  return { email, number, receipt, id: city.sql(`SELECT id FROM core.opinion WHERE number = '${number}'`) };
}

const act = (id, action, fields) => `SELECT engine.apply('opinion', ${id}, '${action}', engine.account_actor((SELECT id FROM core.account
  WHERE username = 'clerk')), NULL, '${JSON.stringify(fields)}')`;

// The question is what the speaker is told of: that there is one, not what it is.
function ask(city, { id }) {
  city.sql(`${act(id, 'open', {})}; ${act(id, 'ask', { question: '请问是哪一天的事？' })}`);
}

const result = (city, { id }) => city.sql(`SELECT coalesce(result, 'none') || ' ' || error FROM core.outbox WHERE opinion_id = ${id}`).trim();

const ended = (city, who, want) => until(`the message to be ${want}`, () => result(city, who) === want);

function short(raw) {
  if (raw.split('\r\n').some((line) => line.length > 76)) throw new Error(`a line is too long: ${raw}`);
}

async function toldOnce({ city, mail }) {
  const who = await speaker(city, 'accepted');
  ask(city, who);
  await ended(city, who, 'sent');
  const [one, ...more] = mail.to(who.email);
  same('more of it', more.length, 0);
  if (!/^<[0-9a-f-]{36}@xiangqing>$/.test(one.id)) throw new Error(`its name is ${one.id}`);
  same('subject', one.subject, '您的事项有新进展');
  if (!one.text.includes('查询码')) throw new Error(`it does not say where to look: ${one.text}`);
  for (const secret of [who.number, who.receipt, WORDS, '哪一天', '某某']) {
    if (`${one.subject}${one.text}${one.raw}`.includes(secret)) throw new Error(`the mail holds ${secret}`);
  }
  short(one.raw);
  same('openings on record', city.sql(`SELECT count(*) FROM core.event WHERE layer = 'opinion' AND subject_id = ${who.id} AND action = 'contact_told'`), '1');
}

async function dropped({ city, mail }) {
  const who = await speaker(city, 'dropped');
  const long = '一个长得要分成几行才写得下的标题，末尾还有一个字母a，一行也不能超过七十六个字符';
  city.sql(`UPDATE rules.wording SET zh = '${long}' WHERE key = 'mail_speaker_subject'`);
  mail.next = ['drop', '451'];
  ask(city, who);
  await ended(city, who, 'sent');
  const mails = mail.to(who.email);
  same('fates', mails.map((one) => one.fate).join(), 'drop,451,accept');
  same('names', new Set(mails.map((one) => one.id)).size, 1);
  same('text', new Set(mails.map((one) => one.text)).size, 1);
  same('subject', mails[2].subject, long);
  short(mails[2].raw);
}

async function refused({ city, mail }) {
  const who = await speaker(city, 'refused');
  mail.next = ['550'];
  ask(city, who);
  await ended(city, who, 'failed smtp.550');
  same('attempts', mail.to(who.email).length, 1);
}

// Killed when the server has the mail and the database does not know it yet.
async function killed({ city, mail }) {
  const people = [];
  for (const name of ['one', 'two', 'three', 'four']) people.push(await speaker(city, `killed-${name}`));
  mail.next = ['hold'];
  for (const who of people) ask(city, who);
  const held = await until('a mail to be held', () => mail.mails.find((one) => one.fate === 'hold'));
  for (const pid of city.workers('worker')) process.kill(pid, 'SIGKILL');
  for (const who of people) await ended(city, who, 'sent');
  same('the held one', mail.to(held.to).map((one) => one.id).join(), `${held.id},${held.id}`);
  same('names', new Set(people.map((who) => mail.to(who.email)[0].id)).size, people.length);
  for (const who of people) same(`accepted for ${who.email}`, mail.to(who.email).filter((one) => one.fate === 'accept').length, 1);
}

// As the text of Standard Webhooks says it: whsec_ and base64 of the key; HMAC-SHA256 over id.timestamp.body.
function signature(key, { headers, body }) {
  const secret = Buffer.from(key.replace(/^whsec_/, ''), 'base64');
  same('bytes of the key', secret.length, 32);
  return `v1,${createHmac('sha256', secret).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`).digest('base64')}`;
}

async function signed({ city, hook }) {
  const key = city.stack('xq', 'webhook', 'add', hook.url).match(/whsec_[A-Za-z0-9+/=]{44}/)[0];
  const who = await speaker(city, 'hooked');
  hook.next = [500];
  city.sql(act(who.id, 'open', {}));
  const posts = await until('a post and its repeat', () => hook.posts.length >= 2 && hook.posts);
  same('statuses', posts.map((post) => post.status).join(), '500,204');
  same('names', new Set(posts.map((post) => post.headers['webhook-id'])).size, 1);
  for (const post of posts) {
    same('signature', post.headers['webhook-signature'], signature(key, post));
    if (Math.abs(Date.now() / 1000 - Number(post.headers['webhook-timestamp'])) > 60) throw new Error('its time is another');
    if (post.body.includes(who.number) || post.body.includes(WORDS)) throw new Error(`it holds ${post.body}`);
  }
  same('type', JSON.parse(posts[0].body).type, 'opinion.open');
  const other = city.stack('xq', 'webhook', 'rotate', '1').match(/whsec_\S+/)[0];
  if (other === key) throw new Error('a rotated key is the same');
  await until('the end of it', () => city.sql("SELECT count(*) FROM core.outbox WHERE webhook_id = 1 AND result IS NULL") === '0');
  city.stack('xq', 'webhook', 'disable', '1');
}

// Staff by mail: each event as it comes, and once a morning what waits on the desk; numbers of piles, and no word.
async function staff({ city, mail }) {
  const set = (name, tell) => city.sql(`UPDATE core.account SET email = '${name}@staff.example', tell = '${tell}' WHERE username = '${name}'`);
  city.stack('xq', 'account', 'add', 'second', '--office', 'yanjiushi', '--role', 'triage', '--name', '另一受理员');
  set('clerk', 'digest');
  set('second', 'each');
  city.sql("UPDATE rules.param SET value = 0 WHERE key = 'digest_hour'");
  city.sql("INSERT INTO core.work_calendar (day, is_workday, note) VALUES (engine.day(now()), true, '') ON CONFLICT (day) DO UPDATE SET is_workday = true");
  const who = await speaker(city, 'for-staff');
  city.sql(act(who.id, 'open', {}));
  const [event] = await until('a mail of the event', () => mail.to('second@staff.example').length > 0 && mail.to('second@staff.example'));
  if (!event.text.includes('工作台')) throw new Error(`it does not say where to go: ${event.text}`);
  const [digest] = await until('the digest', () => mail.to('clerk@staff.example').length > 0 && mail.to('clerk@staff.example'));
  same('subject', digest.subject, '今日待办');
  if (!/审核分类 \d+/.test(digest.text)) throw new Error(`no pile is counted: ${digest.text}`);
  for (const one of [event, digest]) {
    if ([who.number, WORDS, who.email].some((secret) => `${one.subject}${one.text}${one.raw}`.includes(secret))) throw new Error('it holds what it must not');
  }
  same('digests', city.sql("SELECT count(*) FROM core.outbox WHERE template = 'digest' AND result = 'sent'"), '1');
}

// A server that takes the mail and says nothing: what falls due is done all the same, in less than what the queue would take.
async function slow({ city, mail }) {
  const people = [];
  for (let n = 0; n < 8; n += 1) people.push(await speaker(city, `slow-${n}`));
  city.sql("UPDATE rules.param SET value = 120 WHERE key = 'outbox_lease'; UPDATE rules.param SET value = 1 WHERE key = 'outbox_round'");
  mail.next = Array(8).fill('hold');
  city.sql(people.map((who) => `${act(who.id, 'open', {})}; ${act(who.id, 'ask', { question: '请问是哪一天的事？' })}`).join('; '));
  await until('a mail to be held', () => mail.mails.find((one) => one.fate === 'hold' && one.to.startsWith('slow')));
  const beat = city.sql("SELECT at FROM core.heartbeat WHERE program = 'xq-worker'");
  const held = Date.now();
  await until('the next round', () => city.sql("SELECT at FROM core.heartbeat WHERE program = 'xq-worker'") !== beat, 40);
  if (Date.now() - held > 35000) throw new Error(`due jobs waited ${Date.now() - held} ms`);
  if (mail.mails.filter((one) => one.fate === 'hold' && one.to.startsWith('slow')).length >= 8) throw new Error('all of the queue went first');
  mail.next = [];
}

const cases = {
  'a mail is handed in once, holds no words, and is on record': toldOnce,
  'a server that hangs up or asks to wait gets the same message again': dropped,
  'a server that refuses for good is not asked again': refused,
  'a worker killed between sending and marking sends the same message again, and no other is lost': killed,
  'a webhook is signed as Standard Webhooks says, and repeated under its name': signed,
  'staff hear of an event, and once a morning of what waits, without a word of it': staff,
  'a slow server keeps nobody else waiting': slow,
};

// Mail switched on before there is a server: the queue waits, nobody counts as told, and the administrator reads why.
async function serverless() {
  const city = await City.start({});
  try {
    city.sql("UPDATE rules.param SET value = 1 WHERE key = 'mail_on'");
    city.stack('xq', 'account', 'add', 'clerk', '--office', 'bangongshi', '--role', 'triage', '--name', '受理员');
    const who = await speaker(city, 'waiting');
    ask(city, who);
    await until('the worker to say so', () => city.sql("SELECT mail FROM core.heartbeat WHERE program = 'xq-worker'") === 'f');
    same('attempts', city.sql(`SELECT attempts || ' ' || coalesce(result, 'waits') FROM core.outbox WHERE opinion_id = ${who.id}`), '0 waits');
    same('told', city.sql(`SELECT count(*) FROM core.event WHERE layer = 'opinion' AND subject_id = ${who.id} AND action = 'contact_told'`), '0');
    same('page', city.sql("SELECT (engine.outbox_state('zh-CN') ->> 'no_server') || ' ' || (engine.outbox_state('zh-CN') ->> 'held')"), 'true 1');
  } finally {
    city.end();
  }
}

export async function outbox() {
  await check('faults: without a mail server what is to be told waits', serverless);
  const [mail, hook] = [await MailSink.start(), await HookSink.start()];
  const city = await City.start({ SMTP: mail.url });
  try {
    city.sql("UPDATE rules.param SET value = CASE key WHEN 'mail_on' THEN 1 ELSE 0.5 END WHERE key IN ('mail_on', 'outbox_first_wait', 'outbox_wait_max')");
    city.sql("UPDATE rules.param SET value = 3 WHERE key = 'outbox_lease'");
    city.stack('xq', 'account', 'add', 'clerk', '--office', 'bangongshi', '--role', 'triage', '--name', '受理员');
    for (const [name, body] of Object.entries(cases)) await check(`faults: ${name}`, () => body({ city, mail, hook }));
  } finally {
    city.end();
    mail.end();
    hook.end();
  }
}
