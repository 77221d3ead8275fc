import { html, nothing } from 'lit';
import { api } from '../api.js';
import { bell } from '../bell.js';
import { Draft, pasted } from '../draft.js';
import { Asked, FarmPage, broken, toast } from '../element.js';
import { count } from '../format.js';
import { Shortcuts } from '../keys.js';
import { droppedFiles, isPicture, sheetText } from '../picture-names.js';
import { lineProblems } from '../parts/line-problems.js';
import { planPanel } from '../parts/plan-panel.js';
import { savePreset } from '../parts/save-preset.js';
import { shapeChoice } from '../parts/shape-choice.js';
import { fileDrop } from '../parts/file-drop.js';
import '../parts/product-pictures.js';
import { templateField } from '../parts/template-field.js';
import { FARM, under } from '../place.js';
import { router } from '../router.js';
import { t } from '../words.js';

const PAUSE = 400;
const SHEET = /\.(csv|tsv|jsonl|ndjson|txt)$/i;

/** A sheet, what is wrong with it, what to draw, and what that takes. */
class NewBatchPage extends FarmPage {
  static properties = { isSending: { state: true }, isUploading: { state: true }, error: { state: true }, isPasting: { state: true }, isOver: { state: true } };

  #draft = Draft.restored();
  #plan = new Asked(this, (signal, body) => api.post('/v1/batches/plan', body, { signal }));
  #library = new Asked(this, signal => this.#read(signal));
  #timer = null;
  #isStale = false;
  #opened = new Set();
  #sheet = null;
  #over = event => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.isOver = true;
  };
  #out = event => {
    if (!event.relatedTarget) this.isOver = false;
  };
  #drop = event => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    this.isOver = false;
    droppedFiles(event.dataTransfer).then(files => this.#dropped(files), error => toast(error.message, { isBad: true }));
  };

  constructor() {
    super();
    new Shortcuts(this, 'new-batch', { submit: () => this.#submit() });
  }

  get heading() {
    return t('new.title');
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('dragover', this.#over);
    document.addEventListener('dragleave', this.#out);
    document.addEventListener('drop', this.#drop);
    this.#begin();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    document.removeEventListener('dragover', this.#over);
    document.removeEventListener('dragleave', this.#out);
    document.removeEventListener('drop', this.#drop);
    super.disconnectedCallback();
  }

  async #begin() {
    await this.#library.again();
    const wanted = router.here.query.get('file') ?? router.here.query.get('from');
    try {
      if (wanted) {
        const id = wanted.startsWith('batch') ? (await api.get(`/v1/batches/${encodeURIComponent(wanted)}`)).input_file_id : wanted;
        if (id !== this.#draft.file?.id) this.#draft.take(await api.get(`/v1/files/${encodeURIComponent(id)}`));
      } else if (this.#draft.file) {
        await api.get(`/v1/files/${this.#draft.file.id}`);
      }
    } catch (error) {
      this.error = error;
      // what was kept of a file that is gone is of no use; an address that names nothing leaves the draft as it is
      if (error.status === 404 && !wanted) this.#draft.end();
    }
    this.requestUpdate();
    if (this.#draft.file) this.#check();
  }

  async #read(signal) {
    const [presets, profiles, templates, defaults, models] = await Promise.all(['presets', 'profiles', 'templates', 'defaults', 'models'].map(name => api.get(`/v1/${name}`, { signal })));
    return { presets: presets.data, profiles: profiles.data, templates: templates.data, defaults, edits: models.data.filter(({ renderfarm }) => renderfarm?.edits).map(({ id }) => id) };
  }

  get #presets() {
    return this.#library.value?.presets ?? [];
  }

  get #models() {
    return this.#library.value?.defaults.models ?? [];
  }

  get #model() {
    const models = this.#models;
    return models.find(({ name }) => name === (this.#draft.values.model || this.#plan.value?.model)) ?? models[0];
  }

  #changed(values = {}) {
    Object.assign(this.#draft.values, values);
    this.#draft.keep();
    this.requestUpdate();
    if (!this.#draft.file) return;
    this.#isStale = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#check(), PAUSE);
  }

  async #check() {
    clearTimeout(this.#timer);
    if (!this.#draft.file) return;
    this.#isStale = false;
    await this.#plan.again(this.#draft.body());
  }

  /** A sheet, product pictures, or both at once. */
  async #dropped(files) {
    const pictures = files.filter(({ name }) => isPicture(name));
    const sheet = files.find(({ name }) => !isPicture(name));
    if (sheet && (pictures.length === 0 || SHEET.test(sheet.name))) await this.#upload(sheet);
    if (pictures.length === 0) return;
    if (!this.#canEdit) return toast(t('pictures.cannot'), { isBad: true });
    await this.updateComplete;
    this.querySelector('product-pictures').take(pictures);
  }

  /** Whether drawings may begin with pictures: those of the chosen model, or of any. */
  get #canEdit() {
    const { edits } = this.#library.value ?? {};
    const { model } = this.#draft.values;
    return Boolean(edits && (model ? edits.includes(model) : edits.length));
  }

  async #sheetText() {
    const content = this.#sheet?.id === this.#draft.file.id ? this.#sheet.content : await api.blob(`/v1/files/${encodeURIComponent(this.#draft.file.id)}/content`);
    return sheetText(await content.arrayBuffer());
  }

  async #upload(file) {
    if (!file) return;
    this.error = null;
    this.isUploading = true;
    try {
      this.#draft.take(await api.upload(file));
      this.#sheet = { id: this.#draft.file.id, content: file };
      this.isPasting = false;
      this.#opened.clear();
      this.#plan.value = undefined;
      this.#draft.keep();
      this.#check();
    } catch (error) {
      this.error = error;
    }
    this.isUploading = false;
  }

  /** Why it cannot be handed in, or null. */
  #why() {
    const plan = this.#plan.value;
    if (!this.#draft.file) return t('why.file');
    if (this.#draft.corrections.isFull) return t('why.corrections');
    if (this.#plan.error) return this.#plan.error.message;
    if (!plan || this.#isStale || this.#plan.isAsking) return t('plan.asking');
    if (!plan.submittable) return plan.errors.lines ? t('why.mend', plan.errors.lines) : t('why.nothing');
    return null;
  }

  async #submit() {
    if (this.isSending) return;
    const why = this.#why();
    if (why) return toast(why, { isBad: true });
    this.isSending = true;
    const draft = this.#draft;
    try {
      const body = draft.body(this.#plan.value.counts.pictures);
      const batch = await api.post('/v1/batches', body, { headers: { 'Idempotency-Key': draft.keyFor(body) } });
      draft.end();
      bell.watch(batch.id);
      router.go(`/batches/${batch.id}`);
    } catch (error) {
      toast(error.message, { isBad: true });
    }
    this.isSending = false;
  }

  render() {
    const draft = this.#draft;
    const plan = this.#plan.value;
    return html`<div class="page new-batch ${this.isOver ? 'over' : ''}">
      <div class="row wrap"><small><a href=${under('/batches')}>${t('frame.tab.batches')}</a> /</small><h1>${t('new.title')}</h1><span class="grow"></span><small>${t('new.nothingYet')}</small></div>
      <div class="compose"><div class="steps">
        ${fileDrop({ file: draft.file, plan, isUploading: this.isUploading, isPasting: this.isPasting }, {
          choose: file => this.#upload(file),
          paste: text => this.#upload(pasted(text)),
          open: () => (this.isPasting = !this.isPasting),
        })}
        ${this.error ? broken(this.error) : nothing}
        ${this.#library.error ? broken(this.#library.error, () => this.#begin()) : nothing}
        ${this.#plan.error ? broken(this.#plan.error, () => this.#check()) : nothing}
        ${plan ? lineProblems(plan, this.#model, this.#opened, this.#mending()) : nothing}
        ${this.#canEdit || this.#draft.values.edits
          ? html`<product-pictures .draft=${draft} .plan=${plan} .file=${draft.file} .sheet=${() => this.#sheetText()} @change=${event => event.detail && this.#changed(event.detail)}></product-pictures>`
          : nothing}
        ${this.#overlay()}${plan ? this.#columns(plan) : nothing}${this.#what()}
      </div>
      ${planPanel({ plan, draft, why: this.#why(), isAsking: this.#plan.isAsking, isSending: this.isSending, command: draft.file && draft.command(plan?.counts.pictures ?? 0, FARM) }, values => this.#changed(values), () => this.#submit())}
      </div></div>`;
  }

  #mending() {
    const { corrections } = this.#draft;
    return {
      mend: (lines, field, value) => this.#changed(corrections.set(lines, field, value)),
      leave: lines => this.#changed(corrections.skip(lines)),
      leaveAll: () => this.#changed({ leavesOut: true }),
      check: () => this.#check(),
      open: key => {
        if (!this.#opened.delete(key)) this.#opened.add(key);
        this.requestUpdate();
      },
    };
  }

  #overlay() {
    const { corrections, values } = this.#draft;
    if (!corrections.mended && !corrections.left && !values.leavesOut) return nothing;
    const clear = () => {
      corrections.clear();
      this.#changed({ leavesOut: false });
    };
    return html`<div class="note"><span class="grow">${values.leavesOut ? t('new.allLeft') : t('new.overlay', count(corrections.mended), count(corrections.left))}</span><button class="quiet" @click=${clear}>${t('new.asItWas')}</button></div>`;
  }

  #columns(plan) {
    const open = plan.columns.filter(column => !this.#draft.values.template.toLowerCase().includes(`{${column.toLowerCase()}`));
    if (open.length === 0 && Object.keys(this.#draft.mapping).length === 0) return nothing;
    const map = (field, column) => {
      if (column) this.#draft.mapping[field] = column;
      else delete this.#draft.mapping[field];
      this.#changed();
    };
    return html`<div class="note columns"><strong>${t('new.columns')}</strong> ${open.map(column => html`<button @click=${() => this.#insert(column)}><code>{${column}}</code></button>`)}
      <span class="grow">${t('new.columnsWhy')}</span>
      ${['sku', 'prompt', 'size'].map(field => html`<label>${field} = <select @change=${event => map(field, event.target.value)}><option value="">${t('new.byName')}</option>${[...new Set([...plan.columns, this.#draft.mapping[field]])].filter(Boolean).map(column => html`<option .selected=${this.#draft.mapping[field] === column}>${column}</option>`)}</select></label>`)}</div>`;
  }

  #insert(column) {
    const before = this.#draft.values.template || '{prompt}';
    this.#changed({ template: `${before}, {${column}|}` });
  }

  /** What is set by hand and what the chosen preset says besides, under a name of its own. */
  async #savePreset() {
    const chosen = this.#presets.find(({ name }) => name === this.#draft.values.preset)?.fields ?? {};
    if (await savePreset({ ...chosen, ...this.#draft.presetFields() })) await this.#library.again();
  }

  /** Where the pictures go, which says what they are mended to and judged by. */
  #profile(preset) {
    const profiles = this.#library.value?.profiles ?? [];
    const { profile } = this.#draft.values;
    const names = [...new Set([...profiles.map(({ name }) => name), profile])].filter(Boolean);
    const chosen = profiles.find(({ name }) => name === (profile || preset.profile));
    return html`<label>${t('new.profile')}<select name="profile" @change=${event => this.#changed({ profile: event.target.value })}><option value="">${preset.profile ?? t('new.noProfile')}</option>${names.map(name => html`<option value=${name} .selected=${profile === name}>${name}</option>`)}</select><small>${chosen ? (chosen.description ?? chosen.rules.formats.join(', ')) : t('new.profileHint')}</small></label>`;
  }

  #what() {
    const { values } = this.#draft;
    const model = this.#model;
    const preset = this.#presets.find(({ name }) => name === values.preset)?.fields ?? {};
    const guidance = Number(values.guidance === '' ? (preset.guidance_scale ?? model?.guidance_scale ?? 0) : values.guidance);
    const number = (name, label, hint, placeholder, limits) => html`<label>${label}<input type="number" min=${limits[0]} max=${limits[1]} step=${limits[2] ?? 1} placeholder=${placeholder ?? ''} .value=${values[name]} @input=${event => this.#changed({ [name]: event.target.value })}><small>${hint}</small></label>`;
    return html`<section class="panel" aria-labelledby="what-title"><header><h2 class="grow" id="what-title">${t('new.what')}</h2>
        ${this.#models.length > 1 || values.model ? html`<label class="row"><small>${t('new.model')}</small><select @change=${event => this.#changed({ model: event.target.value })}><option value="">${t('new.anyModel')}</option>${[...new Set([...this.#models.map(({ name }) => name), values.model])].filter(Boolean).map(name => html`<option value=${name} .selected=${values.model === name}>${name}</option>`)}</select></label>` : nothing}
        <label class="row"><small>${t('new.preset')}</small><select @change=${event => this.#changed({ preset: event.target.value })}><option value="">${t('new.noPreset')}</option>${this.#presets.map(({ name, description }) => html`<option value=${name} title=${description ?? ''} .selected=${values.preset === name}>${name}</option>`)}</select></label>
        ${this.#draft.presetFields() ? html`<button class="quiet" @click=${() => this.#savePreset()}>${t('new.savePreset')}</button>` : nothing}</header>
      <div class="body fields">
        ${templateField(values.template, this.#library.value?.templates ?? [], this.#plan.value, template => this.#changed({ template }))}
        ${shapeChoice(values.shapes, shapes => this.#changed({ shapes }), { several: true, fallback: preset.size ?? model?.size })}
        ${number('n', t('new.variants'), t('new.variantsHint'), preset.n ?? 1, [1, 10])}
        ${number('steps', t('new.steps'), t('new.stepsHint', model?.num_inference_steps), preset.num_inference_steps ?? model?.num_inference_steps, [1, model?.max_inference_steps ?? 100])}
        ${number('guidance', t('new.guidance'), guidance > 1 ? t('new.guided') : t('new.unguided'), preset.guidance_scale ?? model?.guidance_scale, [0, 20, 0.5])}
        ${number('seed', t('new.seed'), t('new.seedHint'), t('new.drawn'), [0, 4294967295])}
        ${this.#profile(preset)}
        <label class="wide">${t('new.negative')}<input type="text" ?disabled=${guidance <= 1} placeholder=${guidance <= 1 ? t('new.negativeOff') : (preset.negative_prompt ?? '')} .value=${values.negative} @input=${event => this.#changed({ negative: event.target.value })}></label>
      </div></section>`;
  }
}

customElements.define('new-batch-page', NewBatchPage);
