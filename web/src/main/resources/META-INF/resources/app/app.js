import { html, nothing } from 'lit';
import { FarmElement, broken } from './element.js';
import { bell } from './bell.js';
import { Shortcuts } from './keys.js';
import { live } from './live.js';
import { mendImages } from './mending-images.js';
import { router } from './router.js';
import { settings } from './settings.js';
import { t } from './words.js';
import './parts/frame-top.js';
import './parts/key-overlay.js';
import './parts/toast-line.js';

/** The module of each page, which defines an element `<PAGE-page>`; a page is loaded when it is gone to. */
const PAGES = {
  batches: () => import('./pages/batches.js'),
  'new-batch': () => import('./pages/new-batch.js'),
  batch: () => import('./pages/batch.js'),
  generate: () => import('./pages/generate.js'),
  workers: () => import('./pages/workers.js'),
  settings: () => import('./pages/settings.js'),
  usage: () => import('./pages/usage.js'),
  audit: () => import('./pages/audit.js'),
  help: () => import('./pages/help.js'),
  nowhere: () => import('./pages/nowhere.js'),
};

const TAB_OF = { 'new-batch': 'batches', batch: 'batches', usage: 'settings', audit: 'settings' };

/** The frame around every page. */
class FarmApp extends FarmElement {
  static properties = { route: { state: true }, error: { state: true } };

  #page = null;

  constructor() {
    super();
    new Shortcuts(this, 'everywhere', {
      help: () => this.querySelector('key-overlay').show(),
      search: () => this.#search(),
      newBatch: () => router.go('/batches/new'),
    });
    settings.addEventListener('change', event => {
      if (event.detail === 'theme') this.#paint();
    });
    router.addEventListener('change', () => this.#went());
  }

  connectedCallback() {
    super.connectedCallback();
    router.start();
    live.addEventListener('state', () => this.requestUpdate());
    live.start();
    bell.start();
    mendImages();
    document.addEventListener('farm-sign-in', async () => (await import('./parts/sign-in.js')).signIn());
    this.#went();
  }

  render() {
    return html`<a class="skip" href="#main">${t('frame.skip')}</a>
      <frame-top .tab=${TAB_OF[this.route?.page] ?? this.route?.page} @show-keys=${() => this.querySelector('key-overlay').show()}></frame-top>
      <main id="main" tabindex="-1" class=${live.state === 'away' ? 'is-old' : nothing}>${this.error ? broken(this.error, () => this.#went()) : this.#page}</main>
      <toast-line></toast-line>
      <key-overlay .page=${this.route?.page}></key-overlay>`;
  }

  /** A page stays the same element while only its view changes. */
  async #went() {
    const route = router.here;
    this.error = null;
    try {
      await PAGES[route.page]();
    } catch (error) {
      this.error = error;
      return;
    }
    if (router.here.page !== route.page) return;
    const name = `${route.page}-page`;
    const isAnother = this.#page?.localName !== name || this.route?.params.id !== route.params.id;
    if (isAnother) {
      live.follow();
      this.#page = document.createElement(name);
    }
    this.#page.route = route;
    this.route = route;
  }

  #search() {
    const field = this.querySelector('input[type=search]');
    if (!field) return false;
    field.focus();
    field.select();
    return true;
  }

  #paint() {
    const theme = settings.get('theme');
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }
}

customElements.define('farm-app', FarmApp);
