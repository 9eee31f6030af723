// A ledger of ROWS rows as a workbook: in, out, in again. Every cell that went in must come out as it was; the seconds of each step and the
// most memory that any process of the console took are printed. Called by tests/bench/run ledger with a stack of its own.
import fs from 'node:fs';
import zlib from 'node:zlib';
import { randomUUID } from 'node:crypto';
import { api, request, session } from '../lib/client.mjs';
import { cast } from '../lib/cast.mjs';
import { password, state } from '../lib/stack.mjs';

const rows = Number(process.env.ROWS ?? 5000);
const user = cast.triage;
const head = await session(user, password);

const crcTable = Uint32Array.from({ length: 256 }, (none, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
const crc32 = (bytes) => (bytes.reduce((c, b) => crcTable[(c ^ b) & 255] ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;

// The least that is a ZIP file.
function zip(files) {
  const parts = [], index = [];
  let at = 0;
  for (const [name, text] of files) {
    const plain = Buffer.from(text), packed = zlib.deflateRawSync(plain), label = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0); common.writeUInt16LE(8, 4); common.writeUInt16LE(33, 8);
    common.writeUInt32LE(crc32(plain), 10); common.writeUInt32LE(packed.length, 14); common.writeUInt32LE(plain.length, 18); common.writeUInt16LE(label.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, label, packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    index.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, place, label]));
    parts.push(local);
    at += local.length;
  }
  const all = Buffer.concat(index), end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4); end.writeUInt16LE(files.length, 6); end.writeUInt32LE(all.length, 8); end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, all, Buffer.from('PK\x05\x06'), end]);
}

function unzip(bytes) {
  const files = new Map();
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06'));
  let at = bytes.readUInt32LE(end + 16);
  for (let n = bytes.readUInt16LE(end + 10); n > 0; n -= 1) {
    const label = bytes.readUInt16LE(at + 28), name = bytes.toString('utf8', at + 46, at + 46 + label), local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(from, from + bytes.readUInt32LE(at + 20));
    files.set(name, (bytes.readUInt16LE(at + 10) === 8 ? zlib.inflateRawSync(packed) : packed).toString('utf8'));
    at += 46 + label + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return files;
}

const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\r/g, '&#13;');
const plain = (xml) => xml.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#(\d+);/g, (all, n) => String.fromCodePoint(n)).replace(/&amp;/g, '&');
const letters = (n) => (n >= 26 ? letters(Math.floor(n / 26) - 1) : '') + String.fromCharCode(65 + (n % 26));

