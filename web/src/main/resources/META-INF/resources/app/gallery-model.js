/**
 * What a gallery knows of a batch's pictures. A letter for each task says how it stands, so that filters, counts and
 * places need no question; what tasks are in full is fetched by pages, for those that are looked at.
 *
 * Places are kept as they were when the filter was chosen: a picture that no longer belongs stays where it is, and
 * those that are new are counted in `fresh` until `settle` is called.
 */

/** Tasks in a page. */
export const PAGE = 100;
const MOST_PAGES = 150;

const UNDECIDED = '.';
const ENDED = new Set(['c', 'x']);
const VERDICTS = { '.': 'undecided', a: 'approved', r: 'rejected' };
const LETTERS = { undecided: '.', approved: 'a', rejected: 'r' };

/** `(state, verdict) => boolean`, letters both. */
export const FILTERS = {
  all: () => true,
  review: (state, verdict) => state === 'c' && verdict === UNDECIDED,
  approved: (state, verdict) => state === 'c' && verdict === 'a',
  rejected: (state, verdict) => state === 'c' && verdict === 'r',
  failed: state => state === 'x',
  rendering: state => state === 'f',
  waiting: state => state === 'w',
};

export class GalleryModel extends EventTarget {
  #states = '';
  #verdicts = '';
  #said = new Map();
  #settled = new Map();
  #pages = new Map();
  #stale = new Set();
  #asked = new Map();
  #places = null;
  #placeOf = null;
  #only = null;
  #fetch;

  #heads = null;
  #isNewestFirst = false;
  #ended = [];

  filter = 'all';
  #counts = null;
  #fresh = 0;

  /** @param fetch `(first, limit) => Promise<tasks>` */
  constructor(fetch) {
    super();
    this.#fetch = fetch;
  }

