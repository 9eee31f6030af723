// Where a browser goes: every page of the product, with what has to be done to stand on it.
import fs from 'node:fs';
import path from 'node:path';
import { state } from '../lib/stack.mjs';
import { cast } from '../lib/cast.mjs';

const WORDS = '窗口要的材料和办事指南上写的不一样，跑了三趟才办成，希望能一次说清楚。';
const button = 'form[action="/opinions"] button.main';

const at = (address) => (page) => page.goto(address);

async function first(page, list, link) {
  await page.goto(list);
  const href = await page.locator(link).first().getAttribute('href');
  await page.goto(href);
}

// The receipts that the demonstration prints, one for each thing that a speaker may be told.
export function receipts() {
  const printed = fs.readFileSync(path.join(state, 'filled'), 'utf8').match(/[0-9A-Z]{4}(-[0-9A-Z]{4}){5}/g) || [];
  if (printed.length < 6) throw new Error(`the demonstration printed ${printed.length} receipts`);
  return printed;
}

async function track(page, receipt) {
  await page.goto('/track');
  await page.fill('input[name=receipt]', receipt);
  await page.click('form[action="/track"] button');
  await page.waitForSelector('.status');
}

// A notice with a line that is wrong, looked at before it is imported.
async function preview(page) {
  await page.goto('/console/calendar/import');
  await page.fill('textarea[name=text]', '日期,是否上班,说明\n2028-01-01,否,元旦\n2028-02-30,否,春节');
  await page.locator('form[action="/console/calendar/preview"] button').first().click();
  await page.waitForSelector('table');
}

// A fresh password, shown this once.
async function password(page) {
  await page.goto('/console/admin/account');
  await page.locator('#act-add summary').click();
  await page.fill('#fadd-username', `ceshi${Date.now()}`);
  await page.fill('#fadd-name', '测试员');
  await page.selectOption('#fadd-office', 'xinfang');
  await page.locator('#act-add button').click();
  await page.waitForSelector('#fresh');
}

async function lostReceipt(page) {
  await page.goto('/track');
  await page.fill('input[name=receipt]', 'XXXX-1234');
  await page.click('form[action="/track"] button');
  await page.waitForSelector('#errors');
}

async function mistakes(page) {
  await page.goto('/opinions');
  await page.locator('form[action="/opinions"]').evaluate((node) => { node.noValidate = true; });
  await page.fill('textarea[name=text]', '太短');
  await page.click(button);
  await page.waitForSelector('#errors');
}

async function handIn(page) {
  await page.goto('/opinions');
  await page.check('input[name=kind][value=suggestion]');
  await page.fill('textarea[name=text]', WORDS);
  await page.click(button);
  await page.waitForSelector('#receipt');
}

async function answer(page) {
  await page.goto('/surveys');
  await page.goto(await page.locator('.sheet h2 a').filter({ hasText: /第三轮|third round/ }).getAttribute('href'));
}

export function citizens() {
  const places = {
    home: at('/'), form: at('/opinions'), mistakes, receipt: handIn, track: at('/track'), lost_receipt: lostReceipt,
    progress: at('/progress'), notice: (page) => first(page, '/progress', '.cases a[href*=notices]'), case: (page) => first(page, '/progress', '.cases a[href*=cases]'), privacy: at('/privacy'),
    results: at('/results'), survey_result: (page) => first(page, '/results', '.cases a'), surveys: at('/surveys'), survey: answer,
    not_found: at('/nothing-here'), signin: at('/console'),
  };
  receipts().forEach((receipt, n) => { places[`tracking_${n + 1}`] = (page) => track(page, receipt); });
  return places;
}

// A phone's places, unfolded.
async function places(page) {
  await page.goto('/console');
  if (await page.locator('.menu').isVisible()) await page.click('.menu summary');
  await page.waitForSelector('.bar a');
}

// An ordinary file with a row that is wrong, looked at before it is imported.
async function importCheck(page) {
  await page.goto('/console/lists/ledger/import');
  await page.fill('textarea[name=text]', '问题描述\t问题来源\t责任单位\n来访无人接待，电话无人接听\t没有这个来源\t社会建设工作委员会');
  await page.locator('form:has(textarea[name=text]) button').click();
  await page.waitForSelector('.facts + .alarm');
}

const inState = (list, code) => (page) => first(page, `${list}?state=${code}`, '.rows .no a');

// A year has every part that a circular may have.
async function draft(page) {
  await page.goto('/console/circulars');
  await page.locator('#act-draft summary').click();
  await page.fill('#act-draft input[name=period]', String(new Date().getFullYear()));
  await page.click('#act-draft button');
  await page.waitForSelector('.document');
}

// A survey of the demonstration by its number: other tests make surveys of their own.
async function numbered(page, list, row, n, link) {
  await page.goto(list);
  await page.goto(await page.locator(row).filter({ hasText: new RegExp(`WDY-\\d{4}-${n}(?!\\d)`) }).locator(link).first().getAttribute('href'));
}

const results = (page) => numbered(page, '/console/reports/survey', 'tbody tr', '02', '.open a');
const live = (page) => numbered(page, '/console/surveys', '.rows li', '04', 'a');

async function cross(page) {
  await results(page);
  await page.selectOption('#q-row', 'q1');
  await page.selectOption('#q-col', 'q6');
  await page.click('#cross button');
  await page.waitForSelector('#cross table');
}

async function words(page) {
  await results(page);
  await page.goto(await page.locator('.report-line a[href$="/words"]').getAttribute('href'));
}

async function compareLists(page) {
  await first(page, '/console/lists', '.rows .no a:has-text("QD-")');
  await page.goto(await page.locator('.similar a').first().getAttribute('href'));
}

