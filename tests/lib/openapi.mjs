// Holds every answer against web/openapi.json: an answer the document does not describe is a failure.
import fs from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const Ajv = require('ajv/dist/2020').default;
const formats = require('ajv-formats').default;

export const document = JSON.parse(fs.readFileSync(new URL('../../web/openapi.json', import.meta.url), 'utf8'));

const ajv = new Ajv({ strict: false, allErrors: true });
formats(ajv);
ajv.addSchema(document, 'openapi');
const validators = new Map();

const templates = Object.keys(document.paths).map((path) => ({
  path,
  pattern: new RegExp(`^${path.replace(/\./g, '\\.').replace(/\{[a-z]+\}/g, '[^/.]+')}$`),
}));

function validator(pointer) {
  if (!validators.has(pointer)) validators.set(pointer, ajv.compile({ $ref: `openapi#${pointer}` }));
  return validators.get(pointer);
}

const escape = (part) => encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1'));

export function validate(method, url, answer) {
  const found = templates.find(({ pattern }) => pattern.test(url.split('?')[0]));
  const type = (answer.headers['content-type'] || '').split(';')[0];
  if (!found) {
    if (answer.status === 404 && type === 'application/problem+json') return;
    throw new Error(`${method} ${url} answered ${answer.status} and stands in no path of the document`);
  }
  const operation = document.paths[found.path][method.toLowerCase()];
  if (!operation && answer.status !== 405) throw new Error(`${method} ${found.path} is not in the document`);
  const status = operation && operation.responses[answer.status] ? String(answer.status) : 'default';
  const place = operation ? `/paths/${escape(found.path)}/${method.toLowerCase()}/responses/${status}` : null;
  if (!operation || status === 'default') {
    if (answer.status < 400) throw new Error(`${method} ${found.path}: status ${answer.status} is not in the document`);
    if (type !== 'application/problem+json') throw new Error(`${method} ${found.path}: ${answer.status} as ${type}`);
    return problem(answer);
  }
  const described = operation.responses[status].content;
  if (!described) {
    if (answer.text !== '') throw new Error(`${method} ${found.path}: ${status} carries a body`);
    return;
  }
  if (!described[type]) throw new Error(`${method} ${found.path}: ${status} as ${type}`);
  if (type === 'application/json') assert(`${place}/content/${escape(type)}/schema`, JSON.parse(answer.text));
}

export function problem(answer) {
  const body = JSON.parse(answer.text);
  assert('/components/schemas/Problem', body);
  if (body.status !== answer.status) throw new Error(`problem says ${body.status}, the line says ${answer.status}`);
}

function assert(pointer, value) {
  const check = validator(pointer);
  if (!check(value)) throw new Error(`${pointer}: ${ajv.errorsText(check.errors, { separator: '\n    ' })}`);
}