  /** How many tasks each filter has. */
  get counts() {
    return (this.#counts ??= this.#heads ? this.#countHeads() : countsOf(this.#states, index => this.#letter(index)));
  }

  /** Whether the pictures of a line have one place together. */
  get isGrouped() {
    return this.#heads !== null;
  }

  /** How many belong to the filter and have no place yet. */
  get fresh() {
    this.#fresh ??= this.#countFresh();
    return this.#fresh;
  }

  get total() {
    return this.#states.length;
  }

  /** How many places there are. */
  get size() {
    return this.#places ? this.#places.length : this.total;
  }

  indexAt(place) {
    return this.#places ? this.#places[place] : place;
  }

  /** The place of a task, or -1. */
  placeOf(index) {
    if (!this.#places) return index >= 0 && index < this.total ? index : -1;
    if (this.#heads) index = this.#headOf(index);
    this.#placeOf ??= new Map(Array.from(this.#places, (task, place) => [task, place]));
    return this.#placeOf.get(index) ?? -1;
  }

  /**
   * What stands at the place of a task: itself, or of the pictures of its line the first that is approved, else the first
   * that is there. `verdict` is that of all of them together, `number` how many there are.
   */
  face(index) {
    if (!this.#heads) return { index, state: this.#states[index], verdict: this.verdict(index), number: 1 };
    const head = this.#headOf(index);
    const members = [head];
    for (let next = head + 1; next < this.total && this.#headOf(next) === head; next++) members.push(next);
    const drawn = members.filter(member => this.#states[member] === 'c');
    const shown = drawn.find(member => this.#letter(member) === 'a') ?? drawn.find(member => this.#letter(member) !== 'r') ?? drawn[0] ?? head;
    return { index: shown, state: this.#states[shown], verdict: this.verdict(shown), number: members.length };
  }

  state(index) {
    return this.#states[index];
  }

  /** `undecided`, `approved` or `rejected`: what the user said last, whether the farm knows it yet or not. */
  verdict(index) {
    return VERDICTS[this.#letter(index)];
  }

  /**
   * Only these tasks, in this order; null for all in the order of the file. Where they are those that ended last first,
   * those that end later go before them when `settle` is called.
   *
   * @param heads where the pictures of a line have one place together: of each task the first one of its line
   */
  arrange(filter, only = null, { isNewestFirst = false, heads = null } = {}) {
    this.#heads = heads;
    this.#counts = null;
    this.filter = FILTERS[filter] ? filter : 'all';
    this.#only = only;
    this.#isNewestFirst = isNewestFirst && only !== null;
    this.#ended = [];
    this.settle();
  }

  /** Gives what is new its place, and takes out what no longer belongs. */
  settle() {
    if (this.#ended.length) {
      const ended = new Set(this.#ended);
      this.#only = [...this.#ended, ...this.#only.filter(index => !ended.has(index))];
      this.#ended = [];
    }
    this.#places = this.filter === 'all' && !this.#only && !this.#heads ? null : Uint32Array.from(this.#belonging());
    this.#placeOf = null;
    this.#fresh = 0;
    this.#changed();
  }

  /** Takes the two lines of letters, which were asked for at `askedAt`: what was said later stays. */
  take(text, askedAt = Date.now()) {
    const [states = '', verdicts = ''] = text.split('\n');
    this.#touchChanged(states);
    if (this.#isNewestFirst) this.#noteEnded(states);
    this.#states = states;
    this.#verdicts = verdicts;
    for (const [index, { at }] of this.#settled) if (at < askedAt) this.#settled.delete(index);
    this.#recount();
  }

  /** Shows a verdict at once; `undefined` takes it back to what the farm knows. */
  say(changes) {
    for (const [index, verdict] of changes) {
      if (verdict === undefined) this.#said.delete(index);
      else this.#said.set(index, LETTERS[verdict]);
    }
    this.#recount();
  }

  /** The farm has taken these verdicts. What was said since counts all the same. */
  agreed(changes, now = Date.now()) {
    for (const [index, verdict] of changes) {
      const letter = LETTERS[verdict];
      this.#settled.set(index, { letter, at: now });
      if (this.#said.get(index) === letter) this.#said.delete(index);
    }
    this.#recount();
  }

  /** What is known of a task, or undefined while it is not. */
  task(index) {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** Tasks of these ranges, `{first, last}`, are to be read again when they are looked at; all of them without ranges. */
  touch(ranges) {
    for (const page of this.#pages.keys()) {
      const [first, last] = [page * PAGE, page * PAGE + PAGE - 1];
      if (!ranges || ranges.some(range => range.first <= last && range.last >= first)) this.#stale.add(page);
    }
    for (const asked of this.#asked.values()) asked.isStale = true;
  }

  /** What stands otherwise than before is read again, whether an event has told of it or was missed. */
  #touchChanged(states) {
    for (const page of this.#pages.keys()) {
      const [from, to] = [page * PAGE, (page + 1) * PAGE];
      if (states.slice(from, to) !== this.#states.slice(from, to)) this.#stale.add(page);
    }
  }

  /** Of those that are shown: which have ended since. */
  #noteEnded(states) {
    const known = new Set(this.#only);
    const ended = [];
    for (let index = states.length - 1; index >= 0; index--) {
      if (states[index] !== this.#states[index] && ENDED.has(states[index]) && known.has(index)) ended.push(index);
    }
    const again = new Set(ended);
    this.#ended = [...ended, ...this.#ended.filter(index => !again.has(index))];
  }

  /** Fetches what is missing or to be read again of these tasks. Resolves when it is there; a failure is told by `broken`. */
  async need(indexes) {
    const wanted = new Set(indexes.map(index => Math.floor(index / PAGE)));
    const missing = [...wanted].filter(page => !this.#pages.has(page) || this.#stale.has(page));
    await Promise.all(missing.map(page => this.#asked.get(page)?.answer ?? this.#read(page)));
    for (const page of this.#pages.keys()) {
      if (this.#pages.size <= MOST_PAGES) break;
      if (!wanted.has(page)) this.#pages.delete(page);
    }
  }

  #read(page) {
    const asked = { isStale: false };
    this.#asked.set(page, asked);
    this.#stale.delete(page);
    asked.answer = this.#ask(page, asked);
    return asked.answer;
  }

  async #ask(page, asked) {
    try {
      const tasks = await this.#fetch(page * PAGE, PAGE);
      this.#pages.delete(page);
      this.#pages.set(page, tasks);
      if (asked.isStale) this.#stale.add(page);
    } catch (error) {
      this.#stale.add(page);
      this.dispatchEvent(new CustomEvent('broken', { detail: error }));
      return;
    } finally {
      this.#asked.delete(page);
    }
    this.#changed();
  }

  #letter(index) {
    return this.#said.get(index) ?? this.#settled.get(index)?.letter ?? this.#verdicts[index] ?? UNDECIDED;
  }

  *#belonging() {
    const belongs = FILTERS[this.filter];
    const seen = this.#heads && new Set();
    const inOrder = this.#only ?? { length: this.total };
    for (let at = 0; at < inOrder.length; at++) {
      const index = this.#only ? this.#only[at] : at;
      if (index >= this.total || !belongs(this.#states[index], this.#letter(index))) continue;
      const head = this.#headOf(index);
      if (seen?.has(head)) continue;
      seen?.add(head);
      yield head;
    }
  }

  #headOf(index) {
    return this.#heads?.[index] ?? index;
  }

  /** Lines by what any of their pictures is. */
  #countHeads() {
    const filters = Object.values(FILTERS);
    const found = new Array(filters.length).fill(0);
    const known = new Uint8Array(this.total);
    for (let index = 0; index < this.total; index++) {
      const head = this.#headOf(index);
      for (let at = 0; at < filters.length; at++) {
        const bit = 1 << at;
        if (known[head] & bit || !filters[at](this.#states[index], this.#letter(index))) continue;
        known[head] |= bit;
        found[at]++;
      }
    }
    return Object.fromEntries(Object.keys(FILTERS).map((name, at) => [name, found[at]]));
  }

  #recount() {
    this.#counts = null;
    this.#fresh = null;
    this.#changed();
  }

  #countFresh() {
    const belongs = FILTERS[this.filter];
    let fresh = this.#ended.filter(index => belongs(this.#states[index], this.#letter(index))).length;
    if (this.#ended.length) return fresh;
    if (this.#places) for (const index of this.#belonging()) if (this.placeOf(index) < 0) fresh++;
    return fresh;
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

function countsOf(states, verdict) {
  const counts = { all: states.length, review: 0, approved: 0, rejected: 0, failed: 0, rendering: 0, waiting: 0 };
  for (let index = 0; index < states.length; index++) {
    switch (states[index]) {
      case 'c': {
        const letter = verdict(index);
        counts[letter === 'a' ? 'approved' : letter === 'r' ? 'rejected' : 'review']++;
        break;
      }
      case 'x':
        counts.failed++;
        break;
      case 'f':
        counts.rendering++;
        break;
      case 'w':
        counts.waiting++;
        break;
    }
  }
  return counts;
}
