'use strict';
// Every page of the console works without this file; it saves a clerk some looking and some clicking.
(function () {
  const every = function (selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  };

  // An action whose field was refused, or which the address names, is shown open.
  const reveal = function () {
    const named = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const folded = named && named.closest('details');
    if (folded) folded.open = true;
  };

  // Numbers stand right, lamps get their colour: the cells themselves are plain words, the same as in the CSV.
  const dress = function (table) {
    const lamps = {};
    ['green', 'blue', 'yellow', 'red'].forEach(function (code) { lamps[table.dataset[code]] = code; });
    const types = Array.prototype.map.call(table.tHead.rows[0].cells, function (cell) { return cell.dataset.type; });
    const paint = function (cell) {
      const code = lamps[cell.textContent.trim()];
      if (!code) return;
      const lamp = document.createElement('span');
      lamp.className = 'lamp ' + code;
      lamp.textContent = cell.textContent;
      cell.replaceChildren(lamp);
    };
    Array.prototype.forEach.call(table.rows, function (row) {
      Array.prototype.forEach.call(row.cells, function (cell, i) {
        if (!types[i]) return;
        cell.classList.add('c-' + types[i]);
        if (types[i] === 'lamp' && cell.tagName === 'TD') paint(cell);
      });
    });
  };

  // On a phone a wide table is read row by row, each cell under its column's name, the later ones on request.
  const WIDE = 10;
  const shorten = function (row, word) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'more quiet';
    button.textContent = word;
    button.addEventListener('click', function () {
      row.classList.remove('short');
      button.remove();
    });
    row.classList.add('short');
    row.cells[0].appendChild(button);
  };
  const stack = function (table) {
    const names = Array.prototype.map.call(table.tHead.rows[0].cells, function (cell) { return cell.textContent; });
    Array.prototype.forEach.call(table.querySelectorAll('tbody tr, tfoot tr'), function (row) {
      Array.prototype.forEach.call(row.cells, function (cell, i) {
        if (cell.tagName === 'TD' && cell.colSpan === 1) cell.dataset.label = names[i] || '';
      });
      if (names.length > WIDE && table.dataset.more && row.querySelector('.open a')) shorten(row, table.dataset.more);
    });
    table.classList.add('tall');
  };

  // On a phone what is looked for comes first; its conditions unfold. Where some are set, or words are asked for, they stay.
  const fold = function (box) {
    const form = box.querySelector('form');
    const asked = form.elements.q || Array.prototype.some.call(form.elements, function (field) { return field.type === 'checkbox' ? field.checked : field.value; });
    box.open = Boolean(asked) || window.matchMedia('(min-width:48rem)').matches;
  };

  // An address with only the conditions that were set can be read, and kept.
  const sparse = function (form) {
    const able = function (yes) {
      return function (field) { if (!field.value) field.disabled = !yes; };
    };
    form.addEventListener('submit', function () { Array.prototype.forEach.call(form.elements, able(false)); });
    window.addEventListener('pageshow', function () { Array.prototype.forEach.call(form.elements, able(true)); });
  };

  const offerPrint = function (button) {
    button.hidden = false;
    button.addEventListener('click', function () { window.print(); });
  };

  every('[data-print]', offerPrint);
  every('.act .bad', function (field) { field.closest('details').open = true; });
  every('.report table', dress);
  every('.report:not(.whole) table, .measures, .deadlines:not(.days)', stack);
  every('.filters', sparse);
  every('.fold', fold);
  window.addEventListener('hashchange', reveal);
  reveal();
}());
