import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { api } from '../api.js';
import { Asked, FarmPage, attempt, broken, toast } from '../element.js';
import { clock, clockToTheSecond, count, duration, figure, instant, percent } from '../format.js';
import { live } from '../live.js';
import { askFirst } from '../parts/ask-first.js';
import { sparkLine } from '../parts/spark-line.js';
import { router } from '../router.js';
import { t, tOr } from '../words.js';

const FAILURES_PAUSE = 5000;
const A_PAGE = 50;

/** How a worker stands: what it says, unless it says nothing any more. */
const STANDINGS = {
  rendering: { kind: 'run', of: worker => worker.state === 'ready' && worker.tasks_held.length > 0 },
  idle: { kind: 'ok', of: worker => worker.state === 'ready' && worker.tasks_held.length === 0 },
  starting: { kind: '', of: worker => worker.state === 'starting' },
  draining: { kind: 'warn', of: worker => worker.state === 'draining' },
  trouble: { kind: 'bad', of: worker => worker.state === 'set_aside' },
  gone: { kind: '', of: () => true },
};

function standingOf(worker) {
  if (!worker.live) return worker.state === 'stopped' ? 'gone' : 'trouble';
  return Object.keys(STANDINGS).find(name => STANDINGS[name].of(worker));
}

/** The workers, what they do, what has failed, and how one is taken out without hurting anyone. */
class WorkersPage extends FarmPage {
  static properties = { workers: { state: true }, farm: { state: true } };

