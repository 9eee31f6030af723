import fs from 'node:fs';
import { launch, open, sound, fits, widths } from './lib/browser.mjs';
const s = JSON.parse(fs.readFileSync('/tmp/t4s.json'));
const b = await launch();
const shot = async (page, name) => { try { await sound(page, name); } catch (e) { console.log(String(e.message)); } for (const w of ['wider', 'desk']) { await page.setViewportSize(widths[w]); await page.screenshot({ path: `/tmp/t4shots/${name}-${w}.png`, fullPage: true }); try { await fits(page, name + w); } catch (e) { console.log(e.message); } } if (page.complaints.length) console.log(name, page.complaints); page.complaints.length = 0; };
const c = await open(b, { as: 'jingban-shehui' });
for (const [name, path] of Object.entries({ list: '', staff: `/${s.residents.id}`, poster: `/${s.residents.id}/poster`, entry: `/${s.residents.id}/entry`, codes: `/${s.delegates.id}/codes` })) { await c.goto('/console/surveys' + path); await shot(c, name); }
await c.goto('/console/surveys'); await c.locator('details:has(#fmake-title) summary').click(); await c.fill('#fmake-title', '五题'); 
console.log(await c.locator('form').last().innerText());
await c.selectOption('#fmake-audience', 'residents'); await c.selectOption('#fmake-template', 'empty');
await c.locator('form:has(#fmake-title) button').click(); await c.waitForURL('**/console/surveys/*');
const id = c.url().match(/\d+$/)[0]; console.log(c.url());
await shot(c, 'draft');
await c.goto(`/console/surveys/${id}/edit`); await shot(c, 'edit-empty');
for (const [t, w] of [['radiogroup', '您的身份是？'], ['checkbox', '怎么来的'], ['matrix', '评价'], ['comment', '意见'], ['rating', '打分'], ['boolean','是否'],['text','填'],['dropdown','选'],['ranking','排'],['html','说明']]) { await c.selectOption('#add-type', t); await c.fill('#add-title', w); await c.locator('form:has(#add-type) button').click(); await c.waitForLoadState(); }
await shot(c, 'edit-full');
for (const k of [0,1,2,4,6]) { await c.goto(`/console/surveys/${id}/edit/${k}`); await shot(c, 'question' + k); }
fs.writeFileSync('/tmp/t4id', id);
await b.close();
