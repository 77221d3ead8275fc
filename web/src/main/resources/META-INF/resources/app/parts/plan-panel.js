import { html, nothing } from 'lit';
import { copy } from '../element.js';
import { bytes, clock, count, duration, kilowattHours, money, secondsUntil } from '../format.js';
import { keysOf } from '../keys.js';
import { under } from '../place.js';
import { t } from '../words.js';

/** What it would be. `state` has `plan`, `draft`, `why` (why it cannot be handed in, or null), `isAsking`, `isSending`, `command`. */
export function planPanel({ plan, draft, why, isAsking, isSending, command }, change, submit) {
  const pictures = plan?.counts.pictures ?? 0;
  const { values } = draft;
  const previews = draft.wantsPreviews(pictures);
  const does = previews ? t('new.doPreviews', draft.previews(pictures), count(draft.previews(pictures))) : t('new.do', pictures);
  const kind = isAsking ? 'run' : why ? 'warn' : 'ok';
  return html`<section class="panel plan" aria-label=${t('plan.title')}><header><h2 class="grow">${t('plan.title')}</h2><span class="pill ${kind}">${isAsking ? t('plan.asking') : why ? t('plan.not') : t('plan.ready')}</span></header>
    <div class="body">
      ${plan ? html`<div class="stack"><b class="big">${t('plan.pictures', pictures)}</b><span class="muted">${t('plan.requests', count(plan.counts.requests), plan.counts.skipped)}</span>${product(plan, values)}</div>${facts(plan)}${earlier(plan)}` : html`<p class="muted">${t('plan.empty')}</p>`}
      <label class="row"><input type="checkbox" .checked=${previews} @change=${event => change({ previews: event.target.checked })}><span>${t('plan.previews', draft.previews(pictures), count(draft.previews(pictures)))}</span></label>
      <label class="row"><input type="checkbox" .checked=${values.stops} @change=${event => change({ stops: event.target.checked })}><span>${t('plan.stops')}</span></label>
      <label class="row">${t('plan.priority')}<select @change=${event => change({ priority: Number(event.target.value) })}>${[-50, 0, 50].map(level => html`<option value=${level} .selected=${values.priority === level}>${t(`plan.priority.${level}`)}</option>`)}</select></label>
      <label class="stack"><span>${t('plan.name')}</span><input type="text" maxlength="200" .value=${values.name} @input=${event => change({ name: event.target.value })}></label>
      <button class="primary" ?disabled=${Boolean(why) || isAsking || isSending} aria-describedby="plan-why" @click=${submit}>${does} <kbd>${keysOf('new-batch', 'submit')}</kbd></button>
      <small id="plan-why" class=${why ? 'danger' : ''}>${why ?? (isAsking ? t('plan.asking') : '')}</small>
      ${command ? html`<small class="same">${t('plan.same')} <code tabindex="0">${command}</code> <button class="quiet" @click=${() => copy(command)}>${t('do.copy')}</button></small>` : nothing}
    </div></section>`;
}

/** What it is the product of: nothing where lines ask for different numbers, or where each has one picture. */
function product({ counts: { requests, pictures } }, { shapes }) {
  const several = Math.max(1, shapes.length);
  const [skus, variants] = [requests / several, pictures / requests];
  if (pictures === requests && several === 1) return nothing;
  if (![skus, variants].every(Number.isInteger)) return nothing;
  return html`<span class="muted">${t('plan.product', [skus, variants, several], [skus, variants, several].map(count))}</span>`;
}

function facts({ estimate, counts }) {
  if (!estimate) return nothing;
  const { begins, finishes, device_seconds: device, cost, cost_most: most, energy_joules: energy, bytes: files, hindrance, source, workers, pictures_ahead: ahead } = estimate;
  const wait = secondsUntil(begins);
  const row = (name, value) => html`<tr><td>${name}</td><td>${value}</td></tr>`;
  return html`<table><tbody>
    ${counts.kinds.length > 1 ? counts.kinds.map(kind => row(kind.size, html`${t('plan.pictures', kind.pictures)} <small>${t('plan.steps', kind.num_inference_steps)}</small>`)) : nothing}
    ${ahead ? row(t('plan.ahead'), t('plan.pictures', ahead)) : nothing}
    ${workers ? row(t('plan.workers'), count(workers)) : nothing}
    ${hindrance ? row(t('plan.begins'), html`<span class="danger">${hindrance}</span>`) : row(t('plan.begins'), wait < 5 ? t('plan.atOnce') : clock(begins))}
    ${finishes ? row(t('plan.done'), t('plan.worst', duration(secondsUntil(finishes.likely)), duration(secondsUntil(finishes.latest)))) : nothing}
    ${row(t('plan.device'), html`${duration(device.likely)} <small>${t(`plan.source.${source}`)}</small>`)}
    ${cost ? row(t('plan.cost'), html`<b>${money(cost.amount, cost.currency)}</b>${most ? html` <small>${t('plan.atMost', money(most.amount, most.currency))}</small>` : nothing}`) : nothing}
    ${energy ? row(t('plan.energy'), t('batches.energy', kilowattHours(energy))) : nothing}
    ${files ? row(t('plan.files'), bytes(files)) : nothing}
  </tbody></table>`;
}

/** That some of it is there already. */
function earlier({ earlier }) {
  return earlier ? html`<p class="note">${t('plan.earlier', earlier.pictures)} <a href=${under(`/batches/${earlier.batch_id}`)}>${t('plan.earlierLook')}</a></p>` : nothing;
}
