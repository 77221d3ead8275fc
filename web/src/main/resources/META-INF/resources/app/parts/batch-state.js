/** How a batch stands, in a word and a bar. Shapes and words say it, colour only helps. */

import { html } from 'lit';
import { count } from '../format.js';
import { under } from '../place.js';
import { t } from '../words.js';

const ENDED = new Set(['completed', 'failed', 'expired', 'cancelled']);
const HELD = new Set(['paused', 'failures']);

export const hasEnded = batch => ENDED.has(batch.status);

export const isPaused = batch => HELD.has(batch.renderfarm.waiting_for?.code);

/** Its previews are there, and it waits for somebody's yes. */
export const wantsYes = batch => batch.renderfarm.waiting_for?.code === 'preview';

/** `{kind, key, number}`: the pill's class, and its words. */
export function standing(batch) {
  const { status, request_counts: counts, renderfarm } = batch;
  const code = renderfarm.waiting_for?.code;
  if (status === 'failed') return { kind: 'bad', key: 'state.failed' };
  if (status === 'expired') return { kind: 'bad', key: 'state.expired' };
  if (status === 'cancelled') return { kind: '', key: 'state.cancelled' };
  if (status === 'completed') {
    return counts.failed ? { kind: 'warn', key: 'state.doneWithFailures', number: counts.failed } : { kind: 'ok', key: 'state.completed' };
  }
  if (status === 'validating') return { kind: '', key: 'state.validating' };
  if (code === 'preview') return { kind: 'review', key: 'state.preview', number: counts.completed };
  if (HELD.has(code)) return { kind: 'warn', key: `state.${code}` };
  if (status === 'in_progress' && code) return { kind: 'warn', key: 'state.waiting' };
  return { kind: status === 'in_progress' ? 'run' : '', key: `state.${status}` };
}

export function statePill(batch) {
  const { kind, key, number } = standing(batch);
  return html`<span class="pill ${kind}">${t(key, number)}</span>`;
}

/** Done, in flight and failed as parts of the whole. */
export function stateBar(batch, size = '') {
  const { request_counts: counts, renderfarm } = batch;
  const share = number => `${counts.total ? (100 * number) / counts.total : 0}%`;
  const label = t('bar.label', count(counts.completed), count(counts.total), count(counts.failed));
  return html`<div class="bar ${size}" role="img" aria-label=${label}>
    <i class="done" .style=${`width:${share(counts.completed)}`}></i><i class="flight" .style=${`width:${share(renderfarm.in_flight)}`}></i><i class="failed" .style=${`width:${share(counts.failed)}`}></i>
  </div>`;
}

/** What people call it: its name, or else its id. */
export const nameOf = batch => batch.renderfarm.name || batch.id;

/** The address of a picture's thumbnail, by the picture's name. */
export const thumbnailOf = (batch, name) => under(`/v1/batches/${batch.id}/thumbnails/${encodeURIComponent(name)}.jpg`);
