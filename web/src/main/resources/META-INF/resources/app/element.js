/** What all pages and parts have in common. */

import { LitElement, html, nothing } from 'lit';
import { settings } from './settings.js';
import { t } from './words.js';

/** A component in the light DOM, under the one stylesheet; it is drawn again when the language changes. */
export class FarmElement extends LitElement {
  #respeak = event => {
    if (event.detail === 'language') this.requestUpdate();
  };

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    settings.addEventListener('change', this.#respeak);
  }

  disconnectedCallback() {
    settings.removeEventListener('change', this.#respeak);
    super.disconnectedCallback();
  }
}

/** A page: it has the `route` that led to it, and gives the window its title. */
export class FarmPage extends FarmElement {
  static properties = { route: { attribute: false } };

  /** What the window is called, beside the farm; pages override it. */
  get heading() {
    return '';
  }

  updated() {
    document.title = this.heading ? `${this.heading} · Renderfarm` : 'Renderfarm';
  }
}

/**
 * Something that is asked of the API for a host: `value` stays until the next one is there, `error` is why the last
 * question has none. A newer question makes an older one's answer void. Redraws the host.
 */
export class Asked {
  value = undefined;
  error = null;
  isAsking = false;
  #host;
  #ask;
  #abort = null;

  /** @param ask `(signal, …arguments of again) => Promise` */
  constructor(host, ask) {
    this.#host = host;
    this.#ask = ask;
    host.addController(this);
  }

  hostDisconnected() {
    this.#abort?.abort();
  }

  /** Asks again, and resolves once there is an answer or an error; never rejects. */
  async again(...args) {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.isAsking = true;
    this.#host.requestUpdate();
    try {
      const value = await this.#ask(abort.signal, ...args);
      if (abort.signal.aborted) return;
      this.value = value;
      this.error = null;
    } catch (error) {
      if (abort.signal.aborted) return;
      this.error = error;
    }
    this.isAsking = false;
    this.#host.requestUpdate();
  }
}

/** What stands where something could not be had: the API's own message, and *Try again*. */
export function broken(error, again) {
  return html`<div class="note bad" role="alert">
    <strong>${t(error.isAway ? 'error.away' : error.status >= 500 ? 'error.failed' : 'error.refused')}</strong>
    <span class="grow">${error.message}</span>
    ${again ? html`<button @click=${again}>${t('error.again')}</button>` : nothing}
  </div>`;
}

/** Says for some seconds what was done; `undo` makes it undone. */
export function toast(text, { undo = null, isBad = false } = {}) {
  document.dispatchEvent(new CustomEvent('farm-toast', { detail: { text, undo, isBad } }));
}

/** Does something that may be refused; a refusal is told as a toast. Whether it was done. */
export async function attempt(does) {
  try {
    await does();
    return true;
  } catch (error) {
    toast(error.message, { isBad: true });
    return false;
  }
}

/** Puts a text on the clipboard, and says whether it could: over plain HTTP browsers have none. */
export async function copy(text) {
  try {
    if (!navigator.clipboard) throw new Error(t('error.noClipboard'));
    await navigator.clipboard.writeText(text);
    toast(t('do.copied'));
  } catch (error) {
    toast(error.message, { isBad: true });
  }
}
