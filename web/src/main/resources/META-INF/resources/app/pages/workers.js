import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { address, api } from '../api.js';
import { Asked, FarmPage, attempt, broken, toast } from '../element.js';
import { NONE, bytes, clock, clockToTheSecond, count, duration, figure, instant, when } from '../format.js';
import { live } from '../live.js';
import { askFirst } from '../parts/ask-first.js';
import '../parts/farm-plot.js';
import { sparkLine } from '../parts/spark-line.js';
import { under } from '../place.js';
import { router } from '../router.js';
import { t, tOr } from '../words.js';
import { KINDS, WorkerList, inHand, kindOf, marksOf, renewed, unservedModels } from '../worker-list.js';

const PILLS = { rendering: 'run', idle: 'ok', starting: '', draining: 'warn', trouble: 'bad', stopped: '' };
const A_PAGE = 20;
const MOST_BANDS = 3;
const MOST_BATCHES = 100;
/** A point of the farm's curve; failures are looked for as often. */
const CURVE_EVERY = 10_000;
const STARTS_ONE = 'scripts/standalone --workers 1';

/** The operator's page: who works, what is wrong, and what became of it. */
class WorkersPage extends FarmPage {
  #list = new WorkerList();
  #workers = new Asked(this, async signal => {
    this.#list.read((await api.get('/v1/workers', { signal })).data);
    return true;
  });
  #farm = new Asked(this, signal => api.get('/v1/farm', { signal }));
  #unserved = new Asked(this, async signal => unservedModels((await api.get(address('/v1/batches', { limit: MOST_BATCHES }), { signal })).data));
  #failures = new Asked(this, (signal, after) => this.#readFailures(signal, after));
  #timer = null;
  #heard = {
    workers: event => {
      this.#list.read(event.detail.data);
      this.requestUpdate();
    },
    again: () => this.#readAnew(),
  };

  get heading() {
    return t('workers.title');
  }

  connectedCallback() {
    super.connectedCallback();
    for (const [name, listener] of Object.entries(this.#heard)) live.addEventListener(name, listener);
    live.follow({ workers: true });
    this.#timer = setInterval(() => this.#look(), CURVE_EVERY);
    this.#readAnew();
  }

  disconnectedCallback() {
    for (const [name, listener] of Object.entries(this.#heard)) live.removeEventListener(name, listener);
    clearInterval(this.#timer);
    super.disconnectedCallback();
  }

  get #kind() {
    const kind = this.route.query.get('state') ?? '';
    return KINDS.includes(kind) ? kind : '';
  }

  /** Whose failures are looked at; all where it is empty. */
  get #whose() {
    return this.route.query.get('worker') ?? '';
  }

  #readAnew() {
    for (const asked of [this.#workers, this.#farm, this.#unserved, this.#failures]) asked.again();
  }

  /** What the stream does not tell. */
  #look() {
    if (document.hidden || live.state !== 'live') return;
    this.#farm.again();
    this.#unserved.again();
    this.#failures.again();
  }

  /** The next page below those that are shown, or else what is new above them. */
  async #readFailures(signal, after) {
    const { data, last_id: lastId, has_more: hasMore } = await api.get(address('/v1/failures', { limit: A_PAGE, after }), { signal });
    const known = this.#failures.value;
    if (after) return { entries: [...known.entries, ...data], lastId, hasMore };
    const page = { entries: data, lastId, hasMore };
    return known?.entries.length > A_PAGE ? renewed(known, page) : page;
  }

  render() {
    return html`<section class="page workers">
      ${this.#head()} ${this.#broken()} ${this.#bands()} ${this.#hour()}
      ${this.#workers.value ? this.#table() : this.#workers.error ? nothing : html`<p class="muted" role="status">${t('workers.loading')}</p>`}
      ${this.#failed()}
    </section>`;
  }

  /** What could not be had, each cause once. */
  #broken() {
    const errors = [this.#workers, this.#farm, this.#failures].map(({ error }) => error).filter(Boolean);
    const causes = new Map(errors.map(error => [error.message, error]));
    return [...causes.values()].map(error => broken(error, () => this.#readAnew()));
  }

  #head() {
    return html`<div class="row wrap">
      <h1>${t('workers.title')}</h1>
      <div class="chips" role="group" aria-label=${t('workers.show')}>
        ${['', ...KINDS].map(kind => html`<button class="chip" aria-pressed=${kind === this.#kind} @click=${() => router.view({ state: kind }, { remember: true })}>${t(`workers.kind.${kind || 'all'}`)} <b>${this.#workers.value ? count(this.#list.count(kind)) : ''}</b></button>`)}
      </div>
    </div>`;
  }

  #bands() {
    const troubled = this.#list.ofKind('trouble');
    return html`${troubled.slice(0, MOST_BANDS).map(worker => html`<div class="note bad">
        <span class="grow"><strong dir="auto">${t(`workers.band.${worker.live ? 'aside' : 'silent'}`, worker.worker_id)}</strong> ${this.#reason(worker)}</span>
        <a class="button" href=${under(address('/workers', { worker: worker.worker_id }))}>${t('workers.itsFailures')}</a>
      </div>`)}
      ${troubled.length > MOST_BANDS ? html`<div class="note bad"><a class="danger" href=${under('/workers?state=trouble')}>${t('workers.moreTroubled', troubled.length - MOST_BANDS)}</a></div>` : nothing}
      ${(this.#unserved.value ?? []).map(([model, batches]) => html`<div class="note"><span class="grow">${t('workers.unserved', batches, model ?? NONE)}</span><a class="button" href=${under('/batches?state=rendering')}>${t('workers.theBatches')}</a></div>`)}`;
  }

  /** Why it is in trouble, in a sentence. */
  #reason(worker) {
    const { problem } = worker;
    if (!worker.live) return t('workers.lastHeard', when(worker.sent_at), inHand(worker));
    if (!problem) return nothing;
    return html`${t('workers.since', tOr(`code.${problem.code}`, problem.code), clock(problem.since))} <span class="said" dir="auto">${problem.detail}</span>`;
  }

  #hour() {
    const farm = this.#farm.value;
    if (!farm?.curve) return nothing;
    const { curve } = farm;
    const rates = curve.rendered.map(pictures => pictures / curve.seconds_per_point);
    const failed = curve.failed.reduce((sum, number) => sum + number, 0);
    const marks = marksOf(this.#list.workers, Date.parse(curve.from));
    return html`<section class="panel hour" aria-labelledby="hour">
      <header><h2 id="hour" class="grow">${t('workers.hour')}</h2><small>${t('workers.hourFigures', figure(farm.images_per_second), figure(Math.max(0, ...rates)), failed)}</small></header>
      <div class="body"><farm-plot .curve=${curve} .marks=${marks.map(({ at }) => at / 1000)} .label=${t('workers.hourLabel')}></farm-plot>
        ${marks.length ? html`<ul class="marks" aria-label=${t('workers.hourMarks')}>${marks.map(({ at, kind, worker, code }) => html`<li title=${instant(at / 1000)}><b>${clock(at / 1000)}</b> <span dir="auto">${t(`workers.mark.${kind}`, worker, tOr(`code.${code}`, code ?? ''))}</span></li>`)}</ul>` : nothing}</div>
    </section>`;
  }

  #table() {
    const workers = this.#list.ofKind(this.#kind);
    if (this.#list.workers.length === 0) {
      return html`<div class="panel empty"><p>${t('workers.none')}</p><p class="muted">${t('workers.startOne')} <code>${STARTS_ONE}</code></p></div>`;
    }
    if (workers.length === 0) {
      return html`<div class="panel empty"><p>${t('workers.noneLikeThat')}</p><button @click=${() => router.view({ state: null })}>${t('workers.showAll')}</button></div>`;
    }
    return html`<div class="panel scroll-x" role="region" aria-label=${t('workers.title')} tabindex="0"><table class="cards">
      <thead><tr>${['worker', 'state', 'device', 'model', 'now', 'curve'].map(column => html`<th scope="col">${t(`workers.${column}`)}</th>`)}${['speed', 'rendered', 'failed', 'up'].map(column => html`<th scope="col" class="right">${t(`workers.${column}`)}</th>`)}<th scope="col"><span class="sr-only">${t('workers.actions')}</span></th></tr></thead>
      <tbody>${repeat(workers, worker => worker.worker_id, worker => this.#row(worker))}</tbody>
    </table></div>`;
  }

  #row(worker) {
    const kind = kindOf(worker);
    const rates = this.#list.rates(worker.worker_id);
    const { worker_id: id } = worker;
    return html`<tr>
      <td class="name"><div class="stack"><strong dir="auto" title=${id}>${id}</strong>${worker.host && worker.host !== id ? html`<small class="clip" dir="auto" title=${worker.host}>${worker.host}</small>` : nothing}</div></td>
      <td><span class="pill ${PILLS[kind]}">${this.#state(worker, kind)}</span>${this.#because(worker, kind)}</td>
      <td class="name" data-label=${t('workers.device')}>${this.#device(worker)}</td>
      <td class="name" data-label=${t('workers.model')}><div class="stack"><span class="clip" dir="auto" title=${worker.model}>${worker.model}</span><small class="mono" title=${worker.model_digest}>${short(worker.model_digest)}</small></div></td>
      <td data-label=${t('workers.now')}>${this.#now(worker)}</td>
      <td>${rates.length > 1 ? sparkLine(rates, { width: 96, height: 22, label: t('workers.curveLabel', id) }) : nothing}</td>
      <td class="right nowrap" data-label=${t('workers.speed')}>${worker.live && worker.images_per_second ? t('workers.perSecond', figure(worker.images_per_second)) : NONE}</td>
      <td class="right" data-label=${t('workers.rendered')}><a href=${under('/batches')} title=${t('workers.theBatches')}>${count(worker.rendered)}</a></td>
      <td class="right" data-label=${t('workers.failed')}><a class=${worker.failed ? 'danger' : nothing} href=${under(address('/workers', { state: this.#kind, worker: id }))} title=${t('workers.itsFailures')}>${count(worker.failed)}</a></td>
      <td class="right nowrap" data-label=${t('workers.up')} title=${instant(worker.started_at)}>${worker.live ? duration((Date.now() - Date.parse(worker.started_at)) / 1000) : NONE}</td>
      <td class="right nowrap">${this.#actions(worker, kind)}</td>
    </tr>`;
  }

  #state(worker, kind) {
    if (kind !== 'trouble') return t(`workers.is.${kind}`);
    if (!worker.live) return t('workers.is.silent', duration((Date.now() - Date.parse(worker.sent_at)) / 1000));
    return t(worker.state === 'set_aside' ? 'workers.is.aside' : 'workers.is.trouble');
  }

  #because(worker, kind) {
    if (kind === 'draining') return html`<br><small>${t('workers.lastOnes', inHand(worker))}</small>`;
    if (kind !== 'trouble' || !worker.problem) return nothing;
    return html`<br><small title=${worker.problem.detail}>${tOr(`code.${worker.problem.code}`, worker.problem.code)}</small>`;
  }

  /** A worker of an earlier release says nothing but how its renderer names it. */
  #device({ device, hardware }) {
    if (!hardware) return html`<span class="clip" dir="auto" title=${device}>${device}</span>`;
    return html`<div class="stack"><span class="clip" dir="auto" title=${hardware.name}>${hardware.name}</span>
      <small class="clip" dir="auto">${device}${hardware.memory_bytes ? html` · ${bytes(hardware.memory_bytes)}` : nothing}</small></div>`;
  }

  /** What its device draws; else what it has in hand. */
  #now(worker) {
    const drawn = worker.live ? worker.now : null;
    const first = drawn?.task_id ?? (worker.live ? worker.tasks_held[0] : null);
    if (!first) return html`<small>${t('workers.nothing')}</small>`;
    const [batch, index] = first.split('/');
    const link = under(`/batches/${encodeURIComponent(batch)}?at=${index}`);
    const more = inHand(worker) - 1;
    if (!drawn) {
      return html`<div class="stack"><a class="clip" href=${link} title=${first}>${t('workers.picture', Number(index) + 1)}</a>
        ${more > 0 ? html`<small>${t('workers.andMore', more)}</small>` : nothing}</div>`;
    }
    return html`<div class="stack"><a class="clip" dir="auto" href=${link} title=${`${drawn.sku} · ${first} · ${instant(drawn.since)}`}>${drawn.sku}</a>
      <small>${drawn.step ? t('workers.step', drawn.step, drawn.steps) : t('workers.begins')}${more > 0 ? ` · ${t('workers.andMore', more)}` : ''}</small></div>`;
  }

  #actions(worker, kind) {
    const { worker_id: id } = worker;
    if (!worker.live) return html`<button class="danger" aria-label=${t('workers.forgetOne', id)} @click=${() => this.#forget(worker)}>${t('workers.forget')}</button>`;
    if (kind === 'draining') {
      return html`<button aria-label=${t('workers.takeBackOne', id)} @click=${() => this.#resume(worker)}>${t('workers.takeBack')}</button>
        <button class="danger" aria-label=${t('workers.atOnceOne', id)} @click=${() => this.#drainNow(worker)}>${t('workers.atOnce')}</button>`;
    }
    return html`<details class="menu" name="drain"><summary class="button" aria-label=${t('workers.drainOne', id)}>${t('workers.drain')} ▾</summary><div class="panel">
      <button class="quiet" @click=${event => this.#drain(worker, event)}>${t('workers.afterCurrent')}</button>
      <button class="quiet danger" @click=${event => this.#drainNow(worker, event)}>${t('workers.atOnce')}</button>
    </div></details>`;
  }

  async #drain(worker, event) {
    closeMenu(event);
    if (await this.#steer(worker, 'drain?mode=after_current')) toast(t('workers.did.drain', worker.worker_id), { undo: () => this.#resume(worker) });
  }

  async #resume(worker) {
    if (await this.#steer(worker, 'resume')) toast(t('workers.did.resume', worker.worker_id));
  }

  async #drainNow(worker, event) {
    closeMenu(event);
    const sure = await askFirst({
      title: t('workers.drainTitle', worker.worker_id),
      kept: t('workers.drainKept', inHand(worker)),
      lost: t('workers.drainLost'),
      does: t('workers.drainDoes'),
    });
    if (sure && (await this.#steer(worker, 'drain?mode=now'))) toast(t('workers.did.drainNow', worker.worker_id));
  }

  async #forget(worker) {
    const { worker_id: id } = worker;
    const sure = await askFirst({ title: t('workers.forgetTitle', id), kept: t('workers.forgetKept'), does: t('workers.forget') });
    if (!sure || !(await attempt(() => api.delete(`/v1/workers/${encodeURIComponent(id)}`)))) return;
    this.#list.forget(id);
    this.requestUpdate();
    toast(t('workers.did.forget', id));
  }

  /** The answer is the worker as it was heard of last: what becomes of it the stream tells. */
  #steer(worker, how) {
    return attempt(async () => {
      this.#list.replace(await api.post(`/v1/workers/${encodeURIComponent(worker.worker_id)}/${how}`));
      this.requestUpdate();
    });
  }

  #failed() {
    const { value } = this.#failures;
    if (!value) return nothing;
    const whose = this.#whose;
    const entries = value.entries.filter(failure => !whose || failure.worker === whose);
    return html`<div class="panel">
      <header><h2 id="failures" class="grow">${t('workers.failures')}</h2>${this.#farm.value?.today ? html`<small><a href=${under(address('/workers', { state: this.#kind }))} title=${t('workers.ofAll')}>${t('workers.failedToday', count(this.#farm.value.today.failed))}</a></small>` : nothing}
        ${whose ? html`<button class="chip" aria-pressed="true" aria-label=${t('workers.ofAll')} @click=${() => router.view({ worker: null })}><span dir="auto" class="clip">${whose}</span> ✕</button>` : nothing}</header>
      ${entries.length ? html`<div class="scroll-x" role="region" aria-labelledby="failures" tabindex="0"><table class="cards">
        <thead><tr>${['when', 'what', 'worker', 'sku', 'detail', 'then'].map(column => html`<th scope="col">${t(`workers.${column}`)}</th>`)}</tr></thead>
        <tbody>${repeat(entries, failure => failure.id, failure => this.#failure(failure))}</tbody>
      </table></div>` : html`<p class="body muted">${whose ? t('workers.noneOfIts') : t('workers.noFailures')}</p>`}
      ${value.hasMore ? html`<div class="body"><button ?disabled=${this.#failures.isAsking} @click=${() => this.#failures.again(value.lastId)}>${t('workers.older')}</button></div>` : nothing}
    </div>`;
  }

  #failure({ at, batch, task, sku, attempt: number, worker, code, detail, became }) {
    const link = under(address(`/batches/${encodeURIComponent(batch)}`, { q: sku }));
    return html`<tr>
      <td class="nowrap" title=${instant(at)}>${clockToTheSecond(at)}</td>
      <td><div class="stack"><span>${tOr(`code.${code}`, code)}</span><code>${code}</code></div></td>
      <td class="name" data-label=${t('workers.worker')}><strong dir="auto">${worker}</strong></td>
      <td class="name" data-label=${t('workers.sku')}><a class="clip" dir="auto" href=${link}>${sku ?? task}</a></td>
      <td class="detail" dir="auto">${detail}</td>
      <td class=${became === 'failed' ? 'danger' : ''}>${became ? tOr(`workers.then.${became}`, became) : NONE}<br><small>${t('workers.attempt', number)}</small></td>
    </tr>`;
  }
}

/** The two ends of a digest. */
function short(digest) {
  return digest && digest.length > 12 ? `${digest.slice(0, 4)}…${digest.slice(-4)}` : digest ?? '';
}

function closeMenu(event) {
  event?.target.closest('details')?.removeAttribute('open');
}

customElements.define('workers-page', WorkersPage);
