import { html, nothing } from 'lit';
import { address, api } from '../api.js';
import { Asked, FarmPage, broken } from '../element.js';
import { NONE, instant } from '../format.js';
import '../parts/settings-tabs.js';
import { router } from '../router.js';
import { t, tOr } from '../words.js';

const A_PAGE = 100;
const MOST = 1000;
const REFUSED = 400;

/** Who did what to what, when and from where, the newest first. */
class AuditPage extends FarmPage {
  static properties = { most: { state: true } };

  #asked = null;
  #trail = new Asked(this, (signal, query) => api.get(address('/v1/audit', query), { signal }));

  constructor() {
    super();
    this.most = A_PAGE;
  }

  get heading() {
    return t('audit.title');
  }

  willUpdate() {
    const asked = address('', this.#query);
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#trail.again(this.#query);
  }

  get #query() {
    return { limit: this.most, tenant: this.route.query.get('tenant') };
  }

  render() {
    const { value, error } = this.#trail;
    return html`<section class="page audit">
      <h1>${t('audit.title')}</h1>
      <settings-tabs page="audit"></settings-tabs>
      ${error ? broken(error, () => this.#trail.again(this.#query)) : nothing}
      ${!value && !error ? html`<p class="muted" role="status">${t('audit.loading')}</p>` : nothing}
      <section class="panel" aria-labelledby="trail"><header><h2 id="trail" class="grow">${t('audit.newest')}</h2>
        <form class="row" @submit=${this.#narrow}><label class="row">${t('audit.tenant')}<input name="tenant" type="text" maxlength="64" pattern="[a-z0-9][a-z0-9._\\-]*" autocomplete="off" .value=${this.route.query.get('tenant') ?? ''}></label><button>${t('audit.narrow')}</button></form>
        <button @click=${() => this.#trail.again(this.#query)}>${t('audit.again')}</button></header>
      ${value ? this.#table(value.data) : nothing}</section>
    </section>`;
  }

  #table(entries) {
    if (!entries.length) return html`<p class="body muted">${t('audit.nothing')}</p>`;
    return html`<div class="scroll-x" tabindex="0" role="group" aria-labelledby="trail"><table>
      <thead><tr>${['when', 'who', 'tenant', 'what', 'answer', 'from'].map(column => html`<th scope="col">${t(`audit.${column}`)}</th>`)}</tr></thead>
      <tbody>${entries.map(entry => html`<tr>
        <td class="nowrap">${instant(entry.at)}</td>
        <td><div class="stack"><span dir="auto">${entry.name}</span><small>${tOr(`access.role.${entry.role}`, entry.role)}</small>${entry.key ? html`<small class="mono">${entry.key}</small>` : nothing}</div></td>
        <td>${entry.tenant}</td>
        <td><div class="stack"><span class="mono">${entry.route}</span><small class="mono" dir="auto">${entry.path}</small></div></td>
        <td class="nowrap"><span class="pill ${entry.status >= REFUSED ? 'bad' : 'ok'}">${t(entry.status >= REFUSED ? 'audit.refused' : 'audit.done', entry.status)}</span></td>
        <td><div class="stack"><span class="mono">${entry.address ?? NONE}</span><small class="mono">${entry.request_id}</small></div></td>
      </tr>`)}</tbody></table></div>
      ${entries.length >= this.most && this.most < MOST ? html`<button class="older" @click=${() => (this.most = MOST)}>${t('audit.older', MOST)}</button>` : nothing}`;
  }

  #narrow(event) {
    event.preventDefault();
    router.view({ tenant: new FormData(event.target).get('tenant') }, { remember: true });
  }
}

customElements.define('audit-page', AuditPage);
