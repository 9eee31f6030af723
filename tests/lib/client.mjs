// HTTP as a phone sends it, and as nobody should: raw bytes, doubled headers, cut bodies.
import http from 'node:http';
import net from 'node:net';
import { base } from './stack.mjs';

export function request({ method = 'GET', path, headers = {}, body = null }) {
  return new Promise((resolve, reject) => {
    const url = new URL(base);
    const out = http.request({ host: url.hostname, port: url.port, method, path, headers, agent: false }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        const bytes = Buffer.concat(parts);
        resolve({ status: answer.statusCode, headers: answer.headers, bytes, text: bytes.toString('utf8') });
      });
    });
    out.on('error', reject);
    out.end(body);
  });
}

export async function api(method, path, json, headers = {}) {
  const body = json === undefined ? null : Buffer.from(JSON.stringify(json));
  const answer = await request({
    method,
    path: `/api/v1${path}`,
    headers: { ...(body ? { 'content-type': 'application/json', 'content-length': body.length } : {}), ...headers },
    body,
  });
  answer.json = answer.text === '' ? null : JSON.parse(answer.text);
  return answer;
}

export function form(path, fields, headers = {}) {
  const body = Buffer.from(new URLSearchParams(fields).toString());
  return request({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length, ...headers },
    body,
  });
}

const cookies = new Map();

// A session of the account, signed in once per run.
export async function session(username, password) {
  if (!cookies.has(username)) {
    const answer = await api('POST', '/console/session', { username, password });
    if (answer.status !== 201) throw new Error(`sign-in of ${username}: ${answer.status} ${answer.text}`);
    cookies.set(username, answer.headers['set-cookie'].map((line) => line.split(';')[0]).join('; '));
  }
  return { cookie: cookies.get(username) };
}

// Bytes as they are, for what no HTTP library would send.
export function raw(bytes) {
  return new Promise((resolve, reject) => {
    const url = new URL(base);
    const parts = [];
    const socket = net.connect(Number(url.port), url.hostname, () => socket.end(bytes));
    socket.on('data', (part) => parts.push(part));
    // Being hung up on is an answer too, and the only one that some bytes deserve.
    socket.on('error', (error) => error.code !== 'ECONNRESET' && reject(error));
    socket.on('close', () => {
      const text = Buffer.concat(parts).toString('utf8');
      const status = Number((text.match(/^HTTP\/1\.[01] (\d{3})/) || [])[1] || 0);
      resolve({ status, headers: {}, text, bytes: Buffer.concat(parts) });
    });
  });
}
