// A survey from its first question to its figures, through the real programs: written by one and published by another, answered by many
// at once, opened when it is closed; and an attempt, with the whole database in hand, to say who answered what.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { check, until } from '../lib/result.mjs';
import { api, form, request, session } from '../lib/client.mjs';
import { cast } from '../lib/cast.mjs';
import { database, password } from '../lib/stack.mjs';

const LATER = new Date(Date.now() + 10 * 86400e3).toISOString().slice(0, 10);
const QUESTIONS = {
  title: '取号方便不方便',
  pages: [{
    name: 'p1',
    elements: [
      { type: 'radiogroup', name: 'who', title: '您的身份是？', isRequired: true, choices: [{ value: 'A', text: '城镇居民' }, { value: 'B', text: '农村居民' }] },
      { type: 'checkbox', name: 'how', title: '您怎么取号？', choices: ['web', 'window'], showNoneItem: true },
      { type: 'text', inputType: 'number', name: 'wait', title: '等了几分钟？', visibleIf: "{how} notcontains 'none'", max: 600 },
      { type: 'comment', name: 'words', title: '还想说什么？', maxLength: 300 },
      { type: 'text', inputType: 'tel', name: 'phone', title: '要回复请留电话' },
    ],
  }],
};

const sql = (text) => execFileSync('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', database, '-c', text], { encoding: 'utf8' }).trim();
const staff = async (name, method, path, json) => api(method, path, json, await session(cast[name], password));

function same(got, want, what) {
  if (JSON.stringify(got) !== JSON.stringify(want)) throw new Error(`${what}: ${JSON.stringify(got)}, wanted ${JSON.stringify(want)}`);
}

async function act(name, id, action, fields = {}) {
  const answer = await staff(name, 'POST', `/console/surveys/${id}/actions/${action}`, { key: randomUUID(), ...fields });
  same(answer.status, 200, `${action}: ${answer.text.slice(0, 200)}`);
  return answer.json;
}

// Written by the supervisor, published by the one who approves assignments.
async function published(settings, document = QUESTIONS) {
  const made = await staff('supervisor', 'POST', '/console/surveys', { title: '取号方便不方便', audience: 'residents', document: JSON.stringify(document), key: randomUUID() });
  same(made.status, 200, made.text.slice(0, 200));
  const { id, code } = made.json.survey;
  await act('supervisor', id, 'settle', { title: '取号方便不方便', audience: 'residents', access: 'open', minutes: 2, closes_on: LATER, words_question: 'words', contact_question: 'phone', ...settings });
  await act('supervisor', id, 'propose');
  await act('assigner', id, 'publish');
  return { id, code };
}

const answer = (code, answers, more = {}) => api('POST', `/surveys/${code}`, { key: randomUUID(), n: 1, answers, ...more });
const statuses = (answers) => answers.reduce((n, a) => ({ ...n, [a.status]: (n[a.status] ?? 0) + 1 }), {});

async function refusals() {
  const { code } = await published({});
  const wrong = {
    'no choice': { who: 'X' }, 'unknown question': { who: 'A', other: 1 }, 'required': { how: ['web'] }, 'two for one': { who: ['A', 'B'] },
    'exclusive': { who: 'A', how: ['web', 'none'] }, 'too large': { who: 'A', wait: 601 }, 'wrong shape': { who: 'A', how: 'web' },
  };
  for (const [what, answers] of Object.entries(wrong)) same((await answer(code, answers)).status, 422, what);
  same((await answer(code, { who: 'A', how: ['none'], wait: 3 })).status, 201, 'what cannot be seen is left out, not refused');
}

async function page() {
  const { code } = await published({});
  const drawn = await request({ path: `/surveys/${code}` });
  same(drawn.status, 200, 'the page');
  const key = randomUUID();
  const back = await form(`/surveys/${code}`, { key, n: '1', q1: '0', q3: '还在纸上的话' });
  same(back.status, 422, 'a form without a required answer');
  for (const text of ['还在纸上的话', 'id="f-q0"', '这一项要填', `value="${key}"`]) if (!back.text.includes(text)) throw new Error(`the form drawn again lacks ${text}`);
  const taken = await form(`/surveys/${code}`, { key, n: '1', q0: '1', q1: '0', q3: '还在纸上的话' });
  same(taken.status, 201, `the same form, put right: ${taken.text.slice(0, 200)}`);
  same((await form(`/surveys/${code}`, { key, n: '1', q0: '1', q1: '0', q3: '还在纸上的话' })).status, 200, 'sent again');
  same(sql(`SELECT taken FROM core.survey_count c JOIN core.survey s ON s.id = c.survey_id WHERE s.code = '${code}'`), '1', 'it counts once');
}

