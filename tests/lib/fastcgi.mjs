// A FastCGI client for the program's own socket: what nginx would never send is sent here on purpose.
// Record layout: FastCGI specification 1.0, sections 3.3 and 3.4.
import net from 'node:net';
import path from 'node:path';
import { runDir } from './stack.mjs';

const BEGIN = 1;
const ABORT = 2;
const PARAMS = 4;
const STDIN = 5;

function record(type, content) {
  const head = Buffer.alloc(8);
  head[0] = 1;
  head[1] = type;
  head.writeUInt16BE(1, 2);
  head.writeUInt16BE(content.length, 4);
  return Buffer.concat([head, content]);
}

function length(n) {
  if (n < 128) return Buffer.from([n]);
  const out = Buffer.alloc(4);
  out.writeUInt32BE((n | 0x80000000) >>> 0, 0);
  return out;
}

function pair(name, value) {
  const key = Buffer.from(name);
  const val = Buffer.from(value);
  return Buffer.concat([length(key.length), length(val.length), key, val]);
}

// params: array of [name, value], doubled names allowed. body: bytes really sent. close: hang up after sending.
export function fastcgi({ program, params, body = Buffer.alloc(0), abort = false, close = false }) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(path.join(runDir, `${program}.sock`));
    const parts = [];
    socket.on('connect', () => {
      socket.write(record(BEGIN, Buffer.from([0, 1, 0, 0, 0, 0, 0, 0])));
      if (abort) socket.write(record(ABORT, Buffer.alloc(0)));
      socket.write(record(PARAMS, Buffer.concat(params.map(([name, value]) => pair(name, value)))));
      socket.write(record(PARAMS, Buffer.alloc(0)));
      if (body.length) socket.write(record(STDIN, body));
      socket.write(record(STDIN, Buffer.alloc(0)));
      if (close) socket.destroy();
    });
    socket.on('data', (part) => parts.push(part));
    socket.on('error', reject);
    socket.on('close', () => resolve(answer(Buffer.concat(parts))));
  });
}

function answer(bytes) {
  const out = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt16BE(at + 4);
    if (bytes[at + 1] === 6) out.push(bytes.subarray(at + 8, at + 8 + size));
    at += 8 + size + bytes[at + 6];
  }
  const text = Buffer.concat(out).toString('utf8');
  const [head, ...rest] = text.split('\r\n\r\n');
  const headers = Object.fromEntries(head.split('\r\n').filter(Boolean).map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  }));
  return { status: headers.status ? Number(headers.status.slice(0, 3)) : text ? 200 : 0, headers, text: rest.join('\r\n\r\n'), head };
}
