import { html, nothing } from 'lit';
import { FarmElement, copy } from '../element.js';
import { NONE, bytes, clockToTheSecond, count, duration } from '../format.js';
import { keysOf } from '../keys.js';
import { FARM } from '../place.js';
import { langOf, t, tOr } from '../words.js';
import './before-after.js';

/**
 * One task in full: its picture and variants, verdict, prompt for a re-roll, facts. It stands beside the gallery or, where
 * it `isDialog`, over it while it `isOpen`. Dispatches `say` {verdict}, `step` {by}, `variant` {at}, `reroll` {prompt, new_seed},
 * and of a dialog `choose`, to select the picture or not, and `leave`.
 */
class PictureInspector extends FarmElement {
  static properties = {
    task: { attribute: false },
    verdict: {},
    variants: { attribute: false },
    at: { type: Number },
    isFactual: { type: Boolean },
    isDialog: { type: Boolean },
    isOpen: { type: Boolean },
    isChosen: { type: Boolean },
    keepsSeed: { state: true },
  };

  #shownOf = null;

  willUpdate() {
    if (this.task?.id === this.#shownOf) return;
    this.#shownOf = this.task?.id;
    this.keepsSeed = false;
    this.prompt = this.task?.prompt ?? '';
  }

  updated() {
    const dialog = this.querySelector('dialog');
    if (!dialog || dialog.open === Boolean(this.isOpen)) return;
    if (this.isOpen) dialog.showModal();
    else dialog.close();
  }

  focusPrompt() {
    this.querySelector('textarea')?.focus();
  }

  /** Shows what an edit began with for as long as a key is down. Whether it is one. */
  holdBefore() {
    const both = this.querySelector('before-after');
    both?.hold();
    return Boolean(both);
  }

  /** What a re-roll is asked with; the prompt only where it was changed. */
  get wish() {
    const { task, variants = [] } = this;
    const prompt = this.prompt.trim();
    const { seed } = variants[this.at] ?? task;
    return { ...(prompt && prompt !== task.prompt ? { prompt } : {}), ...(this.keepsSeed && seed !== undefined ? { seed } : { new_seed: !this.keepsSeed }) };
  }

  render() {
    if (!this.isDialog) return html`<aside class="panel inspector" aria-label=${t('batch.inspector')}>${this.#content()}</aside>`;
    return html`<dialog class="inspector" aria-label=${t('batch.inspector')} @close=${() => this.isOpen && this.#tell('leave')}>${this.isOpen ? this.#content() : nothing}</dialog>`;
  }

  #content() {
    const { task, variants = [] } = this;
    const close = this.isDialog ? html`<button class="quiet" autofocus aria-label=${t('do.close')} @click=${() => this.#tell('leave')}>✕</button>` : nothing;
    if (!task) return html`<header><span class="grow muted">${this.isDialog ? '…' : t('batch.pick')}</span>${close}</header>`;
    const shown = variants[this.at] ?? task;
    return html`<header>
        <h2 class="grow clip"><bdi>${task.sku}</bdi>${task.line ? html` <small>· ${t('batch.line', count(task.line))}</small>` : nothing}</h2>
        ${this.isDialog ? html`<button class="quiet" aria-pressed=${Boolean(this.isChosen)} @click=${() => this.#tell('choose')}>${t('batch.choose')}</button>` : nothing}
        <button class="quiet" @click=${() => copy(`${FARM}/batches/${shown.batch}?at=${shown.index}`)}>${t('batch.copyLink')}</button>
        <button class="quiet" aria-label=${t('keys.batch.left')} @click=${() => this.#tell('step', { by: -1 })}><kbd>${keysOf('batch', 'left')}</kbd></button>
        <button class="quiet" aria-label=${t('keys.batch.right')} @click=${() => this.#tell('step', { by: 1 })}><kbd>${keysOf('batch', 'right')}</kbd></button>
        ${close}
      </header>
      <div class="body inside">
        ${shown.picture && shown.source
          ? html`<before-after .task=${shown}></before-after>`
          : shown.picture
          ? html`<img class="big" src=${shown.picture} alt=${shown.prompt} width="512" height="512">`
          : html`<div class="big none">${shown.code ? tOr(`code.${shown.code}`, shown.code) : t('batch.notYet')}${shown.message ? html`<small dir="auto">${shown.message}</small>` : nothing}</div>`}
        ${variants.length > 1
          ? html`<div class="variants" role="group" aria-label=${t('keys.batch.variant')}>${variants.map((variant, at) => html`<button aria-pressed=${at === this.at} aria-label=${t('batch.variantNumber', at + 1)} @click=${() => this.#tell('variant', { at })}>
              ${variant.thumbnail ? html`<img src=${variant.thumbnail} alt="" width="128" height="128">` : html`<span class="none">…</span>`}</button>`)}</div>`
          : nothing}
        <div class="verdict">
          <button class="good" aria-pressed=${this.verdict === 'approved'} ?disabled=${!shown.picture} @click=${() => this.#tell('say', { verdict: 'approved' })}>✓ ${t('batch.approve')} <kbd>${keysOf('batch', 'approve')}</kbd></button>
          <button class="danger" aria-pressed=${this.verdict === 'rejected'} ?disabled=${!shown.picture} @click=${() => this.#tell('say', { verdict: 'rejected' })}>✗ ${t('batch.reject')} <kbd>${keysOf('batch', 'reject')}</kbd></button>
          <button @click=${() => this.#tell('reroll', this.wish)}>↻ ${t('batch.reroll')} <kbd>${keysOf('batch', 'reroll')}</kbd></button>
        </div>
        <label class="stack"><span><b>${t('batch.prompt')}</b> <small>${t('batch.promptFor')}</small></span>
          <textarea rows="3" dir="auto" lang=${langOf(this.prompt)} .value=${this.prompt} @input=${event => (this.prompt = event.target.value)}></textarea></label>
        <div class="row wrap" role="radiogroup" aria-label=${t('batch.seed')}>
          <label><input type="radio" name="seed" .checked=${!this.keepsSeed} @change=${() => (this.keepsSeed = false)}> ${t('batch.newSeed')}</label>
          <label><input type="radio" name="seed" .checked=${this.keepsSeed} @change=${() => (this.keepsSeed = true)}> ${t('batch.keepSeed', String(shown.seed ?? ''))}</label>
        </div>
        ${this.isFactual ? this.#facts(shown) : nothing}
      </div>`;
  }

  #facts(task) {
    const fact = (key, value) => (value ? html`<dt>${t(`batch.fact.${key}`)}</dt><dd>${value}</dd>` : nothing);
    return html`<dl class="facts">
      ${fact('name', html`<bdi>${task.name}</bdi>`)}
      ${fact('size', task.size)}
      ${fact('seed', task.seed === undefined ? null : String(task.seed))}
      ${fact('rendered', task.picture ? t('batch.renderedBy', clockToTheSecond(task.endedAt), task.worker ?? NONE, duration(task.seconds)) : null)}
      ${fact('attempts', task.attempts ? count(task.attempts) : null)}
      ${fact('bytes', task.bytes ? bytes(task.bytes) : null)}
    </dl>
    ${task.picture
      ? html`<div class="row"><a href="${task.picture}?download=1" download>${task.picture.split('.').pop().toUpperCase()}</a><a href=${task.picture.replace(/\.[a-z]+$/, '.json')} target="_blank" rel="noopener">JSON</a></div>`
      : nothing}`;
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

customElements.define('picture-inspector', PictureInspector);
