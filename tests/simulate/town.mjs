// The stack that is played on, its clock, and HTTP to it. The clock is the setting xq.clock that engine.clock() reads; it is moved by
// a reload of PostgreSQL's configuration, which every connection of the programs takes up before its next statement. Nobody sleeps.
import { spawn } from 'node:child_process';
import http from 'node:http';
import { City } from '../lib/city.mjs';
import { stamp } from './calendar.mjs';

const PASSWORD = 'simulate-one-year';
const MARK = '-- that was all --';

// One psql, fed through its input; a fresh process for each statement would cost more than the statement.
class Psql {
  constructor(conninfo) {
    this.process = spawn('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', conninfo], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.text = '';
    this.waiting = null;
    this.process.stdout.setEncoding('utf8').on('data', (part) => this.read(part));
    this.process.on('exit', (code) => this.waiting?.reject(new Error(`psql ended with ${code}`)));
  }

  read(part) {
    this.text += part;
    const end = this.text.indexOf(`${MARK}\n`);
    if (end < 0 || !this.waiting) return;
    const { resolve } = this.waiting;
    const answer = this.text.slice(0, end).trim();
    this.text = this.text.slice(end + MARK.length + 1);
    this.waiting = null;
    resolve(answer);
  }

  ask(statements) {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.process.stdin.write(`${statements}\n\\echo ${MARK}\n`);
    });
  }

  end() {
    this.process.stdin.end();
  }
}

export class Town {
  static async start() {
    const town = new Town();
    town.city = await City.start({ DEMO: '1', DEMO_PASSWORD: PASSWORD, WORKERS: '2' });
    town.sql = new Psql(`host=${town.city.run} user=xq_admin dbname=xiangqing`);
    town.agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
    town.cookies = new Map();
    town.requests = 0;
    await town.prepare();
    town.offices = new Map(await town.query('SELECT zh, code FROM core.office;'));
    return town;
  }

  // The clock jumps by hours, so nobody would stay signed in; and one account signs in once, where its person would do it daily. The
  // approver belongs to an office that may be spoken of, so that the party group too must stand in at times.
  prepare() {
    return this.sql.ask(`UPDATE rules.param SET value = 1000000 WHERE key = 'session_idle_minutes';
      UPDATE rules.param SET value = 100000 WHERE key = 'session_hours';
      UPDATE core.account SET office_id = (SELECT id FROM core.office WHERE code = 'shehui') WHERE username = 'jiaoban';`);
  }

  async query(statement) {
    const text = await this.sql.ask(statement);
    return text === '' ? [] : text.split('\n').map((line) => line.split('|'));
  }

  // A new connection that reads the new time was made by a postmaster that has told all others. The worker has then done
  // what was due when its heartbeat bears the new time and nothing is left.
  async setClock(moment, works = true) {
    const time = stamp(moment);
    await this.sql.ask(`SET xq.clock = ''; ALTER SYSTEM SET xq.clock = '${time}'; SELECT pg_reload_conf();`);
    await this.polled('the clock to be moved', `\\c\nSELECT current_setting('xq.clock', true) = '${time}';`);
    if (!works) return;
    await this.sql.ask('NOTIFY xq_work;');
    await this.polled('the worker to have seen the new time', `SELECT NOT EXISTS (SELECT FROM engine.jobs() j WHERE j.due < engine.clock())
      FROM core.heartbeat h WHERE h.program = 'xq-worker' AND h.at = '${time}';`);
  }

  async polled(what, statement) {
    const deadline = Date.now() + 30000;
    while ((await this.sql.ask(statement)) !== 't') {
      if (Date.now() > deadline) throw new Error(`waited for ${what}`);
    }
  }

  send(method, path, json, cookie) {
    const body = json === undefined ? null : Buffer.from(JSON.stringify(json));
    const headers = { ...(cookie ? { cookie } : {}), ...(body ? { 'content-type': 'application/json', 'content-length': body.length } : {}) };
    this.requests += 1;
    return new Promise((resolve, reject) => {
      const out = http.request({ host: '127.0.0.1', port: this.city.port, method, path: `/api/v1${path}`, headers, agent: this.agent }, (answer) => {
        const read = [];
        answer.on('data', (part) => read.push(part));
        answer.on('error', reject);
        answer.on('end', () => {
          const text = Buffer.concat(read).toString('utf8');
          resolve({ status: answer.statusCode, headers: answer.headers, json: text === '' ? null : JSON.parse(text) });
        });
      });
      out.on('error', reject);
      out.end(body);
    });
  }

  async as(username, method, path, json) {
    if (!this.cookies.has(username)) {
      const answer = await this.send('POST', '/console/session', { username, password: PASSWORD });
      if (answer.status !== 201) throw new Error(`sign-in of ${username}: ${answer.status} ${JSON.stringify(answer.json)}`);
      this.cookies.set(username, answer.headers['set-cookie'].map((line) => line.split(';')[0]).join('; '));
    }
    return this.send(method, path, json, this.cookies.get(username));
  }

  end() {
    this.agent.destroy();
    this.sql.end();
    this.city.end();
  }
}
