// A member of staff at the console: signs in, opens a subject, fills an action's form as it is drawn, whatever it asks.
import { open, sound, widths } from '../lib/browser.mjs';

export class Staff {
  static async enter(browser, username, options) {
    const staff = new Staff();
    staff.page = await open(browser, { viewport: widths.desk, ...options, as: username });
    await staff.see('/console');
    staff.name = username;
    return staff;
  }

  async see(path) {
    const answer = await this.page.goto(path);
    return answer.status();
  }

  // Values not given are found from what the form itself says: the first option, a date a fortnight ahead, a sentence.
  async act(action, values = {}) {
    const form = this.page.locator(`form[action$="/actions/${action}"]`);
    if ((await form.count()) === 0) throw new Error(`${this.name} is not offered ${action} on ${this.page.url()}`);
    await this.unfold(form);
    for (const control of await form.locator('[name]:not([type=hidden])').all()) await fill(control, values);
    await form.locator('button').last().click();
    await this.page.waitForURL((url) => url.searchParams.get('done') === action, { timeout: 15e3 }).catch(() => this.refused(action));
  }

  async refused(action) {
    throw new Error(`${action} by ${this.name} was refused: ${(await this.page.locator('main').innerText()).slice(0, 400)}`);
  }

  async unfold(form) {
    for (const folded of await this.page.locator('details:not([open])').filter({ has: form }).all()) {
      await folded.locator('summary').first().click();
    }
  }

  offered(action) {
    return this.page.locator(`form[action$="/actions/${action}"]`).count();
  }

  sound(where) {
    return sound(this.page, where);
  }

  leave() {
    return this.page.context().close();
  }
}

async function fill(control, values) {
  const { name, type, tag, required } = await control.evaluate((node) => ({
    name: node.name, type: node.type, tag: node.tagName, required: node.required,
  }));
  const value = values[name];
  if (tag === 'SELECT') return choose(control, value, required);
  if (type === 'radio' || type === 'checkbox') return tick(control, type, value);
  if (value === undefined && !required) return undefined;
  return control.fill(value ?? (type === 'date' ? soon() : type === 'number' ? '100' : '已经核实，情况属实，按规定办理。'));
}

async function choose(control, value, required) {
  if (value !== undefined) return control.selectOption(value);
  if (!required) return undefined;
  const first = await control.evaluate((node) => [...node.options].map((option) => option.value).find(Boolean));
  return control.selectOption(first);
}

async function tick(control, type, value) {
  const own = await control.inputValue();
  if (type === 'radio' ? value === own : value === true || (Array.isArray(value) && value.includes(own))) return control.check();
  return undefined;
}

const soon = () => new Date(Date.now() + 14 * 86400e3).toISOString().slice(0, 10);
