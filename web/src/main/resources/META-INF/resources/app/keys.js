/**
 * Every shortcut of the app, in one table: what is bound, what a button shows and what the overlay prints all come from
 * here. A key is as `KeyboardEvent.key` says it, after `Ctrl+` and `Shift+`; *Ctrl* is ⌘ on a Mac. The first of an
 * action's keys is the one that is shown.
 */

import { t } from './words.js';

export const SHORTCUTS = {
  everywhere: { help: ['?'], search: ['/'], newBatch: ['n'] },
  batches: { down: ['ArrowDown', 'j'], up: ['ArrowUp', 'k'], open: ['Enter'] },
  'new-batch': { submit: ['Ctrl+Enter'] },
  batch: {
    left: ['ArrowLeft'],
    right: ['ArrowRight'],
    up: ['ArrowUp'],
    down: ['ArrowDown'],
    first: ['Home'],
    last: ['End'],
    pageUp: ['PageUp'],
    pageDown: ['PageDown'],
    select: [' '],
    extend: ['Shift+ArrowRight', 'Shift+ArrowLeft', 'Shift+ArrowUp', 'Shift+ArrowDown'],
    selectAll: ['Ctrl+a'],
    open: ['Enter'],
    close: ['Escape'],
    variant: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    approve: ['a'],
    reject: ['x'],
    undo: ['u'],
    reroll: ['r'],
    edit: ['e'],
    compare: ['c'],
    before: ['b'],
    facts: ['i'],
    fullScreen: ['f'],
    pause: ['p'],
    download: ['d'],
  },
  generate: { submit: ['Ctrl+Enter'] },
};

const SIGNS = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Enter: '↵', Escape: 'Esc', ' ': 'Space' };

/** An action's keys as they are printed: the first, or all. */
export function keysOf(scope, action, { all = false } = {}) {
  const keys = SHORTCUTS[scope][action].map(key => key.split('+').map(part => SIGNS[part] ?? part).join(' '));
  if (!all) return keys[0];
  return keys.length > 4 ? `${keys[0]} … ${keys.at(-1)}` : keys.join('  ');
}

/** `[scope, [[action, keys, words]]]` for those scopes, as the overlay lists them. */
export function listed(scopes) {
  return scopes
    .filter(scope => SHORTCUTS[scope])
    .map(scope => [scope, Object.keys(SHORTCUTS[scope]).map(action => [action, keysOf(scope, action, { all: true }), t(`keys.${scope}.${action}`)])]);
}

/**
 * Binds a scope's actions for as long as its host, a Lit element, is on the page. `handlers` holds a function for each
 * of them, neither more nor fewer; it gets the event, whose default is prevented unless it returns false. Nothing is heard
 * while somebody types, but for keys with Ctrl and Escape, or while a dialog is open in which the host is not.
 */
export class Shortcuts {
  #host;
  #actions;
  #handlers;
  #listener = event => this.#pressed(event);

  constructor(host, scope, handlers) {
    this.#host = host;
    this.#actions = new Map(Object.entries(SHORTCUTS[scope]).flatMap(([action, keys]) => keys.map(key => [key, action])));
    this.#handlers = handlers;
    for (const action of Object.keys({ ...handlers, ...SHORTCUTS[scope] })) {
      if (!SHORTCUTS[scope][action]) throw new Error(`there is no shortcut ${scope}.${action}`);
      if (!handlers[action]) throw new Error(`nothing is done by ${scope}.${action}`);
    }
    host.addController(this);
  }

  hostConnected() {
    document.addEventListener('keydown', this.#listener);
  }

  hostDisconnected() {
    document.removeEventListener('keydown', this.#listener);
  }

  #pressed(event) {
    if (event.defaultPrevented || event.isComposing || (event.altKey && event.key.length > 1)) return;
    const handler = this.#handlers[this.#actions.get(combination(event))];
    if (!handler || isTyping(event) || isBehindDialog(this.#host)) return;
    if (handler(event) !== false) event.preventDefault();
  }
}

function combination(event) {
  const control = event.ctrlKey || event.metaKey ? 'Ctrl+' : '';
  const shift = event.shiftKey && event.key.length > 1 ? 'Shift+' : '';
  return `${control}${shift}${event.key}`;
}

function isTyping(event) {
  if (event.ctrlKey || event.metaKey) return false;
  const typed = event.target.closest?.('input:not([type=checkbox], [type=radio], [type=range], [type=button]), textarea, select, [contenteditable]');
  if (typed) return event.key !== 'Escape';
  return (event.key === 'Enter' || event.key === ' ') && Boolean(event.target.closest?.('a, button, summary, input, select'));
}

function isBehindDialog(host) {
  const dialog = document.querySelector('dialog[open]');
  return dialog !== null && !dialog.contains(host) && !host.contains(dialog);
}