async function lastPlaces() {
  const { id, code } = await published({ most: 40 });
  await act('supervisor', id, 'set_quota', { place: 'who=A', most: 10 });
  const some = await Promise.all(Array.from({ length: 64 }, () => answer(code, { who: 'A' })));
  same(statuses(some), { 201: 10, 409: 54 }, 'ten places of an option, 64 at once');
  const rest = await Promise.all(Array.from({ length: 64 }, () => answer(code, { who: 'B' })));
  same(statuses(rest), { 201: 30, 409: 34 }, 'thirty places left, 64 at once');
  same(sql(`SELECT count(*) FROM core.survey_box b WHERE b.survey_id = ${id}`), '40', 'forty responses are there');
}

async function words() {
  const { id, code } = await published({});
  const said = await answer(code, { who: 'A', words: '窗口中午没有人，排了两个小时的队。', phone: '13800138000' });
  same(said.status, 201, said.text.slice(0, 200));
  if (!/^[0-9A-Z]{4}(-[0-9A-Z]{4}){5}$/.test(said.json.receipt)) throw new Error(`no receipt: ${said.text}`);
  const tracked = await api('POST', '/track', { receipt: said.json.receipt });
  same(tracked.status, 200, 'the receipt opens the opinion');
  await close(id);
  same(sql(`SELECT answers FROM core.response WHERE survey_id = ${id}`), '{"who": "A"}', 'neither the words nor the number stay in the response');
}

async function close(id) {
  await act('assigner', id, 'close');
  await until('the responses to be opened and counted', () => sql(`SELECT count(*) FROM core.survey_result WHERE survey_id = ${id}`) === '1');
}

// Every column that could tie a token to a response: values, physical order, the transactions that wrote the rows.
async function unlinkable() {
  const { id, code } = await published({ access: 'codes' });
  const key = randomUUID();
  const sheet = await staff('supervisor', 'POST', `/console/surveys/${id}/actions/codes`, { key, count: 12 });
  same(sheet.json.slips.length, 12, 'a sheet of twelve');
  const again = await staff('supervisor', 'POST', `/console/surveys/${id}/actions/codes`, { key, count: 12 });
  same(again.json.slips.map((s) => s.code), sheet.json.slips.map((s) => s.code), 'the form sent again prints the same codes');
  same((await answer(code, { who: 'A' })).status, 422, 'no code');
  for (const [k, slip] of sheet.json.slips.slice(0, 10).entries()) same((await answer(code, { who: 'A', wait: k }, { token: slip.code })).status, 201, `code ${k}`);
  same((await answer(code, { who: 'A' }, { token: sheet.json.slips[0].code })).status, 409, 'a code is good once');
  const before = sql(`SELECT string_agg(sealed::text || id, '') FROM core.survey_box WHERE survey_id = ${id}`);
  if (before.includes(Buffer.from('"wait"').toString('hex'))) throw new Error('a box can be read');
  await close(id);
  same(sql(`SELECT count(*) FROM core.survey_box WHERE survey_id = ${id}`), '0', 'no box is left');
  same(sql(`SELECT count(*) FROM core.survey_key WHERE survey_id = ${id}`), '0', 'no key of a form is left');
  same(sql(`SELECT count(DISTINCT xmin::text) FROM core.survey_token WHERE survey_id = ${id}`), '1', 'one transaction wrote all tokens last');
  same(sql(`SELECT count(DISTINCT xmin::text) FROM core.response WHERE survey_id = ${id}`), '1', 'one transaction wrote all responses');
  same(sql(`SELECT count(*) FROM core.survey_token t JOIN core.response r ON r.xmin::text = t.xmin::text WHERE t.survey_id = ${id}`), '0', 'not the same');
  const order = sql(`SELECT string_agg(answers->>'wait', ',' ORDER BY ctid) FROM core.response WHERE survey_id = ${id}`);
  if (order === '0,1,2,3,4,5,6,7,8,9') throw new Error(`the responses lie in the order they came: ${order}`);
  same(sql(`SELECT string_agg(column_name, ',' ORDER BY column_name) FROM information_schema.columns WHERE table_schema = 'core' AND table_name IN ('response', 'survey_token') AND data_type LIKE '%time%' OR table_name = 'response' AND data_type = 'date'`), '', 'neither has a time');
}

