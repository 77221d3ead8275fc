import { html, nothing } from 'lit';
import { api, address } from '../api.js';
import { batchTask } from '../batch-task.js';
import { Asked, FarmPage, attempt, broken, toast } from '../element.js';
import { count, duration, figure, money, secondsUntil, span } from '../format.js';
import { FILTERS, GalleryModel } from '../gallery-model.js';
import { NARROW } from '../narrow.js';
import { forgetVerdicts, keepVerdicts, takeVerdicts } from '../kept-verdicts.js';
import { Shortcuts, keysOf } from '../keys.js';
import { live } from '../live.js';
import { under } from '../place.js';
import { ReviewQueue } from '../review-queue.js';
import { router } from '../router.js';
import { settings } from '../settings.js';
import { MOST, MOST_FOUND, MOST_ORDERED, TaskIndex, indexOfLine, indexesIn, ranges } from '../task-index.js';
import { langOf, t, tOr } from '../words.js';
import { askFirst } from '../parts/ask-first.js';
import { hasEnded, isPaused, nameOf, stateBar, statePill, wantsYes } from '../parts/batch-state.js';
import { lineReport } from '../parts/line-report.js';
import '../parts/contact-sheet.js';
import { sparkLine } from '../parts/spark-line.js';
import '../parts/batch-history.js';
import '../parts/line-table.js';
import '../parts/picture-gallery.js';
import '../parts/picture-inspector.js';
import '../parts/picture-stage.js';

const VIEWS = ['pictures', 'lines', 'sheet', 'history'];
const ORDERS = ['file', 'newest', 'sku'];
const PRIORITIES = [-50, 0, 50, 100];
const STATES_PAUSE = 1000;
/** Browsers bound how often an address may change. */
const ADDRESS_PAUSE = 200;
/** So many pictures tell whether lines have several. */
const A_LOOK = 100;
const MOST_CHILDREN = 50;
const MOST_FAILED = 1000;
const MOST_REVIEWS = 1000;
const MOST_REROLLS = 1000;
/** Characters that the farm takes of them. */
const LONGEST_RANGES = 4000;
const MOST_RATES = 300;
/** A longer one is not named in the address: what passes addresses on may cut them. */
const LONGEST_SELECTION = 1500;
const WAYS = ['one', 'side', 'slider', 'flicker'];

/** Verdicts outlive the page on which they were given: one queue for each batch that this window has judged. */
const queues = new Map();

function queueOf(id) {
  if (!queues.has(id)) {
    queues.set(id, new ReviewQueue({ send: group => handIn(id, group) }));
  }
  return queues.get(id);
}

async function handIn(id, group) {
  await api.post(`/v1/batches/${encodeURIComponent(id)}/reviews`, reviews(group));
  forgetVerdicts(id, indexesOf(group));
}

const indexesOf = changes => changes.map(([index]) => index);

const reviews = group => ({ reviews: group.map(([index, verdict]) => ({ index, verdict })) });

/** What has not been sent goes out with the window, or is kept: the browser takes some 64 KB of it. */
addEventListener('pagehide', () => {
  for (const [id, { unsent }] of queues) {
    for (let first = 0; first < unsent.length; first += MOST_REVIEWS) {
      const group = unsent.slice(first, first + MOST_REVIEWS);
      const body = JSON.stringify(reviews(group));
      const isOut = navigator.sendBeacon(under(`/v1/batches/${encodeURIComponent(id)}/reviews`), new Blob([body], { type: 'application/json' }));
      if (!isOut || live.state === 'away') keepVerdicts(id, group);
    }
  }
});

/** A window that comes back as it was, by *back* or *forward*, still has them, and sends them itself. */
addEventListener('pageshow', event => {
  if (!event.persisted) return;
  for (const [id, { unsent }] of queues) forgetVerdicts(id, indexesOf(unsent));
});

/** A batch: how it stands, its pictures, and what people think of them. */
class BatchPage extends FarmPage {
  static properties = {
    batch: { state: true },
    current: { state: true },
    selected: { state: true },
    variants: { state: true },
    at: { state: true },
    isFactual: { state: true },
    failed: { state: true },
    trouble: { state: true },
    isNaming: { state: true },
    isSteering: { state: true },
  };

