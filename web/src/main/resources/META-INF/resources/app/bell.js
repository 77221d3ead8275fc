/**
 * Tells by the system's notices when a batch that was handed in from this browser has ended, where `settings` have the bell
 * on: whatever page is open, and behind other windows too.
 */

import { api } from './api.js';
import { count } from './format.js';
import { live } from './live.js';
import { hasEnded, nameOf } from './parts/batch-state.js';
import { router } from './router.js';
import { settings, store, stored } from './settings.js';
import { t } from './words.js';

const KEY = 'renderfarm.bell';
const MOST = 20;

export class Bell {
  #live;
  #ids = stored(KEY).batches ?? [];

  constructor(live) {
    this.#live = live;
  }

  start() {
    this.#live.addEventListener('batch', event => this.#heard(event.detail));
    settings.addEventListener('change', event => {
      if (event.detail === 'bell') this.#follow();
    });
    addEventListener('storage', event => {
      if (event.key === KEY) this.#readAgain();
    });
    this.#forgetEnded();
  }

  /** What another window has handed in, or has told of, is so here too. */
  #readAgain() {
    this.#ids = stored(KEY).batches ?? [];
    this.#follow();
  }

  /** A batch that was handed in just now. */
  watch(id) {
    this.#keep([...this.#ids.filter(known => known !== id), id].slice(-MOST));
    this.#follow();
  }

  /** Those that have ended while no window was open, or are no more, nobody waits for. */
  async #forgetEnded() {
    for (const id of [...this.#ids]) {
      try {
        if (hasEnded(await api.get(`/v1/batches/${encodeURIComponent(id)}`))) this.#forget(id);
      } catch (error) {
        if (error.status === 404) this.#forget(id);
      }
    }
    this.#follow();
  }

  #heard(batch) {
    if (!this.#ids.includes(batch.id) || !hasEnded(batch)) return;
    this.#forget(batch.id);
    this.#follow();
    if (settings.get('bell') !== 'on' || globalThis.Notification?.permission !== 'granted') return;
    const { completed, failed } = batch.request_counts;
    const notice = new Notification(t('bell.ended', nameOf(batch)), { body: t('bell.counts', count(completed), count(failed)), tag: batch.id });
    notice.onclick = () => {
      focus();
      router.go(`/batches/${batch.id}`);
    };
  }

  #forget(id) {
    this.#keep(this.#ids.filter(known => known !== id));
  }

  #keep(ids) {
    this.#ids = ids;
    store(KEY, ids.length ? { batches: ids } : null);
  }

  #follow() {
    this.#live.alsoFollow(settings.get('bell') === 'on' ? this.#ids : []);
  }
}

export const bell = new Bell(live);
