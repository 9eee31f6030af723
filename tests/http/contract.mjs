// web/openapi.json against the route tables that the programs themselves print: neither may know a path, a method or a field
// that the other does not.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { check } from '../lib/result.mjs';
import { document } from '../lib/openapi.mjs';

const programs = ['intake', 'reader', 'console'];

function routes(program) {
  const out = execFileSync(path.join(process.env.XQ_BIN, `xq-${program}`), ['--routes']);
  return JSON.parse(out);
}

function resolve(schema) {
  return schema.$ref ? document.components.schemas[schema.$ref.split('/').pop()] : schema;
}

function same(what, left, right) {
  const a = JSON.stringify([...left].sort());
  const b = JSON.stringify([...right].sort());
  if (a !== b) throw new Error(`${what}: programs say ${a}, the document says ${b}`);
}

function fields(where, declared, schema) {
  const described = resolve(schema);
  same(`${where} fields`, declared.map((field) => field.name), Object.keys(described.properties));
  same(`${where} required`, declared.filter((field) => field.required).map((field) => field.name), described.required ?? []);
  for (const field of declared) {
    const member = resolve(described.properties[field.name]);
    if (field.max !== undefined && member.maxLength !== undefined && member.maxLength !== field.max) throw new Error(`${where} ${field.name}: max ${field.max}, document ${member.maxLength}`);
    if (member.enum) same(`${where} ${field.name} choices`, field.choices ?? [], member.enum);
    if (field.fields) fields(`${where}.${field.name}`, field.fields, member);
  }
}

export async function contract() {
  const all = programs.flatMap(routes).filter((route) => route.api);
  await check('contract: every path and method stands on both sides', () => {
    const said = Object.entries(document.paths).flatMap(([at, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${at}`));
    same('routes', all.map((route) => `${route.method} ${route.api}`), said.filter((line) => !line.endsWith('openapi.json')));
  });
  for (const route of all) {
    const operation = document.paths[route.api]?.[route.method.toLowerCase()];
    if (!operation) continue;
    await check(`contract: ${route.method} ${route.api} takes the same fields`, () => {
      // A file as the body has no fields of its own: they are in the query.
      const body = operation.requestBody?.content['application/json']?.schema;
      if (body && !route.open) fields(route.api, route.fields, body);
      if (!body) same(`${route.api} query`, route.fields.map((field) => field.name), (operation.parameters ?? []).filter((item) => item.in === 'query').map((item) => item.name));
    });
  }
}
