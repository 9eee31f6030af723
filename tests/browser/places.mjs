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

export function citizens() {
  const places = {
    home: at('/'), form: at('/opinions'), mistakes, receipt: handIn, track: at('/track'), lost_receipt: lostReceipt,
    progress: at('/progress'), case: (page) => first(page, '/progress', '.cases a'), privacy: at('/privacy'),
    not_found: at('/nothing-here'), signin: at('/console'),
  };
  receipts().forEach((receipt, n) => { places[`tracking_${n + 1}`] = (page) => track(page, receipt); });
  return places;
}

const inState = (list, code) => (page) => first(page, `${list}?state=${code}`, '.rows .no a');

// By account, so that each signs in once and walks through its pages.
export const staff = {
  [cast.triage]: {
    desk: at('/console'), inbox: at('/console/opinions'), inbox_next: (page) => first(page, '/console/opinions', 'a[rel=next]'),
    calendar: at('/console/calendar'), deadlines: at('/console/deadlines'), opinion_21: inState('/console/opinions', 21),
    opinion_10: inState('/console/opinions', 10), opinion_20: inState('/console/opinions', 20), opinion_29: inState('/console/opinions', 29),
  },
  [cast.supervisor]: {
    desk_supervisor: at('/console'), issues: at('/console/issues'), reports: at('/console/reports'), ledger: at('/console/reports/ledger'),
    issue_50: inState('/console/issues', 50), issue_60: inState('/console/issues', 60), issue_90: inState('/console/issues', 90),
  },
  [cast.sysadmin]: {
    admin: at('/console/admin'), admin_accounts: at('/console/admin/account'), admin_choices: at('/console/admin/choice'),
    admin_account: (page) => first(page, '/console/admin/account', '.rows .no a'), admin_password: password,
    admin_limit: (page) => first(page, '/console/admin/deadline', '.rows .no a'), calendar_admin: at('/console/calendar'), calendar_import: at('/console/calendar/import'), calendar_preview: preview,
  },
  [cast.head]: { desk_office: at('/console'), issue_office: (page) => first(page, '/console/issues', '.rows .no a') },
};
