// An opinion comes in, a problem is rectified, everyone sees it.
import { open, sound, widths } from '../lib/browser.mjs';
import { cast } from '../lib/cast.mjs';
import { Staff } from './staff.mjs';

const WORDS = '我上个月三次到窗口反映村口路灯的事，每次都叫我去找别的科室，没有一个人肯登记。';
const PHONE = '13800001234';

async function handIn(page) {
  await page.goto('/');
  await page.click('a[href="/opinions"]');
  await page.check('input[name=kind][value=criticism]');
  await page.fill('textarea[name=text]', WORDS);
  await page.fill('input[name=place]', '东湖街道');
  await page.check('input[name=protection][value=reply]');
  await page.fill('input[name="contact.phone"]', PHONE);
  await sound(page, 'the form');
  await page.click('form[action="/opinions"] button.main');
  await page.waitForSelector('#receipt');
  await sound(page, 'the receipt');
  return { receipt: (await page.innerText('#receipt')).trim(), number: (await page.locator('.ticket dd.mono').innerText()).trim() };
}

async function follow(page, receipt) {
  await page.goto('/track');
  await page.fill('input[name=receipt]', receipt.toLowerCase().replace(/-/g, ' '));
  await page.click('form[action="/track"] button');
  await page.waitForSelector('.status');
  await sound(page, 'the tracking page');
  if (page.url().includes(receipt)) throw new Error('the receipt stands in the address');
  return page.innerText('.status');
}

async function expect(page, receipt, words) {
  const status = await follow(page, receipt);
  if (status.trim() !== words) throw new Error(`the speaker reads ${status}, not ${words}`);
}

async function findOpinion(staff, number) {
  await staff.see('/console/opinions');
  await staff.page.locator('tr, li', { hasText: number }).locator('a').first().click();
  await staff.page.waitForLoadState();
  await staff.sound('the opinion at the desk');
  return new URL(staff.page.url()).pathname;
}

async function triage(browser, options, number) {
  const clerk = await Staff.enter(browser, cast.triage, options);
  await clerk.sound('the desk');
  const opinion = await findOpinion(clerk, number);
  await clerk.act('open');
  await clerk.act('assign', {
    category: 'C01', scope: 'own', title: '窗口互相推诿、不予登记', problem: '来访群众反映事项多次被要求转找其他科室，首问未登记。',
    lead_office: cast.office, rectify_type: 'fix_by', leader: cast.leader,
  });
  if (await clerk.offered('approve')) throw new Error('who proposed is offered to approve');
  await clerk.leave();
  return opinion;
}

async function approve(browser, options, username, path) {
  const second = await Staff.enter(browser, username, options);
  await second.see(path);
  await second.act('approve');
  const issue = await second.page.locator('a[href^="/console/issues/"]').first().getAttribute('href').catch(() => null);
  await second.leave();
  return issue;
}

async function rectify(browser, options, opinion, issue) {
  const handler = await Staff.enter(browser, cast.handler, options);
  if ((await handler.see(opinion)) !== 403) throw new Error('the office is let near the words');
  await handler.see(issue);
  const seen = await handler.page.content();
  if (seen.includes(PHONE) || seen.includes(WORDS.slice(0, 14))) throw new Error('the office sees the speaker');
  await handler.sound('the problem at the office');
  await handler.act('sign');
  const head = await Staff.enter(browser, cast.head, options);
  await head.see(issue);
  await head.act('approve');
  await head.act('plan');
  await handler.see(issue);
  await handler.act('progress', { percent: '100', measure: '1' });
  await head.see(issue);
  await head.act('reply', { answer: '已建立首问登记制度，窗口人员已作批评教育，欢迎继续监督。', result_class: 'A', public_summary: '窗口推行首问登记，来访事项当场登记、限期回复。' });
  await handler.leave();
  await head.leave();
}

async function rate(page, receipt) {
  await follow(page, receipt);
  await page.check('input[name=attitude][value=satisfied]');
  await page.check('input[name=result][value=satisfied]');
  await page.check('input[name=solved][value=yes]');
  await page.click('form[action="/track/rating"] button');
  await page.waitForSelector('.status');
}

async function strikeOff(browser, options, issue) {
  const head = await Staff.enter(browser, cast.head, options);
  await head.see(issue);
  await head.act('apply_close');
  if (await head.offered('close')) throw new Error('who applies is offered to strike off');
  await head.leave();
  const reviewer = await Staff.enter(browser, cast.reviewer, options);
  await reviewer.see(issue);
  await reviewer.act('take_review');
  await reviewer.act('close');
  await reviewer.see('/console/reports/ledger');
  await reviewer.sound('the ledger');
  const text = await reviewer.page.innerText('main');
  if (!text.includes('窗口互相推诿') || !text.includes('已销号')) throw new Error('the ledger does not show it struck off');
  await reviewer.leave();
}

export async function thread(browser, { scripts }) {
  const options = { scripts };
  const page = await open(browser, { ...options, viewport: widths.phone });
  const { receipt, number } = await handIn(page);
  await expect(page, receipt, '已收到');
  const opinion = await triage(browser, options, number);
  await expect(page, receipt, '审核中');
  const issue = await approve(browser, options, cast.assigner, opinion);
  await expect(page, receipt, '已交办');
  await rectify(browser, options, opinion, issue);
  await expect(page, receipt, '已答复，请评价');
  await rate(page, receipt);
  await strikeOff(browser, options, issue);
  await expect(page, receipt, '已办结');
  await page.goto('/progress');
  await sound(page, 'the public page');
  if (page.complaints.length) throw new Error(`the browser complains: ${page.complaints.join('; ')}`);
  await page.context().close();
}
