import { html, nothing } from 'lit';
import { api } from '../api.js';
import { Asked, FarmPage, attempt, broken, copy } from '../element.js';
import { NONE, count, figure } from '../format.js';
import { SHORTCUTS, listed } from '../keys.js';
import { live } from '../live.js';
import { under } from '../place.js';
import { language, t } from '../words.js';

const FIELDS = ['sku', 'prompt', 'negative_prompt', 'n', 'size', 'seed', 'num_inference_steps', 'guidance_scale', 'cfg_normalization', 'cfg_truncation', 'guidance_rescale', 'scheduler', 'original_size', 'crop', 'target_size', 'model', 'output_format', 'output_compression', 'profile'];
/** Pictures of the model that comes with the farm, in `app/help/`: what changes, and to what. */
const PICTURES = { steps: [1, 2, 4, 8], guidance: [0, 2, 5, 9], seed: [21, 22, 23, 24] };
/** Of the app, and so of the coordinator that sends it. */
const VERSION = document.querySelector('meta[name=version]')?.content ?? NONE;
const CHAPTERS = ['sheet', 'parameters', 'shortcuts', 'models', 'about'];

/** How a sheet looks, what the parameters do, keys, models, and what helps who helps. */
class HelpPage extends FarmPage {
  #models = new Asked(this, async signal => {
    const [defaults, workers] = await Promise.all([api.get('/v1/defaults', { signal }), api.get('/v1/workers', { signal })]);
    return defaults.models.map(model => ({ ...model, packages: packagesOf(model, workers.data) }));
  });

  get heading() {
    return t('help.title');
  }

  connectedCallback() {
    super.connectedCallback();
    this.#models.again();
  }

  /** The browser has looked for the chapter of the address before it was there. */
  firstUpdated() {
    const chapter = CHAPTERS.find(name => `#${name}` === location.hash);
    if (chapter) this.querySelector(`#${chapter}`).scrollIntoView();
  }

  render() {
    return html`<section class="page help">
      <h1>${t('help.title')}</h1>
      <nav class="chips" aria-label=${t('help.chapters')}>${CHAPTERS.map(chapter => html`<a class="chip" href=${`#${chapter}`}>${t(`help.${chapter}`)}</a>`)}</nav>
      ${this.#chapter('sheet', html`<p>${t('help.sheet.text')}</p>
        <pre class="sample" tabindex="0" aria-label=${t('batches.sample')}>${SAMPLE}</pre><p><a href=${under('/app/sample.csv')} download="products.csv">${t('batches.sample')}</a></p>
        <div class="scroll-x"><table><thead><tr><th scope="col">${t('help.field')}</th><th scope="col">${t('help.is')}</th></tr></thead>
        <tbody>${FIELDS.map(field => html`<tr><td><code>${field}</code></td><td>${t(`help.field.${field}`)}</td></tr>`)}</tbody></table></div>
        <p>${t('help.sheet.more')}</p>`)}
      ${this.#chapter('parameters', html`<dl class="explained">${['steps', 'guidance', 'seed', 'shape'].map(name => html`<dt>${t(`help.parameter.${name}`)}</dt><dd>${t(`help.parameter.${name}.text`)} ${this.#pictures(name)}</dd>`)}</dl><p class="muted">${t('help.pictures')}</p>`)}
      ${this.#chapter('shortcuts', html`<div class="keys">${listed(Object.keys(SHORTCUTS)).map(([scope, actions]) => html`<section aria-label=${t(`keys.${scope}`)}><h3>${t(`keys.${scope}`)}</h3>
        <dl>${actions.map(([, keys, words]) => html`<div><dt><kbd>${keys}</kbd></dt><dd>${words}</dd></div>`)}</dl></section>`)}</div>`)}
      ${this.#chapter('models', this.#models.error ? broken(this.#models.error, () => this.#models.again()) : this.#models.value?.length ? this.#models.value.map(model => this.#model(model)) : html`<p>${this.#models.value ? t('settings.noModel') : '…'}</p>`)}
      ${this.#chapter('about', html`<p>${t('help.version', VERSION)}</p><p>${t('help.about.text')}</p>
        <p class="row wrap"><a href=${under('/q/openapi')}>OpenAPI</a><button @click=${this.#copyDiagnostics}>${t('help.diagnostics')}</button></p>
        <p>${t('help.licences')}</p><ul><li>Lit: BSD-3-Clause</li><li>uPlot: MIT</li><li>Renderfarm: Apache-2.0</li></ul>`)}
    </section>`;
  }

  #chapter(name, content) {
    return html`<section class="panel" aria-labelledby=${name}><header><h2 id=${name}>${t(`help.${name}`)}</h2></header><div class="body stack">${content}</div></section>`;
  }

  #pictures(name) {
    if (!PICTURES[name]) return nothing;
    return html`<ul class="examples">${PICTURES[name].map(value => html`<li><img src=${under(`/app/help/${name}-${value}.jpg`)} alt="" width="128" height="128" loading="lazy"><small>${t(`help.example.${name}`, value)}</small></li>`)}</ul>`;
  }

  #model(model) {
    const fact = (name, value) => html`<dt>${t(`help.model.${name}`)}</dt><dd>${value}</dd>`;
    return html`<h3>${model.name}</h3><dl class="facts">
      ${fact('size', t('settings.sizeOf', model.size, model.min_side, model.max_side, model.multiple))}
      ${fact('steps', t('settings.stepsOf', model.num_inference_steps, model.max_inference_steps))}
      ${fact('guidance', model.guidance_scale ? figure(model.guidance_scale) : t('settings.guidanceOff'))}
      ${fact('prompt', t('help.model.tokens', count(model.max_tokens)))}
      ${fact('package', model.packages.length ? model.packages.map(([digest, workers]) => html`<code>${digest}</code> <small>${t('help.model.workers', workers)}</small><br>`) : t('help.model.nobody'))}
    </dl>`;
  }

  /** What somebody who helps would ask for first; nothing of what is rendered. */
  #copyDiagnostics() {
    return attempt(async () => {
      const [farm, workers, failures] = await Promise.all(['/v1/farm', '/v1/workers', '/v1/failures'].map(path => api.get(path)));
      const told = {
        at: new Date().toISOString(), version: VERSION, language: language(), stream: live.state, browser: navigator.userAgent,
        farm: { ...farm, curve: undefined },
        workers: workers.data.map(({ worker_id, state, model, device, live: isLive, problem }) => ({ worker_id, state, model, device, live: isLive, problem })),
        failures: failures.data.slice(0, 20).map(({ code, worker, at }) => ({ code, worker, at })),
      };
      await copy(JSON.stringify(told, null, 2));
    });
  }
}

/** `[digest, number of workers]`: which packages of a model workers hold. */
function packagesOf(model, workers) {
  const packages = new Map();
  for (const worker of workers) {
    if (worker.live && worker.model === model.name && worker.model_digest) packages.set(worker.model_digest, (packages.get(worker.model_digest) ?? 0) + 1);
  }
  return [...packages];
}

const SAMPLE = `sku,prompt,n
MUG-RED,"a red mug on a white background",1
CHAIR-OAK,"一把橡木椅子，白色背景",2`;

customElements.define('help-page', HelpPage);
