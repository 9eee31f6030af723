'use strict';
// A file goes as the raw body of a request, which no form can send; without this file the rows can be pasted instead.
(function () {
  const arm = function (box) {
    const input = box.querySelector('input[type=file]');
    const button = box.querySelector('button');
    const alarm = box.querySelector('[role=alert]');
    const say = function (text) { alarm.textContent = text; alarm.hidden = false; };
    const where = function (file) {
      const measure = box.querySelector('select[name=measure]');
      if (!measure) return box.dataset.upload;
      return box.dataset.upload + '&name=' + encodeURIComponent(file.name.slice(-200)) + (measure.value ? '&measure=' + measure.value : '');
    };
    // The page that one is on is shown anew.
    const go = function (href) { if (href === location.pathname) location.reload(); else location.assign(href); };
    const send = function () {
      const file = input.files[0];
      if (!file) { input.focus(); return; }
      button.disabled = true;
      alarm.hidden = true;
      fetch(where(file), { method: 'POST', body: file, headers: { 'content-type': box.dataset.type, accept: 'application/json' } })
        .then(function (answer) {
          return answer.json().then(function (json) {
            if (answer.ok) go(json.href);
            else say(json.detail || json.title);
          });
        })
        .catch(function () { say(box.dataset.failed); })
        .then(function () { button.disabled = false; });
    };
    button.addEventListener('click', send);
    box.hidden = false;
  };
  Array.prototype.forEach.call(document.querySelectorAll('[data-upload]'), arm);
}());
