'use strict';
// Pages work without it; nothing typed is stored.
{
  const every = (selector, act) => document.querySelectorAll(selector).forEach(act);
  const line = () => document.createElement('p');
  let leaving = false;

  const counter = (area) => {
    const { max, left, over } = area.dataset;
    const note = line();
    area.after(note);
    const show = () => {
      const rest = max - Array.from(area.value).length;
      note.textContent = (rest < 0 ? over : left) + Math.abs(rest);
      note.className = rest < 0 ? 'error' : 'hint';
    };
    area.addEventListener('input', show);
    show();
  };

  // Disabled, so that nothing typed there is sent.
  const follow = (set) => {
    const show = () => {
      const chosen = document.querySelector('[name=protection]:checked');
      set.hidden = set.disabled = !chosen || chosen.value === set.dataset.unless;
    };
    every('[name=protection]', (radio) => radio.addEventListener('change', show));
    show();
  };

  const reachable = () => Promise.race([
    fetch('/static/ping.txt', { method: 'HEAD', cache: 'no-store' }),
    new Promise((ok, fail) => setTimeout(fail, 10000)),
  ]);

  // Sent without a line, the words would be gone.
  const guard = (form) => {
    const note = line();
    note.className = 'said';
    note.setAttribute('role', 'status');
    form.append(note);
    let busy = false;
    const rest = (text) => {
      busy = leaving = false;
      note.textContent = text;
    };
    const send = () => {
      if (busy) return;
      busy = true;
      note.textContent = form.dataset.sending;
      reachable().then(() => {
        leaving = true;
        form.submit();
      }, () => {
        rest(form.dataset.offline);
        addEventListener('online', send, { once: true });
      });
    };
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      send();
    });
    addEventListener('pageshow', (event) => event.persisted && rest(''));
  };

  const unsaved = (form) => {
    let changed = false;
    form.addEventListener('input', () => { changed = true; });
    addEventListener('beforeunload', (event) => {
      if (!changed || leaving) return;
      event.preventDefault();
      event.returnValue = '';
    });
  };

  every('[data-max]', counter);
  every('[data-unless]', follow);
  every('[data-guard]', guard);
  every('[data-leave]', unsaved);
  every('#errors', (box) => box.focus());
}