// By account, so that each signs in once and walks through its pages.
const within = async (page, href) => {
  await live(page);
  await page.click(`.report-line a[href$="${href}"]`);
  await page.waitForLoadState();
};
const poster = (page) => within(page, '/poster');
const entry = (page) => within(page, '/entry');

export const staff = {
  [cast.triage]: {
    desk: at('/console'), inbox: at('/console/opinions'), inbox_next: (page) => first(page, '/console/opinions', 'a[rel=next]'),
    password: at('/console/password'), calendar: at('/console/calendar'), deadlines: at('/console/deadlines'), opinion_21: inState('/console/opinions', 21),
    search: at('/console/search'), search_hits: at(`/console/search?q=${encodeURIComponent('接待')}`),
    search_none: at(`/console/search?q=${encodeURIComponent('龘靐')}`), hotspots: at('/console/hotspots'),
    hotspot: (page) => first(page, '/console/hotspots', '.rows .what a'), places, survey_words: words,
    residents: at('/console/reports/delegate_contact'), contacts: at('/console/reports/contact'), reception: at('/console/reports/reception'),
    hotspot_view: at('/console/reports/hotspot'), no_right: at('/console/admin'), no_page: at('/console/nothing-here'),
    opinion_10: inState('/console/opinions', 10), opinion_20: inState('/console/opinions', 20), opinion_29: inState('/console/opinions', 29),
  },
  [cast.supervisor]: {
    surveys_staff: at('/console/surveys'), survey_staff: live, survey_poster: poster, survey_entry: entry,
    desk_supervisor: at('/console'), issues: at('/console/issues'), reports: at('/console/reports'), ledger: at('/console/reports/ledger'),
    league: at('/console/reports/league'), heat: at('/console/reports/heat'), ageing: at('/console/reports/ageing'), warnings: at('/console/reports/warnings'),
    lookback: at('/console/reports/lookback'), rebound: at('/console/reports/rebound'), kept_on: at('/console/reports/kept_on'),
    survey: at('/console/reports/survey'), desk_view: at('/console/reports/desk'), list_problems: at('/console/reports/list-problems'),
    list_duties: at('/console/reports/list-duties'), list_tasks: at('/console/reports/list-tasks'), list_negatives: at('/console/reports/list-negatives'),
    trend: at('/console/reports/trend'), sources: at('/console/reports/sources'),
    survey_results: results,
    survey_too_few: (page) => numbered(page, '/console/reports/survey', 'tbody tr', '03', '.open a'), survey_cross: cross,
    circulars: at('/console/circulars'), circular_draft: draft,
    lists: at('/console/lists'), list_issue: (page) => first(page, '/console/lists', '.rows .no a'), list_compare: compareLists,
    list_measures: at('/console/reports/list-measures'), duties_all: at('/console/duties'), duties_report: at('/console/reports/duties'),
    supervisions: at('/console/supervisions'), supervision_red: (page) => first(page, '/console/supervisions?level=red', '.rows .no a'),
    supervision_draft: (page) => first(page, '/console/supervisions?state=draft', '.rows .no a'),
    supervision_blue: (page) => first(page, '/console/supervisions?level=blue', '.rows .no a'), talks: at('/console/talks'),
    campaigns: at('/console/campaigns'), campaign: (page) => first(page, '/console/campaigns', '.rows .no a'), issue_82: inState('/console/issues', 82),
    issue_50: inState('/console/issues', 50), issue_60: inState('/console/issues', 60), issue_90: inState('/console/issues', 90),
  },
  [cast.party]: {
    desk_party: at('/console'), talks_party: at('/console/talks'), talk: (page) => first(page, '/console/talks', '.rows .no a'),
    talk_summons: (page) => first(page, '/console/talks?kind=summons', '.rows .no a'),
  },
  [cast.discipline]: {
    desk_discipline: at('/console'), opinion_26: inState('/console/opinions', 26),
  },
  [cast.receiver]: {
    duties_receiver: at('/console/duties'), duty_receiver: (page) => first(page, '/console/duties', '.rows .no a'),
  },
  [cast.sysadmin]: {
    admin: at('/console/admin'), admin_accounts: at('/console/admin/account'), admin_choices: at('/console/admin/choice'),
    admin_account: (page) => first(page, '/console/admin/account', '.rows .no a'), admin_password: password,
    admin_limit: (page) => first(page, '/console/admin/deadline', '.rows .no a'),
    outbox: at('/console/telling'), calendar_admin: at('/console/calendar'), calendar_import: at('/console/calendar/import'), calendar_preview: preview,
  },
  [cast.discipline]: { desk_discipline: at('/console'), opinion_26: (page) => first(page, '/console/opinions', '.rows .no a'), talks_discipline: at('/console/talks') },
  [cast.leader]: { desk_leader: at('/console'), warnings_leader: at('/console/reports/warnings'), issue_leader: (page) => first(page, '/console/issues', '.rows .no a') },
  [cast.auditor]: { desk_auditor: at('/console'), audit: at('/console/reports/audit'), admin_auditor: at('/console/admin') },
  [cast.head]: {
    surveys_office: at('/console/surveys'), import: at('/console/lists/ledger/import'), import_check: importCheck, reports_office: at('/console/reports'), duties: at('/console/duties'), duty: (page) => first(page, '/console/duties', '.rows .no a'),
    desk_office: at('/console'), supervision_office: (page) => first(page, '/console/supervisions', '.rows .no a'), lists_office: at('/console/lists'), telling: at('/console/telling'), league_office: at('/console/reports/league'), issue_office: (page) => first(page, '/console/issues', '.rows .no a'),
  },
};
