import { html, nothing } from 'lit';
import { FarmElement } from '../element.js';
import { t } from '../words.js';

const WAYS = ['side', 'slider', 'flicker'];
const FLICKER = 700;

/** One picture as large as the window, or two of them compared: side by side, by a slider, or in turns. Dispatches `turn` {way}, null when it is closed. */
class PictureStage extends FarmElement {
  static properties = { pictures: { state: true }, way: { state: true }, share: { state: true }, isSecond: { state: true } };

  #timer = null;

  get isOpen() {
    return Boolean(this.querySelector('dialog')?.open);
  }

  /** Shows one picture, or compares the first two, in a way where it is said. */
  async show(pictures, way = WAYS[0]) {
    this.pictures = pictures;
    this.way = pictures.length > 1 ? way : 'one';
    this.share = 50;
    await this.updateComplete;
    if (!this.isOpen) this.querySelector('dialog').showModal();
  }

  close() {
    this.querySelector('dialog')?.close();
  }

  /** The next way to compare. */
  turn() {
    this.way = WAYS[(WAYS.indexOf(this.way) + 1) % WAYS.length];
  }

  updated(changed) {
    if (!changed.has('way') || !this.way) return;
    this.dispatchEvent(new CustomEvent('turn', { detail: { way: this.way === 'none' ? null : this.way } }));
    clearInterval(this.#timer);
    if (this.way === 'flicker') this.#timer = setInterval(() => (this.isSecond = !this.isSecond), FLICKER);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    super.disconnectedCallback();
  }

  render() {
    const [first, second] = this.pictures ?? [];
    return html`<dialog class="stage" aria-label=${second ? t('batch.compare') : t('keys.batch.open')} @close=${() => (this.way = 'none')}>
      <header><span class="grow clip"><bdi>${first?.sku}</bdi></span>
        ${second ? WAYS.map(way => html`<button class="chip" aria-pressed=${this.way === way} @click=${() => (this.way = way)}>${t(`batch.way.${way}`)}</button>`) : nothing}
        <form method="dialog"><button class="quiet" aria-label=${t('do.close')}>✕</button></form></header>
      <div class="body">${this.#body(first, second)}</div>
    </dialog>`;
  }

  #body(first, second) {
    const picture = (task, style = '') => html`<img src=${task.picture} alt=${task.label ?? task.prompt} .style=${style}>`;
    const labelled = task => html`<figure>${picture(task)}${task.label ? html`<figcaption>${task.label}</figcaption>` : nothing}</figure>`;
    switch (this.way) {
      case 'one':
        return picture(first);
      case 'side':
        return html`<div class="two">${labelled(first)}${labelled(second)}</div>`;
      case 'slider':
        return html`<div class="over">${picture(first)}${picture(second, `clip-path:inset(0 0 0 ${this.share}%)`)}</div>
          <input type="range" min="0" max="100" aria-label=${t('batch.way.slider')} .value=${String(this.share)} @input=${event => (this.share = Number(event.target.value))}>`;
      case 'flicker':
        return picture(this.isSecond ? second : first);
      default:
        return nothing;
    }
  }
}

customElements.define('picture-stage', PictureStage);
