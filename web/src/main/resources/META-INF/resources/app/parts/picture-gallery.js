import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { FarmElement } from '../element.js';
import { count } from '../format.js';
import { heightOf, rolledTo, distance } from '../rolling.js';
import { t, tOr } from '../words.js';
import { wordOf } from './task-state.js';

const MOST_TILES = 120;
const GAP = 10;
const LABEL = 28;
const BEYOND = 2;

/**
 * The pictures of a `GalleryModel` as tiles, of which only those exist that can be seen. A listbox with one tab stop.
 * Dispatches `point` {index, extend, toggle} and `open` {index}.
 */
class PictureGallery extends FarmElement {
  static properties = {
    model: { attribute: false },
    tile: { type: Number },
    current: { type: Number },
    selected: { attribute: false },
    marks: { attribute: false },
    drawn: { attribute: false },
    window: { state: true },
  };

  #sized = new ResizeObserver(() => this.#measure());
  #scrolled = () => this.#frame();
  #changed = () => {
    this.requestUpdate();
    this.#frame();
  };
  #framed = 0;
  #model = null;

  connectedCallback() {
    super.connectedCallback();
    addEventListener('scroll', this.#scrolled, { passive: true });
    addEventListener('resize', this.#scrolled);
    this.#sized.observe(this);
  }

  disconnectedCallback() {
    removeEventListener('scroll', this.#scrolled);
    removeEventListener('resize', this.#scrolled);
    this.#sized.disconnect();
    cancelAnimationFrame(this.#framed);
    this.#framed = 0;
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
    if (changed.has('tile') || changed.has('model')) this.#measure();
  }

  get columns() {
    return this.window?.columns ?? 1;
  }

  /** Rows that can be seen at once. */
  get rows() {
    return Math.max(1, Math.floor((innerHeight - 120) / (this.window?.height ?? 160)));
  }

  focusList() {
    this.querySelector('[role=listbox]')?.focus({ preventScroll: true });
  }

  /** Rolls so far that a place can be seen, and no further. */
  reveal(place) {
    if (!this.window || place < 0) return;
    const { columns, height, shift } = this.window;
    const top = this.getBoundingClientRect().top + Math.floor(place / columns) * height - shift;
    const view = { rows: Math.ceil(this.model.size / columns), height, window: innerHeight };
    if (top < 60) scrollBy(0, distance(top - 60, view));
    else if (top + height > innerHeight - 12) scrollBy(0, distance(top + height - innerHeight + 12, view));
    this.#measure();
  }

  #frame() {
    this.#framed ||= requestAnimationFrame(() => {
      this.#framed = 0;
      this.#measure();
    });
  }

  #measure() {
    const width = this.clientWidth;
    if (!width || !this.model) return;
    let side = this.tile;
    let columns, height, seen;
    do {
      columns = Math.max(1, Math.floor((width + GAP) / (side + GAP)));
      height = (width + GAP) / columns - GAP + LABEL + GAP;
      seen = Math.ceil(innerHeight / height) + 1;
      side += 16;
    } while (columns * seen > MOST_TILES && columns > 1);
    const rows = Math.min(seen + 2 * BEYOND, Math.floor(MOST_TILES / columns));
    const before = Math.min(BEYOND, Math.floor((rows - seen) / 2));
    const rolled = rolledTo({ rows: Math.ceil(this.model.size / columns), height, above: -this.getBoundingClientRect().top, window: innerHeight });
    const first = Math.max(0, rolled.first - before) * columns;
    const last = Math.min(this.model.size, first + rows * columns);
    const next = { columns, height, width: (width + GAP) / columns - GAP, first, last, shift: rolled.shift };
    if (!this.window || Object.keys(next).some(key => next[key] !== this.window[key])) this.window = next;
    const needed = [];
    for (let place = first; place < last; place++) needed.push(this.model.face(this.model.indexAt(place)).index);
    this.model.need(needed);
  }

  render() {
    const { model, window: view } = this;
    if (!model || !view) return nothing;
    const shown = [];
    for (let place = view.first; place < Math.min(view.last, model.size); place++) shown.push(place);
    const active = model.placeOf(this.current);
    const isThere = active >= view.first && active < view.last;
    const here = active < 0 ? -1 : model.indexAt(active);
    const rows = Math.ceil(model.size / view.columns);
    return html`<div class="canvas" role="listbox" tabindex="0" aria-multiselectable="true" aria-label=${t('batch.pictures')}
        aria-activedescendant=${isThere ? `tile-${here}` : nothing} .style=${`height:${Math.max(0, heightOf(rows, view.height) - GAP)}px`}
        @click=${this.#clicked} @dblclick=${this.#opened}>
      ${repeat(shown, place => model.indexAt(place), place => this.#tile(place, here, view))}
    </div>`;
  }

  #tile(place, here, { columns, height, width, shift }) {
    const { model } = this;
    const index = model.indexAt(place);
    const { index: shown, state, verdict, number } = model.face(index);
    const task = model.task(shown);
    const x = (place % columns) * (width + GAP);
    const y = Math.floor(place / columns) * height - shift;
    const name = task?.sku ?? '';
    const classes = `tile ${verdict === 'rejected' ? 'no' : ''} ${state === 'x' ? 'failed' : ''} ${index === here ? 'current' : ''}`;
    return html`<div class=${classes} role="option" id="tile-${index}" data-index=${index} aria-setsize=${model.size} aria-posinset=${place + 1}
        aria-selected=${this.selected.has(index) || (this.selected.size === 0 && index === here)}
        .style=${`transform:translate(${x}px,${y}px);width:${width}px`}>
      <span class="picture">${this.#picture(task, state, shown)}</span>
      ${state === 'c' && verdict === 'approved' ? html`<span class="badge yes" aria-hidden="true">✓</span>` : nothing}
      ${state === 'c' && verdict === 'rejected' ? html`<span class="badge no" aria-hidden="true">✗</span>` : nothing}
      <span class="label"><bdi class="sku clip grow">${name}</bdi><span class="sr-only">${state === 'c' ? t(`verdict.${verdict}`) : wordOf(state)}</span>${this.marks?.get(task?.sku) ? html`<span class="again" title=${t('batch.rerolled')}>↻ ${count(this.marks.get(task.sku))}</span>` : nothing}${number > 1 ? html`<span class="muted" title=${t('batch.variants', number)}>×${count(number)}</span>` : task?.variant !== undefined ? html`<span class="muted">${count(task.variant)}</span>` : nothing}</span>
    </div>`;
  }

  #picture(task, state, index) {
    if (state === 'c' && task?.thumbnail) {
      return html`<img src=${this.tile > 200 ? task.picture : task.thumbnail} alt=${task.prompt ?? ''} width="256" height="256" decoding="async">`;
    }
    if (state === 'x') {
      return html`<span class="wait"><span>⚠ ${task?.code ? tOr(`code.${task.code}`, task.message ?? task.code) : t('batch.failed')}</span>${task ? html`<span>${t('batch.attempts', task.attempts)}</span>` : nothing}</span>`;
    }
    if (state === 'f') return this.#drawing(this.drawn ? this.drawn.get(index) : task?.drawing);
    return html`<span class="wait">${state === 'c' ? '' : wordOf(state)}</span>`;
  }

  /** The step at which a device is; the bar is there before the first, so that nothing moves. */
  #drawing(drawn) {
    const { step = 0, steps = 1 } = drawn ?? {};
    return html`<span class="wait"><span>${step ? t('workers.step', step, steps) : wordOf('f')}</span>
      <span class="bar thin" aria-hidden="true"><i class="flight" .style=${`width:${Math.round((100 * step) / steps)}%`}></i></span></span>`;
  }

  #clicked(event) {
    const index = indexOf(event);
    if (index === null) return;
    this.dispatchEvent(new CustomEvent('point', { detail: { index, extend: event.shiftKey, toggle: event.ctrlKey || event.metaKey } }));
  }

  #opened(event) {
    const index = indexOf(event);
    if (index !== null) this.dispatchEvent(new CustomEvent('open', { detail: { index } }));
  }
}

function indexOf(event) {
  const tile = event.target.closest?.('[data-index]');
  return tile ? Number(tile.dataset.index) : null;
}

customElements.define('picture-gallery', PictureGallery);
