/**
 * The one event stream of the page. A page says what it wants with `follow`; the farm itself comes always. Events are
 * dispatched as `farm`, `workers`, `batch`, `tasks` and `drawings`, with what the API sends as `detail`; `again` when the stream has
 * come back after something may have been missed; `state` when `state` has changed.
 *
 * The stream mends itself: a broken one is opened again after one to fifteen seconds. While the page is hidden it is closed,
 * unless somebody waits for batches whatever page is shown.
 */

import { under } from './place.js';

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15_000;
const EVENTS = ['farm', 'workers', 'batch', 'tasks', 'drawings'];

/** A stream names so many batches at most. */
export const MOST_BATCHES = 100;

export class Live extends EventTarget {
  #open;
  #source = null;
  #wanted = { batches: [], workers: false };
  #also = [];
  #pause = FIRST_PAUSE;
  #timer = null;
  #wasLive = false;
  #started = false;

  /** `connecting` at first, then `live`, or `away` while it is tried again. */
  state = 'connecting';
  /** When something was heard last, in ms. */
  heardAt = Date.now();

  constructor(open = url => new EventSource(url)) {
    super();
    this.#open = open;
  }

  start() {
    this.#started = true;
    document.addEventListener('visibilitychange', () => {
      if (this.#rests) this.#close();
      else if (!this.#source || this.state !== 'live') this.#connect();
    });
    addEventListener('online', () => this.#connect());
    this.#connect();
  }

  /** Replaces what the page hears of beside the farm: ids of batches, the first 100 of them, and the workers. */
  follow({ batches = [], workers = false } = {}) {
    const wanted = { batches: batches.slice(0, MOST_BATCHES), workers };
    if (JSON.stringify(wanted) === JSON.stringify(this.#wanted)) return;
    this.#wanted = wanted;
    if (this.#started) this.#connect();
  }

  /** Batches to hear of beside those of the page, whatever that is, and while it is hidden too. */
  alsoFollow(batches) {
    if (JSON.stringify(batches) === JSON.stringify(this.#also)) return;
    this.#also = batches;
    if (this.#started) this.#connect();
  }

  get #rests() {
    return document.hidden && this.#also.length === 0;
  }

  #connect() {
    this.#close();
    if (this.#rests) return;
    const query = new URLSearchParams({ farm: 1 });
    if (this.#wanted.workers) query.set('workers', 1);
    const batches = [...new Set([...this.#also, ...this.#wanted.batches])].slice(0, MOST_BATCHES);
    if (batches.length) query.set('batches', batches.join(','));
    const source = this.#open(under(`/v1/events?${query}`));
    this.#source = source;
    source.addEventListener('open', () => this.#opened(source));
    source.addEventListener('error', () => this.#broke(source));
    for (const name of EVENTS) source.addEventListener(name, event => this.#heard(source, name, event));
  }

  #opened(source) {
    if (source !== this.#source) return;
    this.#pause = FIRST_PAUSE;
    this.heardAt = Date.now();
    const missed = this.#wasLive && this.state !== 'live';
    this.#wasLive = true;
    this.#turn('live');
    if (missed) this.dispatchEvent(new Event('again'));
  }

  #heard(source, name, event) {
    if (source !== this.#source) return;
    this.heardAt = Date.now();
    this.dispatchEvent(new CustomEvent(name, { detail: JSON.parse(event.data) }));
  }

  /** The browser would try again by itself, but not after an answer that is an error, and never ever more slowly. */
  #broke(source) {
    if (source !== this.#source) return;
    this.#close();
    this.#turn('away');
    this.#timer = setTimeout(() => this.#connect(), this.#pause);
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
  }

  #close() {
    clearTimeout(this.#timer);
    if (this.#source && this.state === 'live' && document.hidden) this.#turn('connecting');
    this.#source?.close();
    this.#source = null;
  }

  #turn(state) {
    if (state === this.state) return;
    this.state = state;
    this.dispatchEvent(new Event('state'));
  }
}

export const live = new Live();
