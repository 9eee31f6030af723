// The whole thread as people walk it: a resident with a phone, five members of staff at their desks; with scripts and without.
import { check, close } from '../lib/result.mjs';
import { launch } from '../lib/browser.mjs';
import { thread } from './thread.mjs';
import { pages } from './pages.mjs';
import { habits } from './habits.mjs';

const browser = await launch();
try {
  await check('browser: the whole thread with scripts', () => thread(browser, { scripts: true }));
  await check('browser: the whole thread without scripts', () => thread(browser, { scripts: false }));
  await habits(browser);
  await pages(browser);
} finally {
  await browser.close();
}
close();
