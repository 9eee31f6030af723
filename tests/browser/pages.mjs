// Every page at phone, tablet and desk width, light, dark and in large print, in both languages: axe finds nothing, nothing is
// wider than the screen, and no word of the other language stands on it. With XQ_SHOTS=folder the pictures are kept.
import path from 'node:path';
import { check } from '../lib/result.mjs';
import { open, sound, widths } from '../lib/browser.mjs';
import { cast } from '../lib/cast.mjs';
import { Staff } from './staff.mjs';

const shots = process.env.XQ_SHOTS;
const citizen = { home: '/', opinion: '/opinions', track: '/track', progress: '/progress', privacy: '/privacy', lost: '/nothing-here' };
const console_ = {
  desk: [cast.triage, '/console'], inbox: [cast.triage, '/console/opinions'], issues: [cast.supervisor, '/console/issues'],
  reports: [cast.supervisor, '/console/reports'], ledger: [cast.supervisor, '/console/reports/ledger'],
};
const looks = [
  { name: 'light', query: '' }, { name: 'dark', query: '', dark: true },
  { name: 'large', query: '?size=large' }, { name: 'english', query: '?lang=en', locale: 'en-GB' },
];

async function shoot(page, name) {
  if (shots) await page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true });
}

// A Chinese page has no English sentence: three Latin words in a row are one. An English page has no Chinese beyond its names.
async function language(page, look, where) {
  const text = await page.locator('body').innerText();
  const stray = look.name === 'english' ? null : text.match(/\b[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}\b/);
  if (stray) throw new Error(`${where}: English on a Chinese page: ${stray[0]}`);
  if (/\{\{|undefined|\[object|null\b/.test(text)) throw new Error(`${where}: something raw is shown`);
}

async function visit(page, look, address, name) {
  await page.goto(address + look.query);
  await sound(page, name);
  await language(page, look, name);
  await shoot(page, name);
}

export async function pages(browser) {
  for (const look of looks) {
    for (const [width, viewport] of Object.entries(widths)) {
      await check(`browser: citizens' pages, ${width}, ${look.name}`, async () => {
        const page = await open(browser, { viewport, dark: look.dark, locale: look.locale });
        for (const [name, address] of Object.entries(citizen)) await visit(page, look, address, `${name}-${width}-${look.name}`);
        await page.context().close();
      });
    }
  }
  for (const [name, [username, address]] of Object.entries(console_)) {
    await check(`browser: console page ${name}`, async () => {
      for (const [width, viewport] of Object.entries(widths)) {
        for (const look of looks) {
          const staff = await Staff.enter(browser, username, { viewport, dark: look.dark, locale: look.locale });
          await visit(staff.page, look, address, `${name}-${width}-${look.name}`);
          await staff.leave();
        }
      }
    });
  }
}
