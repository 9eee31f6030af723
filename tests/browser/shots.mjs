// The README's pictures, taken anew from a running demonstration: XQ_SHOTS=tests/browser/shots node tests/browser/shots.mjs
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { launch, open } from '../lib/browser.mjs';
import { cast } from '../lib/cast.mjs';
import { citizens, staff } from './places.mjs';

const folder = process.env.XQ_SHOTS || 'tests/browser/shots';
const phone = { width: 360, height: 720 };
const desk = { width: 1280, height: 800 };
const people = citizens();

async function kinds(page) {
  await people.form(page);
  await page.locator('.promise').evaluate((node) => node.scrollIntoView());
}

const pictures = {
  home: [phone, people.home], form: [phone, kinds], tracking: [phone, people.tracking_3],
  desk: [desk, staff[cast.triage].desk, cast.triage], issue: [desk, staff[cast.head].issue_office, cast.head],
  league: [desk, staff[cast.supervisor].league, cast.supervisor],
};

const browser = await launch();
for (const [name, [viewport, go, as]] of Object.entries(pictures)) {
  const page = await open(browser, { viewport, as });
  await go(page);
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file });
  execFileSync('convert', [file, '-strip', '-colors', '128', `PNG8:${file}`]);
  await page.context().close();
}
await browser.close();
