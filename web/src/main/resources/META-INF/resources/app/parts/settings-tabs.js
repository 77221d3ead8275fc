import { html, nothing } from 'lit';
import { api } from '../api.js';
import { Asked, FarmElement } from '../element.js';
import { under } from '../place.js';
import { t } from '../words.js';

const PAGES = { settings: '/settings', usage: '/settings/usage', audit: '/settings/audit' };

/** The pages below *Settings*; what was done is for admins, of whom a farm that asks for no key has one. */
class SettingsTabs extends FarmElement {
  static properties = { page: {} };

  #session = new Asked(this, signal => api.get('/v1/session', { signal }));

  connectedCallback() {
    super.connectedCallback();
    this.#session.again();
  }

  render() {
    const isAdmin = this.#session.value?.role === 'admin';
    return html`<nav class="tabs" aria-label=${t('settings.pages')}>${Object.entries(PAGES)
      .filter(([page]) => page !== 'audit' || isAdmin || this.page === 'audit')
      .map(([page, path]) => html`<a href=${under(path)} aria-current=${page === this.page ? 'page' : nothing}>${t(`settings.page.${page}`)}</a>`)}</nav>`;
  }
}

customElements.define('settings-tabs', SettingsTabs);
