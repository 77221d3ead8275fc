import { html, nothing } from 'lit';
import { address, api } from '../api.js';
import { Asked, FarmPage, broken } from '../element.js';
import { NONE, bytes, count, day, duration, figure, instant, kilowattHours, money, month, percent } from '../format.js';
import '../parts/settings-tabs.js';
import { under } from '../place.js';
import { router } from '../router.js';
import { TIMES, usageSum, usageTime } from '../usage-time.js';
import { t, tOr } from '../words.js';

const GROUPS = ['', 'tenant', 'model', 'tenant,model'];
/** More than a month has days, and than are asked for months. */
const BUCKETS = 366;

/** What was had of the farm, and how tenants stand with their budgets. */
class UsagePage extends FarmPage {
  #asked = null;
  #usage = new Asked(this, (signal, query) => api.get(address('/v1/usage', { ...query, limit: BUCKETS }), { signal }));

  get heading() {
    return t('usage.title');
  }

  willUpdate() {
    const asked = address('', this.#query);
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#usage.again(this.#query);
  }

  get #time() {
    const time = this.route.query.get('time');
    return TIMES.includes(time) ? time : TIMES[0];
  }

  get #group() {
    const group = this.route.query.get('by') ?? '';
    return GROUPS.includes(group) ? group : '';
  }

  get #query() {
    return { ...usageTime(this.#time, new Date()), group_by: this.#group, tenant: this.route.query.get('tenant') };
  }

  render() {
    const { value, error } = this.#usage;
    return html`<section class="page usage">
      <h1>${t('usage.title')}</h1>
      <settings-tabs page="usage"></settings-tabs>
      ${error ? broken(error, () => this.#usage.again(this.#query)) : nothing}
      ${!value && !error ? html`<p class="muted" role="status">${t('usage.loading')}</p>` : nothing}
      ${value?.budgets.length ? this.#budgets(value.budgets) : nothing}
      ${value ? this.#had(value) : nothing}
    </section>`;
  }

  #budgets(budgets) {
    return html`<section class="panel" aria-labelledby="budgets"><header><h2 id="budgets">${t('usage.budgets')}</h2></header>
      <div class="scroll-x" tabindex="0" role="group" aria-labelledby="budgets"><table>
        <thead><tr>${['tenant', 'budget', 'used', 'of', 'share', 'frees'].map(column => html`<th scope="col" class=${['used', 'of'].includes(column) ? 'right' : nothing}>${t(`usage.${column}`)}</th>`)}</tr></thead>
        <tbody>${budgets.map(budget => html`<tr>
          <td>${this.#tenant(budget.tenant)}</td><td>${tOr(`usage.budget.${budget.budget}`, budget.budget)}</td>
          <td class="right nowrap">${amountOf(budget, budget.used)}</td><td class="right nowrap">${amountOf(budget, budget.limit)}</td>
          <td class="nowrap"><span class="pill ${budget.exhausted ? 'bad' : budget.warned_at ? 'warn' : 'ok'}">${percent(budget.share)}${budget.exhausted ? html` · ${t('usage.exhausted')}` : nothing}</span></td>
          <td class="nowrap">${instant(budget.frees_at)}</td>
        </tr>`)}</tbody>
      </table></div></section>`;
  }

  #tenant(name) {
    return name ? html`<a href=${under(address('/settings/usage', { time: this.#time, by: this.#group, tenant: name }))}>${name}</a>` : NONE;
  }

  #had(page) {
    const rows = page.data.flatMap(bucket => bucket.results.map(result => ({ bucket, result }))).reverse();
    const groups = this.#group.split(',').filter(Boolean);
    const tenant = this.route.query.get('tenant');
    return html`<section class="panel" aria-labelledby="had"><header><h2 id="had" class="grow">${t('usage.had')}</h2>
        ${tenant ? html`<button class="chip" @click=${() => router.view({ tenant: null }, { remember: true })}>${t('usage.onlyOf', tenant)} <span aria-hidden="true">✕</span><span class="sr-only">${t('usage.ofAll')}</span></button>` : nothing}
        <label class="row">${t('usage.time')}<select name="time" @change=${event => router.view({ time: event.target.value }, { remember: true })}>${TIMES.map(time => html`<option value=${time} .selected=${time === this.#time}>${t(`usage.time.${time}`)}</option>`)}</select></label>
        <label class="row">${t('usage.by')}<select name="by" @change=${event => router.view({ by: event.target.value }, { remember: true })}>${GROUPS.map(group => html`<option value=${group} .selected=${group === this.#group}>${t(`usage.by.${group || 'all'}`)}</option>`)}</select></label>
        <a class="button" download="usage.csv" href=${under(address('/v1/usage.csv', this.#query))}>${t('usage.sheet')}</a>
      </header>
      ${rows.length ? html`<div class="scroll-x" tabindex="0" role="group" aria-labelledby="had"><table>
        <thead><tr><th scope="col">${t('usage.when')}</th>${groups.map(group => html`<th scope="col">${t(`usage.${group}`)}</th>`)}
          ${['completed', 'images', 'device', 'energy', 'bytes', 'cost'].map(column => html`<th scope="col" class="right">${t(`usage.${column}`)}</th>`)}</tr></thead>
        <tbody>${rows.map(({ bucket, result }) => html`<tr><td class="nowrap">${this.#time === 'year' ? month(bucket.start_time) : day(bucket.start_time)}</td>
          ${groups.map(group => html`<td>${group === 'tenant' ? this.#tenant(result.tenant) : (result[group] ?? NONE)}</td>`)}${figures(result)}</tr>`)}</tbody>
        <tfoot><tr><td><strong>${t('usage.sum')}</strong></td>${groups.map(() => html`<td></td>`)}${figures(usageSum(rows.map(({ result }) => result)))}</tr></tfoot>
      </table></div>` : html`<p class="body muted">${t('usage.nothing')}</p>`}
      <p class="body muted">${t('usage.counts')}</p>
    </section>`;
  }
}

function figures(result) {
  return html`<td class="right">${count(result.completed)}</td><td class="right">${count(result.images)}</td><td class="right nowrap">${duration(result.device_seconds)}</td>
    <td class="right nowrap">${typeof result.energy_joules === 'number' ? t('usage.energyOf', kilowattHours(result.energy_joules)) : NONE}</td><td class="right nowrap">${bytes(result.bytes)}</td>
    <td class="right nowrap">${result.costs.length ? result.costs.map(({ value, currency }) => money(value, currency)).join(' + ') : NONE}</td>`;
}

/** Of money the currency is the farm's, which the budget does not name. */
function amountOf({ budget }, amount) {
  if (budget === 'bytes') return bytes(amount);
  if (budget === 'device_seconds_per_month') return duration(amount);
  return budget === 'cost_per_month' ? figure(amount) : count(amount);
}

customElements.define('usage-page', UsagePage);
