// What thumbs and bad lines do: a double click, a reload, the way back, a form sent with mistakes.
import { check } from '../lib/result.mjs';
import { open, sound } from '../lib/browser.mjs';
import { cast } from '../lib/cast.mjs';

const WORDS = '办事指南上写的材料和窗口要的不一样，跑了三趟才办成一件小事。';

async function form(browser, scripts) {
  const page = await open(browser, { scripts });
  await page.goto('/opinions');
  await page.check('input[name=kind][value=complaint]');
  await page.fill('textarea[name=text]', WORDS);
  return page;
}

const button = 'form[action="/opinions"] button.main';
const receiptOf = async (page) => {
  await page.waitForSelector('#receipt');
  return page.innerText('#receipt');
};

async function doubleClick(browser, scripts) {
  const page = await form(browser, scripts);
  const posts = [];
  page.on('request', (request) => request.method() === 'POST' && posts.push(request.postData()));
  await page.dblclick(button);
  const first = await receiptOf(page);
  await page.reload();
  const second = await receiptOf(page);
  if (first !== second) throw new Error('a reload shows another receipt');
  if (new Set(posts).size !== 1) throw new Error('what was sent differs from click to click');
  await page.context().close();
}

async function mistakes(browser, scripts) {
  const page = await open(browser, { scripts });
  await page.goto('/opinions');
  await page.locator('form[action="/opinions"]').evaluate((node) => { node.noValidate = true; });
  await page.fill('textarea[name=text]', '太短');
  await page.fill('input[name=place]', '东湖街道办事大厅');
  await page.check('input[name=protection][value=reply]');
  await page.click(button);
  await page.waitForSelector('[aria-invalid=true], .bad');
  await sound(page, 'the form with mistakes');
  if ((await page.inputValue('textarea[name=text]')) !== '太短') throw new Error('the words are gone');
  if ((await page.inputValue('input[name=place]')) !== '东湖街道办事大厅') throw new Error('the place is gone');
  if (!(await page.isChecked('input[name=protection][value=reply]'))) throw new Error('the choice is gone');
  await page.context().close();
}

// A form that a browser kept, filled anew and sent under its old key: the first opinion stands, the second is offered apart.
async function sentAgainAltered(browser) {
  const altered = `${WORDS}后来又去了一次。`;
  const first = await form(browser, true);
  const key = await first.inputValue('input[name=key]');
  await first.click(button);
  const receipt = await receiptOf(first);
  const second = await form(browser, true);
  await second.locator('input[name=key]').evaluate((node, old) => { node.value = old; }, key);
  await second.fill('textarea[name=text]', altered);
  await second.click(button);
  await second.waitForSelector('[role=alert], .errors, #errors');
  if ((await second.inputValue('textarea[name=text]')) !== altered) throw new Error('the new words are gone');
  await second.click(button);
  if ((await receiptOf(second)) === receipt) throw new Error('the second opinion got the first receipt');
  await first.context().close();
  await second.context().close();
}

async function lostLine(browser) {
  const page = await form(browser, true);
  await page.context().setOffline(true);
  await page.click(button);
  await page.waitForSelector('form[action="/opinions"] [role=status]:not(:empty), [role=alert]:not(:empty)');
  if ((await page.inputValue('textarea[name=text]')) !== WORDS) throw new Error('the words are gone');
  await page.context().setOffline(false);
  await receiptOf(page);
  await page.context().close();
}

async function keyboard(browser) {
  const page = await open(browser, {});
  await page.goto('/opinions');
  await page.keyboard.press('Tab');
  const first = await page.evaluate(() => document.activeElement.getAttribute('href'));
  if (!first?.startsWith('#')) throw new Error('the first stop is not the way to the content');
  await page.focus('input[name=kind][value=opinion]');
  await page.keyboard.press('Space');
  await page.focus('textarea[name=text]');
  await page.keyboard.type(WORDS);
  await page.focus(button);
  await page.keyboard.press('Enter');
  await receiptOf(page);
  await page.context().close();
}

async function weight(browser) {
  const page = await open(browser, {});
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  let bytes = 0;
  let count = 0;
  client.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    count += encodedDataLength > 0 ? 1 : 0; // the browser's own cache answers for nothing
  });
  await page.goto('/opinions', { waitUntil: 'networkidle' });
  console.log(`  opinion form: ${bytes} bytes on the wire in ${count} requests`);
  if (bytes > 10240 || count > 4 || count === 0) throw new Error(`${bytes} bytes in ${count} requests`);
  await page.context().close();
}

// Printing is a script's work, so without one no button promises it.
async function printing(browser, scripts) {
  const page = await open(browser, { scripts, as: cast.supervisor });
  await page.addInitScript(() => { window.print = () => { document.title = 'printed'; }; });
  await page.goto('/console/reports/ledger');
  const button = page.locator('[data-print]');
  if ((await button.isVisible()) !== scripts) throw new Error('the button to print is not where it belongs');
  if (scripts) await button.click();
  if (scripts && (await page.title()) !== 'printed') throw new Error('the button does not print');
  await page.context().close();
}

// As a spreadsheet saves it: in the older encoding, which no Node writes. What is no text is refused, and the field stays.
const GB = { 否: [0xb7, 0xf1], 元: [0xd4, 0xaa], 旦: [0xb5, 0xa9], 国: [0xb9, 0xfa], 庆: [0xc7, 0xec], 节: [0xbd, 0xda] };
const gb18030 = (text) => Buffer.from([...text].flatMap((char) => GB[char] ?? [char.charCodeAt(0)]));