  #asked = new Asked(this, async signal => {
    this.batch = await api.get(`/v1/batches/${encodeURIComponent(this.id_)}`, { signal });
  });
  #model = new GalleryModel((first, limit) => this.#tasks(first, limit));
  #index = new TaskIndex((first, limit) => this.#tasks(first, limit), (...asked) => this.#search(...asked), (...asked) => this.#ordered(...asked));
  #queue = null;
  #done = [];
  #rates = [];
  #children = [];
  #marks = new Map();
  /** What devices draw now, by index; undefined until the stream has told: until then it is what tasks say. */
  #drawn = undefined;
  #etag = null;
  #statesTimer = null;
  #isReading = false;
  #readsAgain = false;
  #arranged = null;
  #addressed = undefined;
  #addressedSelection = '';
  #addressedLook = null;
  #selectTimer = null;
  #wished = null;
  #lineHeads = undefined;
  #anchor = null;
  #searchTimer = null;
  #finding = new AbortController();
  #addressTimer = null;
  #tileTimer = null;

  #heardBatch = event => {
    if (event.detail.id === this.id_) {
      this.batch = event.detail;
      this.#rates = [...this.#rates, event.detail.renderfarm.rate ?? 0].slice(-MOST_RATES);
      this.#readStates();
    } else if (hasEnded(event.detail)) this.#readChildren();
  };
  #heardTasks = event => {
    if (event.detail.batch !== this.id_) return;
    this.#model.touch(event.detail.changed);
    this.#index.forget();
    this.#readStates();
  };
  #heardDrawings = event => {
    if (event.detail.batch !== this.id_) return;
    this.#drawn = new Map(event.detail.drawn.map(task => [task.index, task]));
    this.requestUpdate();
  };
  #resizedWindow = () => this.requestUpdate();
  #heardAgain = () => {
    this.#drawn = undefined;
    this.#etag = null;
    this.#model.touch();
    this.#index.forget();
    this.#start();
  };

  constructor() {
    super();
    this.current = 0;
    this.selected = new Set();
    this.variants = [];
    this.at = 0;
    this.isFactual = true;
    this.#model.addEventListener('change', () => this.requestUpdate());
    this.#model.addEventListener('broken', event => (this.trouble = event.detail));
    const by = step => event => (event.target.matches?.('input') ? false : this.#step(step()));
    const columns = () => this.#gallery?.columns ?? 1;
    const page = () => columns() * (this.#gallery?.rows ?? 1);
    const ofPictures = {
      left: by(() => -1),
      right: by(() => 1),
      up: by(() => -columns()),
      down: by(() => columns()),
      first: by(() => -Infinity),
      last: by(() => Infinity),
      pageUp: by(() => -page()),
      pageDown: by(() => page()),
      select: () => this.#toggle(this.current),
      extend: event => this.#extend({ Right: 1, Left: -1, Up: -columns(), Down: columns() }[event.key.slice(5)]),
      selectAll: event => (event.target.matches?.('input, textarea, select') ? false : this.#selectAll()),
      open: () => this.#full(),
      close: () => this.#back(),
      variant: event => this.#variant(Number(event.key) - 1),
      approve: () => this.#judge('approved'),
      reject: () => this.#judge('rejected'),
      undo: () => this.#undo(),
      reroll: () => this.#rerollHere(),
      edit: () => this.#edit(),
      compare: () => void this.#compare(),
      before: () => this.querySelector('picture-inspector')?.holdBefore() ?? false,
      facts: () => (this.#isCovered ? this.#inspect() : void (this.isFactual = !this.isFactual)),
      fullScreen: () => this.#fullScreen(),
    };
    new Shortcuts(this, 'batch', {
      ...Object.fromEntries(Object.entries(ofPictures).map(([key, act]) => [key, event => (this.#view === 'history' ? false : act(event))])),
      pause: () => this.#pause(),
      download: () => this.#downloads(),
    });
  }

  get id_() {
    return this.route.params.id;
  }

  get heading() {
    return this.batch ? nameOf(this.batch) : '';
  }

  connectedCallback() {
    super.connectedCallback();
    live.addEventListener('batch', this.#heardBatch);
    live.addEventListener('tasks', this.#heardTasks);
    live.addEventListener('drawings', this.#heardDrawings);
    live.addEventListener('again', this.#heardAgain);
    NARROW.addEventListener('change', this.#resizedWindow);
    this.#queue = queueOf(this.id_);
    this.#queue.tell({
      agreed: group => this.#model.agreed(group),
      refused: (group, error) => {
        this.#model.say(group.map(([index]) => [index, undefined]));
        toast(t('batch.refused', count(group.length), error.message), { isBad: true });
      },
    });
    this.#model.say(this.#queue.unsent);
    this.#start();
  }

  disconnectedCallback() {
    live.removeEventListener('batch', this.#heardBatch);
    live.removeEventListener('tasks', this.#heardTasks);
    live.removeEventListener('drawings', this.#heardDrawings);
    live.removeEventListener('again', this.#heardAgain);
    NARROW.removeEventListener('change', this.#resizedWindow);
    clearTimeout(this.#statesTimer);
    clearTimeout(this.#searchTimer);
    clearTimeout(this.#addressTimer);
    clearTimeout(this.#selectTimer);
    clearTimeout(this.#tileTimer);
    this.#finding.abort();
    super.disconnectedCallback();
  }

  willUpdate(changed) {
    if (changed.has('route')) {
      this.#followAddress();
      this.#arrange();
      this.#followSelection();
    }
    if (changed.has('current')) this.#lookAt();
  }

  updated(changed) {
    super.updated(changed);
    if (changed.has('route')) this.#followLook();
  }

  /** A link may name what is selected: `all` of what is shown, or indexes. */
  #followSelection() {
    const text = this.route.query.get('select') ?? '';
    if (text === this.#addressedSelection || this.#selectTimer !== null || !this.#model.total) return;
    this.#addressedSelection = text;
    this.selected = text === 'all' ? this.#all : indexesIn(text, this.#model.total);
  }

  /** A link may say that a picture is looked at as large as the window, or how two are compared. */
  #followLook() {
    const look = WAYS.find(way => way === this.route.query.get('look')) ?? null;
    const stage = this.querySelector('picture-stage');
    const isKnown = this.#model.task(this.current) && this.#addressedSelection === (this.route.query.get('select') ?? '');
    if (!stage || !isKnown || look === this.#addressedLook) return;
    this.#addressedLook = look;
    if (look === null) stage.close();
    else if (look === 'one') this.#full();
    else this.#compare(look);
  }

  /** A link may name a picture; what was moved to since is on its way into the address. */
  #followAddress() {
    const at = this.route.query.get('at');
    if (at === this.#addressed) return;
    if (this.#addressed === undefined) this.#wished = Number(this.route.query.get('variant')) - 1;
    this.#addressed = at;
    if (at !== null && this.#addressTimer === null) this.current = Math.max(0, Number(at) || 0);
  }

  /** Where the window is narrow the inspector lies over the gallery, for as long as the address names a picture. */
  get #isInspecting() {
    return NARROW.matches && this.route.query.has('at');
  }

  /** Whether the inspector is out of sight. */
  get #isCovered() {
    return NARROW.matches && !this.#isInspecting;
  }

  #inspect() {
    this.#name({ remember: true });
    this.route = router.here;
  }

  /** Its address names no picture any more: *back* has led to here without it as well. */
  #leave() {
    clearTimeout(this.#addressTimer);
    this.#addressTimer = null;
    router.view({ at: null, variant: null });
    this.#gallery?.focusList?.();
  }

  async #edit() {
    if (this.#isCovered) this.#inspect();
    await this.updateComplete;
    const inspector = this.querySelector('picture-inspector');
    await inspector?.updateComplete;
    inspector?.focusPrompt();
  }

  get #path() {
    return `/v1/batches/${encodeURIComponent(this.id_)}`;
  }

  /** What shows the pictures: as tiles, or a row each. */
  get #gallery() {
    return this.querySelector('picture-gallery, line-table');
  }

  get #view() {
    const view = this.route.query.get('view');
    return VIEWS.includes(view) ? view : VIEWS[0];
  }

  get #filter() {
    const filter = this.route.query.get('show');
    return FILTERS[filter] ? filter : 'all';
  }

  get #tile() {
    const tile = Number(this.route.query.get('tile')) || settings.get('tile');
    return Math.min(320, Math.max(96, tile));
  }

  /** Nothing else is asked of a batch that is not there. */
  async #start() {
    await this.#asked.again();
    if (!this.batch || !this.isConnected) return;
    this.#follow();
    this.#readStates();
    this.#readChildren();
  }

  #follow() {
    live.follow({ batches: [this.id_, ...this.#children.filter(child => !hasEnded(child)).map(child => child.id)] });
  }

  async #tasks(first, limit) {
    const after = first ? `${this.id_}/${first - 1}` : null;
    return (await api.get(address(`${this.#path}/tasks`, { limit, after }))).data.map(batchTask);
  }

  async #search(words, after, limit, signal) {
    const { data, last_id: last, has_more: hasMore } = await api.get(address(`${this.#path}/tasks`, { q: words, after, limit }), { signal });
    return { tasks: data.map(batchTask), next: hasMore ? last : null };
  }

  async #ordered(by, firstOfLines, signal) {
    const { text } = await api.text(address(`${this.#path}/tasks/order`, { by, lines: firstOfLines ? 1 : null }), { signal });
    return text.trim() ? text.split(',').map(Number) : [];
  }

  /** At most once a second, and once more where something was heard meanwhile. */
  async #readStates() {
    if (this.#isReading) {
      this.#readsAgain = true;
      return;
    }
    this.#isReading = true;
    this.#readsAgain = false;
    const askedAt = Date.now();
    try {
      const answer = await api.text(`${this.#path}/tasks/states`, { etag: this.#etag });
      if (answer) {
        const isFirst = this.#model.total === 0;
        this.#etag = answer.etag;
        this.#model.take(answer.text, askedAt);
        if (isFirst) {
          if (this.#model.total) this.#handInKept();
          this.#arranged = null;
          this.#arrange();
        }
        if (this.#order === 'newest' && this.#model.fresh && scrollY === 0) this.#model.settle();
        this.#lookAt();
        if (this.#filter === 'failed') this.#readFailed();
      }
      this.trouble = null;
    } catch (error) {
      this.trouble = error;
    }
    clearTimeout(this.#statesTimer);
    this.#statesTimer = setTimeout(() => {
      this.#isReading = false;
      if (this.#readsAgain && this.isConnected) this.#readStates();
    }, STATES_PAUSE);
  }

  /** Verdicts of a window that was closed before they arrived: those of pictures that nobody has judged since. */
  #handInKept() {
    const said = new Set(indexesOf(this.#queue.unsent));
    const kept = takeVerdicts(this.id_).filter(([index]) => !said.has(index) && this.#model.state(index) === 'c');
    const undecided = kept.filter(([index]) => this.#model.verdict(index) === 'undecided');
    if (undecided.length) this.#say(undecided);
    const late = kept.filter(([index, verdict]) => this.#model.verdict(index) !== verdict).length;
    if (late) toast(t('batch.judgedSince', late, count(late)));
  }

  async #readChildren() {
    try {
      this.#children = (await api.get(address('/v1/batches', { parent: this.id_, limit: MOST_CHILDREN }))).data;
      if (!this.isConnected) return;
      this.#follow();
      const pages = await Promise.all(this.#children.map(child => api.get(`/v1/batches/${child.id}/tasks?limit=1000`)));
      this.#marks = new Map();
      for (const task of pages.flatMap(page => page.data.map(batchTask))) this.#marks.set(task.sku, (this.#marks.get(task.sku) ?? 0) + 1);
      this.requestUpdate();
      this.#lookAt();
    } catch (error) {
      this.trouble = error;
    }
  }

  async #readFailed() {
    try {
      const { data, has_more: hasMore } = await api.get(`${this.#path}/tasks?state=failed&limit=${MOST_FAILED}`);
      const groups = new Map();
      for (const task of data.map(batchTask)) groups.set(task.code, [...(groups.get(task.code) ?? []), task]);
      this.failed = { groups: [...groups].sort((a, b) => b[1].length - a[1].length), hasMore };
    } catch (error) {
      this.trouble = error;
    }
  }

  get #wantsGroups() {
    return this.#view === 'pictures' && this.route.query.get('group') !== 'off';
  }

  /** The first pictures of the lines: looked for where the first lines have several, of a batch that can be ordered. */
  async #heads() {
    const { total } = this.#model;
    if (total === 0 || total > MOST_ORDERED) return null;
    if (this.#lineHeads === undefined) {
      await this.#model.need([0]);
      const hasVariants = Array.from({ length: A_LOOK }, (_, index) => this.#model.task(index)).some(task => task?.variant !== undefined);
      this.#lineHeads = hasVariants ? await this.#index.heads(total) : null;
    }
    return this.#lineHeads;
  }

  /** Finds what the address asks for. */
  async #arrange() {
    const line = Number(this.route.query.get('line'));
    if (line && this.#model.total) return this.#goToLine(line);
    const words = this.route.query.get('q') ?? '';
    const order = this.#order;
    const key = JSON.stringify([this.#filter, words, order, this.#wantsGroups]);
    if (key === this.#arranged) return;
    this.#arranged = key;
    const { signal } = this.#find();
    if (this.#filter === 'failed') this.#readFailed();
    let only = null;
    let heads = null;
    const { total } = this.#model;
    try {
      if (this.#wantsGroups) heads = await this.#heads();
      if (words || (order !== 'file' && total <= MOST_ORDERED)) only = await this.#index.find(total, words, order, { signal });
    } catch (error) {
      if (signal.aborted) return;
      this.trouble = error;
      this.#arranged = null;
      return;
    }
    if (signal.aborted) return;
    this.#model.arrange(this.#filter, only, { isNewestFirst: order === 'newest', heads });
    if (this.#model.placeOf(this.current) < 0 && this.#model.size) this.current = this.#model.indexAt(0);
    this.#followSelection();
    this.#followLook();
  }

  /** For what is looked for now: what was looked for before is given up. */
  #find() {
    this.#finding.abort();
    this.#finding = new AbortController();
    return this.#finding;
  }

  /** Goes to a line of the sheet that the address names, whatever was filtered. */
  async #goToLine(line) {
    this.#find();
    this.#arranged = null;
    this.#model.arrange('all');
    const index = await indexOfLine(this.#model, line);
    if (!this.isConnected) return;
    router.view({ line: null, q: null, show: null, order: null, at: index < 0 ? null : index });
    if (index < 0) return;
    this.current = index;
    await this.updateComplete;
    this.#gallery?.reveal(this.#model.placeOf(index));
  }

  async #lookAt() {
    const index = this.current;
    if (!this.#model.total) return;
    await this.#model.need([index]);
    if (!this.isConnected) return;
    const task = this.#model.task(index);
    if (!task || index !== this.current) return;
    if (this.variants[0]?.sku !== task.sku) {
      this.variants = [];
      this.at = 0;
    }
    const batches = [this.id_, ...this.#children.map(child => child.id)];
    if (this.#marks.has(task.sku) || task.variant !== undefined) {
      try {
        const found = await Promise.all(batches.map(id => api.get(address(`/v1/batches/${id}/tasks`, { sku: task.sku, limit: 20 }))));
        if (index !== this.current) return;
        const shown = this.variants[this.at]?.id ?? `${this.id_}/${this.#model.face(index).index}`;
        this.variants = found.flatMap(page => page.data).map(batchTask);
        this.at = this.variants[this.#wished] ? this.#wished : Math.max(0, this.variants.findIndex(variant => variant.id === shown));
        this.#wished = null;
      } catch (error) {
        this.trouble = error;
      }
    }
    this.#followLook();
  }

  render() {
    const { batch } = this;
    if (!batch) {
      if (this.#asked.error?.status === 404) {
        return html`<section class="page"><h1>${t('batch.none')}</h1><p>${this.#asked.error.message}</p><p><a href=${under('/batches')}>${t('nowhere.go')}</a></p></section>`;
      }
      return html`<section class="page"><h1>${t('frame.tab.batches')}</h1>${this.#asked.error ? broken(this.#asked.error, () => this.#start()) : html`<p class="muted">${t('batch.reading')}</p>`}</section>`;
    }
    return html`<section class="page batch-page">
      ${this.#head(batch)}
      ${this.trouble ? broken(this.trouble, () => this.#heardAgain()) : nothing}
      ${batch.status === 'failed' ? html`${this.#tabs(['mistakes', 'history'])} ${this.#view === 'history' ? html`<batch-history .batch=${batch}></batch-history>` : this.#invalid(batch)}` : html`${this.#standing(batch)} ${this.#gate(batch)} ${this.#tabs()} ${this.#view === 'lines' ? lineReport(batch) : nothing} ${this.#view === 'history' ? html`<batch-history .batch=${batch}></batch-history>` : html`${this.#toolbar()} ${this.#failures()} ${this.#shown(batch)}`}`}
      <picture-stage @turn=${event => this.#looked(event.detail.way)}></picture-stage>
    </section>`;
  }

  #head(batch) {
    const goesOn = !hasEnded(batch);
    return html`<div class="row wrap">
      <small><a href=${under('/batches')}>${t('frame.tab.batches')}</a> /</small>
      <h1 dir="auto" lang=${langOf(nameOf(batch))} ?hidden=${this.isNaming}>${nameOf(batch)}</h1>
      ${this.isNaming
        ? html`<form @submit=${this.#named}><input type="text" name="name" maxlength="200" aria-label=${t('batch.name')} .value=${batch.renderfarm.name ?? ''}><button>${t('batch.keepName')}</button></form>`
        : html`<button class="quiet" aria-label=${t('batch.rename')} @click=${() => (this.isNaming = true)}>✎</button>`}
      ${statePill(batch)}<small class="mono">${batch.id}</small>
      ${batch.renderfarm.parent_batch_id ? html`<small><a href=${under(`/batches/${batch.renderfarm.parent_batch_id}`)}>${t('batch.parent')}</a></small>` : nothing}
      <span class="grow"></span>
      ${goesOn
        ? html`<button @click=${() => this.#pause()}>${isPaused(batch) ? t('batch.resume') : t('batch.pause')} <kbd>${keysOf('batch', 'pause')}</kbd></button>
          <select aria-label=${t('batch.priority')} ?disabled=${this.isSteering} @change=${event => this.#prioritize(event.target)}>
            ${[...new Set([...PRIORITIES, batch.renderfarm.priority ?? 0])].sort((a, b) => a - b).map(priority => html`<option value=${priority} .selected=${priority === (batch.renderfarm.priority ?? 0)}>${t('batch.priorityOf', count(priority))}</option>`)}
          </select>
          <button class="danger" @click=${() => this.#cancel()}>${t('batch.cancel')}</button>`
        : nothing}
      ${batch.status === 'failed' ? nothing : this.#downloadMenu(batch)}
    </div>`;
  }

  #downloadMenu(batch) {
    const file = id => under(`/v1/files/${encodeURIComponent(id)}/content`);
    const links = [
      [under(`${this.#path}/archive.zip?review=approved`), 'zipApproved'],
      [under(`${this.#path}/archive.zip`), 'zipAll'],
      batch.renderfarm.manifest_file_id && [under(`${this.#path}/manifest.csv`), 'manifest'],
      batch.output_file_id && [file(batch.output_file_id), 'output'],
      batch.error_file_id && [file(batch.error_file_id), 'errors'],
    ].filter(Boolean);
    const close = event => event.target.closest('details').removeAttribute('open');
    return html`<details class="menu"><summary class="button primary">${t('batch.download')} ▾ <kbd>${keysOf('batch', 'download')}</kbd></summary>
      <ul class="panel">${links.map(([href, key]) => html`<li><a href=${href} download>${t(`batch.download.${key}`)}</a></li>`)}<li><a href="?view=sheet" @click=${close}>${t('batch.view.sheet')}</a></li></ul></details>`;
  }

  #standing(batch) {
    const { request_counts: counts, renderfarm } = batch;
    const { waiting_for: waits, eta, usage } = renderfarm;
    const left = at => (at ? secondsUntil(at) : null);
    return html`<div class="panel"><div class="body stack spaced">
      <div class="row"><div class="grow">${stateBar(batch, 'tall')}</div>${!hasEnded(batch) && this.#rates.length > 2 ? sparkLine(this.#rates, { label: t('batch.curve') }) : nothing}</div>
      <div class="row wrap figures">
        <a href="?order=newest"><b>${count(counts.completed)}</b> <span class="muted">${t('batch.ofRendered', count(counts.total))}</span></a>
        <a href="?show=rendering"><b>${count(renderfarm.in_flight)}</b> <span class="muted">${t('batch.inFlight')}</span></a>
        <a href="?show=waiting"><b>${count(renderfarm.waiting)}</b> <span class="muted">${t('batch.areWaiting')}</span></a>
        ${counts.failed ? html`<a class="danger" href="?show=failed"><b>${count(counts.failed)}</b> ${t('batch.failed')}</a>` : nothing}
        ${renderfarm.retries ? html`<a class="muted" href="?view=history">${t('batch.retries', renderfarm.retries, count(renderfarm.retries))}</a>` : nothing}
        <span class="grow"></span>
        ${eta ? html`<b>${t('batch.left', span(left(eta.p50), left(eta.p90)))}</b>` : nothing}
        ${renderfarm.rate ? html`<span class="muted">${t('frame.rate', figure(renderfarm.rate))}</span>` : nothing}
        ${usage?.cost ? html`<span class="muted">${money(usage.cost.amount, usage.cost.currency)}</span>` : usage?.device_seconds ? html`<span class="muted">${t('batch.device', duration(usage.device_seconds))}</span>` : nothing}
      </div>
      ${waits ? html`<p class="muted">${tOr(`waiting.${waits.code}`, t('waiting.other'))} <span dir="auto">${waits.message}</span></p>` : nothing}
    </div></div>`;
  }

  #gate(batch) {
    if (!wantsYes(batch)) return nothing;
    const { request_counts: counts } = batch;
    return html`<div class="note review"><strong class="grow">${t('state.preview', counts.completed)}</strong>
      <button class="primary" ?disabled=${this.isSteering} @click=${() => this.#steer(() => api.post(`${this.#path}/proceed`))}>${t('batch.proceed', count(counts.total))}</button>
      <a class="button" href=${under(`/batches/new?from=${batch.id}`)}>${t('batch.changePrompts')}</a>
      <button class="danger" @click=${() => this.#cancel()}>${t('batch.cancel')}</button></div>`;
  }

  #invalid(batch) {
    const errors = batch.errors?.data ?? [];
    return html`<div class="panel"><header><h2 class="grow">${t('batch.invalid', count(errors.length))}</h2><a class="button primary" href=${under(`/batches/new?from=${batch.id}`)}>${t('batch.mend')}</a></header>
      <table class="mistakes"><thead><tr><th scope="col">${t('batch.errorLine')}</th><th scope="col">${t('batch.errorField')}</th><th scope="col">${t('batch.errorSays')}</th></tr></thead>
      <tbody>${errors.map(error => html`<tr><td>${count(error.line)}</td><td><code>${error.param}</code></td><td class="said" dir="auto">${error.message}</td></tr>`)}</tbody></table></div>`;
  }

  #tabs(views = VIEWS) {
    const [first] = views;
    const shown = views.includes(this.#view) ? this.#view : first;
    const to = view => {
      const query = new URLSearchParams(this.route.query);
      if (view === first) query.delete('view');
      else query.set('view', view);
      return `?${query}`;
    };
    return html`<nav class="tabs" aria-label=${t('batch.views')}>${views.map(view => html`<a href=${to(view)} aria-current=${view === shown ? 'page' : nothing}>${t(`batch.view.${view}`)}</a>`)}</nav>`;
  }

  get #order() {
    const order = this.route.query.get('order');
    return ORDERS.includes(order) ? order : ORDERS[0];
  }

  #toolbar() {
    const { counts, fresh, total } = this.#model;
    const order = this.#order;
    const isLarge = total > MOST;
    const hasNoOrder = total > MOST_ORDERED;
    return html`<div class="row wrap">
      <div class="chips" role="group" aria-label=${t('batch.filter')}>${Object.keys(FILTERS).map(filter => html`<button class="chip" aria-pressed=${filter === this.#filter} @click=${() => this.#show(filter)}>${t(`batch.show.${filter}`)} <b>${count(counts[filter])}</b></button>`)}</div>
      <span class="grow"></span>
      ${fresh ? html`<button class="chip" @click=${() => this.#model.settle()}>↑ ${t('batch.fresh', fresh, count(fresh))}</button>` : nothing}
      <select aria-label=${t('batch.order')} ?disabled=${hasNoOrder} title=${hasNoOrder ? t('batch.orderLarge', count(MOST_ORDERED)) : nothing} @change=${event => router.view({ order: event.target.value === 'file' ? null : event.target.value })}>
        ${ORDERS.map(name => html`<option value=${name} .selected=${name === order}>${t(`batch.order.${name}`)}</option>`)}</select>
      <input type="search" dir="auto" aria-label=${t('batch.search')} placeholder=${t('batch.search')} .value=${this.route.query.get('q') ?? ''} @input=${this.#searched}>
      ${this.#lineHeads && this.#view === 'pictures' ? html`<label class="row muted"><input type="checkbox" .checked=${this.#model.isGrouped} @change=${event => router.view({ group: event.target.checked ? null : 'off' })}>${t('batch.group')}</label>` : nothing}
      ${this.#view === 'pictures' ? html`<label class="row muted">${t('batch.tile')} <input type="range" min="96" max="320" step="16" .value=${String(this.#tile)} @input=${this.#resized}></label>` : nothing}
    </div>
    ${isLarge && this.route.query.get('q') && this.#model.size === MOST_FOUND ? html`<p class="muted">${t('batch.firstFound', count(MOST_FOUND))}</p>` : nothing}`;
  }

  #failures() {
    if (this.#filter !== 'failed' || !this.failed?.groups.length) return nothing;
    const ended = hasEnded(this.batch);
    return html`<div class="panel"><ul class="groups">${this.failed.groups.map(([code, tasks]) => html`<li class="row wrap">
      <b>${count(tasks.length)}${this.failed.hasMore ? '+' : ''}</b><span class="grow">${tOr(`code.${code}`, code)} <small dir="auto">${tasks[0].message}</small></span>
      <button ?disabled=${!ended || this.isSteering} title=${ended ? nothing : t('batch.retryLater')} @click=${() => this.#retry(tasks)}>${t('batch.retry')}</button>
      <button @click=${() => this.#editFirst(tasks)}>${t('batch.editPrompts')}</button></li>`)}</ul></div>`;
  }

  #shown(batch) {
    switch (this.#view) {
      case 'lines':
        return this.#lines();
      case 'sheet':
        return html`${this.#none()}<contact-sheet .model=${this.#model} .from=${Number(this.route.query.get('from')) || 0} @part=${event => router.view({ from: event.detail.from || null })} .heading=${nameOf(batch)} .filter=${t(`batch.show.${this.#filter}`)} ?hidden=${this.#model.size === 0}></contact-sheet>`;
      default:
        return this.#pictures();
    }
  }

  #none() {
    return this.#model.size === 0 ? html`<p class="panel empty muted">${this.#model.total ? t('batch.noneHere') : t('batch.noneYet')}</p>` : nothing;
  }

  #lines() {
    return html`${this.#none()}<line-table .model=${this.#model} .current=${this.current} .batch=${this.id_} ?hidden=${this.#model.size === 0}></line-table>`;
  }

  #pictures() {
    const many = this.selected.size;
    const task = this.#model.task(this.current);
    const shown = this.variants[this.at] ?? task;
    return html`${many
      ? html`<div class="note review selection"><strong class="grow">${t('batch.selected', many, count(many))}</strong>
          <button @click=${() => this.#judge('approved')}>✓ ${t('batch.approve')}</button><button @click=${() => this.#judge('rejected')}>✗ ${t('batch.reject')}</button>
          <button @click=${() => this.#rerollHere()}>↻ ${t('batch.reroll')}</button>${this.#downloadSelected()}<button class="quiet" @click=${() => this.#back()}>${t('batch.selectNone')}</button></div>`
      : nothing}
    <div class="split">
      <div>${this.#none()}
        <picture-gallery .model=${this.#model} .tile=${this.#tile} .current=${this.current} .selected=${this.selected} .marks=${this.#marks} .drawn=${this.#drawn} ?hidden=${this.#model.size === 0}
          @point=${this.#pointed} @open=${event => { this.current = event.detail.index; this.#full(); }}></picture-gallery></div>
      <picture-inspector .isDialog=${NARROW.matches} .isOpen=${this.#isInspecting} .isChosen=${this.selected.has(this.current)} @choose=${() => this.#toggle(this.current)} @leave=${() => this.#leave()} .task=${task} .verdict=${shown && shown.batch !== this.id_ ? shown.verdict : this.#model.verdict(shown?.index ?? this.current)} .variants=${this.variants} .at=${this.at} .isFactual=${this.isFactual}
        @say=${event => this.#judge(event.detail.verdict)} @step=${event => this.#step(event.detail.by)} @variant=${event => this.#variant(event.detail.at)} @reroll=${event => this.#reroll([this.current], event.detail)}></picture-inspector>
    </div>`;
  }

  #show(filter) {
    this.#select(new Set());
    if (filter === this.#filter) this.#model.settle();
    else router.view({ show: filter === 'all' ? null : filter }, { remember: true });
  }

  #searched(event) {
    const words = event.target.value;
    clearTimeout(this.#searchTimer);
    this.#searchTimer = setTimeout(() => router.view({ q: words.trim() }), 300);
  }

  #resized(event) {
    const tile = Number(event.target.value);
    settings.set('tile', tile);
    clearTimeout(this.#tileTimer);
    this.#tileTimer = setTimeout(() => router.view({ tile }), ADDRESS_PAUSE);
  }

  #pointed(event) {
    const { index, extend, toggle } = event.detail;
    const isTapped = NARROW.matches && !extend && !toggle;
    if (toggle || (isTapped && this.selected.size)) {
      this.#go(index);
      this.#toggle(index);
    } else if (extend) {
      this.#range(index);
    } else {
      this.#select(new Set());
      this.#anchor = null;
      this.#go(index);
      if (isTapped) this.#inspect();
    }
  }

  #go(index) {
    if (index === this.current) return;
    this.current = index;
    const at = this.variants.findIndex(variant => variant.batch === this.id_ && variant.index === index);
    if (at < 0) this.variants = [];
    this.at = Math.max(0, at);
    this.#wished = null;
    this.#address();
    this.#gallery?.reveal(this.#model.placeOf(index));
    if (this.querySelector('picture-stage')?.isOpen) this.#full();
  }

  /** Names in the address what is looked at, once it is for a moment. */
  #address() {
    clearTimeout(this.#addressTimer);
    this.#addressTimer = null;
    if (!this.#isCovered) this.#addressTimer = setTimeout(() => this.#name(), ADDRESS_PAUSE);
  }

  #name(options) {
    clearTimeout(this.#addressTimer);
    this.#addressTimer = null;
    router.view({ at: this.current, variant: this.at ? this.at + 1 : null }, options);
  }

  #step(by) {
    const { size } = this.#model;
    if (!size) return;
    const place = Math.max(0, this.#model.placeOf(this.current));
    this.#go(this.#model.indexAt(Math.min(size - 1, Math.max(0, place + by))));
    if (!document.querySelector('dialog[open]')) this.#gallery?.focusList?.();
  }

  #toggle(picture) {
    const place = this.#model.placeOf(picture);
    const index = place < 0 ? picture : this.#model.indexAt(place);
    const selected = new Set(this.selected);
    if (!selected.delete(index)) selected.add(index);
    this.#select(selected);
    this.#anchor = index;
  }

  #extend(by) {
    const place = this.#model.placeOf(this.current);
    const to = Math.min(this.#model.size - 1, Math.max(0, place + by));
    this.#range(this.#model.indexAt(to));
  }

  #range(index) {
    this.#anchor ??= this.current;
    const [from, to] = [this.#model.placeOf(this.#anchor), this.#model.placeOf(index)].sort((a, b) => a - b);
    const selected = new Set();
    for (let place = Math.max(0, from); place <= to; place++) selected.add(this.#model.indexAt(place));
    this.#select(selected);
    this.#go(index);
  }

  #selectAll() {
    this.#select(this.#all);
  }

  get #all() {
    const all = new Set();
    for (let place = 0; place < this.#model.size; place++) all.add(this.#model.indexAt(place));
    return all;
  }

  /** Names in the address what is selected, once it is for a moment. */
  #select(selected) {
    this.selected = selected;
    clearTimeout(this.#selectTimer);
    this.#selectTimer = setTimeout(() => {
      this.#selectTimer = null;
      this.#addressedSelection = this.#selection;
      router.view({ select: this.#addressedSelection });
    }, ADDRESS_PAUSE);
  }

  get #selection() {
    if (this.selected.size > 1 && this.selected.size === this.#model.size) return 'all';
    const text = ranges(this.selected);
    return text.length > LONGEST_SELECTION ? '' : text;
  }

  /** @param way in which the stage shows pictures; null where it is closed */
  #looked(way) {
    this.#addressedLook = way;
    router.view({ look: way });
  }

  #back() {
    const stage = this.querySelector('picture-stage');
    if (stage?.isOpen) stage.close();
    else if (this.#isInspecting) this.#leave();
    else if (document.activeElement?.matches('textarea, input')) document.activeElement.blur();
    else {
      this.#select(new Set());
      this.#anchor = null;
    }
  }

  #variant(at) {
    if (at >= this.variants.length) return;
    this.at = at;
    this.#address();
  }

  /** Judges what is selected, or what is looked at, and goes on to the next. */
  #judge(verdict) {
    const shown = this.variants[this.at];
    if (this.selected.size === 0 && shown && shown.batch !== this.id_) {
      attempt(async () => {
        await api.post(`/v1/batches/${shown.batch}/reviews`, { reviews: [{ index: shown.index, verdict }] });
        this.variants = this.variants.map(variant => (variant.id === shown.id ? { ...variant, verdict } : variant));
      });
      return;
    }
    const chosen = this.selected.size ? [...this.selected].map(index => this.#model.face(index).index) : [shown?.index ?? this.#model.face(this.current).index];
    const changes = chosen.filter(index => this.#model.state(index) === 'c').map(index => [index, verdict]);
    if (changes.length === 0) return;
    this.#done.push(changes.map(([index]) => [index, this.#model.verdict(index)]));
    this.#say(changes);
    if (this.selected.size) {
      this.#select(new Set());
      toast(t(`batch.were.${verdict}`, changes.length, count(changes.length)), { undo: () => this.#undo() });
    } else this.#step(1);
  }

  #say(changes) {
    this.#model.say(changes);
    this.#queue.say(changes);
  }

  #undo() {
    const before = this.#done.pop();
    if (!before) return;
    this.#say(before);
    this.#go(before[0][0]);
  }

  #rerollHere() {
    if (this.selected.size) return this.#rerollSelected();
    const shown = this.variants[this.at];
    const index = shown?.batch === this.id_ ? shown.index : this.current;
    return this.#reroll([index], this.querySelector('picture-inspector')?.wish ?? { new_seed: true });
  }

  /** Of the SKUs that are selected, unless they lie too far apart to be named in an address. */
  #downloadSelected() {
    const tasks = ranges(this.selected);
    return tasks.length > LONGEST_RANGES
      ? html`<button @click=${() => toast(t('batch.downloadMost'), { isBad: true })}>↓ ${t('batch.download')}</button>`
      : html`<a class="button" href=${under(`${this.#path}/archive.zip?tasks=${tasks}`)} download>↓ ${t('batch.download')}</a>`;
  }

  /** One picture of each line: a line is drawn again as a whole. */
  async #rerollSelected() {
    const chosen = [...this.selected];
    if (chosen.length > MOST_REROLLS) {
      toast(t('batch.rerollMost', count(MOST_REROLLS)), { isBad: true });
      return;
    }
    await this.#model.need(chosen);
    const lines = new Map();
    for (const index of chosen) {
      const line = this.#model.task(index)?.line ?? `picture ${index}`;
      if (!lines.has(line)) lines.set(line, index);
    }
    await this.#reroll([...lines.values()], { new_seed: true });
  }

  async #reroll(indexes, wish) {
    if (indexes.length === 0) return;
    const items = indexes.map(index => ({ index, ...wish }));
    if (!(await this.#once(() => api.postOnce(`${this.#path}/rerolls`, { items })))) return;
    this.#select(new Set());
    toast(t('batch.rerolls', indexes.length, count(indexes.length)));
    this.#readChildren();
  }

  async #retry(tasks) {
    const ids = [...new Set(tasks.map(task => task.custom_id))];
    if (await this.#once(() => api.postOnce(`${this.#path}/retry`, { custom_ids: ids }))) {
      toast(t('batch.rerolls', tasks.length, count(tasks.length)));
      this.#readChildren();
    }
  }

  async #editFirst(tasks) {
    this.#go(tasks[0].index);
    await this.#model.need([tasks[0].index]);
    await this.#edit();
  }

  #full() {
    const shown = this.variants[this.at] ?? this.#model.task(this.current);
    if (shown?.picture) this.querySelector('picture-stage').show([shown]);
  }

  /** The two that are selected; else an edit and what it began with, or the first two variants. */
  async #compare(way) {
    const stage = this.querySelector('picture-stage');
    if (stage.isOpen) {
      if (stage.pictures.length > 1) stage.turn();
      return;
    }
    const shown = this.variants[this.at] ?? this.#model.task(this.current);
    const edited = shown?.picture && shown.source ? [{ ...shown, picture: shown.source, label: t('edit.before', shown.sku) }, { ...shown, label: t('edit.after') }] : null;
    const two = [...this.selected].slice(0, 2).map(index => this.#model.face(index).index);
    if (two.length > 1) await this.#model.need(two);
    const chosen = two.length > 1 ? two.map(index => this.#model.task(index)) : (edited ?? this.variants);
    const pictures = chosen.filter(task => task?.picture);
    if (pictures.length > 1) stage.show(pictures.slice(0, 2), way);
    else toast(t('batch.compareTwo'));
  }

  #fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(error => toast(error.message, { isBad: true }));
  }

  #downloads() {
    const menu = this.querySelector('details.menu');
    if (!menu) return;
    menu.open = !menu.open;
    if (menu.open) menu.querySelector('a')?.focus();
  }

  /** What it is told as, and how it is undone, where it can be. */
  async #steer(does, told = null, undoes = null) {
    const isDone = await this.#once(async () => {
      this.batch = await does();
    });
    if (isDone && told) toast(told(), { undo: () => this.#steer(undoes) });
    return isDone;
  }

  /** Does nothing while something else is being done: a double click is one. Whether it was done. */
  async #once(does) {
    if (this.isSteering) return false;
    this.isSteering = true;
    const isDone = await attempt(does);
    this.isSteering = false;
    return isDone;
  }

  async #prioritize(select) {
    const [before, priority] = [this.batch.renderfarm.priority ?? 0, Number(select.value)];
    const put = value => () => api.patch(this.#path, { priority: value });
    const isDone = await this.#steer(put(priority), () => t('batch.did.priority', nameOf(this.batch), count(priority)), put(before));
    if (!isDone) select.value = before;
  }

  #pause() {
    if (!this.batch || hasEnded(this.batch)) return;
    const [does, undoes] = isPaused(this.batch) ? ['resume', 'pause'] : ['pause', 'resume'];
    const ask = what => () => api.post(`${this.#path}/${what}`);
    this.#steer(ask(does), () => t(`batches.did.${does}`, nameOf(this.batch)), ask(undoes));
  }

  async #cancel() {
    const { request_counts: counts, renderfarm } = this.batch;
    const yes = await askFirst({
      title: t('batch.cancelAsk', nameOf(this.batch)),
      kept: t('batch.cancelKept', count(counts.completed)),
      lost: t('batch.cancelLost', count(renderfarm.waiting + renderfarm.in_flight)),
      does: t('batch.cancel'),
    });
    if (yes) this.#steer(() => api.post(`${this.#path}/cancel`));
  }

  async #named(event) {
    event.preventDefault();
    const [before, name] = [this.batch.renderfarm.name ?? '', new FormData(event.target).get('name')];
    const put = value => () => api.patch(this.#path, { name: value });
    if (await this.#steer(put(name), () => t('batch.did.name', nameOf(this.batch)), put(before))) this.isNaming = false;
  }
}

customElements.define('batch-page', BatchPage);
