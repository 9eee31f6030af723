'use strict';
// Every page works without this file. What is typed is never stored on the device:
// someone else may use the same telephone.
(function () {
  const every = function (selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  };
  let leaving = false;

  const points = function (text) {
    return Array.from(text.replace(/\r\n?/g, '\n')).length;
  };

  const counter = function (area) {
    const max = Number(area.dataset.max);
    if (!max) return;
    const line = document.createElement('p');
    line.className = 'count';
    area.after(line);
    const show = function () {
      const left = max - points(area.value);
      line.textContent = (left < 0 ? area.dataset.over : area.dataset.left) + Math.abs(left);
      line.classList.toggle('error', left < 0);
    };
    area.addEventListener('input', show);
    show();
  };

  // A field set that does not apply is disabled too, so that nothing typed there is sent.
  const follow = function (set) {
    const show = function () {
      const chosen = document.querySelector('[name=protection]:checked');
      set.hidden = set.disabled = !chosen || chosen.value === set.dataset.unless;
    };
    every('[name=protection]', function (radio) { radio.addEventListener('change', show); });
    show();
  };

  const say = function (form, text) {
    let line = form.querySelector('.said');
    if (!line) {
      line = document.createElement('p');
      line.className = 'said';
      line.setAttribute('role', 'status');
      form.appendChild(line);
    }
    line.textContent = text;
  };

  const reachable = function () {
    const answer = fetch('/static/ping.txt', { method: 'HEAD', cache: 'no-store' });
    const late = new Promise(function (ok, fail) { setTimeout(fail, 10000); });
    return Promise.race([answer, late]);
  };

  // Submitting without a connection would replace what was typed by the browser's own error page.
  const guard = function (form) {
    const button = form.querySelector('button:not([type])');
    let busy = false;
    const rest = function () {
      busy = false;
      leaving = false;
      button.removeAttribute('aria-disabled');
    };
    const send = function () {
      if (busy) return;
      busy = true;
      button.setAttribute('aria-disabled', 'true');
      say(form, form.dataset.sending);
      reachable().then(function () {
        leaving = true;
        form.submit();
      }, function () {
        rest();
        say(form, form.dataset.offline);
        window.addEventListener('online', send, { once: true });
      });
    };
    form.addEventListener('submit', function (event) {
      if (!window.fetch) return;
      event.preventDefault();
      send();
    });
    window.addEventListener('pageshow', function (event) {
      if (event.persisted) { rest(); say(form, ''); }
    });
  };

  const unsaved = function (form) {
    let changed = false;
    form.addEventListener('input', function () { changed = true; });
    window.addEventListener('beforeunload', function (event) {
      if (!changed || leaving) return;
      event.preventDefault();
      event.returnValue = '';
    });
  };

  const select = function (node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };

  const copier = function (button) {
    const source = document.getElementById(button.dataset.copy);
    const tell = function (done) {
      document.querySelector('.said').textContent = done ? button.dataset.copied : button.dataset.failed;
    };
    const old = function () {
      select(source);
      tell(document.execCommand('copy'));
    };
    button.hidden = false;
    button.addEventListener('click', function () {
      if (!navigator.clipboard) { old(); return; }
      navigator.clipboard.writeText(source.textContent).then(function () { tell(true); }, old);
    });
  };

  every('[data-max]', counter);
  every('[data-unless]', follow);
  every('[data-guard]', guard);
  every('[data-leave]', unsaved);
  every('[data-copy]', copier);
  every('[data-print]', function (button) {
    button.hidden = false;
    button.addEventListener('click', function () { window.print(); });
  });
  every('#errors', function (box) { box.focus(); });
}());