async function give(page, scripts, text) {
  const field = page.locator('textarea[name=text]');
  const chooser = page.locator('input[type=file]');
  if ((await chooser.isVisible()) !== scripts) throw new Error('the choice of a file is not where it belongs');
  if (!scripts) return field.fill(text);
  for (const buffer of [Buffer.from('\ufeff' + text), gb18030(text)]) {
    await field.fill('');
    await chooser.setInputFiles({ name: 'notice.csv', mimeType: 'text/csv', buffer });
    await page.waitForFunction((wanted) => document.querySelector('textarea[name=text]').value === wanted, text);
  }
  await chooser.setInputFiles({ name: 'notice.ics', mimeType: 'text/calendar', buffer: Buffer.from([0x50, 0x4b, 3, 4, 0, 0xff]) });
  await page.waitForSelector('[data-read] [role=alert]:not([hidden])');
  if ((await field.inputValue()) !== text) throw new Error('a file that is none has emptied the field');
  return sound(page, 'a notice read from a file');
}

// On a phone the places fold behind one switch, which needs no script; the words that are looked for go with them.
async function unfold(browser, scripts) {
  const page = await open(browser, { scripts, as: cast.supervisor });
  await page.goto('/console/issues');
  const bar = page.locator('.mast .bar');
  if (await bar.isVisible()) throw new Error('the places stand unfolded on a phone');
  await page.click('.menu summary');
  if (!(await bar.isVisible())) throw new Error('the switch does not unfold the places');
  if ((await bar.locator('[aria-current=page]').getAttribute('href')) !== '/console/issues') throw new Error('where one is is not marked');
  await page.fill('.find input', '接待');
  await page.press('.find input', 'Enter');
  await page.waitForURL('**/console/search?q=*');
  if ((await page.locator('.rows mark').count()) === 0) throw new Error('nothing is found from the masthead');
  await page.context().close();
}

// A row of a wide table is a sheet on a phone, where a script can write each column's name; its later columns come when asked for.
async function rowByRow(browser) {
  const page = await open(browser, { as: cast.supervisor });
  await page.goto('/console/reports/ledger');
  const row = page.locator('.report tbody tr').first();
  const shown = () => row.locator('td:visible').count();
  const few = await shown();
  if ((await row.locator('td').nth(2).getAttribute('data-label')) !== '问题编号') throw new Error('a cell does not say what it is');
  await row.locator('.more').click();
  if ((await shown()) <= few) throw new Error('the rest of a row does not come');
  await page.context().close();
}

// Each run and way takes a year that no other has touched: what is imported stays.
async function notice(browser, scripts) {
  const page = await open(browser, { scripts, as: cast.sysadmin });
  const year = scripts ? 2041 : 2042;
  await page.goto('/console/calendar/import');
  await give(page, scripts, `${year}-01-01,否,元旦\n${year}-10-01,否,国庆节`);
  await page.locator('form[action="/console/calendar/preview"] button').click();
  await page.locator('form[action="/console/calendar/import"] button').click();
  await page.waitForURL((url) => url.searchParams.get('done') === 'import');
  if (new URL(page.url()).pathname !== `/console/calendar/${year}`) throw new Error(`the import leads to ${page.url()}`);
  if ((await page.locator('.month .rest').count()) !== 2) throw new Error('the notice did not reach the calendar');
  await page.context().close();
}

// What was typed of a list's meeting stays, with the list and the filters it was for.
async function refusedList(browser, scripts) {
  const page = await open(browser, { scripts, as: cast.supervisor });
  await page.goto(`/console/reports/list-problems?office=${cast.office}`);
  await page.locator('#act-issue summary').click();
  await page.fill('#act-issue input[name=meeting]', '会');
  await page.fill('#act-issue textarea[name=note]', '请各室对照。');
  await page.locator('#act-issue button').click();
  await page.waitForSelector('#errors');
  const kept = [await page.inputValue('#act-issue input[name=meeting]'), await page.inputValue('#act-issue textarea[name=note]'),
    await page.locator('#act-issue input[name=list]').inputValue(), await page.locator('#act-issue input[name=filter_office]').inputValue()];
  if (kept.join() !== ['会', '请各室对照。', 'problems', cast.office].join()) throw new Error(`what is left of it: ${kept}`);
  await sound(page, 'a list that was refused');
  await page.fill('#act-issue input[name=meeting]', '机关党组会议');
  await page.locator('#act-issue button').click();
  await page.waitForURL(/\/console\/lists\/[0-9]+/);
  await page.context().close();
}

export async function habits(browser) {
  for (const scripts of [true, false]) {
    const how = scripts ? 'with scripts' : 'without scripts';
    await check(`browser: double click and reload give one receipt, ${how}`, () => doubleClick(browser, scripts));
    await check(`browser: what is typed survives a mistake, ${how}`, () => mistakes(browser, scripts));
    await check(`browser: a notice is looked at, then imported, ${how}`, () => notice(browser, scripts));
    await check(`browser: a list that is refused keeps what was typed, ${how}`, () => refusedList(browser, scripts));
    await check(`browser: the places unfold on a phone, ${how}`, () => unfold(browser, scripts));
    await check(`browser: the ledger offers to print only where it can, ${how}`, () => printing(browser, scripts));
  }
  await check('browser: the same form with other words: the first stands, the second is offered apart', () => sentAgainAltered(browser));
  await check('browser: a lost line keeps the words and sends them when it is back', () => lostLine(browser));
  await check('browser: a wide table is read row by row on a phone', () => rowByRow(browser));
  await check('browser: the form by keyboard alone', () => keyboard(browser));
  await check('browser: the form weighs at most 10 kB in 4 requests', () => weight(browser));
}