// The templates as they come: whose number is asked for is settled by itself, and what is rated has numbers.
async function templates() {
  for (const [template, words, contact] of [['residents', 'improve', 'phone'], ['delegates', undefined, undefined], ['revisit', undefined, undefined]]) {
    const made = await staff('handler', 'POST', '/console/surveys', { key: randomUUID(), title: '我看机关作风', audience: template, template });
    same(made.status, 200, made.text.slice(0, 200));
    const { id, code } = made.json.survey;
    const settle = made.json.actions.find(({ action }) => action === 'settle');
    const value = (name) => settle.fields.find((one) => one.name === name).value;
    same([value('words_question'), value('contact_question')], [words, contact], `${template}: settled by itself`);
    await act('handler', id, 'propose');
    same((await staff('handler', 'POST', `/console/surveys/${id}/actions/publish`, { key: randomUUID() })).status, 403, 'not by whoever wrote it');
    await act('head', id, 'publish');
    const scales = JSON.parse(sql(`SELECT jsonb_agg(DISTINCT c -> 'value') FROM core.survey_version v, jsonb_array_elements(v.questions) q, jsonb_array_elements(q -> 'choices') c WHERE v.survey_id = ${id} AND q ->> 'name' IN ('conduct', 'service', 'overall', 'attitude', 'result')`));
    if (!scales.every((one) => typeof one === 'number') || !scales.includes(5)) throw new Error(`${template}: scales ${JSON.stringify(scales)}`);
    same((await request({ path: `/surveys/${code}` })).status, 200, 'its page');
  }
}

// Corrected after its start: a page of the first version still counts as that, and a question that was changed has its meaning since the second.
async function versions() {
  const { id, code } = await published({});
  await act('supervisor', id, 'correct');
  const document = structuredClone(QUESTIONS);
  document.pages[0].elements[0].title = '您住在哪里？';
  document.pages[0].elements.pop();
  const saved = await staff('supervisor', 'POST', `/console/surveys/${id}/edit/import`, { key: randomUUID(), document: JSON.stringify(document) });
  same(saved.status, 200, saved.text.slice(0, 200));
  same(saved.json.document, JSON.stringify(document), 'the document comes back byte for byte');
  await act('supervisor', id, 'propose');
  same((await staff('supervisor', 'POST', `/console/surveys/${id}/actions/publish`, { key: randomUUID() })).status, 403, 'whoever corrected it does not publish it');
  same((await answer(code, { who: 'A' })).status, 201, 'meanwhile the first is answered');
  await act('assigner', id, 'publish', { note: '题目写清楚' });
  same((await api('GET', `/surveys/${code}`)).json.n, 2, 'the page is of the second');
  same((await answer(code, { who: 'A', phone: '13800138000' })).status, 201, 'a page opened before it is answered as the first');
  same((await answer(code, { who: 'B' }, { n: 2 })).status, 201, 'the second');
  same((await answer(code, { who: 'B', phone: '1' }, { n: 2 })).status, 422, 'which has no such question');
  same(sql(`SELECT string_agg((q ->> 'name') || (q ->> 'since'), ' ' ORDER BY k) FROM core.survey_version v, jsonb_array_elements(v.questions) WITH ORDINALITY x(q, k) WHERE v.survey_id = ${id} AND v.n = 2`), 'who2 how1 wait1 words1', 'since when each means what it does');
  await close(id);
  same(sql(`SELECT string_agg(n::text, ' ' ORDER BY n) FROM core.response WHERE survey_id = ${id}`), '1 1 2', 'each keeps its version');
}

// Why it cannot be answered stands there in words, and there is no form.
async function refusedPages() {
  const { id, code } = await published({ most: 1 });
  const shows = async (text) => {
    const { text: page } = await request({ path: `/surveys/${code}`, headers: { 'accept-language': 'zh-CN' } });
    if (!page.includes(text) || page.includes('class="survey"')) throw new Error(`the page does not say ${text}`);
  };
  await act('supervisor', id, 'pause');
  await shows('现在暂时不能作答');
  const back = await form(`/surveys/${code}`, { key: randomUUID(), n: '1', q0: '0', q3: '还在纸上的话' });
  if (back.status !== 409 || !back.text.includes('还在纸上的话')) throw new Error('what was filled in is lost when the survey is paused');
  await act('supervisor', id, 'resume');
  same((await answer(code, { who: 'A' })).status, 201, 'the only one');
  await shows('答卷已经收满');
  await close(id);
  await shows('结果公布后可以在这里看到');
}

