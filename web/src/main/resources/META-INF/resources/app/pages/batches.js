import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { address, api } from '../api.js';
import { BatchList } from '../batch-list.js';
import { Asked, FarmPage, attempt, broken, copy, toast } from '../element.js';
import { clock, count, figure, instant, kilowattHours, money, percent, secondsUntil, span, when } from '../format.js';
import { Shortcuts, keysOf } from '../keys.js';
import { live } from '../live.js';
import { askFirst } from '../parts/ask-first.js';
import { hasEnded, isPaused, nameOf, stateBar, statePill, thumbnailOf, wantsYes } from '../parts/batch-state.js';
import { sparkLine } from '../parts/spark-line.js';
import { under } from '../place.js';
import { router } from '../router.js';
import { langOf, t, tOr } from '../words.js';

const A_PAGE = 50;
const STATES = ['', 'rendering', 'to_review', 'needs_mending', 'done'];
const TYPING_PAUSE = 250;
/** Browsers bound how often an address may change. */
const ADDRESS_PAUSE = 200;
const LOOKS_EVERY = 10_000;

/** All batches, newest first. */
class BatchesPage extends FarmPage {
  static properties = { chosen: { state: true } };

  #list = new BatchList();
  #page = new Asked(this, async (signal, isNext) => {
    this.#list.read(await this.#ask(signal, isNext ? this.#list.lastId : null), { isNext });
    this.#follow();
    return this.#list;
  });
  #farm = new Asked(this, signal => api.get('/v1/farm', { signal }));
  #session = new Asked(this, signal => api.get('/v1/session', { signal }));
  #asked = null;
  #typing = null;
  #addressing = null;
  #timer = null;
  #heard = {
    batch: event => this.#list.hear(event.detail) && this.requestUpdate(),
    farm: event => this.#pulse(event.detail),
    again: () => this.#readAnew(),
  };

  constructor() {
    super();
    new Shortcuts(this, 'batches', {
      down: () => this.#move(1),
      up: () => this.#move(-1),
      open: () => this.#open(),
    });
  }

  get heading() {
    return t('batches.title');
  }

  connectedCallback() {
    super.connectedCallback();
    for (const [name, listener] of Object.entries(this.#heard)) live.addEventListener(name, listener);
    this.#farm.again();
    this.#session.again();
    this.#timer = setInterval(() => this.#look(), LOOKS_EVERY);
  }

  disconnectedCallback() {
    for (const [name, listener] of Object.entries(this.#heard)) live.removeEventListener(name, listener);
    clearTimeout(this.#typing);
    clearTimeout(this.#addressing);
    clearInterval(this.#timer);
    super.disconnectedCallback();
  }

  willUpdate() {
    const view = [this.#state, this.#words].join(' ');
    if (view !== this.#asked) {
      this.chosen = this.#asked === null ? this.route.query.get('at') : null;
      this.#asked = view;
      this.#page.again(false);
    }
  }

  get #state() {
    const state = this.route.query.get('state') ?? '';
    return STATES.includes(state) ? state : '';
  }

  get #words() {
    return this.route.query.get('q') ?? '';
  }

  #ask(signal, after) {
    return api.get(address('/v1/batches', { limit: A_PAGE, state: this.#state, q: this.#words, after }), { signal });
  }

  #follow() {
    live.follow({ batches: this.#list.batches.filter(batch => !hasEnded(batch)).map(batch => batch.id) });
  }

  /** The stream tells of batches that are listed; that there are others it tells by how many are open. */
  #pulse(farm) {
    const before = this.#farm.value;
    this.#farm.value = { ...before, ...farm, curve: before?.curve };
    this.requestUpdate();
    if (before && before.batches !== farm.batches) this.#lookForNewer();
  }

  async #lookForNewer() {
    const view = this.#asked;
    try {
      const first = await this.#ask(null, null);
      if (view !== this.#asked || this.#page.isAsking || !this.isConnected) return;
      if (scrollY === 0) {
        this.#list.read(first);
        this.#follow();
      } else {
        this.#list.peek(first);
      }
      this.requestUpdate();
    } catch {
      // the next look is soon
    }
  }

  /** What the stream does not tell. */
  #look() {
    if (document.hidden || live.state !== 'live') return;
    this.#farm.again();
    this.#lookForNewer();
  }

  #readAnew() {
    this.#page.again(false);
    this.#farm.again();
  }

  render() {
    return html`<section class="page">
      ${this.#head()} ${this.#strip()}
      ${this.#page.error ? broken(this.#page.error, () => this.#page.again(false)) : nothing}
      ${this.#list.newer ? html`<div class="chips"><button class="chip" @click=${this.#toTop}>↑ ${t('batches.newer', this.#list.newer)}</button></div>` : nothing}
      ${this.#page.value ? this.#table() : this.#page.error ? nothing : html`<p class="muted" role="status">${t('batches.loading')}</p>`}
    </section>`;
  }

  #head() {
    return html`<div class="row wrap">
      <h1>${t('batches.title')}</h1>
      <div class="chips" role="group" aria-label=${t('batches.show')}>
        ${STATES.map(state => html`<button class="chip" aria-pressed=${state === this.#state} @click=${() => this.#view({ state }, { remember: true })}>${t(`batches.state.${state || 'all'}`)} <b>${this.#list.counts ? count(this.#list.counts[state || 'all']) : ''}</b></button>`)}
      </div>
      <span class="grow"></span>
      <input type="search" size="26" placeholder=${t('batches.search')} aria-label=${t('batches.search')} .value=${this.#words} @input=${this.#typed}><kbd>${keysOf('everywhere', 'search')}</kbd>
      <a class="button primary" href=${under('/batches/new')}>${t('batches.new')} <kbd>${keysOf('everywhere', 'newBatch')}</kbd></a>
    </div>`;
  }

  /** Another view has nothing chosen yet. */
  #view(changes, options) {
    clearTimeout(this.#addressing);
    router.view({ ...changes, at: null }, options);
  }

  #typed(event) {
    clearTimeout(this.#typing);
    const q = event.target.value;
    this.#typing = setTimeout(() => this.#view({ q }), TYPING_PAUSE);
  }

  #strip() {
    const farm = this.#farm.value;
    if (!farm) return nothing;
    const { workers } = farm;
    const halfHour = farm.curve?.rendered.slice(-180).map(pictures => pictures / farm.curve.seconds_per_point) ?? [];
    return html`<div class="panel stats">
      <a href=${under('/workers')}><small>${t('batches.now')}</small><b>${t('batches.rate', figure(farm.images_per_second))}</b>${sparkLine(halfHour, { label: t('batches.curve') })}</a>
      ${this.#today(farm.today)}
      <a href=${under('/batches?state=rendering')}><small>${t('batches.waiting')}</small><b>${t('batches.pictures', farm.waiting)}</b><small>${this.#free(farm)}</small></a>
      <a href=${under('/workers')}><small>${t('batches.gpus')}</small><b>${workers.live ? t('batches.busy', percent(farm.busy_ratio)) : t('batches.live', 0)}</b><small>${t('batches.gpusNow', workers.busy, workers.starting, workers.set_aside)}</small></a>
      ${this.#costToday(farm.today)}
    </div>`;
  }

  /** Nothing until the farm has read the day again. */
  #today(today) {
    if (!today) return nothing;
    return html`<a href=${under('/workers')} title=${t('batches.todaySince', instant(today.from))}><small>${t('batches.today')}</small><b>${t('batches.pictures', today.rendered)}</b><small>${today.rendered ? t('batches.firstTry', percent(today.first_try / today.rendered, 2)) : nothing}</small></a>`;
  }

  #costToday(today) {
    if (!today?.cost) return nothing;
    const { cost, rendered, energy_joules: energy } = today;
    const parts = [rendered ? t('batches.perPicture', money(cost.amount / rendered, cost.currency)) : null, energy ? t('batches.energy', kilowattHours(energy)) : null].filter(Boolean);
    return html`<a href=${under('/batches?state=done')} title=${t('batches.todaySince', instant(today.from))}><small>${t('batches.costToday')}</small><b>${money(cost.amount, cost.currency)}</b><small>${parts.join(' · ')}</small></a>`;
  }

  #free(farm) {
    if (!farm.waiting && !farm.in_flight) return t('batches.nothingWaits');
    if (farm.eta) return t('batches.doneAtWorst', clock(farm.eta.p50), clock(farm.eta.p90));
    if (!farm.seconds_left) return t('batches.unknownEnd');
    return t('batches.doneBy', clock(Date.now() / 1000 + farm.seconds_left));
  }

  #table() {
    const { batches, hasMore } = this.#list;
    if (batches.length === 0) return this.#empty();
    return html`<div class="panel scroll-x batches"><table class="cards">
      <thead><tr>${['batch', 'latest', 'state', 'progress'].map(column => html`<th scope="col">${t(`batches.${column}`)}</th>`)}<th scope="col" class="right">${t('batches.speed')}</th><th scope="col" class="right">${t('batches.left')}</th><th scope="col">${t('batches.review')}</th><th scope="col" class="right">${t('batches.cost')}</th><th scope="col">${t('batches.handedIn')}</th><th scope="col"><span class="sr-only">${t('batches.actions')}</span></th></tr></thead>
      <tbody>${repeat(batches, batch => batch.id, batch => this.#row(batch))}</tbody>
    </table></div>
    ${hasMore ? html`<button class="older" ?disabled=${this.#page.isAsking} @click=${() => this.#page.again(true)}>${t('batches.older')}</button>` : nothing}`;
  }

  #row(batch) {
    const { renderfarm: farm, request_counts: counts } = batch;
    const link = under(`/batches/${batch.id}`);
    return html`<tr aria-selected=${batch.id === this.chosen ? 'true' : nothing}>
      <td class="name"><div class="stack"><a href=${link}><strong dir="auto" lang=${langOf(nameOf(batch))}>${nameOf(batch)}</strong></a><small>${this.#about(batch)}</small></div></td>
      <td><div class="thumbs">${(farm.latest ?? []).map(name => html`<a href=${`${link}?q=${encodeURIComponent(stem(name))}`}><img src=${thumbnailOf(batch, stem(name))} alt=${name} title=${name} width="34" height="34" loading="lazy" decoding="async"></a>`)}</div></td>
      <td>${statePill(batch)}</td>
      <td class="progress"><div class="stack">${stateBar(batch)}<small>${this.#progress(batch)}</small></div></td>
      <td class="right nowrap" data-label=${t('batches.speed')}>${hasEnded(batch) || !farm.rate ? '–' : t('batches.perSecond', figure(farm.rate))}</td>
      <td class="right nowrap" data-label=${t('batches.left')}>${farm.eta ? span(secondsUntil(farm.eta.p50), secondsUntil(farm.eta.p90)) : '–'}</td>
      <td class="nowrap" data-label=${t('batches.review')}>${this.#review(batch)}</td>
      <td class="right nowrap" data-label=${t('batches.cost')}>${money(farm.usage?.cost?.amount, farm.usage?.cost?.currency)}</td>
      <td class="handed-in" data-label=${t('batches.handedIn')}><div class="stack"><small class="nowrap" title=${instant(batch.created_at)}>${when(batch.created_at)}</small>${this.#session.value?.keyed ? html`<small class="clip" dir="auto" title=${t('batches.tenant')}>${farm.tenant}</small>` : nothing}</div></td>
      <td class="right">${this.#menu(batch, counts)}</td>
    </tr>`;
  }

  #about(batch) {
    const { renderfarm: farm, request_counts: counts } = batch;
    const parts = [html`<a href=${under(`/batches/${batch.id}`)}>${t('batches.pictures', counts.total)}</a>`];
    if (farm.input_filename) parts.unshift(html`<bdi class="clip" title=${farm.input_filename} lang=${langOf(farm.input_filename)}>${farm.input_filename}</bdi>`);
    if (farm.parent_batch_id) parts.push(html`<a href=${under(`/batches/${farm.parent_batch_id}`)}>${t('batches.rerollOf')}</a>`);
    if (farm.priority) parts.push(t('batches.priority', farm.priority));
    if (batch.model) parts.push(batch.model);
    return parts.map((part, index) => html`${index ? ' · ' : ''}${part}`);
  }

  #progress(batch) {
    const { renderfarm: farm, request_counts: counts } = batch;
    const link = under(`/batches/${batch.id}`);
    if (batch.status === 'failed') return html`<a class="danger" href=${link}>${t('batches.linesToMend', batch.errors?.data?.length ?? 0)}</a>`;
    if (batch.status === 'validating') return t('waiting.validation');
    const rendered = html`<a href=${link}>${t('batches.of', count(counts.completed), count(counts.total))}</a>`;
    const failed = counts.failed ? html` · <a class="danger" href=${`${link}?show=failed`}>${t('batches.failed', counts.failed)}</a>` : nothing;
    const flight = farm.in_flight ? html` · <a href=${`${link}?show=rendering`}>${t('batches.inFlight', farm.in_flight)}</a>` : nothing;
    const why = !hasEnded(batch) && farm.waiting_for ? html` · <span title=${farm.waiting_for.message ?? ''}>${tOr(`waiting.${farm.waiting_for.code}`, farm.waiting_for.message)}</span>` : nothing;
    return html`${rendered}${failed}${flight}${why}`;
  }

  #review(batch) {
    const { review } = batch.renderfarm;
    const link = under(`/batches/${batch.id}`);
    if (wantsYes(batch)) return html`<a href=${link}>${t('batches.look')}</a>`;
    if (!review) return batch.request_counts.completed && hasEnded(batch) ? html`<a href=${`${link}?show=review`}>${t('batches.judge')}</a>` : '–';
    const judged = (verdict, kind, sign) => html`<a class="judged" href=${`${link}?show=${verdict}`}>${count(review[verdict])} <span class=${kind} role="img" aria-label=${t(`batches.${verdict}`)}>${sign}</span></a>`;
    return html`${judged('approved', 'good', '✓')} ${review.rejected ? judged('rejected', 'danger', '✗') : nothing}`;
  }

  #menu(batch, counts) {
    const open = !hasEnded(batch);
    return html`<details class="menu" name="batch-menu"><summary class="button quiet" aria-label=${t('batches.more', nameOf(batch))}>⋯</summary><div class="panel">
      ${open && batch.status !== 'validating' ? html`<button class="quiet" @click=${() => this.#pause(batch)}>${isPaused(batch) ? t('batches.resume') : t('batches.pause')}</button>` : nothing}
      ${open ? html`<button class="quiet danger" @click=${() => this.#cancel(batch)}>${t('batches.cancel')}</button>` : nothing}
      ${!open && counts.failed && batch.status !== 'failed' ? html`<button class="quiet" @click=${() => this.#retry(batch)}>${t('batches.retry', counts.failed)}</button>` : nothing}
      ${counts.completed ? html`<a class="button quiet" href=${under(`/v1/batches/${batch.id}/archive.zip`)} download>${t('batches.download')}</a>` : nothing}
      <button class="quiet" @click=${() => copy(batch.id)}>${t('batches.copyId')}</button>
    </div></details>`;
  }

  #empty() {
    if (this.#state || this.#words) return html`<div class="panel empty"><p>${t('batches.noneLikeThat')}</p><button @click=${() => this.#view({ state: null, q: null })}>${t('batches.showAll')}</button></div>`;
    return html`<div class="panel empty">
      <p>${t('batches.none')}</p>
      <div class="row"><a class="button primary" href=${under('/batches/new')}>${t('batches.new')}</a><a class="button" href=${under('/app/sample.csv')} download="products.csv">${t('batches.sample')}</a></div>
      <p class="muted">${t('batches.orByHand')} <code>farm submit products.csv</code></p>
    </div>`;
  }

  #toTop() {
    scrollTo(0, 0);
    this.#page.again(false);
  }

  #move(step) {
    const { batches } = this.#list;
    const at = batches.findIndex(batch => batch.id === this.chosen);
    const next = batches[Math.max(0, Math.min(batches.length - 1, at + step))];
    if (!next) return;
    this.chosen = next.id;
    clearTimeout(this.#addressing);
    this.#addressing = setTimeout(() => router.view({ at: this.chosen }), ADDRESS_PAUSE);
    this.updateComplete.then(() => this.querySelector('tr[aria-selected]')?.scrollIntoView({ block: 'nearest' }));
  }

  #open() {
    if (!this.chosen) return false;
    router.view({ at: this.chosen });
    router.go(`/batches/${this.chosen}`);
    return true;
  }

  async #pause(batch) {
    const [does, undoes] = isPaused(batch) ? ['resume', 'pause'] : ['pause', 'resume'];
    const done = await attempt(() => api.post(`/v1/batches/${batch.id}/${does}`));
    if (done) toast(t(`batches.did.${does}`, nameOf(batch)), { undo: () => attempt(() => api.post(`/v1/batches/${batch.id}/${undoes}`)) });
  }

  async #cancel(batch) {
    const { completed, total } = batch.request_counts;
    const sure = await askFirst({
      title: t('batches.cancelTitle', nameOf(batch)),
      kept: t('batches.cancelKept', completed),
      lost: t('batches.cancelLost', total - completed),
      does: t('batches.cancel'),
    });
    if (sure && (await attempt(() => api.post(`/v1/batches/${batch.id}/cancel`)))) toast(t('batches.did.cancel', nameOf(batch)));
  }

  #retry(batch) {
    return attempt(async () => {
      const again = await api.postOnce(`/v1/batches/${batch.id}/retry`, {});
      router.go(`/batches/${again.id}`);
    });
  }

}

/** A picture's name without its ending. */
const stem = name => name.replace(/\.[a-z]+$/, '');


customElements.define('batches-page', BatchesPage);