function workbook(sheet) {
  const lines = sheet.map((cells, y) => `<row r="${y + 1}">${cells.map((text, x) => (text === '' ? '' : `<c r="${letters(x)}${y + 1}" t="inlineStr"><is><t xml:space="preserve">${escape(text)}</t></is></c>`)).join('')}</row>`);
  const package_ = 'http://schemas.openxmlformats.org/package/2006', office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main', type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  return zip([
    ['[Content_Types].xml', `<Types xmlns="${package_}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/></Types>`],
    ['_rels/.rels', `<Relationships xmlns="${package_}/relationships"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ['xl/workbook.xml', `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="台账" sheetId="1" r:id="r1"/></sheets></workbook>`],
    ['xl/_rels/workbook.xml.rels', `<Relationships xmlns="${package_}/relationships"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`],
    ['xl/worksheets/sheet1.xml', `<worksheet xmlns="${main}"><sheetData>${lines.join('')}</sheetData></worksheet>`],
  ]);
}

const day = (serial) => new Date(Date.UTC(1899, 11, 30) + serial * 86400000).toISOString().slice(0, 10);

// Cells as texts; a number of a column of days as its day.
function sheetOf(bytes, days) {
  const files = unzip(bytes);
  const texts = (xml) => [...xml.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map((m) => plain(m[1])).join('');
  const shared = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map((m) => texts(m[1]));
  return [...files.get('xl/worksheets/sheet1.xml').matchAll(/<row [^>]*?(?:\/>|>(.*?)<\/row>)/gs)].map((row) => {
    const cells = [];
    for (const [, place, attributes, body] of (row[1] ?? '').matchAll(/<c r="([A-Z]+)\d+"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const x = [...place].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) - 1;
      const value = body?.match(/<v>([^<]*)<\/v>/)?.[1];
      cells[x] = attributes.includes('t="s"') ? shared[Number(value)] : value !== undefined ? (days?.has(x) ? day(Number(value)) : plain(value)) : texts(body ?? '');
    }
    return Array.from(cells, (cell) => cell ?? '');
  });
}

const steps = [];
async function step(what, body) {
  const start = process.hrtime.bigint();
  const result = await body();
  steps.push([what, Number(process.hrtime.bigint() - start) / 1e9]);
  return result;
}

function expect(what, holds) {
  if (!holds) throw new Error(what);
}

async function send(bytes) {
  const answer = await request({ method: 'POST', path: `/api/v1/console/lists/ledger/import?key=${randomUUID()}`, headers: { ...head, 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'content-length': bytes.length }, body: bytes });
  expect(`the workbook was answered ${answer.status}: ${answer.text.slice(0, 300)}`, answer.status === 200);
  return JSON.parse(answer.text);
}

// The most that any process of the console held since it was started, in MB.
function consoleMemory() {
  const master = fs.readFileSync(`${state}/pid/console`, 'utf8').split(' ')[0];
  const pids = [master, ...fs.readFileSync(`/proc/${master}/task/${master}/children`, 'utf8').trim().split(' ')];
  return Math.max(...pids.map((pid) => Number(fs.readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmHWM:\s+(\d+)/)[1]) / 1024));
}

const report = (await api('GET', '/console/reports/ledger', undefined, head)).json;
const keys = report.columns.map((column) => column.key), labels = report.columns.map((column) => column.label);
const pick = (name) => report.filters.find((filter) => filter.name === name).options.flatMap((option) => option.options ?? [option]).filter((option) => option.code).map((option) => option.label);
const sources = pick('source'), offices = pick('office').slice(1);
const sample = (n) => ({
  number: `ZF-2025-${String(rows - n).padStart(4, '0')}`, title: `第${n}件问题：窗口电话没有人接 <&> "引号"`, problem: `来人来电无人接听，第${n}次反映。\n值班表没有公开。`, manifestation: n % 3 ? '工作时间无人值守' : '',
  source: sources[n % sources.length], main_category: '服务效能', category: '办理拖延', opinions: String(1 + (n % 4)), raised_on: `2025-0${1 + (n % 9)}-1${n % 10}`,
  office: offices[n % offices.length], rectify_type: '限期整改', measures: `1. 公开值班表\n2. 每周抽查第${n}窗口`, targets: '1. 三声内接听\n2. 抽查合格', due_on: `2026-1${n % 3}-0${1 + (n % 9)}`, state: '整改中',
});
const given = Object.keys(sample(0)).filter((key) => keys.includes(key));
const days = new Set(report.columns.flatMap((column, x) => (column.type === 'date' ? [x] : [])));
const sheet = [labels, ...Array.from({ length: rows }, (none, n) => keys.map((key) => sample(n)[key] ?? ''))];

const book = workbook(sheet);
const staged = await step('read and checked', () => send(book));
expect(`wrong: ${JSON.stringify(staged.wrong.slice(0, 3))}`, staged.wrong_n === 0 && staged.new === rows);
const loaded = await step('loaded', () => api('POST', `/console/lists/imports/${staged.id}/load`, { key: randomUUID() }, head));
expect(`loading was answered ${loaded.status}: ${JSON.stringify(loaded.json).slice(0, 300)}`, loaded.status === 200 && loaded.json.loaded === true);
const out = await step('written', () => request({ path: report.xlsx_href, headers: head }));
expect(`the export was answered ${out.status}`, out.status === 200);

const back = sheetOf(out.bytes, days);
const top = back.findIndex((cells) => labels.every((label, x) => cells[x] === label));
const body = back.slice(top + 1, top + 1 + rows);
expect(`${body.length} rows came out`, top >= 0 && body.length === rows);
const changed = [];
body.forEach((cells, n) => given.forEach((key) => {
  const x = keys.indexOf(key), want = sample(n)[key], got = cells[x] ?? '';
  if (got !== want) changed.push(`row ${n + 1} ${key}: ${JSON.stringify(want)} came out as ${JSON.stringify(got)}`);
}));
const again = await step('read and checked again', () => send(out.bytes));
console.log(`${rows} rows of ${given.length} columns: in ${(book.length / 1e6).toFixed(1)} MB, out ${(out.bytes.length / 1e6).toFixed(1)} MB`);
for (const [what, seconds] of steps) console.log(`${what.padEnd(24)} ${seconds.toFixed(2).padStart(7)} s`);
console.log(`most memory of a console process ${consoleMemory().toFixed(0)} MB`);
console.log(`cells changed: ${changed.length} of ${rows * given.length}; the export again: ${again.same} the same, ${again.differ_n} different, ${again.new} new, ${again.wrong_n} wrong`);
changed.slice(0, 10).forEach((line) => console.log(`  ${line}`));
process.exitCode = changed.length === 0 && again.same >= rows && again.differ_n + again.new + again.wrong_n === 0 ? 0 : 1;
