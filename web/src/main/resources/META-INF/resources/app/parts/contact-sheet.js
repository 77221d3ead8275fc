import { html, nothing } from 'lit';
import { FarmElement } from '../element.js';
import { count, when } from '../format.js';
import { t } from '../words.js';

const A_PAGE = 500;
const MARKS = { approved: ['yes', '✓'], rejected: ['no', '✗'] };

/** All pictures of a `GalleryModel`, small and with their SKUs, to be printed: a page of 500 at a time. Dispatches `part` {from} when another is wanted. */
class ContactSheet extends FarmElement {
  static properties = { model: { attribute: false }, heading: {}, filter: {}, loaded: { state: true }, from: { type: Number } };

  #model = null;
  #changed = () => this.requestUpdate();

  constructor() {
    super();
    this.loaded = new Set();
    this.from = 0;
  }

  disconnectedCallback() {
    this.#model?.removeEventListener('change', this.#changed);
    this.#model = null;
    super.disconnectedCallback();
  }

  willUpdate() {
    if (this.model !== this.#model) {
      this.#model?.removeEventListener('change', this.#changed);
      this.#model = this.model;
      this.#model.addEventListener('change', this.#changed);
    }
    this.model.need(this.#indexes);
  }

  /** The place of the first one: that of a page, and of the first page where there is none like that. */
  get #first() {
    return this.from > 0 && this.from < this.model.size ? this.from - (this.from % A_PAGE) : 0;
  }

  get #indexes() {
    const indexes = [];
    for (let place = this.#first; place < Math.min(this.#first + A_PAGE, this.model.size); place++) indexes.push(this.model.indexAt(place));
    return indexes;
  }

  render() {
    const { size } = this.model;
    const indexes = this.#indexes;
    const tasks = indexes.map(index => this.model.task(index));
    const pictures = tasks.filter(task => task?.thumbnail);
    const missing = pictures.filter(task => !this.loaded.has(task.thumbnail)).length + tasks.filter(task => !task).length;
    return html`<div class="row wrap"><h2 class="grow"><bdi>${this.heading}</bdi> <small>· ${this.filter} · ${t('sheet.pictures', pictures.length, count(pictures.length))} · ${when(Date.now() / 1000)}</small></h2>
        ${size > A_PAGE ? html`<nav class="row no-print" aria-label=${t('sheet.parts')}>
          <button ?disabled=${this.#first === 0} @click=${() => this.#turn(-A_PAGE)}>←</button>
          <span>${t('sheet.part', count(this.#first + 1), count(Math.min(size, this.#first + A_PAGE)), count(size))}</span>
          <button ?disabled=${this.#first + A_PAGE >= size} @click=${() => this.#turn(A_PAGE)}>→</button></nav>` : nothing}
        <button class="primary no-print" ?disabled=${missing > 0} @click=${() => print()}>${missing ? t('sheet.loading', count(missing)) : t('sheet.print')}</button></div>
      <ol class="sheet">${indexes.map((index, at) => this.#picture(tasks[at], this.model.verdict(index)))}</ol>`;
  }

  #turn(by) {
    this.dispatchEvent(new CustomEvent('part', { detail: { from: this.#first + by } }));
  }

  /** What has no picture has no place on a sheet. */
  #picture(task, verdict) {
    if (!task?.thumbnail) return nothing;
    const done = () => (this.loaded = new Set(this.loaded).add(task.thumbnail));
    const [kind, mark] = MARKS[verdict] ?? [];
    return html`<li><img src=${task.thumbnail} alt=${task.prompt} width="256" height="256" @load=${done} @error=${done}>
      <span class="clip">${mark ? html`<b class=${kind} role="img" aria-label=${t(`verdict.${verdict}`)}>${mark}</b> ` : nothing}<bdi>${task.sku}</bdi>${task.variant === undefined ? nothing : html` <small>${count(task.variant)}</small>`}</span></li>`;
  }
}

customElements.define('contact-sheet', ContactSheet);
