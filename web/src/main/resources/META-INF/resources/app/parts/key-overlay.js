import { html } from 'lit';
import { FarmElement } from '../element.js';
import { listed } from '../keys.js';
import { t } from '../words.js';

/** The shortcuts of a page and of every page, as a dialog. */
class KeyOverlay extends FarmElement {
  static properties = { page: {} };

  show() {
    const dialog = this.querySelector('dialog');
    if (!dialog.open) dialog.showModal();
  }

  render() {
    return html`<dialog aria-labelledby="keys-title">
      <header><h2 id="keys-title" class="grow">${t('frame.keys')}</h2><form method="dialog"><button class="quiet" aria-label=${t('do.close')}>✕</button></form></header>
      <div class="body keys">
        ${listed([this.page, 'everywhere']).map(([scope, actions]) => html`<section aria-label=${t(`keys.${scope}`)}>
          <h3>${t(`keys.${scope}`)}</h3>
          <dl>${actions.map(([, keys, words]) => html`<div><dt><kbd>${keys}</kbd></dt><dd>${words}</dd></div>`)}</dl>
        </section>`)}
      </div>
    </dialog>`;
  }
}

customElements.define('key-overlay', KeyOverlay);
