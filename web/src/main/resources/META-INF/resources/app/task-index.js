/**
 * What search and order need of all tasks of a batch: read once, a thousand at a time, when somebody asks for it. A batch
 * of more than `MOST` is not read as a whole: there the farm searches and orders, up to `MOST_ORDERED`, beyond which all comes
 * in the order of the file.
 */

export const MOST = 20_000;
/** The farm orders no more. */
export const MOST_ORDERED = 100_000;
/** So many are shown of what the farm finds. */
export const MOST_FOUND = 5000;
const PAGE = 1000;

export class TaskIndex {
  #fetch;
  #tasks = null;
  #reading = null;

  #search;
  #order;

  /**
   * @param fetch `(first, limit) => Promise<tasks>`, as a gallery's tasks are
   * @param search `(words, after, limit, signal) => Promise<{tasks, next}>`: a page of what the farm finds, and where the next begins
   * @param order `(by, firstOfLines, signal) => Promise<indexes>`: all tasks in an order of the farm's, or those that begin a line
   */
  constructor(fetch, search, order) {
    this.#fetch = fetch;
    this.#search = search;
    this.#order = order;
  }

  /** Reads again when it is asked the next time. */
  forget() {
    this.#tasks = null;
    this.#reading = null;
  }

  /**
   * Indexes in `order` (`file`, `newest`, `sku`) of the tasks whose SKU, name or prompt has all these words. Rejects with an
   * `AbortError` where `signal` is aborted: the farm is asked no further.
   */
  async find(total, words, order, { signal } = {}) {
    if (total > MOST) return this.#findLarge(words, order, signal);
    const tasks = await this.#all(total);
    signal?.throwIfAborted();
    const sought = words.toLowerCase().split(/\s+/).filter(Boolean);
    const found = tasks.filter(task => sought.every(word => task.text.includes(word)));
    if (order === 'newest') found.sort((a, b) => b.at.localeCompare(a.at) || a.index - b.index);
    if (order === 'sku') found.sort((a, b) => a.sku.localeCompare(b.sku, undefined, { numeric: true }) || a.index - b.index);
    return found.map(task => task.index);
  }

  /** Of each task the first one of its line: null where each has a line of its own. */
  async heads(total) {
    if (total > MOST) return this.#headsOfLarge(total);
    const tasks = await this.#all(total);
    const heads = new Uint32Array(tasks.length);
    let isAlone = true;
    tasks.forEach((task, at) => {
      const before = tasks[at - 1];
      const isFurther = before !== undefined && task.line !== undefined && task.line === before.line && task.sku === before.sku;
      heads[at] = isFurther ? heads[at - 1] : at;
      isAlone &&= !isFurther;
    });
    return isAlone ? null : heads;
  }

  async #headsOfLarge(total) {
    const firsts = await this.#order('file', true);
    if (firsts.length === total) return null;
    const heads = new Uint32Array(total);
    firsts.forEach((first, at) => heads.fill(first, first, firsts[at + 1] ?? total));
    return heads;
  }

  async #findLarge(words, order, signal) {
    const ordered = order === 'file' ? null : await this.#order(order, false, signal);
    signal?.throwIfAborted();
    if (!words) return ordered;
    const found = await this.#ask(words, signal);
    if (!ordered) return found;
    const wanted = new Set(found);
    return ordered.filter(index => wanted.has(index));
  }

  async #ask(words, signal) {
    const found = [];
    let after = null;
    do {
      signal?.throwIfAborted();
      const { tasks, next } = await this.#search(words, after, PAGE, signal);
      found.push(...tasks.map(task => task.index));
      after = next;
    } while (after && found.length < MOST_FOUND);
    signal?.throwIfAborted();
    return found.slice(0, MOST_FOUND);
  }

  async #all(total) {
    if (this.#tasks?.length === total) return this.#tasks;
    this.#reading ??= this.#read(total);
    const reading = this.#reading;
    try {
      const tasks = await reading;
      if (this.#reading === reading) this.#tasks = tasks;
      return tasks;
    } finally {
      if (this.#reading === reading) this.#reading = null;
    }
  }

  async #read(total) {
    const tasks = [];
    while (tasks.length < total) {
      const page = await this.#fetch(tasks.length, PAGE);
      if (page.length === 0) break;
      for (const task of page) {
        tasks.push({ index: task.index, sku: task.sku, line: task.line, at: task.endedAt ?? '', text: `${task.sku} ${task.name ?? ''} ${task.prompt}`.toLowerCase() });
      }
    }
    return tasks;
  }
}

/** The place of the first picture of a line, or of the next one where that was left out; -1 where there is none. */
export async function indexOfLine(model, line) {
  const lineOf = async index => {
    await model.need([index]);
    return model.task(index)?.line ?? NaN;
  };
  let [first, last] = [0, model.total - 1];
  while (first < last) {
    const middle = Math.floor((first + last) / 2);
    if ((await lineOf(middle)) < line) first = middle + 1;
    else last = middle;
  }
  return last >= 0 && (await lineOf(first)) >= line ? first : -1;
}

/** Indexes as the farm is told them: `0-11,15`. */
export function ranges(indexes) {
  const parts = [];
  let first = null;
  let last = null;
  for (const index of [...indexes].sort((a, b) => a - b)) {
    if (first !== null && index <= last + 1) {
      last = index;
    } else {
      if (first !== null) parts.push(range(first, last));
      [first, last] = [index, index];
    }
  }
  if (first !== null) parts.push(range(first, last));
  return parts.join(',');
}

/** The indexes that such a text names, of those below `total`; what it says besides is passed over. */
export function indexesIn(text, total) {
  const indexes = new Set();
  for (const part of text.split(',')) {
    const [, first, last = first] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part) ?? [];
    for (let index = Number(first); index <= Math.min(Number(last), total - 1); index++) indexes.add(index);
  }
  return indexes;
}

const range = (first, last) => (first === last ? `${first}` : `${first}-${last}`);
