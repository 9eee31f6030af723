// The real programs behind the real nginx. A case is a folder of numbered steps, each a request and the reply it must get:
//   cases/<group>/<case>/1.request.json   {method, path, as?, headers?, json? | form? | body? | base64?, raw? | fastcgi?}
//   cases/<group>/<case>/1.reply.json     {status, headers?, json?, absent?, contains?, lacks?, save?}
// json: every member named must be equal (arrays by position, "$any" = anything, {"$match": re} = text that matches).
// save: {"name": "a.b.0"} keeps a value of the answer for "${name}" in later steps. "${uuid}" is fresh in each case, "${upper}" the
// same in capitals, "${long*N}" a word N times, "${staff}" an account and "${password}" its password.
import fs from 'node:fs';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { check, close } from '../lib/result.mjs';
import { request, raw, session } from '../lib/client.mjs';
import { fastcgi } from '../lib/fastcgi.mjs';
import { validate } from '../lib/openapi.mjs';
import { cast } from '../lib/cast.mjs';
import { password } from '../lib/stack.mjs';
import { contract } from './contract.mjs';
import { passwords } from './passwords.mjs';
import { supervision } from './supervision.mjs';
import { survey } from './survey.mjs';
import { walk } from './walk.mjs';
import { hostile } from './hostile.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

function fill(value, saved) {
  if (typeof value === 'string') {
    const whole = value.match(/^\$\{(\w+)\}$/);
    if (whole) return saved[whole[1]];
    return value.replace(/\$\{(\w+)(?:\*(\d+))?\}/g, (all, name, times) => String(saved[name]).repeat(Number(times || 1)));
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, saved));
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, saved)]));
  }
  return value;
}

function pick(json, dotted) {
  return dotted.split('.').reduce((value, part) => (value === undefined || value === null ? value : value[part]), json);
}

function compare(want, got, where) {
  if (want === '$any') {
    if (got === undefined) throw new Error(`${where} is missing`);
  } else if (want && typeof want === 'object' && '$match' in want) {
    if (!new RegExp(want.$match).test(String(got))) throw new Error(`${where}: ${JSON.stringify(got)} does not match ${want.$match}`);
  } else if (Array.isArray(want)) {
    if (!Array.isArray(got) || got.length < want.length) throw new Error(`${where}: ${JSON.stringify(got)} is shorter than ${JSON.stringify(want)}`);
    want.forEach((item, at) => compare(item, got[at], `${where}[${at}]`));
  } else if (want && typeof want === 'object') {
    for (const [key, item] of Object.entries(want)) compare(item, got?.[key], `${where}.${key}`);
  } else if (want !== got) {
    throw new Error(`${where}: ${JSON.stringify(got)}, wanted ${JSON.stringify(want)}`);
  }
}

function bodyOf(step) {
  if ('json' in step) return ['application/json', Buffer.from(JSON.stringify(step.json))];
  if ('form' in step) return ['application/x-www-form-urlencoded', Buffer.from(Array.isArray(step.form) ? new URLSearchParams(step.form).toString() : new URLSearchParams(Object.entries(step.form)).toString())];
  if ('base64' in step) return [step.type, Buffer.from(step.base64, 'base64')];
  if ('body' in step) return [step.type, Buffer.from(step.body)];
  return [null, null];
}

async function send(step) {
  if (step.raw) return raw(step.raw);
  if (step.fastcgi) {
    const [, body] = bodyOf(step);
    return fastcgi({ body: body ?? Buffer.alloc(0), ...step.fastcgi });
  }
  const [type, body] = bodyOf(step);
  const headers = {
    ...(type ? { 'content-type': type } : {}),
    ...(body ? { 'content-length': body.length } : {}),
    ...(step.as ? await session(step.as, password) : {}),
    ...step.headers,
  };
  return request({ method: step.method, path: step.path, headers, body });
}

function judge(step, reply, answer, saved) {
  if (answer.status !== reply.status) throw new Error(`status ${answer.status}, wanted ${reply.status}: ${answer.text.slice(0, 300)}`);
  for (const [name, value] of Object.entries(reply.headers ?? {})) compare(value, answer.headers[name], `header ${name}`);
  for (const text of reply.contains ?? []) if (!answer.text.includes(fill(text, saved))) throw new Error(`lacks ${text}`);
  for (const text of reply.lacks ?? []) if (answer.text.includes(fill(text, saved))) throw new Error(`contains ${text}`);
  if (step.path?.startsWith('/api/') && step.method !== 'HEAD') validate(step.method, step.path, answer);
  if (!reply.json && !reply.save && !reply.absent) return;
  const json = JSON.parse(answer.text);
  compare(fill(reply.json ?? {}, saved), json, 'answer');
  for (const dotted of reply.absent ?? []) if (pick(json, dotted) !== undefined) throw new Error(`${dotted} is there`);
  for (const [name, dotted] of Object.entries(reply.save ?? {})) saved[name] = pick(json, dotted);
}

const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));

async function play(folder) {
  const uuid = randomUUID();
  const saved = { uuid, upper: uuid.toUpperCase(), long: '长', staff: cast.triage, password };
  const steps = fs.readdirSync(folder).filter((name) => name.endsWith('.request.json')).sort((a, b) => parseInt(a, 10) - parseInt(b, 10));
  if (steps.length === 0) throw new Error('a case without a step');
  for (const name of steps) {
    const step = fill(read(path.join(folder, name)), saved);
    const reply = read(path.join(folder, name.replace('.request.', '.reply.')));
    judge(step, reply, await send(step), saved);
  }
}

const cases = path.join(here, 'cases');
for (const group of fs.readdirSync(cases).sort()) {
  for (const name of fs.readdirSync(path.join(cases, group)).sort()) {
    await check(`http ${group}/${name}`, () => play(path.join(cases, group, name)));
  }
}
await contract();
await passwords();
await supervision();
await survey();
await walk();
await hostile();
close();
