/** What the page of workers knows: who there is, in which state, and how fast each was while the page looked. */

/** In the order in which they are offered. */
export const KINDS = ['rendering', 'idle', 'starting', 'draining', 'trouble', 'stopped'];

const A_POINT = 10_000;
const POINTS = 180;

/** What a worker is up to, in a word. One that is silent, set aside or has a problem is in trouble. */
export function kindOf(worker) {
  if (worker.state === 'stopped') return 'stopped';
  if (!worker.live || worker.state === 'set_aside' || worker.problem) return 'trouble';
  if (worker.state === 'ready') return inHand(worker) ? 'rendering' : 'idle';
  return worker.state;
}

/** How many tasks it has claimed and not settled. */
export const inHand = worker => worker.tasks_held?.length ?? 0;

export class WorkerList {
  workers = [];
  #rates = new Map();

  /** Takes in who there is now. */
  read(list, now = Date.now()) {
    this.workers = [...list].sort((one, other) => one.worker_id.localeCompare(other.worker_id, 'en', { numeric: true }));
    const known = new Set(list.map(worker => worker.worker_id));
    for (const id of this.#rates.keys()) if (!known.has(id)) this.#rates.delete(id);
    for (const worker of list) this.#note(worker, now);
  }

  /** Takes in what was answered for one of them. */
  replace(worker) {
    this.workers = this.workers.map(known => (known.worker_id === worker.worker_id ? worker : known));
  }

  forget(id) {
    this.workers = this.workers.filter(worker => worker.worker_id !== id);
    this.#rates.delete(id);
  }

  ofKind(kind) {
    return KINDS.includes(kind) ? this.workers.filter(worker => kindOf(worker) === kind) : this.workers;
  }

  count(kind) {
    return this.ofKind(kind).length;
  }

  /** Pictures a second, a point for every ten seconds of the last half hour in which the page was open. */
  rates(id) {
    return (this.#rates.get(id) ?? []).map(point => point.rate);
  }

  #note(worker, now) {
    const points = this.#rates.get(worker.worker_id) ?? [];
    const rate = worker.live ? worker.images_per_second : 0;
    if (points.length && now - points.at(-1).at < A_POINT) points.at(-1).rate = rate;
    else points.push({ at: now, rate });
    this.#rates.set(worker.worker_id, points.slice(-POINTS));
  }
}

const MOST_MARKS = 12;

/**
 * What happened to workers since `from`, oldest first, the newest twelve: `{at, worker, kind, code}`, times in ms, `kind` one
 * of `began`, `trouble`, `silent`, `stopped`.
 */
export function marksOf(workers, from) {
  const marks = workers.flatMap(worker => {
    const mark = (kind, at, code) => ({ kind, at: Date.parse(at), worker: worker.worker_id, code });
    const found = [mark('began', worker.started_at)];
    if (worker.state === 'stopped') found.push(mark('stopped', worker.sent_at));
    else if (!worker.live) found.push(mark('silent', worker.sent_at));
    else if (worker.problem) found.push(mark('trouble', worker.problem.since, worker.problem.code));
    return found;
  });
  return marks.filter(({ at }) => at >= from).sort((one, other) => one.at - other.at).slice(-MOST_MARKS);
}

/**
 * Failures, newest first, once their newest page was read again: those that were read before stay below it. Where so many
 * have come that some between are unknown, it is that page alone. Both are `{entries, hasMore, lastId}`.
 */
export function renewed(known, page) {
  const newest = new Set(page.entries.map(failure => failure.id));
  const older = known.entries.filter(failure => !newest.has(failure.id));
  return older.length < known.entries.length ? { ...known, entries: [...page.entries, ...older] } : page;
}

/** `[model, number of batches]` for models that batches want and no worker has. */
export function unservedModels(batches) {
  const wanted = new Map();
  for (const batch of batches) {
    if (batch.renderfarm.waiting_for?.code === 'no_workers') wanted.set(batch.model, (wanted.get(batch.model) ?? 0) + 1);
  }
  return [...wanted];
}
