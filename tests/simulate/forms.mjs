// What people write into the forms. Some of it is wrong on purpose; the model says which.
import { dayOf, iso } from './calendar.mjs';
import { appealable, appealed, counted, excludable, placeOf, speakersLeft } from './checks.mjs';

const OFFICES = ['bangongshi', 'yanjiushi', 'fagongwei', 'jiansi', 'caijing', 'jiaokewei', 'huanzi', 'nongye', 'minqiao', 'shehui', 'daibiao', 'xinfang', 'dangwei', 'laoganbu'];
const words = '已经核实，情况属实，按规定办理。';

function assign(r, model, subject, at) {
  const type = r.weigh({ fix_now: 4, while_inspecting: 1, fix_by: 6, keep_on: 1, explain: 1 });
  const f = {
    title: `办理中的问题${r.letters(4)}`, problem: '服务不到位，群众多次往返，未能一次说清。', scope: 'own', category: r.pick(model.plainCategories),
    lead_office: r.pick(OFFICES), rectify_type: type, key_issue: r.chance(0.2),
  };
  if (r.chance(0.7)) f.leader = r.pick(model.people.filter((one) => one.role === 'leader')).username;
  if (r.chance(0.3)) f.co_offices = [r.pick(OFFICES.filter((one) => one !== f.lead_office))];
  if (type === 'fix_by' && r.chance(0.25)) {
    const longest = model.calendar.limit(at, model.rules.fix_max);
    f.due = iso(r.pick([longest, longest + 1, dayOf(at) + r.whole(5, 55)]));
  }
  return f;
}

function measure(r, at) {
  return { what: '公布一次性告知清单', target: '一次说清', owner: '经办人', due_on: iso(dayOf(at) + (r.chance(0.06) ? -1 : r.whole(1, 25))) };
}

function rating(r) {
  const f = { contacted: r.chance(0.8), solved: r.weigh({ yes: 6, partly: 3, no: 1 }), attitude: r.weigh({ satisfied: 6, basically: 3, dissatisfied: 1 }), result: r.weigh({ satisfied: 6, basically: 3, dissatisfied: 1.5 }) };
  if (f.attitude === 'dissatisfied' || f.result === 'dissatisfied') f.reason = '说了没有改，只是口头答复。';
  return f;
}

function progress(r, subject) {
  const f = { text: words, percent: r.pick([30, 60, 90, 100, 100]) };
  const open = subject.measures.map((one, n) => [one, n + 1]).filter(([one]) => one.percent < 100);
  if (open.length && r.chance(0.85)) f.measure = String(r.pick(open)[1]);
  return f;
}

function extension(r, model, subject) {
  const longest = model.calendar.limit(subject.due * 86400, model.rules.extension_max);
  return { reason: '需要与相关单位协调，请延期。', new_date: iso(r.weigh({ in: 6, edge: 2, over: 1 }) === 'in' ? subject.due + r.whole(1, 28) : longest + (r.chance(0.5) ? 1 : 0)) };
}

function keepOn(r, model, at) {
  const longest = model.calendar.limit(at, model.rules.milestone);
  return { milestone: '完成制度修订', next_on: iso(r.pick([longest, longest + 1, dayOf(at) + r.whole(20, 80)])) };
}

function lookback(r) {
  return { method: r.pick([['look', 'visit'], ['check'], ['listen', 'check', 'visit']]), findings: '随机查看三处，均按要求执行。', second_checker: 'zhuren1' };
}

// Two problems in one form: what belongs to the second ends in _2.
function twice(r, model, subject, at) {
  const { scope, ...second } = assign(r, model, subject, at);
  return { ...assign(r, model, subject, at), ...Object.fromEntries(Object.entries(second).map(([name, value]) => [`${name}_2`, value])) };
}

// About one of the ratings there are; none, no form.
const ofRating = (list) => (r, model, subject) => (list(subject).length ? { rating: placeOf(subject, r.pick(list(subject))), reason: '说明理由：核实后决定。' } : null);
const ofSpeaker = (more) => (r, model, subject) => (speakersLeft(subject).length ? { opinion: r.pick(speakersLeft(subject)), ...more(r) } : null);
const into = (r, model) => (model.joinable().length ? { issue: r.pick(model.joinable()).number } : null);
const outOf = (r, model, subject) => (model.removable(subject).length ? { issue: r.pick(model.removable(subject)).number, note: '并错了，另行办理。' } : null);

