import { html, nothing } from 'lit';
import { api } from '../api.js';
import { Asked, FarmElement, broken } from '../element.js';
import { NONE, clockToTheSecond, count, duration, instant, when } from '../format.js';
import { t, tOr } from '../words.js';

/** What happened to the `batch`, the newest first; looked for again when the batch has gone on. */
class BatchHistory extends FarmElement {
  static properties = { batch: { attribute: false } };

  #sequence = null;
  #history = new Asked(this, signal => api.get(`/v1/batches/${encodeURIComponent(this.batch.id)}/history`, { signal }));

  willUpdate(changed) {
    if (!changed.has('batch') || this.batch.renderfarm.sequence === this.#sequence) return;
    this.#sequence = this.batch.renderfarm.sequence;
    this.#history.again();
  }

  render() {
    const { value, error } = this.#history;
    if (error) return broken(error, () => this.#history.again());
    if (!value) return html`<p class="muted" role="status">${t('history.reading')}</p>`;
    if (value.data.length === 0) return html`<div class="panel empty"><p>${t('history.none')}</p></div>`;
    return html`<div class="panel scroll-x history" role="region" aria-label=${t('batch.view.history')} tabindex="0"><table>
      <thead><tr>${['when', 'what', 'lasted'].map(column => html`<th scope="col">${t(`history.${column}`)}</th>`)}</tr></thead>
      <tbody>${value.data.toReversed().map(event => this.#event(event))}</tbody>
    </table>${value.left_out ? html`<p class="body muted">${t('history.leftOut', value.left_out)}</p>` : nothing}</div>`;
  }

  #event({ kind, at, until, waiting_for: reason, detail, pictures, priority, retries, review }) {
    return html`<tr>
      <td class="nowrap" title=${instant(at)}>${isToday(at) ? clockToTheSecond(at) : when(at)}</td>
      <td><span>${tOr(`history.${kind}`, kind)}</span>${reason ? html` <span>${tOr(`waiting.${reason}`, t('waiting.other'))}</span>` : nothing}
        ${pictures === undefined ? nothing : html`<b>${t('history.pictures', pictures)}</b>`}${priority === undefined ? nothing : html`<b>${count(priority)}</b>`}
        ${retries === undefined ? nothing : html`<b>${t('history.attempts', retries)}</b>`}${review ? html`<b>${t('history.review', review.approved, review.rejected)}</b>` : nothing}
        ${detail ? html`<br><small class="said" dir="auto">${detail}</small>` : nothing}</td>
      <td class="nowrap">${this.#lasted(kind, at, until)}</td>
    </tr>`;
  }

  #lasted(kind, at, until) {
    if (until) return duration((Date.parse(until) - Date.parse(at)) / 1000);
    return kind === 'waited' ? t('history.goesOn') : NONE;
  }
}

const isToday = at => new Date(at).toDateString() === new Date().toDateString();

customElements.define('batch-history', BatchHistory);
