/**
 * The batches of one view: a page of them after another, newest first. What is on the screen is updated in place; one
 * that is new waits as a number until it is asked for, unless the list is scrolled to its top.
 */
export class BatchList {
  batches = [];
  counts = null;
  hasMore = false;
  /** How many have come since the list was read. */
  newer = 0;

  /** A page as the API lists it; `isNext` where it goes on from the last one. */
  read(page, { isNext = false } = {}) {
    const known = new Set(isNext ? this.batches.map(batch => batch.id) : []);
    const more = page.data.filter(batch => !known.has(batch.id));
    this.batches = isNext ? [...this.batches, ...more] : more;
    this.hasMore = page.has_more;
    this.counts = page.renderfarm?.counts ?? (isNext ? this.counts : null);
    if (!isNext) this.newer = 0;
  }

  get lastId() {
    return this.batches.at(-1)?.id ?? null;
  }

  /** A batch as the stream tells it. One that is not listed changes nothing; nor does news that is older than what is known. */
  hear(batch) {
    const index = this.batches.findIndex(known => known.id === batch.id);
    if (index < 0 || this.batches[index].renderfarm.sequence > batch.renderfarm.sequence) return false;
    this.batches = this.batches.with(index, batch);
    return true;
  }

  /** The first page as it stands now: those that are ahead of the ones listed are counted, none is moved. */
  peek(page) {
    const known = new Set(this.batches.map(batch => batch.id));
    const firstKnown = page.data.findIndex(batch => known.has(batch.id));
    this.newer = firstKnown < 0 ? page.data.length : firstKnown;
    this.counts = page.renderfarm?.counts ?? this.counts;
    page.data.forEach(batch => this.hear(batch));
  }
}
