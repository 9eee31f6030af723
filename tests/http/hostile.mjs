// Strings that break careless programs, sent through every free-text field: each is either kept to the letter or refused with
// a problem that repeats none of it; never an error of the server.
import fs from 'node:fs';
import { randomUUID } from 'node:crypto';
import { check } from '../lib/result.mjs';
import { api, form } from '../lib/client.mjs';
import { problem } from '../lib/openapi.mjs';

const strings = JSON.parse(fs.readFileSync(new URL('./data/hostile.json', import.meta.url), 'utf8'));
const long = (text) => `${text} ${'　接待窗口无人应答'.repeat(2)}`;

const opinion = (over) => ({
  key: randomUUID(), kind: 'criticism', text: long('平常的话'), protection: 'none',
  publish_consent: false, disclose_consent: false, notice_version: 1, ...over,
});

function kindly(answer, sent) {
  if (answer.status >= 500) throw new Error(`status ${answer.status}`);
  if (answer.status >= 400) {
    problem(answer);
    if (sent.length > 6 && answer.text.includes(JSON.stringify(sent).slice(1, -1))) throw new Error('the problem repeats the input');
  }
}

async function kept(text) {
  const sent = await api('POST', '/opinions', opinion({ text }));
  kindly(sent, text);
  if (sent.status !== 201) return;
  const found = await api('POST', '/track', { receipt: sent.json.receipt });
  if (found.json.text !== text) throw new Error(`kept as ${JSON.stringify(found.json.text)}`);
  const page = await form('/track', { receipt: sent.json.receipt });
  if (page.status !== 200) throw new Error(`page answers ${page.status}`);
  if (/<[a-z!]/.test(text) && page.text.includes(text)) throw new Error('the page carries the text unescaped');
}

async function elsewhere(text) {
  const tries = [
    ['/opinions', opinion({ place: text })],
    ['/opinions', opinion({ kind: text })],
    ['/opinions', opinion({ category: text })],
    ['/opinions', opinion({ office: text })],
    ['/opinions', opinion({ key: text })],
    ['/opinions', opinion({ protection: 'reply', contact: { name: text, phone: text, email: text } })],
    ['/track', { receipt: text }],
    ['/console/session', { username: text, password: text }],
  ];
  for (const [path, body] of tries) kindly(await api('POST', path, body), text);
  const page = await form('/opinions', { ...opinion({ text: '短', place: text }), publish_consent: '', disclose_consent: '' });
  if (page.status >= 500) throw new Error(`the form answers ${page.status}`);
  if (/<[a-z!]/.test(text) && page.text.includes(text)) throw new Error('the form carries the text unescaped');
}

export async function hostile() {
  for (const [at, text] of strings.entries()) {
    await check(`hostile ${at} is kept to the letter or refused`, () => kept(long(text)));
    await check(`hostile ${at} in every other field`, () => elsewhere(text));
  }
}
