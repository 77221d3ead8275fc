import { html } from 'lit';
import { FarmPage } from '../element.js';
import { under } from '../place.js';
import { t } from '../words.js';

/** For addresses that are none of the app's. */
class NowherePage extends FarmPage {
  get heading() {
    return t('nowhere.title');
  }

  render() {
    return html`<section class="page"><h1>${t('nowhere.title')}</h1><p><a href=${under('/batches')}>${t('nowhere.go')}</a></p></section>`;
  }
}

customElements.define('nowhere-page', NowherePage);
