// A password made anew: two administrators, one slip, and an owner who sets another before anything else and reads who did it.
import { randomUUID } from 'node:crypto';
import { check } from '../lib/result.mjs';
import { api, request, session } from '../lib/client.mjs';
import { cast } from '../lib/cast.mjs';
import { password as PASSWORD } from '../lib/stack.mjs';

const owner = 'jingban-laoganbu'; // nobody else's in the tests

function same(what, got, want) {
  if (got !== want) throw new Error(`${what}: ${got}, wanted ${want}`);
}

async function act(path, action, headers) {
  return api('POST', `${path}/actions/${action}`, { key: randomUUID() }, headers);
}

async function sign(password) {
  const answer = await api('POST', '/console/session', { username: owner, password });
  return { status: answer.status, headers: { cookie: (answer.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ') } };
}

// What the owner types, and what is wrong with it.
const typed = [
  [{ password: 'kurz', again: 'kurz' }, 'too_short'],
  [{ password: PASSWORD, again: 'other' }, 'password.differs'],
];

async function reset() {
  const [system, security] = [await session(cast.sysadmin, PASSWORD), await session('anquan', PASSWORD)];
  const path = (await api('GET', '/console/admin/account', undefined, system)).json.rows.find((row) => row.code === owner).href;
  same('consent to nothing', (await act(path, 'consent', security)).json.code, 'action_not_now');
  const asked = await act(path, 'password', system);
  same('asked', asked.status, 200);
  same('a password for who asked', asked.json.password, undefined);
  same('what was before', (await sign(PASSWORD)).status, 201);
  const { json: { password } } = await act(path, 'consent', security);
  same('the old one', (await sign(PASSWORD)).status, 401);
  const own = (await sign(password)).headers;
  same('the desk', (await api('GET', '/console', undefined, own)).json.code, 'password.must_change');
  const page = await request({ path: '/console', headers: own });
  same('the way', `${page.status} ${page.headers.location}`, '303 /console/password');
  if (!/申请.*同意并交付/.test((await api('GET', '/console/password', undefined, own)).json.how)) throw new Error('it does not say who did it');
  for (const [body, code] of [...typed, [{ password, again: password }, 'password.same']]) {
    same(code, (await api('POST', '/console/password', body, own)).json.errors[0].code, code);
  }
  same('set', (await api('POST', '/console/password', { password: PASSWORD, again: PASSWORD }, own)).status, 200);
  same('the desk then', (await api('GET', '/console', undefined, own)).status, 200);
}

export async function passwords() {
  await check('password: made anew by two, changed by its owner', reset);
}
