'use strict';
// A text file goes into the field it is chosen for, so that it can be looked at before it is sent; without this file it is pasted.
(function () {
  const MOST = 60000;
  // What a spreadsheet saves as CSV is often in the older Chinese encoding.
  const decode = function (bytes) {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
    }
  };
  const arm = function (box) {
    const input = box.querySelector('input[type=file]');
    const alarm = box.querySelector('[role=alert]');
    const status = box.querySelector('[role=status]');
    const field = box.closest('form').elements[box.dataset.read];
    const fill = function (file, bytes) {
      const text = decode(bytes);
      if (!text.trim() || text.includes('\0') || Array.from(text).length > MOST) throw new RangeError(file.name);
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      status.textContent = file.name;
    };
    const read = function () {
      const file = input.files[0];
      alarm.hidden = true;
      status.textContent = '';
      if (!file) return;
      (file.size > 4 * MOST ? Promise.reject(new RangeError(file.name)) : file.arrayBuffer())
        .then(function (bytes) { fill(file, bytes); })
        .catch(function () { alarm.textContent = box.dataset.failed; alarm.hidden = false; });
    };
    input.addEventListener('change', read);
    box.hidden = false;
  };
  Array.prototype.forEach.call(document.querySelectorAll('[data-read]'), arm);
}());
