import { html, nothing } from 'lit';
import { api } from '../api.js';
import { Asked, FarmElement, attempt, broken, copy } from '../element.js';
import { instant } from '../format.js';
import { t } from '../words.js';
import { askFirst } from './ask-first.js';

const ROLES = ['viewer', 'submitter', 'operator', 'admin'];
const DAY = 86_400;

/** As whom somebody is signed in, and for admins the API keys of the farm; nothing where the farm asks for none. */
class ApiKeys extends FarmElement {
  static properties = { made: { state: true } };

  #session = new Asked(this, signal => api.get('/v1/session', { signal }));
  #keys = new Asked(this, signal => api.get('/v1/keys', { signal }));

  async connectedCallback() {
    super.connectedCallback();
    await this.#session.again();
    if (this.#session.value?.keyed && this.#session.value.role === 'admin') this.#keys.again();
  }

  render() {
    const session = this.#session.value;
    if (!session?.keyed) return nothing;
    return html`<section class="panel" aria-labelledby="keys"><header><h2 id="keys" class="grow">${t('access.title')}</h2>
        <button @click=${this.#signOut}>${t('access.signOut')}</button></header>
      <div class="body stack"><p>${t('access.asWhom', session.name, t(`access.role.${session.role}`), session.tenant ?? '')}</p>
      ${this.#keys.error ? broken(this.#keys.error, () => this.#keys.again()) : nothing}
      ${this.made ? html`<p class="note" role="status"><span class="grow">${t('access.once')} <code>${this.made}</code></span><button @click=${() => copy(this.made)}>${t('do.copy')}</button></p>` : nothing}
      ${this.#keys.value ? this.#form() : nothing}</div>
      ${this.#keys.value ? this.#table(this.#keys.value.data) : nothing}
    </section>`;
  }

  #form() {
    return html`<form class="fields" @submit=${this.#make}>
      <label>${t('access.name')}<input name="name" type="text" required maxlength="100" autocomplete="off"></label>
      <label>${t('access.tenant')}<input name="tenant" type="text" required maxlength="64" pattern="[a-z0-9][a-z0-9._\\-]*" value="default" autocomplete="off"></label>
      <label>${t('access.role')}<select name="role">${ROLES.map(role => html`<option value=${role}>${t(`access.role.${role}`)}</option>`)}</select></label>
      <label>${t('access.days')}<input name="days" type="number" min="1" max="3650" autocomplete="off"></label>
      <button class="primary">${t('access.make')}</button>
    </form>`;
  }

  #table(keys) {
    return html`<div class="scroll-x"><table class="cards">
      <thead><tr>${['name', 'tenant', 'role', 'state', 'used'].map(column => html`<th scope="col">${t(`access.${column}`)}</th>`)}<th scope="col"><span class="sr-only">${t('batches.actions')}</span></th></tr></thead>
      <tbody>${keys.map(key => html`<tr>
        <td><div class="stack"><span dir="auto">${key.name}</span><small class="mono">${key.id}</small></div></td><td data-label=${t('access.tenant')}>${key.tenant}</td><td class="nowrap" data-label=${t('access.role')}>${t(`access.role.${key.role}`)}</td>
        <td class="nowrap">${t(`access.state.${stateOf(key)}`)}</td><td class="nowrap" data-label=${t('access.used')}>${instant(key.last_used_at)}</td>
        <td class="right">${stateOf(key) === 'counts' ? html`<button class="quiet danger" @click=${() => this.#revoke(key)}>${t('access.revoke')}</button>` : nothing}</td>
      </tr>`)}</tbody>
    </table></div>`;
  }

  async #make(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const days = Number(form.get('days'));
    const body = { name: form.get('name'), tenant: form.get('tenant'), role: form.get('role') };
    if (days) body.expires_after = days * DAY;
    const done = await attempt(async () => {
      this.made = (await api.post('/v1/keys', body)).secret;
    });
    if (done) this.#keys.again();
  }

  async #revoke(key) {
    const sure = await askFirst({ title: t('access.revokeTitle', key.name), lost: t('access.revokeLost'), does: t('access.revoke') });
    if (sure && (await attempt(() => api.delete(`/v1/keys/${key.id}`)))) this.#keys.again();
  }

  async #signOut() {
    if (await attempt(() => api.delete('/v1/session'))) location.reload();
  }
}

function stateOf(key) {
  if (key.revoked_at) return 'revoked';
  return key.expires_at && key.expires_at * 1000 <= Date.now() ? 'expired' : 'counts';
}

customElements.define('api-keys', ApiKeys);
