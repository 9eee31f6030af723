// A stack of the test's own, in a folder of its own: what is killed here belongs to this test.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './result.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

function freePort() {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

const read = (file) => fs.readFileSync(file, 'utf8').trim();
const children = (pid) => {
  try {
    return read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
};

export class City {
  static async start(settings = {}) {
    const city = new City();
    city.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'xq-city-'));
    fs.chmodSync(city.folder, 0o755);
    city.state = path.join(city.folder, 'state');
    city.port = await freePort();
    city.env = { ...process.env, STATE: city.state, PORT: String(city.port), DEMO: '0', WORKERS: '4', RESPAWN: '1', ...settings };
    city.stack('start');
    city.base = `http://127.0.0.1:${city.port}`;
    city.run = fs.readlinkSync(path.join(city.state, 'run'));
    return city;
  }

  stack(...args) {
    const done = spawnSync(path.join(root, 'cgi/stack'), args, { env: this.env, encoding: 'utf8', cwd: root });
    if (done.status !== 0) throw new Error(`stack ${args.join(' ')}: ${done.stdout}${done.stderr}`);
    return done.stdout;
  }

  sql(text) {
    return execFileSync(path.join(root, 'cgi/stack'), ['psql', '-XAtqc', text], { env: this.env, encoding: 'utf8', cwd: root }).trim();
  }

  pid(part) {
    return Number(read(path.join(this.state, 'pid', part)).split(' ')[0]);
  }

  workers(part) {
    return children(this.pid(part));
  }

  // Only processes that this city started are ever signalled.
  kill(part, signal = 'SIGKILL') {
    process.kill(this.pid(part), signal);
  }

  killWorker(part, signal = 'SIGKILL') {
    const [first] = this.workers(part);
    if (first) process.kill(first, signal);
    return first;
  }

  up() {
    return until('the city to answer', async () => (await fetch(`${this.base}/healthz`)).status === 200, 60);
  }

  end() {
    this.stack('stop');
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
