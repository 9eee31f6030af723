'use strict';
// Copies and prints the receipt; who has no scripts writes it down.
(function () {
  const button = document.querySelector('[data-copy]');
  const source = document.getElementById(button.dataset.copy);
  const line = document.querySelector('.said');

  const tell = function (done) {
    line.textContent = done ? button.dataset.copied : button.dataset.failed;
  };

  // Old browsers, and pages not served over HTTPS, have no clipboard of their own.
  const copySelection = function () {
    const range = document.createRange();
    range.selectNodeContents(source);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    tell(document.execCommand('copy'));
  };

  button.hidden = false;
  button.addEventListener('click', function () {
    if (!navigator.clipboard) { copySelection(); return; }
    navigator.clipboard.writeText(source.textContent).then(function () { tell(true); }, copySelection);
  });

  const printer = document.querySelector('[data-print]');
  printer.hidden = false;
  printer.addEventListener('click', function () { window.print(); });
}());
