/**
 * Verdicts that a window could not hand in before it was closed, since there were too many of them or the farm was away.
 * This browser keeps them for a day, and hands them in when their batch is looked at again.
 */

import { store, stored } from './settings.js';

const KEY = 'renderfarm.verdicts';
const A_DAY = 24 * 60 * 60 * 1000;
const LETTERS = { undecided: '.', approved: 'a', rejected: 'r' };
const VERDICTS = Object.fromEntries(Object.entries(LETTERS).map(([verdict, letter]) => [letter, verdict]));

/** @param changes `[[index, verdict]]`; of one picture the last counts */
export function keepVerdicts(batch, changes, now = Date.now()) {
  if (changes.length === 0) return;
  const kept = recent(now);
  const said = new Map([...read(kept[batch]?.said), ...changes]);
  kept[batch] = { at: now, said: [...said].map(([index, verdict]) => `${index}${LETTERS[verdict]}`).join() };
  store(KEY, kept);
}

/** Those pictures were judged otherwise since, or the farm has their verdicts: what was kept of them is void. */
export function forgetVerdicts(batch, indexes, now = Date.now()) {
  const kept = recent(now);
  if (!kept[batch]) return;
  const gone = new Set(indexes);
  const { at, said } = kept[batch];
  delete kept[batch];
  store(KEY, Object.keys(kept).length ? kept : null);
  keepVerdicts(batch, read(said).filter(([index]) => !gone.has(index)), at);
}

/** What was kept for a batch, which is forgotten with that. */
export function takeVerdicts(batch, now = Date.now()) {
  const kept = recent(now);
  const changes = read(kept[batch]?.said);
  delete kept[batch];
  store(KEY, Object.keys(kept).length ? kept : null);
  return changes;
}

function recent(now) {
  return Object.fromEntries(Object.entries(stored(KEY)).filter(([, { at }]) => now - at < A_DAY));
}

function read(said) {
  return [...(said ?? '').matchAll(/(\d+)([.ar])/g)].map(([, index, letter]) => [Number(index), VERDICTS[letter]]);
}
