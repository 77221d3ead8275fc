import { html, nothing } from 'lit';
import { api } from '../api.js';
import { pasted } from '../draft.js';
import { Asked, FarmPage, attempt, broken, toast, copy } from '../element.js';
import { when } from '../format.js';
import { Shortcuts, keysOf } from '../keys.js';
import { live } from '../live.js';
import { hasEnded } from '../parts/batch-state.js';
import { savePreset } from '../parts/save-preset.js';
import { shapeChoice } from '../parts/shape-choice.js';
import { FARM, pathOf, under } from '../place.js';
import { router } from '../router.js';
import { around, commands, isWaiting, runs, sizeOf } from '../runs.js';
import { store, stored } from '../settings.js';
import { langOf, t } from '../words.js';

const AGAIN = 2000;
const LARGEST_SEED = 4294967296;
const KEY = 'renderfarm.generate';
const NOTHING = { prompt: '', preset: '', shapes: [], n: 1, seed: '', isLocked: false, steps: '', guidance: '', negative: '', model: '' };

/** One prompt, and the last pictures. */
class GeneratePage extends FarmPage {
  static properties = { values: { state: true }, farm: { state: true }, gone: { state: true } };

  #runs = runs;
  #timers = new Set();
  /** Batches that are known to be there: the stream knows no others. */
  #found = new Set();
  #library = new Asked(this, signal => this.#read(signal));
  #heard = {
    farm: event => (this.farm = event.detail),
    batch: event => hasEnded(event.detail) && this.#waiting.filter(run => run.batch === event.detail.id).forEach(run => this.#follow(run)),
    again: () => this.#waiting.filter(run => run.batch).forEach(run => this.#follow(run)),
  };

  constructor() {
    super();
    this.gone = new Set();
    this.values = { ...NOTHING, ...stored(KEY) };
    new Shortcuts(this, 'generate', { submit: () => this.#submit() });
  }

  get heading() {
    return t('gen.title');
  }

  connectedCallback() {
    super.connectedCallback();
    for (const [name, listener] of Object.entries(this.#heard)) live.addEventListener(name, listener);
    this.#library.again();
    for (const run of this.#waiting) this.#follow(run);
  }

  disconnectedCallback() {
    for (const [name, listener] of Object.entries(this.#heard)) live.removeEventListener(name, listener);
    this.#timers.forEach(clearTimeout);
    super.disconnectedCallback();
  }

  async #read(signal) {
    const [presets, templates, defaults, models, farm] = await Promise.all(['presets', 'templates', 'defaults', 'models', 'farm'].map(name => api.get(`/v1/${name}`, { signal })));
    this.farm = farm;
    return { presets: presets.data, templates: templates.data, limits: defaults.models, models: models.data };
  }

  get #waiting() {
    return this.#runs.list.filter(isWaiting);
  }

  get #preset() {
    return this.#library.value?.presets.find(({ name }) => name === this.values.preset)?.fields ?? {};
  }

  get #model() {
    const limits = this.#library.value?.limits ?? [];
    return limits.find(({ name }) => name === this.values.model) ?? limits[0];
  }

  get #guidance() {
    const { guidance } = this.values;
    return Number(guidance === '' ? (this.#preset.guidance_scale ?? this.#model?.guidance_scale ?? 0) : guidance);
  }

  #steps() {
    const said = this.values.steps || this.#preset.num_inference_steps;
    if (!said) return undefined;
    return String(said).endsWith('%') ? Math.max(1, Math.round((parseFloat(said) / 100) * (this.#model?.num_inference_steps ?? 1))) : Number(said);
  }

  /** Why nothing can be drawn, or null. */
  get #why() {
    if (this.farm?.workers.ready === 0) return t('gen.noWorker');
    return this.values.prompt.trim() ? null : t('gen.needPrompt');
  }

  #body() {
    const { prompt, shapes, n, seed, guidance, negative, model } = this.values;
    const guided = guidance === '' ? this.#preset.guidance_scale : guidance;
    return {
      prompt: prompt.trim(),
      n: Number(n),
      size: sizeOf(shapes[0] ?? this.#preset.size, this.#model) ?? undefined,
      seed: seed === '' ? undefined : Number(seed),
      model: model || undefined,
      num_inference_steps: this.#steps(),
      guidance_scale: guided === undefined ? undefined : Number(guided),
      negative_prompt: this.#guidance > 1 ? negative.trim() || this.#preset.negative_prompt || undefined : undefined,
    };
  }

  #submit() {
    if (this.#why) return toast(this.#why, { isBad: true });
    this.#draw(this.#body());
    if (!this.values.isLocked) this.#set({ seed: '' });
  }

  #draw(body) {
    this.#follow(this.#runs.begin(body));
    this.requestUpdate();
  }

  /**
   * Asks for the pictures, and once more when the stream says that they are there; where the farm is away, until it is
   * not. The key makes it the same request however often.
   */
  async #follow(run) {
    let isAway = false;
    try {
      if (run.batch) await this.#look(run);
      else {
        const answer = await api.post('/v1/images/generations', run.body, { headers: { 'Idempotency-Key': run.key, Prefer: 'wait=30' } });
        run.batch = answer.renderfarm.batch_id;
        run.pictures = answer.data.map(({ url, renderfarm }) => ({ path: pathOf(url), seed: renderfarm.seed }));
      }
    } catch (error) {
      isAway = Boolean(error.isAway);
      run.batch ??= error.code === 'not_rendered_yet' ? (/batch_\w+/.exec(error.message)?.[0] ?? null) : null;
      if (!error.isAway) run.error = error.message;
    }
    this.#runs.keep();
    this.requestUpdate();
    if (!this.isConnected) return;
    live.follow({ batches: this.#waiting.map(({ batch }) => batch).filter(batch => this.#found.has(batch)) });
    if (!isAway || !isWaiting(run) || !this.#runs.list.includes(run)) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#follow(run);
    }, AGAIN);
    this.#timers.add(timer);
  }

  async #look(run) {
    const batch = await api.get(`/v1/batches/${run.batch}`);
    this.#found.add(run.batch);
    if (!hasEnded(batch)) return;
    const { data } = await api.get(`/v1/batches/${run.batch}/tasks?limit=10`);
    run.pictures = data.filter(task => task.image).map(({ url, seed }) => ({ path: pathOf(url), seed }));
    if (run.pictures.length === 0) run.error = t('gen.failed');
  }

  #set(values) {
    this.values = { ...this.values, ...values };
    store(KEY, this.values);
  }

  async #keepPreset(run) {
    const { size, num_inference_steps, guidance_scale, negative_prompt } = run.body;
    const fields = Object.fromEntries(Object.entries({ size, num_inference_steps, guidance_scale, negative_prompt }).filter(([, value]) => value !== undefined).map(([field, value]) => [field, String(value)]));
    if (await savePreset(fields)) await this.#library.again();
  }

  async #forBatch(run) {
    await attempt(async () => {
      const file = await api.upload(pasted(`prompt\n"${run.body.prompt.replaceAll('"', '""')}"`));
      router.go(`/batches/new?file=${encodeURIComponent(file.id)}`);
    });
  }

  render() {
    const library = this.#library.value;
    return html`<div class="page"><h1>${t('gen.title')}</h1>
      ${this.#library.error ? broken(this.#library.error, () => this.#library.again()) : nothing}
      ${this.farm?.workers.ready === 0 ? html`<div class="note bad" role="status">${t('gen.noWorker')}</div>` : nothing}
      <div class="generate">${this.#form(library)}<section class="panel" aria-labelledby="runs-title"><header><h2 id="runs-title">${t('gen.runs')}</h2></header>
        ${this.#runs.list.length ? html`<ul class="runs">${this.#runs.list.map(run => this.#run(run))}</ul>` : html`<p class="body muted">${t('gen.empty')}</p>`}</section></div></div>`;
  }

  #form(library) {
    const { values } = this;
    const model = this.#model;
    const set = name => event => this.#set({ [name]: event.target.value });
    const number = (name, label, hint, placeholder, most, step = 1) => html`<label>${label}<input type="number" min="0" max=${most} step=${step} placeholder=${placeholder ?? ''} .value=${values[name]} @input=${set(name)}><small>${hint}</small></label>`;
    const apply = event => {
      const template = library.templates.find(({ name }) => name === event.target.value);
      if (template) this.#set({ prompt: around(template, values.prompt.trim()) });
      event.target.value = '';
    };
    return html`<form class="panel" @submit=${event => (event.preventDefault(), this.#submit())}><div class="body stack">
      <label>${t('gen.prompt')}<textarea rows="4" lang=${langOf(values.prompt)} .value=${values.prompt} @input=${set('prompt')}></textarea></label>
      <label>${t('gen.preset')}<select @change=${set('preset')}><option value="">${t('new.noPreset')}</option>${library?.presets.map(({ name }) => html`<option value=${name} .selected=${name === values.preset}>${name}</option>`)}</select></label>
      <label>${t('gen.template')}<select @change=${apply}><option value="">${t('new.noPreset')}</option>${library?.templates.map(({ name }) => html`<option value=${name}>${name}</option>`)}</select></label>
      ${shapeChoice(values.shapes, shapes => this.#set({ shapes }), { fallback: model?.size })}
      <label>${t('gen.variants')}<select @change=${set('n')}>${[1, 2, 3, 4].map(n => html`<option .selected=${Number(values.n) === n}>${n}</option>`)}</select></label>
      <div class="row"><label class="grow">${t('new.seed')}<input type="number" min="0" max=${LARGEST_SEED - 1} placeholder=${t('new.drawn')} .value=${values.seed} @input=${set('seed')}></label><button type="button" aria-label=${t('gen.dice')} title=${t('gen.dice')} @click=${() => this.#set({ seed: String(crypto.getRandomValues(new Uint32Array(1))[0]) })}>⚄</button><label class="row"><input type="checkbox" .checked=${values.isLocked} @change=${event => this.#set({ isLocked: event.target.checked })}>${t('gen.lock')}</label></div>
      <details><summary>${t('gen.more')}</summary>
        ${number('steps', t('new.steps'), t('new.stepsHint', model?.num_inference_steps), this.#preset.num_inference_steps ?? model?.num_inference_steps, model?.max_inference_steps ?? 100)}
        ${number('guidance', t('new.guidance'), this.#guidance > 1 ? t('new.guided') : t('new.unguided'), model?.guidance_scale, 20, 0.5)}
        <label>${t('new.negative')}<input type="text" ?disabled=${this.#guidance <= 1} placeholder=${this.#guidance <= 1 ? t('new.negativeOff') : ''} .value=${values.negative} @input=${set('negative')}></label>
        <label>${t('gen.model')}<select @change=${set('model')}><option value="">${model?.name ?? ''}</option>${library?.models.map(({ id }) => html`<option .selected=${id === values.model}>${id}</option>`)}</select></label></details>
      <button class="primary" ?disabled=${Boolean(this.#why)} aria-describedby="gen-why">${t('gen.do', Number(values.n))} <kbd>${keysOf('generate', 'submit')}</kbd></button><small id="gen-why">${this.#why ?? ''}</small></div></form>`;
  }

  #run(run) {
    const forget = () => {
      this.#runs.forget(run);
      this.requestUpdate();
    };
    if (run.pictures.length === 0) {
      return html`<li class="stack"><span class="clip" lang=${langOf(run.body.prompt)} title=${run.body.prompt}>${run.body.prompt}</span><span class=${run.error ? 'danger' : 'muted'}>${run.error ?? (this.farm?.workers.ready === 0 ? t('gen.noWorker') : run.batch ? t('gen.later') : t('gen.drawing'))}</span><div><button class="quiet" @click=${forget}>${t('gen.forget')}</button></div></li>`;
    }
    const seedless = { ...run.body, seed: undefined };
    return run.pictures.map(({ path, seed }) => html`<li class="stack">
      ${this.gone.has(path) ? html`<span class="muted">${t('gen.gone')}</span>` : html`<a href=${under(path)} target="_blank" rel="noopener"><img src=${under(path)} alt=${run.body.prompt} width="256" height="256" @error=${() => (this.gone = new Set(this.gone).add(path))}></a>`}
      <span class="clip" lang=${langOf(run.body.prompt)} title=${run.body.prompt}>${run.body.prompt}</span><small>${when(run.at / 1000)} · ${t('gen.seed', seed)}</small>
      <div class="row wrap"><a class="button" href=${under(`${path}?download=1`)} download>${t('gen.download')}</a><button @click=${() => this.#draw({ ...run.body, n: 1, seed })}>${t('gen.again')}</button><button @click=${() => this.#draw(seedless)}>${t('gen.vary')}</button></div>
      <details><summary>${t('gen.more')}</summary><div class="row wrap"><button class="quiet" @click=${() => this.#keepPreset(run)}>${t('gen.asPreset')}</button><button class="quiet" @click=${() => this.#forBatch(run)}>${t('gen.forBatch')}</button>${Object.entries(commands({ ...run.body, seed }, FARM)).map(([kind, text]) => html`<button class="quiet" @click=${() => copy(text)}>${t('gen.copyAs', kind)}</button>`)}<button class="quiet" @click=${forget}>${t('gen.forget')}</button></div></details></li>`);
  }
}

customElements.define('generate-page', GeneratePage);
