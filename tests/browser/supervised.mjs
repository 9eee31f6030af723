// A notice of supervision from desk to desk: raised on the problem's page, signed for, replied to, accepted.
import { Staff } from './staff.mjs';
import { cast } from '../lib/cast.mjs';

export async function supervised(browser, options) {
  const supervisor = await Staff.enter(browser, cast.supervisor, options);
  await supervisor.see(`/console/issues?office=${cast.office}&state=40`);
  await supervisor.see(await supervisor.page.locator('.rows .no a').last().getAttribute('href'));
  await supervisor.act('raise', { level: 'yellow', instruction: '请本周内把办理情况告知，并回复结果。' });
  const notice = await supervisor.page.locator('#notices + .rows .no a').first().getAttribute('href');
  const head = await Staff.enter(browser, cast.head, options);
  if ((await head.page.locator(`a[href="${notice}"]`).count()) === 0) throw new Error('it does not lie on the head\'s desk');
  await head.see(notice);
  await head.act('receive');
  await head.act('reply', { reply: '已经另定专人，本周五前答复。' });
  if ((await head.offered('accept')) > 0) throw new Error('the office may accept its own reply');
  await supervisor.see(notice);
  await supervisor.act('accept');
  if ((await supervisor.offered('accept')) > 0) throw new Error('what is accepted is offered again');
  await supervisor.leave();
  await head.leave();
}
