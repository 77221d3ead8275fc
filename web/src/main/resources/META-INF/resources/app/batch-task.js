import { pathOf, under } from './place.js';

/** A task of the API as the batch's page keeps it: small, since thousands of them are kept. */
export function batchTask(view) {
  const [batch, index] = view.id.split('/');
  const attempts = view.attempts ?? [];
  const last = attempts.at(-1);
  return {
    id: view.id,
    batch,
    index: Number(index),
    state: view.state,
    custom_id: view.custom_id,
    sku: view.sku ?? view.custom_id ?? '',
    line: view.line,
    variant: view.variant,
    prompt: view.prompt ?? '',
    name: view.name,
    size: view.size,
    seed: view.seed,
    picture: view.image ? onThisHost(view.url) : null,
    thumbnail: view.image ? onThisHost(view.thumbnail_url) : null,
    source: view.source_url ? onThisHost(view.source_url) : null,
    bytes: view.image?.bytes,
    seconds: view.usage?.device_seconds,
    attempts: attempts.length,
    worker: last?.worker_id,
    endedAt: last?.ended_at,
    code: last?.code,
    message: last?.detail,
    verdict: view.review?.verdict,
    drawing: view.drawing,
  };
}

/** The farm may be known by another name than the one in the address bar; what it serves is served here too. */
const onThisHost = url => (url ? under(pathOf(url)) : null);
