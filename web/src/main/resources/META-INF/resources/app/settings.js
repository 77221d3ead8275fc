/**
 * What this browser remembers of its user: `theme` (auto, light, dark), `language` (en, zh), `tile` (CSS pixels), `bell`
 * (on, off).
 * A browser that keeps nothing forgets it with the page; nothing else changes.
 */

const KEY = 'renderfarm.settings';
const DEFAULTS = { theme: 'auto', tile: 128, bell: 'off' };

class Settings extends EventTarget {
  #values = { ...DEFAULTS, ...stored(KEY) };

  get(name) {
    return this.#values[name];
  }

  /** Dispatches `change` with the name, here and nowhere else: another window keeps its own until it is loaded again. */
  set(name, value) {
    if (this.#values[name] === value) return;
    this.#values[name] = value;
    store(KEY, this.#values);
    this.dispatchEvent(new CustomEvent('change', { detail: name }));
  }
}

/** What was stored under a key, or an empty object. */
export function stored(key) {
  try {
    const value = JSON.parse(localStorage.getItem(key));
    return value && typeof value === 'object' ? value : {};
  } catch {
    return {};
  }
}

/** Stores an object under a key, or removes it where there is none. Whether it could. */
export function store(key, value) {
  try {
    if (value) localStorage.setItem(key, JSON.stringify(value));
    else localStorage.removeItem(key);
    return true;
  } catch {
    return false;
  }
}

export const settings = new Settings();
