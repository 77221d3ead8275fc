/**
 * Verdicts on their way to the farm: together after 250 ms, or 50 at a time, one group after the other, so that the last
 * that is said of a picture is the last that arrives. While the farm is away they wait; a verdict that it refuses comes
 * back. Sending one again changes nothing, so a lost answer does no harm.
 */

const PAUSE = 250;
const MOST = 50;
const FIRST_RETRY = 1000;
const LONGEST_RETRY = 15_000;

export class ReviewQueue {
  #send;
  #agreed;
  #refused;
  #waiting = new Map();
  #sending = null;
  #timer = null;
  #retry = FIRST_RETRY;

  /**
   * @param send `([[index, verdict]]) => Promise`
   * @param agreed told `[[index, verdict]]` that have arrived
   * @param refused told `[[index, verdict]]` that have not and will not, and the error
   */
  constructor({ send, agreed, refused }) {
    this.#send = send;
    this.#agreed = agreed;
    this.#refused = refused;
  }

  /** From now on these are told: the page that looks at the pictures may be another one. */
  tell({ agreed, refused }) {
    this.#agreed = agreed;
    this.#refused = refused;
  }

  /** How many have not arrived. */
  get size() {
    return this.#waiting.size + (this.#sending?.size ?? 0);
  }

  /** All that have not arrived, as they stand. */
  get unsent() {
    return [...new Map([...(this.#sending ?? []), ...this.#waiting])];
  }

  say(changes) {
    for (const [index, verdict] of changes) {
      this.#waiting.delete(index);
      this.#waiting.set(index, verdict);
    }
    if (this.#sending) return;
    if (this.#waiting.size >= MOST && this.#retry === FIRST_RETRY) this.#flush();
    else this.#later(PAUSE);
  }

  #later(pause) {
    this.#timer ??= setTimeout(() => this.#flush(), pause);
  }

  async #flush() {
    clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#sending || this.#waiting.size === 0) return;
    const group = [...this.#waiting].slice(0, MOST);
    for (const [index] of group) this.#waiting.delete(index);
    this.#sending = new Map(group);
    let pause = PAUSE;
    try {
      await this.#send(group);
      this.#retry = FIRST_RETRY;
      this.#sending = null;
      this.#agreed(group);
    } catch (error) {
      this.#sending = null;
      if (error.isAway) {
        this.#waiting = new Map([...group, ...this.#waiting]);
        pause = this.#retry;
        this.#retry = Math.min(2 * this.#retry, LONGEST_RETRY);
      } else {
        this.#refused(group.filter(([index]) => !this.#waiting.has(index)), error);
      }
    }
    if (this.#waiting.size >= MOST && pause === PAUSE) this.#flush();
    else if (this.#waiting.size) this.#later(pause);
  }
}