  #list = new Asked(this, async signal => (this.workers = (await api.get('/v1/workers', { signal })).data));
  #farm = new Asked(this, async signal => (this.farm = await api.get('/v1/farm', { signal })));
  #failures = new Asked(this, signal => api.get(`/v1/failures?limit=${A_PAGE}`, { signal }));
  #timer = null;
  #heard = {
    workers: event => (this.workers = event.detail.data),
    farm: event => (this.farm = { ...this.farm, ...event.detail, curve: this.farm?.curve }),
    again: () => this.#ask(),
  };

  get heading() {
    return t('workers.title');
  }

  connectedCallback() {
    super.connectedCallback();
    for (const [name, listener] of Object.entries(this.#heard)) live.addEventListener(name, listener);
    live.follow({ workers: true });
    this.#ask();
    this.#timer = setInterval(() => this.#failures.again(), FAILURES_PAUSE);
  }

  disconnectedCallback() {
    for (const [name, listener] of Object.entries(this.#heard)) live.removeEventListener(name, listener);
    clearInterval(this.#timer);
    super.disconnectedCallback();
  }

  #ask() {
    for (const asked of [this.#list, this.#farm, this.#failures]) asked.again();
  }

  get #shown() {
    const state = this.route.query.get('state');
    return STANDINGS[state] ? state : 'all';
  }

  render() {
    return html`<section class="page">
      <div class="row wrap"><h1>${t('workers.title')}</h1>${this.#chips()}</div>
      ${[this.#list, this.#farm, this.#failures].filter(asked => asked.error).map(asked => broken(asked.error, () => asked.again()))}
      ${(this.workers ?? []).filter(worker => worker.live && worker.problem).map(worker => html`<div class="note bad"><strong dir="auto">${t('workers.aside', worker.worker_id)}</strong><span class="grow" dir="auto">${tOr(`code.${worker.problem.code}`, worker.problem.code)}: ${worker.problem.detail}</span><small>${t('workers.since', clock(worker.problem.since))}</small></div>`)}
      ${this.farm?.state === 'no_workers' && this.farm.waiting ? html`<div class="note bad"><strong>${t('workers.noneButWaiting', this.farm.waiting)}</strong></div>` : nothing}
      ${this.#curve()}
      ${this.workers ? this.#table() : this.#list.error ? nothing : html`<p class="muted" role="status">${t('workers.reading')}</p>`}
      ${this.#failed()}
    </section>`;
  }

  #chips() {
    const numbers = { all: this.workers?.length };
    for (const worker of this.workers ?? []) numbers[standingOf(worker)] = (numbers[standingOf(worker)] ?? 0) + 1;
    return html`<div class="chips" role="group" aria-label=${t('batches.show')}>
      ${['all', ...Object.keys(STANDINGS)].map(state => html`<button class="chip" aria-pressed=${state === this.#shown} @click=${() => router.view({ state: state === 'all' ? null : state }, { remember: true })}>${t(`workers.state.${state}`)} <b>${this.workers ? count(numbers[state] ?? 0) : ''}</b></button>`)}
    </div>`;
  }

  #curve() {
    const curve = this.farm?.curve;
    if (!curve) return nothing;
    const rates = curve.rendered.map(pictures => pictures / curve.seconds_per_point);
    return html`<section class="panel" aria-labelledby="curve"><header><h2 id="curve" class="grow">${t('workers.hour')}</h2><small>${t('batches.rate', figure(this.farm.images_per_second))}</small></header>
      <div class="body wide-curve">${sparkLine(rates, { width: 1200, height: 90, label: t('workers.hourLabel', figure(Math.max(...rates))) })}
        <div class="row"><small class="grow">${clock(curve.from)}</small><small>${clock(Date.now() / 1000)}</small></div></div></section>`;
  }

  #table() {
    if (this.workers.length === 0) {
      return html`<div class="panel empty"><p>${t('workers.none')}</p><p class="muted">${t('workers.startOne')} <code>scripts/standalone --workers 1</code></p></div>`;
    }
    const shown = this.workers.filter(worker => this.#shown === 'all' || standingOf(worker) === this.#shown);
    if (shown.length === 0) return html`<div class="panel empty"><p>${t('workers.noneLikeThat')}</p></div>`;
    return html`<div class="panel scroll-x"><table>
      <thead><tr>${['worker', 'stateIs', 'device', 'model', 'now'].map(column => html`<th scope="col">${t(`workers.${column}`)}</th>`)}${['speed', 'busy', 'rendered', 'failed', 'up'].map(column => html`<th scope="col" class="right">${t(`workers.${column}`)}</th>`)}<th scope="col"><span class="sr-only">${t('batches.actions')}</span></th></tr></thead>
      <tbody>${repeat(shown, worker => worker.worker_id, worker => this.#row(worker))}</tbody>
    </table></div>`;
  }

  #row(worker) {
    const standing = standingOf(worker);
    return html`<tr>
      <td><div class="stack"><strong dir="auto">${worker.worker_id}</strong><small>${t('workers.slots', worker.slots)}</small></div></td>
      <td><div class="stack"><span class="pill ${STANDINGS[standing].kind}">${worker.live || worker.state === 'stopped' ? t(`workers.is.${standing}`) : t('workers.silent', duration((Date.now() - Date.parse(worker.sent_at)) / 1000))}</span>${worker.problem ? html`<small dir="auto">${tOr(`code.${worker.problem.code}`, worker.problem.code)}</small>` : nothing}</div></td>
      <td dir="auto">${worker.device}</td>
      <td><div class="stack"><span>${worker.model}</span><small class="mono" title=${worker.model_digest}>${worker.model_digest.replace('sha256:', '').slice(0, 8)}</small></div></td>
      <td><div class="stack">${worker.tasks_held.slice(0, 3).map(task => html`<a class="mono" href=${`/batches/${task.split('/')[0]}?at=${task.split('/')[1]}`}>${t('workers.picture', Number(task.split('/')[1]) + 1)}</a>`)}${worker.tasks_held.length > 3 ? html`<small>${t('workers.more', worker.tasks_held.length - 3)}</small>` : nothing}${worker.tasks_held.length ? nothing : '–'}</div></td>
      <td class="right nowrap">${worker.live ? t('batches.perSecond', figure(worker.images_per_second)) : '–'}</td>
      <td class="right">${worker.live ? percent(worker.device_busy_ratio) : '–'}</td>
      <td class="right">${count(worker.rendered)}</td>
      <td class="right ${worker.failed ? 'danger' : ''}">${count(worker.failed)}</td>
      <td class="right nowrap" title=${instant(worker.started_at)}>${worker.live ? duration((Date.now() - Date.parse(worker.started_at)) / 1000) : '–'}</td>
      <td class="right nowrap">${this.#actions(worker)}</td>
    </tr>`;
  }

  #actions(worker) {
    const name = worker.worker_id;
    if (!worker.live) return html`<button class="danger" aria-label=${t('workers.forgetIt', name)} @click=${() => this.#forget(name)}>${t('workers.forget')}</button>`;
    if (worker.state === 'draining') return nothing;
    return html`<details class="menu" name="worker-menu"><summary class="button" aria-label=${t('workers.drainIt', name)}>${t('workers.drain')} ▾</summary><div class="panel">
      <button class="quiet" @click=${() => this.#drain(name, 'after_current')}>${t('workers.drainAfter')}</button>
      <button class="quiet" @click=${() => this.#drain(name, 'now')}>${t('workers.drainNow')}</button>
    </div></details>`;
  }

  #failed() {
    const failures = this.#failures.value?.data ?? [];
    return html`<section class="panel" aria-labelledby="failures"><header><h2 id="failures">${t('workers.failures')}</h2></header>
      ${failures.length === 0 ? html`<p class="body muted">${t('workers.noFailures')}</p>` : html`<div class="scroll-x"><table>
        <thead><tr>${['when', 'what', 'worker', 'sku', 'detail', 'then'].map(column => html`<th scope="col">${t(`workers.${column}`)}</th>`)}</tr></thead>
        <tbody>${repeat(failures, failure => failure.id, failure => html`<tr>
          <td class="nowrap" title=${instant(failure.at)}>${clockToTheSecond(failure.at)}</td>
          <td>${tOr(`code.${failure.code}`, failure.code)}</td>
          <td dir="auto">${failure.worker}</td>
          <td><a dir="auto" href=${`/batches/${failure.batch}?at=${failure.task.split('/')[1]}`}>${failure.sku ?? failure.task}</a></td>
          <td class="said" dir="auto">${failure.detail}</td>
          <td class="nowrap">${failure.became ? tOr(`workers.became.${failure.became}`, failure.became) : '–'}</td>
        </tr>`)}</tbody></table></div>`}
    </section>`;
  }

  async #drain(name, mode) {
    if (await attempt(() => api.post(`/v1/workers/${encodeURIComponent(name)}/drain?mode=${mode}`))) toast(t('workers.isAsked', name));
  }

  async #forget(name) {
    const sure = await askFirst({ title: t('workers.forgetTitle', name), kept: t('workers.forgetKept'), does: t('workers.forget') });
    if (sure && (await attempt(() => api.delete(`/v1/workers/${encodeURIComponent(name)}`)))) this.#list.again();
  }
}

customElements.define('workers-page', WorkersPage);
