// Debian's Chromium, driven by playwright-core; every page that is visited is also held against axe.
import { createRequire } from 'node:module';
import fs from 'node:fs';
import { chromium } from 'playwright-core';
import { base, password } from './stack.mjs';

const require = createRequire(import.meta.url);
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

// The flags keep Chromium from looking up its maker's hosts; root has no sandbox to offer.
const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const widths = { phone: { width: 320, height: 640 }, wider: { width: 360, height: 740 }, tablet: { width: 768, height: 1024 }, desk: { width: 1280, height: 900 } };

export function launch() {
  const root = process.getuid() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: [...flags, ...root] });
}

const entered = new Map();

// Signing in is slow on purpose: each account does it once, with its cookie kept for every page that it opens later.
function signedIn(browser, username) {
  if (!entered.has(username)) entered.set(username, signIn(browser, username));
  return entered.get(username);
}

async function signIn(browser, username) {
  const page = await open(browser, {});
  await page.goto('/console');
  await page.fill('input[name=username]', username);
  await page.fill('input[name=password]', password);
  await page.click('form:has(input[name=password]) button');
  await page.waitForURL('**/console');
  const kept = await page.context().storageState();
  await page.context().close();
  return kept;
}

// With `as`, the page of an account that has signed in.
export async function open(browser, { scripts = true, viewport = widths.phone, dark = false, locale = 'zh-CN', as } = {}) {
  const context = await browser.newContext({
    baseURL: base, javaScriptEnabled: scripts, viewport, locale, colorScheme: dark ? 'dark' : 'light',
    storageState: as && (await signedIn(browser, as)),
  });
  const page = await context.newPage();
  page.scripts = scripts;
  page.complaints = [];
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  page.on('console', (line) => line.type() === 'error' && page.complaints.push(line.text()));
  return page;
}

// axe, and the house's own rule: nothing on a page is wider than the phone that shows it. axe is a script: where scripts are
// switched off only the width is looked at (the same pages are held against axe with scripts on).
export async function sound(page, where) {
  if (page.scripts) await accessible(page, where);
  await fits(page, where);
}

export async function fits(page, where) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (over > 0) throw new Error(`${where}: ${over} px wider than the screen`);
}

export async function accessible(page, where) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  const found = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(', ')}`);
  if (found.length) throw new Error(`${where}: axe finds ${found.join('; ')}`);
}
