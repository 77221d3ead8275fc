import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { FarmElement } from '../element.js';
import { count } from '../format.js';
import { under } from '../place.js';
import { distance, heightOf, rolledTo } from '../rolling.js';
import { langOf, t, tOr } from '../words.js';
import { wordOf } from './task-state.js';

const HEIGHT = 44;
const BEYOND = 6;
/** The head of the page and of the table stay where they are. */
const ROOM = 100;
const KINDS = { w: '', f: 'run', c: 'ok', x: 'bad', k: '' };
const VERDICTS = { approved: 'good', rejected: 'danger' };

/**
 * The lines of a sheet, with how the pictures of each stand: a row for each picture of a `GalleryModel`, of which only
 * those exist that can be seen.
 */
class LineTable extends FarmElement {
  static properties = { model: { attribute: false }, current: { type: Number }, batch: {}, window: { state: true } };

  #frame = 0;
  #model = null;
  #moved = () => {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#measure();
    });
  };
  #changed = () => {
    this.requestUpdate();
    this.#moved();
  };

  connectedCallback() {
    super.connectedCallback();
    addEventListener('scroll', this.#moved, { passive: true });
    addEventListener('resize', this.#moved);
  }

  disconnectedCallback() {
    removeEventListener('scroll', this.#moved);
    removeEventListener('resize', this.#moved);
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#model?.removeEventListener('change', this.#changed);
    this.#model = null;
    super.disconnectedCallback();
  }

  willUpdate() {
    if (this.model === this.#model) return;
    this.#model?.removeEventListener('change', this.#changed);
    this.#model = this.model;
    this.#model.addEventListener('change', this.#changed);
  }

  updated(changed) {
    if (changed.has('model')) this.#measure();
  }

  /** Rows that can be seen at once. */
  get rows() {
    return Math.max(1, Math.floor(innerHeight / HEIGHT) - 4);
  }

  /** Rolls so far that a place can be seen, and no further. */
  reveal(place) {
    const body = this.querySelector('tbody');
    if (!body || place < 0) return;
    const view = { rows: this.model.size, height: HEIGHT, window: innerHeight };
    const top = body.getBoundingClientRect().top + place * HEIGHT - (this.window?.shift ?? 0);
    if (top < ROOM) scrollBy(0, distance(top - ROOM, view));
    else if (top + HEIGHT > innerHeight) scrollBy(0, distance(top + HEIGHT - innerHeight + ROOM, view));
    this.#measure();
  }

  #measure() {
    const { model } = this;
    if (!model) return;
    const top = this.querySelector('tbody')?.getBoundingClientRect().top ?? this.getBoundingClientRect().top;
    const rows = model.size;
    const { first, shift } = rolledTo({ rows, height: HEIGHT, above: -top, window: innerHeight });
    const begin = Math.min(first, Math.max(0, first - BEYOND, Math.ceil(shift / HEIGHT)));
    const end = Math.min(rows, first + Math.ceil(innerHeight / HEIGHT) + BEYOND);
    const next = { begin, end, shift };
    if (!this.window || Object.keys(next).some(key => next[key] !== this.window[key])) this.window = next;
    const needed = [];
    for (let place = begin; place < end; place++) needed.push(model.indexAt(place));
    model.need(needed);
  }

  render() {
    const { model, window: view } = this;
    if (!model || !view) return nothing;
    const end = Math.min(view.end, model.size);
    const shown = [];
    for (let place = view.begin; place < end; place++) shown.push(place);
    const before = Math.max(0, view.begin * HEIGHT - view.shift);
    const after = heightOf(model.size, HEIGHT) - before - shown.length * HEIGHT;
    const column = (name, classes = '') => html`<th scope="col" class=${classes}>${t(`lines.${name}`)}</th>`;
    return html`<div class="panel scroll-x"><table class="lines" aria-rowcount=${model.size + 1}>
      <thead><tr aria-rowindex="1">${column('line', 'right')}${column('sku')}${column('prompt')}${column('picture')}${column('state')}${column('says')}</tr></thead>
      <tbody>
        ${filler(before)}${repeat(shown, place => model.indexAt(place), place => this.#row(place))}${filler(after)}
      </tbody></table></div>`;
  }

  #row(place) {
    const { model } = this;
    const index = model.indexAt(place);
    const task = model.task(index);
    const state = model.state(index);
    if (!task) return html`<tr aria-rowindex=${place + 2}><td colspan="6" class="muted">…</td></tr>`;
    const isFurther = place > 0 && model.indexAt(place - 1) === index - 1 && task.line !== undefined && model.task(index - 1)?.line === task.line;
    const verdict = model.verdict(index);
    const link = under(`/batches/${encodeURIComponent(this.batch)}?at=${index}`);
    const classes = isFurther ? 'muted' : '';
    return html`<tr aria-rowindex=${place + 2} aria-selected=${index === this.current ? 'true' : nothing}>
      <td class="right ${classes}">${task.line === undefined ? '' : count(task.line)}</td>
      <td class="name"><a class="clip ${classes}" href=${link} title=${task.sku}><bdi>${task.sku}</bdi></a></td>
      <td class="prompt"><span class="clip ${classes}" dir="auto" lang=${langOf(task.prompt)} title=${task.prompt}>${task.prompt}</span></td>
      <td class="nowrap"><a class="row" href=${link} aria-label=${t('lines.look', task.sku, task.variant ?? 1)}>${state === 'c' && task.thumbnail
        ? html`<img src=${task.thumbnail} alt="" width="34" height="34" decoding="async">` : html`<span class="none"></span>`}<small>${task.variant === undefined ? '' : count(task.variant)}</small></a></td>
      <td class="nowrap"><span class="pill ${KINDS[state] ?? ''}">${wordOf(state)}</span>${state === 'c' && VERDICTS[verdict] ? html` <span class=${VERDICTS[verdict]}>${t(`verdict.${verdict}`)}</span>` : nothing}</td>
      <td class="detail"><span class="clip" dir="auto" title=${task.message ?? nothing}>${this.#says(task, state)}</span></td>
    </tr>`;
  }

  /** Why it failed; of one that waits, whether it has failed before. */
  #says(task, state) {
    if (state === 'x') return task.code ? html`${tOr(`code.${task.code}`, task.code)}${task.message ? html` <small>${task.message}</small>` : nothing}` : '';
    if (state === 'w' && task.attempts) return html`${t('batch.attempts', task.attempts)}${task.code ? html` <small>${tOr(`code.${task.code}`, task.code)}</small>` : nothing}`;
    return '';
  }
}

const filler = height => (height > 0 ? html`<tr aria-hidden="true" class="filler" .style=${`height:${height}px`}><td colspan="6"></td></tr>` : nothing);

customElements.define('line-table', LineTable);
