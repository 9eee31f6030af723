'use strict';
// Every page works without this file. What is typed is never stored: others may use the same telephone.
{
  const every = (selector, act) => document.querySelectorAll(selector).forEach(act);
  let leaving = false;

  const counter = (area) => {
    const { max, left, over } = area.dataset;
    const line = document.createElement('p');
    area.after(line);
    const show = () => {
      const rest = max - Array.from(area.value).length;
      line.textContent = (rest < 0 ? over : left) + Math.abs(rest);
      line.className = rest < 0 ? 'error' : 'hint';
    };
    area.addEventListener('input', show);
    show();
  };

  // Disabled as well as hidden, so that nothing typed there is sent.
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

  // Sent without a connection, the words would give way to the browser's own error page.
  const guard = (form) => {
    const line = document.createElement('p');
    line.className = 'said';
    line.setAttribute('role', 'status');
    form.append(line);
    let busy = false;
    const rest = (text) => {
      busy = leaving = false;
      line.textContent = text;
    };
    const send = () => {
      if (busy) return;
      busy = true;
      line.textContent = form.dataset.sending;
      reachable().then(() => {
        leaving = true;
        form.submit();
      }, () => {
        rest(form.dataset.offline);
        window.addEventListener('online', send, { once: true });
      });
    };
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      send();
    });
    window.addEventListener('pageshow', (event) => event.persisted && rest(''));
  };

  const unsaved = (form) => {
    let changed = false;
    form.addEventListener('input', () => { changed = true; });
    window.addEventListener('beforeunload', (event) => {
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
