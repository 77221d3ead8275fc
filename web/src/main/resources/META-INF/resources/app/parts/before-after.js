import { html } from 'lit';
import { FarmElement } from '../element.js';
import { keysOf } from '../keys.js';
import { t } from '../words.js';

/** Once somebody has wanted to see what edits began with it is fetched with each; until then with none. */
let isWanted = false;

/** A picture and what its edit began with, in one place: a slider passes from one to the other, and holding a button shows the first. */
class BeforeAfter extends FarmElement {
  static properties = { task: { attribute: false }, share: { state: true }, isHeld: { state: true }, isGone: { state: true }, isOtherwise: { state: true } };

  #shown = null;
  #release = () => {
    removeEventListener('keyup', this.#release);
    removeEventListener('blur', this.#release);
    this.isHeld = false;
  };

  constructor() {
    super();
    this.share = 0;
  }

  willUpdate() {
    if (this.task.source === this.#shown) return;
    this.#shown = this.task.source;
    this.isGone = false;
    this.isOtherwise = false;
  }

  disconnectedCallback() {
    this.#release();
    super.disconnectedCallback();
  }

  /** Shows what it began with until the key is let go. */
  hold() {
    isWanted = true;
    this.isHeld = true;
    addEventListener('keyup', this.#release);
    addEventListener('blur', this.#release);
  }

  render() {
    const { task } = this;
    const cut = 100 - (this.isHeld ? 100 : this.share);
    const held = event => {
      if (event.key && event.key !== ' ' && event.key !== 'Enter') return;
      this.hold();
    };
    return html`<div class="before-after">
      <div class="over"><img class="big" src=${task.picture} alt=${task.prompt} width="512" height="512">
        ${isWanted && !this.isGone ? html`<img class="big" src=${task.source} alt=${t('edit.before', task.sku)} width="512" height="512" .style=${`clip-path:inset(0 ${cut}% 0 0)`} @error=${() => (this.isGone = true)} @load=${this.#measure}>` : ''}</div>
      ${this.isOtherwise ? html`<small>${t('edit.otherwise')}</small>` : ''}
      ${this.isGone ? html`<small role="status">${t('edit.gone')}</small>` : html`<div class="row">
        <input class="grow" type="range" min="0" max="100" aria-label=${t('edit.slider')} .value=${String(this.share)} @input=${this.#slid}>
        <button @pointerdown=${held} @pointerup=${this.#release} @pointerleave=${this.#release} @keydown=${held} aria-pressed=${Boolean(this.isHeld)}>${t('edit.hold')} <kbd>${keysOf('batch', 'before')}</kbd></button></div>`}
    </div>`;
  }

  /** A picture that was made for a shop's window has another size than the drawing that it is of. */
  #measure({ target }) {
    const [picture] = this.querySelectorAll('img');
    this.isOtherwise = picture.naturalWidth !== target.naturalWidth || picture.naturalHeight !== target.naturalHeight;
  }

  #slid(event) {
    isWanted = true;
    this.share = Number(event.target.value);
  }
}

customElements.define('before-after', BeforeAfter);
