import { html, nothing } from 'lit';
import { api } from '../api.js';
import { Asked, FarmPage, attempt, broken, toast } from '../element.js';
import { count, figure, money } from '../format.js';
import { askFirst } from '../parts/ask-first.js';
import '../parts/api-keys.js';
import '../parts/settings-tabs.js';
import { settings } from '../settings.js';
import { templateText } from '../template-text.js';
import { langOf, language, speak, t } from '../words.js';

const TILES = [96, 128, 176, 240];
const KIND_OF = { presets: 'preset', templates: 'template' };

/** What counts where nobody says otherwise, the library of presets and templates, and what this browser keeps. */
class SettingsPage extends FarmPage {
  static properties = { editing: { state: true } };

  #defaults = new Asked(this, signal => api.get('/v1/defaults', { signal }));
  #presets = new Asked(this, signal => api.get('/v1/presets', { signal }));
  #templates = new Asked(this, signal => api.get('/v1/templates', { signal }));
  #drawn = () => this.requestUpdate();

  get heading() {
    return t('settings.title');
  }

  connectedCallback() {
    super.connectedCallback();
    settings.addEventListener('change', this.#drawn);
    for (const asked of [this.#defaults, this.#presets, this.#templates]) asked.again();
  }

  disconnectedCallback() {
    settings.removeEventListener('change', this.#drawn);
    super.disconnectedCallback();
  }

  render() {
    return html`<section class="page settings">
      <h1>${t('settings.title')}</h1>
      <settings-tabs page="settings"></settings-tabs>
      ${this.#browser()} ${this.#farm()}
      ${this.#library('presets', this.#presets)} ${this.#library('templates', this.#templates)}
      <api-keys></api-keys>
      ${this.#dialog()}
    </section>`;
  }

  #browser() {
    return html`<section class="panel" aria-labelledby="browser"><header><h2 id="browser">${t('settings.browser')}</h2></header><div class="body fields">
      <label>${t('settings.language')}<select @change=${event => speak(event.target.value)}>
        <option value="en" lang="en" ?selected=${language() === 'en'}>English</option><option value="zh" lang="zh-CN" ?selected=${language() === 'zh'}>中文</option>
      </select></label>
      <label>${t('frame.theme')}<select @change=${event => settings.set('theme', event.target.value)}>
        ${['auto', 'light', 'dark'].map(theme => html`<option value=${theme} ?selected=${settings.get('theme') === theme}>${t(`frame.theme.${theme}`)}</option>`)}
      </select></label>
      <label>${t('settings.tile')}<select @change=${event => settings.set('tile', Number(event.target.value))}>
        ${[...new Set([...TILES, settings.get('tile')])].sort((a, b) => a - b).map(tile => html`<option value=${tile} ?selected=${settings.get('tile') === tile}>${t('settings.pixels', tile)}</option>`)}
      </select></label>
      <label class="row wide"><input type="checkbox" .checked=${settings.get('bell') === 'on'} ?disabled=${!globalThis.Notification} @change=${this.#ring}><span>${t('settings.bell')}
        <small>${globalThis.Notification?.permission === 'denied' ? t('settings.bellDenied') : t('settings.bellHint')}</small></span></label>
    </div></section>`;
  }

  /** The browser asks its user, who may say no. */
  async #ring(event) {
    const { target } = event;
    const isWanted = target.checked && (await Notification.requestPermission()) === 'granted';
    target.checked = isWanted;
    settings.set('bell', isWanted ? 'on' : 'off');
    this.requestUpdate();
  }

  #farm() {
    const { value, error } = this.#defaults;
    return html`<section class="panel" aria-labelledby="defaults"><header><h2 id="defaults" class="grow">${t('settings.defaults')}</h2><small>${t('settings.managed')}</small></header>
      <div class="body">${error ? broken(error, () => this.#defaults.again()) : nothing}
      ${value?.models.length === 0 ? html`<p>${t('settings.noModel')}</p>` : nothing}
      ${value?.models.map(model => html`<h3>${model.name}</h3><dl class="facts">
        ${this.#fact('size', t('settings.sizeOf', model.size, model.min_side, model.max_side, model.multiple))}
        ${this.#fact('steps', t('settings.stepsOf', model.num_inference_steps, model.max_inference_steps))}
        ${this.#fact('guidance', model.guidance_scale ? figure(model.guidance_scale) : t('settings.guidanceOff'))}
        ${this.#fact('tokens', count(model.max_tokens))}
        ${this.#fact('price', model.price_per_device_hour ? t('settings.priceOf', money(model.price_per_device_hour, model.currency)) : t('settings.noPrice'))}
      </dl>`)}
      ${value?.preset || value?.template ? html`<p class="muted">${t('settings.suggested', value.preset ?? '–', value.template ?? '–')}</p>` : nothing}</div>
    </section>`;
  }

  #fact(name, value) {
    return html`<dt>${t(`settings.fact.${name}`)}</dt><dd>${value}</dd>`;
  }

  #library(kind, asked) {
    return html`<section class="panel" aria-labelledby=${kind}><header><h2 id=${kind} class="grow">${t(`settings.${kind}`)}</h2>
        <button @click=${() => this.#edit(kind, null)}>${t('settings.add')}</button>
        <button ?disabled=${!asked.value} @click=${() => this.#export(kind, asked.value.data)}>${t('settings.export')}</button>
        <label class="button">${t('settings.import')}<input class="sr-only" type="file" accept="application/json,.json" @change=${event => this.#import(kind, event)}></label>
      </header>
      ${asked.error ? broken(asked.error, () => asked.again()) : nothing}
      <div class="scroll-x"><table class="cards">
        <thead><tr><th scope="col">${t('settings.name')}</th><th scope="col">${t('settings.does')}</th><th scope="col">${t('settings.source')}</th><th scope="col"><span class="sr-only">${t('batches.actions')}</span></th></tr></thead>
        <tbody>${asked.value?.data.map(entry => html`<tr>
          <td class="nowrap"><strong>${entry.name}</strong></td>
          <td><div class="stack"><span dir="auto" lang=${langOf(entry.description)}>${entry.description ?? ''}</span><small class="mono" dir="auto" lang=${entry.language ?? nothing}>${kind === 'presets' ? fieldsLine(entry.fields) : templateText(entry)}</small></div></td>
          <td class="nowrap">${t(`settings.source.${entry.source}`)}</td>
          <td class="right nowrap">
            ${entry.source === 'shipped' ? nothing : html`<button class="quiet" @click=${() => this.#edit(kind, entry)}>${t('settings.edit')}</button>`}
            <button class="quiet" @click=${() => this.#edit(kind, { ...entry, name: '' })}>${t('settings.duplicate')}</button>
            ${entry.source === 'shipped' ? nothing : html`<button class="quiet danger" @click=${() => this.#delete(kind, entry)}>${t('settings.delete')}</button>`}
          </td></tr>`)}</tbody>
      </table></div>${asked.value?.data.length === 0 ? html`<p class="body muted">${t(`settings.none.${KIND_OF[kind]}`)}</p>` : nothing}</section>`;
  }

  #dialog() {
    const { editing } = this;
    return html`<dialog aria-labelledby="entry-title" @close=${() => (this.editing = null)}>${editing ? html`<form @submit=${this.#save}>
      <header><h2 id="entry-title">${t(`settings.a.${KIND_OF[editing.kind]}`)}</h2></header>
      <div class="body fields">
        <label>${t('settings.name')}<input type="text" name="name" required maxlength="63" .value=${editing.name} ?readonly=${editing.isThere}></label>
        <label class="wide">${t('settings.description')}<input type="text" name="description" .value=${editing.description}></label>
        <label class="wide">${t(`settings.body.${KIND_OF[editing.kind]}`)}<textarea name="text" rows="6" required .value=${editing.text}></textarea><small>${t(`settings.hint.${KIND_OF[editing.kind]}`)}</small></label>
        ${editing.error ? html`<p class="note bad wide" role="alert">${editing.error}</p>` : nothing}
      </div>
      <footer><button type="button" @click=${() => this.querySelector('dialog').close()}>${t('do.not')}</button><button class="primary">${t('settings.save')}</button></footer>
    </form>` : nothing}</dialog>`;
  }

  async #edit(kind, entry) {
    this.editing = {
      kind,
      isThere: Boolean(entry?.name),
      language: entry?.language,
      name: entry?.name ?? '',
      description: entry?.description ?? '',
      text: !entry ? '' : kind === 'presets' ? fieldsText(entry.fields) : templateText(entry),
      error: null,
    };
    await this.updateComplete;
    this.querySelector('dialog').showModal();
  }

  async #save(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const { kind, language: spoken } = this.editing;
    const body = { description: form.get('description') || null };
    if (kind === 'presets') body.fields = fieldsOf(form.get('text'));
    else Object.assign(body, { text: form.get('text'), language: spoken });
    try {
      await api.put(`/v1/${kind}/${encodeURIComponent(form.get('name'))}`, body);
      this.querySelector('dialog').close();
      toast(t('settings.saved', form.get('name')));
      this.#askAgain(kind);
    } catch (error) {
      this.editing = { ...this.editing, name: form.get('name'), description: form.get('description'), text: form.get('text'), error: error.message };
    }
  }

  async #delete(kind, entry) {
    const sure = await askFirst({ title: t('settings.deleteTitle', entry.name), kept: t('settings.deleteKept'), does: t('settings.delete') });
    if (sure && (await attempt(() => api.delete(`/v1/${kind}/${encodeURIComponent(entry.name)}`)))) this.#askAgain(kind);
  }

  #export(kind, entries) {
    const address = URL.createObjectURL(new Blob([JSON.stringify(entries, null, 2)], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = `${kind}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  /** Puts each entry of a file under its name; those that come with the farm are left alone. */
  async #import(kind, event) {
    const [file] = event.target.files;
    event.target.value = '';
    let entries;
    try {
      entries = JSON.parse(await file.text());
      if (!Array.isArray(entries)) throw new TypeError();
    } catch {
      toast(t('settings.notAList', file.name), { isBad: true });
      return;
    }
    const own = entries.filter(entry => entry && entry.source === 'own');
    const done = await attempt(async () => {
      for (const { name, description, fields, text, parts, language: spoken } of own) {
        await api.put(`/v1/${kind}/${encodeURIComponent(name)}`, kind === 'presets' ? { description, fields } : { description, text, parts, language: spoken });
      }
    });
    if (done) toast(t('settings.imported', own.length));
    this.#askAgain(kind);
  }

  #askAgain(kind) {
    (kind === 'presets' ? this.#presets : this.#templates).again();
  }
}

const fieldsText = fields => Object.entries(fields ?? {}).map(([field, value]) => `${field} = ${value}`).join('\n');
const fieldsLine = fields => Object.entries(fields ?? {}).map(([field, value]) => `${field} = ${value}`).join(' · ');

/** A `field = value` on each line. */
function fieldsOf(text) {
  const lines = text.split('\n').filter(line => line.trim());
  return Object.fromEntries(lines.map(line => {
    const [field, ...value] = line.split('=');
    return [field.trim(), value.join('=').trim()];
  }));
}

customElements.define('settings-page', SettingsPage);
