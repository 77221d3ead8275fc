/**
 * What search and order need of all tasks of a batch: read once, a thousand at a time, when somebody asks for it. A batch
 * of more than `MOST` is not read as a whole.
 */

export const MOST = 20_000;
const PAGE = 1000;

export class TaskIndex {
  #fetch;
  #tasks = null;
  #reading = null;

  /** @param fetch `(first, limit) => Promise<tasks>`, as a gallery's tasks are */
  constructor(fetch) {
    this.#fetch = fetch;
  }

  /** Reads again when it is asked the next time. */
  forget() {
    this.#tasks = null;
    this.#reading = null;
  }

  /** Indexes in `order` (`file`, `newest`, `sku`) of the tasks whose SKU, name or prompt has all these words. */
  async find(total, words, order) {
    const tasks = await this.#all(total);
    const sought = words.toLowerCase().split(/\s+/).filter(Boolean);
    const found = tasks.filter(task => sought.every(word => task.text.includes(word)));
    if (order === 'newest') found.sort((a, b) => b.at.localeCompare(a.at) || a.index - b.index);
    if (order === 'sku') found.sort((a, b) => a.sku.localeCompare(b.sku, undefined, { numeric: true }) || a.index - b.index);
    return found.map(task => task.index);
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
        tasks.push({ index: task.index, sku: task.sku, at: task.endedAt ?? '', text: `${task.sku} ${task.name ?? ''} ${task.prompt}`.toLowerCase() });
      }
    }
    return tasks;
  }
}
