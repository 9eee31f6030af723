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

const cases = {
  'a mail is handed in once, holds no words, and is on record': toldOnce,
  'a server that hangs up or asks to wait gets the same message again': dropped,
  'a server that refuses for good is not asked again': refused,
  'a worker killed between sending and marking sends the same message again, and no other is lost': killed,
  'a webhook is signed as Standard Webhooks says, and repeated under its name': signed,
};

export async function outbox() {
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
