import { html, nothing } from 'lit';
import { FarmElement, toast } from '../element.js';
import { count } from '../format.js';
import { MOST_PICTURES, PictureUploads } from '../picture-uploads.js';
import { t } from '../words.js';
import './mask-view.js';

const LISTED = 5;
const WHITE = 'white-background';

/**
 * The pictures that drawings of a draft begin with, and how they are edited. `sheet` is a function that resolves with the text
 * of the draft's sheet. Dispatches `change` {values} when the draft says something else.
 */
class ProductPictures extends FarmElement {
  static properties = { draft: { attribute: false }, plan: { attribute: false }, file: { attribute: false }, sheet: { attribute: false }, done: { state: true }, sending: { state: true } };

  #uploads = new PictureUploads();
  #others = [];
  #twice = [];
  #refused = [];
  #matched = null;

  willUpdate(changed) {
    if (changed.has('file') && this.file && this.#uploads.size && this.#matched !== this.file.id) this.#match();
  }

  /** Takes pictures as they were chosen or dropped. */
  async take(files) {
    this.#twice = [...this.#twice, ...this.#uploads.choose(files)];
    this.requestUpdate();
    if (this.#uploads.size === 0) return toast(t('pictures.noneOfThem'), { isBad: true });
    if (this.file) await this.#match();
  }

  async #match() {
    this.#matched = this.file.id;
    try {
      const { named, others } = this.#uploads.match(await this.sheet());
      this.#others = others;
      if (named.length > MOST_PICTURES) return toast(t('pictures.tooMany', count(named.length), count(MOST_PICTURES)), { isBad: true });
      this.sending = named.length;
      this.done = 0;
      const { ids, refused } = await this.#uploads.send(named, done => (this.done = done));
      this.#refused = refused;
      this.draft.images = ids;
      this.#tell({ edits: true });
    } catch (error) {
      toast(error.message, { isBad: true });
    } finally {
      this.sending = 0;
    }
  }

  #tell(values) {
    this.dispatchEvent(new CustomEvent('change', { detail: values }));
    this.requestUpdate();
  }

  render() {
    const { values, images } = this.draft;
    const chosen = event => {
      this.take([...event.target.files]);
      event.target.value = '';
    };
    return html`<section class="panel product-pictures" aria-labelledby="pictures-title"><header><h2 class="grow" id="pictures-title">${t('pictures.title')}</h2>
        <label class="row"><input type="checkbox" .checked=${values.edits} @change=${event => this.#tell({ edits: event.target.checked })}><span>${t('pictures.edits')}</span></label></header>
      <div class="body stack spaced">
        <div class="row wrap"><span class="grow muted">${t('pictures.drop')}</span>
          <label class="button">${t('pictures.folder')}<input class="sr-only" type="file" webkitdirectory @change=${chosen}></label>
          <label class="button">${t('pictures.choose')}<input class="sr-only" type="file" multiple accept="image/png,image/jpeg,image/webp" @change=${chosen}></label></div>
        ${this.#report(Object.keys(images).length)}
        ${values.edits ? html`<div class="edit-fields">${this.#fields(values)}<mask-view .images=${images} .mask=${values.mask}></mask-view></div>` : nothing}
      </div></section>`;
  }

  #report(matched) {
    const list = names => html`<span class="said" dir="auto">${names.slice(0, LISTED).join(', ')}${names.length > LISTED ? ' …' : ''}</span>`;
    const lacking = this.draft.values.edits ? (this.plan?.errors.groups ?? []).filter(({ param }) => param === 'image').reduce((sum, group) => sum + group.count, 0) : 0;
    return html`<div role="status" class="stack">
      ${this.sending ? html`<small>${t('pictures.sending', count(this.done), count(this.sending))}</small><progress max=${this.sending} .value=${this.done} aria-label=${t('pictures.title')}></progress>` : nothing}
      ${this.#uploads.size && !this.file ? html`<small>${t('pictures.waiting', this.#uploads.size)}</small>` : nothing}
      ${matched ? html`<small>${t('pictures.matched', matched)}</small>` : nothing}
      ${this.#others.length ? html`<small class="danger">${t('pictures.others', this.#others.length)} ${list(this.#others)}</small>` : nothing}
      ${this.#twice.length ? html`<small class="danger">${t('pictures.twice')} ${list(this.#twice)}</small>` : nothing}
      ${this.#refused.slice(0, LISTED).map(({ name, message }) => html`<small class="danger"><bdi>${name}</bdi>: <span dir="auto">${message}</span></small>`)}
      ${this.#refused.length > LISTED ? html`<small class="danger">${t('pictures.moreRefused', this.#refused.length - LISTED)}</small>` : nothing}
      ${lacking ? html`<small class="danger">${t('pictures.lacking', lacking)}</small>` : nothing}
    </div>`;
  }

  #fields(values) {
    const set = name => event => this.#tell({ [name]: event.target.value });
    const choice = (name, options) => html`<label>${t(`pictures.${name}`)}<select @change=${set(name)}>${options.map(option => html`<option value=${option} .selected=${values[name] === option}>${t(`pictures.${name}.${option || 'usual'}`)}</option>`)}</select></label>`;
    const isFile = values.mask !== '' && !values.mask.startsWith(WHITE);
    return html`<div class="fields">
      <label>${t('pictures.mask')}<select @change=${event => (event.target.value === 'file' ? this.querySelector('.mask-file').click() : this.#tell({ mask: event.target.value, maskName: '' }))}>
        <option value="" .selected=${values.mask === ''}>${t('pictures.mask.usual')}</option>
        <option value=${WHITE} .selected=${values.mask.startsWith(WHITE)}>${t('pictures.mask.white')}</option>
        <option value="file" .selected=${isFile}>${t('pictures.mask.file')}</option></select>
        <small dir="auto">${isFile ? values.maskName || values.mask : t('pictures.maskHint')}</small></label>
      <input class="mask-file sr-only" type="file" tabindex="-1" aria-label=${t('pictures.mask.file')} accept="image/png,image/jpeg,image/webp" @change=${event => this.#maskFile(event)} @cancel=${() => this.requestUpdate()}>
      <label>${t('pictures.strength')}<input type="number" min="0.05" max="1" step="0.05" placeholder=${t('pictures.strengthUsual')} .value=${values.strength} @input=${set('strength')}><small>${t('pictures.strengthHint')}</small></label>
      <label>${t('pictures.feather')}<input type="number" min="0" max="256" placeholder="0" .value=${values.feather} @input=${set('feather')}><small>${t('pictures.featherHint')}</small></label>
      <label>${t('pictures.place')}<input type="text" list="places" placeholder=${t('pictures.placeUsual')} .value=${values.place} @change=${set('place')}><small>${t('pictures.placeHint')}</small>
        <datalist id="places"><option value="center"></option><option value="fit:0.8"></option><option value="fit:0.6"></option></datalist></label>
      ${choice('resize', ['', 'contain', 'cover', 'exact'])}${choice('outline', ['', 'any'])}
      <label class="row wide"><input type="checkbox" .checked=${values.paste !== 'false'} @change=${event => this.#tell({ paste: event.target.checked ? '' : 'false' })}><span>${t('pictures.paste')}</span></label>
    </div>`;
  }

  async #maskFile(event) {
    const [file] = event.target.files;
    event.target.value = '';
    if (!file) return;
    try {
      this.#tell({ mask: await this.#uploads.sendOne(file), maskName: file.name });
    } catch (error) {
      toast(error.message, { isBad: true });
    }
    this.requestUpdate();
  }
}

customElements.define('product-pictures', ProductPictures);
