// The whole thread as people walk it: a resident with a phone, five members of staff at their desks; with scripts and without.
import { check, close } from '../lib/result.mjs';
import { launch } from '../lib/browser.mjs';
import { thread } from './thread.mjs';
import { supervised } from './supervised.mjs';
import { pages } from './pages.mjs';
import { habits } from './habits.mjs';

// A few at a time: one waits for its answer while another is looked at.
const AT_ONCE = 3;

async function together(tasks) {
  const next = async () => {
    for (let task = tasks.shift(); task; task = tasks.shift()) await task();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

const browser = await launch();
try {
  await together([
    () => check('browser: the whole thread with scripts', () => thread(browser, { scripts: true })),
    () => check('browser: the whole thread without scripts', () => thread(browser, { scripts: false })),
    () => check('browser: a notice from desk to desk with scripts', () => supervised(browser, { scripts: true })),
    () => check('browser: a notice from desk to desk without scripts', () => supervised(browser, { scripts: false })),
    () => habits(browser),
    ...pages(browser),
  ]);
} finally {
  await browser.close();
}
close();
