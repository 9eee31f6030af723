'use strict';
// Shows and hides the questions of a survey by the same parsed expressions that the server decides by. Without this file every question is
// there, and the server decides alone.
{
  const DATE = /^\d{4}-\d\d-\d\d/;
  const empty = (v) => v === undefined || v === null || v === '' || (typeof v === 'number' && Number.isNaN(v))
    || (Array.isArray(v) ? v.length === 0 : typeof v === 'object' && Object.values(v).every(empty));
  const numeric = (v) => typeof v === 'number' || (typeof v === 'string' && v.trim() !== '' && Number.isFinite(Number(v)));
  const read = (v) => {
    if (typeof v !== 'string' || v === '') return v;
    if (/^(true|false)$/i.test(v)) return v.toLowerCase() === 'true';
    return numeric(v) && !/^0\d/.test(v) ? Number(v) : v;
  };
  const list = (v) => (Array.isArray(v) ? v : empty(v) ? [] : [v]);
  const fold = (v) => (typeof v === 'string' ? v.trim().toLowerCase() : v);
  const equal = (a, b) => {
    if (empty(a) || empty(b)) return empty(a) && empty(b);
    if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((x) => b.some((y) => equal(x, y)));
    if (typeof a === 'object' && typeof b === 'object') return JSON.stringify(a) === JSON.stringify(b);
    if (numeric(a) && numeric(b)) return Number(a) === Number(b);
    return fold(a) === fold(b) || String(fold(a)) === String(fold(b));
  };
  const order = (a, b) => {
    if (empty(a) || empty(b)) return NaN;
    const [x, y] = numeric(a) && numeric(b) ? [Number(a), Number(b)] : [String(a), String(b)];
    return x < y ? -1 : x > y ? 1 : x === y ? 0 : NaN;
  };
  const contains = (a, b) => (typeof a === 'string' ? a.toLowerCase().includes(String(b).toLowerCase())
    : !empty(a) && list(b).every((y) => list(a).some((x) => equal(x, y))));
  const any = (a, b) => list(b).some((y) => list(a).some((x) => equal(x, y)));
  const binary = {
    or: (a, b) => Boolean(a) || Boolean(b), and: (a, b) => Boolean(a) && Boolean(b), equal, notequal: (a, b) => !equal(a, b),
    less: (a, b) => order(a, b) < 0, lessorequal: (a, b) => order(a, b) <= 0 || equal(a, b),
    greater: (a, b) => order(a, b) > 0, greaterorequal: (a, b) => order(a, b) >= 0 || equal(a, b),
    plus: (a, b) => (numeric(a) && numeric(b) ? Number(a) + Number(b) : empty(a) ? b : empty(b) ? a : a + b),
    minus: (a, b) => (empty(a) ? 0 : Number(a)) - (empty(b) ? 0 : Number(b)),
    mul: (a, b) => (empty(a) || empty(b) ? 0 : a * b), div: (a, b) => (empty(a) || !Number(b) ? null : a / b),
    mod: (a, b) => (empty(a) || !Number(b) ? null : a % b), power: (a, b) => (empty(a) ? 0 : a ** (empty(b) ? 0 : b)),
    contains, notcontains: (a, b) => !contains(a, b), anyof: (a, b) => (empty(a) && empty(b)) || any(a, b),
    allof: (a, b) => !empty(a) && list(b).every((y) => list(a).some((x) => equal(x, y))), noneof: (a, b) => !any(a, b),
  };
  const unary = { empty, notempty: (v) => !empty(v), negate: (v) => !v };
  const numbers = (args) => args.flatMap(list).filter(numeric).map(Number);
  const sum = (args) => numbers(args).reduce((a, b) => a + b, 0);
  const day = (v) => new Date(DATE.test(v) ? `${String(v).slice(0, 10)}T00:00:00+08:00` : v);
  const functions = {
    iif: ([c, a, b]) => (c ? a : b), sum, avg: (args) => { const n = numbers(args); return n.length ? sum(args) / n.length : 0; },
    min: (args) => Math.min(...numbers(args)), max: (args) => Math.max(...numbers(args)), count: (args) => args.flatMap(list).length,
    round: ([n, d]) => Number(Number(n).toFixed(d || 0)), trunc: ([n]) => Math.trunc(n),
    today: () => new Date(), currentDate: () => new Date(), currentYear: () => new Date().getFullYear(),
    getYear: ([v]) => day(v).getFullYear(), year: ([v]) => day(v).getFullYear(), month: ([v]) => day(v).getMonth() + 1,
    day: ([v]) => day(v).getDate(), weekday: ([v]) => day(v).getDay(), age: ([v]) => Math.floor((Date.now() - day(v)) / 31556952000),
    substring: ([s, a, b]) => String(s).substring(a, b), isDisplayMode: () => false,
  };

  // What cannot be computed here is shown: the server decides.
  const run = (code, values) => {
    const stack = [];
    for (const [kind, what, more] of code) {
      if (kind === 'c') stack.push(what);
      else if (kind === 'v') stack.push(more ? values(what) : read(values(what)));
      else if (kind === 'u') stack.push(unary[what](stack.pop()));
      else if (kind === 'b') { const b = stack.pop(); stack.push(binary[what](stack.pop(), b)); }
      else {
        const args = stack.splice(stack.length - (kind === 'l' ? what : more));
        if (kind === 'f' && !functions[what]) return true;
        stack.push(kind === 'l' ? args : functions[what](args));
      }
    }
    return stack[0];
  };

  const follow = (form) => {
    const plan = JSON.parse(form.dataset.plan);
    const box = (i) => form.querySelector(`[data-q="${i}"]`);
    const ticked = (name) => Array.from(form.querySelectorAll(`[name="${name}"]:checked`), (e) => Number(e.value));
    const typed = (name) => { const e = form.elements[name]; return e && 'value' in e ? e.value : ''; };
    const parts = (q, i, value) => Object.fromEntries((q.rows || []).map((row, k) => [row, value(`q${i}-${k}`)]).filter(([, v]) => !empty(v)));

    const one = (q, i) => {
      const { type } = q;
      if (type === 'matrix') return parts(q, i, (name) => q.values[ticked(name)[0]]);
      if (type === 'multipletext') return parts(q, i, typed);
      if (type === 'ranking') return q.values.map((v, k) => [typed(`q${i}-${k}`), v]).filter(([p]) => p !== '').sort((a, b) => a[0] - b[0]).map(([, v]) => v);
      if (type === 'checkbox' || type === 'tagbox') return ticked(`q${i}`).map((k) => q.values[k]);
      if (type === 'dropdown') return typed(`q${i}`) === '' ? undefined : q.values[typed(`q${i}`)];
      if (q.values) return q.values[ticked(`q${i}`)[0]];
      return typed(`q${i}`);
    };

    const look = () => {
      const answers = {};
      plan.questions.forEach((q, i) => { answers[q.name] = one(q, i); });
      const at = (name) => {
        const [first, ...rest] = name.split(/[.[\]]+/).filter(Boolean);
        const known = name in answers ? answers[name] : answers[first];
        return name in answers ? known : rest.reduce((v, key) => (empty(v) ? undefined : v[key]), known);
      };
      plan.calculated.forEach((c) => { if (c.code) answers[c.name] = run(c.code, at); });
      plan.questions.forEach((q, i) => { if (q.computed) { answers[q.name] = run(q.computed, at); box(i).querySelector('output').textContent = empty(answers[q.name]) ? '' : answers[q.name]; } });
      return at;
    };

    const show = () => {
      const at = look();
      for (const [place, code] of Object.entries(plan.containers)) form.querySelector(`[data-c="${place}"]`).hidden = !run(code, at);
      plan.questions.forEach((q, i) => {
        if (q.shown) box(i).hidden = !run(q.shown, at);
        if (q.enabled) box(i).querySelectorAll('input,select,textarea').forEach((e) => { e.disabled = !run(q.enabled, at); });
        const hide = (kind, k, off) => { const e = kind === 'row' ? form.querySelector(`#f-q${i}-${k}`) : box(i).querySelector(`[value="${k}"]`); (e.closest('.pick') || e).hidden = off; };
        Object.entries(q.choices || {}).forEach(([k, code]) => hide('choice', k, !run(code, at)));
        if (q.choicesShown) q.values.forEach((v, k) => hide('choice', k, !run(q.choicesShown, (name) => (name === 'item' ? v : at(name)))));
        if (q.rowsShown) q.rows.forEach((v, k) => hide('row', k, !run(q.rowsShown, (name) => (name === 'item' ? v : at(name)))));
      });
      progress(at);
    };

    const line = form.querySelector('[data-progress]');
    const progress = (at) => {
      if (!line) return;
      const asked = plan.questions.filter((q, i) => box(i) && q.type !== 'html' && box(i).offsetParent !== null);
      const n = asked.filter((q) => !empty(at(q.name))).length;
      line.hidden = false;
      line.firstElementChild.max = Math.max(asked.length, 1);
      line.firstElementChild.value = n;
      line.lastElementChild.textContent = form.dataset.said.replace('{n}', n).replace('{of}', asked.length);
    };

    // What excludes all others is the only one ticked.
    form.addEventListener('change', (event) => {
      const { target } = event;
      if (target.type !== 'checkbox' || !target.checked) return;
      form.querySelectorAll(`[name="${target.name}"]`).forEach((e) => {
        if (e !== target && ('only' in target.dataset || 'only' in e.dataset)) e.checked = false;
      });
    });
    form.addEventListener('input', show);
    form.addEventListener('change', show);
    show();
  };

  // A code that was scanned stands behind the #, which no browser sends: it goes into its box and out of the address.
  const slip = document.querySelector('#token');
  if (slip && window.location.hash.length > 1) {
    slip.value = decodeURIComponent(window.location.hash.slice(1));
    window.history.replaceState(null, '', window.location.pathname + window.location.search);
  }
  document.querySelectorAll('form[data-plan]').forEach((form) => form.dataset.plan && follow(form));
}
