import { html, nothing } from 'lit';
import { csvOf, faultyLines, nearestSize } from '../corrections.js';
import { count } from '../format.js';
import { t } from '../words.js';

const SHOWN = 5;

/** Mistakes by what mends them. `on` has `mend(lines, field, value)`, `leave(lines)`, `leaveAll()`, `check()`. */
export function lineProblems({ errors, counts }, model, opened, on) {
  if (errors.total === 0) return nothing;
  const right = Math.max(0, counts.lines - errors.lines);
  return html`<section class="panel problems" aria-label=${t('new.problems')}><header>
      <span class="pill bad">${t('new.toMend', errors.lines)}</span><span class="grow muted">${t('new.right', count(right))}</span>
      <button @click=${on.leaveAll}>${t('new.leaveAll', count(errors.lines))}</button>
      <button @click=${() => download(csvOf(errors.groups))}>${t('new.csv')}</button>
      <button class="primary" @click=${on.check}>${t('new.check')}</button></header>
    ${errors.groups.map((group, index) => problem(group, index, model, opened, on))}
    ${errors.further ? html`<p class="problem muted">${t('new.further', count(errors.further))}</p>` : nothing}
    ${faultyLines(errors.groups).length < errors.lines ? html`<p class="problem muted">${t('new.firstOnly')}</p>` : nothing}
  </section>`;
}

function problem(group, index, model, opened, on) {
  const listed = group.lines.filter(({ line }) => line !== null && line !== undefined);
  const lines = listed.map(({ line }) => line);
  if (lines.length === 0) {
    return html`<div class="problem"><span class="where">${t('new.wholeFile')}</span><span class="said">${group.param ? html`<code>${group.param}</code> · ` : nothing}${group.message}${group.mend ? `: ${group.mend}` : ''}</span></div>`;
  }
  const key = `${group.param} ${group.message}`;
  const isOpen = opened.has(key);
  const where = lines.length === 1 && group.count === 1 ? t('new.line', count(lines[0])) : t('new.lines', count(group.count));
  const suggestion = group.param === 'size' ? nearestSize(listed[0].cells.size, model) : null;
  return html`<div class="problem"><span class="where">${where}</span>
    <span class="said">${group.param ? html`<code>${group.param}</code> · ` : nothing}${group.message}${group.mend ? `: ${group.mend}` : ''}</span>
    <button class="quiet" aria-label=${t('new.leaveThese', where)} @click=${() => on.leave(lines)}>${t('new.leave')}</button>
    ${(isOpen ? listed : listed.slice(0, 1)).map((line, place) => html`<div class="cells">
      ${isOpen && listed.length > 1 ? html`<span class="muted">${t('new.line', count(line.line))}</span>` : nothing}
      ${Object.entries(line.cells).filter(([name]) => name !== group.param).slice(0, SHOWN).map(([name, value]) => html`<span class="cell" title=${`${name}: ${value}`}>${value}</span>`)}
      ${group.param ? html`<label class="row"><span class="muted">${group.param}</span><input class="cell" type="text" aria-invalid="true" aria-label=${t('new.cell', group.param, isOpen || listed.length === 1 ? t('new.line', count(line.line)) : where)} size=${Math.min(60, Math.max(10, (line.cells[group.param] ?? '').length))} .value=${line.cells[group.param] ?? ''} @change=${event => on.mend(isOpen ? [line.line] : lines, group.param, event.target.value)}></label>` : nothing}
      ${place === 0 && suggestion ? html`<button @click=${() => on.mend(lines, group.param, suggestion)}>${t('new.inAll', suggestion, lines.length)}</button>` : nothing}
      ${place === 0 && listed.length > 1 ? html`<button class="quiet" aria-expanded=${isOpen} @click=${() => on.open(key)}>${isOpen ? t('new.together') : t('new.each', lines.slice(0, 3).map(count).join(', ') + (lines.length > 3 ? ' …' : ''))}</button>` : nothing}
    </div>`)}
  </div>`;
}

function download(text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv' }));
  link.download = 'to-mend.csv';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
