import { html, nothing } from 'lit';
import { FarmElement } from '../element.js';
import { t } from '../words.js';

const SHOWN_FOR = 8000;

/** The last thing that was done or refused, with *Undo* where there is one. A live region: only for what the user did. */
class ToastLine extends FarmElement {
  static properties = { told: { state: true } };

  #timer = null;
  #tell = event => {
    this.told = event.detail;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#hide(), SHOWN_FOR);
  };

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('farm-toast', this.#tell);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    document.removeEventListener('farm-toast', this.#tell);
    super.disconnectedCallback();
  }

  /** Above a dialog, too, that has been opened since. */
  updated() {
    const line = this.querySelector('.toast');
    if (line.matches(':popover-open')) line.hidePopover();
    if (this.told) line.showPopover();
  }

  render() {
    const { told } = this;
    return html`<div class="toast ${told?.isBad ? 'bad' : ''}" role="status" popover="manual" ?hidden=${!told}>
      <span class="grow">${told?.text}</span>
      ${told?.undo ? html`<button @click=${this.#undo}>${t('do.undo')}</button>` : nothing}
      ${told ? html`<button class="quiet" aria-label=${t('do.close')} @click=${this.#hide}>✕</button>` : nothing}
    </div>`;
  }

  #undo() {
    const { undo } = this.told;
    this.#hide();
    undo();
  }

  #hide() {
    this.told = null;
  }
}

customElements.define('toast-line', ToastLine);