const makers = {
  ask: () => ({ question: '请问是哪一天、在哪个窗口？' }),
  take_over: () => ({}),
  transfer: () => ({ note: '涉嫌违纪，按规定移送。' }),
  refer: () => ({ to: '12345政务服务便民热线', explanation: '此事由其他单位负责，请向热线反映。' }),
  refuse: (r) => ({ reason: r.pick(['R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7']), explanation: '此件不予受理，请向有权机关提出。' }),
  assign,
  merge: into, split: assign, assign_parts: twice, unmerge: outOf, recuse: () => ({}), take_over: () => ({}),
  object: (r, model, subject) => ({ reason: '不属于本室职责范围。', suggested_office: r.pick(OFFICES.filter((one) => one !== subject.lead)) }),
  reassign: (r, model, subject) => ({ lead_office: r.chance(0.1) ? subject.lead : r.pick(OFFICES.filter((one) => one !== subject.lead)) }),
  uphold: () => ({ reason: '经研究，仍由你室牵头。' }),
  first_contact: () => ({ note: '已经电话联系。' }),
  plan: (r, model, subject, at) => ({ cause: '流程没有理顺，责任不清。', ...measure(r, at) }),
  replan: (r, model, subject, at) => ({ cause: '人员调整后没有坚持。', ...measure(r, at) }),
  add_measure: (r, model, subject, at) => measure(r, at),
  progress: (r, model, subject) => progress(r, subject),
  ask_extension: (r, model, subject) => extension(r, model, subject),
  refuse_extension: () => ({ reason: '原时限可以完成。' }),
  keep_on: (r, model, subject, at) => keepOn(r, model, at),
  reply: (r) => ({ answer: `您反映的问题已经整改，现答复如下${r.letters(5)}。`, result_class: r.weigh({ A: 6, B: 2, C: 1, D: 1 }), public_summary: '已经公布清单，一次说清，不再往返。' }),
  record_revisit: ofSpeaker(rating), no_answer: ofSpeaker(() => ({})),
  void_rating: ofRating(counted), exclude_rating: ofRating(excludable), appeal_rating: ofRating(appealable), uphold_appeal: ofRating(appealed), refuse_appeal: ofRating(appealed),
  not_done: () => ({ reason: '现场没有看到清单。' }),
  convene: () => ({ meeting: '信访室、承办单位和两位专家参加，各方陈述了意见。' }),
  rework: () => ({ conclusion: '还应继续整改。' }),
  explain_close: () => ({ reason: '受政策所限，已经向提出人说明情况。' }),
  apply_close: () => ({ one_reflection: '不涉及', lasting: '清单制度化' }),
  close: (r) => ({ conclusion: '已经整改到位。', publish: r.chance(0.3) }),
  return_close: () => ({ reason: '还有一处没有改。' }),
  publicize: () => ({ text: '窗口公布一次性告知清单，群众不再往返。' }),
  hold: lookback, basically_hold: lookback, rebound: lookback,
  mutated: (r) => ({ ...lookback(r), title: `换了形式的问题${r.letters(4)}`, problem: '清单有了，窗口又要求另填一份表。', rectify_type: r.pick(['fix_now', 'fix_by']) }),
  approve: () => ({}), send_back: () => ({ reason: '理由不够具体。' }),
};

// null: there is nothing to fill it with.
export function fill(action, r, model, subject, at) {
  return makers[action] ? makers[action](r, model, subject, at) : {};
}

export function correction(r, model, subject) {
  const f = { category: r.pick(model.plainCategories), note: '分类有误。' };
  return subject.layer === 'opinion' ? f : { ...f, title: subject.title, key_issue: r.chance(0.3) };
}

export { rating };

const things = ['窗口', '大厅', '联络站', '接待日', '调研组', '值班室'];
const faults = ['没有人接待，等了一个上午', '要了三次同样的材料', '态度很冷淡，问什么都不答', '说好答复，过了很久没有回音', '开会太多，材料写了又写', '只看样板，不进困难人家'];

export function opinion(r, model) {
  const protection = r.weigh({ none: 5, reply: 4, protected: 1 });
  const json = {
    key: r.uuid(), kind: r.weigh({ opinion: 3, suggestion: 4, criticism: 5, complaint: 5, accusation: 1, praise: 1, unsure: 1 }),
    text: `${r.pick(things)}${r.pick(faults)}，记号${r.letters(10)}。`, protection, publish_consent: r.chance(0.5), disclose_consent: r.chance(0.2), notice_version: 1,
  };
  if (protection !== 'none') json.contact = { phone: `1380000${r.whole(1000, 9999)}`, name: '赵某' };
  if (r.chance(0.6)) json.category = r.pick([...model.categories.keys()].filter((one) => model.categories.get(one).leaf));
  if (r.chance(0.5)) json.office = r.pick(OFFICES);
  return json;
}