// Shapes that surveys of other makers have: each taken, or refused at its place.
const FOREIGN = [
  [{ elements: [{ type: 'text', name: 'first', title: 'First name' }] }],
  [{ pages: [{ elements: [{ type: 'rating', name: 'score', rateMin: 0, rateMax: 10 }, { type: 'comment', name: 'why', visibleIf: '{score} <= 6' }] }] }],
  [{ pages: [{ elements: [{ type: 'panel', name: 'p', elements: [{ type: 'dropdown', name: 'car', choices: ['Item 1', 'Item 2'], showOtherItem: true }] }] }] }],
  [{ pages: [{ elements: [{ type: 'multipletext', name: 'names', items: [{ name: 'a' }, { name: 'b', isRequired: true }] }] }] }],
  [{ pages: [{ elements: [{ type: 'ranking', name: 'order', choices: ['x', 'y', 'z'] }] }] }],
  [{ pages: [{ elements: [{ type: 'tagbox', name: 'tags', choices: ['x', 'y'], maxSelectedChoices: 1 }] }] }],
  [{ calculatedValues: [{ name: 'sum', expression: '{a} + {b}' }], pages: [{ elements: [{ type: 'text', inputType: 'number', name: 'a' }, { type: 'text', inputType: 'number', name: 'b' }, { type: 'expression', name: 'shown', expression: '{sum}' }] }] }],
  [{ completedHtml: '<h3>Thanks</h3>', pages: [{ elements: [{ type: 'text', name: 'a' }] }] }, 'completedHtml', '只能写文字'],
  [{ pages: [{ elements: [{ type: 'paneldynamic', name: 'jobs', templateElements: [] }] }] }, 'pages[0].elements[0].type', '不支持这种题型'],
  [{ pages: [{ elements: [{ type: 'matrixdynamic', name: 'm', columns: [{ name: 'c' }] }] }] }, 'pages[0].elements[0].type', '不支持这种题型'],
  [{ pages: [{ elements: [{ type: 'file', name: 'f' }] }] }, 'pages[0].elements[0].type', '不支持这种题型'],
  [{ pages: [{ elements: [{ type: 'dropdown', name: 'd', choicesByUrl: { url: 'https://example.org' } }] }] }, 'pages[0].elements[0].choicesByUrl', '不支持'],
  [{ pages: [{ elements: [{ type: 'radiogroup', name: 'r', choices: ['a', 'other'] }] }] }, 'pages[0].elements[0].choices[1]', '选项代号不能用'],
  [{ pages: [{ elements: [{ type: 'text', name: 'a', validators: [{ type: 'regex', regex: '(a)\\1' }] }] }] }, 'pages[0].elements[0].validators[0]', '格式规则'],
  [{ pages: [{ elements: [{ type: 'text', name: 'a', visibleIf: 'unknown({a})' }] }] }, 'pages[0].elements[0].visibleIf', '函数'],
  [{ timeLimit: 60, showTimer: true, pages: [{ elements: [{ type: 'text', name: 'a' }] }] }, 'timeLimit', '不支持'],
];

async function imported() {
  const made = await staff('handler', 'POST', '/console/surveys', { key: randomUUID(), title: '导入', audience: 'residents', template: 'empty' });
  const { id } = made.json.survey;
  for (const [document, path, words] of FOREIGN) {
    const text = JSON.stringify(document, null, 3);
    same((await staff('handler', 'POST', `/console/surveys/${id}/edit/import`, { key: randomUUID(), document: text })).status, 200, text);
    const { json } = await staff('handler', 'GET', `/console/surveys/${id}/edit`);
    same(json.document, text, 'as it was written');
    same(Boolean(json.edit.preview), !path, `drawn: ${text} ${JSON.stringify(json.edit.problems)}`);
    if (path && !json.edit.problems.some((one) => one.path.startsWith(path) && one.text.includes(words))) throw new Error(`${text}: ${JSON.stringify(json.edit.problems)}`);
  }
}

export async function survey() {
  await check('survey: the templates are settled by themselves and rate in numbers', templates);
  await check('survey: corrected after its start, each response keeps its version', versions);
  await check('survey: why it cannot be answered stands on its page', refusedPages);
  await check('survey: documents of other makers are taken, or refused at their place', imported);
  await check('survey: what the form could not have sent is refused, what cannot be seen is left out', refusals);
  await check('survey: a page without a script loses nothing and counts once', page);
  await check('survey: limits and quotas hold exactly under 64 submitters', lastPlaces);
  await check('survey: words with a number become an opinion and leave the response', words);
  await check('survey: with the whole database in hand no code leads to a response', unlinkable);
}
