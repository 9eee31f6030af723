// Every page in light, dark, large print and English, at the widths of two phones, a tablet and a desk: axe finds nothing, nothing
// is wider than the screen, and no word of the other language stands on it. With XQ_SHOTS=folder the pictures are kept.
import path from 'node:path';
import { check } from '../lib/result.mjs';
import { open, accessible, fits, widths } from '../lib/browser.mjs';
import { citizens, staff } from './places.mjs';

const shots = process.env.XQ_SHOTS;
// axe looks at structure and colours, which large print and English share with light. English is read in large print, in which it is widest.
const looks = [
  { name: 'light', axe: true }, { name: 'dark', axe: true, dark: true },
  { name: 'large', query: '?size=large' }, { name: 'english', query: '?size=large', locale: 'en-GB' },
];

// What people wrote stays in the tongue that they wrote it in: the demonstration has an English opinion among Chinese ones.
const THEIR_WORDS = '.words, .said-note, .what, .similar, .pending dd, td';

function ownText(page) {
  return page.evaluate((theirs) => {
    const body = document.body.cloneNode(true);
    body.querySelectorAll(`${theirs}, script, select, textarea`).forEach((node) => node.remove());
    return body.textContent;
  }, THEIR_WORDS);
}

// Three Latin words in a row are an English sentence; a Chinese one has its own marks. Names and titles stay as they are.
async function language(page, look, where) {
  const text = await ownText(page);
  const stray = look.name === 'english' ? text.match(/[\u4e00-\u9fff]+[，。；！？][\u4e00-\u9fff]*/) : text.match(/\b[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}\b/);
  if (stray) throw new Error(`${where}: the other language: ${stray[0]}`);
  if (/\{\{|undefined|\[object|null\b/.test(text)) throw new Error(`${where}: something raw is shown`);
}

async function visit(page, look, go, name) {
  await page.setViewportSize(widths.phone);
  await go(page);
  const where = `${name} ${look.name}`;
  if (look.axe) await accessible(page, where);
  await language(page, look, where);
  for (const [width, viewport] of Object.entries(widths)) {
    await page.setViewportSize(viewport);
    await fits(page, `${where} ${width}`);
    if (shots) await page.screenshot({ path: path.join(shots, `${name}-${width}-${look.name}.png`), fullPage: true });
  }
}

async function walk(browser, look, places, as) {
  const page = await open(browser, { dark: look.dark, locale: look.locale, as });
  if (look.query) await page.goto((as ? '/console' : '/') + look.query);
  for (const [name, go] of Object.entries(places)) {
    await check(`browser: page ${name}, ${look.name}`, () => visit(page, look, go, name));
  }
  await page.context().close();
}

// One walk for each look and each account.
export function pages(browser) {
  const walks = looks.map((look) => () => walk(browser, look, citizens()));
  for (const [as, places] of Object.entries(staff)) walks.push(...looks.map((look) => () => walk(browser, look, places, as)));
  return walks;
}
