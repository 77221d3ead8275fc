import { html, nothing } from 'lit';
import { FarmElement } from '../element.js';
import { clock, count, figure } from '../format.js';
import { keysOf } from '../keys.js';
import { live } from '../live.js';
import { under } from '../place.js';
import { settings } from '../settings.js';
import { language, speak, t } from '../words.js';

const TABS = [['batches', '/batches'], ['generate', '/generate'], ['workers', '/workers'], ['settings', '/settings'], ['help', '/help']];
const KINDS = { idle: '', rendering: 'run', paused: 'warn', no_workers: 'bad', waiting: 'warn' };

/** Brand, tabs, the farm's pulse, language, theme. Dispatches `show-keys`. */
class FrameTop extends FarmElement {
  static properties = { tab: {}, farm: { state: true } };

  #farm = event => (this.farm = event.detail);
  #state = () => this.requestUpdate();

  connectedCallback() {
    super.connectedCallback();
    live.addEventListener('farm', this.#farm);
    live.addEventListener('state', this.#state);
  }

  disconnectedCallback() {
    live.removeEventListener('farm', this.#farm);
    live.removeEventListener('state', this.#state);
    super.disconnectedCallback();
  }

  render() {
    return html`<header class="top">
      <a class="brand" href=${under('/batches')}><img src=${under('/app/icon.svg')} alt="" width="18" height="18">Renderfarm</a>
      <nav aria-label=${t('frame.pages')}>
        ${TABS.map(([tab, address]) => html`<a href=${under(address)} aria-current=${tab === this.tab ? 'page' : nothing}>${t(`frame.tab.${tab}`)}</a>`)}
      </nav>
      ${this.#pulse()}
      <button class="quiet" lang=${language() === 'zh' ? 'en' : 'zh-CN'} @click=${this.#otherLanguage}>${language() === 'zh' ? 'English' : '中文'}</button>
      <fieldset class="themes">
        <legend class="sr-only">${t('frame.theme')}</legend>
        ${['auto', 'light', 'dark'].map(theme => html`<label><input class="sr-only" type="radio" name="theme" .checked=${settings.get('theme') === theme} @change=${() => settings.set('theme', theme)}>${t(`frame.theme.${theme}`)}</label>`)}
      </fieldset>
      <button class="quiet" aria-label=${t('frame.keys')} @click=${() => this.dispatchEvent(new Event('show-keys', { bubbles: true }))}><kbd>${keysOf('everywhere', 'help')}</kbd></button>
    </header>`;
  }

  #pulse() {
    const { farm } = this;
    const isAway = live.state === 'away';
    if (!farm && !isAway) return html`<span class="farm"></span>`;
    return html`<a class="farm ${isAway ? 'is-old' : ''}" href=${under('/workers')} title=${t('frame.pulse')}>
      ${isAway
        ? html`<span class="pill warn">${t('frame.away')}</span><span>${t('frame.asOf', clock(live.heardAt / 1000))}</span>`
        : html`<span class="pill ${KINDS[farm.state] ?? ''}">${t(`farm.${farm.state}`)}</span>`}
      ${farm ? this.#figures(farm, isAway ? live.heardAt : Date.now()) : nothing}
    </a>`;
  }

  /** @param at when they were true, in ms */
  #figures(farm, at) {
    return html`
      <span>${t('frame.workers', html`<b>${count(farm.workers.busy)}</b>`, html`<b>${count(farm.workers.live)}</b>`)}</span>
      <span>${t('frame.rate', html`<b>${figure(farm.images_per_second)}</b>`)}</span>
      <span>${t('frame.waiting', html`<b>${count(farm.waiting)}</b>`)}</span>
      ${farm.seconds_left ? html`<span>${t('frame.free', html`<b>${clock(at / 1000 + farm.seconds_left)}</b>`)}</span>` : nothing}`;
  }

  #otherLanguage() {
    speak(language() === 'zh' ? 'en' : 'zh');
  }
}

customElements.define('frame-top', FrameTop);
